/** A plan's row, and who may see and move it. */
import type { Selectable } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import type { PlanDecision } from '../../scenarios/api/plans.ts'
import { type PlanRole, publicStates } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import type { Tables } from '../database.ts'
import type { House } from '../house.ts'
import { refuse } from '../http.ts'

export type PlanRow = Omit<Selectable<Tables['plans']>, 'words' | 'decision'> & { decision: PlanDecision | null }

/** All but the words, which nobody reads. */
export const planColumns = [
  ...(['id', 'unitCode', 'kind', 'title', 'purpose', 'adjusts', 'state', 'revision', 'submissions', 'edits'] as const),
  ...(['consultedUntil', 'decision', 'decisionNumber', 'effectiveFrom', 'expiresOn', 'specimen'] as const),
  ...(['openedAt', 'changedAt'] as const),
] as const

/** Of the house, what plans need. */
export type PlanDesk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles' | 'runner' | 'later'>

/** Who moves a plan. */
export type Mover = { readonly user: User } | 'clock'

export const planStaff = ['planner', 'reviewer', 'approver'] as const
export const isPlanStaff = (user: User | null): user is User => planStaff.some((role) => role === user?.role)
export const roleOf = (mover: Mover): PlanRole => (mover === 'clock' ? 'clock' : (mover.user.role as PlanRole))

/** Whether the plan is the account's own: of its unit, or it sees every unit. */
export const isOwn = (user: User | null, { unitCode }: Pick<PlanRow, 'unitCode'>): boolean =>
  isPlanStaff(user) && (user.unitCode === null || user.unitCode === unitCode)

/** Drafts are for its staff; what was opened to the public is for everyone. */
export const maySee = (user: User | null, plan: Pick<PlanRow, 'unitCode' | 'state'>): boolean =>
  isOwn(user, plan) || publicStates.has(plan.state)

/** @throws Refusal 403 `plan/unit` */
export function expectOwn(user: User, plan: Pick<PlanRow, 'unitCode'>): void {
  if (isOwn(user, plan)) return
  const message = both('Đồ án thuộc đơn vị khác', 'The plan belongs to another unit')
  throw refuse(403, 'plan/unit', message, plan.unitCode ?? '*', user.unitCode ?? '*')
}
