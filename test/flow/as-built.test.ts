/** What is approved is not built: only what was accepted as built reaches the tiles, and runs of the city before stay runnable. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Job, StoredRun } from '../../scenarios/api/api.ts'
import type { ChangesAnswer } from '../../scenarios/api/changes.ts'
import { buildingOf, type Edit } from '../../scenarios/edit.ts'
import { polygonsOf } from '../../scenarios/geometry.ts'
import { addChanges, moveChange } from '../../server/city-changes.ts'
import { computeRun } from '../../server/compute.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { startServer, type TestServer, until, villageBody } from './server-harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ renews: true })
})
afterAll(() => server.stop())

const doer = { userId: null, role: 'approver', by: 'clock' } as const
const changes = async () => (await server.inject(null, 'GET', '/api/changes')).json<ChangesAnswer>()
const move = async (position: number, event: 'begin' | 'complete' | 'remove') => {
  const { changes: all } = await changes()
  const { id } = all.find((change) => change.position === position)!
  return server.db.transaction().execute((trx) => moveChange(trx, server.secrets, doer, id, event))
}
const cityNow = async () => {
  const tiles = await openTiles(fileSource(join(server.dir, 'tiles')))
  return readCity(tiles, tiles.manifest.city.bounds)
}

test('approved, begun, built, taken away: the tiles follow what stands, and nothing else', async () => {
  const before = await cityNow()
  const [x0, y0] = villageBody(server.manifest).area
  const square = (x: number, y: number, side: number): [number, number][] => [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ]
  const [old] = before.layers.buildings.values()
  const [road] = before.layers.roads.values()
  const edits: Edit[] = [
    {
      kind: 'building.new',
      target: 'vt:new/1',
      from: null,
      to: { ...buildingOf(old!), name: 'Nhà mới', rings: [square(x0 + 50, y0 + 50, 20)] },
    },
    {
      kind: 'ground.level',
      target: 'vt:new/1',
      from: null,
      to: { ring: square(x0 + 45, y0 + 45, 30), levelMetres: 2.5 },
    },
    {
      kind: 'pond',
      target: 'pond/1',
      from: null,
      to: { ring: square(x0 + 200, y0 + 200, 40), bedMetres: -1, waterMetres: 0 },
    },
    { kind: 'road.state', target: road!.id, from: 'open', to: 'closed' },
    { kind: 'building.new', target: old!.id, from: buildingOf(old!), to: null },
    { kind: 'road.state', target: 'vt:road/gone', from: 'open', to: 'closed' },
  ]
  await server.db
    .transaction()
    .execute((trx) => addChanges(trx, server.secrets, doer, { source: 'plan/1', edits, effectiveFrom: '2026-12-01' }))
  expect((await changes()).changes.map(({ buildState }) => buildState)).toEqual(edits.map(() => 'approved'))
  await move(0, 'begin')
  expect((await changes()).city).toBe(server.manifest.hash)

  for (const position of edits.keys()) await move(position, 'complete')
  const hash = await until(async () => {
    const { city, renewing } = await changes()
    return !renewing && city !== server.manifest.hash && city
  })
  const built = await cityNow()
  expect(built.tilesHash).toBe(hash)
  const house = built.layers.buildings.get('vt:new/1')!
  expect([house.buildState, house.provenance, house.properties.name]).toEqual(['as-built', 'generated', 'Nhà mới'])
  expect(polygonsOf(house.geometry)[0]![0]).toHaveLength(5)
  expect(built.layers.buildings.has(old!.id)).toBe(false)
  expect(built.layers.roads.get(road!.id)!.properties.state).toBe('closed')
  expect(built.ponds.get('pond/1')).toMatchObject({ bedMetres: -1, waterMetres: 0 })
  expect(built.fills.size).toBe(0)
  const raised = [...built.ground.data].filter((level, i) => level !== before.ground.data[i])
  expect(raised.length).toBeGreaterThan(0)
  expect(new Set(raised)).toEqual(new Set([2.5]))

  // Outside as before; what is taken away leaves nothing behind.
  for (const position of [0, 1, 2, 3, 4, 5]) await move(position, 'remove')
  await until(async () => {
    const { city, renewing } = await changes()
    return !renewing && city === server.manifest.hash
  })
  const { faults } = await verifyStoredLedger(server.db, server.dataDir)
  expect(faults).toEqual([])
})

test('a run of a version before is computed again, and gives its digest', async () => {
  const planner = await server.person('planner')
  const body = villageBody(server.manifest)
  const asked = await server.inject(planner, 'POST', '/api/runs', {
    kind: 'drainage',
    scenarioId: null,
    body,
    clientDigest: null,
  })
  const job = asked.json<Job>()
  const { runId } = await until(async () => {
    const now = (await server.inject(planner, 'GET', `/api/jobs/${job.id}`)).json<Job>()
    return now.state === 'done' && now
  })
  const { record } = (await server.inject(null, 'GET', `/api/runs/${runId}`)).json<StoredRun>()
  const [x0, y0] = body.area
  const pond: Edit = {
    kind: 'pond',
    target: 'pond/2',
    from: null,
    to: {
      ring: [
        [x0 + 100, y0 + 100],
        [x0 + 180, y0 + 100],
        [x0 + 180, y0 + 180],
      ],
      bedMetres: -1,
      waterMetres: -1,
    },
  }
  await server.db
    .transaction()
    .execute((trx) =>
      addChanges(trx, server.secrets, doer, { source: 'plan/2', edits: [pond], effectiveFrom: '2026-12-02' }),
    )
  const { id } = (await changes()).changes.find(({ source }) => source === 'plan/2')!
  await server.db.transaction().execute((trx) => moveChange(trx, server.secrets, doer, id, 'complete'))
  const city = await until(async () => {
    const now = await changes()
    return !now.renewing && now.city !== body.city && now.city
  })
  expect(readdirSync(join(server.dir, 'tiles/versions'))).toContain(`${body.city}.json`)
  const listen = { signal: { aborted: false }, progress: () => {} }
  const again = await computeRun(join(server.dir, 'tiles'), { kind: 'drainage', body }, listen)
  expect(again.summary.digest).toBe(record.digest)
  const today = await computeRun(join(server.dir, 'tiles'), { kind: 'drainage', body: { ...body, city } }, listen)
  expect(today.summary.digest).not.toBe(record.digest)
  const file = await server.inject(null, 'GET', `/tiles/versions/${body.city}.json`)
  expect([file.statusCode, file.json<{ hash: string }>().hash]).toEqual([200, body.city])
})
