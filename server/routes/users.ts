/** Accounts, for administrators. */
import { z } from 'zod'
import {
  changedUserSchema,
  createdUserSchema,
  newUserSchema,
  userChangeSchema,
  userSchema,
} from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { addUser, lockAccounts, recordUser, resetPassword, userOf } from '../accounts.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, refuse } from '../http.ts'

const access = ['admin'] as const

export function userRoutes(app: App, { db, secrets }: House): void {
  app.get('/api/users', { config: { access }, schema: { response: { 200: z.array(userSchema) } } }, async () =>
    (await db.selectFrom('users').selectAll().orderBy('createdAt').execute()).map(userOf),
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
      const { resetPassword: reset, displayName, role, unitCode, active } = request.body
      return db.transaction().execute(async (trx) => {
        await lockAccounts(trx)
        const before = await trx.selectFrom('users').selectAll().where('id', '=', request.params.id).executeTakeFirst()
        if (!before) throw notFound(`user/${request.params.id}`)
        const after = await trx
          .updateTable('users')
          .set({
            displayName: displayName ?? before.displayName,
            role: role ?? before.role,
            unitCode: unitCode === undefined ? before.unitCode : unitCode,
            active: active ?? before.active,
          })
          .where('id', '=', before.id)
          .returningAll()
          .executeTakeFirstOrThrow()
        const admins = trx.selectFrom('users').select('id').where('role', '=', 'admin').where('active', '=', true)
        if (!(await admins.limit(1).executeTakeFirst())) {
          throw refuse(
            409,
            'user/last-admin',
            both('Phải còn ít nhất một quản trị viên', 'One administrator must remain'),
          )
        }
        if (!after.active) await trx.deleteFrom('sessions').where('userId', '=', after.id).execute()
        if (after.role !== before.role || after.active !== before.active || after.unitCode !== before.unitCode) {
          const detail = { role: after.role, active: after.active, unit: after.unitCode }
          await recordUser(trx, secrets, request.user!, after.id, 'user.changed', detail)
        }
        const oneTimePassword = reset && (await resetPassword(trx, secrets, request.user!, after.id))
        return oneTimePassword ? { ...userOf(after), mustChangePassword: true, oneTimePassword } : userOf(after)
      })
    },
  )
}
