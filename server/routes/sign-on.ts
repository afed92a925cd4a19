/** The single sign-on: away to the province, and back with a session, or with word why there is none. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ssoOutcomes } from '../../scenarios/api/accounts.ts'
import type { House } from '../house.ts'
import { type App, notFound } from '../http.ts'
import { TICKET_MINUTES } from '../oidc.ts'
import { accountOfSubject } from '../sso-account.ts'
import { renewSession } from './session.ts'

const TICKET_COOKIE = 'vithanh_sso'
const CALLBACK = '/api/session/sso/callback'
const OFTEN = { max: 60, timeWindow: '1 minute' }
/** A page of ours, nowhere else. */
const nextSchema = z.object({
  next: z
    .string()
    .regex(/^\/(?!\/)[\w/-]*$/)
    .catch('/planner'),
})

/** Where people reach us, as the settings say or else the request does. */
export const publicUrl = ({ signIn }: House, request: FastifyRequest): string =>
  signIn.publicUrl ?? `${request.protocol}://${request.host}`

export function signOnRoutes(app: App, house: House): void {
  const { db, secrets, signOn } = house
  const ticketCookie = (request: FastifyRequest) =>
    // Lax: it has to come along when the province sends the browser back.
    ({ path: '/api/session/sso', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const
  const back = (outcome: (typeof ssoOutcomes)[number]): string => `/login?sso=${outcome}`
  const config = { access: 'anyone', beforeReady: true, rateLimit: OFTEN } as const

  app.get('/api/session/sso', { config, schema: { querystring: nextSchema } }, async (request, reply) => {
    if (!signOn) throw notFound('/api/session/sso')
    try {
      const { url, ticket } = await signOn.start(request.query.next, `${publicUrl(house, request)}${CALLBACK}`)
      reply.setCookie(TICKET_COOKIE, ticket, { ...ticketCookie(request), maxAge: TICKET_MINUTES * 60 })
      return reply.redirect(url)
    } catch (error) {
      request.log.error(error)
      return reply.redirect(back('away'))
    }
  })

  app.get(CALLBACK, { config }, async (request, reply) => {
    if (!signOn) throw notFound(CALLBACK)
    const ticket = request.cookies[TICKET_COOKIE]
    reply.clearCookie(TICKET_COOKIE, ticketCookie(request))
    try {
      const who = await signOn.finish(new URL(request.url, publicUrl(house, request)), ticket ?? '')
      const account = await accountOfSubject(db, secrets, signOn.settings, who)
      if (typeof account === 'string') return reply.redirect(back(account))
      await renewSession(house, request, reply, account.userId, { idToken: { text: who.idToken, secrets } })
      return reply.redirect(who.next)
    } catch (error) {
      request.log.error(error)
      return reply.redirect(back('refused'))
    }
  })
}
