/** The register of address codes on a real PostgreSQL: given to one and to a unit, changed, resolved, never used again, printed. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readManifest } from '../../data/city/read.ts'
import { replaceLayers } from '../../data/city/replace.ts'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type {
  AddressPage,
  Assignment,
  CodeAnswer,
  CodePage,
  CodePast,
  CodeRow,
  CodeStatistics,
  CodeStep,
} from '../../scenarios/api/codes.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { isCode, printedCode } from '../../scenarios/codes/code.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { feature } from '../arbitraries/city.ts'
import { pdfText } from '../pdf-text.ts'
import { SOUTH, WEST } from '../village.ts'
import { type Answer, type Person, startServer, type TestServer, until } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

const UNIT = '31333'
const address = (i: number, unitCode = UNIT): Feature<'addresses'> =>
  feature(
    'addresses',
    `vt:addresses/${i}`,
    { type: 'Point', coordinates: [WEST + 330 + ((10 * i) % 900), SOUTH + 670] },
    {
      ...{ number: `${i}`, street: 'Đường Số 1', parcelId: null, unitCode, oldUnitCode: '31324', postcode: '95109' },
      label: `${i} Đường Số 1, Khu vực 4, Phường Vị Tân, TP Cần Thơ`,
      oldLabel: `${i} Đường Số 1, Phường IV, TP Vị Thanh, Hậu Giang`,
    },
  )
let server: TestServer
let reviewer: Person
let stranger: Person
let admin: Person
beforeAll(async () => {
  server = await startServer()
  reviewer = await server.person('reviewer', UNIT)
  stranger = await server.person('reviewer', '31321')
  admin = await server.person('admin')
  await lay([...Array.from({ length: 30 }, (_, i) => address(i + 1)), address(99, '31321')])
})
afterAll(() => server.stop())

async function lay(addresses: Feature<'addresses'>[]): Promise<void> {
  const dir = join(server.dir, 'city')
  const about = {
    provenance: 'generated' as const,
    sources: [{ title: 'thử', licence: 'CC0-1.0' }],
    date: '2026-11-21',
  }
  const features = addresses.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await replaceLayers(dir, await readManifest(dir), { addresses: { ...about, features } })
  await buildTiles(dir, join(server.dir, 'tiles'))
}

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const good = <T>(answer: Answer): T => {
  expect(answer.statusCode, answer.body).toBeLessThan(300)
  return answer.json()
}
const give = async (i: number, households = 1, who = reviewer): Promise<CodeRow[]> =>
  good(await server.inject(who, 'POST', '/api/codes', { addressId: `vt:addresses/${i}`, households }))
const ask = async (code: string): Promise<CodeAnswer> => good(await server.inject(null, 'GET', `/api/codes/${code}`))
const step = (code: string, body: CodeStep, who = reviewer) =>
  server.inject(who, 'POST', `/api/codes/${code}/events`, body)
const reason = 'Theo biên bản kiểm tra'

test('one household, one code; two at an address have codes of their own; asked again, none is new', async () => {
  const [first] = await give(1)
  expect(isCode(first!.code)).toBe(true)
  expect(await give(1)).toEqual([])
  const [second] = await give(1, 2)
  expect([first!.household, second!.household]).toEqual([1, 2])
  expect(second!.code).not.toBe(first!.code)
  const told = await ask(printedCode(first!.code).toLowerCase())
  expect(told).toMatchObject({
    ...{ code: first!.code, state: 'active', onMap: true, now: [], illustrative: true },
    place: {
      label: expect.stringContaining('1 Đường Số 1'),
      oldLabel: expect.stringContaining('Phường IV'),
      kind: 'address',
      postcode: '95109',
    },
  })
  expect(JSON.stringify(told)).not.toContain('reason')
})

test('what is mistyped is said to be; what nobody has is not found', async () => {
  const [{ code }] = (await give(2)) as [CodeRow]
  const swapped = code[1] + code[0]! + code.slice(2)
  const answer = await server.inject(null, 'GET', `/api/codes/${swapped === code ? `${code}Z` : swapped}`)
  expect([answer.statusCode, codeOf(answer)]).toEqual([422, 'codes/typed'])
  const unknown = await server.inject(null, 'GET', '/api/codes/2345ABR')
  expect(['codes/unknown', 'codes/typed']).toContain(codeOf(unknown))
})

test('a split leads to its new codes, a merge to the one that stays, also over several steps', async () => {
  const [{ code }] = (await give(3)) as [CodeRow]
  const [{ code: stays }] = (await give(5)) as [CodeRow]
  const rows: CodeRow[] = good(
    await step(code, { event: 'split', reason, addressIds: ['vt:addresses/3', 'vt:addresses/4'] }),
  )
  const [old, left, right] = rows as [CodeRow, CodeRow, CodeRow]
  expect(old).toMatchObject({ code, state: 'split', successors: [left.code, right.code] })
  expect([left.addressId, right.addressId]).toEqual(['vt:addresses/3', 'vt:addresses/4'])
  expect((await ask(code)).now.map((one) => one.code).sort()).toEqual([left.code, right.code].sort())
  good(await step(left.code, { event: 'merge', reason, into: stays }))
  expect((await ask(code)).now.map((one) => one.code).sort()).toEqual([right.code, stays].sort())
  const history: CodePast[] = good(await server.inject(reviewer, 'GET', `/api/codes/${left.code}/history`))
  expect(history.map(({ event }) => event)).toEqual(['assign', 'merge'])
  // Ended is ended.
  const again = await step(code, { event: 'demolish', reason })
  expect([again.statusCode, codeOf(again)]).toEqual([409, 'codes/ended'])
  const into = await step(right.code, { event: 'merge', reason, into: code })
  expect([into.statusCode, codeOf(into)]).toEqual([422, 'codes/into'])
})

test('a house that is gone keeps its code in the register; the next one there gets another', async () => {
  const [{ code }] = (await give(6)) as [CodeRow]
  good(await step(code, { event: 'demolish', reason }))
  expect(await ask(code)).toMatchObject({
    state: 'demolished',
    now: [],
    place: { label: expect.stringContaining('6 Đường') },
  })
  const [next] = await give(6)
  expect(next!.code).not.toBe(code)
})

test('the database itself refuses to remove a code, to change one, and to use one again', async () => {
  const [{ code }] = (await give(7)) as [CodeRow]
  good(await step(code, { event: 'withdraw', reason }))
  const tries = [
    sql`delete from address_codes where code = ${code}`,
    sql`truncate address_codes`,
    sql`update address_codes set code = '2222AAA' where code = ${code}`,
    sql`update address_codes set state = 'active' where code = ${code}`,
    sql`insert into address_codes select * from address_codes where code = ${code}`,
  ]
  for (const statement of tries) await expect(statement.execute(server.db)).rejects.toThrow()
  const [{ code: there }] = (await give(8)) as [CodeRow]
  const copy = sql`insert into address_codes select '2222AAA', address_id, household, state, successors, place, unit_code, street, words,
    reason, assigned_at, changed_at, batch from address_codes where code = ${there}`
  await expect(copy.execute(server.db)).rejects.toThrow(/household/)
})

test('a unit is given its codes in the background; others see and change nothing of it', async () => {
  const refused = await server.inject(stranger, 'POST', '/api/codes/assignment', { unitCode: UNIT, households: 'one' })
  expect(codeOf(refused)).toBe('permit/unit')
  good(await server.inject(reviewer, 'POST', '/api/codes/assignment', { unitCode: UNIT, households: 'one' }))
  const done = await until(async () => {
    const now: Assignment = (await server.inject(reviewer, 'GET', '/api/codes/assignment')).json()
    return now.state !== 'running' && now
  })
  expect(done).toMatchObject({ state: 'done', addresses: 30, seen: 30 })
  expect(await server.inject(stranger, 'GET', '/api/codes/assignment').then((one) => one.json().state)).toBe('none')
  const { units }: CodeStatistics = good(await server.inject(reviewer, 'GET', '/api/codes/statistics'))
  expect(units).toMatchObject([{ unitCode: UNIT, addresses: 30, withCode: 30, lost: 0 }])
  const all: CodeStatistics = good(await server.inject(admin, 'GET', '/api/codes/statistics'))
  expect(all.units.map(({ unitCode, withCode }) => [unitCode, withCode])).toEqual([
    ['31321', 0],
    [UNIT, 30],
  ])
  const without: AddressPage = good(await server.inject(admin, 'GET', '/api/codes/addresses?without=true'))
  expect(without.addresses.map(({ addressId }) => addressId)).toEqual(['vt:addresses/99'])
  const found: AddressPage = good(
    await server.inject(reviewer, 'GET', `/api/codes/addresses?q=${encodeURIComponent('12 duong so')}`),
  )
  expect(found.addresses.map(({ label }) => label.split(',')[0])).toEqual(['12 Đường Số 1'])
  const { code } = found.addresses[0]!.codes[0]!
  const byCode: CodePage = good(await server.inject(reviewer, 'GET', `/api/codes?q=${printedCode(code)}`))
  expect(byCode).toMatchObject({ total: 1, codes: [{ code }] })
  expect(codeOf(await step(code, { event: 'demolish', reason }, stranger))).toBe('permit/unit')
})

test('in a new version of the city, what vanished keeps its code and is listed; it may be moved to its new point', async () => {
  const { addresses }: AddressPage = good(await server.inject(reviewer, 'GET', '/api/codes/addresses?q=20%20duong'))
  const { code } = addresses.find(({ label }) => label.startsWith('20 '))!.codes[0]!
  await lay([
    ...Array.from({ length: 30 }, (_, i) => address(i + 1)).filter(({ id }) => id !== 'vt:addresses/20'),
    address(45),
  ])
  expect(await ask(code)).toMatchObject({
    state: 'active',
    onMap: false,
    place: { label: expect.stringMatching(/^20 Đường/) },
  })
  const lost: CodePage = good(await server.inject(reviewer, 'GET', '/api/codes?lost=true'))
  expect(lost.codes.map((one) => one.code)).toEqual([code])
  good(await step(code, { event: 'move', reason, addressIds: ['vt:addresses/45'] }))
  expect(await ask(code)).toMatchObject({ onMap: true, place: { label: expect.stringMatching(/^45 Đường/) } })
  expect(good<CodePage>(await server.inject(reviewer, 'GET', '/api/codes?lost=true')).total).toBe(0)
})

test('plates carry the code and its link, for one code or a street; the register goes out as CSV', async () => {
  const { codes }: CodePage = good(await server.inject(reviewer, 'GET', '/api/codes?state=active'))
  const one = await server.inject(reviewer, 'GET', `/api/codes/plates?codes=${codes[0]!.code}&size=200x150`)
  expect(one.headers['content-type']).toBe('application/pdf')
  expect(pdfText(one.rawPayload)).toContain(codes[0]!.printed)
  const street = await server.inject(
    reviewer,
    'GET',
    `/api/codes/plates?unitCode=${UNIT}&street=${encodeURIComponent('Đường Số 1')}&size=100x60`,
  )
  expect(pdfText(street.rawPayload)).toContain('MINH')
  expect((street.rawPayload.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length).toBe(Math.ceil(32 / 8))
  const none = await server.inject(admin, 'GET', '/api/codes/plates?unitCode=31321')
  expect(codeOf(none)).toBe('codes/none')
  const csv = (await server.inject(reviewer, 'GET', '/api/codes/export')).body.split('\r\n')
  expect(csv[0]).toMatch(/^\ufeffcode,state,successors,household,address/)
  expect(csv.length).toBeGreaterThan(32)
})

test('an order that a stop interrupts goes on at the next start, as its account still may; one that is stopped does not', async () => {
  const other = '31321'
  const many = Array.from({ length: 1500 }, (_, i) => address(1000 + i, other))
  await lay(many)
  const state = async (): Promise<Assignment> => good(await server.inject(stranger, 'GET', '/api/codes/assignment'))
  const ended = () =>
    until(async () => {
      const now = await state()
      return now.state !== 'running' && now
    })
  const order = { unitCode: other, households: 'one' } as const
  good(await server.inject(stranger, 'POST', '/api/codes/assignment', order))
  expect(codeOf(await server.inject(admin, 'POST', '/api/codes/assignment', order))).toBe('codes/busy')
  await server.restart()
  // Nobody asks for it again.
  expect(await ended()).toEqual({ unitCode: other, state: 'done', addresses: 1500, seen: 1500, given: 1500 })
  const rows = await server.db
    .selectFrom('addressCodes')
    .select(['addressId', 'household'])
    .where('unitCode', '=', other)
    .execute()
  expect(new Set(rows.map(({ addressId }) => addressId)).size).toBe(1500)
  expect(rows.every(({ household }) => household === 1)).toBe(true)

  // What the table says to be running is what goes on.
  const { id } = await server.db
    .selectFrom('codeAssignments')
    .select('id')
    .orderBy('startedAt', 'desc')
    .executeTakeFirstOrThrow()
  const begin = (given: Partial<{ state: 'running' | 'cancelled' }>) =>
    server.db
      .updateTable('codeAssignments')
      .set({ seen: 200, given: 200, ...given })
      .where('id', '=', id)
      .execute()
  await begin({ state: 'cancelled' })
  await server.restart()
  expect(await state()).toMatchObject({ state: 'cancelled', seen: 200 })
  await begin({ state: 'running' })
  good(await server.inject(stranger, 'DELETE', '/api/codes/assignment'))
  expect(await state()).toMatchObject({ state: 'cancelled', seen: 200 })
  await begin({ state: 'running' })
  await server.db.updateTable('users').set({ active: false }).where('id', '=', stranger.id).execute()
  await server.restart()
  const last = await until(async () => {
    const now: Assignment = good(await server.inject(admin, 'GET', '/api/codes/assignment'))
    return now.state !== 'running' && now
  })
  expect(last).toMatchObject({ state: 'failed', seen: 200 })
})

test('the register is not to be had one code after the other', async () => {
  const answers = await Promise.all(Array.from({ length: 130 }, () => server.inject(null, 'GET', '/api/codes/K7M4P2X')))
  expect(answers.some(({ statusCode }) => statusCode === 429)).toBe(true)
  const { total }: CodePage = good(await server.inject(reviewer, 'GET', '/api/codes'))
  expect(total).toBeGreaterThan(30)
})

test('the ledger holds every change, and finds one that was made past it', async () => {
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
  const row = await server.db
    .selectFrom('addressCodes')
    .select('code')
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
  await sql`update address_codes set household = household + 100 where code = ${row.code}`.execute(server.db)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).not.toEqual([])
})
