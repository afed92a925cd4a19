/**
 * Records that a decision may stand on, besides runs, scenarios and cases: plans, street works, inspections, settings. Each
 * version is a row that is never changed; its hash stands in the ledger, and `vithanh ledger verify` compares the two.
 */
import { sql } from 'kysely'
import { hashRecord } from '../scenarios/canonical.ts'
import type { Db, Trx } from './database.ts'
import { appendLedger, type Deed } from './ledger.ts'
import type { Secrets } from './secrets.ts'

export interface Kept extends Deed {
  /** Without people: names, phones and what they wrote lie in tables of their own, here by salted hash (`secrets.actor`). */
  readonly record: unknown
}

/**
 * Keeps the next version of a subject, e.g. `plan/<uuid>`. The caller has locked it where two may write at a time.
 * @returns its revision, counted from 1, and its place in the ledger
 */
export async function keepRecord(
  trx: Trx,
  secrets: Secrets,
  { record, detail, ...deed }: Kept,
): Promise<{ revision: number; ledgerSequence: number }> {
  const last = await trx
    .selectFrom('records')
    .select(({ fn }) => fn.max('revision').as('revision'))
    .where('subject', '=', deed.subject)
    .executeTakeFirst()
  const revision = (last?.revision ?? 0) + 1
  const ledgerSequence = await appendLedger(trx, secrets, {
    ...deed,
    detail: { ...detail, revision, kept: hashRecord(record) },
  })
  await trx
    .insertInto('records')
    .values({
      subject: deed.subject,
      revision,
      action: deed.action,
      record: JSON.stringify(record),
      at: new Date(),
      ledgerSequence,
    })
    .execute()
  return { revision, ledgerSequence }
}

/** Every version of a subject, the first one first. */
export const recordsOf = (db: Db, subject: string) =>
  db.selectFrom('records').selectAll().where('subject', '=', subject).orderBy('revision').execute()

/** Subjects of a kind, e.g. `plan/`, as their last version left them. */
export async function lastRecords(db: Db, kind: string) {
  const { rows } = await sql<{ subject: string; revision: number; action: string; record: unknown; at: Date }>`
    select distinct on (subject) subject, revision, action, record, at from records
    where starts_with(subject, ${kind}) order by subject, revision desc`.execute(db)
  return rows
}

const AT_A_TIME = 500

/** All of them, in the order of the ledger. */
export async function* keptRecords(db: Db) {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('records')
      .select(['subject', 'revision', 'record', 'ledgerSequence'])
      .where('ledgerSequence', '>', after)
      .orderBy('ledgerSequence')
      .limit(AT_A_TIME)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.ledgerSequence
  }
}
