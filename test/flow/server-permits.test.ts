/** The permit desk on a real PostgreSQL: a case from its filing to its permit, by the people who may, and by nobody else. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import {
  type Attachment,
  FOLLOW_HEADER,
  type NewPermit,
  type PermitCase,
  type PermitFiled,
  type PermitFollow,
  type PermitPage,
  type PermitStep,
  type RegisterPage,
} from '../../scenarios/api/permits.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { permitEvents } from '../../scenarios/permits/process.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import { dropFiles, fileOf } from '../../server/attachments.ts'
import { eventsAfter, lastEventId } from '../../server/events.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { runClock } from '../../server/permits/clock.ts'
import { maskName, maskPeople } from '../../server/permits/words.ts'
import { cityTiles } from '../../server/tiles.ts'
import { glbBox, ifcHouse } from '../buildings.ts'
import { applicationOf, newPermit, owner } from '../permit-application.ts'
import { box, changed, house } from '../permit-cases.ts'
import { type Answer, type Person, startServer, type TestServer } from './server-harness.ts'

const UNIT = '31318'
const OTHER = '31321'
/** A metre beyond its lot. */
const beyond: PermitCheck = changed(house, {
  building: {
    parts: [{ ...house.building.parts[0]!, footprint: box(-1, 0, 7, 20) }],
  },
})

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
  stranger = await server.person('reviewer', OTHER)
})
afterAll(() => server.stop())
afterEach(() => {
  vi.useRealTimers()
})

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]

async function file(check: PermitCheck = house, unitCode = UNIT): Promise<PermitFiled> {
  const desk = unitCode === UNIT ? reviewer : stranger
  const answer = await server.inject(desk, 'POST', '/api/permits', newPermit(check, unitCode))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const read = async (id: string, who: Person = reviewer): Promise<PermitCase> => {
  const answer = await server.inject(who, 'GET', `/api/permits/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
/** At the revision that stands, unless one is named. */
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
const check = (id: string, who: Person = reviewer) => server.inject(who, 'POST', `/api/permits/${id}/check`)
const queue = async (query = '', who: Person = reviewer): Promise<PermitPage> => {
  const answer = await server.inject(who, 'GET', `/api/permits?${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const follow = async (code: string): Promise<PermitFollow> =>
  (await server.inject(null, 'GET', '/api/permits/follow', undefined, { [FOLLOW_HEADER]: code })).json()
const upload = (url: string, bytes: Buffer, headers: Record<string, string>, who: Person | null = null) =>
  server.app.inject({
    method: 'POST',
    url,
    payload: bytes,
    headers: {
      ...(who ? { cookie: who.cookie, 'x-csrf-token': who.csrf } : {}),
      'content-type': 'application/octet-stream',
      ...headers,
    },
  })
const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`)

async function toSign(plan: PermitCheck = house): Promise<string> {
  const { id } = await file(plan)
  await steps(id, [reviewer, 'receive'], [reviewer, 'assign', { to: reviewer.id }])
  expect((await check(id)).statusCode).toBe(200)
  await steps(id, [reviewer, 'propose'])
  return id
}

test('filed, received, checked, supplemented, consulted, proposed, approved and issued, all of it in the ledger', async () => {
  const answer = await server.inject(null, 'POST', '/api/permits', newPermit())
  expect(answer.statusCode, answer.body).toBe(201)
  const { id, code, followCode }: PermitFiled = answer.json()
  expect(code).toMatch(/^H13\.31318-\d{6}-\d{4}$/)
  expect((await read(id)).may).toEqual(['receive', 'refuse-at-intake', 'withdraw'])

  let now = await steps(id, [reviewer, 'receive'], [approver, 'assign', { to: reviewer.id }])
  expect(now).toMatchObject({ state: 'in-review', assigneeId: reviewer.id, revision: 3, verdict: null, people: owner })
  expect(now.clock).toMatchObject({ bucket: 'ahead', termDays: 7 })
  // What is filed when the desk is closed counts from the next working day.
  expect(now.clock.leftDays).toBeOneOf([7, 8])
  expect(now.history.map(({ event, actor, to }) => [event, actor, to])).toEqual([
    ['file', 'applicant', null],
    ['receive', 'Người reviewer', null],
    ['assign', 'Người approver', 'Người reviewer'],
  ])

  // A decision needs the server's own check; a supplement makes an older one void.
  expect(told(await step(reviewer, id, 'propose'))).toEqual([422, 'permit/no-check'])
  const report = (await check(id)).json()
  now = await read(id)
  expect([now.report, now.reportHash, now.reportCurrent]).toEqual([report, hashRecord(report), true])
  const stored = await server.db.selectFrom('permitChecks').selectAll().where('permitId', '=', id).execute()
  expect(stored.map(({ input }) => checkPermit(input))).toEqual([report])
  expect(stored[0]!.input.workingDaysPassed).toBe(0)

  now = await steps(id, [reviewer, 'request-supplement', { note: 'Thiếu bản vẽ mặt đứng' }])
  expect(now.clock.bucket).toBe('paused')
  const seen = await follow(followCode)
  expect(seen).toMatchObject({ code, state: 'supplement-requested', may: ['supplement', 'withdraw'] })
  expect(seen.history.at(-1)!.note).toBe('Thiếu bản vẽ mặt đứng')
  const supplement = { event: 'supplement', revision: seen.revision, note: 'Đã bổ sung' }
  const own = { [FOLLOW_HEADER]: followCode }
  const application = { ...applicationOf(), colour: 'xanh' }
  const bring = (body: object) => server.inject(null, 'POST', '/api/permits/follow/events', body, own)
  expect(told(await bring({ ...supplement, application: applicationOf(house, OTHER) }))).toEqual([
    422,
    'permit/other-case',
  ])
  expect(told(await bring({ ...supplement, event: 'receive' }))).toEqual([422, 'permit/impossible'])
  expect((await bring({ ...supplement, application })).json().state).toBe('in-review')
  now = await read(id)
  expect([now.application.colour, now.reportCurrent]).toEqual(['xanh', false])
  expect(told(await step(reviewer, id, 'propose'))).toEqual([422, 'permit/no-check'])

  const fire = { to: 'Công an PCCC' }
  await steps(id, [reviewer, 'consult', fire], [reviewer, 'opinion', { ...fire, note: 'Thống nhất' }])
  await steps(id, [reviewer, 'conclude'])
  await check(id)
  now = await steps(id, [reviewer, 'propose'])
  expect(now.may).toEqual(['withdraw'])
  expect((await read(id, approver)).may).toEqual(['return', 'approve', 'refuse'])
  expect(told(await step(reviewer, id, 'approve'))).toEqual([403, 'permit/role'])
  now = await steps(id, [approver, 'approve', { note: 'Đồng ý' }], [reviewer, 'issue'])
  expect(now).toMatchObject({ state: 'issued', specimen: true, permitNumber: expect.stringMatching(/^\d+\/GPXD-MẪU$/) })
  expect(now.clock.bucket).toBe('closed')
  expect(told(await check(id))).toEqual([409, 'permit/decided'])

  const entries = (await readLedger(server.db, 0, 10_000)).filter(({ subject }) => subject === `permit/${id}`)
  expect(entries.map(({ action, role }) => `${action} ${role}`)).toEqual([
    ...['permit.file citizen', 'permit.receive reviewer', 'permit.assign approver', 'permit.checked reviewer'],
    ...['permit.request-supplement reviewer', 'permit.supplement citizen', 'permit.consult reviewer'],
    ...['permit.opinion reviewer', 'permit.conclude reviewer', 'permit.checked reviewer', 'permit.propose reviewer'],
    ...['permit.approve approver', 'permit.issue reviewer'],
  ])
  const decided = entries.find(({ action }) => action === 'permit.approve')!
  expect(decided.detail).toMatchObject({ report: now.reportHash, specimen: true })
  expect(entries.map(({ actor }) => actor).filter((actor) => actor.includes('Người'))).toEqual([])
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('a ledger tells of a step, a check or a state that was changed in the database', async () => {
  const id = await toSign()
  const faults = async () => (await verifyStoredLedger(server.db, server.dataDir)).faults
  const tried = async (statement: string) => {
    await server.db
      .transaction()
      .execute(async (trx) => {
        await sql`set local session_replication_role = replica`.execute(trx)
        await sql.raw(statement).execute(trx)
        expect(await verifyStoredLedger(trx, server.dataDir).then(({ faults: found }) => found)).toEqual([
          { sequence: expect.any(Number), what: 'record' },
        ])
        throw new Error('undo')
      })
      .catch((error: Error) => expect(error.message).toBe('undo'))
  }
  expect(await faults()).toEqual([])
  await tried(`update permit_history set note = 'khác' where permit_id = '${id}' and revision = 2`)
  await tried(`update permit_checks set report = jsonb_set(report, '{verdict}', '"x"') where permit_id = '${id}'`)
  await tried(`update permits set state = 'approved' where id = '${id}'`)
  await tried(`update permits set application = jsonb_set(application, '{colour}', '"đen"') where id = '${id}'`)
  await tried(`update permits set permit_number = '1/GPXD', issued_at = now() where id = '${id}'`)
  await tried(`insert into permit_attachments values ('${id}', 'h', 'a', 'pdf', 1, now())`)
  await tried(`delete from permit_history where permit_id = '${id}' and revision = 2`)
})

describe('decisions', () => {
  test('what fails a rule is not approved, and is refused by its clauses alone', async () => {
    const { id } = await file(beyond)
    await steps(id, [reviewer, 'receive'], [reviewer, 'assign', { to: reviewer.id }])
    const { rules } = (await check(id)).json()
    const failed = rules.filter(({ verdict }: { verdict: string }) => verdict === 'fail')
    expect(failed.length).toBeGreaterThan(0)
    await steps(id, [reviewer, 'propose'])
    expect(told(await step(approver, id, 'approve'))).toEqual([422, 'permit/fails'])
    const refuse = (clauses: string[]) => step(approver, id, 'refuse', { note: 'Vượt chỉ giới', clauses })
    expect(told(await refuse([]))).toEqual([422, 'permit/no-clause'])
    expect(told(await refuse(['Mô phỏng ngập']))).toEqual([422, 'permit/clause-not-failed'])
    const refused: PermitCase = (await refuse([failed[0].clause])).json()
    expect([refused.state, refused.history.at(-1)!.clauses]).toEqual(['refused', [failed[0].clause]])
    expect([refused.clock.bucket, refused.may]).toEqual(['closed', []])
  })

  test('where a rule needs a person, nothing is approved without what that person found', async () => {
    const id = await toSign({ ...house, plans: { approved: null, urbanDesign: null, architecture: null } })
    expect((await read(id)).verdict).toBe('person')
    expect(told(await step(approver, id, 'approve'))).toEqual([422, 'permit/judgement'])
    await steps(id, [approver, 'approve', { note: 'Không có quy hoạch chi tiết; đối chiếu thực địa phù hợp' }])
  })

  test('of two at once one is told that the case has moved on', async () => {
    const id = await toSign()
    const { revision } = await read(id)
    const answers = await Promise.all(
      (['approve', 'return'] as const).map((event) =>
        server.inject(approver, 'POST', `/api/permits/${id}/events`, { event, revision, note: 'Ý kiến' }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    expect(codeOf(answers.find(({ statusCode }) => statusCode === 409)!)).toBe('permit/conflict')
    expect((await read(id)).revision).toBe(revision + 1)
  })

  test('permits are numbered by unit without a gap or a double, however many are issued at once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => toSign()))
    for (const id of ids) await steps(id, [approver, 'approve'])
    const before = (await readRegister()).entries.length
    const answers = await Promise.all([...ids, ...ids].map((id) => step(approver, id, 'issue')))
    // The second of two finds the revision old, or, where it looked later, the permit issued.
    const late = answers.filter(({ statusCode }) => statusCode !== 200)
    expect(late.length).toBe(6)
    for (const { statusCode } of late) expect([409, 422]).toContain(statusCode)
    const numbers = await Promise.all(ids.map(async (id) => Number.parseInt((await read(id)).permitNumber!, 10)))
    expect(numbers.sort((a, b) => a - b)).toEqual(ids.map((_, i) => before + i + 1))
  })
})

const readRegister = async (query = ''): Promise<RegisterPage> =>
  (await server.inject(null, 'GET', `/api/register?${query}`)).json()

test('a permit that is none of a specimen waits for its signature', async () => {
  const id = await toSign()
  await steps(id, [approver, 'approve'])
  await server.db.updateTable('permits').set({ specimen: false }).where('id', '=', id).execute()
  expect(told(await step(approver, id, 'issue'))).toEqual([422, 'permit/unsigned'])
  expect((await read(id)).permitNumber).toBeNull()
})

test('whatever is sent, no answer is a bug and the ledger stays whole', async () => {
  const { id, followCode } = await file()
  const text = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constantFrom('', reviewer.id, id, '%00', "'--"),
  )
  const sent = fc.record({
    event: fc.constantFrom(...permitEvents),
    revision: fc.integer({ min: 1, max: 6 }),
    note: text,
    clauses: fc.array(text, { maxLength: 2 }),
    to: text,
  })
  const fine = expect.toSatisfy((status: number) => status < 500)
  await fc.assert(
    fc.asyncProperty(sent, text, fc.constantFrom(reviewer, approver, admin), async (body, word, who) => {
      expect((await server.inject(who, 'POST', `/api/permits/${id}/events`, body)).statusCode).toEqual(fine)
      const own = { [FOLLOW_HEADER]: followCode }
      expect((await server.inject(null, 'POST', '/api/permits/follow/events', body, own)).statusCode).toEqual(fine)
      const q = encodeURIComponent(word)
      for (const url of [
        `/api/permits?q=${q}`,
        `/api/permits?unit=${q}`,
        `/api/permits?assignee=${q}`,
        `/api/register?q=${q}`,
      ])
        expect((await server.inject(who, 'GET', url)).statusCode).toEqual(fine)
      const put = await upload(`/api/permits/${id}/attachments?name=${q}`, pdf(word), {}, reviewer)
      expect(put.statusCode).toEqual(fine)
      const people = { ...owner, ownerName: word.trim() || 'x' }
      const application = { ...applicationOf(), workTitle: `Nhà của ${people.ownerName}` }
      const filed = await server.inject(who, 'POST', '/api/permits', { application, people })
      expect(filed.statusCode).toEqual(fine)
      if (filed.statusCode === 201) expect((await read(filed.json().id, admin)).people).toBeNull()
    }),
    { numRuns: 25 },
  )
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

describe('people', () => {
  const secrets = [owner.ownerName, owner.ownerId, owner.phone, 'Sáu Đời', owner.ownerName.normalize('NFD')]
  const clean = (answer: Answer) => {
    expect(answer.statusCode, answer.body).toBe(200)
    for (const secret of secrets) expect(answer.body).not.toContain(secret)
  }

  test('their names and numbers are in no answer for those without the right', async () => {
    const { id, followCode } = await file()
    const name = encodeURIComponent(`${owner.ownerName} - CCCD.pdf`)
    const url = `/api/permits/${id}/attachments?name=${name}`
    expect((await upload(url, pdf('chứng minh'), {}, reviewer)).statusCode).toBe(201)
    await steps(id, [reviewer, 'receive'], [reviewer, 'assign', { to: reviewer.id }])
    await check(id)
    await steps(id, [reviewer, 'propose', { note: `Bà ${owner.ownerName}, ${owner.phone}, đồng ý` }])
    await steps(id, [approver, 'approve'], [approver, 'issue'])
    const full = await read(id)
    expect([full.people, full.application.workTitle, full.attachments[0]!.name]).toEqual([
      owner,
      `Nhà ở riêng lẻ của bà ${owner.ownerName}`,
      `${owner.ownerName} - CCCD.pdf`,
    ])
    // The administrator keeps accounts, not people's data.
    clean(await server.inject(admin, 'GET', `/api/permits/${id}`))
    clean(await server.inject(admin, 'GET', '/api/permits'))
    clean(await server.inject(null, 'GET', '/api/register'))
    clean(
      await server
        .inject(null, 'GET', '/api/permits/follow', undefined, { [FOLLOW_HEADER]: followCode })
        .then((answer) => ({ ...answer, body: JSON.stringify({ ...answer.json(), attachments: [] }) }) as Answer),
    )
    clean(await server.inject(await server.person('planner'), 'GET', '/api/ledger'))
    const events = await eventsAfter(server.db, (await lastEventId(server.db)) - 20)
    expect(events.at(-1)!.event).toEqual({ type: 'permit', id, revision: full.revision })
    for (const secret of secrets) expect(JSON.stringify(events)).not.toContain(secret)
    expect((await readRegister('q=tran hung')).entries[0]).toMatchObject({
      owner: 'N*** T** S** Đ**',
      title: 'Nhà ở riêng lẻ của bà N*** T** S** Đ**',
      permitNumber: full.permitNumber,
      specimen: true,
    })
    expect((await readRegister('q=sau doi')).total).toBe(0)
    expect((await queue('q=sau doi', admin)).total).toBe(0)
    expect((await queue('q=sau doi')).total).toBeGreaterThan(0)
  })

  test('another unit sees neither the case nor its people, its files or its steps', async () => {
    const { id } = await file()
    const put = await upload(`/api/permits/${id}/attachments?name=a.pdf`, pdf('của đơn vị'), {}, reviewer)
    const { hash }: Attachment = put.json()
    for (const [method, url, body] of [
      ['GET', `/api/permits/${id}`],
      ['POST', `/api/permits/${id}/events`, { event: 'receive', revision: 1, note: '' }],
      ['POST', `/api/permits/${id}/check`],
      ['GET', `/api/permits/${id}/attachments/${hash}`],
    ] as const) {
      const answer = await server.inject(stranger, method, url, body)
      expect([url, ...told(answer)]).toEqual([url, 403, 'permit/unit'])
    }
    const foreign = await upload(`/api/permits/${id}/attachments?name=a.pdf`, pdf('x'), {}, stranger)
    expect(told(foreign)).toEqual([403, 'permit/unit'])
    expect(told(await server.inject(stranger, 'POST', '/api/permits', newPermit()))).toEqual([403, 'permit/unit'])
    const page = await queue(`unit=${UNIT}`, stranger)
    expect([page.total, page.cases]).toEqual([0, []])
    const mine = await file(house, OTHER)
    expect((await queue('', stranger)).cases.map(({ unitCode }) => unitCode)).toEqual([OTHER])
    const staff = (await server.inject(stranger, 'GET', '/api/permits/staff')).json<{ id: string }[]>()
    expect(staff.map(({ id: one }) => one)).toContain(stranger.id)
    expect(staff.map(({ id: one }) => one)).not.toContain(reviewer.id)
    const answer = await server.inject(stranger, 'POST', `/api/permits/${mine.id}/events`, {
      event: 'receive',
      revision: 1,
      note: '',
    })
    expect(answer.statusCode).toBe(200)
    const assign = { event: 'assign', revision: 2, note: '', to: reviewer.id }
    const assigned = await server.inject(stranger, 'POST', `/api/permits/${mine.id}/events`, assign)
    expect(told(assigned)).toEqual([422, 'permit/assignee'])
    // The administrator gives an account its unit.
    const patched = await server.inject(admin, 'PATCH', `/api/users/${stranger.id}`, { unitCode: UNIT })
    expect(patched.json().unitCode).toBe(UNIT)
    expect((await read(id, stranger)).people).toEqual(owner)
    await server.inject(admin, 'PATCH', `/api/users/${stranger.id}`, { unitCode: OTHER })
  })

  test('they are erased when the case has ended, with their files; the case stays', async () => {
    const { id } = await file()
    const bytes = pdf(randomBytes(8).toString('hex'))
    const { hash }: Attachment = (await upload(`/api/permits/${id}/attachments?name=a.pdf`, bytes, {}, reviewer)).json()
    const shared = await file()
    await upload(`/api/permits/${shared.id}/attachments?name=b.pdf`, bytes, {}, reviewer)
    const erase = () => server.inject(admin, 'DELETE', `/api/permits/${id}/people`)
    expect(told(await erase())).toEqual([409, 'permit/open'])
    await steps(id, [reviewer, 'withdraw'])
    expect((await erase()).statusCode).toBe(204)
    const left = await read(id)
    expect([left.people, left.attachments, left.state]).toEqual([null, [], 'withdrawn'])
    expect(existsSync(fileOf(server.dataDir, hash))).toBe(true)
    await server.db.deleteFrom('permitAttachments').where('hash', '=', hash).execute()
    await dropFiles(server.db, server.dataDir, [hash])
    expect(existsSync(fileOf(server.dataDir, hash))).toBe(false)
    expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
  })

  test('names are masked however they are written', () => {
    expect(maskName('Nguyễn Văn A')).toBe('N*** V** A')
    expect(maskPeople(`của NGUYỄN  THỊ sáu đời, ${owner.phone}`, owner)).toBe('của N*** T** s** đ**, *******645')
    expect(maskPeople('không ai', null)).toBe('không ai')
  })
})

describe('files', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const glb = (length: number): Buffer => {
    const bytes = Buffer.alloc(20, ' ')
    bytes.write('glTF')
    bytes.writeUInt32LE(2, 4)
    bytes.writeUInt32LE(length, 8)
    return bytes
  }
  const dxf = '0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n10\n0\n20\n0\n11\n5\n21\n5\n0\nENDSEC\n0\nEOF\n'
  const point = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[105.47,9.78]}}'
  const ifc = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n"
  const taken: [string, Buffer | string][] = [
    ['pdf', pdf('a')],
    ['png', png],
    ['jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(9), Buffer.from([0xff, 0xd9])])],
    ['dxf', dxf],
    ['geojson', point],
    ['ifc', ifc],
    ['glb', glb(20)],
  ]
  const refused: [string, Buffer | string, number, string][] = [
    ['html', '<html><script>alert(1)</script>', 415, 'permit/attachment-type'],
    ['exe', Buffer.from('MZ\x90\x00'), 415, 'permit/attachment-type'],
    ['zip', Buffer.from('PK\x03\x04'), 415, 'permit/attachment-type'],
    ['a text', 'x,y\n1,2\n', 415, 'permit/attachment-type'],
    ['a step file', ifc.replace('IFC4', 'AP214'), 415, 'permit/attachment-type'],
    ['cut pdf', '%PDF-1.7\n', 422, 'permit/attachment-broken'],
    ['cut png', png.subarray(0, 40), 422, 'permit/attachment-broken'],
    ['cut glb', glb(24), 422, 'permit/attachment-broken'],
    ['cut dxf', dxf.slice(0, 40), 422, 'permit/attachment-broken'],
    ['cut geojson', point.slice(0, 50), 422, 'permit/attachment-broken'],
    ['nothing', '', 400, 'request/invalid'],
  ]

  test('a building’s file and its place go with the application; the file is the attachment of that hash', async () => {
    const bytes = Buffer.from(ifcHouse({ schema: 'IFC2X3' }))
    const model = {
      hash: hashBytes(bytes),
      kind: 'ifc' as const,
      placement: {
        east: 551_700,
        north: 1_082_300,
        levelMetres: 2,
        turnedDegrees: 12,
        scale: 1,
        from: 'hand' as const,
      },
    }
    const permit = newPermit()
    const wrong = { ...permit, application: { ...permit.application, model: { ...model, hash: 'x' } } }
    expect(told(await server.inject(reviewer, 'POST', '/api/permits', wrong))[0]).toBe(400)
    const application = { ...permit.application, model }
    const filed = await server.inject(reviewer, 'POST', '/api/permits', { ...permit, application })
    const { id }: PermitFiled = filed.json()
    for (const [name, content] of [
      ['nha.ifc', bytes],
      ['nha.glb', Buffer.from(glbBox())],
    ] as const)
      expect((await upload(`/api/permits/${id}/attachments?name=${name}`, content, {}, reviewer)).statusCode).toBe(201)
    const opened = await read(id)
    expect(opened.application.model).toEqual(model)
    expect(opened.attachments.map(({ kind, hash }) => [kind, hash === model.hash])).toEqual([
      ['ifc', true],
      ['glb', false],
    ])
    expect(hashRecord(newPermit().application)).toBe(hashRecord({ ...newPermit().application, model: undefined }))
  })

  test('kinds are seen by content, files kept by hash and saved under safe headers', async () => {
    const { id, followCode } = await file()
    const own = { [FOLLOW_HEADER]: followCode }
    const put = (bytes: Buffer | string, name = 'tệp.exe') =>
      upload(`/api/permits/follow/attachments?name=${encodeURIComponent(name)}`, Buffer.from(bytes), own)
    for (const [kind, bytes] of taken) {
      const answer = await put(bytes, '../../Bản vẽ "1"\n.php')
      expect(answer.statusCode, `${kind}: ${answer.body}`).toBe(201)
      expect(answer.json()).toMatchObject({ kind, name: `Bản vẽ 1.${kind}` })
    }
    for (const [name, bytes, status, code] of refused) {
      expect([name, ...told(await put(bytes))]).toEqual([name, status, code])
    }
    const wrong = await upload('/api/permits/follow/attachments?name=a', pdf('a'), { [FOLLOW_HEADER]: 'not a code' })
    expect(told(wrong)).toEqual([404, 'request/not-found'])
    expect(told(await put(Buffer.alloc(25 * 2 ** 20 + 1)))).toEqual([413, 'request/too-large'])

    const listed = (await read(id)).attachments
    expect(listed.map(({ kind }) => kind)).toEqual(taken.map(([kind]) => kind))
    const got = await server.inject(reviewer, 'GET', `/api/permits/${id}/attachments/${listed[0]!.hash}`)
    expect(got.rawPayload).toEqual(pdf('a'))
    expect(createHash('sha256').update(got.rawPayload).digest('hex')).toBe(listed[0]!.hash)
    expect(readFileSync(fileOf(server.dataDir, listed[0]!.hash))).toEqual(pdf('a'))
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment; filename="Ban ve 1.pdf"; filename*=UTF-8\'\'B%E1%BA%A3n%20v%E1%BA%BD%201.pdf',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    })
    expect((await server.inject(admin, 'GET', `/api/permits/${id}/attachments/${listed[0]!.hash}`)).statusCode).toBe(
      403,
    )

    // The same file again is the same; thirty are enough; and none comes once the case is in review.
    expect((await put(pdf('a'), 'khác.pdf')).json()).toEqual(listed[0])
    for (let i = listed.length; i < 30; i++) expect((await put(pdf(`số ${i}`))).statusCode).toBe(201)
    expect(told(await put(pdf('quá')))).toEqual([409, 'permit/attachments-full'])
    await steps(id, [reviewer, 'receive'])
    expect(told(await put(pdf('muộn')))).toEqual([409, 'permit/attachments-closed'])
  })
})

describe('the queue', () => {
  test('is filtered, searched without diacritics, counted by the clock and sorted by the day that is due', async () => {
    const unit = '31333'
    const desk = await server.person('reviewer', unit)
    const made: string[] = []
    for (const street of ['Đường Nguyễn Huệ', 'Hẻm 12 Lê Lợi', 'Đường Số 7']) {
      const application = applicationOf(house, unit)
      const body = { people: owner, application: { ...application, site: { ...application.site, street } } }
      made.push((await server.inject(desk, 'POST', '/api/permits', body)).json<PermitFiled>().id)
    }
    const [hue, loi, seven] = made as [string, string, string]
    const move = async (id: string, event: PermitStep['event'], note = '', to?: string) => {
      const { revision } = await read(id, desk)
      const body = { event, revision, note, ...(to ? { to } : {}) }
      const answer = await server.inject(desk, 'POST', `/api/permits/${id}/events`, body)
      expect(answer.statusCode, answer.body).toBe(200)
    }
    const find = async (query: string) => (await queue(query, desk)).cases.map(({ id }) => id)
    expect(await find('q=nguyen hue')).toEqual([hue])
    expect(await find('q=HUỆ ngu')).toEqual([hue])
    expect(await find('q=duong')).toEqual([hue, seven])
    expect(await find(`q=${(await read(loi, desk)).code}`)).toEqual([loi])
    expect(await find("q='; drop table permits; --")).toEqual([])
    expect(await find('q=093188')).toEqual(made)
    expect(await find('sort=newest')).toEqual(made.toReversed())
    await move(seven, 'receive')
    await move(loi, 'receive')
    await move(loi, 'assign', '', desk.id)
    expect(await find('')).toEqual([loi, seven, hue])
    expect(await find(`assignee=${desk.id}`)).toEqual([loi])
    expect(await find('assignee=none&state=submitted')).toEqual([hue])
    await move(loi, 'request-supplement', 'Thiếu')
    await move(hue, 'withdraw')
    const counts = async () => (await queue('', desk)).counts
    expect(await counts()).toEqual({ ahead: 1, soon: 0, late: 0, paused: 1, closed: 1 })
    expect(await find('bucket=paused')).toEqual([loi])

    // The database's own clock decides; the office's calendar moves the days.
    const due = (await read(seven, desk)).clock.due!
    const year = { year: Number(due.slice(0, 4)), confirmed: 'Thông báo', tetDaysBefore: null, nationalDay: null }
    const off = { date: due, kind: 'off', note: 'Nghỉ bão', source: 'Công văn 1' }
    const calendar = {
      years: [{ ...year, days: [off] }],
      hours: { cutOffMinutes: 1020, saturdayCutOffMinutes: null },
    }
    const put = await server.inject(admin, 'PUT', '/api/holidays', calendar)
    expect(put.statusCode, put.body).toBe(200)
    expect(put.json().days).toContainEqual(expect.objectContaining({ date: due, source: 'Công văn 1' }))
    const later = (await read(seven, desk)).clock.due!
    expect(later > due).toBe(true)
    const row = () =>
      server.db.selectFrom('permits').select(['due', 'lateAt']).where('id', '=', seven).executeTakeFirstOrThrow()
    expect((await row()).due).toBe(later)
    await server.inject(admin, 'PUT', '/api/holidays', { ...calendar, years: [] })
    expect((await row()).due).toBe(due)
    await server.db
      .updateTable('permits')
      .set({ lateAt: new Date(Date.now() - 1000) })
      .where('id', '=', seven)
      .execute()
    expect(await counts()).toEqual({ ahead: 0, soon: 0, late: 1, paused: 1, closed: 1 })
  })
})

describe('the clock', () => {
  const desk = () => ({
    db: server.db,
    secrets: server.secrets,
    dataDir: server.dataDir,
    tiles: cityTiles(join(server.dir, 'tiles')),
  })
  const later = (days: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })
    return new Date()
  }

  test('silence is consent when its term is over, once, and in the ledger as the clock', async () => {
    const { id } = await file()
    await steps(id, [reviewer, 'receive'], [reviewer, 'assign', { to: reviewer.id }])
    await steps(id, [reviewer, 'consult', { to: 'Công ty Điện lực' }])
    await runClock(desk(), new Date())
    expect((await read(id)).state).toBe('consulting')
    const moved = await Promise.all([runClock(desk(), later(12)), runClock(desk(), new Date())])
    expect(moved[0] + moved[1]).toBeGreaterThan(0)
    vi.useRealTimers()
    const { state, history } = await read(id)
    expect(state).toBe('in-review')
    expect(history.filter(({ actor }) => actor === 'clock').map(({ event }) => event)).toEqual(['conclude'])
    const entry = (await readLedger(server.db, 0, 10_000)).findLast(({ subject }) => subject === `permit/${id}`)
    expect(entry).toMatchObject({ actor: 'clock', role: 'clock', action: 'permit.conclude' })
  })

  test('a permit whose works never started lapses after its year', async () => {
    const id = await toSign()
    await steps(id, [approver, 'approve'], [approver, 'issue'])
    await runClock(desk(), later(360))
    expect((await read(id)).state).toBe('issued')
    vi.useRealTimers()
    await runClock(desk(), later(370))
    vi.useRealTimers()
    expect((await read(id)).state).toBe('lapsed')
    expect((await readRegister()).entries.find(({ state }) => state === 'lapsed')).toBeDefined()
    expect(await runClock(desk(), new Date())).toBe(0)
  })
})

test('a form whose places differ, or of no unit, is refused', async () => {
  const filed = async (change: (permit: NewPermit) => void) => {
    const permit = structuredClone(newPermit())
    change(permit)
    return told(await server.inject(await server.person('reviewer'), 'POST', '/api/permits', permit))
  }
  expect(await filed(({ application }) => Object.assign(application, { procedure: 'repair' }))).toEqual([
    422,
    'permit/incoherent',
  ])
  expect(await filed(({ application }) => Object.assign(application.site, { unitCode: OTHER }))).toEqual([
    422,
    'permit/incoherent',
  ])
  const nowhere = applicationOf(house, '../..')
  expect(await filed((permit) => Object.assign(permit, { application: nowhere }))).toEqual([422, 'permit/unit-unknown'])
  expect(await filed(({ people }) => Object.assign(people, { phone: '123' }))).toEqual([400, 'request/invalid'])
})

test('filing online is limited by address and by size', async () => {
  const body = JSON.stringify(newPermit())
  const post = (payload: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/permits',
      remoteAddress: '10.9.8.7',
      headers: { 'content-type': 'application/json' },
      payload,
    })
  expect(told(await post(`${body.slice(0, -1)}${' '.repeat(2 * 2 ** 20)}}`))).toEqual([413, 'request/too-large'])
  const statuses: number[] = []
  for (let i = 0; i < 21; i++) statuses.push((await post(body)).statusCode)
  expect([statuses[0], statuses.at(-1)]).toEqual([201, 429])
})
