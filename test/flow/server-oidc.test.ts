/**
 * The province's single sign-on against a real OpenID provider on loopback: its login form is filled in by fetch, as a
 * browser would; our side is the real server.
 */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../server/app.ts'
import { type OidcSettings, plainSignIn } from '../../server/settings.ts'
import { mappedRights, signInName } from '../../server/sso-account.ts'
import { PASSWORD, type Person, startServer, type TestServer } from './server-harness.ts'

const PUBLIC_URL = 'http://127.0.0.1:8999'
const CALLBACK = `${PUBLIC_URL}/api/session/sso/callback`

/** What the provider says of each subject. */
const subjects: Record<string, Record<string, unknown>> = {
  s1: { name: 'Nguyễn Thị Lan', preferred_username: 'Lan.Nguyễn', groups: ['to-tham-dinh'], unit: '31318' },
  s2: { name: 'Trần Minh', preferred_username: 'admin', groups: ['khac'] },
  s3: { name: 'Lê Hoa', preferred_username: 'Lan.Nguyễn', groups: ['lanh-dao', 'to-tham-dinh'], unit: '31321' },
}

let server: TestServer
let web: Server
let issuer = ''
let settings: OidcSettings
beforeAll(async () => {
  server = await startServer()
  web = createServer()
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'vithanh',
        client_secret: 'a-client-secret-of-the-test',
        redirect_uris: [CALLBACK],
        post_logout_redirect_uris: [`${PUBLIC_URL}/login`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups', 'unit'] },
    pkce: { required: () => true },
    cookies: { keys: ['thử'] },
    findAccount: (_context, sub) =>
      subjects[sub] && { accountId: sub, claims: async () => ({ sub, ...subjects[sub] }) },
  })
  web.on('request', provider.callback())
  const clientSecretFile = join(server.dir, 'client-secret')
  writeFileSync(clientSecretFile, 'a-client-secret-of-the-test\n')
  settings = { issuer, clientId: 'vithanh', clientSecretFile, roleClaim: null, roles: [], unitClaim: null }
  await serveWith(settings)
}, 120_000)
afterAll(async () => {
  await server.stop()
  web.closeAllConnections()
  await new Promise((resolve) => web.close(resolve))
})

async function serveWith(oidc: OidcSettings): Promise<void> {
  await server.app.close()
  server.app = await build({
    ...{ connection: server.connection, dataDir: server.dataDir, tilesDir: join(server.dir, 'tiles') },
    signIn: { ...plainSignIn, publicUrl: PUBLIC_URL, oidc },
  })
}

/** Our side: where it sends the browser, and the cookies it sets. */
async function ours(url: string, cookie = ''): Promise<{ to: string; cookies: Map<string, string> }> {
  const answer = await server.app.inject({ method: 'GET', url: url.replace(PUBLIC_URL, ''), headers: { cookie } })
  expect(answer.statusCode, answer.body).toBe(302)
  const set = [answer.headers['set-cookie'] ?? []].flat()
  const cookies = new Map(set.map((line) => /^([^=]+)=([^;]*)/.exec(line)!.slice(1) as [string, string]))
  return { to: String(answer.headers.location), cookies }
}

/** The provider's side: its forms are filled in until it sends the browser back to us. */
async function signInThere(url: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  let [at, form]: [string, URLSearchParams | null] = [url, null]
  for (let i = 0; i < 12; i++) {
    const answer: Response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie())
      jar.set(...(/^([^=]+)=([^;]*)/.exec(line)!.slice(1) as [string, string]))
    const location = answer.headers.get('location')
    if (location) {
      ;[at, form] = [new URL(location, at).href, null]
      if (at.startsWith(PUBLIC_URL)) return at
      continue
    }
    const page = await answer.text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    if (!action) throw new Error(`Expected a form, got ${answer.status} ${page.slice(-500)}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(page)![1]!
    ;[at, form] = [new URL(action, at).href, new URLSearchParams({ prompt, login, password: 'x' })]
  }
  throw new Error('Expected the provider to send the browser back')
}

async function start(next = '/permits') {
  const { to, cookies } = await ours(`/api/session/sso?next=${encodeURIComponent(next)}`)
  return { to, ticket: cookies.get('vithanh_sso')! }
}
async function come(login: string, next?: string) {
  const { to, ticket } = await start(next)
  return { callback: await signInThere(to, login), ticket }
}
const back = ({ callback, ticket }: { callback: string; ticket: string }) => ours(callback, `vithanh_sso=${ticket}`)
const sessionOf = async (cookies: Map<string, string>): Promise<Person & { user: Record<string, unknown> | null }> => {
  const cookie = `vithanh_session=${cookies.get('vithanh_session')}`
  const answer = (await server.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } })).json()
  return { cookie, csrf: answer.csrf, name: '', id: '', ...answer }
}

test('a new subject waits for its role, gets one from the administrator, comes in and leaves at both places', async () => {
  expect((await server.inject(null, 'GET', '/api/session')).json().offersSso).toBe(true)
  const { to } = await start()
  const asked = new URL(to).searchParams
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    client_id: 'vithanh',
  })
  for (const part of ['state', 'nonce', 'code_challenge']) expect(asked.get(part)!.length).toBeGreaterThan(30)

  const first = await back(await come('s1'))
  expect([first.to, first.cookies.has('vithanh_session')]).toEqual(['/login?sso=waiting', false])
  await back(await come('s1')) // the same one again is the same one
  const admin = await server.person('admin')
  const waiting = (await server.inject(admin, 'GET', '/api/identities')).json()
  expect(waiting).toEqual([expect.objectContaining({ name: 'Lan.Nguyễn', displayName: 'Nguyễn Thị Lan' })])
  const admit = { name: 'lan', displayName: 'Lan', role: 'reviewer', unitCode: '31318' }
  const admitted = await server.inject(admin, 'POST', `/api/identities/${waiting[0].id}`, admit)
  expect(admitted.json()).toMatchObject({ name: 'lan', ssoNames: ['Lan.Nguyễn'], mustChangePassword: false })
  expect((await server.inject(admin, 'GET', '/api/identities')).json()).toEqual([])
  expect((await server.inject(admin, 'POST', `/api/identities/${waiting[0].id}`, admit)).statusCode).toBe(404)

  const second = await back(await come('s1'))
  expect(second.to).toBe('/permits')
  const lan = await sessionOf(second.cookies)
  expect(lan).toMatchObject({ user: { name: 'lan', role: 'reviewer', unitCode: '31318' }, bySso: true, waitsFor: null })
  expect((await server.inject(lan, 'GET', '/api/permits')).statusCode).toBe(200)
  // It has no password here, and the second step is the province's.
  const step = await server.inject(lan, 'POST', '/api/session/second-step', { password: PASSWORD })
  expect(step.json().code).toBe('second-step/sso')
  const forged = await server.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: lan.cookie } })
  expect(forged.json().code).toBe('request/forged')

  const { leave } = (await server.inject(lan, 'DELETE', '/api/session')).json()
  const there = new URL(leave)
  expect([there.origin, there.searchParams.get('post_logout_redirect_uri')]).toEqual([issuer, `${PUBLIC_URL}/login`])
  expect((await fetch(there)).status).toBe(200)
  expect((await sessionOf(second.cookies)).user).toBeNull()

  // Put to rest here: the province's word does not open it.
  await server.inject(admin, 'PATCH', `/api/users/${admitted.json().id}`, { active: false })
  expect((await back(await come('s1'))).to).toBe('/login?sso=refused')
})

test('a name that equals an account’s ties nothing; an administrator may tie it to an account that is there', async () => {
  const answer = await back(await come('s2'))
  expect(answer.to).toBe('/login?sso=waiting')
  const admin = await server.person('admin')
  const [waiting] = (await server.inject(admin, 'GET', '/api/identities')).json()
  const planner = await server.person('planner')
  const tied = await server.inject(admin, 'POST', `/api/identities/${waiting.id}`, { userId: planner.id })
  expect(tied.json()).toMatchObject({ id: planner.id, ssoNames: ['admin'] })
  const { cookies, to } = await back(await come('s2', 'https://evil.example'))
  expect([to, (await sessionOf(cookies)).user?.id]).toEqual(['/planner', planner.id])
})

test('another state, nonce, issuer, code or ticket, none, or one used before, opens nothing', async () => {
  const refused = async (callback: string, ticket: string) => {
    const { to, cookies } = await back({ callback, ticket })
    expect([to, cookies.has('vithanh_session')]).toEqual(['/login?sso=refused', false])
  }
  const changed = (callback: string, name: string, value: string) => {
    const url = new URL(callback)
    url.searchParams.set(name, value)
    return url.href
  }
  const resealed = (ticket: string, change: object) =>
    server.secrets.seal(
      JSON.stringify({ ...JSON.parse(server.secrets.open(ticket, 'sso-ticket')), ...change }),
      'sso-ticket',
    )
  const { callback, ticket } = await come('s2')
  await refused(changed(callback, 'state', 'x'.repeat(43)), ticket)
  await refused(changed(callback, 'iss', 'https://evil.example'), ticket)
  await refused(changed(callback, 'code', 'x'.repeat(43)), ticket)
  await refused(`${CALLBACK}?error=access_denied&state=${new URL(callback).searchParams.get('state')}`, ticket)
  await refused(callback, '')
  await refused(callback, `${ticket.slice(0, -4)}AAAA`)
  await refused(callback, (await start()).ticket)
  await refused(callback, resealed(ticket, { at: Date.now() - 11 * 60_000 }))
  // Right in all but the nonce, the verifier; then in all, twice.
  const second = await come('s2')
  await refused(second.callback, resealed(second.ticket, { nonce: 'x'.repeat(43) }))
  const third = await come('s2')
  await refused(third.callback, resealed(third.ticket, { verifier: 'x'.repeat(43) }))
  const fourth = await come('s2')
  expect((await back(fourth)).to).toBe('/permits')
  await refused(fourth.callback, fourth.ticket)
})

test('a provider that calls itself otherwise, or is away, is said to be away', async () => {
  for (const other of [issuer.replace('127.0.0.1', 'localhost'), 'http://127.0.0.1:1']) {
    await serveWith({ ...settings, issuer: other })
    expect((await ours('/api/session/sso')).to).toBe('/login?sso=away')
  }
  await serveWith(settings)
})

test('roles by a claim: given, changed and withheld as the province says; a missing unit is never every unit', async () => {
  const mapped: OidcSettings = {
    ...settings,
    roleClaim: 'groups',
    roles: [
      ['lanh-dao', 'approver'],
      ['to-tham-dinh', 'reviewer'],
    ],
    unitClaim: 'unit',
  }
  await serveWith(mapped)
  const signIn = async () => {
    const { cookies, to } = await back(await come('s3'))
    return to.startsWith('/login') ? to : (await sessionOf(cookies)).user
  }
  expect(await signIn()).toMatchObject({ name: 'lan.nguyen', role: 'approver', unitCode: '31321' })
  subjects.s3!.groups = 'to-tham-dinh'
  expect(await signIn()).toMatchObject({ name: 'lan.nguyen', role: 'reviewer' })
  subjects.s3!.groups = ['khac']
  expect(await signIn()).toBe('/login?sso=waiting')

  expect(mappedRights(settings, { groups: ['lanh-dao'] })).toBe('by-administrator')
  expect(mappedRights(mapped, { groups: ['lanh-dao'] })).toBe('none')
  expect(mappedRights(mapped, { groups: ['lanh-dao'], unit: 'a b' })).toBe('none')
  expect(mappedRights({ ...mapped, unitClaim: null }, { groups: ['lanh-dao'] })).toEqual({ role: 'approver' })
  expect(['Lê Hoa@x.vn', 'x', '李', 'Đ'.repeat(90)].map(signInName)).toEqual([
    ...['le.hoa.x.vn', 'tinh.x', 'tinh.x', 'd'.repeat(50)],
  ])
})
