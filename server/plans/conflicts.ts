/** A plan's conflicts as things stand now, and how each was settled. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { PlanConflict, settleConflictSchema } from '../../scenarios/api/plans.ts'
import { describeEdit, type Edit, slotOf } from '../../scenarios/edit.ts'
import { boundsOf, geometryBounds, grow } from '../../scenarios/geometry.ts'
import { standingStates } from '../../scenarios/permits/process.ts'
import {
  type Conflict,
  conflictsOf,
  expectSettleable,
  groundOf,
  type PermitGround,
  settlementsOf,
} from '../../scenarios/plans/conflicts.ts'
import { decidedStates, terminalPlanStates } from '../../scenarios/plans/process.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { both } from '../../scenarios/text.ts'
import { readChanges } from '../city-changes.ts'
import type { Db, Trx } from '../database.ts'
import { refuse } from '../http.ts'
import { expectOwn, type PlanDesk, type PlanRow } from './plan-row.ts'
import { keepPlan, lockPlan } from './record.ts'
import { editsOf } from './submission.ts'

/** A building is no longer than this from its first corner, m. */
const REACH_METRES = 500

/** Permits in force whose building is not up yet, near the ground that the edits take. */
async function permitsNear(db: Db, edits: readonly Edit[]): Promise<PermitGround[]> {
  const grounds = edits.flatMap((edit) => groundOf(edit) ?? [])
  if (grounds.length === 0) return []
  const corners = grounds.flatMap((ground) => {
    const [minX, minY, maxX, maxY] = geometryBounds(ground)
    return [
      [minX, minY],
      [maxX, maxY],
    ] as [number, number][]
  })
  const [minX, minY, maxX, maxY] = grow(boundsOf(corners), REACH_METRES)
  const corner = (axis: number) =>
    sql<number>`(application #>> ${sql.lit(`{check,building,parts,0,footprint,0,${axis}}`)}::text[])::float8`
  const rows = await db
    .selectFrom('permits')
    .select([
      'id',
      'code',
      'permitNumber',
      sql<PermitCheck['building']['parts']>`application #> '{check,building,parts}'`.as('parts'),
    ])
    .where(
      'state',
      'in',
      [...standingStates].filter((state) => state !== 'completed'),
    )
    .where(corner(0), '>=', minX)
    .where(corner(0), '<=', maxX)
    .where(corner(1), '>=', minY)
    .where(corner(1), '<=', maxY)
    .execute()
  return rows.map(({ id, code, permitNumber, parts }) => ({
    id,
    number: permitNumber ?? code,
    rings: parts.map(({ footprint }) => footprint),
  }))
}

export interface SettledConflict {
  readonly conflict: Conflict
  readonly settled: { how: 'replaces' | 'both-stand'; reason: string; actorId: string; at: Date } | null
}

/** Of the scenario that stands; none once it is decided. */
export async function readConflicts(db: Db, plan: PlanRow): Promise<SettledConflict[]> {
  if (plan.submissions === 0 || decidedStates.has(plan.state) || terminalPlanStates.has(plan.state)) return []
  const edits = await editsOf(db, plan)
  const [changes, permits] = await Promise.all([
    readChanges(db, ['approved', 'under-construction']),
    permitsNear(db, edits),
  ])
  const conflicts = conflictsOf(`plan/${plan.id}`, edits, changes, permits)
  const settled = await db.selectFrom('planSettlements').selectAll().where('planId', '=', plan.id).execute()
  const bySettled = new Map(settled.map((one) => [one.key, one]))
  return conflicts.map((conflict) => ({ conflict, settled: bySettled.get(conflict.key) ?? null }))
}

/** With words for people. */
export async function tellConflicts(db: Db, plan: PlanRow): Promise<PlanConflict[]> {
  const found = await readConflicts(db, plan)
  if (found.length === 0) return []
  const edits = new Map((await editsOf(db, plan)).map((edit) => [slotOf(edit), edit]))
  const changes = new Map(
    (await readChanges(db, ['approved', 'under-construction'])).map((change) => [change.id, change]),
  )
  const ids = (kind: string) =>
    found.flatMap(({ conflict: { source } }) => (source.startsWith(kind) ? [source.slice(kind.length)] : []))
  const titles = new Map<string, string>()
  const [plans, permits] = [ids('plan/'), ids('permit/')]
  if (plans.length > 0)
    for (const { id, title, decisionNumber } of await db
      .selectFrom('plans')
      .select(['id', 'title', 'decisionNumber'])
      .where('id', 'in', plans)
      .execute())
      titles.set(`plan/${id}`, [decisionNumber, title].filter(Boolean).join(' · '))
  if (permits.length > 0)
    for (const { id, permitNumber, code } of await db
      .selectFrom('permits')
      .select(['id', 'permitNumber', 'code'])
      .where('id', 'in', permits)
      .execute())
      titles.set(`permit/${id}`, permitNumber ?? code)
  const people = found.flatMap(({ settled }) => settled?.actorId ?? [])
  const names = new Map(
    people.length === 0
      ? []
      : (await db.selectFrom('users').select(['id', 'displayName']).where('id', 'in', people).execute()).map(
          ({ id, displayName }) => [id, displayName],
        ),
  )
  return found.map(({ conflict, settled }) => {
    const change = conflict.changeId === null ? undefined : changes.get(conflict.changeId)
    return {
      ...conflict,
      ours: { ...describeEdit(edits.get(conflict.slot)!) },
      theirs: change
        ? { ...describeEdit(change.edit) }
        : { vi: `Giấy phép xây dựng ${conflict.other}`, en: `Construction permit ${conflict.other}` },
      theirTitle: titles.get(conflict.source) ?? conflict.source,
      settleable: settlementsOf(conflict),
      settled: settled && {
        how: settled.how,
        reason: settled.reason,
        by: names.get(settled.actorId) ?? '',
        at: settled.at.toISOString(),
      },
    }
  })
}

/** @throws Refusal 404 where there is no such conflict, 409 where the plan moved on, 422 `plan/settlement` */
export async function settleConflict(
  desk: PlanDesk,
  user: User,
  id: string,
  { key, how, reason, revision }: z.output<typeof settleConflictSchema>,
): Promise<void> {
  await desk.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    expectOwn(user, plan)
    expectRevision(plan, revision)
    const found = (await readConflicts(trx, plan)).find(({ conflict }) => conflict.key === key)
    if (!found) {
      const message = both('Không còn mâu thuẫn này', 'There is no such conflict any more')
      throw refuse(409, 'plan/no-conflict', message, key)
    }
    expectSettleable(found.conflict, how)
    // Nobody ends what another unit has approved.
    if (how === 'replaces') expectOwn(user, await unitOf(trx, found.conflict))
    const settled = { conflict: JSON.stringify(found.conflict), how, reason, actorId: user.id, at: new Date() }
    await trx
      .insertInto('planSettlements')
      .values({ planId: id, key, ...settled })
      .onConflict((conflict) => conflict.columns(['planId', 'key']).doUpdateSet(settled))
      .execute()
    await keepPlan(desk, trx, { user }, id, {}, { event: 'settle', note: reason })
  })
}

const unitOf = (trx: Trx, { source }: Conflict) =>
  trx.selectFrom('plans').select('unitCode').where('id', '=', source.slice('plan/'.length)).executeTakeFirstOrThrow()

/** @throws Refusal 409 `plan/conflict` */
export function expectRevision(plan: PlanRow, revision: number): void {
  if (plan.revision === revision) return
  const message = both('Đồ án đã được xử lý ở nơi khác trong lúc bạn xem', 'The plan was moved on while you looked')
  throw refuse(409, 'plan/conflict', message, plan.id, `revision ${plan.revision}`)
}
