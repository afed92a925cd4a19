/** Joint trenches (đào chung): works whose stretches overlap and whose dates can be moved onto each other within their windows. */
import { z } from 'zod'
import { dayOf, isoOf } from '../permits/working-days.ts'
import type { Metres } from '../units.ts'
import { sharedOf, unionOf } from './stretch.ts'
import { type Dates, daysOf, type Side, type Stretch, spanSchema } from './works.ts'

export interface Joinable {
  readonly id: string
  readonly application: { readonly stretches: readonly Stretch[]; readonly dates: Dates; readonly window: Dates }
}

export const jointSchema = z.object({
  /** Of the works, in their order. */
  works: z.array(z.uuid()).min(2),
  dates: z.object({ from: z.iso.date(), to: z.iso.date() }),
  /** Estimated: metres of trench that are dug once instead of twice or more. */
  savedMetres: z.number(),
  where: z.array(spanSchema),
})
export type Joint = z.infer<typeof jointSchema>

/** Less in common is not worth the talk, m. */
export const LEAST_SHARED_METRES = 5

/**
 * Groups, those that save most first; each works in one of them at the most. The order of the works does not matter. Works that have
 * the same dates already share their trench as they are.
 */
export function jointTrenches(works: readonly Joinable[]): Joint[] {
  const sorted = [...works].sort((a, b) => (a.id < b.id ? -1 : 1))
  const pairs = sorted
    .flatMap((a, i) => sorted.slice(i + 1).map((b) => ({ group: [a, b], saved: savedMetres([a, b]) })))
    .filter(({ group, saved }) => saved >= LEAST_SHARED_METRES && commonDates(group) !== null)
    .sort((p, q) => q.saved - p.saved)
  const taken = new Set<string>()
  const joints: Joint[] = []
  for (const { group: pair } of pairs) {
    if (pair.some(({ id }) => taken.has(id))) continue
    let group = pair
    for (const one of sorted) {
      if (taken.has(one.id) || group.includes(one)) continue
      const wider = [...group, one]
      const gains = savedMetres(wider) - savedMetres(group) >= LEAST_SHARED_METRES
      if (gains && commonDates(wider) !== null) group = wider
    }
    for (const { id } of group) taken.add(id)
    const dates = commonDates(group)!
    const same = group.every(
      ({ application }) => application.dates.from === dates.from && application.dates.to === dates.to,
    )
    if (same) continue
    const ordered = [...group].sort((a, b) => (a.id < b.id ? -1 : 1))
    joints.push({
      works: ordered.map(({ id }) => id),
      dates,
      savedMetres: Math.round(savedMetres(group) * 100) / 100,
      where: sharedGround(ordered),
    })
  }
  return joints
}

/**
 * The days of a common trench: as long as the longest of the works, inside every window, as near to the days that were asked for as
 * can be. Null: there are none.
 */
export function commonDates(group: readonly Joinable[]): Dates | null {
  const windows = group.map(({ application }) => application.window)
  const first = Math.max(...windows.map(({ from }) => dayOf(from)))
  const length = Math.max(...group.map(({ application }) => daysOf(application.dates)))
  const last = Math.min(...windows.map(({ to }) => dayOf(to))) - length + 1
  if (last < first) return null
  const starts = group.map(({ application }) => dayOf(application.dates.from)).sort((a, b) => a - b)
  // The median moves all of them least.
  const start = Math.min(last, Math.max(first, starts[(starts.length - 1) >> 1]!))
  return { from: isoOf(start), to: isoOf(start + length - 1) }
}

/** Metres of trench that are dug more than once where each digs for itself. */
export function savedMetres(group: readonly Joinable[]): Metres {
  const all = group.flatMap(({ id, application }) => application.stretches.map((stretch) => ({ ...stretch, id })))
  let saved = 0
  for (const road of new Set(all.map((one) => one.road))) {
    const here = all.filter((one) => one.road === road)
    const ends = [...new Set(here.flatMap(({ fromMetres, toMetres }) => [fromMetres, toMetres]))].sort((a, b) => a - b)
    for (const [i, from] of ends.slice(0, -1).entries()) {
      const to = ends[i + 1]!
      const digging = here.filter(({ fromMetres, toMetres }) => fromMetres <= from && toMetres >= to)
      // A works that names a stretch twice digs it once.
      const trenches = new Map(digging.map(({ id, side }) => [`${id} ${side}`, side]))
      saved += Math.max(0, trenches.size - groundsOf([...trenches.values()])) * (to - from)
    }
  }
  return saved
}

/** How many trenches serve all of them. */
const groundsOf = (dug: readonly Side[]): number => (dug.includes('whole') ? 1 : new Set(dug).size)

const sharedGround = (group: readonly Joinable[]): Joint['where'] =>
  unionOf(
    group.flatMap((a, i) =>
      group.slice(i + 1).flatMap((b) => sharedOf(a.application.stretches, b.application.stretches, true)),
    ),
  )
