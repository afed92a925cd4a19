/** The approval of plans on a real PostgreSQL: from the task to what is built of it, by the people who may, and nobody else. */
import { fork, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { apiErrorSchema, type Session } from '../../scenarios/api/api.ts'
import type { ChangesAnswer } from '../../scenarios/api/changes.ts'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import type {
  ClaimedRun,
  FollowedComment,
  PlanAttachment,
  PlanComment,
  PlanConflict,
  PlanEdits,
  PlanPage,
  PlanRevision,
  PlanStep,
  PlanView,
  PublicCommentSent,
} from '../../scenarios/api/plans.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { planEvents, planStates, planTable } from '../../scenarios/plans/process.ts'
import { type Scenario, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { dropFiles, fileOf } from '../../server/attachments.ts'
import { computeRun } from '../../server/compute.ts'
import { eventsAfter, lastEventId } from '../../server/events.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import type { ServeAnswer, ServeOrder } from '../../server/main.ts'
import { runPlanClock } from '../../server/plans/clock.ts'
import { stepPlan } from '../../server/plans/desk.ts'
import type { VerifiedPlan } from '../../server/plans/verify.ts'
import { plainSignIn, plainSigning } from '../../server/settings.ts'
import { cityTiles } from '../../server/tiles.ts'
import { newPermit } from '../permit-application.ts'
import { SOUTH, WEST } from '../village.ts'
import { type Answer, type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let planner: Person
let reviewer: Person
let approver: Person
let admin: Person
beforeAll(async () => {
  server = await startServer({ ownDatabase: true })
  planner = await server.person('planner')
  reviewer = await server.person('reviewer')
  approver = await server.person('approver')
  admin = await server.person('admin')
})
afterAll(() => server.stop())
afterEach(() => {
  vi.useRealTimers()
})

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]
const faults = async () => (await verifyStoredLedger(server.db, server.dataDir)).faults
/** The clock's own work, some days on; the date stays there until the test ends. */
async function daysOn(days: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })
  await runPlanClock(desk())
}
const desk = () => ({
  db: server.db,
  secrets: server.secrets,
  dataDir: server.dataDir,
  tiles: cityTiles(join(server.dir, 'tiles')),
  runner: { progressOf: () => 0, enqueue: async () => {}, close: async () => {} },
  later: () => {},
})

const square = (x: number, y: number, side: number): [number, number][] => [
  [WEST + x, SOUTH + y],
  [WEST + x + side, SOUTH + y],
  [WEST + x + side, SOUTH + y + side],
  [WEST + x, SOUTH + y + side],
]
const zoning = { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 }
const fill = (target: string, x: number, y = 700, levelMetres = 2): Edit => ({
  kind: 'ground.level',
  target,
  from: null,
  to: { ring: square(x, y, 30), levelMetres },
})
const rezone = (parcel: number, density = 0.5): Edit => ({
  kind: 'parcel.zoning',
  target: `vt:parcel/${parcel}`,
  from: zoning,
  to: { ...zoning, density },
})

/** What comes to stand makes another version of the city, where a server renews it. */
const cityNow = (): string => JSON.parse(readFileSync(join(server.dir, 'tiles/tiles.json'), 'utf8')).hash
/** A corner of the village for half an hour: a second of computing. */
const bodyOf = (edits: Edit[]): ScenarioBody => {
  const body = villageBody(server.manifest)
  const [x, y] = body.area
  const area: ScenarioBody['area'] = [x, y, x + 300, y + 300]
  return { ...body, city: cityNow(), area, horizonSeconds: 1800, outputEverySeconds: 600, edits }
}
const scenarioOf = (edits: Edit[]): Scenario => ({
  schema: 'scenario@1',
  id: randomUUID(),
  parentId: null,
  title: 'Phương án',
  body: bodyOf(edits),
})
async function save(edits: Edit[]): Promise<Scenario> {
  const scenario = scenarioOf(edits)
  expect((await server.inject(planner, 'POST', '/api/scenarios', scenario)).statusCode).toBe(201)
  return scenario
}
const deaf = { signal: { aborted: false }, progress: () => {} }
const known = new Map<string, ClaimedRun>()
/** As the browser would have found it. */
async function claim(body: ScenarioBody): Promise<ClaimedRun> {
  const hash = scenarioHash(body)
  const before = known.get(hash)
  if (before) return before
  const { summary, kernel } = await computeRun(`${server.dir}/tiles`, { kind: 'drainage', body }, deaf)
  const run: ClaimedRun = {
    kind: 'drainage',
    of: 'scenario',
    digest: summary.digest,
    kernel,
    city: body.city,
    scenarioHash: hash,
  }
  known.set(hash, run)
  return run
}

const read = async (id: string, who: Person | null = planner): Promise<PlanView> => {
  const answer = await server.inject(who, 'GET', `/api/plans/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
async function step(who: Person, id: string, event: PlanStep['event'], more: Partial<PlanStep> = {}): Promise<Answer> {
  const { revision } = await server.db
    .selectFrom('plans')
    .select('revision')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return server.inject(who, 'POST', `/api/plans/${id}/events`, { event, revision, note: '', ...more })
}
async function did(who: Person, id: string, event: PlanStep['event'], more: Partial<PlanStep> = {}): Promise<PlanView> {
  const answer = await step(who, id, event, more)
  expect([event, answer.statusCode, answer.body.slice(0, 600)]).toEqual([event, 200, expect.any(String)])
  return answer.json()
}
async function open(title = 'Quy hoạch chi tiết khu trung tâm', who = planner, more: object = {}): Promise<string> {
  const task = { title, kind: 'detail', purpose: 'San nền, hồ điều hòa, chỉ tiêu sử dụng đất', ...more }
  const answer = await server.inject(who, 'POST', '/api/plans', task)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<PlanView>().id
}
async function submission(scenario: Scenario, run?: Partial<ClaimedRun>): Promise<NonNullable<PlanStep['submission']>> {
  return { scenarioId: scenario.id, scenarioRevision: 1, runs: [{ ...(await claim(scenario.body)), ...run }] }
}
const settledRuns = (id: string) =>
  until(async () => {
    const plan = await read(id)
    return plan.state === 'recomputing' ? null : plan
  })
/** Opened, accepted, submitted and computed again. */
async function submitted(edits: Edit[], title?: string): Promise<{ id: string; scenario: Scenario }> {
  const scenario = await save(edits)
  const id = await open(title)
  await did(approver, id, 'accept-task')
  await did(planner, id, 'submit', { submission: await submission(scenario) })
  expect((await settledRuns(id)).state).toBe('ready')
  return { id, scenario }
}
/** Consulted on without a comment, appraised and put forward. The date is 31 days later. */
async function proposed(id: string): Promise<PlanView> {
  await did(reviewer, id, 'consult', { days: 30 })
  await daysOn(31)
  await did(reviewer, id, 'appraise')
  return did(reviewer, id, 'propose', { note: 'Đủ điều kiện phê duyệt' })
}

/** The API as a process of its own on the same database, asked by the planner. */
async function serve() {
  const child = fork(join(import.meta.dirname, '../../server/main.ts'), { stdio: 'ignore' })
  const order: ServeOrder = {
    connection: server.connection,
    dataDir: server.dataDir,
    cityDir: join(server.dir, 'city'),
    tilesDir: join(server.dir, 'tiles'),
    host: '127.0.0.1',
    port: 0,
    signIn: plainSignIn,
    signing: plainSigning,
    portal: null,
    visitorBytesADay: 2 ** 30,
    floods: false,
  }
  child.send(order)
  const [answer] = (await once(child, 'message')) as [ServeAnswer]
  if (!('port' in answer)) throw new Error(JSON.stringify(answer.problem))
  return {
    async ask(method: string, path: string, body?: object): Promise<unknown> {
      const response = await fetch(`http://127.0.0.1:${answer.port}${path}`, {
        method,
        headers: { cookie: planner.cookie, 'x-csrf-token': planner.csrf, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      expect(response.status).toBeLessThan(300)
      return response.json()
    },
    async end(signal: 'SIGKILL' | 'SIGTERM') {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

const pdf = (words: string) => Buffer.from(`%PDF-1.7\n${words}\n%%EOF`)
async function attach(
  who: Person | null,
  id: string,
  purpose: PlanAttachment['purpose'] = 'drawing',
  words = `Bản vẽ ${id}`,
): Promise<Answer> {
  return server.app.inject({
    method: 'POST',
    url: `/api/plans/${id}/attachments?name=${encodeURIComponent('Bản vẽ.pdf')}&purpose=${purpose}`,
    headers: {
      ...(who ? { cookie: who.cookie, 'x-csrf-token': who.csrf } : {}),
      'content-type': 'application/octet-stream',
    },
    payload: pdf(words),
  })
}
let numbers = 100
async function decisionFor(id: string, more: object = {}) {
  const drawing = await attach(planner, id)
  expect(drawing.statusCode, drawing.body).toBe(201)
  const today = localDate(new Date().toISOString())
  return {
    number: `${numbers++}/QĐ-UBND`,
    issuer: 'Ủy ban nhân dân thành phố Cần Thơ',
    signedOn: today,
    effectiveFrom: today,
    expiresOn: null,
    drawings: [drawing.json<PlanAttachment>().hash],
    replaces: [],
    ...more,
  }
}
async function approved(edits: Edit[], title?: string, more: object = {}): Promise<PlanView> {
  const { id } = await submitted(edits, title)
  await proposed(id)
  return did(approver, id, 'approve', { decision: await decisionFor(id, more) })
}
const changesOf = async (id: string) =>
  (await read(id)).changes.map(({ edit, buildState }) => [slotOf(edit), buildState])

test('the whole way: task, runs computed again, the public heard, decided, in force, built', async () => {
  const since = await lastEventId(server.db)
  const pond: Edit = {
    kind: 'pond',
    target: 'vt:pond/a',
    from: null,
    to: { ring: square(230, 530, 40), bedMetres: -1, waterMetres: 0 },
  }
  const edits = [fill('vt:fill/a', 320), rezone(1), pond]
  const scenario = await save(edits)
  const id = await open('Khu dân cư phía Bắc kênh')
  // A draft is for its staff alone.
  for (const who of [null, admin, await server.person('operator')]) {
    expect((await server.inject(who, 'GET', `/api/plans/${id}`)).statusCode).toBe(404)
    expect((await server.inject(who, 'GET', '/api/plans')).json<PlanPage>().plans.map((plan) => plan.id)).not.toContain(
      id,
    )
  }
  await did(planner, id, 'describe', {
    task: { title: 'Khu dân cư phía Bắc kênh', kind: 'zone', purpose: 'Thoát nước' },
  })
  await did(approver, id, 'accept-task')
  const sent = await did(planner, id, 'submit', { submission: await submission(scenario) })
  expect(sent).toMatchObject({ state: 'recomputing', submissions: 1, edits: 3, kind: 'zone' })
  // Later saves of the scenario change nothing here.
  const later = { ...scenario, body: bodyOf([fill('vt:fill/b', 400)]) }
  await server.inject(planner, 'PUT', `/api/scenarios/${scenario.id}`, { scenario: later, revision: 1 })
  const ready = await settledRuns(id)
  expect(ready).toMatchObject({ state: 'ready', specimen: true })
  expect(ready.current!.edits).toEqual(edits)
  expect(ready.current!.runs).toMatchObject([{ state: 'same', differences: [], run: { digestsAgree: true } }])

  // A reviewer's thread on an edit must be resolved before anything is put forward.
  const slot = slotOf(edits[0]!)
  const thread = await server.inject(reviewer, 'POST', `/api/plans/${id}/comments`, {
    text: 'Cao độ san nền căn cứ vào đâu?',
    anchor: { slot },
  })
  expect(thread.statusCode, thread.body).toBe(201)
  const { id: threadId } = thread.json<PlanComment>()
  const reply = { text: 'Theo cốt khống chế', replyTo: threadId }
  expect((await server.inject(planner, 'POST', `/api/plans/${id}/comments`, reply)).statusCode).toBe(201)
  const nowhere = { text: 'x', anchor: { slot: 'pond none' } }
  expect(told(await server.inject(reviewer, 'POST', `/api/plans/${id}/comments`, nowhere))).toEqual([
    422,
    'plan/anchor',
  ])

  const comment = (body: object) => server.inject(null, 'POST', `/api/plans/${id}/comments/public`, body)
  expect((await comment({ text: 'Sớm quá' })).statusCode).toBe(404)
  expect(told(await step(reviewer, id, 'consult', { days: 29 }))).toEqual([422, 'plan/consultation-days'])
  const consulting = await did(reviewer, id, 'consult', { days: 30 })
  expect(consulting.consultedUntil).toBe(localDate(new Date(Date.now() + 30 * 86_400_000).toISOString()))

  // Everyone sees a phương án, which does not look like a plan.
  const shown = await read(id, null)
  expect(shown).toMatchObject({ state: 'consulting', decision: null, may: [], heldBack: [], attachments: [] })
  expect(shown.current!.runs[0]!.run!.record.indicators).toBeTruthy()
  expect(shown.history.map(({ actor }) => actor)).not.toContain('Người planner')
  const drawn = (await server.inject(null, 'GET', `/api/plans/${id}/edits.geojson`)).json<PlanEdits>()
  expect(drawn.plan).toMatchObject({ approved: false, decision: null, specimen: true, provenance: 'generated' })
  expect(drawn.plan.standing.vi).toContain('Phương án')
  expect(drawn.features.map((one) => [one.id, one.geometry?.type, one.properties.buildState])).toEqual(
    edits.map((edit) => [slotOf(edit), 'Polygon', 'proposed']),
  )
  expect(drawn.features[1]!.geometry!.coordinates).toBeTruthy()

  const mine = await comment({
    text: 'Xin giữ cây xanh',
    anchor: { slot },
    name: 'Nguyễn Văn Út',
    contact: '0912345678',
  })
  expect(mine.statusCode, mine.body).toBe(201)
  const { id: commentId, followCode } = mine.json<PublicCommentSent>()
  const rude = (await comment({ text: 'Lời lẽ không phù hợp' })).json<PublicCommentSent>()
  const follow = async (code: string) =>
    (
      await server.inject(null, 'GET', '/api/plans/comments/follow', undefined, { [FOLLOW_HEADER]: code })
    ).json<FollowedComment>()
  expect(await follow(followCode)).toMatchObject({ state: 'waiting', text: 'Xin giữ cây xanh', answer: null })
  const seen = async (who: Person | null) =>
    (await server.inject(who, 'GET', `/api/plans/${id}/comments`)).json<PlanComment[]>()
  expect(await seen(null)).toEqual([])
  expect((await seen(reviewer)).find((one) => one.id === commentId)).toMatchObject({
    author: 'Nguyễn Văn Út',
    contact: '0912345678',
  })
  expect((await seen(planner)).find((one) => one.id === commentId)).toMatchObject({ author: '', contact: '' })

  const onComment = (who: Person, which: string, what: string, body: object = {}) =>
    server.inject(who, 'POST', `/api/plans/${id}/comments/${which}/${what}`, body)
  expect(told(await step(reviewer, id, 'conclude'))).toEqual([422, 'plan/consultation-open'])
  await daysOn(31)
  expect((await read(id)).state).toBe('consulted')
  expect(told(await comment({ text: 'Muộn rồi' }))).toEqual([409, 'plan/not-consulting'])
  expect(told(await onComment(reviewer, commentId, 'answer', { text: 'x' }))).toEqual([409, 'plan/comment-waiting'])
  expect(told(await step(reviewer, id, 'summarise', { note: 'x' }))).toEqual([422, 'plan/comments-waiting'])
  expect(told(await onComment(reviewer, rude.id, 'moderate', { show: false }))).toEqual([422, 'plan/no-reason'])
  await onComment(reviewer, rude.id, 'moderate', { show: false, reason: 'Xúc phạm người khác' })
  await onComment(reviewer, commentId, 'moderate', { show: true })
  expect(told(await step(reviewer, id, 'appraise'))).toEqual([422, 'plan/comments-unanswered'])
  expect((await onComment(planner, commentId, 'answer', { text: 'Đã bổ sung cây xanh' })).statusCode).toBe(200)
  expect((await seen(null)).map(({ text, author, answer }) => [text, author, answer?.text])).toEqual([
    ['Xin giữ cây xanh', '', 'Đã bổ sung cây xanh'],
  ])
  expect(await follow(rude.followCode)).toMatchObject({ state: 'hidden', reason: 'Xúc phạm người khác' })
  const summed = await did(reviewer, id, 'summarise', { note: '2 ý kiến: 1 tiếp thu, 1 không hiển thị' })
  expect(summed.summary).toMatchObject({ counts: { total: 2, shown: 1, hidden: 1, answered: 1, waiting: 0 } })
  const entry = (await readLedger(server.db, summed.summary!.ledgerSequence - 1, 1))[0]!
  expect(entry).toMatchObject({ action: 'plan.summarise', detail: { kept: summed.summary!.hash } })
  await did(reviewer, id, 'appraise')
  expect(told(await onComment(planner, commentId, 'answer', { text: 'khác' }))).toEqual([409, 'plan/comments-closed'])

  expect(told(await step(reviewer, id, 'propose', { note: 'x' }))).toEqual([422, 'plan/threads'])
  expect((await read(id, reviewer)).heldBack.map(({ event, problem }) => [event, problem.code])).toEqual([
    ['propose', 'plan/threads'],
  ])
  expect(told(await onComment(reviewer, commentId, 'resolve'))).toEqual([422, 'plan/comment-party'])
  expect((await onComment(reviewer, threadId, 'resolve')).statusCode).toBe(200)
  await did(reviewer, id, 'propose', { note: 'Đủ điều kiện' })

  const decision = await decisionFor(id)
  const bad = async (change: object) =>
    told(await step(approver, id, 'approve', { decision: { ...decision, ...change } }))
  expect(await bad({ drawings: [] })).toEqual([422, 'plan/no-drawing'])
  expect(await bad({ drawings: ['0'.repeat(64)] })).toEqual([422, 'plan/no-drawing'])
  expect(await bad({ signedOn: '2999-01-01' })).toEqual([422, 'plan/signed-later'])
  expect(await bad({ effectiveFrom: '2020-01-01' })).toEqual([422, 'plan/effective-before'])
  expect(await bad({ replaces: [randomUUID()] })).toEqual([422, 'plan/not-in-force'])
  expect(told(await step(reviewer, id, 'approve', { decision }))).toEqual([403, 'plan/role'])
  const inForce = await did(approver, id, 'approve', { decision })
  expect(inForce).toMatchObject({ state: 'approved', decision, decisionNumber: decision.number })
  // Zoning holds from its day on; what must be built is approved, and no more.
  expect(inForce.changes.map(({ edit, buildState }) => [edit.kind, buildState])).toEqual([
    ['ground.level', 'approved'],
    ['parcel.zoning', 'as-built'],
    ['pond', 'approved'],
  ])
  const visitor = await read(id, null)
  expect(visitor.attachments.map(({ hash }) => hash)).toEqual(decision.drawings)
  const [drawing] = decision.drawings
  const file = await server.inject(null, 'GET', `/api/plans/${id}/attachments/${drawing}`)
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(drawing)
  const after = (await server.inject(null, 'GET', `/api/plans/${id}/edits.geojson`)).json<PlanEdits>()
  expect(after.plan).toMatchObject({ approved: true, decision: { number: decision.number } })
  expect(after.features.map(({ properties }) => properties.buildState)).toEqual(['approved', 'as-built', 'approved'])

  await did(approver, id, 'publish', { note: 'Cổng thông tin điện tử thành phố' })
  await did(reviewer, id, 'mark', { note: '24 mốc' })

  // Each change is then built or not.
  const change = (kind: string) => inForce.changes.find(({ edit }) => edit.kind === kind)!.id
  const build = (who: Person, kind: string, body: object) =>
    server.inject(who, 'POST', `/api/plans/${id}/changes/${change(kind)}/events`, body)
  expect((await build(planner, 'pond', { event: 'begin' })).statusCode).toBe(403)
  expect((await build(reviewer, 'pond', { event: 'begin' })).statusCode).toBe(200)
  expect(told(await build(reviewer, 'pond', { event: 'begin' }))).toEqual([409, 'change/state'])
  expect(told(await build(reviewer, 'pond', { event: 'complete' }))).toEqual([422, 'plan/acceptance'])
  expect(told(await build(reviewer, 'pond', { event: 'complete', document: drawing }))).toEqual([
    422,
    'plan/acceptance',
  ])
  const acceptance = (await attach(reviewer, id, 'acceptance', 'Biên bản nghiệm thu')).json<PlanAttachment>().hash
  const built = await build(reviewer, 'pond', { event: 'complete', document: acceptance })
  expect(built.json<PlanView>().changes[2]).toMatchObject({ buildState: 'as-built', document: acceptance, may: [] })
  expect(told(await build(reviewer, 'ground.level', { event: 'abandon' }))).toEqual([422, 'plan/no-reason'])
  await build(approver, 'ground.level', { event: 'abandon', note: 'Không còn nhu cầu' })
  expect(await changesOf(id)).toEqual([
    [slot, 'removed'],
    ['parcel.zoning vt:parcel/1', 'as-built'],
    ['pond vt:pond/a', 'as-built'],
  ])

  // People are apart: in no entry of the ledger and in no record, and erased when the plan no longer needs them.
  const everything = JSON.stringify([
    await readLedger(server.db, 0, 10_000),
    await server.db.selectFrom('records').selectAll().execute(),
  ])
  for (const secret of ['Nguyễn Văn Út', '0912345678', 'Xin giữ cây xanh', 'Người reviewer'])
    expect(everything).not.toContain(secret)
  expect((await server.inject(reviewer, 'DELETE', `/api/plans/${id}/people`)).statusCode).toBe(403)
  expect((await server.inject(admin, 'DELETE', `/api/plans/${id}/people`)).statusCode).toBe(204)
  expect((await seen(reviewer)).find((one) => one.id === commentId)).toMatchObject({
    author: '',
    text: 'Xin giữ cây xanh',
  })

  const events = (await eventsAfter(server.db, since)).flatMap(({ event }) =>
    event.type === 'plan' && event.id === id ? [event] : [],
  )
  expect(events.length).toBeGreaterThan(15)
  expect(events.at(-1)!.revision).toBe((await read(id)).revision)
  expect((await read(id)).history.map(({ event }) => event)).toEqual([
    ...[
      'open',
      'describe',
      'accept-task',
      'submit',
      'match',
      'consult',
      'conclude',
      'summarise',
      'appraise',
      'propose',
    ],
    ...['approve', 'publish', 'mark'],
  ])
  expect(await faults()).toEqual([])
})

describe('runs', () => {
  test('a run that the server finds otherwise refuses the submission, with the values', async () => {
    const scenario = await save([fill('vt:fill/m', 260, 520)])
    const id = await open()
    await did(approver, id, 'accept-task')
    const claimed = await claim(scenario.body)
    const wrong = 'f'.repeat(64)
    const submit = async (run: Partial<ClaimedRun>) =>
      step(planner, id, 'submit', { submission: await submission(scenario, run) })
    const other = await submit({ city: '0'.repeat(64) })
    expect(told(other)).toEqual([409, 'plan/mismatch'])
    expect(other.json()).toMatchObject({ place: expect.stringContaining('city: 0000'), expected: cityNow() })
    expect(told(await submit({ scenarioHash: wrong }))).toEqual([409, 'plan/mismatch'])
    expect((await read(id)).state).toBe('drafting')

    await did(planner, id, 'submit', {
      submission: await submission(scenario, { digest: wrong, kernel: 'drainage@0' }),
    })
    const back = await settledRuns(id)
    expect(back).toMatchObject({ state: 'drafting', submissions: 1, may: ['submit', 'withdraw'] })
    expect(back.current!.runs[0]).toMatchObject({
      state: 'different',
      differences: [
        { what: 'digest', claimed: wrong, computed: claimed.digest },
        { what: 'kernel', claimed: 'drainage@0', computed: claimed.kernel },
      ],
    })
    const last = back.history.at(-1)!
    expect(last).toMatchObject({ event: 'mismatch', actor: 'clock' })
    for (const value of [wrong, claimed.digest, 'drainage@0', claimed.kernel]) expect(last.note).toContain(value)

    // A new submission, with the right values; the first one stays readable.
    await did(planner, id, 'submit', { submission: await submission(scenario) })
    expect(await settledRuns(id)).toMatchObject({ state: 'ready', submissions: 2 })
    const first = (await server.inject(planner, 'GET', `/api/plans/${id}/revisions/1`)).json<PlanRevision>()
    expect(first).toMatchObject({ number: 1, current: false, runs: [{ state: 'different' }] })
    expect((await server.inject(null, 'GET', `/api/plans/${id}/revisions/1`)).statusCode).toBe(404)
    expect(await faults()).toEqual([])
  })

  test('a job that somebody stops, and one that fails, give the submission back; a plan withdrawn stops its jobs', async () => {
    const scenario = await save([fill('vt:fill/s', 260, 520)])
    const long = { ...scenario.body, horizonSeconds: 48 * 3600, cellSizeMetres: 5 }
    const slow = { ...scenarioOf([]), body: { ...long, edits: scenario.body.edits } }
    await server.inject(planner, 'POST', '/api/scenarios', slow)
    const id = await open()
    await did(approver, id, 'accept-task')
    const asked = {
      scenarioId: slow.id,
      scenarioRevision: 1,
      runs: [{ ...(await claim(scenario.body)), scenarioHash: scenarioHash(slow.body) }],
    }
    const sent = await did(planner, id, 'submit', { submission: asked })
    const { jobId } = sent.current!.runs[0]!
    expect((await server.inject(planner, 'DELETE', `/api/jobs/${jobId}`)).statusCode).toBe(200)
    const back = await settledRuns(id)
    expect(back.current!.runs[0]!.differences).toMatchObject([{ what: 'failed', computed: 'cancelled' }])

    const again = await did(planner, id, 'submit', { submission: asked })
    expect((await did(planner, id, 'withdraw', { note: 'Thôi' })).state).toBe('withdrawn')
    const job = (await server.inject(null, 'GET', `/api/jobs/${again.current!.runs[0]!.jobId}`)).json()
    expect(job.state).toBe('cancelled')
  })

  test('kill -9 in the middle of computing: the next server goes on, and stores each run once', async () => {
    const id = await open()
    await did(approver, id, 'accept-task')
    await server.app.close()
    const killed = await serve()
    await until(async () => !((await killed.ask('GET', '/api/changes')) as ChangesAnswer).renewing)
    const edits = [fill('vt:fill/k', 260, 520, 2.25)]
    const longer = { ...scenarioOf(edits), body: { ...bodyOf(edits), horizonSeconds: 3 * 3600 } }
    await killed.ask('POST', '/api/scenarios', longer)
    const asked = await submission(longer)
    const sent = await killed.ask('POST', `/api/plans/${id}/events`, {
      event: 'submit',
      revision: 2,
      note: '',
      submission: asked,
    })
    const { jobId } = (sent as PlanView).current!.runs[0]!
    await until(async () => ((await killed.ask('GET', `/api/jobs/${jobId}`)) as { progress: number }).progress > 0)
    await killed.end('SIGKILL')
    const next = await serve()
    const ready = await until(async () => {
      const plan = (await next.ask('GET', `/api/plans/${id}`)) as PlanView
      return plan.state === 'recomputing' ? null : plan
    })
    await next.end('SIGTERM')
    await server.restart()
    expect(ready).toMatchObject({ state: 'ready', current: { runs: [{ state: 'same' }] } })
    expect(await server.db.selectFrom('runs').select('id').where('jobId', '=', jobId).execute()).toHaveLength(1)
    expect((await read(id)).history.filter(({ event }) => event === 'match')).toHaveLength(1)
    expect(await faults()).toEqual([])
  })

  test('what was computed and not compared, because the server stopped in between, is compared by the clock', async () => {
    const { id } = await submitted([fill('vt:fill/c', 260, 520)])
    const { length } = (await read(id)).history
    await runPlanClock(desk())
    expect((await read(id)).history).toHaveLength(length)
    const scenario = await save([fill('vt:fill/d', 260, 520)])
    await did(reviewer, id, 'return', { note: 'Sửa' })
    // No server listens: the runner of another one does the work.
    const asked = await submission(scenario)
    const { revision } = await read(id)
    const step = {
      event: 'submit' as const,
      revision,
      note: '',
      submission: { ...asked, runs: asked.runs.map((run) => ({ ...run, of: run.of ?? ('scenario' as const) })) },
    }
    const user = (await server.inject(planner, 'GET', '/api/session')).json<Session>().user!
    await stepPlan(desk(), { user }, id, step)
    await runPlanClock(desk())
    expect((await read(id)).state).toBe('recomputing')
    await server.db.updateTable('jobs').set({ state: 'failed' }).where('state', '=', 'queued').execute()
    await runPlanClock(desk())
    expect((await read(id)).history.at(-1)).toMatchObject({
      event: 'mismatch',
      note: expect.stringContaining('failed'),
    })
  })

  test('what no longer fits the city as it stands is named; so is a scenario that changes nothing', async () => {
    const id = await open()
    await did(approver, id, 'accept-task')
    const submit = async (edits: Edit[]) => {
      const scenario = await save(edits)
      // Its runs cannot even be made: whatever is claimed.
      const runs = [{ ...(await claim(bodyOf([]))), scenarioHash: scenarioHash(scenario.body) }]
      return step(planner, id, 'submit', { submission: { scenarioId: scenario.id, scenarioRevision: 1, runs } })
    }
    const stale = await submit([
      rezone(4, 0.4),
      { ...rezone(5), from: { ...zoning, code: 'DGD' } } as Edit,
      rezone(999),
    ])
    expect(told(stale)).toEqual([409, 'plan/stale'])
    expect(stale.json().place).toBe('parcel.zoning vt:parcel/5, parcel.zoning vt:parcel/999')
    expect(stale.json().message.vi).toContain('vt:parcel/5')
    expect(told(await submit([]))).toEqual([422, 'plan/no-edits'])
    const none = { scenarioId: randomUUID(), scenarioRevision: 1, runs: [await claim(bodyOf([]))] }
    expect(told(await step(planner, id, 'submit', { submission: none }))).toEqual([422, 'plan/scenario'])
    expect(told(await step(planner, id, 'submit'))).toEqual([422, 'plan/missing'])
    expect((await read(id)).submissions).toBe(0)
  })
})

describe('returned, and submitted again', () => {
  test('comments stay with the revision that they were made on; the public is asked anew', async () => {
    const { id } = await submitted([fill('vt:fill/r', 700)], 'Khu phố chợ')
    await did(reviewer, id, 'consult', { days: 30 })
    const sent = await server.inject(null, 'POST', `/api/plans/${id}/comments/public`, { text: 'Cao quá' })
    const { id: commentId, followCode } = sent.json<PublicCommentSent>()
    await daysOn(31)
    await server.inject(reviewer, 'POST', `/api/plans/${id}/comments/${commentId}/moderate`, { show: true })
    await did(reviewer, id, 'return', { note: 'Hạ cao độ' })
    expect((await server.inject(null, 'GET', `/api/plans/${id}`)).statusCode).toBe(404)
    const followed = await server.inject(null, 'GET', '/api/plans/comments/follow', undefined, {
      [FOLLOW_HEADER]: followCode,
    })
    expect(followed.json()).toMatchObject({ state: 'shown', plan: { shown: false, state: 'drafting' } })

    const scenario = await save([fill('vt:fill/r', 700, 700, 1.75)])
    await did(planner, id, 'submit', { submission: await submission(scenario) })
    expect(await settledRuns(id)).toMatchObject({ state: 'ready', comments: { total: 0 }, consultedUntil: null })
    expect(told(await step(reviewer, id, 'appraise'))).toEqual([422, 'plan/impossible'])
    await did(reviewer, id, 'consult', { days: 30 })
    // What the public was asked about first stays as it was.
    const first = (await server.inject(null, 'GET', `/api/plans/${id}/revisions/1`)).json<PlanRevision>()
    expect(first.edits).toEqual([fill('vt:fill/r', 700)])
    const old = await server.inject(null, 'GET', `/api/plans/${id}/comments?submission=1`)
    expect(old.json<PlanComment[]>().map(({ text, submission: on }) => [text, on])).toEqual([['Cao quá', 1]])
    const drawn = (await server.inject(null, 'GET', `/api/plans/${id}/edits.geojson?submission=1`)).json<PlanEdits>()
    expect(drawn.plan).toMatchObject({ submission: 1, state: 'drafting', approved: false })
    expect(await faults()).toEqual([])
  })
})

describe('conflicts', () => {
  const conflictsOf = async (id: string) =>
    (await server.inject(reviewer, 'GET', `/api/plans/${id}/conflicts`)).json<PlanConflict[]>()
  const settle = async (who: Person, id: string, key: string, how: string) => {
    const { revision } = await read(id)
    return server.inject(who, 'POST', `/api/plans/${id}/conflicts`, {
      key,
      how,
      reason: 'Theo quy hoạch mới',
      revision,
    })
  }

  test('with another approved plan: shown, settled, and in the records of both', async () => {
    const first = await approved(
      [fill('vt:fill/x', 960, 700), fill('vt:fill/y', 1010, 700), fill('vt:fill/z', 1100, 700)],
      'Đồ án cũ',
    )
    const { id } = await submitted([fill('vt:fill/x', 960, 700, 2.5), fill('vt:fill/w', 1020, 710)], 'Đồ án mới')
    const found = await conflictsOf(id)
    expect(found.map(({ why, slot, other, settleable }) => [why, slot, other, settleable]).sort()).toEqual([
      ['overlap', 'ground.level vt:fill/w', 'ground.level vt:fill/y', ['replaces', 'both-stand']],
      ['same-slot', 'ground.level vt:fill/x', 'ground.level vt:fill/x', ['replaces']],
    ])
    expect(
      found.every(({ theirTitle, source }) => theirTitle.includes('Đồ án cũ') && source === `plan/${first.id}`),
    ).toBe(true)
    const slot = found.find(({ why }) => why === 'same-slot')!
    const overlap = found.find(({ why }) => why === 'overlap')!
    expect(overlap.areaSquareMetres).toBe(400)
    await did(reviewer, id, 'consult', { days: 30 })
    await daysOn(31)
    await did(reviewer, id, 'appraise')
    expect(told(await step(reviewer, id, 'propose', { note: 'x' }))).toEqual([422, 'plan/conflicts'])
    expect((await settle(planner, id, slot.key, 'replaces')).statusCode).toBe(403)
    expect(told(await settle(reviewer, id, slot.key, 'both-stand'))).toEqual([422, 'plan/settlement'])
    const stranger = await server.person('reviewer', '31321')
    expect(told(await settle(stranger, id, slot.key, 'replaces'))).toEqual([403, 'plan/unit'])
    expect(told(await settle(reviewer, id, '0'.repeat(64), 'replaces'))).toEqual([409, 'plan/no-conflict'])
    expect((await settle(reviewer, id, slot.key, 'replaces')).statusCode).toBe(200)
    const both = await settle(approver, id, overlap.key, 'both-stand')
    expect(
      both
        .json<PlanConflict[]>()
        .map(({ settled }) => settled?.how)
        .sort(),
    ).toEqual(['both-stand', 'replaces'])
    await did(reviewer, id, 'propose', { note: 'Đủ' })
    const done = await did(approver, id, 'approve', { decision: await decisionFor(id) })
    expect(done.replaces).toMatchObject([{ planId: first.id, reason: 'Theo quy hoạch mới' }])
    expect(await changesOf(first.id)).toEqual([
      ['ground.level vt:fill/x', 'removed'],
      ['ground.level vt:fill/y', 'approved'],
      ['ground.level vt:fill/z', 'approved'],
    ])
    const old = await read(first.id, null)
    expect(old).toMatchObject({ state: 'approved', replacedBy: [{ planId: id }] })
    expect(old.history.at(-1)).toMatchObject({ event: 'amend', actor: 'clock' })
    expect(old.history.at(-1)!.note).toContain(done.decisionNumber)

    // An adjustment replaces the whole of it.
    const adjusting = await open('Điều chỉnh đồ án cũ', planner, { adjusts: first.id })
    await did(approver, adjusting, 'accept-task')
    const scenario = await save([fill('vt:fill/v', 1150, 780)])
    await did(planner, adjusting, 'submit', { submission: await submission(scenario) })
    await settledRuns(adjusting)
    await proposed(adjusting)
    const alone = await decisionFor(adjusting)
    expect(told(await step(approver, adjusting, 'approve', { decision: alone }))).toEqual([422, 'plan/adjusts'])
    await did(approver, adjusting, 'approve', { decision: { ...alone, replaces: [first.id] } })
    expect(await read(first.id, null)).toMatchObject({ state: 'replaced', decision: first.decision })
    expect((await changesOf(first.id)).map(([, state]) => state)).toEqual(['removed', 'removed', 'removed'])
    expect(told(await step(planner, first.id, 'withdraw', { note: 'x' }))).toEqual([422, 'plan/impossible'])
    expect(await faults()).toEqual([])
  })

  test('with a permit in force: both may stand, the permit is not replaced', async () => {
    const filed = await server.inject(reviewer, 'POST', '/api/permits', newPermit())
    const permitId = filed.json().id as string
    const { id } = await submitted([fill('vt:fill/p', 415, 555)], 'Đồ án bên giấy phép')
    expect(await conflictsOf(id)).toEqual([])
    await server.db
      .updateTable('permits')
      .set({ state: 'issued', permitNumber: '7/GPXD' })
      .where('id', '=', permitId)
      .execute()
    const [conflict] = await conflictsOf(id)
    expect(conflict).toMatchObject({
      why: 'overlap',
      source: `permit/${permitId}`,
      changeId: null,
      theirTitle: '7/GPXD',
      settleable: ['both-stand'],
    })
    expect(told(await settle(reviewer, id, conflict!.key, 'replaces'))).toEqual([422, 'plan/settlement'])
    expect((await settle(reviewer, id, conflict!.key, 'both-stand')).statusCode).toBe(200)
    await server.db
      .updateTable('permits')
      .set({ state: 'submitted', permitNumber: null })
      .where('id', '=', permitId)
      .execute()
    expect(await conflictsOf(id)).toEqual([])
    expect(await faults()).toEqual([])
  })
})

describe('who may', () => {
  test('each state lets each role do what the table says', async () => {
    const { id } = await submitted([fill('vt:fill/t', 560)], 'Bảng trạng thái')
    for (const [role, person] of [
      ['planner', planner],
      ['reviewer', reviewer],
      ['approver', approver],
    ] as const) {
      const { may, heldBack, state } = await read(id, person)
      const now = [...may, ...heldBack.map(({ event }) => event)].sort()
      expect([role, now]).toEqual([
        role,
        { planner: ['withdraw'], reviewer: ['consult', 'return'], approver: ['return'] }[role],
      ])
      for (const event of planEvents.filter((one) => !now.includes(one))) {
        const answer = await step(person, id, event, { note: 'x' })
        expect([role, event, answer.statusCode]).toEqual([role, event, planTable[state][event] === null ? 422 : 403])
      }
    }
    for (const person of [admin, await server.person('operator')])
      expect((await step(person, id, 'consult', { days: 30 })).statusCode).toBe(403)
    expect(planStates.length).toBe(15)
  })

  test('another unit’s plan: not seen before it is public, and moved by nobody of elsewhere', async () => {
    const own = await server.person('planner', '31333')
    const stranger = await server.person('planner', '31321')
    const strange = await server.person('reviewer', '31321')
    expect(told(await server.inject(own, 'POST', '/api/plans', { title: 'a', kind: 'zone', purpose: 'b' }))).toEqual([
      403,
      'plan/unit',
    ])
    const id = await open('Đồ án của phường', own, { unitCode: '31333' })
    expect((await server.inject(own, 'GET', `/api/plans/${id}`)).statusCode).toBe(200)
    expect((await server.inject(stranger, 'GET', `/api/plans/${id}`)).statusCode).toBe(404)
    const listed = async (who: Person) =>
      (await server.inject(who, 'GET', '/api/plans?q=dồ án của phuong')).json<PlanPage>().plans
    expect((await listed(own)).map((plan) => plan.id)).toContain(id)
    expect((await listed(stranger)).map((plan) => plan.id)).not.toContain(id)
    const withdraw = { event: 'withdraw', revision: 1, note: 'x' }
    expect(told(await server.inject(stranger, 'POST', `/api/plans/${id}/events`, withdraw))).toEqual([403, 'plan/unit'])
    expect(told(await server.inject(strange, 'POST', `/api/plans/${id}/comments`, { text: 'x' }))).toEqual([
      403,
      'plan/unit',
    ])
    expect(told(await attach(strange, id))).toEqual([403, 'plan/unit'])
    expect((await server.inject(stranger, 'GET', `/api/plans/${id}/comments`)).statusCode).toBe(404)
    expect((await server.inject(stranger, 'GET', `/api/plans/${id}/conflicts`)).statusCode).toBe(404)
  })

  test('an old revision is refused: two who decide at once do not both', async () => {
    const id = await open()
    const both = await Promise.all(
      [1, 2].map(() =>
        server.inject(approver, 'POST', `/api/plans/${id}/events`, { event: 'accept-task', revision: 1, note: '' }),
      ),
    )
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })
})

describe('the public', () => {
  test('sends a limited number of comments, none larger than a page; the terms are the administrator’s', async () => {
    const terms = (await server.inject(null, 'GET', '/api/plan-terms')).json()
    expect(terms).toMatchObject({ consultationDays: 30, assumed: true, source: null })
    const set = { consultationDays: 5, publishWithinDays: 10, markWithinDays: 20, source: 'Luật 47/2024/QH15' }
    expect((await server.inject(admin, 'PUT', '/api/plan-terms', set)).json()).toMatchObject({ ...set, assumed: false })
    const { id } = await submitted([fill('vt:fill/q', 600)], 'Giới hạn')
    await did(reviewer, id, 'consult', { days: 5 })
    const from = (remoteAddress: string, payload: object) =>
      server.app.inject({ method: 'POST', url: `/api/plans/${id}/comments/public`, remoteAddress, payload })
    expect((await from('10.9.9.1', { text: 'x'.repeat(4001) })).statusCode).toBe(400)
    expect((await from('10.9.9.1', { text: '  ' })).statusCode).toBe(400)
    expect((await from('10.9.9.1', { text: 'x', name: 'y'.repeat(121) })).statusCode).toBe(400)

    // A map knows degrees: the list says where the plan lies, and a place is kept as the desk has it.
    const { plans } = (await server.inject(null, 'GET', '/api/plans?q=Giới hạn')).json<PlanPage>()
    const [west, south, east, north] = plans.find((one) => one.id === id)!.bounds!
    const lon = (west + east) / 2
    const lat = (south + north) / 2
    expect((await from('10.9.9.1', { text: 'Chỗ này', anchor: { lon, lat: 91 } })).statusCode).toBe(400)
    expect((await from('10.9.9.1', { text: 'Chỗ này', anchor: { lon, lat } })).statusCode).toBe(201)
    const comments = await server.inject(reviewer, 'GET', `/api/plans/${id}/comments`)
    const [{ anchor, place }] = comments.json()
    expect([anchor.x - WEST, anchor.y - SOUTH]).toEqual([expect.closeTo(615, 0), expect.closeTo(715, 0)])
    expect(place).toEqual([expect.closeTo(lon, 6), expect.closeTo(lat, 6)])
    const { lines } = (await server.inject(null, 'GET', `/api/plans/${id}/edits.geojson`)).json<PlanEdits>()
    expect(lines).toMatchObject([
      { slots: ['ground.level vt:fill/q'], words: { vi: expect.stringContaining('2,00 m') } },
    ])

    const statuses: number[] = []
    for (let i = 0; i < 22; i++) statuses.push((await from('10.9.9.2', { text: `Ý kiến ${i}` })).statusCode)
    expect(statuses.filter((status) => status === 201)).toHaveLength(20)
    expect(statuses.slice(-2)).toEqual([429, 429])
    const usual = { consultationDays: 30, publishWithinDays: 15, markWithinDays: 30, source: null }
    await server.inject(admin, 'PUT', '/api/plan-terms', usual)
  })

  test('a follow code that is none finds nothing', async () => {
    const answer = await server.inject(null, 'GET', '/api/plans/comments/follow', undefined, {
      [FOLLOW_HEADER]: 'không-có-mã',
    })
    expect(answer.statusCode).toBe(404)
  })
})

describe('the clock', () => {
  test('a plan whose period is over expires, by itself; what it changed stays readable', async () => {
    const plan = await approved([fill('vt:fill/e', 1180, 860)], 'Đồ án có thời hạn', {
      expiresOn: localDate(new Date(Date.now() + 60 * 86_400_000).toISOString()),
    })
    await daysOn(61)
    expect(await read(plan.id, null)).toMatchObject({ state: 'expired', decisionNumber: plan.decisionNumber })
    expect((await read(plan.id)).history.at(-1)).toMatchObject({ event: 'expire', actor: 'clock' })
    expect(await changesOf(plan.id)).toEqual([['ground.level vt:fill/e', 'removed']])
    expect(told(await attach(planner, plan.id, 'drawing', 'muộn'))).toEqual([409, 'plan/attachments-closed'])
    expect((await attach(reviewer, plan.id, 'acceptance', 'muộn')).statusCode).toBe(201)
  })
})

describe('vithanh plan verify', () => {
  test('computes what the decision rests on again; what is not the same ends with 3', async () => {
    const plan = await approved([fill('vt:fill/n', 720, 860)], 'Kiểm tra lại')
    vi.useRealTimers()
    const served = 'connectionString' in server.connection ? server.connection.connectionString : ''
    const verify = async (...args: string[]) => {
      const command = [join(import.meta.dirname, '../../bin/vithanh.ts'), 'plan', 'verify', ...args]
      const child = spawn(process.execPath, [...command, '--tiles', join(server.dir, 'tiles')], {
        env: { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: served },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [out, errors] = [text(child.stdout), text(child.stderr)]
      const [status] = (await once(child, 'exit')) as [number]
      return { status, out: await out, errors: await errors }
    }
    const same = await verify(plan.id)
    expect(same.status, same.errors).toBe(0)
    expect(same.out).toContain(`${plan.decisionNumber} · Kiểm tra lại · approved`)
    expect(same.out).toMatch(/✓ drainage\/scenario .+ the same/)
    const { run } = plan.current!.runs[0]!
    const change = (from: string, to: string) =>
      sql
        .raw(`do $$ begin alter table runs disable trigger append_only;
        update runs set record = replace(record::text, '${from}', '${to}')::jsonb where id = '${run!.record.id}';
        alter table runs enable trigger append_only; end $$`)
        .execute(server.db)
    const other = 'e'.repeat(64)
    await change(run!.record.digest, other)
    const changed = await verify(plan.id, '--json')
    expect(changed.status, changed.errors).toBe(3)
    const found = JSON.parse(changed.out) as VerifiedPlan
    expect(found.runs[0]!.differences.map(({ what }) => what)).toEqual(['run', 'digest'])
    expect(found.runs[0]!.differences[1]).toEqual({ what: 'digest', expected: other, found: run!.record.digest })
    await change(other, run!.record.digest)
    expect((await verify(randomUUID())).status).toBe(2)
    expect((await verify()).status).toBe(2)
    expect(await faults()).toEqual([])
  })
})

describe('what the ledger finds', () => {
  const spoil = async (statement: ReturnType<typeof sql>, back: ReturnType<typeof sql>) => {
    await statement.execute(server.db)
    const found = await faults()
    await back.execute(server.db)
    expect(await faults()).toEqual([])
    return found
  }
  const withoutGuard = (statement: string) =>
    sql.raw(
      `do $$ begin alter table records disable trigger append_only; ${statement}; alter table records enable trigger append_only; end $$`,
    )

  test('a changed plan, scenario of it, run, comment, summary, file', async () => {
    const { id } = await submitted([fill('vt:fill/l', 640)], 'Sổ cái')
    await did(reviewer, id, 'consult', { days: 30 })
    const sent = await server.inject(null, 'POST', `/api/plans/${id}/comments/public`, { text: 'Ý kiến' })
    const commentId = sent.json<PublicCommentSent>().id
    await server.inject(reviewer, 'POST', `/api/plans/${id}/comments`, { text: 'Xem lại' })
    await daysOn(31)
    await server.inject(reviewer, 'POST', `/api/plans/${id}/comments/${commentId}/moderate`, { show: true })
    await did(reviewer, id, 'summarise', { note: 'Một ý kiến, tiếp thu' })
    const file = (await attach(planner, id)).json<PlanAttachment>()
    // Erasing the people of a case never takes a plan's drawing with it.
    await dropFiles(server.db, server.dataDir, [file.hash])
    expect(existsSync(fileOf(server.dataDir, file.hash))).toBe(true)
    const subject = `plan/${id}`
    const sequences = (await readLedger(server.db, 0, 100_000)).filter((entry) => entry.subject === subject)
    const last = sequences.findLast(({ detail }) => detail.kept)!.sequence
    const record = { sequence: last, what: 'record' }
    const on = (table: string, set: string, back: string, where = `plan_id = '${id}'`) =>
      spoil(sql.raw(`update ${table} set ${set} where ${where}`), sql.raw(`update ${table} set ${back} where ${where}`))
    expect(await on('plans', `state = 'approved'`, `state = 'consulted'`, `id = '${id}'`)).toEqual([record])
    expect(await on('plans', `title = 'Khác'`, `title = 'Sổ cái'`, `id = '${id}'`)).toEqual([record])
    expect(await on('plan_submissions', 'days = 1', 'days = 30')).toEqual([record])
    expect(await on('plan_runs', `differences = '[{}]'`, `differences = '[]'`)).toEqual([record])
    expect(await on('plan_comments', `state = 'hidden'`, `state = 'shown'`, `id = '${commentId}'`)).toHaveLength(1)
    expect(
      await on('plan_comments', `text = 'Tốt'`, `text = 'Xem lại'`, `plan_id = '${id}' and party = 'staff'`),
    ).toHaveLength(1)
    expect(await on('plan_attachments', `hash = '${'0'.repeat(64)}'`, `hash = '${file.hash}'`)).toEqual([
      { sequence: 0, what: 'record' },
    ])
    const summed = sequences.find(({ action }) => action === 'plan.summarise')!
    const changed = await spoil(
      withoutGuard(
        `update records set record = jsonb_set(record, '{note}', '"Đồng ý hết"') where subject = '${subject}' and action = 'plan.summarise'`,
      ),
      withoutGuard(
        `update records set record = jsonb_set(record, '{note}', '"Một ý kiến, tiếp thu"') where subject = '${subject}' and action = 'plan.summarise'`,
      ),
    )
    expect(changed).toEqual([{ sequence: summed.sequence, what: 'record' }])
    expect(hashRecord(summed.detail)).toHaveLength(64)
  })
})
