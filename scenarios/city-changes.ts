/**
 * What has been approved is not built (product guard 1): each approved edit is a change of its own, which is approved, being
 * built, standing, or no more. Only what stands reaches the model: the city's next version is made with those edits in it.
 */
import { z } from 'zod'
import { type Edit, editSchema, slotOf } from './edit.ts'
import { type BuildState, buildStateSchema } from './provenance.ts'
import { type Bilingual, both } from './text.ts'

/** What may happen to a change; every state names every event, null where it cannot happen there. */
export const changeEvents = ['begin', 'complete', 'abandon', 'remove'] as const
export type ChangeEvent = (typeof changeEvents)[number]

// biome-ignore format: a table
export const changeTable: Readonly<Record<BuildState, Readonly<Record<ChangeEvent, BuildState | null>>>> = {
  proposed: { begin: null, complete: null, abandon: null, remove: null },
  // What needs no work on the ground (a zoning) stands without having been built.
  approved: { begin: 'under-construction', complete: 'as-built', abandon: 'removed', remove: null },
  'under-construction': { begin: null, complete: 'as-built', abandon: 'removed', remove: null },
  'as-built': { begin: null, complete: null, abandon: null, remove: 'removed' },
  removed: { begin: null, complete: null, abandon: null, remove: null },
}

export const changeEventTitles: Record<ChangeEvent, Bilingual> = {
  begin: both('khởi công', 'begun'),
  complete: both('nghiệm thu, hoàn công', 'accepted as built'),
  abandon: both('không thực hiện', 'not carried out'),
  remove: both('dỡ bỏ', 'taken away'),
}

export const buildStateTitles: Record<BuildState, Bilingual> = {
  proposed: both('đề xuất', 'proposed'),
  approved: both('đã duyệt, chưa xây', 'approved, not built'),
  'under-construction': both('đang xây dựng', 'under construction'),
  'as-built': both('đã hoàn công', 'as built'),
  removed: both('đã bỏ', 'removed'),
}

export const cityChangeSchema = z.object({
  id: z.uuid(),
  /** What it was approved by: `plan/<id>`, `permit/<id>`, `works/<id>`. */
  source: z.string(),
  position: z.number().int().nonnegative(),
  edit: editSchema,
  buildState: buildStateSchema,
  /** The day from which the approval holds. */
  effectiveFrom: z.iso.date(),
  /** When it came to its state. */
  movedAt: z.iso.datetime(),
  /** The order in which it came to stand; null: it does not. */
  modelOrder: z.number().int().nullable(),
})
export type CityChange = z.infer<typeof cityChangeSchema>

/** What is approved or being built: of no matter to what stands, and asked for by who plans. */
export const notYetStanding = (changes: readonly CityChange[]): CityChange[] =>
  changes.filter(({ buildState }) => buildState === 'approved' || buildState === 'under-construction')

/** Edits of changes whose slots a scenario leaves alone. */
export function missingIn(edits: readonly Edit[], changes: readonly CityChange[]): Edit[] {
  const slots = new Set(edits.map(slotOf))
  return changes.map(({ edit }) => edit).filter((edit) => !slots.has(slotOf(edit)))
}

/** Of two changes that cannot both be: another edit of the same slot that is approved or being built. */
export const rivalsOf = (changes: readonly CityChange[], source: string, edits: readonly CityChange['edit'][]) => {
  const slots = new Set(edits.map(slotOf))
  return notYetStanding(changes).filter((change) => change.source !== source && slots.has(slotOf(change.edit)))
}
