/** What the public map tells of warnings and of issued permits, on a real PostgreSQL. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PermitCase, RegisterMap } from '../../scenarios/api/permits.ts'
import { registerMapSchema } from '../../scenarios/api/permits.ts'
import { type WarningsAnswer, warningsAnswerSchema } from '../../scenarios/api/warnings.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import type { Warning } from '../../scenarios/warnings.ts'
import { eventsAfter, lastEventId } from '../../server/events.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { publishWarning, readWarnings } from '../../server/warnings.ts'
import { applicationOf, newPermit, owner } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { warning } from '../warning.ts'
import { gdal, run } from './gdal.ts'
import { type Person, startServer, type TestServer } from './server-harness.ts'

const UNIT = '31318'
let server: TestServer
let reviewer: Person
let approver: Person
beforeAll(async () => {
  server = await startServer()
  reviewer = await server.person('reviewer', UNIT)
  approver = await server.person('approver', UNIT)
}, 180_000)
afterAll(() => server.stop())

const HOUR = 3_600_000
const inHours = (n: number) => new Date(Date.now() + n * HOUR).toISOString()
const now = (more: Partial<Warning>): Warning => warning({ sent: inHours(-1), expires: inHours(6), ...more })
const told = async (): Promise<WarningsAnswer> => {
  const answer = await server.inject(null, 'GET', '/api/warnings')
  expect(answer.statusCode, answer.body).toBe(200)
  return warningsAnswerSchema.parse(answer.json())
}
const ids = async () => (await told()).warnings.map(({ id }) => id)
/** The code of the refusal. */
const publish = (one: Warning): Promise<string> =>
  publishWarning(server, { id: approver.id, role: 'approver' }, one).then(
    () => '',
    (error: { detail?: { code: string } }) => {
      if (!error.detail) throw error
      return error.detail.code
    },
  )

test('before any source is connected nothing is said to be in force, and that is said', async () => {
  expect(await told()).toMatchObject({ warnings: [], lastPublishedAt: null })
})

test('a warning is told at once, on the stream and in the ledger; it is updated, cancelled, and ends by itself', async () => {
  const before = await lastEventId(server.db)
  expect(await publish(now({ id: 'vt.1' }))).toBe('')
  expect(await publish(now({ id: 'vt.2', status: 'Exercise', severity: 'Extreme', illustrative: true }))).toBe('')
  expect(await ids()).toEqual(['vt.1', 'vt.2'])
  expect((await told()).lastPublishedAt).not.toBeNull()
  expect((await eventsAfter(server.db, before)).map(({ event }) => event)).toEqual([
    { type: 'warning', id: 'vt.1' },
    { type: 'warning', id: 'vt.2' },
  ])

  expect(await publish(now({ id: 'vt.1' }))).toBe('warning/known')
  expect(await publish(now({ id: 'vt.3', msgType: 'Update', references: ['vt.9'] }))).toBe('warning/reference')
  // An exercise does not end what is real.
  const drill: Partial<Warning> = { status: 'Exercise', msgType: 'Cancel', references: ['vt.1'] }
  expect(await publish(now({ id: 'vt.3', ...drill }))).toBe('warning/reference')
  expect(await publish(now({ id: 'vt.3', expires: inHours(-0.5) }))).toBe('warning/over')
  expect(await publish(now({ id: 'vt.3', sent: inHours(1) }))).toBe('warning/early')
  expect(await ids()).toEqual(['vt.1', 'vt.2'])

  expect(await publish(now({ id: 'vt.3', msgType: 'Update', references: ['vt.1'], severity: 'Severe' }))).toBe('')
  expect(await ids()).toEqual(['vt.3', 'vt.2'])
  expect(await publish(now({ id: 'vt.4', msgType: 'Cancel', references: ['vt.3'] }))).toBe('')
  expect(await ids()).toEqual(['vt.2'])

  expect((await readWarnings(server.db, new Date(Date.now() + 7 * HOUR))).warnings).toEqual([])
  const entries = await readLedger(server.db, 0, 1000)
  expect(entries.filter(({ action }) => action === 'warning.published')).toHaveLength(4)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

async function issue(): Promise<PermitCase> {
  const filed = await server.inject(reviewer, 'POST', '/api/permits', newPermit(house, UNIT))
  expect(filed.statusCode, filed.body).toBe(201)
  const { id } = filed.json()
  const read = async (): Promise<PermitCase> => (await server.inject(reviewer, 'GET', `/api/permits/${id}`)).json()
  const step = async (who: Person, event: string, more = {}) => {
    const { revision } = await read()
    const body = { event, revision, note: 'Đồng ý', ...more }
    const answer = await server.inject(who, 'POST', `/api/permits/${id}/events`, body)
    expect(answer.statusCode, answer.body).toBe(200)
  }
  await step(reviewer, 'receive')
  await step(reviewer, 'assign', { to: reviewer.id })
  await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)
  await step(reviewer, 'propose')
  await step(approver, 'approve')
  await step(reviewer, 'issue')
  return read()
}

test('issued permits lie on the map by their lot, found by place, without a word of people', async () => {
  const map = async (query = ''): Promise<RegisterMap> => {
    const answer = await server.inject(null, 'GET', `/api/register.geojson${query}`)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.headers['content-type']).toContain('application/geo+json')
    return registerMapSchema.parse(answer.json())
  }
  expect((await map()).features).toEqual([])
  const issued = await issue()
  await server.inject(null, 'POST', '/api/permits', newPermit(house, UNIT))
  const { features } = await map()
  expect(features).toHaveLength(1)
  const [{ geometry, properties }] = features as [RegisterMap['features'][number]]
  expect(properties).toMatchObject({ permitNumber: issued.permitNumber, state: 'issued', specimen: true, storeys: 4 })

  const xs = house.site.ring.map(([x]) => x)
  const [x, y] = projection(vn2000).toLocal(...(geometry.coordinates as [number, number]))
  expect(x).toBeGreaterThan(Math.min(...xs))
  expect(x).toBeLessThan(Math.max(...xs))

  const [lon, lat] = geometry.coordinates as [number, number]
  const around = (dx: number) =>
    `?bbox=${[lon + dx - 0.001, lat - 0.001, lon + dx + 0.001, lat + 0.001].map((v) => v.toFixed(6))}`
  expect((await map(around(0))).features).toHaveLength(1)
  expect((await map(around(0.01))).features).toHaveLength(0)
  expect(y).toBeGreaterThan(0)
  for (const wrong of ['1,2,3', '3,2,1,4', 'a,b,c,d', '1,2,3,400']) {
    expect((await server.inject(null, 'GET', `/api/register.geojson?bbox=${wrong}`)).statusCode).toBe(400)
  }

  // Open data tell the same, and no more.
  const open = await server.inject(null, 'GET', '/open/ogc/collections/permits/items')
  const { features: given } = open.json()
  const { procedure, kind, stateTitle, ...plain } = properties
  const said = { procedureEn: procedure.en, kindEn: kind.en, stateTitleEn: stateTitle.en }
  expect(given).toEqual([
    {
      ...{ type: 'Feature', id: features[0]!.id, geometry },
      properties: { ...plain, procedure: procedure.vi, kind: kind.vi, stateTitle: stateTitle.vi, ...said },
    },
  ])
  const on = async (datetime: string) =>
    (await server.inject(null, 'GET', `/open/ogc/collections/permits/items?datetime=${datetime}`)).json().numberMatched
  expect([await on(properties.issuedOn), await on('../2020-01-01')]).toEqual([1, 0])
  const file = await server.inject(null, 'GET', '/open/files/permits.geojson')
  expect(file.json().vithanh).toMatchObject({ provenance: 'generated' })

  const text = (JSON.stringify(await map()) + open.body + file.body).normalize('NFC')
  const { designer, workTitle } = applicationOf(house, UNIT)
  const people = [owner.ownerName, owner.ownerId, owner.phone, workTitle, designer?.name, 'N*** T**']
  for (const secret of people.filter((one) => one !== undefined)) expect(text).not.toContain(secret)
})

test.runIf(gdal)(
  'a GIS reads the issued permits',
  async () => {
    const at = await server.app.listen({ port: 0, host: '127.0.0.1' })
    const read = await run('ogrinfo', '-ro', '-al', `OAPIF:${at}/open/ogc`, 'permits')
    expect(read).toMatch(/Feature Count: 1/)
    expect(read).toMatch(/permitNumber \(String\) = 1\/GPXD-MẪU/)
    expect(read).toMatch(/storeys \(Integer\) = 4/)
    expect(read).toMatch(/POINT \(105\./)
  },
  60_000,
)
