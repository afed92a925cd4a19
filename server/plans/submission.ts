/**
 * The scenario that a plan is submitted with: a saved revision, which later saves leave alone, and its runs. What the browser
 * found is only compared: the server queues each run for itself, and the plan goes on when all are there and the same.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { RunDifference, submissionSchema } from '../../scenarios/api/plans.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { squash } from '../../scenarios/edit.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { planTable } from '../../scenarios/plans/process.ts'
import { baselineOf, type Scenario, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import type { Db, Trx } from '../database.ts'
import { type Refusal, refuse } from '../http.ts'
import { moveJob } from '../jobs.ts'
import { restsOnGenerated } from '../permits/desk.ts'
import { expectRunnable, queueRun } from '../routes/runs.ts'
import type { PlanDesk, PlanRow } from './plan-row.ts'
import { keepPlan, lockPlan } from './record.ts'
import { examineEdits, staleRefusal } from './standing.ts'

type Asked = z.output<typeof submissionSchema>
type Claimed = Asked['runs'][number]

export interface Prepared {
  readonly asked: Asked
  readonly scenario: Scenario
  readonly edits: readonly Edit[]
  readonly places: Readonly<Record<string, Geometry>>
  readonly specimen: boolean
}

const bodyOf = (body: ScenarioBody, { of }: Pick<Claimed, 'of'>): ScenarioBody =>
  of === 'baseline' ? baselineOf(body) : body

export async function scenarioAt(db: Db, id: string, revision: number) {
  const row = await db
    .selectFrom('scenarioRevisions')
    .innerJoin('users', 'users.id', 'scenarioRevisions.authorId')
    .select(['scenario', 'hash', 'savedAt', 'displayName', 'role'])
    .where('scenarioId', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row ? { ...row, scenario: readRecord('scenario', row.scenario) } : null
}

/** One a slot, of the scenario that stands. */
export async function editsOf(db: Db, plan: Pick<PlanRow, 'id' | 'submissions'>): Promise<Edit[]> {
  const { scenario } = await db
    .selectFrom('planSubmissions')
    .innerJoin('scenarioRevisions', (join) =>
      join
        .onRef('scenarioRevisions.scenarioId', '=', 'planSubmissions.scenarioId')
        .onRef('scenarioRevisions.revision', '=', 'planSubmissions.scenarioRevision'),
    )
    .select('scenario')
    .where('planId', '=', plan.id)
    .where('number', '=', plan.submissions)
    .executeTakeFirstOrThrow()
  return squash(readRecord('scenario', scenario).body.edits)
}

/**
 * What can be said before anything is computed.
 * @throws Refusal 422 `plan/scenario`, `plan/no-edits`; 409 `plan/mismatch`, `plan/stale`, `run/city` naming the values
 */
export async function prepareSubmission(desk: PlanDesk, asked: Asked): Promise<Prepared> {
  const { db, tiles } = desk
  const row = await scenarioAt(db, asked.scenarioId, asked.scenarioRevision)
  if (!row) {
    const message = both('Không có bản lưu này của kịch bản', 'There is no such saved revision of the scenario')
    const place = `scenario/${asked.scenarioId}@${asked.scenarioRevision}`
    throw refuse(422, 'plan/scenario', message, place)
  }
  const { scenario } = row
  const edits = squash(scenario.body.edits)
  if (edits.length === 0) {
    const message = both('Kịch bản không thay đổi gì', 'The scenario changes nothing')
    throw refuse(422, 'plan/no-edits', message, 'body.submission.scenarioId')
  }
  for (const claimed of asked.runs) {
    const body = bodyOf(scenario.body, claimed)
    const differences: RunDifference[] = []
    const compare = (what: RunDifference['what'], said: string, is: string) => {
      if (said !== is) differences.push({ what, claimed: said, computed: is })
    }
    compare('city', claimed.city, body.city)
    compare('scenario', claimed.scenarioHash, scenarioHash(body))
    if (differences.length > 0) throw mismatch(claimed, differences)
    await expectRunnable(tiles, claimed.kind, body)
  }
  const { stale, places } = await examineEdits(desk, edits)
  if (stale.length > 0) throw staleRefusal(stale)
  return { asked, scenario, edits, places, specimen: restsOnGenerated(await tiles.manifest()) }
}

const what: Record<RunDifference['what'], Bilingual> = {
  digest: both('kết quả', 'digest'),
  kernel: both('nhân tính toán', 'kernel'),
  city: both('bản dữ liệu thành phố', 'city version'),
  scenario: both('kịch bản', 'scenario'),
  failed: both('lỗi khi tính', 'failed'),
}

/** What differs, in a sentence with the values. */
export function differencesSaid({ kind, of }: Pick<Claimed, 'kind' | 'of'>, differences: readonly RunDifference[]) {
  const said = (language: 'vi' | 'en', sent: string, is: string) =>
    `${kind}/${of}: ${differences
      .map((one) => `${what[one.what][language]} – ${sent} ${one.claimed}, ${is} ${one.computed}`)
      .join('; ')}`
  return both(said('vi', 'đã trình', 'máy chủ'), said('en', 'claimed', 'the server'))
}

function mismatch(claimed: Claimed, differences: readonly RunDifference[]): Refusal {
  const { vi, en } = differencesSaid(claimed, differences)
  return refuse(
    409,
    'plan/mismatch',
    both(`Kết quả trình không phải của kịch bản này. ${vi}`, `The run is not one of this scenario. ${en}`),
    `${claimed.kind}/${claimed.of} ${differences[0]!.what}: ${differences[0]!.claimed}`,
    differences[0]!.computed,
  )
}

/** In the transaction of the step: the submission and its runs, each queued. */
export async function insertSubmission(
  { runner }: PlanDesk,
  trx: Trx,
  plan: PlanRow,
  authorId: string,
  { asked, scenario, places }: Prepared,
): Promise<number> {
  const number = plan.submissions + 1
  await trx
    .insertInto('planSubmissions')
    .values({
      planId: plan.id,
      number,
      scenarioId: asked.scenarioId,
      scenarioRevision: asked.scenarioRevision,
      places: JSON.stringify(places),
      submittedAt: new Date(),
      openedAt: null,
      days: null,
      consultedUntil: null,
      summarised: null,
    })
    .execute()
  for (const [position, claimed] of asked.runs.entries()) {
    const body = bodyOf(scenario.body, claimed)
    const job = await queueRun(trx, runner, {
      kind: claimed.kind,
      scenarioId: claimed.of === 'baseline' ? null : scenario.id,
      // Jobs are for everyone to see, as scenarios are; a draft's own title is not.
      title: scenario.title,
      body,
      clientDigest: claimed.digest,
      authorId,
    })
    await trx
      .insertInto('planRuns')
      .values({
        planId: plan.id,
        submission: number,
        position,
        claimed: JSON.stringify(claimed),
        jobId: job.id,
        runId: null,
        differences: null,
      })
      .execute()
  }
  return number
}

/** Jobs of a plan that goes no further are stopped. */
export async function cancelJobs(trx: Trx, plan: PlanRow): Promise<void> {
  const runs = await trx
    .selectFrom('planRuns')
    .select('jobId')
    .where('planId', '=', plan.id)
    .where('submission', '=', plan.submissions)
    .execute()
  for (const { jobId } of runs) await moveJob(trx, jobId, ['queued', 'running'], { state: 'cancelled' })
}

/** Compares, once every job of a plan has ended, and moves it on. @returns whether it moved */
export async function settleRuns(desk: PlanDesk, planId: string): Promise<boolean> {
  return desk.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, planId)
    if (plan.state !== 'recomputing') return false
    const rows = await trx
      .selectFrom('planRuns')
      .innerJoin('jobs', 'jobs.id', 'planRuns.jobId')
      .leftJoin('runs', 'runs.jobId', 'planRuns.jobId')
      .select(['position', 'claimed', 'jobs.state', 'jobs.error', 'runs.id as runId', 'runs.record'])
      .where('planId', '=', planId)
      .where('submission', '=', plan.submissions)
      .orderBy('position')
      .execute()
    if (rows.some(({ state }) => state === 'queued' || state === 'running')) return false
    const found = rows.map(({ position, claimed, state, error, runId, record }) => {
      const differences: RunDifference[] = []
      const compare = (what: RunDifference['what'], said: string, is: string) => {
        if (said !== is) differences.push({ what, claimed: said, computed: is })
      }
      if (record) {
        compare('digest', claimed.digest, record.digest)
        compare('kernel', claimed.kernel, record.kernel)
        compare('city', claimed.city, record.city)
        compare('scenario', claimed.scenarioHash, record.scenarioHash)
      } else compare('failed', claimed.digest, error ? `${error.code}: ${error.message.en}` : state)
      return { position, claimed: claimed as Claimed, runId, differences, illustrative: record?.illustrative ?? false }
    })
    for (const { position, runId, differences } of found) {
      await trx
        .updateTable('planRuns')
        .set({ runId, differences: JSON.stringify(differences) })
        .where('planId', '=', planId)
        .where('submission', '=', plan.submissions)
        .where('position', '=', position)
        .execute()
    }
    const wrong = found.filter(({ differences }) => differences.length > 0)
    const note = wrong.map(({ claimed, differences }) => {
      const { vi, en } = differencesSaid(claimed, differences)
      return `${vi} / ${en}`
    })
    const event = wrong.length === 0 ? 'match' : 'mismatch'
    const specimen = plan.specimen || found.some(({ illustrative }) => illustrative)
    const state = planTable.recomputing[event]
    await keepPlan(desk, trx, 'clock', planId, { state, specimen }, { event, note: note.join('\n') })
    return true
  })
}

/** Of a plan whose job has ended; null: the job is no plan's. */
export async function planOfJob(db: Db, jobId: string): Promise<string | null> {
  const row = await db.selectFrom('planRuns').select('planId').where('jobId', '=', jobId).executeTakeFirst()
  return row?.planId ?? null
}

/** Plans whose runs have all ended, and that nobody has moved on: the server may have stopped in between. */
export async function plansToSettle(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from plans where state = 'recomputing' and not exists (
    select from plan_runs r join jobs j on j.id = r.job_id
    where r.plan_id = plans.id and r.submission = plans.submissions and j.state in ('queued', 'running'))`.execute(db)
  return rows.map(({ id }) => id)
}
