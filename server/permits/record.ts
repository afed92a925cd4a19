/** What the ledger holds of cases by hash, made again of the rows: whether they still say what was signed. */
import { sql } from 'kysely'
import type { StepImpact } from '../../scenarios/api/permits.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import type { PermitEvent, PermitState } from '../../scenarios/permits/process.ts'
import type { Db } from '../database.ts'

export interface Step {
  readonly permitId: string
  readonly revision: number
  readonly event: PermitEvent | 'file'
  readonly state: PermitState
  readonly at: Date
  readonly note: string
  readonly clauses: readonly string[]
  readonly target: string | null
  readonly application: Application | null
  readonly checkId: string | null
  readonly impact: StepImpact | null
}

/** A step as its entry names it. */
export const stepRecord = (step: Step): unknown => ({
  permitId: step.permitId,
  revision: step.revision,
  event: step.event,
  state: step.state,
  at: step.at.toISOString(),
  note: step.note,
  clauses: step.clauses,
  target: step.target,
  application: step.application && hashRecord(step.application),
  check: step.checkId,
  // Left out of steps that none lay before: those from before there were impacts have none.
  ...(step.impact ? { impact: step.impact } : {}),
})

const AT_A_TIME = 500

/** Every step and every check that is stored: the key of its entry, and its record. */
export async function* permitRecords(db: Db): AsyncGenerator<{ key: string; record: unknown }> {
  for (const table of ['permitHistory', 'permitChecks'] as const) {
    for (let after = 0; ; ) {
      const rows = await db
        .selectFrom(table)
        .select('ledgerSequence')
        .where('ledgerSequence', '>', after)
        .orderBy('ledgerSequence')
        .limit(AT_A_TIME)
        .execute()
      const [first, last] = [rows[0]?.ledgerSequence, rows.at(-1)?.ledgerSequence]
      if (first === undefined || last === undefined) break
      after = last
      if (table === 'permitHistory') yield* steps(db, first, last)
      else yield* checks(db, first, last)
    }
  }
}

async function* steps(db: Db, first: number, last: number) {
  const rows = await db
    .selectFrom('permitHistory')
    .selectAll()
    .where('ledgerSequence', '>=', first)
    .where('ledgerSequence', '<=', last)
    .execute()
  for (const row of rows) yield { key: `permit/${row.permitId}@${row.revision}`, record: stepRecord(row) }
}

async function* checks(db: Db, first: number, last: number) {
  const rows = await db
    .selectFrom('permitChecks')
    .select(['id', 'report'])
    .where('ledgerSequence', '>=', first)
    .where('ledgerSequence', '<=', last)
    .execute()
  for (const { id, report } of rows) yield { key: `permit-check/${id}`, record: report }
}

/** Ids of cases whose row is not what its last step left: another state, another application. */
export async function strayCases(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.id from permits p
    left join permit_history s on s.permit_id = p.id and s.revision = p.revision
    left join lateral (select application from permit_history a where a.permit_id = p.id and application is not null
      order by revision desc limit 1) a on true
    where s.state is distinct from p.state or a.application is distinct from p.application`.execute(db)
  return rows.map(({ id }) => id)
}

/** Permit numbers and files that rows name: each must stand in an entry. Files of erased people have no row. */
export async function permitMarks(db: Db): Promise<string[]> {
  const numbers = await db
    .selectFrom('permits')
    .select(['id', 'permitNumber'])
    .where('issuedAt', 'is not', null)
    .execute()
  const files = await db.selectFrom('permitAttachments').select(['permitId', 'hash']).execute()
  const papers = await db.selectFrom('permitPapers').select(['id', 'hash']).execute()
  const signed = await db.selectFrom('permitSignatures').select(['permitId', 'hash']).execute()
  return [
    ...numbers.map(({ id, permitNumber }) => mark(`permit/${id}`, permitNumber)),
    ...files.map(({ permitId, hash }) => mark(`permit/${permitId}`, hash)),
    ...papers.map(({ id, hash }) => mark(`permit-paper/${id}`, hash)),
    ...signed.map(({ permitId, hash }) => mark(`permit-signature/${permitId}`, hash)),
  ]
}
export const mark = (subject: string, what: unknown): string => `${subject} ${String(what)}`
