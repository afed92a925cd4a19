/** Field reports on a real PostgreSQL: sent twice and kept once, the whole way, photos and people kept apart, who may and who may not. */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import type {
  NearReport,
  NewReport,
  PublicReportPage,
  ReportCase,
  ReportFollow,
  ReportPage,
  ReportPhoto,
  ReportSent,
  ReportStep,
} from '../../scenarios/api/reports.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { reportActors, reportEvents, reportTable } from '../../scenarios/reports/process.ts'
import { followCodeOf } from '../../scenarios/reports/report.ts'
import { assumedSettings } from '../../scenarios/reports/settings.ts'
import { fileOf } from '../../server/attachments.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { pdfText } from '../pdf-text.ts'
import { cameraJpeg, plainJpeg } from '../photos.ts'
import { SOUTH, WEST } from '../village.ts'
import { type Answer, headersOf, type Person, startServer, type TestServer } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let operator: Person
let approver: Person
let admin: Person
beforeAll(async () => {
  server = await startServer()
  operator = await server.person('operator')
  approver = await server.person('approver')
  admin = await server.person('admin')
})
afterAll(() => server.stop())

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]
const by = (code: string) => ({ [FOLLOW_HEADER]: code })
/** Each test a place of its own, so that what is near is its own. */
const placeAt = (x: number, y: number) => {
  const [lon, lat] = projection(vn2000).toWgs84(WEST + x, SOUTH + y)
  return { lon, lat }
}
const reportOf = (more: Partial<NewReport> = {}): NewReport => ({
  ...{ id: randomUUID(), followCode: followCodeOf(randomBytes(16)), category: 'streets' },
  ...{ text: 'Ổ gà sâu trước nhà bà Nguyễn Thị Tư', ...placeAt(300, 300), danger: false, notPublic: false },
  ...{ contact: { name: 'Trần Văn Gửi', phone: '0912 345 678' }, photos: 0, writtenAt: '2026-11-26T01:00:00.000Z' },
  ...more,
})
async function send(more: Partial<NewReport> = {}): Promise<NewReport & ReportSent> {
  const body = reportOf(more)
  const answer = await server.inject(null, 'POST', '/api/reports', body)
  expect(answer.statusCode, answer.body).toBe(201)
  return { ...body, ...answer.json<ReportSent>() }
}
const read = async (id: string, who: Person = operator): Promise<ReportCase> => {
  const answer = await server.inject(who, 'GET', `/api/reports/cases/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
async function step(who: Person, id: string, event: ReportStep['event'], more: Partial<ReportStep> = {}) {
  const revision = more.revision ?? (await read(id, admin)).revision
  return server.inject(who, 'POST', `/api/reports/cases/${id}/events`, { event, note: '', ...more, revision })
}
const follow = async (code: string): Promise<ReportFollow> => {
  const answer = await server.inject(null, 'GET', '/api/reports/follow', undefined, by(code))
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
async function stepByCode(code: string, event: ReportStep['event'], more: Partial<ReportStep> = {}) {
  const body = { event, note: '', revision: (await follow(code)).revision, ...more }
  return server.inject(null, 'POST', '/api/reports/follow/events', body, by(code))
}
const upload = (url: string, payload: Uint8Array, headers: Record<string, string>) =>
  server.app.inject({
    ...{ method: 'POST', url, payload: Buffer.from(payload) },
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  })
const publicList = async (): Promise<PublicReportPage> => (await server.inject(null, 'GET', '/api/reports')).json()

test('a report sent many times over a bad line is one report with one code', async () => {
  const body = reportOf()
  const answers = await Promise.all(Array.from({ length: 5 }, () => server.inject(null, 'POST', '/api/reports', body)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(answers.map((answer) => answer.json<ReportSent>().code)).size).toBe(1)
  // The server is stopped and started: acknowledged is durable, and again it is the same.
  await server.restart()
  const again = await server.inject(null, 'POST', '/api/reports', { ...body, text: 'khác' })
  expect(again.json()).toEqual(answers[0]!.json())
  expect(await follow(body.followCode)).toMatchObject({ text: body.text, state: 'new', revision: 1 })
  // However the code is typed.
  expect((await follow(body.followCode.toLowerCase().replaceAll('-', ' '))).id).toBe(body.id)
  const stolen = await server.inject(null, 'POST', '/api/reports', {
    ...body,
    followCode: followCodeOf(randomBytes(16)),
  })
  expect(told(stolen)).toEqual([409, 'report/id-taken'])
  const other = await server.inject(null, 'POST', '/api/reports', { ...body, id: randomUUID() })
  expect(told(other)).toEqual([409, 'report/id-taken'])
  const records = await server.db
    .selectFrom('records')
    .select('revision')
    .where('subject', '=', `report/${body.id}`)
    .execute()
  expect(records).toEqual([{ revision: 1 }])
})

test('the whole way: received, passed on, extended, answered, published with a blurred photo, rated, reopened', async () => {
  const { id, followCode } = await send({ ...placeAt(500, 300), photos: 1 })
  const withPlace = cameraJpeg({ longitude: 105.47, latitude: 9.78 })
  const sent = await upload('/api/reports/follow/photos?name=IMG_1.jpg', withPlace, by(followCode))
  expect(sent.statusCode, sent.body).toBe(201)
  const photo = sent.json<ReportPhoto>()
  const twice = await upload('/api/reports/follow/photos?name=IMG_1.jpg', withPlace, by(followCode))
  expect(twice.json()).toEqual(photo)
  expect(readFileSync(fileOf(server.dataDir, photo.hash)).includes('Exif')).toBe(false)

  expect(told(await step(operator, id, 'answer', { note: 'x' }))).toEqual([422, 'report/impossible'])
  expect(told(await step(operator, id, 'receive', { urgent: true }))).toEqual([200, ''])
  expect(await read(id)).toMatchObject({ state: 'received', urgent: true, handler: 'Người operator' })
  expect(told(await step(operator, id, 'assign'))).toEqual([422, 'report/no-unit'])
  expect(told(await step(operator, id, 'assign', { unit: 'Đội duy tu' }))).toEqual([200, ''])
  expect(
    told(await step(operator, id, 'forward', { unit: 'Công ty Công trình đô thị', note: 'thuộc công ty' })),
  ).toEqual([200, ''])
  expect(told(await step(operator, id, 'start'))).toEqual([200, ''])
  const { latestDay } = await read(id)
  expect(told(await step(operator, id, 'ask-extension', { until: latestDay, note: 'chờ vật tư' }))).toEqual([200, ''])
  expect(told(await step(operator, id, 'extend', { until: latestDay, note: 'đồng ý' }))).toEqual([403, 'report/role'])
  expect(told(await step(approver, id, 'extend', { until: latestDay, note: 'đồng ý' }))).toEqual([200, ''])
  expect((await read(id)).due?.slice(0, 10)).toBe(latestDay)
  expect(told(await step(operator, id, 'note', { note: 'gọi cho tổ trưởng' }))).toEqual([200, ''])
  // Of what was done: only a copy that a person looked at reaches the sender, and only with the answer.
  const done = await upload(`/api/reports/cases/${id}/photos?name=xong.jpg`, cameraJpeg(null, 5), headersOf(operator))
  expect(done.statusCode, done.body).toBe(201)
  const { hash } = done.json<ReportPhoto>()
  const doneCopy = `/api/reports/cases/${id}/photos/${hash}/public?boxes=0`
  const looked = await upload(doneCopy, cameraJpeg(null, 8), headersOf(operator))
  expect(looked.statusCode, looked.body).toBe(201)
  const result = looked.json<ReportPhoto>().blurred!.hash
  const resultBy = (code: string, of: string) =>
    server.inject(null, 'GET', `/api/reports/follow/photos/${of}`, undefined, by(code))
  expect((await follow(followCode)).results).toEqual([])
  expect((await resultBy(followCode, result)).statusCode).toBe(404)
  expect(told(await step(operator, id, 'answer', { note: 'Đã vá xong', revision: 1 }))).toEqual([
    409,
    'report/conflict',
  ])
  expect(told(await step(operator, id, 'answer', { note: 'Đã vá xong' }))).toEqual([200, ''])

  // The sender sees the way of it, without the desk's own words and names.
  const seen = await follow(followCode)
  expect(seen.history.map(({ event }) => event)).toEqual([
    ...['send', 'receive', 'assign', 'forward', 'start', 'extend', 'answer'],
  ])
  expect(seen.history.at(-1)).toMatchObject({ note: 'Đã vá xong' })
  expect(JSON.stringify(seen)).not.toMatch(/tổ trưởng|thuộc công ty|Người operator/)
  expect(seen.may).toEqual(['rate', 'reopen'])
  // What the office added is not counted among what was sent.
  expect([seen.results, seen.photos]).toEqual([[result], 1])
  expect((await resultBy(followCode, result)).headers['content-type']).toBe('image/jpeg')
  for (const of of [hash, photo.hash]) expect((await resultBy(followCode, of)).statusCode).toBe(404)
  const other = await send({ ...placeAt(500, 900) })
  expect((await resultBy(other.followCode, result)).statusCode).toBe(404)

  const paper = await server.inject(null, 'GET', '/api/reports/follow/receipt.pdf', undefined, by(followCode))
  expect([paper.statusCode, paper.headers['content-type']]).toEqual([200, 'application/pdf'])
  const printed = pdfText(paper.rawPayload)
  for (const words of ['BIÊN NHẬN PHẢN ÁNH HIỆN TRƯỜNG', seen.code, followCode, 'Đã có kết quả', 'Đã vá xong'])
    expect(printed).toContain(words)
  expect(printed).not.toMatch(/0912/)

  const publication = { text: 'Ổ gà trên đường số 1', answer: 'Đã vá', ...placeAt(500, 301), photos: [photo.hash] }
  expect(told(await step(operator, id, 'propose', { publication }))).toEqual([422, 'report/photo-not-blurred'])
  const copyUrl = `/api/reports/cases/${id}/photos/${photo.hash}/public`
  const raw = await upload(`${copyUrl}?boxes=1`, withPlace, headersOf(operator))
  expect(told(raw)).toEqual([422, 'report/not-a-copy'])
  // Another picture stands for the blurred copy.
  const turned = cameraJpeg(null, 6)
  const blurred = await upload(`${copyUrl}?boxes=2`, turned, headersOf(operator))
  expect(blurred.statusCode, blurred.body).toBe(201)
  const copy = blurred.json<ReportPhoto>().blurred!
  expect(copy.boxes).toBe(2)
  expect((await server.inject(operator, 'GET', copyUrl)).statusCode).toBe(200)
  expect(told(await step(operator, id, 'propose', { publication }))).toEqual([200, ''])
  expect((await publicList()).reports).toEqual([])
  expect(told(await step(operator, id, 'publish'))).toEqual([403, 'report/role'])
  const publicUrl = `/api/reports/${id}/photos/${copy.hash}`
  expect((await server.inject(null, 'GET', publicUrl)).statusCode).toBe(404)
  expect(told(await step(approver, id, 'publish'))).toEqual([200, ''])

  const { reports } = await publicList()
  expect(reports).toMatchObject([
    { id, text: publication.text, answer: 'Đã vá', photos: [copy.hash], supporters: null },
  ])
  expect(JSON.stringify(reports)).not.toMatch(/Tư|Gửi|0912/)
  const features = (await server.inject(null, 'GET', '/api/reports.geojson?category=streets')).json().features
  expect(features).toMatchObject([{ id, geometry: { coordinates: [publication.lon, publication.lat] } }])
  const shown = await server.inject(null, 'GET', publicUrl)
  expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/jpeg'])
  // The photo itself is nobody's but the desk's.
  for (const url of [`/api/reports/${id}/photos/${photo.hash}`])
    expect((await server.inject(null, 'GET', url)).statusCode).toBe(404)
  expect((await server.inject(null, 'GET', `/api/reports/cases/${id}/photos/${photo.hash}`)).statusCode).toBe(401)
  expect(told(await upload(`${copyUrl}?boxes=1`, cameraJpeg(null, 3), headersOf(operator)))).toEqual([
    409,
    'report/photo-published',
  ])

  expect(told(await stepByCode(followCode, 'rate', { rating: 'dissatisfied' }))).toEqual([422, 'report/rating'])
  const reopened = await stepByCode(followCode, 'reopen', { rating: 'dissatisfied', note: 'Lại lún rồi' })
  expect(told(reopened)).toEqual([200, ''])
  expect(await read(id)).toMatchObject({ state: 'reopened', isPublished: true })
  expect(told(await step(operator, id, 'answer', { note: 'Đã vá lại' }))).toEqual([200, ''])
  expect(told(await stepByCode(followCode, 'rate', { rating: 'satisfied', note: 'cảm ơn' }))).toEqual([200, ''])
  expect(await read(id)).toMatchObject({ state: 'rated', isPublished: true })

  // People are erased; what was published stays, and the photo itself is gone.
  expect(told(await server.inject(operator, 'DELETE', `/api/reports/cases/${id}/people`))).toEqual([
    403,
    'session/role',
  ])
  expect((await server.inject(admin, 'DELETE', `/api/reports/cases/${id}/people`)).statusCode).toBe(204)
  const erased = await read(id)
  expect(erased).toMatchObject({ text: '', contact: null, photoList: [], erased: true, anonymous: true })
  expect(erased.history.every(({ note }) => note === '')).toBe(true)
  expect(existsSync(fileOf(server.dataDir, photo.hash))).toBe(false)
  expect((await server.inject(null, 'GET', publicUrl)).statusCode).toBe(200)
  expect(told(await step(operator, id, 'unpublish', { note: 'theo yêu cầu' }))).toEqual([200, ''])
  expect((await server.inject(null, 'GET', publicUrl)).statusCode).toBe(404)
  expect((await publicList()).reports).toEqual([])
})

test('those near by are told that it was reported, and may say that they see it too; staff join what is the same', async () => {
  const place = placeAt(800, 300)
  const first = await send({ ...place, category: 'lighting', text: 'Đèn tắt' })
  const near = async (more: object, category = 'lighting') => {
    const { lon, lat } = { ...place, ...more }
    const answer = await server.inject(null, 'GET', `/api/reports/near?lon=${lon}&lat=${lat}&category=${category}`)
    return answer.json<NearReport[]>()
  }
  expect(await near(placeAt(800, 325))).toMatchObject([{ id: first.id, metres: 30, supporters: null }])
  expect(await near(placeAt(800, 360))).toEqual([])
  expect(await near({}, 'streets')).toEqual([])
  expect(JSON.stringify(await near({}))).not.toMatch(/Đèn tắt|Gửi/)
  const tokens = Array.from({ length: 5 }, () => randomUUID())
  for (const token of [...tokens, tokens[0]!]) {
    const answer = await server.inject(null, 'POST', `/api/reports/${first.id}/support`, { token })
    expect(answer.statusCode, answer.body).toBe(200)
  }
  expect(await near({})).toMatchObject([{ supporters: 5 }])
  expect(await read(first.id)).toMatchObject({ supporters: 5 })
  const keys = await server.db.selectFrom('reportSupporters').select('key').execute()
  expect(keys.some(({ key }) => tokens.includes(key as (typeof tokens)[number]))).toBe(false)

  const second = await send({ ...place, category: 'lighting', text: 'Hẻm tối' })
  expect((await read(second.id)).near.map(({ id }) => id)).toEqual([first.id])
  expect(told(await step(operator, second.id, 'join', { into: second.id }))).toEqual([422, 'report/into'])
  expect(told(await step(operator, second.id, 'join', { into: first.id }))).toEqual([200, ''])
  expect(told(await step(operator, first.id, 'join', { into: second.id }))).toEqual([422, 'report/into'])
  expect(await follow(second.followCode)).toMatchObject({
    state: 'joined',
    joinedInto: { code: first.code, state: 'new' },
  })
  expect(await read(first.id)).toMatchObject({ supporters: 6 })

  // What points at a person is told to nobody.
  const state = async (id: string) => (await server.inject(null, 'GET', `/api/reports/${id}/state`)).json()
  expect(await state(first.id)).toMatchObject({ state: 'new', supporters: 6, metres: null })
  const noisy = await send({ ...place, category: 'noise' })
  expect(await near({}, 'noise')).toEqual([])
  expect((await state(noisy.id)).code).toBe('request/not-found')
  expect(told(await server.inject(null, 'POST', `/api/reports/${noisy.id}/support`, { token: tokens[0]! }))).toEqual([
    404,
    'request/not-found',
  ])
})

test('what is not for the public is not published, whoever tries', async () => {
  const { id } = await send({ ...placeAt(900, 900), notPublic: true })
  await step(operator, id, 'receive', { notPublic: false })
  await step(operator, id, 'answer', { note: 'xong' })
  const publication = { text: 'a', answer: 'b', ...placeAt(900, 900), photos: [] }
  expect(told(await step(operator, id, 'propose', { publication }))).toEqual([422, 'report/not-public'])
  expect(told(await step(operator, id, 'complete'))).toEqual([200, ''])
  expect(told(await step(operator, id, 'propose', { publication }))).toEqual([422, 'report/not-public'])
})

test('the list: buckets, words, categories, what is late; terms are the administrator’s', async () => {
  const { id, code, followCode } = await send({
    ...placeAt(200, 900),
    category: 'waste',
    text: 'Rác chất đống cạnh chợ',
  })
  const list = async (query: string, who = operator) =>
    (await server.inject(who, 'GET', `/api/reports/cases?${query}`)).json<ReportPage>()
  expect((await list('q=rac%20dong')).reports.map((one) => one.id)).toEqual([id])
  expect((await list(`q=${code}`)).reports).toMatchObject([{ id, overdue: false, supporters: 0 }])
  expect((await list('category=waste&bucket=new')).total).toBe(1)
  expect((await list('category=waste&bucket=mine')).total).toBe(0)
  const before = (await list('')).counts
  expect(before.all).toBeGreaterThan(before.open)
  await server.db
    .updateTable('reports')
    .set({ dueAt: new Date(Date.now() - 1000) })
    .where('id', '=', id)
    .execute()
  expect((await list('bucket=late')).reports).toMatchObject([{ id, overdue: true }])
  expect((await list('')).counts.late).toBe(before.late + 1)
  await step(operator, id, 'receive')
  expect((await list('category=waste&bucket=mine')).total).toBe(1)
  expect((await list('bucket=late')).total).toBe(0)
  expect((await follow(followCode)).answerDue).toBeTruthy()

  expect((await server.inject(null, 'GET', '/api/report-settings')).json()).toEqual(assumedSettings)
  const due = async () => Date.parse((await read(id)).due!)
  const was = await due()
  const longer = { ...assumedSettings, ordinaryDays: { value: 10, source: 'QĐ 1/2026', confidence: 'confirmed' } }
  expect(told(await server.inject(operator, 'PUT', '/api/report-settings', longer))).toEqual([403, 'session/role'])
  expect(told(await server.inject(admin, 'PUT', '/api/report-settings', longer))).toEqual([200, ''])
  expect(await due()).toBeGreaterThan(was)
  await server.inject(admin, 'PUT', '/api/report-settings', assumedSettings)
  expect(await due()).toBe(was)
})

describe('what is refused', () => {
  test('places far away, words without end, codes of nobody, files that are no photos, a sixth photo', async () => {
    const bad = async (more: Partial<NewReport>) =>
      told(await server.inject(null, 'POST', '/api/reports', reportOf(more)))
    expect(await bad({ lon: 106.7, lat: 10.8 })).toEqual([422, 'report/outside'])
    expect(await bad({ text: 'x'.repeat(4001) })).toEqual([400, 'request/invalid'])
    expect(await bad({ text: ' ' })).toEqual([400, 'request/invalid'])
    expect(await bad({ followCode: 'ngắn' })).toEqual([400, 'request/invalid'])
    expect(told(await server.inject(null, 'GET', '/api/reports/follow', undefined, by('xxxxxxxxxxxx')))[0]).toBe(404)
    const { followCode, id } = await send({ ...placeAt(100, 100) })
    const photo = (bytes: Uint8Array) => upload('/api/reports/follow/photos?name=a.jpg', bytes, by(followCode))
    expect(told(await photo(Buffer.from('%PDF-1.7 %%EOF')))).toEqual([422, 'photo/type'])
    expect(told(await photo(plainJpeg.subarray(0, 60)))).toEqual([422, 'photo/broken'])
    const png = (n: number) => Uint8Array.from([...PNG.subarray(0, -12), ...chunk('IDAT', n), ...PNG.subarray(-12)])
    for (let n = 0; n < 5; n++) expect((await photo(png(n))).statusCode).toBe(201)
    expect(told(await photo(png(5)))).toEqual([409, 'report/photos-full'])
    // Those of what was done are counted apart.
    const done = await upload(`/api/reports/cases/${id}/photos?name=b.png`, png(6), headersOf(operator))
    expect([done.statusCode, done.json().party]).toEqual([201, 'staff'])
    const { photoList } = await read(id)
    const other = await send({ ...placeAt(110, 110) })
    const foreign = `/api/reports/cases/${other.id}/photos/${photoList[0]!.hash}`
    expect((await server.inject(operator, 'GET', foreign)).statusCode).toBe(404)
  })

  test('all visitors together bring in no more than they may in a day', async () => {
    const { followCode } = await send({ ...placeAt(120, 120) })
    await server.restart({ visitorBytesADay: 100 })
    const full = await upload('/api/reports/follow/photos?name=a.jpg', plainJpeg, by(followCode))
    expect(told(full)).toEqual([429, 'permit/uploads-full'])
    await server.restart()
  })

  test('too many from one address; nothing of the address is kept', async () => {
    const answers: number[] = []
    for (let n = 0; n < 61; n++) {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/api/reports',
        payload: {},
        remoteAddress: '10.9.8.7',
      })
      answers.push(answer.statusCode)
    }
    expect([answers.slice(0, 60).every((status) => status === 400), answers[60]]).toEqual([true, 429])
    const { rows } = await server.db.executeQuery<{ hits: string }>({
      sql: `select count(*) as hits from reports r where r::text like '%10.9.8.7%'`,
      parameters: [],
    } as never)
    expect(Number(rows[0]!.hits)).toBe(0)
  })

  test('what a role may do stands in the table; roles without the work see nothing', async () => {
    const { id, followCode } = await send({ ...placeAt(140, 140) })
    for (const [role, person] of [
      ['operator', operator],
      ['approver', approver],
      ['admin', admin],
    ] as const) {
      const allowed = reportEvents.filter((event) => reportTable.new[event] && reportActors[event].includes(role))
      expect([role, (await read(id, person)).may]).toEqual([role, allowed])
      for (const event of reportEvents.filter((one) => !allowed.includes(one))) {
        const answer = await step(person, id, event, { note: 'x', revision: 1 })
        expect([event, role, answer.statusCode]).toEqual([event, role, reportTable.new[event] ? 403 : 422])
      }
    }
    for (const event of reportEvents.filter((one) => !reportActors[one].includes('citizen'))) {
      const answer = await stepByCode(followCode, event, { note: 'x' })
      expect([event, answer.statusCode]).toEqual([event, reportTable.new[event] ? 403 : 422])
    }
    for (const role of ['planner', 'reviewer'] as const) {
      const person = await server.person(role)
      expect(told(await server.inject(person, 'GET', `/api/reports/cases/${id}`))).toEqual([403, 'session/role'])
    }
  })

  test('reports of another ward are neither read nor moved nor listed', async () => {
    const { id } = await send({ ...placeAt(160, 160) })
    const stranger = await server.person('operator', '31318')
    const set = (unitCode: string | null) =>
      server.db.updateTable('reports').set({ unitCode }).where('id', '=', id).execute()
    await set('31333')
    const url = `/api/reports/cases/${id}`
    expect(told(await server.inject(stranger, 'GET', url))).toEqual([403, 'permit/unit'])
    expect(told(await step(stranger, id, 'receive', { revision: 1 }))).toEqual([403, 'permit/unit'])
    const listed = await server.inject(stranger, 'GET', '/api/reports/cases?bucket=all')
    expect(listed.statusCode, listed.body).toBe(200)
    const { reports } = listed.json<ReportPage>()
    expect(reports.some((one) => one.id === id)).toBe(false)
    await set(null)
    expect((await server.inject(stranger, 'GET', url)).statusCode).toBe(200)
  })
})

test('the sender adds words, takes back their name, and withdraws', async () => {
  const { id, followCode } = await send({ ...placeAt(180, 180) })
  expect(told(await stepByCode(followCode, 'supplement', { note: 'Ngay gốc cây dầu' }))).toEqual([200, ''])
  expect(await read(id)).toMatchObject({ contact: { name: 'Trần Văn Gửi' }, anonymous: false })
  const forgot = await server.inject(null, 'DELETE', '/api/reports/follow/people', undefined, by(followCode))
  expect(forgot.statusCode).toBe(204)
  expect(await read(id)).toMatchObject({ contact: null, anonymous: true })
  expect(told(await stepByCode(followCode, 'withdraw'))).toEqual([200, ''])
  expect(await follow(followCode)).toMatchObject({ state: 'withdrawn', may: [] })
})

test('ledger and records hold no words, names, places or phones, and verify; a row changed by hand is found', async () => {
  const kept = await server.db.selectFrom('records').select('record').where('subject', 'like', 'report/%').execute()
  const entries = await server.db.selectFrom('ledger').selectAll().where('subject', 'like', 'report/%').execute()
  const all = JSON.stringify([kept, entries])
  expect(kept.length).toBeGreaterThan(20)
  expect(/Nguyễn|Trần|Gửi|0912 345|Ổ gà|Đèn tắt|105\.4|Đã vá/.exec(all)).toBeNull()
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
  const { id } = await send({ ...placeAt(220, 220) })
  await server.db.updateTable('reports').set({ unit: 'ai đó' }).where('id', '=', id).execute()
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toMatchObject([{ what: 'record' }])
  await server.db.updateTable('reports').set({ unit: null }).where('id', '=', id).execute()
})

/** One grey pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)
/** A chunk that differs by a number; nobody draws it here. */
function chunk(name: string, n: number): number[] {
  return [0, 0, 0, 1, ...Buffer.from(name), n, 0, 0, 0, 0]
}
