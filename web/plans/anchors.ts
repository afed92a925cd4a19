/** What comments stand on: a line of the list of edits, a place, or the plan as a whole. Pure. */
import type { Anchor, PlanComment } from '../../scenarios/api/plans.ts'
import { slotOf } from '../../scenarios/edit.ts'
import type { EditLine } from '../../scenarios/edit-lines.ts'
import type { XY } from '../../scenarios/frame.ts'

/** The line, from 0, that an anchor speaks of; −1: none of them. */
export const lineOf = (anchor: Anchor, lines: readonly EditLine[]): number =>
  anchor && 'slot' in anchor ? lines.findIndex((line) => line.some((edit) => slotOf(edit) === anchor.slot)) : -1

export const placeOfAnchor = (anchor: Anchor): XY | null => (anchor && 'x' in anchor ? [anchor.x, anchor.y] : null)

/** Threads in the order in which they began, each with its replies. */
export function threadsOf(comments: readonly PlanComment[]): { first: PlanComment; replies: PlanComment[] }[] {
  const staff = comments.filter(({ party }) => party === 'staff')
  const byTime = (a: PlanComment, b: PlanComment) => (a.at < b.at ? -1 : 1)
  return staff
    .filter(({ replyTo }) => replyTo === null)
    .sort(byTime)
    .map((first) => ({ first, replies: staff.filter(({ replyTo }) => replyTo === first.id).sort(byTime) }))
}
