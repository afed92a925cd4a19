/** Subjects of the single sign-on without an account here: an administrator gives them one, or ties them to theirs. */
import { z } from 'zod'
import { accountSchema, admitSchema, identitySchema } from '../../scenarios/api/accounts.ts'
import { both } from '../../scenarios/text.ts'
import { insertUser, lockAccounts, recordUser } from '../accounts.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, refuse } from '../http.ts'
import { readAccounts } from './users.ts'

const access = ['admin'] as const

export function identityRoutes(app: App, { db, secrets }: House): void {
  app.get(
    '/api/identities',
    { config: { access }, schema: { response: { 200: z.array(identitySchema) } } },
    async () => {
      const rows = await db
        .selectFrom('identities')
        .selectAll()
        .where('userId', 'is', null)
        .orderBy('lastSeenAt', 'desc')
        .limit(500)
        .execute()
      return rows.map(({ id, name, displayName, firstSeenAt, lastSeenAt }) => ({
        ...{ id, name, displayName },
        firstSeenAt: firstSeenAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
      }))
    },
  )

  app.post(
    '/api/identities/:id',
    { config: { access }, schema: { params: idParams, body: admitSchema, response: { 200: accountSchema } } },
    async (request) => {
      const { body, params } = request
      return db.transaction().execute(async (trx) => {
        await lockAccounts(trx)
        const identity = await trx
          .selectFrom('identities')
          .selectAll()
          .where('id', '=', params.id)
          .where('userId', 'is', null)
          .forUpdate()
          .executeTakeFirst()
        if (!identity) throw notFound(`identity/${params.id}`)
        const row =
          'userId' in body
            ? await trx.selectFrom('users').selectAll().where('id', '=', body.userId).executeTakeFirst()
            : await insertUser(trx, secrets, request.user!, body, null)
        if (!row && 'userId' in body) throw notFound(`user/${body.userId}`)
        if (!row)
          throw refuse(409, 'user/name-taken', both('Tên đăng nhập đã có người dùng', 'The name is taken'), 'body.name')
        await trx.updateTable('identities').set({ userId: row.id }).where('id', '=', identity.id).execute()
        await recordUser(trx, secrets, request.user!, row.id, 'user.sso-tied', {
          subject: secrets.actor(`${identity.issuer}\n${identity.subject}`),
        })
        return (await readAccounts(trx, secrets, [row]))[0]!
      })
    },
  )
}
