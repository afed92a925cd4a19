/**
 * Who gets in: the session of the cookie, the token against forged requests, and the rule of the route. A route that
 * declares no rule is refused when the server is built.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../scenarios/api/api.ts'
import { both } from '../scenarios/text.ts'
import { csrfOf, readSession } from './accounts.ts'
import type { Db } from './database.ts'
import { type Access, type App, refuse } from './http.ts'

export const SESSION_COOKIE = 'vithanh_session'
export const CSRF_HEADER = 'x-csrf-token'
/** Its routes come from a library and are open to all. */
const DOCUMENTATION = '/api/docs'

/** @param secondStepRoles whose accounts do nothing without a second step, unless the single sign-on let them in */
export function guard(app: App, db: Db, secondStepRoles: readonly Role[] = []): void {
  app.decorateRequest('session', null)
  app.decorateRequest('identify', async function (token) {
    const session = await readSession(db, token)
    if (!session) return
    const { user, bySso, secondStep, waitsForCode } = session
    const mustSetUp = !bySso && !secondStep && !waitsForCode && secondStepRoles.includes(user.role)
    this.session = { ...session, waitsFor: waitsForCode ? 'code' : mustSetUp ? 'second-step' : null }
    this.user = waitsForCode ? null : user
    this.token = token
  })
  app.decorateRequest('user', null)
  app.decorateRequest('token', null)

  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(DOCUMENTATION)) route.config = { ...route.config, access: 'anyone' }
    if (!route.config?.access)
      throw new Error(`Expected an access rule on ${String(route.method)} ${route.url}, got none`)
  })

  app.addHook('onRequest', async (request) => {
    // No route: the answer is "not found", for everyone.
    if (request.is404) return
    const token = request.cookies[SESSION_COOKIE]
    const rule = request.routeOptions.config.access
    const access = typeof rule === 'function' ? rule(request) : rule
    // Files for everyone need no account, and no look at the database.
    if (token && (request.url.startsWith('/api/') || access !== 'anyone')) await request.identify(token)
    if (!['GET', 'HEAD'].includes(request.method)) refuseForged(request)
    refuseStrangers(request, access)
  })
}

/** A change must come from our own pages: same origin, and the session's token where there is a session. */
function refuseForged(request: FastifyRequest): void {
  const forged = () =>
    refuse(403, 'request/forged', both('Yêu cầu không đến từ trang này', 'The request does not come from this site'))
  const { origin, host } = request.headers
  // The browser itself says where a request comes from; older ones say only the origin of the page.
  const site = request.headers['sec-fetch-site']
  const ours = site ? site === 'same-origin' || site === 'none' : origin === undefined || hostOf(origin) === host
  if (!ours) throw forged()
  if (request.token && request.headers[CSRF_HEADER] !== csrfOf(request.token)) throw forged()
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

function refuseStrangers(request: FastifyRequest, access: Access | undefined): void {
  const { beforeReady } = request.routeOptions.config
  const { user } = request
  if (user && !beforeReady) {
    if (user.mustChangePassword)
      throw refuse(403, 'session/change-password', both('Hãy đổi mật khẩu trước', 'Change your password first'))
    if (request.session?.waitsFor === 'second-step')
      throw refuse(
        403,
        'session/second-step',
        both('Hãy bật bước đăng nhập thứ hai trước', 'Set up a second step first'),
      )
  }
  if (access === 'anyone') return
  if (!user) throw refuse(401, 'session/none', both('Hãy đăng nhập', 'Sign in first'))
  if (access === 'signed-in' || access?.includes(user.role)) return
  throw refuse(
    403,
    'session/role',
    both('Vai trò của bạn không được làm việc này', 'Your role may not do this'),
    user.role,
  )
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
  if (token === null) reply.clearCookie(SESSION_COOKIE, attributes)
  else reply.setCookie(SESSION_COOKIE, token, { ...attributes, maxAge: 7 * 86_400 })
}
