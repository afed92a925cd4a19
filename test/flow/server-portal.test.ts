/** The national portal against a bus on loopback that is down, slow, broken, forgetful; and a server that is killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type { PortalQueue } from '../../scenarios/api/office.ts'
import type { PermitCase, PermitStep } from '../../scenarios/api/permits.ts'
import { agencyOf, caseCode, type PortalCase } from '../../scenarios/permits/portal.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { type PortalSettings, projectDir } from '../../server/settings.ts'
import { applicationOf, owner } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { type Bus, SEND, startBus } from './portal-bus.ts'
import { openFolder, type Person, startServer, type TestServer, until } from './server-harness.ts'

const UNIT = '31318'
const OTHER = '31321'
const RECEIVE = 'nhan-ve-nhan-ve-nhan-ve'
/** In seconds what takes half a minute in use. */
const pace = { lookMs: 250, answerMs: 2000, leaseSeconds: 4 }
let bus: Bus
let server: TestServer
let reviewer: Person
let admin: Person
let portal: PortalSettings
beforeAll(async () => {
  bus = await startBus()
  const credentialFile = join(openFolder('portal'), 'portal.json')
  writeFileSync(credentialFile, JSON.stringify({ send: SEND, receive: RECEIVE }))
  portal = { url: bus.url, credentialFile, filesFrom: [new URL(bus.url).origin], pace }
  server = await startServer({ portal })
  reviewer = await server.person('reviewer', UNIT)
  admin = await server.person('admin')
  const codes = { '1.013225': 'new' }
  const saved = await server.inject(admin, 'PUT', '/api/office/procedures', { codes, revision: 0 })
  expect(saved.statusCode, saved.body).toBe(200)
})
afterAll(async () => {
  await server.stop()
  await bus.stop()
})
beforeEach(() => {
  bus.mood = 'up'
  bus.moodOf = () => null
})

let count = 0
function message(more: Partial<PortalCase> = {}, unitCode = UNIT): PortalCase {
  return {
    MaHoSo: caseCode(agencyOf(unitCode), '2026-11-20', ++count),
    MaTTHC: '1.013225',
    DonViXuLy: agencyOf(unitCode),
    NgayNopHoSo: '20261120093000',
    ChuHoSo: owner.ownerName,
    MaDoiTuong: owner.ownerId,
    SoDienThoaiChuHoSo: owner.phone,
    ToKhai: applicationOf(house, unitCode),
    TaiLieuNop: [],
    ...more,
  }
}
const bring = (body: object, credential = RECEIVE) =>
  server.inject(null, 'POST', '/api/portal/cases', body, { authorization: `Bearer ${credential}` })
const codeOf = (answer: { body: string }) => apiErrorSchema.parse(JSON.parse(answer.body)).code
const idOf = async (code: string): Promise<string> =>
  (await server.db.selectFrom('permits').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id
const read = async (id: string): Promise<PermitCase> =>
  (await server.inject(reviewer, 'GET', `/api/permits/${id}`)).json()
async function step(code: string, event: PermitStep['event'], more: Partial<PermitStep> = {}) {
  const id = await idOf(code)
  const { revision } = await read(id)
  const body = { event, revision, note: '', ...more }
  const answer = await server.inject(reviewer, 'POST', `/api/permits/${id}/events`, body)
  expect(answer.statusCode, answer.body).toBe(200)
}
const queue = async (who = admin, query = ''): Promise<PortalQueue> =>
  (await server.inject(who, 'GET', `/api/portal${query}`)).json()
const told = (code: string) => bus.applied.filter(({ MaHoSo }) => MaHoSo === code).map(({ TrangThai }) => TrangThai)
const settled = (code: string, statuses: number[]) =>
  until(async () => JSON.stringify(told(code)) === JSON.stringify(statuses))
/** Not to wait for half a minute: what waits may go now. */
const again = (code: string | null = null) => server.inject(admin, 'POST', '/api/portal/retry', { code })

async function filed(more: Partial<PortalCase> = {}): Promise<string> {
  const body = message(more)
  const answer = await bring(body)
  expect(answer.statusCode, answer.body).toBe(201)
  return body.MaHoSo
}

describe('in', () => {
  test('a case is filed as it came, once, and its states go back in order', async () => {
    const body = message()
    const first = await Promise.all([bring(body), bring(body), bring(body)])
    expect(first.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 201])
    expect(first[0]!.json()).toEqual({ MaHoSo: body.MaHoSo, TrangThai: 1 })
    expect((await bring(body)).statusCode).toBe(200)
    const now = await read(await idOf(body.MaHoSo))
    expect(now).toMatchObject({ code: body.MaHoSo, state: 'submitted', people: owner })
    expect(now.filedAt).toBe('2026-11-20T02:30:00.000Z')
    await step(body.MaHoSo, 'receive')
    await step(body.MaHoSo, 'assign', { to: reviewer.id })
    await step(body.MaHoSo, 'request-supplement', { note: `Thiếu CCCD của bà ${owner.ownerName}` })
    await settled(body.MaHoSo, [1, 2, 4, 5])
    const said = JSON.stringify(bus.applied)
    for (const secret of [owner.ownerName, owner.ownerId, owner.phone]) expect(said).not.toContain(secret)
    expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
  })

  test('the same code with other contents, a code that is ours, a wrong form, a wrong credential: refused by name', async () => {
    const body = message()
    await bring(body)
    const other = await bring({ ...body, ChuHoSo: 'Trần Văn Khác' })
    expect([other.statusCode, codeOf(other)]).toEqual([409, 'portal/changed'])
    const own = { people: owner, application: applicationOf(house, UNIT) }
    const { code } = (await server.inject(reviewer, 'POST', '/api/permits', own)).json()
    const taken = await bring({ ...body, MaHoSo: code })
    expect([taken.statusCode, codeOf(taken)]).toEqual([409, 'portal/code-taken'])
    for (const [change, place] of [
      [{ MaTTHC: '9' }, 'portal/procedure'],
      [{ DonViXuLy: agencyOf(OTHER) }, 'portal/unit'],
      [{ MaDoiTuong: 'x' }, 'portal/message'],
      [
        { TaiLieuNop: [{ TenTepDinhKem: 'a', DuongDanTaiTepTin: 'http://169.254.169.254/x', MaBam: '0'.repeat(64) }] },
        'portal/file-from',
      ],
    ] as const) {
      const wrong = await bring({ ...message(), ...change })
      expect([wrong.statusCode, codeOf(wrong)]).toEqual([422, place])
    }
    expect([
      (await bring(message(), SEND)).statusCode,
      (await server.inject(null, 'POST', '/api/portal/cases', message())).statusCode,
    ]).toEqual([401, 401])
    expect((await bring([])).statusCode).toBe(422)
  })

  test('codes of ours go around those that the portal gave', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
    const counter = await server.db
      .selectFrom('permitCounters')
      .selectAll()
      .where('name', 'like', `case/${UNIT}/%`)
      .executeTakeFirst()
    const next = (counter?.last ?? 0) + 1
    const body = message({ MaHoSo: caseCode(agencyOf(UNIT), today, next) })
    expect((await bring(body)).statusCode).toBe(201)
    const own = { people: owner, application: applicationOf(house, UNIT) }
    expect((await server.inject(reviewer, 'POST', '/api/permits', own)).json().code).toBe(
      caseCode(agencyOf(UNIT), today, next + 1),
    )
  })

  test('files are fetched and kept by the hash that was told; another file is not taken', async () => {
    const pdf = Buffer.from('%PDF-1.7\nbản vẽ\n%%EOF\n')
    const hash = createHash('sha256').update(pdf).digest('hex')
    bus.files.set('/f/1', pdf)
    bus.files.set('/f/2', Buffer.from('%PDF-1.7\nkhác\n%%EOF\n'))
    const file = (name: string, path: string, MaBam: string) => ({
      ...{ TenTepDinhKem: name, DuongDanTaiTepTin: new URL(path, bus.url).href, MaBam },
    })
    bus.mood = 'down'
    const TaiLieuNop = [file('bản vẽ.pdf', '/f/1', hash), file('giả.pdf', '/f/2', 'a'.repeat(64))]
    const code = await filed({ TaiLieuNop })
    // It may have gone on before the bus is back.
    await step(code, 'receive')
    await until(
      async () => (await queue()).files.filter((one) => one.code === code && one.lastError !== null).length === 2,
    )
    bus.mood = 'up'
    await again(code)
    const now = await until(async () => {
      const found = await read(await idOf(code))
      return found.attachments.length > 0 && found
    })
    expect(now.attachments).toMatchObject([{ hash, name: 'bản vẽ.pdf', kind: 'pdf' }])
    const wrong = await until(async () =>
      (await queue()).files.find((one) => one.code === code && one.state === 'refused'),
    )
    expect(wrong.lastError).toContain('mã băm')
  })
})

describe('out', () => {
  test('while the bus is down, broken or locked, steps wait in order, with the reason; then each goes once', async () => {
    bus.mood = 'down'
    const [a, b] = [await filed(), await filed()]
    await step(a, 'receive')
    await step(b, 'receive')
    await step(a, 'assign', { to: reviewer.id })
    for (const mood of ['down', 'broken', 'locked'] as const) {
      bus.mood = mood
      await again()
      const waiting = await until(async () => {
        const found = (await queue()).steps.filter(({ code, attempts }) => [a, b].includes(code) && attempts > 0)
        const said = found.map(({ lastError }) => lastError ?? '')
        const reason = { down: 'fetch failed', broken: 'HTTP 502 bad gateway', locked: 'HTTP 401' }[mood]
        return said.length === 2 && said.every((one) => one.startsWith(reason)) && found
      })
      expect(waiting.map(({ state, status }) => [state, status])).toEqual([
        ['pending', 1],
        ['pending', 1],
      ])
    }
    expect([told(a), told(b)]).toEqual([[], []])
    bus.mood = 'up'
    await again()
    await settled(a, [1, 2, 4])
    await settled(b, [1, 2])
  })

  test('an answer that is lost, and a bus that does not answer, bring the step again, and it is applied once', async () => {
    bus.mood = 'forgets'
    const code = await filed()
    await until(async () => (await queue()).steps.some((one) => one.code === code && one.attempts === 1))
    bus.mood = 'hangs'
    await step(code, 'receive')
    await again(code)
    await until(async () => (await queue()).steps.some((one) => one.code === code && one.attempts === 2))
    bus.mood = 'up'
    await again(code)
    await settled(code, [1, 2])
    const keys = bus.came.filter((key) => key.startsWith(`${code}#`))
    expect(keys.length).toBeGreaterThan(new Set(keys).size)
  })

  test('what the portal refuses for good holds its own case alone, until somebody sends it again', async () => {
    const [bad, good] = [await filed(), await filed()]
    await settled(bad, [1])
    bus.moodOf = ({ MaHoSo, TrangThai }) => (MaHoSo === bad && TrangThai === 2 ? 'refuses' : null)
    await step(bad, 'receive')
    await step(bad, 'assign', { to: reviewer.id })
    await step(good, 'receive')
    await settled(good, [1, 2])
    const refused = await until(async () =>
      (await queue(admin, '?state=refused')).steps.find(({ code }) => code === bad),
    )
    expect(refused).toMatchObject({ status: 2, lastError: 'HTTP 422 TrangThai không hợp lệ' })
    expect(told(bad)).toEqual([1])
    bus.moodOf = () => null
    await again(bad)
    await settled(bad, [1, 2, 4])
  })

  test('an administrator of another unit neither sees nor moves what waits', async () => {
    bus.mood = 'down'
    const code = await filed()
    const stranger = await server.person('admin', OTHER)
    expect((await queue(stranger)).steps).toEqual([])
    await until(async () => (await queue()).steps.some((one) => one.code === code && one.attempts === 1))
    const before = (await queue()).steps.find((one) => one.code === code)
    await server.inject(stranger, 'POST', '/api/portal/retry', { code })
    expect((await queue()).steps.find((one) => one.code === code)).toEqual(before)
  })

  test('a server that is killed while it tells a step tells it after its start, and the portal applies it once', async () => {
    await server.app.close()
    const order = {
      ...{ connection: server.connection, dataDir: server.dataDir, cityDir: join(server.dir, 'city') },
      ...{ tilesDir: join(server.dir, 'tiles'), host: '127.0.0.1', port: 0 },
      ...{
        signIn: { publicUrl: null, trustProxy: [], secondStepRoles: [], oidc: null },
        portal,
        visitorBytesADay: 2 ** 30,
      },
    }
    const start = () =>
      new Promise<{ child: ChildProcess; address: string }>((resolve, reject) => {
        const child = fork(`${projectDir}/server/main.ts`, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
        child.once('exit', (status) => reject(new Error(`Expected it to listen, it ended with ${status}`)))
        child.once('message', (answer: { port: number }) => {
          child.removeAllListeners('exit')
          resolve({ child, address: `http://127.0.0.1:${answer.port}` })
        })
        child.send(order)
      })
    const gone = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

    bus.mood = 'hangs'
    const killed = await start()
    const body = message()
    const answer = await fetch(`${killed.address}/api/portal/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${RECEIVE}` },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(201)
    await until(async () => bus.came.some((key) => key.startsWith(`${body.MaHoSo}#`)))
    const ended = gone(killed.child)
    killed.child.kill('SIGKILL')
    await ended

    bus.mood = 'up'
    const next = await start()
    const row = () =>
      server.db.selectFrom('portalOutbox').select('state').where('code', '=', body.MaHoSo).executeTakeFirstOrThrow()
    await until(async () => (await row()).state === 'sent')
    expect(told(body.MaHoSo)).toEqual([1])
    expect(bus.came.filter((key) => key.startsWith(`${body.MaHoSo}#`)).length).toBeGreaterThan(1)
    const stopped = gone(next.child)
    next.child.kill('SIGTERM')
    await stopped
    await server.restart()
  })
})

test('a server without a portal says so, takes nothing, and keeps what is to be told', async () => {
  const off = await startServer()
  try {
    const who = await off.person('admin')
    expect((await off.inject(who, 'GET', '/api/portal')).json()).toMatchObject({ on: false, url: null, steps: [] })
    const answer = await off.inject(null, 'POST', '/api/portal/cases', message(), {
      authorization: `Bearer ${RECEIVE}`,
    })
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'portal/off'])
  } finally {
    await off.stop()
  }
})
