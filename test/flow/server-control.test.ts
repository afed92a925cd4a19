/** After the permit, on a real PostgreSQL: start, visits, a deviation, its order, the follow-up, completion, and the city's change. */
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type { Control } from '../../scenarios/api/control.ts'
import {
  FOLLOW_HEADER,
  type PermitCase,
  type PermitFiled,
  type PermitFollow,
  type PermitPage,
  type PermitStep,
} from '../../scenarios/api/permits.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { nothingMeasured, permittedOf } from '../../scenarios/permits/control/figures.ts'
import type { NewVisit, VisitPhoto } from '../../scenarios/permits/control/visit.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { fileOf } from '../../server/attachments.ts'
import { changesOf } from '../../server/city-changes.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { stepPermit } from '../../server/permits/desk.ts'
import { cityTiles } from '../../server/tiles.ts'
import { applicationOf, newPermit } from '../permit-application.ts'
import { changed, house } from '../permit-cases.ts'
import { cameraJpeg } from '../photos.ts'
import { type Answer, type Person, startServer, type TestServer } from './server-harness.ts'

const UNIT = '31318'
/** Out of every area of Đ.43.2.g: no permit is asked for. */
const exempt: PermitCheck = changed(house, {
  place: { functionalArea: false, ruralResidential: false, communeConstruction: false, architectureRegulated: false },
})
const permitted = permittedOf(applicationOf(exempt))

let server: TestServer
let reviewer: Person
let approver: Person
let admin: Person
let stranger: Person
beforeAll(async () => {
  server = await startServer()
  reviewer = await server.person('reviewer', UNIT)
  approver = await server.person('approver', UNIT)
  admin = await server.person('admin')
  stranger = await server.person('reviewer', '31321')
})
afterAll(() => server.stop())

const told = (answer: Answer) => [
  answer.statusCode,
  answer.statusCode < 300 ? '' : apiErrorSchema.parse(answer.json()).code,
]
const read = async (id: string, who = reviewer): Promise<PermitCase> =>
  (await server.inject(who, 'GET', `/api/permits/${id}`)).json()
const control = async (id: string, who = reviewer): Promise<Control> => {
  const answer = await server.inject(who, 'GET', `/api/permits/${id}/control`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
async function step(who: Person, id: string, event: PermitStep['event'], more: Partial<PermitStep> = {}) {
  const { revision } = await read(id)
  return server.inject(who, 'POST', `/api/permits/${id}/events`, { event, revision, note: '', ...more })
}
async function steps(id: string, ...all: [Person, PermitStep['event'], Partial<PermitStep>?][]): Promise<PermitCase> {
  for (const [who, event, more] of all) {
    const answer = await step(who, id, event, more)
    expect(answer.statusCode, `${event}: ${answer.body}`).toBe(200)
  }
  return read(id)
}
const queue = async (query: string): Promise<PermitPage> =>
  (await server.inject(reviewer, 'GET', `/api/permits?${query}`)).json()

async function file(check = exempt, notice = true): Promise<string> {
  const body = newPermit(check, UNIT)
  const filed = { ...body, application: { ...body.application, ...(notice ? { notice: true as const } : {}) } }
  const answer = await server.inject(reviewer, 'POST', '/api/permits', filed)
  expect(answer.statusCode, answer.body).toBe(201)
  return (answer.json() as PermitFiled).id
}

/** The village is generated, so every case of it is a specimen; this takes a step as in a city of surveyed parcels. */
async function stepOfRealCity(who: Person, id: string, event: PermitStep['event'], note = ''): Promise<void> {
  const tiles = cityTiles(join(server.dir, 'tiles'))
  const manifest = await tiles.manifest()
  const surveyed = { ...manifest, city: { ...manifest.city, layers: [], grids: [] } } as unknown as TilesManifest
  const { revision } = await read(id)
  await server.db.updateTable('permits').set({ specimen: false }).where('id', '=', id).execute()
  const user = { id: who.id, name: who.name, displayName: 'x', unitCode: UNIT, mustChangePassword: false }
  await stepPermit(
    {
      db: server.db,
      secrets: server.secrets,
      dataDir: server.dataDir,
      tiles: { ...tiles, manifest: async () => surveyed },
    },
    { user: { ...user, role: who === approver ? 'approver' : 'reviewer' } as never },
    id,
    { event, revision, note, clauses: [] },
  )
}

/** A notice of exempt works, registered: the works are under way. */
async function begun(): Promise<string> {
  const id = await file()
  expect((await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)).statusCode).toBe(200)
  await stepOfRealCity(reviewer, id, 'register')
  return id
}

const visitOf = (more: Partial<NewVisit> = {}): NewVisit => ({
  id: randomUUID(),
  purpose: 'progress',
  startedAt: new Date().toISOString(),
  endedAt: new Date().toISOString(),
  position: { easting: 551_423, northing: 1_081_965, accuracyMetres: 6 },
  measured: nothingMeasured,
  photos: [],
  words: {
    present: [{ side: 'office', name: 'Trần Văn Kiểm', title: 'Công chức' }],
    remarks: '',
    conclusion: 'Đang xây tầng 2',
    captions: {},
  },
  ...more,
})
const send = (id: string, visit: NewVisit, who = reviewer) =>
  server.inject(who, 'POST', `/api/permits/${id}/control/visits`, visit)
async function visited(id: string, more: Partial<NewVisit> = {}): Promise<NewVisit> {
  const visit = visitOf(more)
  const answer = await send(id, visit)
  expect(answer.statusCode, answer.body).toBe(200)
  return visit
}
const upload = (id: string, bytes: Uint8Array, who: Person = reviewer) =>
  server.app.inject({
    method: 'POST',
    url: `/api/permits/${id}/control/photos?name=anh.jpg`,
    payload: Buffer.from(bytes),
    headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, 'content-type': 'application/octet-stream' },
  })
const matterStep = (id: string, matter: string, who: Person, body: object) =>
  server.inject(who, 'POST', `/api/permits/${id}/control/matters/${matter}/events`, body)

test('from the notice to the change as built: a deviation, its order, the follow-up, completion, all of it in the ledger', async () => {
  const id = await begun()
  expect(await read(id)).toMatchObject({ state: 'under-construction', notice: true, specimen: false })
  const changes = () => changesOf(server.db, `permit/${id}`)
  expect((await changes()).map(({ edit, buildState }) => [edit.kind, buildState])).toEqual([
    ['ground.level', 'under-construction'],
    ['building.new', 'under-construction'],
  ])
  // Nobody has looked yet.
  expect(told(await step(reviewer, id, 'complete', { note: 'xong' }))).toEqual([422, 'permit/no-visit'])
  expect((await control(id)).unfinished?.code).toBe('permit/no-visit')

  const photo: VisitPhoto = (await upload(id, cameraJpeg({ longitude: 105.47, latitude: 9.78 }))).json()
  expect(photo.place![0]).toBeCloseTo(551_423, -3)
  const first = await visited(id, {
    measured: { ...nothingMeasured, height: permitted.height! + 1.2, storeys: permitted.storeys! + 1 },
    photos: [photo.hash],
  })
  let now = await control(id)
  expect(now.visits[0]!.lines.filter(({ within }) => within === false).map(({ key }) => key)).toEqual([
    'height',
    'storeys',
  ])
  expect(now.visits[0]!.lines[0]!.clause).toContain('NĐ 217/2026')
  expect(now.visits[0]).toMatchObject({ inspector: 'Người reviewer', photos: [photo], words: first.words })
  expect(told(await step(reviewer, id, 'complete', { note: 'xong' }))).toEqual([422, 'permit/unsettled'])

  const matter = randomUUID()
  const record = { id: matter, visitId: first.id, note: 'Xây vượt một tầng so với hồ sơ' }
  expect((await server.inject(reviewer, 'POST', `/api/permits/${id}/control/matters`, record)).statusCode).toBe(200)
  expect((await server.inject(reviewer, 'POST', `/api/permits/${id}/control/matters`, record)).statusCode).toBe(200)
  now = await control(id)
  expect(now.matters).toHaveLength(1)
  expect(now.matters[0]).toMatchObject({ state: 'recorded', number: '1/BB-TTXD', may: ['propose'], overdue: false })
  expect(told(await step(reviewer, id, 'complete', { note: 'xong' }))).toEqual([422, 'permit/matter-open'])

  const order = { kinds: ['stop', 'remedy'], days: 10, clauses: ['NĐ 217/2026/NĐ-CP, Đ.67'] }
  const propose = { event: 'propose', revision: 1, note: 'Đề nghị đình chỉ, tháo dỡ tầng 5', order }
  expect(told(await matterStep(id, matter, approver, propose))).toEqual([403, 'matter/role'])
  expect(told(await matterStep(id, matter, reviewer, { ...propose, order: undefined }))).toEqual([
    422,
    'matter/no-order',
  ])
  expect((await matterStep(id, matter, reviewer, propose)).statusCode).toBe(200)
  expect(told(await matterStep(id, matter, reviewer, { event: 'order', revision: 2, note: '' }))).toEqual([
    403,
    'matter/role',
  ])
  expect(told(await matterStep(id, matter, approver, { event: 'order', revision: 1, note: '' }))).toEqual([
    409,
    'matter/conflict',
  ])
  now = (await matterStep(id, matter, approver, { event: 'order', revision: 2, note: '' })).json()
  const due = new Date(Date.now() + 7 * 3_600_000 + 10 * 86_400_000).toISOString().slice(0, 10)
  expect(now.matters[0]).toMatchObject({ state: 'ordered', due, orderNumber: '1/QĐ-TTXD', order })
  expect((await queue('orders=open')).cases.map((one) => [one.id, one.orderDue])).toEqual([[id, due]])
  expect((await queue('orders=overdue')).cases).toEqual([])
  expect((await queue('kind=notice')).cases.map((one) => one.id)).toContain(id)
  expect((await queue('kind=permit')).cases.map((one) => one.id)).not.toContain(id)

  // A follow-up that still finds it does not end it.
  const again = await visited(id, {
    purpose: 'follow-up',
    measured: { ...nothingMeasured, height: permitted.height! + 1.2, storeys: permitted.storeys! },
  })
  const met = (visitId: string, revision: number) => ({ event: 'met', revision, note: '', visitId })
  expect(told(await matterStep(id, matter, reviewer, met(first.id, 3)))).toEqual([422, 'matter/no-follow-up'])
  expect(told(await matterStep(id, matter, reviewer, met(again.id, 3)))).toEqual([422, 'matter/still-beyond'])
  const unmet = { event: 'unmet', revision: 3, note: 'Còn cao hơn', visitId: again.id }
  expect((await matterStep(id, matter, reviewer, unmet)).statusCode).toBe(200)
  const last = await visited(id, {
    purpose: 'completion',
    measured: { ...nothingMeasured, height: permitted.height! + 0.05, storeys: permitted.storeys! },
  })
  expect((await matterStep(id, matter, reviewer, met(last.id, 4))).statusCode).toBe(200)
  expect((await queue('orders=open')).cases).toEqual([])
  expect(told(await step(reviewer, id, 'complete', { note: 'xong' }))).toEqual([422, 'permit/matter-open'])
  expect((await matterStep(id, matter, approver, { event: 'close', revision: 5, note: 'Đã tháo dỡ' })).statusCode).toBe(
    200,
  )

  expect((await read(id)).may).toContain('complete')
  expect((await steps(id, [reviewer, 'complete', { note: 'Đúng hồ sơ' }])).state).toBe('completed')
  expect((await changes()).map(({ buildState }) => buildState)).toEqual(['as-built', 'as-built'])
  expect((await control(id)).changes.map(({ buildState }) => buildState)).toEqual(['as-built', 'as-built'])
  // Anyone may see what stands.
  const all = (await server.inject(null, 'GET', '/api/changes')).json()
  const ours = (all.changes ?? all).filter((one: { source: string }) => one.source === `permit/${id}`)
  expect(ours.map((one: { buildState: string }) => one.buildState)).toEqual(['as-built', 'as-built'])
  expect(now.noChanges).toBeNull()
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('photos leave their place at the door, come once, and only the unit’s own desk sees them', async () => {
  const id = await begun()
  const taken = cameraJpeg({ longitude: 105.4701, latitude: 9.7832 }, 6)
  const answer = await upload(id, taken)
  expect(answer.statusCode, answer.body).toBe(201)
  const photo: VisitPhoto = answer.json()
  expect((await upload(id, taken)).json()).toEqual(photo)
  const stored = await readFile(fileOf(server.dataDir, photo.hash))
  expect(createHash('sha256').update(stored).digest('hex')).toBe(photo.hash)
  expect(stored.includes('GPS')).toBe(false)
  expect(stored.includes('Máy ảnh thử')).toBe(false)
  expect(told(await upload(id, Buffer.from('%PDF-1.7\n%%EOF')))).toEqual([422, 'photo/type'])
  expect(told(await upload(id, taken.subarray(0, 300)))).toEqual([422, 'photo/broken'])
  expect(told(await upload(id, taken, stranger))).toEqual([403, 'permit/unit'])
  const missing = visitOf({ photos: ['0'.repeat(64)] })
  expect(told(await send(id, missing))).toEqual([422, 'visit/photo-missing'])
  await visited(id, { photos: [photo.hash] })
  const byAdmin = await control(id, admin)
  expect(byAdmin.visits[0]).toMatchObject({ words: null, inspector: 'N*** r***' })
  const get = (who: Person) => server.inject(who, 'GET', `/api/permits/${id}/attachments/${photo.hash}`)
  expect([(await get(reviewer)).statusCode, (await get(admin)).statusCode, (await get(stranger)).statusCode]).toEqual([
    200, 403, 403,
  ])
  expect((await read(id)).attachments.map((one) => one.photo)).toEqual([true])
})

test('a visit comes once however often a phone sends it; times that cannot be, other units and closed sites are refused', async () => {
  const id = await begun()
  const visit = visitOf()
  const answers = await Promise.all([send(id, visit), send(id, visit), send(id, visit)])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  expect((await control(id)).visits).toHaveLength(1)
  const other = await begun()
  expect(told(await send(other, visit))).toEqual([409, 'visit/known'])
  const later = new Date(Date.now() + 3_600_000).toISOString()
  expect(told(await send(id, visitOf({ endedAt: later })))).toEqual([422, 'visit/times'])
  expect(told(await send(id, visitOf({ startedAt: '2020-01-01T00:00:00Z' })))).toEqual([422, 'visit/times'])
  for (const answer of [
    await send(id, visitOf(), stranger),
    await server.inject(stranger, 'GET', `/api/permits/${id}/control`),
    await server.inject(stranger, 'POST', `/api/permits/${id}/control/matters`, {
      id: randomUUID(),
      visitId: visit.id,
      note: 'x',
    }),
    await matterStep(id, randomUUID(), stranger, { event: 'close', revision: 1, note: 'x' }),
  ])
    expect(told(answer)).toEqual([403, 'permit/unit'])
  await steps(id, [reviewer, 'complete', { note: 'Đúng hồ sơ' }])
  expect(told(await send(id, visitOf()))).toEqual([409, 'visit/state'])
})

test('an accepted deviation lets the works be completed, a worse one does not', async () => {
  const id = await begun()
  const high = (by: number) => ({ ...nothingMeasured, height: permitted.height! + by })
  const found = await visited(id, { measured: high(0.3) })
  const matter = randomUUID()
  await server.inject(reviewer, 'POST', `/api/permits/${id}/control/matters`, {
    id: matter,
    visitId: found.id,
    note: 'Cao hơn',
  })
  const dropped = await matterStep(id, matter, approver, { event: 'drop', revision: 1, note: 'Không phải điều chỉnh' })
  expect(dropped.statusCode, dropped.body).toBe(200)
  await visited(id, { measured: high(0.6) })
  expect(told(await step(reviewer, id, 'complete', { note: 'x' }))).toEqual([422, 'permit/unsettled'])
  await visited(id, { measured: high(0.35) })
  expect((await steps(id, [reviewer, 'complete', { note: 'x' }])).state).toBe('completed')
})

describe('notices and permits', () => {
  test('a notice is registered, not received; works that need a permit are not registered', async () => {
    const notice = await file()
    expect((await read(notice)).may).toEqual(['refuse-at-intake', 'withdraw'])
    expect(told(await step(reviewer, notice, 'receive'))).toEqual([422, 'permit/notice'])
    expect(told(await step(reviewer, notice, 'register'))).toEqual([422, 'permit/no-check'])
    const needed = await file(house)
    await server.inject(reviewer, 'POST', `/api/permits/${needed}/check`)
    expect(told(await step(reviewer, needed, 'register', { note: 'x' }))).toEqual([422, 'permit/permit-needed'])
    const permit = await file(exempt, false)
    await server.inject(reviewer, 'POST', `/api/permits/${permit}/check`)
    expect(told(await step(reviewer, permit, 'register'))).toEqual([422, 'permit/not-a-notice'])
  })

  test('a specimen is inspected and completed, and changes nothing in the city', async () => {
    const id = await file(house, false)
    await steps(id, [reviewer, 'receive'], [reviewer, 'assign', { to: reviewer.id }])
    await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)
    await steps(
      id,
      [reviewer, 'propose'],
      [approver, 'approve', { note: 'đủ' }],
      [approver, 'issue'],
      [reviewer, 'start'],
    )
    await visited(id, { measured: { ...nothingMeasured, storeys: permittedOf(applicationOf(house)).storeys } })
    expect((await steps(id, [reviewer, 'complete', { note: 'xong' }])).state).toBe('completed')
    const { changes, noChanges } = await control(id)
    expect([changes, noChanges?.en]).toEqual([[], expect.stringContaining('specimen')])
  })

  test('an adjustment is checked, replaces the city’s change and settles what was built so; a revoked one gives it up', async () => {
    const id = await begun()
    const application = applicationOf(exempt, UNIT)
    const [part] = exempt.building.parts
    const higher = {
      ...application,
      notice: true as const,
      check: changed(application.check, {
        building: { parts: [{ ...part!, heightMetres: part!.heightMetres + 0.5 }] },
      }),
    }
    await visited(id, { measured: { ...nothingMeasured, height: part!.heightMetres + 0.5 } })
    expect((await control(id)).unfinished?.code).toBe('permit/unsettled')
    const absurd = {
      ...higher,
      check: changed(higher.check, { building: { parts: [{ ...part!, heightMetres: 200, storeys: 50 }] } }),
    }
    const refused = await step(approver, id, 'adjust', { note: 'đơn điều chỉnh', application: absurd })
    expect(told(refused)).toEqual([422, 'permit/fails'])
    const adjusted = await steps(id, [approver, 'adjust', { note: 'đơn điều chỉnh', application: higher }])
    expect([adjusted.state, adjusted.former, adjusted.reportCurrent]).toEqual([
      'under-construction',
      { ...application, notice: true },
      true,
    ])
    const states = async () =>
      (await changesOf(server.db, `permit/${id}`)).map(({ buildState }) => buildState).toSorted()
    expect(await states()).toEqual(['removed', 'removed', 'under-construction', 'under-construction'])
    expect((await control(id)).unfinished).toBeNull()
    await steps(id, [approver, 'revoke', { note: 'sai', clauses: ['Đ.43'] }])
    expect(await states()).toEqual(['removed', 'removed', 'removed', 'removed'])
    expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
  })
})

test('an applicant changes figures with the supplement, and gives notice of start, by their own code', async () => {
  const filed: PermitFiled = (await server.inject(null, 'POST', '/api/permits', newPermit(house, UNIT))).json()
  const { id, followCode } = filed
  const code = { [FOLLOW_HEADER]: followCode }
  const follow = async (): Promise<PermitFollow> =>
    (await server.inject(null, 'GET', '/api/permits/follow', undefined, code)).json()
  const send = (step: PermitStep) => server.inject(null, 'POST', '/api/permits/follow/events', step, code)
  expect((await follow()).application).toBeNull()
  await steps(
    id,
    [reviewer, 'receive'],
    [reviewer, 'assign', { to: reviewer.id }],
    [reviewer, 'request-supplement', { note: 'Sửa màu sơn' }],
  )
  const { application, revision } = await follow()
  expect(application).toEqual(applicationOf(house, UNIT))
  const changed = { ...application!, colour: 'xanh lá' }
  const sent = await send({ event: 'supplement', revision, note: 'đã sửa', application: changed })
  expect(sent.statusCode, sent.body).toBe(200)
  const now = await read(id)
  expect([now.application.colour, now.former?.colour]).toEqual(['xanh lá', application!.colour])
  expect((await read(id, admin)).former).toBeNull()
  await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)
  await steps(id, [reviewer, 'propose'], [approver, 'approve', { note: 'đủ' }], [approver, 'issue'])
  const ready = await follow()
  expect(ready.may).toContain('start')
  expect((await send({ event: 'start', revision: ready.revision, note: 'Nhà thầu A' })).statusCode).toBe(200)
  expect((await read(id)).state).toBe('under-construction')
})

test('what was written of people is erased with them; what was measured stays, and the ledger holds', async () => {
  const id = await begun()
  const photo: VisitPhoto = (await upload(id, cameraJpeg(null))).json()
  await visited(id, { photos: [photo.hash] })
  await steps(id, [reviewer, 'complete', { note: 'xong' }])
  expect((await server.inject(admin, 'DELETE', `/api/permits/${id}/people`)).statusCode).toBe(204)
  const { visits } = await control(id)
  expect([visits[0]!.words, visits[0]!.photos]).toEqual([null, [photo]])
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})
