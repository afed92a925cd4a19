/** What the ledger holds of cases by hash, made again of the rows: whether they still say what was signed. */
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

/** Ids of cases whose row is not what their last step left. */
export async function strayCases(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('permits')
    .leftJoin('permitHistory', (join) =>
      join.onRef('permitId', '=', 'permits.id').onRef('permitHistory.revision', '=', 'permits.revision'),
    )
    .select(['permits.id', 'permits.state', 'permitHistory.state as told'])
    .execute()
  return rows.filter(({ state, told }) => state !== told).map(({ id }) => id)
}
