/** The API on a real PostgreSQL: who may do what, what is refused and how, what stays. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema, type Role, type SavedScenario } from '../../scenarios/api/api.ts'
import type { LedgerEntry } from '../../scenarios/ledger/ledger.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { headersOf, PASSWORD, type Person, startServer, type TestServer, villageBody } from './server-harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  mkdirSync(join(server.dir, 'web/assets'), { recursive: true })
  writeFileSync(join(server.dir, 'web/index.html'), '<!doctype html><title>Vị Thanh Twin</title>')
  writeFileSync(join(server.dir, 'web/assets/index-abcdefgh.js'), 'export {}')
})
afterAll(() => server.stop())

const scenarioOf = (title = 'Thử nghiệm'): Scenario => ({
  schema: 'scenario@1',
  id: randomUUID(),
  parentId: null,
  title,
  body: villageBody(server.manifest),
})
const codeOf = (answer: { body: string }): string => apiErrorSchema.parse(JSON.parse(answer.body)).code

describe('who may do what', () => {
  const visitor = 'visitor'
  const everyone = [visitor, 'planner', 'reviewer', 'approver', 'operator', 'admin'] as const
  const signedIn = everyone.slice(1)
  type Who = (typeof everyone)[number]
  const nobodyId = '00000000-0000-7000-8000-000000000000'
  const routes: [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, allowed: readonly Who[]][] = [
    ['GET', '/api/health', everyone],
    ['GET', '/api/session', everyone],
    ['POST', '/api/session', everyone],
    ['POST', '/api/session/password', signedIn],
    ['GET', '/api/users', ['admin']],
    ['POST', '/api/users', ['admin']],
    ['PATCH', `/api/users/${nobodyId}`, ['admin']],
    ['GET', '/api/scenarios', everyone],
    ['POST', '/api/scenarios', ['planner', 'admin']],
    ['GET', `/api/scenarios/${nobodyId}`, everyone],
    ['PUT', `/api/scenarios/${nobodyId}`, ['planner', 'admin']],
    ['POST', '/api/runs', ['planner', 'admin']],
    ['GET', '/api/runs', everyone],
    ['GET', `/api/runs/${nobodyId}`, everyone],
    ['GET', `/api/jobs/${nobodyId}`, everyone],
    ['DELETE', `/api/jobs/${nobodyId}`, ['planner', 'admin']],
    ['GET', '/api/ledger', signedIn],
    ['GET', '/api/docs/json', everyone],
    ['GET', '/tiles/tiles.json', everyone],
    ['GET', '/planner', everyone],
  ]
  test.each(routes)('%s %s', async (method, url, allowed) => {
    for (const who of everyone) {
      const person = who === visitor ? null : await server.person(who as Role)
      // An empty body: whoever is let in gets 400 for it, or 404 for the id, never 401 or 403.
      const answer = await server.inject(
        person,
        method,
        url,
        ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined,
      )
      const expected = allowed.includes(who) ? expect.not.toBeOneOf([401, 403, 500]) : who === visitor ? 401 : 403
      expect({ who, status: answer.statusCode }).toEqual({ who, status: expected })
    }
  })

  test('every route of the API stands in the table', async () => {
    const table = new Set(routes.map(([method, url]) => `${method} ${url.replace(nobodyId, '{id}')}`))
    const { paths } = (await server.inject(null, 'GET', '/api/docs/json')).json<{
      paths: Record<string, Record<string, unknown>>
    }>()
    const known = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(known.length).toBeGreaterThan(15)
    expect(known.filter((route) => !table.has(route))).toEqual(['DELETE /api/session'])
  })
})

describe('sessions', () => {
  test('the first administrator must change the one-time password before anything else', async () => {
    const signIn = (password: string) => server.inject(null, 'POST', '/api/session', { name: 'admin', password })
    expect(codeOf(await signIn('wrong'))).toBe('session/wrong')
    const first = await signIn(server.oneTimePassword)
    expect(first.statusCode).toBe(200)
    const setCookie = String(first.headers['set-cookie'])
    expect(setCookie).toMatch(/HttpOnly/)
    expect(setCookie).toMatch(/SameSite=Strict/)
    const { csrf, user } = first.json()
    expect(user).toMatchObject({ name: 'admin', role: 'admin', mustChangePassword: true })
    const person: Person = { cookie: setCookie.split(';')[0]!, csrf, name: 'admin' }

    expect(codeOf(await server.inject(person, 'GET', '/api/users'))).toBe('session/change-password')
    expect(codeOf(await server.inject(person, 'GET', '/api/scenarios'))).toBe('session/change-password')
    expect((await server.inject(person, 'GET', '/api/session')).json().user.mustChangePassword).toBe(true)
    const change = (next: string) =>
      server.inject(person, 'POST', '/api/session/password', { current: server.oneTimePassword, next })
    expect(codeOf(await change('short'))).toBe('request/invalid')
    const changed = await change(PASSWORD)
    expect(changed.json().user.mustChangePassword).toBe(false)

    // The old session is gone, the new one works, the old password does not.
    expect((await server.inject(person, 'GET', '/api/users')).statusCode).toBe(401)
    const next = { ...person, cookie: String(changed.headers['set-cookie']).split(';')[0]!, csrf: changed.json().csrf }
    expect((await server.inject(next, 'GET', '/api/users')).statusCode).toBe(200)
    expect((await signIn(server.oneTimePassword)).statusCode).toBe(401)
    expect((await server.inject(next, 'DELETE', '/api/session')).statusCode).toBe(204)
    expect((await server.inject(next, 'GET', '/api/users')).statusCode).toBe(401)
  })

  test('signing in is limited', async () => {
    const codes: string[] = []
    for (let i = 0; i < 12; i++) {
      const payload = { name: 'nobody', password: 'x' }
      codes.push(
        codeOf(await server.app.inject({ method: 'POST', url: '/api/session', remoteAddress: '10.1.2.3', payload })),
      )
    }
    expect(codes).toEqual([...Array(10).fill('session/wrong'), 'request/too-many', 'request/too-many'])
  })

  test('a change without the token, or from another site, is refused', async () => {
    const planner = await server.person('planner')
    const post = (headers: Record<string, string>) =>
      server.app.inject({ method: 'POST', url: '/api/scenarios', headers, payload: scenarioOf() })
    expect(codeOf(await post({ cookie: planner.cookie }))).toBe('request/forged')
    expect(codeOf(await post({ ...headersOf(planner), 'x-csrf-token': 'x' }))).toBe('request/forged')
    expect(codeOf(await post({ ...headersOf(planner), origin: 'https://evil.example' }))).toBe('request/forged')
    expect(codeOf(await post({ ...headersOf(planner), 'sec-fetch-site': 'cross-site' }))).toBe('request/forged')
    expect((await post({ ...headersOf(planner), origin: 'http://localhost', host: 'localhost' })).statusCode).toBe(201)
  })
})

describe('accounts', () => {
  test('an administrator makes, changes and resets them; the last administrator stays', async () => {
    const admin = await server.person('admin')
    const made = await server.inject(admin, 'POST', '/api/users', { name: 'Lan', displayName: 'Lan', role: 'planner' })
    expect(made.statusCode).toBe(201)
    const { user, oneTimePassword } = made.json()
    expect(user).toMatchObject({ name: 'lan', mustChangePassword: true, active: true })
    expect(oneTimePassword.length).toBeGreaterThanOrEqual(20)
    const again = await server.inject(admin, 'POST', '/api/users', { name: 'lan', displayName: 'L', role: 'planner' })
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'user/name-taken'])

    const patch = (id: string, change: object) => server.inject(admin, 'PATCH', `/api/users/${id}`, change)
    const reset = await patch(user.id, { resetPassword: true, role: 'reviewer' })
    expect(reset.json()).toMatchObject({ role: 'reviewer', mustChangePassword: true })
    expect(reset.json().oneTimePassword).not.toBe(oneTimePassword)
    expect((await patch(user.id, { active: false })).json().active).toBe(false)
    const signIn = { name: 'lan', password: reset.json().oneTimePassword }
    expect((await server.inject(null, 'POST', '/api/session', signIn)).statusCode).toBe(401)

    const users: { id: string; role: Role }[] = (await server.inject(admin, 'GET', '/api/users')).json()
    const admins = users.filter(({ role }) => role === 'admin')
    const answers = await Promise.all(admins.map(({ id }) => patch(id, { role: 'planner' })))
    // The one who does it may fall first; then nobody is let in to take the last one's rights.
    expect(answers.some((answer) => answer.statusCode !== 200)).toBe(true)
    const left = await server.db.selectFrom('users').select('id').where('role', '=', 'admin').execute()
    expect(left.length).toBeGreaterThan(0)
    await server.db.updateTable('users').set({ role: 'admin' }).where('name', '=', admin.name).execute()
  })
})

describe('scenarios', () => {
  test('saved, read, saved again; an old revision is a conflict; names of people are for people with an account', async () => {
    const planner = await server.person('planner')
    const scenario = scenarioOf('Nâng nền khu A')
    const made = await server.inject(planner, 'POST', '/api/scenarios', scenario)
    expect(made.statusCode).toBe(201)
    expect(made.json<SavedScenario>()).toMatchObject({ scenario, revision: 1, author: 'Người planner' })
    expect(codeOf(await server.inject(planner, 'POST', '/api/scenarios', scenario))).toBe('scenario/exists')

    const url = `/api/scenarios/${scenario.id}`
    const save = (revision: number, title: string) =>
      server.inject(planner, 'PUT', url, { scenario: { ...scenario, title }, revision })
    expect((await save(1, 'Hai')).json()).toMatchObject({ revision: 2, scenario: { title: 'Hai' } })
    const old = await save(1, 'Muộn')
    expect([old.statusCode, codeOf(old)]).toEqual([409, 'scenario/conflict'])
    const race = await Promise.all([save(2, 'a'), save(2, 'b'), save(2, 'c')])
    expect(race.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409])

    expect((await server.inject(null, 'GET', url)).json().author).toBe('planner')
    const listed = (await server.inject(null, 'GET', '/api/scenarios')).json()
    expect(listed.find(({ id }: { id: string }) => id === scenario.id)).toMatchObject({
      revision: 3,
      author: 'planner',
    })

    const child = { ...scenarioOf('Nhánh'), parentId: scenario.id }
    expect((await server.inject(planner, 'POST', '/api/scenarios', child)).statusCode).toBe(201)
    const orphan = { ...scenarioOf(), parentId: randomUUID() }
    expect(codeOf(await server.inject(planner, 'POST', '/api/scenarios', orphan))).toBe('scenario/parent')
  })

  test('what does not fit the schema is refused with its place', async () => {
    const planner = await server.person('planner')
    const scenario = scenarioOf()
    const bad = { ...scenario, body: { ...scenario.body, horizonSeconds: 'long' } }
    const answer = await server.inject(planner, 'POST', '/api/scenarios', bad)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'request/invalid', place: 'body.body.horizonSeconds' })
    expect((await server.inject(null, 'GET', '/api/scenarios/not-an-id')).statusCode).toBe(400)
    const raw = (payload: string, type = 'application/json') =>
      server.app.inject({
        method: 'POST',
        url: '/api/scenarios',
        headers: { ...headersOf(planner), 'content-type': type },
        payload,
      })
    expect((await raw('{')).statusCode).toBe(400)
    expect(codeOf(await raw('x=1', 'application/x-www-form-urlencoded'))).toBe('request/type')
    expect((await raw('{"__proto__":{"a":1}}')).statusCode).toBe(400)
    for (const title of ['a\u0000b', 'a\ud800b']) {
      expect(codeOf(await raw(JSON.stringify({ ...scenario, title })))).toBe('request/invalid')
    }
    expect((await raw(JSON.stringify({ ...scenario, title: '\\u0000 ø' }))).statusCode).toBe(201)
    expect(codeOf(await raw(`"${'x'.repeat(17 * 2 ** 20)}"`))).toBe('request/too-large')
  })
})

describe('files', () => {
  const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers })

  test('tiles by range and ETag; hashed names for ever, the manifest asked for again', async () => {
    const manifest = await get('/tiles/tiles.json')
    expect(manifest.json().hash).toBe(server.manifest.hash)
    expect(manifest.headers['cache-control']).toBe('no-cache')
    expect((await get('/tiles/tiles.json', { 'if-none-match': String(manifest.headers.etag) })).statusCode).toBe(304)
    const { file, bytes } = server.manifest.window.ground
    const part = await get(`/tiles/${file}`, { range: 'bytes=0-126' })
    expect(part.statusCode).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 0-126/${bytes}`)
    expect(part.rawPayload.subarray(0, 7).toString()).toBe('PMTiles')
    expect(part.headers['cache-control']).toContain('immutable')
    expect((await get(`/tiles/${file}`, { range: `bytes=${bytes}-` })).statusCode).toBe(416)
    expect((await get('/tiles/nothing.pmtiles')).statusCode).toBe(404)
    for (const url of [
      '/tiles/../data/secrets/actor-salt',
      '/tiles/%2e%2e/data/secrets/actor-salt',
      '/tiles/..%2fcity/city.json',
    ]) {
      expect((await get(url)).statusCode).toBeOneOf([400, 403, 404])
    }
  })

  test('the app: / leads to /planner, pages are one file, the rest is what was built', async () => {
    expect((await get('/')).headers.location).toBe('/planner')
    for (const page of ['/planner', '/users', '/login']) {
      expect((await get(page)).body).toContain('Vị Thanh Twin')
      expect((await get(page)).headers['cache-control']).toBe('no-cache')
    }
    expect((await get('/assets/index-abcdefgh.js')).headers['cache-control']).toContain('immutable')
    expect((await get('/assets/none.js')).statusCode).toBe(404)
    expect(codeOf(await get('/api/none'))).toBe('request/not-found')
  })

  test('every answer is isolated and under a strict policy', async () => {
    for (const url of [
      '/planner',
      '/api/health',
      '/tiles/tiles.json',
      '/assets/index-abcdefgh.js',
      '/none',
      '/api/docs/',
    ]) {
      const { headers } = await get(url)
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';script-src 'self' 'wasm-unsafe-eval';worker-src 'self' blob:;style-src 'self' 'unsafe-inline';" +
          "img-src 'self' data: blob:;connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
      )
    }
  })

  test('the documentation needs no inline script and knows every schema', async () => {
    const page = await get('/api/docs/')
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/)
    const { paths } = (await get('/api/docs/json')).json()
    expect(paths['/api/scenarios'].post.requestBody.content['application/json'].schema.properties.title.maxLength).toBe(
      200,
    )
    expect(paths['/api/runs'].get.responses['200'].content['application/json'].schema.type).toBe('array')
  })
})

describe('events', () => {
  /** Reads the stream until as many events have come as were asked for. */
  async function listen(
    base: string,
    count: number,
    lastId?: string,
  ): Promise<{ id: string; data: { type: string } }[]> {
    const stop = new AbortController()
    const headers: Record<string, string> = lastId ? { 'last-event-id': lastId } : {}
    const response = await fetch(`${base}/api/events`, { headers, signal: stop.signal })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    const events: { id: string; data: { type: string } }[] = []
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const frames = text.split('\n\n')
      text = frames.pop()!
      for (const frame of frames) {
        const data = /^data: (.*)$/m.exec(frame)?.[1]
        if (data) events.push({ id: /^id: (.*)$/m.exec(frame)?.[1] ?? '', data: JSON.parse(data) })
      }
      if (events.length >= count) break
    }
    stop.abort()
    return events
  }

  test('what a browser missed comes first, in order, once', async () => {
    const base = await server.app.listen({ port: 0, host: '127.0.0.1' })
    const planner = await server.person('planner')
    const save = async () =>
      expect((await server.inject(planner, 'POST', '/api/scenarios', scenarioOf())).statusCode).toBe(201)
    const live = listen(base, 2)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await save()
    await save()
    const [first, second] = await live
    expect([first!.data.type, second!.data.type]).toEqual(['scenario', 'scenario'])
    expect(Number(second!.id)).toBe(Number(first!.id) + 1)

    await save()
    const late = listen(base, 3, first!.id)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await save()
    const missed = await late
    expect(missed.map(({ id }) => Number(id) - Number(first!.id))).toEqual([1, 2, 3])
  })
})

describe('the ledger', () => {
  test('is whole, is read with its key, and holds no names', async () => {
    const planner = await server.person('planner')
    await server.inject(planner, 'POST', '/api/scenarios', scenarioOf())
    const { entries, publicKey } = (await server.inject(planner, 'GET', '/api/ledger')).json()
    expect(publicKey).toBe(server.secrets.publicKeyPem)
    expect((entries as LedgerEntry[]).map(({ sequence }) => sequence)).toEqual(
      entries.map((_: unknown, i: number) => i + 1),
    )
    expect(JSON.stringify(entries)).not.toContain(planner.name)
    const after = (await server.inject(planner, 'GET', `/api/ledger?after=${entries.length - 1}`)).json()
    expect(after.entries).toHaveLength(1)
    expect(await verifyStoredLedger(server.db, server.secrets, server.dataDir)).toEqual({
      entries: entries.length,
      faults: [],
    })
  })

  test('takes no change, and finds out one that was forced', async () => {
    const { db } = server
    await expect(db.deleteFrom('ledger').execute()).rejects.toThrow('only takes new rows')
    await expect(db.updateTable('ledger').set({ role: 'x' }).execute()).rejects.toThrow('only takes new rows')
    await expect(db.updateTable('scenarioRevisions').set({ hash: 'x' }).execute()).rejects.toThrow(
      'only takes new rows',
    )

    await server.restart() // publishes the head
    const whole = await db.selectFrom('ledger').selectAll().orderBy('sequence').execute()
    const revisions = await db.selectFrom('scenarioRevisions').selectAll().execute()
    const forced = async (change: () => Promise<unknown>) => {
      const switchTriggers = async (to: 'disable' | 'enable') => {
        const { sql } = await import('kysely')
        for (const table of ['ledger', 'scenario_revisions'])
          await sql.raw(`alter table ${table} ${to} trigger all`).execute(db)
      }
      await switchTriggers('disable')
      await change()
      const { faults } = await verifyStoredLedger(db, server.secrets, server.dataDir)
      await db.deleteFrom('scenarioRevisions').execute()
      await db.deleteFrom('ledger').execute()
      for (const row of whole)
        await db
          .insertInto('ledger')
          .values({ ...row, detail: JSON.stringify(row.detail) })
          .execute()
      for (const row of revisions) {
        await db
          .insertInto('scenarioRevisions')
          .values({ ...row, scenario: JSON.stringify(row.scenario) })
          .execute()
      }
      await switchTriggers('enable')
      return faults.map(({ what }) => what)
    }
    const last = whole.at(-1)!
    const saved = whole.find(({ action }) => action === 'scenario.saved')!
    expect(
      await forced(() => db.updateTable('ledger').set({ role: 'admin2' }).where('sequence', '=', 2).execute()),
    ).toEqual(['hash'])
    expect(await forced(() => db.deleteFrom('ledger').where('sequence', '=', 2).execute())).toEqual(
      expect.arrayContaining(['sequence', 'previous']),
    )
    expect(await forced(() => db.deleteFrom('ledger').where('sequence', '=', last.sequence).execute())).toContain(
      'short',
    )
    expect(
      await forced(() =>
        db
          .updateTable('scenarioRevisions')
          .set({ scenario: JSON.stringify({ ...revisions[0]!.scenario, title: 'Đã sửa lén' }) })
          .where('scenarioId', '=', saved.subject.slice('scenario/'.length))
          .where('revision', '=', 1)
          .execute(),
      ),
    ).toEqual(['record'])
    expect((await verifyStoredLedger(db, server.secrets, server.dataDir)).faults).toEqual([])
  })
})

test('a restart keeps accounts, sessions, scenarios and the ledger', async () => {
  const planner = await server.person('planner')
  const before = (await server.inject(null, 'GET', '/api/scenarios')).json()
  await server.restart()
  expect((await server.inject(null, 'GET', '/api/scenarios')).json()).toEqual(before)
  expect((await server.inject(planner, 'GET', '/api/session')).json().user.name).toBe(planner.name)
})
