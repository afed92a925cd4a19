/** Signing in and out, and changing one's own password. */
import { changePasswordSchema, logInSchema, sessionSchema } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { setSessionCookie } from '../access.ts'
import { authenticate, closeSession, csrfOf, openSession, recordUser, setPassword } from '../accounts.ts'
import type { House } from '../house.ts'
import { type App, nothing, refuse } from '../http.ts'

export function sessionRoutes(app: App, { db, secrets }: House): void {
  app.get(
    '/api/session',
    { config: { access: 'anyone', beforePasswordChange: true }, schema: { response: { 200: sessionSchema } } },
    async ({ user, token }) => ({ user, csrf: token && csrfOf(token) }),
  )

  app.post(
    '/api/session',
    {
      config: { access: 'anyone', beforePasswordChange: true, rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: { body: logInSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const user = await authenticate(db, request.body.name, request.body.password)
      if (!user) throw refuse(401, 'session/wrong', both('Tên hoặc mật khẩu không đúng', 'Wrong name or password'))
      if (request.token) await closeSession(db, request.token)
      const token = await openSession(db, user.id)
      setSessionCookie(request, reply, token)
      return { user, csrf: csrfOf(token) }
    },
  )

  app.delete(
    '/api/session',
    { config: { access: 'anyone', beforePasswordChange: true }, schema: { response: { 204: nothing } } },
    async (request, reply) => {
      if (request.token) await closeSession(db, request.token)
      setSessionCookie(request, reply, null)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/session/password',
    {
      config: { access: 'signed-in', beforePasswordChange: true, rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: { body: changePasswordSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { current, next } = request.body
      const user = request.user!
      if (!(await authenticate(db, user.name, current))) {
        throw refuse(
          403,
          'session/wrong',
          both('Mật khẩu hiện tại không đúng', 'Wrong current password'),
          'body.current',
        )
      }
      if (next === current) {
        throw refuse(
          400,
          'session/same-password',
          both('Mật khẩu mới phải khác', 'The new password must differ'),
          'body.next',
        )
      }
      await db.transaction().execute(async (trx) => {
        await setPassword(trx, user.id, next, false)
        await recordUser(trx, secrets, user, user.id, 'user.password-changed', {})
      })
      const token = await openSession(db, user.id)
      setSessionCookie(request, reply, token)
      return { user: { ...user, mustChangePassword: false }, csrf: csrfOf(token) }
    },
  )
}
