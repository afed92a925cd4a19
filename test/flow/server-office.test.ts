/** What an administrator sets: in versions, in the ledger, by those who may; and what it changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type {
  HolidayPreview,
  OfficeAnswer,
  RecheckState,
  RuleSettings,
  UnitSetting,
} from '../../scenarios/api/office.ts'
import { FOLLOW_HEADER, type PermitCase, type PermitFiled } from '../../scenarios/api/permits.ts'
import { assumedFees } from '../../scenarios/permits/papers/fee.ts'
import { usualOffice } from '../../scenarios/permits/papers/paper.ts'
import { usualDeskHours } from '../../scenarios/permits/working-days.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { newPermit } from '../permit-application.ts'
import { box, changed, house } from '../permit-cases.ts'
import { type Person, startServer, type TestServer, until } from './server-harness.ts'

const UNIT = '31318'
const OTHER = '31321'
let server: TestServer
let admin: Person
let unitAdmin: Person
let reviewer: Person
beforeAll(async () => {
  server = await startServer({ visitorBytesADay: 100 })
  admin = await server.person('admin')
  unitAdmin = await server.person('admin', OTHER)
  reviewer = await server.person('reviewer', UNIT)
})
afterAll(() => server.stop())

const told = (answer: { statusCode: number; body: string }) => [
  answer.statusCode,
  answer.statusCode < 300 ? '' : apiErrorSchema.parse(JSON.parse(answer.body)).code,
]
const get = async <T>(url: string, who = admin): Promise<T> => (await server.inject(who, 'GET', url)).json()
const setting: UnitSetting = {
  office: {
    ...usualOffice('Phường Vị Thanh', 'https://twin.example'),
    address: '01 Trần Hưng Đạo',
    phone: '02933 123 456',
    receiver: 'Quầy số 3',
    accounts: [{ holder: 'UBND phường Vị Thanh', number: '3713.0.1234567', bank: 'KBNN Khu vực XIX' }],
  },
  fees: { ...assumedFees, resolution: 'NQ 01/2026/NQ-HĐND' },
}

test('a unit’s desk is kept in versions, by administrators of the unit, whoever saves an old one is told', async () => {
  const put = (who: Person, code: string, body: object) => server.inject(who, 'PUT', `/api/office/units/${code}`, body)
  expect(told(await put(admin, UNIT, { setting, revision: 0 }))).toEqual([200, ''])
  const other = { ...setting, office: { ...setting.office, receiver: 'Quầy số 4' } }
  expect(told(await put(admin, UNIT, { setting: other, revision: 0 }))).toEqual([409, 'setting/conflict'])
  expect(told(await put(admin, UNIT, { setting: other, revision: 1 }))).toEqual([200, ''])
  expect(told(await put(unitAdmin, UNIT, { setting, revision: 2 }))).toEqual([403, 'permit/unit'])
  expect(told(await put(unitAdmin, OTHER, { setting, revision: 0 }))).toEqual([200, ''])
  const bad = { ...setting, office: { ...setting.office, publicUrl: 'x' } }
  expect(told(await put(admin, UNIT, { setting: bad, revision: 2 }))).toEqual([400, 'request/invalid'])
  const { units } = await get<OfficeAnswer>('/api/office', reviewer)
  expect(units.find(({ code }) => code === UNIT)).toMatchObject({ setting: other, revision: 2 })
  const kept = await server.db.selectFrom('records').selectAll().where('subject', '=', `setting/unit/${UNIT}`).execute()
  expect(kept.map(({ revision, record }) => [revision, record])).toEqual([
    [1, setting],
    [2, other],
  ])
  const entries = (await readLedger(server.db, 0, 10_000)).filter(({ action }) => action === 'setting.saved')
  expect(entries.map(({ subject, role }) => `${subject} ${role}`)).toEqual([
    ...[`setting/unit/${UNIT} admin`, `setting/unit/${UNIT} admin`, `setting/unit/${OTHER} admin`],
  ])
  expect(JSON.stringify(entries)).not.toContain('3713.0')
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('what holds for every unit is not set by the administrator of one', async () => {
  for (const [url, body] of [
    ['/api/office/procedures', { codes: { '1.1': 'new' }, revision: 0 }],
    ['/api/rules', { limits: {}, revision: 0 }],
  ] as const)
    expect(told(await server.inject(unitAdmin, 'PUT', url, body))).toEqual([403, 'setting/unit'])
})

async function received(check = house): Promise<string> {
  const filed: PermitFiled = (await server.inject(reviewer, 'POST', '/api/permits', newPermit(check, UNIT))).json()
  const step = (body: object) =>
    server.inject(reviewer, 'POST', `/api/permits/${filed.id}/events`, { note: '', ...body })
  expect((await step({ event: 'receive', revision: 1 })).statusCode).toBe(200)
  expect((await step({ event: 'assign', revision: 2, to: reviewer.id })).statusCode).toBe(200)
  return filed.id
}
const read = (id: string) => get<PermitCase>(`/api/permits/${id}`, reviewer)

test('a calendar says how deadlines would move, and only saving moves them', async () => {
  const id = await received()
  const { clock, code } = await read(id)
  const day = clock.due!
  const year = Number(day.slice(0, 4))
  const calendar = {
    years: [
      {
        ...{ year, confirmed: 'TB 1', tetDaysBefore: null, nationalDay: null },
        days: [{ date: day, kind: 'off', note: 'Nghỉ bão', source: 'CĐ 12' }],
      },
    ],
    hours: usualDeskHours,
  }
  const ask = async (who: Person): Promise<HolidayPreview> =>
    (await server.inject(who, 'POST', '/api/holidays/preview', calendar)).json()
  const preview = await ask(admin)
  expect(preview).toMatchObject({ moved: 1, cases: [{ code, unitCode: UNIT, before: day, becomesLate: false }] })
  expect((await ask(unitAdmin)).cases).toEqual([])
  expect((await read(id)).clock.due).toBe(day)
  expect((await server.inject(admin, 'PUT', '/api/holidays', calendar)).statusCode).toBe(200)
  expect((await read(id)).clock.due).toBe(preview.cases[0]!.after)
  expect((await ask(admin)).moved).toBe(0)
})

describe('limits', () => {
  // The lot is 3 % larger than its land paper says.
  const larger = changed(house, { site: { registeredSquareMetres: 97 } })
  const area = ({ rules }: { rules: { id: string; verdict: string; why: { vi: string } }[] }) =>
    rules.find(({ id }) => id === 'lot.area')!

  test('that an office sets hold for the server’s checks, are told in them, and cannot be brought by an applicant', async () => {
    const id = await received({ ...larger, settled: { 'lot.corner': { value: 0.5, source: 'tự đặt', note: '' } } })
    const check = async () => (await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)).json()
    expect(area(await check()).verdict).toBe('person')
    const put = (limits: object, revision: number) => server.inject(admin, 'PUT', '/api/rules', { limits, revision })
    expect(told(await put({ 'lot.corner': { value: 9, source: 'QĐ 1', note: '' } }, 0))).toEqual([
      400,
      'request/invalid',
    ])
    expect(told(await put({ 'lot.density': { value: 1, source: 'QĐ 1', note: '' } }, 0))).toEqual([
      400,
      'request/invalid',
    ])
    const limits = { 'lot.corner': { value: 0.1, source: 'QĐ 12/2026/QĐ-UBND', note: 'đo toàn đạc' } }
    expect((await put(limits, 0)).json<RuleSettings>()).toMatchObject({ limits, revision: 1 })

    // What that changes is seen before anyone checks again.
    expect((await server.inject(admin, 'POST', '/api/rules/recheck')).json<RecheckState>().progress).toBe(0)
    const { found } = await until(async () => {
      const state = await get<RecheckState>('/api/rules/recheck')
      return state.progress === null && state.found ? state : null
    })
    const { code } = await read(id)
    expect(found!.changed).toEqual([expect.objectContaining({ code, rules: ['lot.area'] })])
    await server.inject(unitAdmin, 'POST', '/api/rules/recheck')
    const theirs = await until(async () => (await get<RecheckState>('/api/rules/recheck', unitAdmin)).found)
    expect([theirs.cases, theirs.changed]).toEqual([0, []])
    expect((await read(id)).report).toEqual(expect.objectContaining({}))
    expect(area((await read(id)).report!).verdict).toBe('person')

    const now = area(await check())
    expect([now.verdict, now.why.vi.includes('QĐ 12/2026/QĐ-UBND')]).toEqual(['pass', true])
  })
})

test('what visitors upload in a day has an end, told in words; those who sign in go on', async () => {
  const { followCode }: PermitFiled = (
    await server.inject(
      null,
      'POST',
      '/api/permits',
      newPermit(
        changed(house, { building: { parts: [{ ...house.building.parts[0]!, footprint: box(0, 0, 4, 10) }] } }),
        UNIT,
      ),
    )
  ).json()
  const send = (bytes: number, headers: Record<string, string>, url = '/api/permits/follow/attachments?name=a.pdf') =>
    server.app.inject({
      ...{ method: 'POST', url },
      payload: Buffer.from(`%PDF-1.7\n${'x'.repeat(bytes)}\n%%EOF\n`),
      headers: { 'content-type': 'application/octet-stream', ...headers },
    })
  const follow = { [FOLLOW_HEADER]: followCode }
  expect(told(await send(10, follow))).toEqual([201, ''])
  expect(told(await send(20, follow))).toEqual([201, ''])
  expect(told(await send(40, follow))).toEqual([429, 'permit/uploads-full'])
  const id = await received()
  const staff = { cookie: reviewer.cookie, 'x-csrf-token': reviewer.csrf }
  expect(told(await send(500, staff, `/api/permits/${id}/attachments?name=b.pdf`))).toEqual([201, ''])
})
