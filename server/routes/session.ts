/** Signing in and out, and changing one's own password. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  changePasswordSchema,
  logInSchema,
  type Session,
  sessionSchema,
  signedOutSchema,
} from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { setSessionCookie } from '../access.ts'
import {
  closeSession,
  csrfOf,
  type NewSession,
  openSession,
  recordUser,
  setPassword,
  tryPassword,
} from '../accounts.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'
import { passwordFault } from '../password-rules.ts'
import { recoveryCodesLeft } from '../second-step.ts'
import { publicUrl } from './sign-on.ts'

/** Guessing has waits of its own (`lockout.ts`); this keeps the work that it makes small. */
export const FEW = { max: 10, timeWindow: '1 minute' }

export async function describeSession({ db, signOn }: House, request: FastifyRequest): Promise<Session> {
  const { session, user, token } = request
  return {
    user,
    csrf: token && csrfOf(token),
    waitsFor: session?.waitsFor ?? null,
    recoveryCodes: user && session?.secondStep ? await recoveryCodesLeft(db, user.id) : null,
    bySso: session?.bySso ?? false,
    offersSso: signOn !== null,
  }
}

/** Ends the request's session and opens another: a session never gains rights. */
export async function renewSession(
  { db, secrets }: House,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  more?: NewSession,
): Promise<void> {
  if (request.token) await closeSession(db, secrets, request.token)
  const token = await openSession(db, userId, more)
  setSessionCookie(request, reply, token)
  await request.identify(token)
}

export function sessionRoutes(app: App, house: House): void {
  const { db, secrets, signOn, tiles } = house
  app.get(
    '/api/session',
    { config: { access: 'anyone', beforeReady: true }, schema: { response: { 200: sessionSchema } } },
    (request) => describeSession(house, request),
  )

  app.post(
    '/api/session',
    {
      config: { access: 'anyone', beforeReady: true, rateLimit: FEW },
      schema: { body: logInSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { name, password } = request.body
      const user = await tryPassword(house, name, password, request.ip)
      if (!user) throw refuse(401, 'session/wrong', both('Tên hoặc mật khẩu không đúng', 'Wrong name or password'))
      const waitsForCode = (await recoveryCodesLeft(db, user.id)) !== null
      await renewSession(house, request, reply, user.id, { waitsForCode })
      return describeSession(house, request)
    },
  )

  app.delete(
    '/api/session',
    { config: { access: 'anyone', beforeReady: true }, schema: { response: { 200: signedOutSchema } } },
    async (request, reply) => {
      const idToken = request.token ? await closeSession(db, secrets, request.token) : null
      setSessionCookie(request, reply, null)
      const leave = idToken && signOn ? await signOn.leave(idToken, `${publicUrl(house, request)}/login`) : null
      return { leave }
    },
  )

  app.post(
    '/api/session/password',
    {
      config: { access: 'signed-in', beforeReady: true, rateLimit: FEW },
      schema: { body: changePasswordSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { current, next } = request.body
      const user = request.user!
      await expectPassword(house, request, current, 'body.current')
      if (next === current) {
        throw refuse(
          400,
          'session/same-password',
          both('Mật khẩu mới phải khác', 'The new password must differ'),
          'body.next',
        )
      }
      const { city } = await tiles.manifest()
      const names = [user.name, user.displayName, city.name, city.title.vi, city.title.en]
      const fault = passwordFault(next, names, 'body.next')
      if (fault) throw fault
      await db.transaction().execute(async (trx) => {
        await setPassword(trx, user.id, next, false)
        await recordUser(trx, secrets, user, user.id, 'user.password-changed', {})
      })
      await renewSession(house, request, reply, user.id)
      return describeSession(house, request)
    },
  )
}

/**
 * The person at the keyboard is the one of the session.
 * @throws Refusal `session/wrong`
 */
export async function expectPassword(house: House, request: FastifyRequest, password: string, place: string) {
  if (await tryPassword(house, request.user!.name, password, request.ip)) return
  throw refuse(403, 'session/wrong', both('Mật khẩu hiện tại không đúng', 'Wrong current password'), place)
}
