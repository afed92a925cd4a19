/** What a citizen learns about a place, on a real PostgreSQL: what may be built, floods that are published, parcels by number. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromArrayBuffer } from 'geotiff'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type { OpenCatalogue } from '../../scenarios/api/open.ts'
import type { BuildingAnswer, FloodAnswer, FloodMap, ParcelsAnswer } from '../../scenarios/api/place.ts'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { recordId } from '../../scenarios/ids.ts'
import { depthsOf } from '../../server/floods/desk.ts'
import { WATER } from '../../server/floods/grid.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { vectorOf } from '../../server/permits/words.ts'
import { SOUTH, WEST } from '../village.ts'
import { gdal, run } from './gdal.ts'
import { type Answer, type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 300_000 })

let server: TestServer
let planner: Person
let approver: Person
beforeAll(async () => {
  server = await startServer({ cellSize: 20 })
  planner = await server.person('planner')
  approver = await server.person('approver')
})
afterAll(() => server.stop())

const { toWgs84 } = projection(vn2000)
const place = (x: number, y: number): string => {
  const [lon, lat] = toWgs84(WEST + x, SOUTH + y)
  return `lon=${lon}&lat=${lat}`
}
/** On parcel 1 of sheet 12, beside its house. */
const ON_PARCEL = place(323, 685)
const get = async <T>(url: string, who: Person | null = null): Promise<T> => {
  const answer = await server.inject(who, 'GET', url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const told = (answer: Answer) => [
  answer.statusCode,
  answer.statusCode < 300 ? '' : apiErrorSchema.parse(answer.json()).code,
]
const building = (at = ON_PARCEL) => get<BuildingAnswer>(`/api/place/building?${at}`)
const flood = (at = ON_PARCEL) => get<FloodAnswer>(`/api/place/flood?${at}`)

test('what may be built on a parcel: its plan as drawn, the code with its clauses, and that a person has to look', async () => {
  const answer = await building()
  expect(answer.parcel).toMatchObject({ sheet: '12', number: '1', unitCode: '31333', areaSquareMetres: 2160 })
  expect(JSON.stringify(answer)).not.toMatch(/owner|chủ sử dụng/i)
  expect(answer).toMatchObject({ illustrative: true, notOfficial: { vi: expect.stringContaining('không phải') } })
  const density = answer.lines.find(({ topic }) => topic === 'density')!
  expect(density).toMatchObject({ person: true, provenance: 'generated' })
  expect(density.says.map(({ rank }) => rank)).toEqual(['code', 'advice'])
  expect(density.says[0]!.says.vi).toContain('40 %')
  expect(density.says[1]!.says.vi).toContain('60 %')
  expect(answer.lines.find(({ topic }) => topic === 'setback')!.says[0]!.says.vi).toContain('Đường Số')
  expect(answer.concerns).toEqual([])
})

test('on a street there is no parcel; outside the city nothing is said', async () => {
  expect(await building(place(500, 660))).toMatchObject({ parcel: null, lines: [] })
  const outside = await server.inject(null, 'GET', '/api/place/building?lon=106.7&lat=10.8')
  expect(told(outside)).toEqual([404, 'place/outside'])
  expect(told(await server.inject(null, 'GET', '/api/place/building?lon=x&lat=9'))[0]).toBe(400)
  expect(told(await server.inject(null, 'GET', '/api/place/flood?lon=200&lat=9'))[0]).toBe(400)
})

test('an approved plan that is in force binds before the code, by its decision', async () => {
  const id = recordId()
  const zoning = { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 }
  const to = { ...zoning, density: 0.35, setbackMetres: 4 }
  const edit: Edit = { kind: 'parcel.zoning', target: 'vt:parcel/0', from: zoning, to }
  const body = { ...villageBody(server.manifest), edits: [edit] }
  const scenario = { schema: 'scenario@1', id: recordId(), parentId: null, title: 'Phương án', body }
  expect(told(await server.inject(planner, 'POST', '/api/scenarios', scenario))).toEqual([201, ''])
  await server.db
    .insertInto('plans')
    .values({
      ...{
        id,
        unitCode: '31333',
        kind: 'detail',
        title: 'Quy hoạch chi tiết',
        purpose: '',
        adjusts: null,
        state: 'published',
      },
      words: vectorOf(['a']),
      ...{ revision: 1, submissions: 1, edits: 1, consultedUntil: null, decision: null, decisionNumber: '12/QĐ-UBND' },
      ...{ effectiveFrom: '2026-01-01', expiresOn: null, specimen: true, openedAt: new Date(), changedAt: new Date() },
    })
    .execute()
  const place = {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [0, 0],
      ].map(([x, y]) => [WEST + 360 + x! * 30, SOUTH + 690 + y! * 30]),
    ],
  }
  await server.db
    .insertInto('planSubmissions')
    .values({
      ...{ planId: id, number: 1, scenarioId: scenario.id, scenarioRevision: 1, submittedAt: new Date() },
      places: JSON.stringify({ [slotOf(edit)]: place }),
      ...{ openedAt: null, days: null, consultedUntil: null, summarised: null },
    })
    .execute()
  await server.db
    .insertInto('cityChanges')
    .values({
      ...{
        id: recordId(),
        source: `plan/${id}`,
        position: 0,
        slot: slotOf(edit),
        edit: JSON.stringify(edit),
      },
      ...{ buildState: 'approved', effectiveFrom: '2026-01-01', movedAt: new Date(), modelOrder: null },
    })
    .execute()
  const answer = await building()
  const density = answer.lines.find(({ topic }) => topic === 'density')!
  expect(density.person).toBe(false)
  expect(density.says[0]).toMatchObject({ rank: 'plan', clause: expect.stringContaining('12/QĐ-UBND') })
  expect(density.says[0]!.says.vi).toContain('35 %')
  expect(answer.lines.find(({ topic }) => topic === 'setback')).toMatchObject({ person: false })
  // It is named where it lies, with what it does; a draft of another plan never is.
  expect(answer.concerns).toMatchObject([
    { source: 'plan', id, decisionNumber: '12/QĐ-UBND', buildState: 'approved', awayMetres: 0 },
  ])
  expect(answer.concerns[0]!.what[0]!.vi).toMatch(/Thửa 1, tờ 12: .*35 %/)
  await server.db.updateTable('plans').set({ state: 'drafting' }).execute()
  await server.db.deleteFrom('cityChanges').execute()
  expect((await building()).concerns).toEqual([])
  // Put in by hand: no record has it.
  await server.db.deleteFrom('planSubmissions').execute()
  await server.db.deleteFrom('plans').execute()
})

test('nothing is connected: of today nothing is said; levels that are known stand with their sources', async () => {
  const answer = await flood()
  expect(answer.now).toMatchObject({ connected: false })
  expect(answer.scenarios).toEqual([])
  expect(answer.ground).toMatchObject({ errorMetres: 0.3, provenance: 'generated' })
  expect(answer.known[0]).toMatchObject({ toMetres: 0.95, kind: 'forecast', here: { lowCm: 0 } })
  expect(answer.known.every(({ source }) => source.length > 5)).toBe(true)
})

/** Of those whose maps are there. */
const computed = () =>
  server.db.selectFrom('floods').select(['id', 'state']).where('gridHash', 'is not', null).execute()

test('standard floods are computed by the server, shown as specimens, looked up at a point, drawn, and taken back', async () => {
  expect(told(await server.inject(planner, 'POST', '/api/floods', { standard: true }))).toEqual([200, ''])
  // Asked for twice, they are computed once.
  const asked: FloodMap[] = (await server.inject(approver, 'POST', '/api/floods', { standard: true })).json()
  expect(asked).toHaveLength(2)
  const both = async () => (await computed()).length === 2
  // Patience of its own: a busy machine computes slowly.
  await until(both).catch(() => until(both))
  const maps = await get<FloodMap[]>('/api/floods')
  expect(maps.map(({ key }) => key).toSorted()).toEqual(['rain-10-years', 'tide-2022'])
  for (const map of maps)
    expect(map).toMatchObject({
      state: 'published',
      current: true,
      illustrative: true,
      publishedBy: null,
      digest: expect.any(String),
    })

  const { scenarios } = await flood()
  expect(scenarios).toHaveLength(2)
  const tide = scenarios.find(({ title }) => title.vi.includes('Triều'))!
  expect(['depth', 'none']).toContain(tide.here.kind)
  const inCanal = await flood(place(600, 600))
  expect(inCanal.scenarios.map(({ here }) => here.kind)).toEqual(['water', 'water'])

  const picture = await server.inject(null, 'GET', `/api/floods/${tide.id}/depth.png`)
  expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/png'])
  expect(picture.rawPayload.subarray(1, 4).toString()).toBe('PNG')
  const etag = String(picture.headers.etag)
  const again = await server.inject(null, 'GET', `/api/floods/${tide.id}/depth.png`, undefined, {
    'if-none-match': etag,
  })
  expect(again.statusCode).toBe(304)

  // As open data: in the catalogue, and as a file whose numbers are those that a place is told.
  const { datasets } = await get<OpenCatalogue>('/open/datasets')
  const open = datasets.find(({ id }) => id === `flood-${tide.id}`)!
  expect(open).toMatchObject({ kind: 'raster', provenance: 'computed', illustrative: true, features: null })
  expect(open.title.vi).toContain('minh họa')
  const { path } = open.files[0]!
  const tiff = await server.inject(null, 'GET', path)
  expect([tiff.statusCode, tiff.headers['content-type']]).toEqual([200, expect.stringContaining('image/tiff')])
  expect(tiff.headers['content-disposition']).toContain('minh-hoa.tif')
  const own = { 'if-none-match': String(tiff.headers.etag) }
  expect((await server.inject(null, 'GET', path, undefined, own)).statusCode).toBe(304)
  const image = await (await fromArrayBuffer(new Uint8Array(tiff.rawPayload).buffer)).getImage()
  const metadata = (await image.getGDALMetadata()) as Record<string, string>
  expect(metadata).toMatchObject({ UNIT: 'm', CITY_VERSION: server.manifest.hash })
  expect(metadata.ILLUSTRATIVE).toContain('MINH HỌA')
  const [west, south, east, north] = image.getBoundingBox()
  expect(east! - west!).toBe(image.getWidth() * 20)
  const [depths] = (await image.readRasters()) as unknown as [Float32Array]
  const cell = (x: number, y: number) =>
    depths[Math.floor((north! - SOUTH - y) / 20) * image.getWidth() + Math.floor((WEST + x - west!) / 20)]!
  expect(cell(600, 600)).toBe(-9999)
  expect(south).toBeLessThan(SOUTH + 600)
  const stored = await server.db.selectFrom('floods').select('gridHash').where('id', '=', tide.id).executeTakeFirst()
  const { spec, millimetres } = await depthsOf(server.dataDir, stored!.gridHash!)
  expect(Array.from(depths)).toEqual(
    Array.from(millimetres, (mm) => (mm >= WATER ? -9999 : Math.fround(Math.round(mm / 10) * 0.01))),
  )
  expect(spec.west).toBe(west)
  if (gdal) {
    const file = join(server.dir, 'flood.tif')
    writeFileSync(file, tiff.rawPayload)
    const { size, coordinateSystem, bands } = JSON.parse(await run('gdalinfo', '-json', file))
    expect(size).toEqual([spec.columns, spec.rows])
    expect(coordinateSystem.wkt).toContain('VN-2000')
    expect(bands[0].noDataValue).toBe(-9999)
  }

  expect(told(await server.inject(approver, 'POST', `/api/floods/${tide.id}`, { event: 'publish' }))).toEqual([
    409,
    'flood/state',
  ])
  expect(told(await server.inject(approver, 'POST', `/api/floods/${tide.id}`, { event: 'withdraw' }))).toEqual([
    200,
    '',
  ])
  expect((await flood()).scenarios).toHaveLength(1)
  expect((await server.inject(null, 'GET', path)).statusCode).toBe(404)
  expect(told(await server.inject(null, 'GET', `/api/floods/${tide.id}/depth.png`))[0]).toBe(404)
  expect(told(await server.inject(approver, 'POST', `/api/floods/${tide.id}`, { event: 'publish' }))).toEqual([200, ''])
  const [published] = (await get<FloodMap[]>('/api/floods')).filter(({ id }) => id === tide.id)
  expect(published).toMatchObject({ publishedBy: 'Người approver' })

  // The run is one like any other, without an author; what was done to its map stands in the ledger.
  const entries = (await readLedger(server.db, 0, 10_000)).filter(({ subject }) => subject === `flood/${tide.id}`)
  expect(entries.map(({ action }) => action)).toEqual(['flood.computed', 'flood.withdraw', 'flood.publish'])
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('the map of a stored run waits for a person', async () => {
  const body = { ...villageBody(server.manifest), cellSizeMetres: 20 }
  const job = (
    await server.inject(planner, 'POST', '/api/runs', { kind: 'drainage', scenarioId: null, clientDigest: null, body })
  ).json()
  const runId = await until(async () => (await get<{ runId: string | null }>(`/api/jobs/${job.id}`)).runId)
  const wanted = { runId, title: 'Mưa thử nghiệm' }
  expect(told(await server.inject(planner, 'POST', '/api/floods', wanted))).toEqual([200, ''])
  await until(async () => (await computed()).length === 3)
  const map = (await get<FloodMap[]>('/api/floods', planner)).find(({ title }) => title.vi === wanted.title)!
  expect(map).toMatchObject({ state: 'computed', publishedAt: null })
  const { record } = await get<{ record: { digest: string } }>(`/api/runs/${runId}`)
  expect(map.digest).toBe(record.digest)
  expect((await get<FloodMap[]>('/api/floods')).some(({ id }) => id === map.id)).toBe(false)
  expect((await server.inject(null, 'GET', `/open/files/flood-${map.id}.tif`)).statusCode).toBe(404)
  expect(told(await server.inject(planner, 'POST', '/api/floods', { ...wanted, runId: recordId() }))[0]).toBe(404)
})

test('parcels by tờ and thửa: where they are, without owners; bounded', async () => {
  const answer = await get<ParcelsAnswer>('/api/parcels?sheet=12&number=1&unit=31333')
  expect(answer).toMatchObject({ more: false, illustrative: true, former: [] })
  expect(answer.parcels).toHaveLength(1)
  expect(answer.parcels[0]).toMatchObject({
    sheet: '12',
    number: '1',
    landUse: { code: 'ODT', title: { vi: 'Đất ở đô thị' } },
  })
  const [west, south, east, north] = answer.parcels[0]!.bounds
  const { lon, lat } = answer.parcels[0]!
  expect(lon > west && lon < east && lat > south && lat < north).toBe(true)
  expect(await get<ParcelsAnswer>('/api/parcels?sheet=12&number=1&unit=31318')).toMatchObject({ parcels: [] })
  expect(await get<ParcelsAnswer>('/api/parcels?sheet=99&number=1')).toMatchObject({ parcels: [], more: false })
  expect(told(await server.inject(null, 'GET', '/api/parcels?sheet=12'))[0]).toBe(400)
})
