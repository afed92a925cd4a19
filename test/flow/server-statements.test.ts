/** Requests for planning information on a real PostgreSQL: the whole way, files, who may and who may not, terms, people erased. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import type {
  NewStatement,
  StatementCase,
  StatementFiled,
  StatementFollow,
  StatementPage,
  StatementStep,
} from '../../scenarios/api/statements.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { assumedTerms } from '../../scenarios/statements/clock.ts'
import { statementActors, statementEvents } from '../../scenarios/statements/process.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { pdfText } from '../pdf-text.ts'
import { SOUTH, WEST } from '../village.ts'
import { type Answer, type Person, startServer, type TestServer } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

const UNIT = '31333'
let server: TestServer
let reviewer: Person
let approver: Person
let admin: Person
let stranger: Person
beforeAll(async () => {
  server = await startServer({ visitorBytesADay: 2000 })
  reviewer = await server.person('reviewer', UNIT)
  approver = await server.person('approver', UNIT)
  admin = await server.person('admin')
  stranger = await server.person('reviewer', '31318')
})
afterAll(() => server.stop())

const [lon, lat] = projection(vn2000).toWgs84(WEST + 325, SOUTH + 685)
const people = { name: 'Nguyễn Thị Hỏi', phone: '0909 123 456', address: '' }
const newStatement = (more: Partial<NewStatement['ask']> = {}): NewStatement => ({
  people,
  ask: {
    ...{ place: 'thửa 1 tờ 12', lon, lat, parcel: { sheet: '12', number: '1', areaSquareMetres: 2160 } },
    ...{ purpose: 'build', question: 'Tôi là Nguyễn Thị Hỏi, đất này được xây mấy tầng?' },
    ...more,
  },
})
const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]
async function file(more: Partial<NewStatement['ask']> = {}): Promise<StatementFiled> {
  const answer = await server.inject(null, 'POST', '/api/statements', newStatement(more))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const read = async (id: string, who = reviewer): Promise<StatementCase> => {
  const answer = await server.inject(who, 'GET', `/api/statements/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const by = (code: string) => ({ [FOLLOW_HEADER]: code })
const follow = async (code: string): Promise<StatementFollow> =>
  (await server.inject(null, 'GET', '/api/statements/follow', undefined, by(code))).json()
async function step(who: Person, id: string, event: StatementStep['event'], more: Partial<StatementStep> = {}) {
  const { revision } = await read(id)
  return server.inject(who, 'POST', `/api/statements/${id}/events`, { event, note: '', revision, ...more })
}
async function stepByCode(code: string, event: StatementStep['event'], note = '') {
  const { revision } = await follow(code)
  return server.inject(null, 'POST', '/api/statements/follow/events', { event, note, revision }, by(code))
}
const pdf = (text: string) => Buffer.from(`%PDF-1.4\n${text}\n%%EOF\n`)
const printed = (name: 'receipt' | 'answer', code: string) =>
  server.inject(null, 'GET', `/api/statements/follow/${name}.pdf`, undefined, by(code))
const send = (who: Person | null, url: string, bytes: Buffer, headers: Record<string, string> = {}) =>
  server.inject(who, 'POST', url, bytes, { 'content-type': 'application/octet-stream', ...headers })

test('the whole way: filed with a receipt, given to someone, more asked for, supplied, answered with a file, read by its code', async () => {
  const filed = await file()
  expect(filed.code).toMatch(/^QH\.31333-\d{6}-\d{4}$/)
  expect(filed.clock).toMatchObject({ termDays: assumedTerms.answerDays, due: expect.any(String) })
  expect(filed.terms.confidence).toBe('assumed')

  const { id, followCode } = filed
  expect(await read(id)).toMatchObject({
    state: 'received',
    people,
    unitName: null,
    may: ['assign', 'ask-more', 'answer'],
  })
  const staff: { id: string; name: string }[] = (await server.inject(reviewer, 'GET', '/api/statements/staff')).json()
  expect(staff.map(({ name }) => name)).toContain('Người approver')
  expect(told(await step(reviewer, id, 'assign', { assignee: approver.id }))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'assign', { assignee: stranger.id }))).toEqual([422, 'statement/assignee'])
  expect(await read(id)).toMatchObject({ assignee: { id: approver.id } })

  expect(told(await step(reviewer, id, 'ask-more'))).toEqual([422, 'statement/no-words'])
  expect(told(await step(reviewer, id, 'ask-more', { note: 'Gửi ảnh chụp giấy tờ đất' }))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'answer', { note: 'x' }))).toEqual([422, 'statement/impossible'])
  const asked = await follow(followCode)
  expect(asked).toMatchObject({ state: 'more-asked', clock: { bucket: 'paused' }, may: ['supply', 'withdraw'] })
  // Who of the office handles what is not told; what the office asks is.
  expect(asked.history.map(({ event, actor, note }) => [event, actor, note])).toEqual([
    ['file', 'asker', ''],
    ['ask-more', 'office', 'Gửi ảnh chụp giấy tờ đất'],
  ])
  const sent = await send(null, '/api/statements/follow/files?name=giay.pdf', pdf('giấy tờ'), by(followCode))
  expect(told(sent)).toEqual([201, ''])
  expect(told(await stepByCode(followCode, 'supply', 'Tôi gửi ảnh'))).toEqual([200, ''])

  expect(told(await send(reviewer, `/api/statements/${id}/files?name=tra-loi.pdf`, pdf('trả lời')))).toEqual([201, ''])
  expect(told(await send(reviewer, `/api/statements/${id}/files?name=a.txt`, Buffer.from('chữ')))).toEqual([
    422,
    'statement/file-kind',
  ])
  expect(told(await step(reviewer, id, 'answer', { note: 'Thửa đất thuộc khu ở.', revision: 1 }))).toEqual([
    409,
    'statement/conflict',
  ])
  expect(told(await printed('answer', followCode))).toEqual([422, 'paper/not-yet'])
  expect(told(await step(reviewer, id, 'answer', { note: 'Thửa đất thuộc khu ở.' }))).toEqual([200, ''])
  const answered = await follow(followCode)
  expect(answered).toMatchObject({ state: 'answered', clock: { bucket: 'closed' }, may: [] })
  expect(answered.history.at(-1)).toMatchObject({ event: 'answer', actor: 'office', note: 'Thửa đất thuộc khu ở.' })
  const paper = answered.files.find(({ ofOffice }) => ofOffice)!
  const got = await server.inject(null, 'GET', `/api/statements/follow/files/${paper.hash}`, undefined, by(followCode))
  expect([got.statusCode, got.rawPayload.equals(pdf('trả lời'))]).toEqual([200, true])
  expect(told(await send(reviewer, `/api/statements/${id}/files?name=b.pdf`, pdf('muộn')))).toEqual([
    409,
    'statement/ended',
  ])

  // Both papers by the code alone; generated ground makes them specimens.
  const receipt = await printed('receipt', followCode)
  expect([receipt.statusCode, receipt.headers['content-type']]).toEqual([200, 'application/pdf'])
  expect(receipt.headers['cache-control']).toBe('private, no-store')
  const words = pdfText(receipt.rawPayload)
  for (const said of ['BIÊN NHẬN YÊU CẦU THÔNG TIN QUY HOẠCH', filed.code, followCode, 'giay.pdf', 'MINH HỌA'])
    expect(words).toContain(said)
  expect(words).not.toMatch(/0909/)
  const answerWords = pdfText((await printed('answer', followCode)).rawPayload)
  for (const said of ['TRẢ LỜI YÊU CẦU', 'Thửa đất thuộc khu ở.', 'tra-loi.pdf', 'không phải chứng chỉ quy hoạch'])
    expect(answerWords).toContain(said)
  expect(told(await printed('receipt', 'khong-phai-ma-nao'))[0]).toBe(404)

  // The ledger knows the steps and no people; the records agree with the rows.
  const entries = (await readLedger(server.db, 0, 10_000)).filter(({ subject }) => subject === `statement/${id}`)
  expect(entries.map(({ action }) => action)).toEqual(
    ['file', 'assign', 'ask-more', 'attached', 'supply', 'attached', 'answer'].map((event) => `statement.${event}`),
  )
  const kept = await server.db.selectFrom('records').select('record').where('subject', '=', `statement/${id}`).execute()
  expect(JSON.stringify([entries, kept])).not.toMatch(/Nguyễn|0909|giấy tờ đất|mấy tầng/)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])

  // Erased of who asked: the answer stays.
  expect(told(await server.inject(reviewer, 'DELETE', `/api/statements/${id}/people`))).toEqual([403, 'session/role'])
  expect((await server.inject(admin, 'DELETE', `/api/statements/${id}/people`)).statusCode).toBe(204)
  const erased = await read(id)
  expect(erased).toMatchObject({ people: null, ask: { question: '', place: '(đã xóa)' } })
  expect(erased.files.map(({ ofOffice }) => ofOffice)).toEqual([true])
  expect(erased.history.find(({ event }) => event === 'supply')!.note).toBe('')
  expect(erased.history.at(-1)!.note).toBe('Thửa đất thuộc khu ở.')
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('each role does what the table of actors says, in its own unit alone', async () => {
  const { id, followCode } = await file()
  for (const event of statementEvents) {
    for (const [role, person] of [
      ['reviewer', reviewer],
      ['approver', approver],
    ] as const) {
      const body = { event, note: 'x', revision: 999, assignee: null }
      const answer = await server.inject(person, 'POST', `/api/statements/${id}/events`, body)
      expect([role, event, ...told(answer)]).toEqual([role, event, 409, 'statement/conflict'])
      if (statementActors[event].includes(role)) continue
      expect(told(await step(person, id, event, { note: 'x' }))).toEqual([403, 'statement/role'])
    }
  }
  expect(told(await server.inject(stranger, 'GET', `/api/statements/${id}`))).toEqual([403, 'permit/unit'])
  expect(
    told(
      await server.inject(stranger, 'POST', `/api/statements/${id}/events`, {
        event: 'answer',
        note: 'x',
        revision: 1,
      }),
    ),
  ).toEqual([403, 'permit/unit'])
  const pageOf = async (who: Person, query = ''): Promise<StatementPage> =>
    (await server.inject(who, 'GET', `/api/statements${query}`)).json()
  expect((await pageOf(stranger)).total).toBe(0)
  expect((await pageOf(reviewer, '?q=thua&state=received')).statements.map((one) => one.id)).toEqual([id])
  // An administrator keeps the desk, and sees neither who asks nor of which place, in whichever way it is asked.
  const [kept] = (await pageOf(reviewer)).statements
  expect(kept!.ask!.place.length).toBeGreaterThan(3)
  expect(await read(id, admin)).toMatchObject({ people: null, ask: null, files: [], may: [] })
  expect((await pageOf(admin, `?q=${kept!.code}`)).statements).toMatchObject([{ id, ask: null }])
  const { place } = kept!.ask!
  for (const words of [place, 'thua'])
    expect([words, (await pageOf(admin, `?q=${encodeURIComponent(words)}`)).total]).toEqual([words, 0])
  const all = await server.inject(admin, 'GET', '/api/statements')
  for (const secret of [place, '"lon"', '"lat"', '"parcel"']) expect(all.body).not.toContain(secret)
  expect(told(await server.inject(null, 'GET', '/api/statements/follow', undefined, by('AAAA-BBBB')))[0]).toBe(404)
  expect(told(await stepByCode(followCode, 'answer', 'x'))).toEqual([403, 'statement/role'])
  expect(told(await stepByCode(followCode, 'withdraw'))).toEqual([200, ''])
  expect(told(await step(reviewer, id, 'answer', { note: 'x' }))).toEqual([422, 'statement/impossible'])
})

test('a place outside the city, a wrong phone, too many bytes of visitors are refused', async () => {
  const outside = await server.inject(null, 'POST', '/api/statements', newStatement({ lon: 106.7, lat: 10.8 }))
  expect(told(outside)).toEqual([422, 'statement/outside'])
  const wrong = { ...newStatement(), people: { ...people, phone: 'abc' } }
  expect(told(await server.inject(null, 'POST', '/api/statements', wrong))[0]).toBe(400)
  const { followCode } = await file()
  const large = await send(null, '/api/statements/follow/files?name=lon.pdf', pdf('x'.repeat(3000)), by(followCode))
  expect(large.statusCode).toBe(429)
})

test('the administrator sets the term, and open requests count by it', async () => {
  const { id } = await file()
  const before = (await read(id)).clock
  const terms = { answerDays: 5, clause: 'QĐ 1/QĐ-UBND', confidence: 'confirmed' }
  expect(told(await server.inject(reviewer, 'PUT', '/api/statements/terms', terms))).toEqual([403, 'session/role'])
  expect(told(await server.inject(admin, 'PUT', '/api/statements/terms', terms))).toEqual([200, ''])
  const after = await read(id)
  expect(after).toMatchObject({ clock: { termDays: 5 }, terms })
  expect(after.clock.due! < before.due!).toBe(true)
  const page: StatementPage = (await server.inject(reviewer, 'GET', '/api/statements')).json()
  expect(page.statements[0]!.clock.bucket).not.toBe('closed')
})
