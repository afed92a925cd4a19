/** Computes again what a plan's decision rests on, years later too: from the records, by the kernels as they are now. */
import { hashRecord } from '../../scenarios/canonical.ts'
import type { PlanState } from '../../scenarios/plans/process.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { RunRecord } from '../../scenarios/run.ts'
import { scenarioHash } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { type Computed, computeRun } from '../compute.ts'
import type { Db } from '../database.ts'
import { recordsOf } from '../records.ts'
import { type KeptPlan, subjectOf } from './record.ts'

export interface VerifiedRun {
  readonly runId: string
  readonly kind: string
  readonly of: string
  readonly city: string
  /** What is not as the decision's record says, each with what it says and what is; empty where all is the same. */
  readonly differences: readonly { readonly what: string; readonly expected: string; readonly found: string }[]
}

export interface VerifiedPlan {
  readonly title: string
  readonly state: PlanState
  readonly decisionNumber: string | null
  /** The plan's revision in whose record the runs stand: the decision, or the last one before it. */
  readonly revision: number
  readonly runs: readonly VerifiedRun[]
}

/**
 * @param tilesDir with the versions of the city that the runs name
 * @throws Problem `plan/none`; `plan/no-runs` where no run of it has been computed yet
 */
export async function verifyPlan(
  db: Db,
  tilesDir: string,
  id: string,
  progress: (share: number) => void = () => {},
): Promise<VerifiedPlan> {
  const records = /^[0-9a-f-]{36}$/.test(id) ? await recordsOf(db, subjectOf(id)) : []
  const last = records.at(-1)
  if (!last) throw problem('none', 'Không có đồ án này', 'There is no such plan', id)
  const decided = records.find(({ action }) => action === 'plan.approve') ?? last
  const entry = await db
    .selectFrom('ledger')
    .select('detail')
    .where('sequence', '=', decided.ledgerSequence)
    .executeTakeFirst()
  const kept = decided.record as KeptPlan
  const runs = kept.plan.submission?.runs ?? []
  if (runs.length === 0 || runs.some(({ runId }) => runId === null))
    throw problem('no-runs', 'Máy chủ chưa tính xong đồ án này', 'Not every run of the plan has been computed', id)
  const recordDiffers =
    entry?.detail.kept === hashRecord(kept) ? [] : [differs('record', String(entry?.detail.kept), hashRecord(kept))]
  const found: VerifiedRun[] = []
  for (const [index, { claimed, runId, run }] of runs.entries()) {
    const row = await db
      .selectFrom('runs')
      .select(['record', 'body'])
      .where('id', '=', runId!)
      .executeTakeFirstOrThrow()
    const differences = [...recordDiffers]
    const compare = (what: string, expected: string, is: string) => {
      if (expected !== is) differences.push(differs(what, expected, is))
    }
    compare('run', String(run), hashRecord(row.record))
    compare('scenario', row.record.scenarioHash, scenarioHash(row.body))
    const again = await compute(tilesDir, claimed.kind, row, (share) => progress((index + share) / runs.length))
    if (again instanceof Problem) differences.push(differs('computed', row.record.digest, again.detail.code))
    else {
      compare('kernel', row.record.kernel, again.kernel)
      compare('digest', row.record.digest, again.summary.digest)
    }
    const one = { runId: runId!, kind: claimed.kind, of: claimed.of ?? 'scenario', city: row.record.city, differences }
    found.push(one)
  }
  const now = (last.record as KeptPlan).plan
  const { title, state, decisionNumber } = now
  return { title, state, decisionNumber, revision: decided.revision, runs: found }
}

const differs = (what: string, expected: string, found: string) => ({ what, expected, found })

/** A city that is no longer there is a difference too. */
async function compute(
  tilesDir: string,
  kind: Parameters<typeof computeRun>[1]['kind'],
  { body }: { readonly record: RunRecord; readonly body: Parameters<typeof computeRun>[1]['body'] },
  progress: (share: number) => void,
): Promise<Computed | Problem> {
  try {
    return await computeRun(tilesDir, { kind, body }, { signal: { aborted: false }, progress })
  } catch (error) {
    if (error instanceof Problem) return error
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return problem('city-gone', 'Không còn bản dữ liệu thành phố này', 'The version of the city is not here', body.city)
  }
}

const problem = (code: string, vi: string, en: string, place: string): Problem =>
  new Problem({ code: `plan/${code}`, message: both(vi, en), place })
