/** Street works on a real PostgreSQL: the whole way, a common trench, the closure in the ways of all, who may and who may not. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import type { RouteAnswer } from '../../scenarios/api/travel.ts'
import type {
  JointPage,
  PublicWorksAnswer,
  WorksCase,
  WorksFiled,
  WorksFollow,
  WorksPage,
  WorksReach,
  WorksStep,
} from '../../scenarios/api/works.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { dayOf, isoOf, localDate } from '../../scenarios/permits/working-days.ts'
import type { Clash } from '../../scenarios/works/clashes.ts'
import { worksActors, worksEvents, worksTable } from '../../scenarios/works/process.ts'
import { assumedRules } from '../../scenarios/works/rules.ts'
import type { WorksApplication } from '../../scenarios/works/works.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { runWorksClock } from '../../server/works/clock.ts'
import { SOUTH, WEST } from '../village.ts'
import { caller, newWorks, stretch } from '../works-application.ts'
import { type Answer, type Person, startServer, type TestServer } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

const UNIT = '31333'
const today = localDate(new Date().toISOString())
const day = (n: number) => isoOf(dayOf(today) + n)
const soon = { dates: { from: today, to: day(9) }, window: { from: today, to: day(60) } }

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
  stranger = await server.person('reviewer', '31318')
})
afterAll(() => server.stop())
afterEach(() => {
  vi.useRealTimers()
})

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]
async function file(
  more: Partial<WorksApplication> = {},
  submit = true,
  who: Person | null = null,
): Promise<WorksFiled> {
  const answer = await server.inject(who, 'POST', '/api/works', newWorks({ ...soon, ...more }, submit))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const read = async (id: string, who: Person = reviewer): Promise<WorksCase> => {
  const answer = await server.inject(who, 'GET', `/api/works/cases/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
async function step(
  who: Person,
  id: string,
  event: WorksStep['event'],
  more: Partial<WorksStep> = {},
): Promise<Answer> {
  const { revision } = more.revision ? { revision: more.revision } : await read(id, who === stranger ? reviewer : who)
  return server.inject(who, 'POST', `/api/works/cases/${id}/events`, { event, note: '', ...more, revision })
}
const by = (code: string) => ({ [FOLLOW_HEADER]: code })
const follow = async (code: string): Promise<WorksFollow> =>
  (await server.inject(null, 'GET', '/api/works/follow', undefined, by(code))).json()
async function stepByCode(code: string, event: WorksStep['event'], more: Partial<WorksStep> = {}): Promise<Answer> {
  const { revision } = await follow(code)
  const body = { event, note: '', revision, ...more }
  return server.inject(null, 'POST', '/api/works/follow/events', body, by(code))
}
async function permitted(more: Partial<WorksApplication> = {}): Promise<WorksFiled> {
  const filed = await file(more)
  expect(told(await step(reviewer, filed.id, 'coordinate'))).toEqual([200, ''])
  expect(told(await step(approver, filed.id, 'permit', { note: 'đã phối hợp' }))).toEqual([200, ''])
  return filed
}
const { toWgs84 } = projection(vn2000)
const place = (x: number, y: number) => toWgs84(WEST + x, SOUTH + y).join(',')
const route = (from: string, to: string, at?: string) =>
  server.inject(null, 'GET', `/api/route?${new URLSearchParams({ mode: 'car', from, to, ...(at ? { at } : {}) })}`)

test('the whole way: draft, changes, coordination, permit, digging, restoration, acceptance, warranty', async () => {
  const { id, code, followCode } = await file({ stretches: [stretch(500, 560)] }, false)
  expect(code).toMatch(/^DD\.31333-\d{6}-\d{4}$/)
  // A draft is its owner's alone.
  expect(told(await server.inject(reviewer, 'GET', `/api/works/cases/${id}`))[0]).toBe(404)
  const draft = await follow(followCode)
  expect(draft).toMatchObject({ state: 'draft', may: ['revise', 'submit', 'withdraw'] })
  const renamed = { ...draft.application, title: 'Thay ống cấp nước, đợt 1' }
  expect(told(await stepByCode(followCode, 'submit', { application: renamed }))).toEqual([200, ''])

  const filed = await read(id)
  expect(filed).toMatchObject({ state: 'submitted', people: caller, specimen: true, permitNumber: null })
  expect(filed.application.title).toBe(renamed.title)
  expect(told(await step(reviewer, id, 'ask-changes'))).toEqual([422, 'works/no-reason'])
  expect(told(await step(reviewer, id, 'ask-changes', { note: 'Ghi rõ vật liệu hoàn trả' }))).toEqual([200, ''])
  expect((await follow(followCode)).history.at(-1)).toMatchObject({ note: 'Ghi rõ vật liệu hoàn trả' })
  const longer = { ...renamed, stretches: [stretch(500, 999)] }
  expect(told(await stepByCode(followCode, 'submit', { application: longer }))).toEqual([422, 'works/beyond'])
  expect(told(await stepByCode(followCode, 'submit', { application: renamed }))).toEqual([200, ''])

  expect(told(await step(approver, id, 'permit'))).toEqual([422, 'works/impossible'])
  expect(told(await step(reviewer, id, 'coordinate'))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'permit'))).toEqual([403, 'works/role'])
  expect(told(await step(approver, id, 'permit', { revision: 1 }))).toEqual([409, 'works/conflict'])
  expect(told(await step(approver, id, 'permit'))).toEqual([200, ''])
  const year = today.slice(0, 4)
  expect(await read(id)).toMatchObject({ state: 'permitted', permitNumber: `1/GPĐĐ-${year}-MẪU` })

  expect(told(await stepByCode(followCode, 'start'))).toEqual([200, ''])
  const photo = await server.app.inject({
    ...{ method: 'POST', url: '/api/works/follow/photos?name=ho-dao.png' },
    headers: { ...by(followCode), 'content-type': 'application/octet-stream' },
    payload: Buffer.from('\x89PNG\r\n\x1a\n....IEND\xae\x42\x60\x82', 'latin1'),
  })
  expect(photo.statusCode, photo.body).toBe(201)
  expect(told(await stepByCode(followCode, 'note', { note: 'Gặp cống cũ' }))).toEqual([200, ''])
  expect(told(await stepByCode(followCode, 'restore'))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'reject', { note: 'Còn lún' }))).toEqual([200, ''])
  expect(await read(id)).toMatchObject({ state: 'open', restoredOn: null, openedOn: today })
  expect(told(await stepByCode(followCode, 'restore'))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'accept'))).toEqual([200, ''])
  const done = await read(id)
  expect(done).toMatchObject({ state: 'accepted', restoredOn: today })
  expect(done.photos).toMatchObject([{ name: 'ho-dao.png', kind: 'png' }])
  const photoUrl = `/api/works/cases/${id}/photos/${done.photos[0]!.hash}`
  expect((await server.inject(reviewer, 'GET', photoUrl)).headers['content-type']).toBe('image/png')

  // The restoration is in the register of paved streets: whoever digs there next is told.
  const pavings = (await server.inject(null, 'GET', '/api/pavings')).json()
  expect(pavings).toMatchObject([{ street: 'Đường Số 1', fromMetres: 500, toMetres: 560, source: `works/${id}` }])
  const next = newWorks({ ...soon, stretches: [stretch(540, 600)] }).application
  const clashes = (await server.inject(null, 'POST', '/api/works/check', next)).json<Clash[]>()
  expect(clashes.map(({ kind, severity }) => [kind, severity])).toEqual([
    ['same-time', 'person'],
    ['paved-of-late', 'person'],
    ['network', 'note'],
  ])

  const known = (await server.inject(reviewer, 'POST', '/api/works/check', next)).json<Clash[]>()
  expect(known).toEqual(clashes.slice(0, 2))

  vi.useFakeTimers({ now: Date.parse(`${day(370)}T05:00:00Z`), toFake: ['Date'] })
  expect(
    await runWorksClock({ ...server, tiles: (await import('../../server/tiles.ts')).cityTiles(`${server.dir}/tiles`) }),
  ).toBe(1)
  vi.useRealTimers()
  expect(await read(id)).toMatchObject({ state: 'warranty-ended', may: [] })

  // People are erased; what was decided stays, and the ledger still verifies.
  expect(told(await server.inject(reviewer, 'DELETE', `/api/works/cases/${id}/people`))).toEqual([403, 'session/role'])
  expect((await server.inject(admin, 'DELETE', `/api/works/cases/${id}/people`)).statusCode).toBe(204)
  expect(await read(id)).toMatchObject({ people: null, photos: [], permitNumber: `1/GPĐĐ-${year}-MẪU` })
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('a closure changes the ways of all while it holds, and no longer', async () => {
  // Northwards on Bắc Nam, between the two streets; the village has no other way.
  const north = [place(500, 660), place(500, 750)] as const
  const south = [north[1], north[0]] as const
  const before = await route(...north)
  expect(before.json<RouteAnswer>().properties.closures).toEqual([])
  const { id, followCode } = await permitted({
    ...{ title: 'Đặt cống Bắc Nam', kind: 'drain', closure: { kind: 'one-direction', allDay: true } },
    stretches: [{ road: 'vt:road/3', fromMetres: 30, toMetres: 80, side: 'right' }],
  })
  // A permit alone bars nothing today, and tomorrow it does.
  const tomorrow = `${day(1)}T05:00:00Z`
  expect((await route(...north)).statusCode).toBe(200)
  expect(told(await route(...north, tomorrow))).toEqual([404, 'travel/no-way'])
  expect(told(await stepByCode(followCode, 'start'))).toEqual([200, ''])
  expect(told(await route(...north))).toEqual([404, 'travel/no-way'])
  const other = await route(...south)
  expect(other.json<RouteAnswer>().properties.closures).toMatchObject([
    { id, title: 'Đặt cống Bắc Nam', until: day(9) },
  ])
  const walk = new URLSearchParams({ mode: 'walk', from: north[0], to: north[1] })
  expect((await server.inject(null, 'GET', `/api/route?${walk}`)).statusCode).toBe(200)
  expect((await route(...north, `${day(20)}T05:00:00Z`)).statusCode).toBe(200)

  const open = (await server.inject(null, 'GET', '/api/works')).json<PublicWorksAnswer>()
  expect(open.works.find((one) => one.id === id)).toMatchObject({
    ...{ state: 'open', barsNow: true, from: today, to: day(9), streets: ['Đường Bắc Nam'] },
  })
  expect(/Nguyễn Văn An|0912 345/.test(JSON.stringify(open))).toBe(false)
  const geojson = (await server.inject(null, 'GET', '/api/works.geojson')).json()
  expect(geojson.features.find((one: { id: string }) => one.id === id).geometry.coordinates[0]).toHaveLength(2)

  // The health post lies east on street 1: nobody north of the closure comes back from there, an ambulance gets out still.
  const whole = await file({
    ...{ title: 'Đào ngang', closure: { kind: 'whole-street', allDay: true } },
    stretches: [{ road: 'vt:road/3', fromMetres: 40, toMetres: 70, side: 'whole' }],
  })
  const reach = (await server.inject(reviewer, 'GET', `/api/works/cases/${whole.id}/reach`)).json<WorksReach>()
  expect(reach.cutOff).toBeGreaterThan(0)
  expect(reach.clash).toMatchObject({ kind: 'cut-off', with: { title: 'Đặt cống Bắc Nam' } })
  expect(reach.illustrative).toBe(true)

  expect(told(await stepByCode(followCode, 'restore'))).toEqual([200, ''])
  vi.useFakeTimers({ now: Date.parse(`${day(1)}T05:00:00Z`), toFake: ['Date'] })
  expect((await route(...north)).json<RouteAnswer>().geometry).toEqual(before.json<RouteAnswer>().geometry)
})

test('a common trench: found, put to both, agreed by both, and only then the dates move', async () => {
  const water = await file({ stretches: [{ ...stretch(0, 120), road: 'vt:road/2' }] })
  const later = { from: day(30), to: day(34) }
  const power = await file({
    ...{ title: 'Hạ ngầm cáp', kind: 'power', organisation: 'Điện lực Kiểm Thử', dates: later },
    ...{ stretches: [{ ...stretch(60, 200), road: 'vt:road/2' }], window: { from: today, to: day(60) } },
  })
  const joints = async (who = reviewer) => (await server.inject(who, 'GET', '/api/works/joints')).json<JointPage>()
  const works = [water.id, power.id].sort()
  const proposal = (await joints()).proposals.find((one) => one.works.includes(water.id))
  expect(proposal).toMatchObject({ works, savedMetres: 60, dates: soon.dates })
  expect((await joints(stranger)).proposals).toEqual([])
  expect(told(await server.inject(stranger, 'POST', '/api/works/joints', { works }))).toEqual([403, 'permit/unit'])
  const asked = await server.inject(reviewer, 'POST', '/api/works/joints', { works })
  const [agreement] = asked.json<JointPage>().agreements
  expect(agreement).toMatchObject({ works, state: 'proposed', agreed: [] })
  expect(asked.json<JointPage>().proposals.flatMap((one) => one.works)).not.toContain(water.id)
  expect(told(await server.inject(reviewer, 'POST', '/api/works/joints', { works }))).toEqual([422, 'works/joint'])

  const answer = { joint: agreement!.id, agree: true }
  const first = await server.inject(null, 'POST', '/api/works/follow/joint', answer, by(water.followCode))
  expect(first.json<WorksFollow>().joints).toMatchObject([{ state: 'proposed', agreed: [water.id] }])
  expect((await read(power.id)).application.dates).toEqual(later)
  // The other side says yes at the desk.
  const second = await server.inject(reviewer, 'POST', `/api/works/cases/${power.id}/joint`, answer)
  expect(second.json<WorksCase>()).toMatchObject({ application: { dates: soon.dates }, joints: [{ state: 'agreed' }] })
  expect((await read(power.id)).history.at(-1)).toMatchObject({ event: 'join', actor: 'clock' })
  const again = await server.inject(null, 'POST', '/api/works/follow/joint', answer, by(water.followCode))
  expect(told(again)).toEqual([409, 'works/joint-settled'])
  const foreign = await server.inject(null, 'POST', '/api/works/follow/joint', answer, by((await file()).followCode))
  expect(foreign.statusCode).toBe(404)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('a permit that was not begun lapses, one that was extended later', async () => {
  const lapsing = await permitted({ stretches: [stretch(600, 640)] })
  const extended = await permitted({ stretches: [stretch(650, 690)] })
  expect(told(await step(approver, extended.id, 'extend', { note: 'mưa lớn', until: day(20) }))).toEqual([200, ''])
  vi.useFakeTimers({ now: Date.parse(`${day(10)}T05:00:00Z`), toFake: ['Date'] })
  const { cityTiles } = await import('../../server/tiles.ts')
  await runWorksClock({ ...server, tiles: cityTiles(`${server.dir}/tiles`) })
  expect((await read(lapsing.id)).state).toBe('expired')
  expect(await read(extended.id)).toMatchObject({ state: 'permitted', application: { dates: { to: day(20) } } })
})

test('a confirmed no-dig term forbids the permit', async () => {
  const { id } = await file({ stretches: [{ ...stretch(300, 400), road: 'vt:road/2' }] })
  const paving = {
    stretches: [{ ...stretch(350, 500), road: 'vt:road/2' }],
    pavedOn: day(-30),
    material: 'asphalt',
    source: 'Biên bản 12',
  }
  expect(told(await server.inject(reviewer, 'POST', '/api/pavings', { ...paving, pavedOn: day(1) }))).toEqual([
    422,
    'works/paved-later',
  ])
  expect(told(await server.inject(reviewer, 'POST', '/api/pavings', paving))[0]).toBe(201)
  await step(reviewer, id, 'coordinate')
  const rules = {
    ...assumedRules,
    noDigMonths: { value: 12, clause: 'QĐ kiểm thử, Đ.5', confidence: 'confirmed' as const },
  }
  expect(told(await server.inject(admin, 'PUT', '/api/works/rules', rules))).toEqual([200, ''])
  expect(told(await step(approver, id, 'permit', { note: 'vẫn cấp' }))).toEqual([422, 'works/clash'])
  expect((await read(id, approver)).may).toEqual(['return', 'refuse'])
  const [clash] = (await read(id)).clashes
  expect(clash).toMatchObject({ kind: 'paved-of-late', severity: 'stop', clause: 'QĐ kiểm thử, Đ.5' })
  expect(told(await server.inject(admin, 'PUT', '/api/works/rules', assumedRules))).toEqual([200, ''])
})

describe('who may', () => {
  test('works of another unit are neither read nor moved nor listed', async () => {
    const { id } = await file()
    const list = (await server.inject(stranger, 'GET', '/api/works/cases')).json<WorksPage>()
    expect(list.works).toEqual([])
    for (const [method, url, body] of [
      ['GET', '', undefined],
      ['POST', '/events', { event: 'coordinate', revision: 1, note: '' }],
      ['GET', '/reach', undefined],
      ['POST', '/joint', { joint: id, agree: true }],
    ] as const)
      expect([url, ...told(await server.inject(stranger, method, `/api/works/cases/${id}${url}`, body))]).toEqual([
        ...[url, 403, 'permit/unit'],
      ])
    expect(told(await server.inject(stranger, 'POST', '/api/works', newWorks(soon)))).toEqual([403, 'permit/unit'])
    expect((await read(id, admin)).people).toBeNull()
  })

  test('what a role may do to works stands in the table of the process', async () => {
    const { id } = await file()
    for (const who of [reviewer, approver, admin]) {
      const role = who === reviewer ? 'reviewer' : who === approver ? 'approver' : 'admin'
      const allowed = worksEvents.filter((event) => worksTable.submitted[event] && worksActors[event].includes(role))
      expect([role, (await read(id, who)).may]).toEqual([role, allowed])
      for (const event of worksEvents.filter((one) => !allowed.includes(one))) {
        const answer = await step(who, id, event, { note: 'x', until: day(100) })
        expect([event, role, answer.statusCode]).toEqual([event, role, worksTable.submitted[event] ? 403 : 422])
      }
    }
  })

  test('works on a road that a later import took away can still be read', async () => {
    const { id } = await file()
    const { application } = await server.db
      .selectFrom('works')
      .select('application')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const gone = { ...application, stretches: [stretch(0, 10, { road: 'vt:road/gone' })] }
    const put = (of: WorksApplication) =>
      server.db
        .updateTable('works')
        .set({ application: JSON.stringify(of) })
        .where('id', '=', id)
        .execute()
    await put(gone)
    expect((await read(id)).clashes).toEqual([])
    await put(application)
  })

  test('a code that is nobody’s opens nothing, and what is wrong is named', async () => {
    expect((await server.inject(null, 'GET', '/api/works/follow', undefined, by('xxxxxxxxxxxx'))).statusCode).toBe(404)
    const bad = (more: Partial<WorksApplication>) =>
      server.inject(null, 'POST', '/api/works', newWorks({ ...soon, ...more }))
    expect(told(await bad({ stretches: [stretch(0, 10, { road: 'vt:road/9' })] }))).toEqual([422, 'works/road'])
    expect(told(await bad({ stretches: [stretch(0, 701)] }))).toEqual([422, 'works/beyond'])
    expect(told(await bad({ dates: { from: day(3), to: day(2) } }))).toEqual([400, 'request/invalid'])
    expect(told(await bad({ window: { from: day(1), to: day(60) } }))).toEqual([400, 'request/invalid'])
    const both = {
      closure: { kind: 'one-direction' as const, allDay: true },
      stretches: [stretch(0, 9, { side: 'whole' })],
    }
    expect(told(await bad(both))).toEqual([400, 'request/invalid'])
  })

  test('the ledger holds no names, and a row that was changed is found', async () => {
    const { id } = await file()
    await step(reviewer, id, 'ask-changes', { note: 'Gọi ông Nguyễn Văn An' })
    const text = JSON.stringify(await readLedger(server.db, 0, 100_000))
    expect(/Nguyễn Văn An|0912 345/.test(text)).toBe(false)
    const kept = await server.db.selectFrom('records').select('record').where('subject', '=', `works/${id}`).execute()
    expect(/Nguyễn Văn An|0912 345/.test(JSON.stringify(kept))).toBe(false)
    await server.db.updateTable('works').set({ permitNumber: '99/GPĐĐ-2026' }).where('id', '=', id).execute()
    expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toHaveLength(1)
    await server.db.updateTable('works').set({ permitNumber: null }).where('id', '=', id).execute()
  })
})
