/** What is told of a case's impact: the one under way, the last that is done, and what its drainage cells have lost. */
import { sql } from 'kysely'
import type { ImpactJob, StepImpact } from '../../scenarios/api/permits.ts'
import { type CaseImpact, type DrainageCell, type Impact, impactSchema } from '../../scenarios/permits/impact.ts'
import type { PermitState } from '../../scenarios/permits/process.ts'
import type { Db, PermitRow } from '../database.ts'

export const subjectOfImpact = (permitId: string): string => `permit-impact/${permitId}`

/** Jobs of the last impact of a case. */
export const jobsOf = (db: Db, permitId: string) =>
  db
    .selectFrom('jobs')
    .select(['id', 'state', 'error', 'impactPart'])
    .where('impactId', '=', (eb) =>
      eb.selectFrom('permitImpacts').select('id').where('permitId', '=', permitId).orderBy('at', 'desc').limit(1),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/** The last impact of a case where it has no record. */
export async function impactJobOf(db: Db, permitId: string): Promise<ImpactJob | null> {
  const last = await db
    .selectFrom('permitImpacts')
    .select(['id', 'asked', 'at', 'error', 'revision'])
    .where('permitId', '=', permitId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last || last.revision !== null) return null
  const jobs = await jobsOf(db, permitId)
  const error = last.error ?? jobs.find((job) => job.state === 'failed')?.error ?? null
  return {
    id: last.id,
    asked: last.asked,
    state: error ? 'failed' : jobs.some(({ state }) => state === 'cancelled') ? 'cancelled' : 'running',
    startedAt: last.at.toISOString(),
    error,
    jobs: jobs.map(({ id, state, impactPart }) => ({ id, state, part: impactPart! })),
  }
}

/** The last record of a case's impact; of another application than the one that stands it is out of date. */
export async function lastImpact(
  db: Db,
  { id, applicationHash }: Pick<PermitRow, 'id' | 'applicationHash'>,
): Promise<(StepImpact & { record: Impact; ledgerSequence: number }) | null> {
  const row = await db
    .selectFrom('records')
    .select(['revision', 'record', 'ledgerSequence'])
    .where('subject', '=', subjectOfImpact(id))
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const record = impactSchema.parse(row.record)
  const { revision, ledgerSequence } = row
  return { record, revision, ledgerSequence, current: record.applicationHash === applicationHash }
}

export async function caseImpactOf(
  db: Db,
  permit: Pick<PermitRow, 'id' | 'applicationHash'>,
): Promise<CaseImpact | null> {
  const last = await lastImpact(db, permit)
  if (!last) return null
  const cells = await Promise.all(
    last.record.storage.cells.map(async ({ id }) => ({ id, ...(await lostInCell(db, id, permit.id)) })),
  )
  return { ...last, cells }
}

/** Approved, whatever came of it later but its end. */
const standing: readonly PermitState[] = [
  'approved',
  'issued',
  'adjusted',
  'extended',
  'under-construction',
  'completed',
]

/** Room for water that the other approved cases of a cell take, each by the last impact of what was approved. */
export async function lostInCell(db: Db, cell: string, permitId: string): Promise<DrainageCell['others']> {
  const { rows } = await sql<{ cases: number; lost: number }>`
    select count(*)::int as cases, coalesce(sum(lost_cubic_metres), 0)::float8 as lost from (
      select distinct on (i.permit_id) i.lost_cubic_metres, i.cells from permit_impacts i
      join permits p on p.id = i.permit_id and p.application_hash = i.application_hash
      where i.revision is not null and p.id <> ${permitId} and p.state = any(${[...standing]}::text[])
      order by i.permit_id, i.revision desc) last
    where cells @> to_jsonb(array[${cell}::text])`.execute(db)
  return { cases: rows[0]!.cases, lostCubicMetres: Math.round(rows[0]!.lost * 10) / 10 }
}
