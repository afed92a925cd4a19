/** What people save and what is told and kept of it: scenarios, events, the ledger, a restart. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema, type SavedScenario } from '../../scenarios/api/api.ts'
import type { LedgerEntry } from '../../scenarios/ledger/ledger.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { headersOf, startServer, type TestServer, villageBody } from './server-harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
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
    expect(await verifyStoredLedger(server.db, server.dataDir)).toEqual({
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
      const { faults } = await verifyStoredLedger(db, server.dataDir)
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
    expect((await verifyStoredLedger(db, server.dataDir)).faults).toEqual([])
  })
})

test('a restart keeps accounts, sessions, scenarios and the ledger', async () => {
  const planner = await server.person('planner')
  const before = (await server.inject(null, 'GET', '/api/scenarios')).json()
  await server.restart()
  expect((await server.inject(null, 'GET', '/api/scenarios')).json()).toEqual(before)
  expect((await server.inject(planner, 'GET', '/api/session')).json().user.name).toBe(planner.name)
})
