/** Accounts, for administrators. */
import { z } from 'zod'
import { type Account, accountSchema } from '../../scenarios/api/accounts.ts'
import { changedUserSchema, createdUserSchema, newUserSchema, userChangeSchema } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { addUser, changeUser, lockAccounts, recordUser, resetPassword, type UserRow, userOf } from '../accounts.ts'
import type { Db } from '../database.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, refuse } from '../http.ts'
import { accountKeys, forgetFailures, waitsUntil } from '../lockout.ts'
import { removeSecondStep } from '../second-step.ts'
import type { Secrets } from '../secrets.ts'

const access = ['admin'] as const

export function userRoutes(app: App, { db, secrets }: House): void {
  app.get('/api/users', { config: { access }, schema: { response: { 200: z.array(accountSchema) } } }, async () =>
    readAccounts(db, secrets, await db.selectFrom('users').selectAll().orderBy('createdAt').execute()),
  )

  app.post(
    '/api/users',
    { config: { access }, schema: { body: newUserSchema, response: { 201: createdUserSchema } } },
    async (request, reply) => {
      const taken = await db.selectFrom('users').select('id').where('name', '=', request.body.name).executeTakeFirst()
      if (taken)
        throw refuse(409, 'user/name-taken', both('Tên đăng nhập đã có người dùng', 'The name is taken'), 'body.name')
      return reply.code(201).send(await addUser(db, secrets, request.user!, request.body))
    },
  )

  app.patch(
    '/api/users/:id',
    {
      config: { access },
      schema: {
        params: idParams,
        body: userChangeSchema,
        response: { 200: changedUserSchema },
      },
    },
    async (request) => {
      const { resetPassword: reset, resetSecondStep, unlock, ...change } = request.body
      const by = request.user!
      return db.transaction().execute(async (trx) => {
        await lockAccounts(trx)
        const before = await trx.selectFrom('users').selectAll().where('id', '=', request.params.id).executeTakeFirst()
        if (!before) throw notFound(`user/${request.params.id}`)
        const after = await changeUser(trx, secrets, by, before, change)
        if (resetSecondStep && (await removeSecondStep(trx, secrets, by, after.id)))
          await trx.deleteFrom('sessions').where('userId', '=', after.id).execute()
        if (unlock) {
          await forgetFailures(trx, accountKeys(secrets, after))
          await recordUser(trx, secrets, by, after.id, 'user.unlocked', {})
        }
        const oneTimePassword = reset && (await resetPassword(trx, secrets, by, after.id))
        return oneTimePassword ? { ...userOf(after), mustChangePassword: true, oneTimePassword } : userOf(after)
      })
    },
  )
}

/** What an administrator sees of these accounts. */
export async function readAccounts(db: Db, secrets: Secrets, rows: readonly UserRow[]): Promise<Account[]> {
  const steps = await db.selectFrom('secondSteps').select('userId').where('confirmed', '=', true).execute()
  const withStep = new Set(steps.map(({ userId }) => userId))
  const identities = await db.selectFrom('identities').select(['userId', 'name', 'displayName']).execute()
  const waits = await waitsUntil(db)
  return rows.map((row) => {
    const until = accountKeys(secrets, row).flatMap((key) => waits.get(key)?.getTime() ?? [])
    return {
      ...userOf(row),
      secondStep: withStep.has(row.id),
      waitsUntil: until.length > 0 ? new Date(Math.max(...until)).toISOString() : null,
      ssoNames: identities.flatMap(({ userId, name, displayName }) => (userId === row.id ? (name ?? displayName) : [])),
    }
  })
}
