/**
 * What happens to a plan: its task is opened, and it is moved on by the state table. Each step is one transaction with its
 * record in the ledger and its event; the plan's row is locked first, so that two at once follow each other.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { CommentCounts, decisionSchema, newPlanSchema, planStepSchema } from '../../scenarios/api/plans.ts'
import { describeEdit } from '../../scenarios/edit.ts'
import { recordId } from '../../scenarios/ids.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import {
  consultationUntil,
  inForceStates,
  nextPlanState,
  type PlanFacts,
  planTable,
} from '../../scenarios/plans/process.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { addChanges, changesOf, moveChange } from '../city-changes.ts'
import type { Db, Trx } from '../database.ts'
import { type Refusal, refuse } from '../http.ts'
import { vectorOf } from '../permits/words.ts'
import { expectRevision, readConflicts } from './conflicts.ts'
import { expectOwn, type Mover, type PlanDesk, type PlanRow, roleOf } from './plan-row.ts'
import { doerOf, keepPlan, lockPlan, type SummaryKept, wordsHash } from './record.ts'
import { type Examined, examineEdits, staleRefusal } from './standing.ts'
import { cancelJobs, editsOf, insertSubmission, type Prepared, prepareSubmission } from './submission.ts'
import { readTerms } from './terms.ts'

type NewPlan = z.output<typeof newPlanSchema>
type Step = z.output<typeof planStepSchema>

export async function openPlan(desk: PlanDesk, user: User, asked: NewPlan): Promise<string> {
  const { unitCode, kind, title, purpose, adjusts } = asked
  expectOwn(user, asked)
  await expectKnownUnit(desk, unitCode)
  const id = recordId()
  await desk.db.transaction().execute(async (trx) => {
    if (adjusts !== null) await expectInForce(trx, user, adjusts, 'body.adjusts')
    const now = new Date()
    await trx
      .insertInto('plans')
      .values({
        id,
        unitCode,
        kind,
        title,
        purpose,
        words: vectorOf([title]),
        adjusts,
        state: 'task',
        revision: 0,
        submissions: 0,
        edits: 0,
        consultedUntil: null,
        decision: null,
        decisionNumber: null,
        effectiveFrom: null,
        expiresOn: null,
        specimen: false,
        openedAt: now,
        changedAt: now,
      })
      .execute()
    await keepPlan(desk, trx, { user }, id, {}, { event: 'open', note: '' })
  })
  return id
}

async function expectKnownUnit({ tiles }: PlanDesk, unitCode: string | null): Promise<void> {
  const units = await tiles.units()
  if (unitCode === null || units.size === 0 || units.has(unitCode)) return
  const message = both('Không có đơn vị hành chính này', 'There is no such administrative unit')
  throw refuse(422, 'plan/unit-unknown', message, 'body.unitCode', [...units.keys()].join(', '))
}

/** A plan that may be replaced: in force, and the account's own. */
async function expectInForce(trx: Trx, user: User, id: string, place: string): Promise<PlanRow> {
  const plan = await lockPlan(trx, id).catch(() => null)
  if (plan && inForceStates.has(plan.state)) {
    expectOwn(user, plan)
    return plan
  }
  const message = both('Đồ án được thay thế phải đang có hiệu lực', 'Only a plan in force is adjusted or replaced')
  throw refuse(422, 'plan/not-in-force', message, place, id)
}

const SUMMED: CommentCounts = { total: 0, waiting: 0, shown: 0, hidden: 0, answered: 0 }

/** The public's comments on the scenario that stands. */
export async function countComments(db: Db, plan: Pick<PlanRow, 'id' | 'submissions'>): Promise<CommentCounts> {
  const row = await db
    .selectFrom('planComments')
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<number>`count(*) filter (where state = 'waiting')::int`.as('waiting'),
      sql<number>`count(*) filter (where state = 'shown')::int`.as('shown'),
      sql<number>`count(*) filter (where state = 'hidden')::int`.as('hidden'),
      sql<number>`count(*) filter (where state = 'shown' and answer is not null)::int`.as('answered'),
    ])
    .where('planId', '=', plan.id)
    .where('party', '=', 'public')
    .where('submission', '=', plan.submissions)
    .executeTakeFirst()
  return row ?? SUMMED
}

/** What the conditions look at. @param examined of the edits, where they have been held against the city; else they count as fitting */
export async function factsOf(db: Db, plan: PlanRow, at: string, examined: Examined | null): Promise<PlanFacts> {
  const submission = await db
    .selectFrom('planSubmissions')
    .select(['consultedUntil', 'summarised'])
    .where('planId', '=', plan.id)
    .where('number', '=', plan.submissions)
    .executeTakeFirst()
  const runs = await db
    .selectFrom('planRuns')
    .select('differences')
    .where('planId', '=', plan.id)
    .where('submission', '=', plan.submissions)
    .execute()
  const counts = await countComments(db, plan)
  const { threads } = await db
    .selectFrom('planComments')
    .select(sql<number>`count(*)::int`.as('threads'))
    .where('planId', '=', plan.id)
    .where('party', '=', 'staff')
    .where('replyTo', 'is', null)
    .where('resolvedAt', 'is', null)
    .executeTakeFirstOrThrow()
  const conflicts = await readConflicts(db, plan)
  return {
    state: plan.state,
    at,
    terms: await readTerms(db),
    runs:
      runs.length === 0
        ? 'none'
        : runs.some(({ differences }) => differences === null)
          ? 'waiting'
          : runs.every(({ differences }) => differences?.length === 0)
            ? 'same'
            : 'different',
    openConflicts: conflicts.filter(({ settled }) => settled === null).length,
    staleEdits: examined?.stale.length ?? 0,
    openThreads: threads,
    consultedUntil: submission?.consultedUntil ?? null,
    commentsWaiting: counts.waiting,
    commentsUnanswered: counts.shown - counts.answered,
    summarised: (submission?.summarised ?? null) !== null,
    adjusts: plan.adjusts,
    expiresOn: plan.expiresOn,
  }
}

/** Held while a plan is approved: of two that are in each other's way, the second sees the first. */
const APPROVAL_LOCK = 7_105_011

/**
 * Moves a plan by one step of the state table.
 * @throws Refusal 409 `plan/conflict` where the revision is old, 403 `plan/role`, `plan/unit`, 422 with the table's reason
 */
export async function stepPlan(desk: PlanDesk, mover: Mover, id: string, step: Step): Promise<void> {
  const { db } = desk
  const { event } = step
  // What takes long is looked at before the row is locked.
  const [prepared, examined] = await look(desk, mover, id, step)
  await db.transaction().execute(async (trx) => {
    if (event === 'approve') await sql`select pg_advisory_xact_lock(${APPROVAL_LOCK})`.execute(trx)
    const plan = await lockPlan(trx, id)
    if (mover !== 'clock') expectOwn(mover.user, plan)
    expectRevision(plan, step.revision)
    const at = new Date().toISOString()
    const facts = await factsOf(trx, plan, at, examined)
    const move = { event, role: roleOf(mover), note: step.note, days: step.days, decision: step.decision }
    const state = nextPlanState(facts, move)
    if (state instanceof Problem) throw refusalOf(state, examined)
    const { set, summary } = await effectOf(desk, trx, mover, plan, step, { prepared, at })
    await keepPlan(desk, trx, mover, id, { state, ...set }, { event, note: step.note, ...(summary ? { summary } : {}) })
  })
}

async function look(
  desk: PlanDesk,
  mover: Mover,
  id: string,
  { event, revision, submission }: Step,
): Promise<[Prepared | null, Examined | null]> {
  if (event !== 'submit' && event !== 'propose' && event !== 'approve') return [null, null]
  // Nothing is read for those who may not.
  const plan = await desk.db.transaction().execute((trx) => lockPlan(trx, id))
  if (mover !== 'clock') expectOwn(mover.user, plan)
  expectRevision(plan, revision)
  if (planTable[plan.state][event] === null) return [null, null]
  if (event !== 'submit') return [null, await examineEdits(desk, await editsOf(desk.db, plan))]
  if (roleOf(mover) !== 'planner') return [null, null]
  if (submission) return [await prepareSubmission(desk, submission), null]
  throw missing('submission')
}

const missing = (place: string): Refusal =>
  refuse(422, 'plan/missing', both('Thiếu nội dung của bước này', 'What this step needs is missing'), `body.${place}`)

/** Not for the role: 403; not possible as it stands: 422, and 409 where the city has changed. */
function refusalOf({ detail }: Problem, examined: Examined | null): Refusal {
  const { code, message, place, expected } = detail
  if (code === 'plan/stale' && examined) return staleRefusal(examined.stale)
  return refuse(code === 'plan/role' ? 403 : 422, code, message, place && `body.${place}`, expected)
}

interface Effect {
  readonly set: Partial<PlanRow> & { words?: never }
  readonly summary?: SummaryKept
}

/** What a step does besides moving the plan. */
async function effectOf(
  desk: PlanDesk,
  trx: Trx,
  mover: Mover,
  plan: PlanRow,
  step: Step,
  { prepared, at }: { prepared: Prepared | null; at: string },
): Promise<Effect> {
  const submission = () =>
    trx.updateTable('planSubmissions').where('planId', '=', plan.id).where('number', '=', plan.submissions)
  switch (step.event) {
    case 'describe': {
      if (!step.task) throw missing('task')
      const { kind, title, purpose } = step.task
      await trx
        .updateTable('plans')
        .set({ words: vectorOf([title]) })
        .where('id', '=', plan.id)
        .execute()
      return { set: { kind, title, purpose } }
    }
    case 'submit': {
      if (!prepared || mover === 'clock') throw missing('submission')
      const submissions = await insertSubmission(desk, trx, plan, mover.user.id, prepared)
      const { edits, specimen } = prepared
      return { set: { submissions, edits: edits.length, specimen, consultedUntil: null } }
    }
    case 'consult': {
      const days = step.days!
      const consultedUntil = consultationUntil(at, days)
      await submission()
        .set({ openedAt: new Date(at), days, consultedUntil })
        .execute()
      return { set: { consultedUntil } }
    }
    case 'summarise': {
      await submission()
        .set({ summarised: plan.revision + 1 })
        .execute()
      return { set: {}, summary: await summaryOf(desk, trx, plan) }
    }
    case 'expire':
      await abandonUnbegun(desk, trx, mover, plan.id)
      return { set: {} }
    case 'withdraw':
      await cancelJobs(trx, plan)
      return { set: {} }
    case 'approve': {
      if (!step.decision || mover === 'clock') throw missing('decision')
      return { set: await approve(desk, trx, mover, plan, step.decision) }
    }
    default:
      return { set: {} }
  }
}

async function summaryOf(desk: PlanDesk, trx: Trx, plan: PlanRow): Promise<SummaryKept> {
  const comments = await trx
    .selectFrom('planComments')
    .selectAll()
    .where('planId', '=', plan.id)
    .where('party', '=', 'public')
    .where('submission', '=', plan.submissions)
    .orderBy('id')
    .execute()
  return {
    submission: plan.submissions,
    counts: await countComments(trx, plan),
    comments: comments.map((comment) => ({
      id: comment.id,
      words: wordsHash(desk, comment),
      answered: comment.answer !== null,
    })),
  }
}

/** The decision: what it replaces ends, and its edits are approved changes of the city from its day on. */
async function approve(
  desk: PlanDesk,
  trx: Trx,
  mover: { readonly user: User },
  plan: PlanRow,
  decision: z.output<typeof decisionSchema>,
): Promise<Partial<PlanRow>> {
  const { secrets } = desk
  const { number, effectiveFrom, expiresOn, drawings, replaces } = decision
  await expectDrawings(trx, plan, drawings)
  await expectNewNumber(trx, decision)
  const named = `${number} · ${plan.title}`
  const note = (what: string) => `${named}: ${what}`
  const conflicts = (await readConflicts(trx, plan)).flatMap(({ conflict: { changeId, source }, settled }) =>
    settled?.how === 'replaces' && changeId !== null ? [{ changeId, source, settled }] : [],
  )
  // All of them before anything is written: who moves one of them waits for the ledger, and would be waited for.
  const others = conflicts.map(({ source }) => source.slice('plan/'.length))
  for (const otherId of [...new Set([...others, ...replaces])].sort())
    if (replaces.includes(otherId)) await expectInForce(trx, mover.user, otherId, 'body.decision.replaces')
    else expectOwn(mover.user, await lockPlan(trx, otherId))

  // First single changes: those of a plan that ends as a whole are gone with it.
  const amended = new Map<string, string[]>()
  for (const { changeId, settled } of conflicts) {
    const change = await moveChange(trx, secrets, doerOf(mover), changeId, 'abandon')
    const otherPlanId = change.source.slice('plan/'.length)
    const { reason } = settled
    await trx
      .insertInto('planReplacements')
      .values({ planId: plan.id, otherPlanId, changeId: change.id, reason })
      .execute()
    const { vi, en } = describeEdit(change.edit)
    amended.set(otherPlanId, [...(amended.get(otherPlanId) ?? []), `${vi} / ${en} (${reason})`])
  }
  for (const [otherId, lines] of amended) {
    const other = await lockPlan(trx, otherId)
    const next = planTable[other.state].amend
    if (next !== null)
      await keepPlan(desk, trx, 'clock', otherId, { state: next }, { event: 'amend', note: note(lines.join('; ')) })
  }
  for (const otherId of new Set(replaces)) {
    const other = await expectInForce(trx, mover.user, otherId, 'body.decision.replaces')
    const reason = named
    await trx
      .insertInto('planReplacements')
      .values({ planId: plan.id, otherPlanId: otherId, changeId: null, reason })
      .execute()
    await abandonUnbegun(desk, trx, mover, otherId)
    await keepPlan(
      desk,
      trx,
      'clock',
      otherId,
      { state: planTable[other.state].replace! },
      { event: 'replace', note: named },
    )
  }
  await addChanges(trx, secrets, doerOf(mover), {
    source: `plan/${plan.id}`,
    edits: await editsOf(trx, plan),
    effectiveFrom,
  })
  await trx
    .updateTable('plans')
    .set({ words: vectorOf([plan.title, number]) })
    .where('id', '=', plan.id)
    .execute()
  return { decision, decisionNumber: number, effectiveFrom, expiresOn }
}

/** Of a plan that ends. What is being built goes on by the decision that it was begun under. */
async function abandonUnbegun({ secrets }: PlanDesk, trx: Trx, mover: Mover, planId: string): Promise<void> {
  for (const change of await changesOf(trx, `plan/${planId}`))
    if (change.buildState === 'approved') await moveChange(trx, secrets, doerOf(mover), change.id, 'abandon')
}

async function expectDrawings(trx: Trx, plan: PlanRow, drawings: readonly string[]): Promise<void> {
  const known = await trx
    .selectFrom('planAttachments')
    .select('hash')
    .where('planId', '=', plan.id)
    .where('purpose', '=', 'drawing')
    .execute()
  const lost = drawings.find((hash) => !known.some((one) => one.hash === hash))
  if (lost === undefined) return
  const message = both('Bản vẽ này không có trong hồ sơ đồ án', 'The plan has no such drawing')
  throw refuse(422, 'plan/no-drawing', message, lost, known.map(({ hash }) => hash).join(', ') || 'a drawing')
}

/** One issuer gives each number once a year. */
async function expectNewNumber(trx: Trx, { number, issuer, signedOn }: z.output<typeof decisionSchema>): Promise<void> {
  const same = await trx.selectFrom('plans').select(['id', 'decision']).where('decisionNumber', '=', number).execute()
  const year = signedOn.slice(0, 4)
  const taken = same.find(({ decision }) => decision?.issuer === issuer && decision.signedOn.slice(0, 4) === year)
  if (!taken) return
  const message = both(
    'Số quyết định này đã được dùng trong năm',
    'The number was given to another decision of the year',
  )
  throw refuse(409, 'plan/number', message, number, `plan/${taken.id}`)
}

export const today = (): string => localDate(new Date().toISOString())
