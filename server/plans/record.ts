/**
 * What a plan is, for the ledger: made of its rows when something happens to it, and again when the two are compared. Every
 * record holds the whole of it, so that each revision stays readable as it was; people are not in it.
 */
import type { Selectable } from 'kysely'
import type { CommentCounts, PlanHistory } from '../../scenarios/api/plans.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { hashText } from '../../scenarios/ids.ts'
import type { Doer } from '../city-changes.ts'
import type { Db, Tables, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound } from '../http.ts'
import { keepRecord, lastRecords } from '../records.ts'
import { type Mover, type PlanRow, planColumns } from './plan-row.ts'

export const subjectOf = (id: string): string => `plan/${id}`
export const commentSubject = (id: string): string => `plan-comment/${id}`

type SubmissionRow = Selectable<Tables['planSubmissions']>

async function submissionRecord(db: Db, submission: SubmissionRow) {
  const runs = await db
    .selectFrom('planRuns')
    .leftJoin('runs', 'runs.id', 'planRuns.runId')
    .select(['claimed', 'planRuns.jobId', 'runId', 'differences', 'record'])
    .where('planId', '=', submission.planId)
    .where('submission', '=', submission.number)
    .orderBy('position')
    .execute()
  return {
    number: submission.number,
    scenarioId: submission.scenarioId,
    scenarioRevision: submission.scenarioRevision,
    places: hashRecord(submission.places),
    submittedAt: submission.submittedAt.toISOString(),
    openedAt: submission.openedAt?.toISOString() ?? null,
    days: submission.days,
    consultedUntil: submission.consultedUntil,
    summarised: submission.summarised,
    runs: runs.map(({ claimed, jobId, runId, differences, record }) => ({
      claimed,
      jobId,
      runId,
      differences,
      run: record && hashRecord(record),
    })),
  }
}

/** The plan as its rows have it. */
export async function planRecord(db: Db, plan: PlanRow) {
  const submission = await db
    .selectFrom('planSubmissions')
    .selectAll()
    .where('planId', '=', plan.id)
    .where('number', '=', plan.submissions)
    .executeTakeFirst()
  const settled = await db
    .selectFrom('planSettlements')
    .select(['conflict', 'how', 'reason', 'at'])
    .where('planId', '=', plan.id)
    .orderBy('key')
    .execute()
  const replaces = await db
    .selectFrom('planReplacements')
    .select(['otherPlanId', 'changeId', 'reason'])
    .where('planId', '=', plan.id)
    .execute()
  const order = ({ otherPlanId, changeId }: (typeof replaces)[number]) => `${otherPlanId} ${changeId}`
  return {
    schema: 'plan@1',
    id: plan.id,
    unitCode: plan.unitCode,
    kind: plan.kind,
    title: plan.title,
    purpose: plan.purpose,
    adjusts: plan.adjusts,
    state: plan.state,
    submissions: plan.submissions,
    edits: plan.edits,
    consultedUntil: plan.consultedUntil,
    decision: plan.decision,
    decisionNumber: plan.decisionNumber,
    effectiveFrom: plan.effectiveFrom,
    expiresOn: plan.expiresOn,
    specimen: plan.specimen,
    openedAt: plan.openedAt.toISOString(),
    changedAt: plan.changedAt.toISOString(),
    submission: submission ? await submissionRecord(db, submission) : null,
    settlements: settled.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    replaces: replaces.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
  }
}

/** The comments of the public as a revision of the plan tells of them: by salted hash. */
export interface SummaryKept {
  readonly submission: number
  readonly counts: CommentCounts
  readonly comments: readonly { readonly id: string; readonly words: string; readonly answered: boolean }[]
}

export interface KeptPlan {
  readonly plan: Awaited<ReturnType<typeof planRecord>>
  readonly event: PlanHistory['event']
  readonly note: string
  readonly summary?: SummaryKept
}

/** Of the staff: the account and its role; else the clock. */
export const doerOf = (mover: Mover) =>
  mover === 'clock'
    ? ({ userId: null, role: 'clock', by: 'clock' } as const)
    : ({ userId: mover.user.id, role: mover.user.role } as const)

/** Changes the plan's row, and keeps what the plan is now: its next revision. The row is locked. */
export async function keepPlan(
  { secrets }: Pick<House, 'secrets'>,
  trx: Trx,
  mover: Mover,
  id: string,
  { decision, ...set }: Partial<PlanRow>,
  { event, note, summary }: Omit<KeptPlan, 'plan'>,
): Promise<PlanRow> {
  const row = await trx
    .updateTable('plans')
    .set((eb) => ({
      ...set,
      ...(decision === undefined ? {} : { decision: JSON.stringify(decision) }),
      revision: eb('revision', '+', 1),
      changedAt: new Date(),
    }))
    .where('id', '=', id)
    .returning(planColumns)
    .executeTakeFirstOrThrow()
  const plan = row as PlanRow
  const record: KeptPlan = { plan: await planRecord(trx, plan), event, note, ...(summary ? { summary } : {}) }
  const { revision } = await keepRecord(trx, secrets, {
    ...doerOf(mover),
    subject: subjectOf(id),
    action: `plan.${event}`,
    record,
    detail: { state: plan.state, ...(event === 'approve' ? { decision: plan.decisionNumber } : {}) },
  })
  if (revision !== plan.revision) throw new Error(`Expected revision ${revision} of plan ${id}, got ${plan.revision}`)
  if (mover !== 'clock')
    await trx.insertInto('planActors').values({ planId: id, revision, actorId: mover.user.id }).execute()
  await appendEvent(trx, { type: 'plan', id, revision })
  return plan
}

type CommentRow = Selectable<Tables['planComments']>

/** A comment for the ledger. @param words of the public: a salted hash, which this server alone can make */
export const commentRecord = (comment: CommentRow, words: string) => ({
  schema: 'plan-comment@1',
  planId: comment.planId,
  submission: comment.submission,
  party: comment.party,
  replyTo: comment.replyTo,
  anchor: comment.anchor,
  at: comment.at.toISOString(),
  state: comment.state,
  reason: comment.reason,
  resolvedAt: comment.resolvedAt?.toISOString() ?? null,
  answer: comment.answer,
  answeredAt: comment.answeredAt?.toISOString() ?? null,
  words,
})

export const wordsHash = ({ secrets }: Pick<House, 'secrets'>, { party, text, id }: CommentRow): string =>
  party === 'staff' ? hashText(text) : secrets.actor(`comment\n${id}\n${text}`)

export async function keepComment(
  house: Pick<House, 'secrets'>,
  trx: Trx,
  doer: Doer,
  comment: CommentRow,
  action: string,
): Promise<void> {
  await keepRecord(trx, house.secrets, {
    ...doer,
    subject: commentSubject(comment.id),
    action: `plan-comment.${action}`,
    record: commentRecord(comment, wordsHash(house, comment)),
    detail: { plan: comment.planId },
  })
  const plan = await trx
    .selectFrom('plans')
    .select('revision')
    .where('id', '=', comment.planId)
    .executeTakeFirstOrThrow()
  await appendEvent(trx, { type: 'plan', id: comment.planId, revision: plan.revision })
}

/** Subjects whose rows are not what their last record says: plans with all that hangs on them, and comments. */
export async function strayPlans(db: Db): Promise<string[]> {
  const stray: string[] = []
  const plans = new Map((await lastRecords(db, 'plan/')).map(({ subject, record }) => [subject, record as KeptPlan]))
  for (const row of await db.selectFrom('plans').select(planColumns).execute()) {
    const plan = row as PlanRow
    const kept = plans.get(subjectOf(plan.id))
    plans.delete(subjectOf(plan.id))
    if (!kept || hashRecord(kept.plan) !== hashRecord(await planRecord(db, plan))) stray.push(subjectOf(plan.id))
  }
  const comments = new Map(
    (await lastRecords(db, 'plan-comment/')).map(({ subject, record }) => [
      subject,
      record as ReturnType<typeof commentRecord>,
    ]),
  )
  for (const row of await db.selectFrom('planComments').selectAll().execute()) {
    const subject = commentSubject(row.id)
    const kept = comments.get(subject)
    comments.delete(subject)
    // Words of the public are told by a hash that only the server that took them can make.
    const words = row.party === 'staff' ? hashText(row.text) : (kept?.words ?? '')
    if (!kept || hashRecord(kept) !== hashRecord(commentRecord(row, words))) stray.push(subject)
  }
  return [...stray, ...plans.keys(), ...comments.keys()]
}

/** Files that rows name: each must stand in an entry. */
export async function planMarks(db: Db): Promise<{ subject: string; hash: string }[]> {
  const files = await db.selectFrom('planAttachments').select(['planId', 'hash']).execute()
  return files.map(({ planId, hash }) => ({ subject: subjectOf(planId), hash }))
}

export async function lockPlan(trx: Trx, id: string): Promise<PlanRow> {
  const row = await trx.selectFrom('plans').select(planColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound(subjectOf(id))
  return row as PlanRow
}
