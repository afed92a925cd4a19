/** `vithanh user add`: an account with a one-time password, on the running or the stopped database. */
import { parseArgs } from 'node:util'
import { newUserSchema } from '../../scenarios/api/api.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { addUser, resetPassword, theServer } from '../../server/accounts.ts'
import { removeSecondStep } from '../../server/second-step.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage =
  'user add --name <name> [--display-name <name>] [--role planner] [--unit <code>] | --name <name> --reset [--second-step]   thêm tài khoản, đặt lại mật khẩu và bỏ bước thứ hai / adds an account, resets a password and takes the second step away'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string' },
      'display-name': { type: 'string' },
      role: { type: 'string', default: 'planner' },
      unit: { type: 'string' },
      reset: { type: 'boolean', default: false },
      'second-step': { type: 'boolean', default: false },
    },
  })
  const parsed = newUserSchema.safeParse({
    name: values.name,
    displayName: values['display-name'] ?? values.name,
    role: values.role,
    unitCode: values.unit ?? null,
  })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new Problem({
      code: 'user/invalid',
      message: both('Tài khoản không hợp lệ', 'Not a valid account'),
      place: issue.path[0] === 'unitCode' ? '--unit' : `--${String(issue.path[0])}`,
      expected: issue.message,
    })
  }
  const { name } = parsed.data
  const password = await visitDatabase(readSettings(), async (db, secrets) => {
    if (!values.reset) return (await addUser(db, secrets, theServer, parsed.data)).oneTimePassword
    const user = await db.selectFrom('users').select('id').where('name', '=', name).executeTakeFirst()
    if (!user) {
      throw new Problem({
        code: 'user/unknown',
        message: both('Không có tài khoản này', 'There is no such account'),
        place: name,
      })
    }
    return db.transaction().execute(async (trx) => {
      if (values['second-step']) await removeSecondStep(trx, secrets, theServer, user.id)
      return resetPassword(trx, secrets, theServer, user.id)
    })
  })
  process.stdout.write(`${name}   Mật khẩu một lần / one-time password: ${password}\n`)
  return 0
}
