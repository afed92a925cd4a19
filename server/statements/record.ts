/** Requests as their records have them, and whether the rows still say so. */
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { StatementAsk } from '../../scenarios/statements/ask.ts'
import type { StatementEvent, StatementState } from '../../scenarios/statements/process.ts'
import type { Db } from '../database.ts'
import { lastRecords } from '../records.ts'

/** What a step is kept as: without people; what was written, by its salted hash. */
export interface StatementRecord {
  readonly code: string
  readonly event: 'file' | StatementEvent
  readonly state: StatementState
  readonly role: string
  /** Without what they wrote, question and place: who asks may have named themselves in it. */
  readonly ask: Omit<StatementAsk, 'question' | 'place'>
  readonly words: string
  readonly people: string | null
  readonly note: string | null
  readonly assignee: string | null
}

/** All but the words. */
export const statementColumns = [
  ...(['id', 'code', 'unitCode', 'state', 'revision', 'ask', 'followHash', 'filedAt', 'closed'] as const),
  ...(['assigneeId', 'due'] as const),
] as const

/** Ids of requests whose row is not what their last record left. */
export async function strayStatements(db: Db): Promise<string[]> {
  const last = new Map((await lastRecords(db, 'statement/')).map(({ subject, ...kept }) => [subject, kept]))
  const rows = await db.selectFrom('statements').select(statementColumns).execute()
  return rows.flatMap((row) => {
    const kept = last.get(`statement/${row.id}`)
    const record = kept?.record as StatementRecord | undefined
    const { question: _, place: __, ...ask } = row.ask
    const said = record && [record.state, record.assignee, record.ask]
    const is = [row.state, row.assigneeId, ask]
    return said && kept?.revision === row.revision && canonicalJson(said) === canonicalJson(is) ? [] : [row.id]
  })
}
