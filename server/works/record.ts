/** Works as their records have them, and whether the rows still say so. */
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { Clash } from '../../scenarios/works/clashes.ts'
import type { WorksEvent, WorksState } from '../../scenarios/works/process.ts'
import type { WorksApplication } from '../../scenarios/works/works.ts'
import type { Db } from '../database.ts'
import { lastRecords } from '../records.ts'

/** What a step is kept as: without people, what was written by its salted hash. */
export interface WorksRecord {
  readonly code: string
  readonly event: 'file' | WorksEvent
  readonly state: WorksState
  readonly role: string
  readonly application: WorksApplication
  readonly people: string | null
  readonly note: string | null
  readonly until: string | null
  readonly openedOn: string | null
  readonly restoredOn: string | null
  readonly permitNumber: string | null
  readonly specimen: boolean
  /** What a permit was decided on. */
  readonly clashes: readonly Clash[] | null
}

/** All but the words. */
export const worksColumns = [
  ...(['id', 'code', 'unitCode', 'state', 'revision', 'application', 'startsOn', 'endsOn', 'openedOn'] as const),
  ...(['restoredOn', 'followHash', 'filedAt', 'actsOn', 'permitNumber', 'specimen'] as const),
] as const

/** Ids of works whose row is not what their last record left. */
export async function strayWorks(db: Db): Promise<string[]> {
  const last = new Map((await lastRecords(db, 'works/')).map(({ subject, ...kept }) => [subject, kept]))
  const rows = await db.selectFrom('works').select(worksColumns).execute()
  return rows.flatMap((row) => {
    const kept = last.get(`works/${row.id}`)
    const record = kept?.record as WorksRecord | undefined
    const said = record && [record.state, record.permitNumber, record.openedOn, record.restoredOn, record.application]
    const is = [row.state, row.permitNumber, row.openedOn, row.restoredOn, row.application]
    return said && kept?.revision === row.revision && canonicalJson(said) === canonicalJson(is) ? [] : [row.id]
  })
}
