/** Reports as their records have them, and whether the rows still say so. */
import { canonicalJson, hashRecord } from '../../scenarios/canonical.ts'
import type { ReportCategory } from '../../scenarios/reports/categories.ts'
import type { Rating, ReportEvent, ReportPast, ReportRole, ReportState } from '../../scenarios/reports/process.ts'
import type { Db, ReportRow } from '../database.ts'
import { lastRecords, recordsOf } from '../records.ts'

/** What a step is kept as: what a person wrote, where it is and who it was are there by salted hash alone. */
export interface ReportRecord {
  readonly code: string
  readonly event: 'send' | ReportEvent
  readonly state: ReportState
  readonly role: ReportRole
  readonly category: ReportCategory
  readonly unitCode: string | null
  readonly urgent: boolean
  readonly notPublic: boolean
  readonly unit: string | null
  /** `send`: words, place and people. */
  readonly sent: string | null
  readonly note: string | null
  readonly until: string | null
  readonly rating: Rating | null
  readonly joinedInto: string | null
  /** SHA-256 of what was proposed, or stands in public. */
  readonly publication: string | null
  readonly isPublished: boolean
}

/** All but the words that are searched. */
export const reportColumns = [
  ...(['id', 'code', 'unitCode', 'state', 'revision', 'category', 'text', 'lon', 'lat', 'urgent', 'danger'] as const),
  ...(['anonymous', 'notPublic', 'unit', 'photosExpected', 'writtenAt', 'sentAt', 'changedAt', 'handlerId'] as const),
  ...(['dueAt', 'joinedInto', 'publication', 'publishedAt', 'followHash', 'erased'] as const),
] as const
export type Report = Omit<ReportRow, 'words'>

export const subjectOfReport = (id: string): string => `report/${id}`

export function pastOfReport({ record, at }: { record: unknown; at: Date }): ReportPast {
  const { event, state, role, until } = record as ReportRecord
  return { event, state, role, until, at: at.toISOString() }
}

export const reportHistory = async (db: Db, id: string): Promise<ReportPast[]> =>
  (await recordsOf(db, subjectOfReport(id))).map(pastOfReport)

/** What row and record both say. */
export const saidOf = (row: Report) => ({
  ...{ code: row.code, state: row.state, category: row.category, unitCode: row.unitCode, urgent: row.urgent },
  ...{ notPublic: row.notPublic, unit: row.unit, joinedInto: row.joinedInto },
  publication: row.publication && hashRecord(row.publication),
  isPublished: row.publishedAt !== null,
})

/** Ids of reports whose row is not what their last record left. */
export async function strayReports(db: Db): Promise<string[]> {
  const last = new Map((await lastRecords(db, 'report/')).map(({ subject, ...kept }) => [subject, kept]))
  const rows = await db.selectFrom('reports').select(reportColumns).execute()
  return rows.flatMap((row) => {
    const kept = last.get(subjectOfReport(row.id))
    const { event, role, sent, note, until, rating, ...said } = (kept?.record ?? {}) as ReportRecord
    // With people's data a publication that never came about was erased too.
    const left = row.erased && !row.publishedAt ? { ...said, publication: null } : said
    return kept?.revision === row.revision && canonicalJson(left) === canonicalJson(saidOf(row)) ? [] : [row.id]
  })
}
