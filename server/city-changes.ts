/** Approved edits and how far they are built, as they are stored. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type ChangeEvent, type CityChange, changeTable } from '../scenarios/city-changes.ts'
import { type Edit, slotOf } from '../scenarios/edit.ts'
import { recordId } from '../scenarios/ids.ts'
import type { BuildState } from '../scenarios/provenance.ts'
import { both } from '../scenarios/text.ts'
import type { Db, Tables, Trx } from './database.ts'
import { appendEvent } from './events.ts'
import { notFound, refuse } from './http.ts'
import type { Deed } from './ledger.ts'
import { keepRecord } from './records.ts'
import type { Secrets } from './secrets.ts'

export type Doer = Pick<Deed, 'userId' | 'by' | 'role'>

export const changeOf = (row: Selectable<Tables['cityChanges']>): CityChange => ({
  id: row.id,
  source: row.source,
  position: row.position,
  edit: row.edit,
  buildState: row.buildState,
  effectiveFrom: row.effectiveFrom,
  movedAt: row.movedAt.toISOString(),
  modelOrder: row.modelOrder,
})

export async function readChanges(db: Db, states?: readonly BuildState[]): Promise<CityChange[]> {
  const all = db.selectFrom('cityChanges').selectAll().orderBy('effectiveFrom').orderBy('source').orderBy('position')
  return (await (states ? all.where('buildState', 'in', [...states]) : all).execute()).map(changeOf)
}

export const changesOf = async (db: Db, source: string): Promise<CityChange[]> =>
  (await db.selectFrom('cityChanges').selectAll().where('source', '=', source).orderBy('position').execute()).map(
    changeOf,
  )

/** Approved with their source, one change an edit; what another approved change holds is settled before. */
export async function addChanges(
  trx: Trx,
  secrets: Secrets,
  doer: Doer,
  { source, edits, effectiveFrom }: { source: string; edits: readonly Edit[]; effectiveFrom: string },
): Promise<void> {
  for (const [position, edit] of edits.entries()) {
    const id = recordId()
    const slot = slotOf(edit)
    const movedAt = new Date()
    await trx
      .insertInto('cityChanges')
      .values({
        id,
        source,
        position,
        slot,
        edit: JSON.stringify(edit),
        buildState: 'approved',
        effectiveFrom,
        movedAt,
        modelOrder: null,
      })
      .execute()
    await keep(trx, secrets, doer, 'change.approved', {
      id,
      source,
      position,
      edit,
      effectiveFrom,
      buildState: 'approved',
    })
  }
  await appendEvent(trx, { type: 'changes' })
}

const keep = (
  trx: Trx,
  secrets: Secrets,
  doer: Doer,
  action: string,
  record: Pick<CityChange, 'id' | 'source' | 'position' | 'edit' | 'effectiveFrom' | 'buildState'>,
) =>
  keepRecord(trx, secrets, {
    ...doer,
    subject: `change/${record.id}`,
    action,
    record,
    detail: { source: record.source, buildState: record.buildState },
  })

/** Held while a change moves: the order in which changes come to stand is one. */
const CHANGES_LOCK = 7_105_006

/**
 * Moves a change on. Of two that come to stand in one slot, the later one is what stands.
 * @throws Refusal 404 · 409 `change/state` where the event cannot happen now
 */
export async function moveChange(
  trx: Trx,
  secrets: Secrets,
  doer: Doer,
  id: string,
  event: ChangeEvent,
): Promise<CityChange> {
  await sql`select pg_advisory_xact_lock(${CHANGES_LOCK})`.execute(trx)
  const row = await trx.selectFrom('cityChanges').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`change/${id}`)
  const buildState = changeTable[row.buildState][event]
  if (buildState === null) {
    const message = both('Thay đổi này không thể chuyển như vậy', 'The change cannot go there from here')
    throw refuse(409, 'change/state', message, id, row.buildState)
  }
  const modelOrder = event === 'complete' ? await nextOrder(trx) : null
  const moved = await trx
    .updateTable('cityChanges')
    .set({ buildState, movedAt: new Date(), modelOrder })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const change = changeOf(moved)
  const { source, position, edit, effectiveFrom } = change
  await keep(trx, secrets, doer, `change.${event}`, { id, source, position, edit, effectiveFrom, buildState })
  await appendEvent(trx, { type: 'changes' })
  return change
}

async function nextOrder(trx: Trx): Promise<number> {
  const last = await trx
    .selectFrom('cityChanges')
    .select(({ fn }) => fn.max('modelOrder').as('order'))
    .executeTakeFirst()
  return (last?.order ?? 0) + 1
}
