/**
 * Where a plan meets what else has been approved and is not built yet: another change of the same slot, or ground that both
 * take. Each is settled by a person before the decision: this plan replaces the other, both may stand, or the edit is dropped.
 */
import { z } from 'zod'
import { hashRecord } from '../canonical.ts'
import type { CityChange } from '../city-changes.ts'
import { rivalsOf } from '../city-changes.ts'
import { type Edit, slotOf } from '../edit.ts'
import type { XY } from '../frame.ts'
import { boundsOf, centroid, type Geometry, geometryBounds, overlaps, pointsOf } from '../geometry.ts'
import { commonArea } from '../overlay.ts'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'

/** A permit that stands and whose building is not up yet. */
export interface PermitGround {
  readonly id: string
  readonly number: string
  /** Footprints, m in the local frame. */
  readonly rings: readonly (readonly XY[])[]
}

export const settlements = ['replaces', 'both-stand'] as const
export type Settlement = (typeof settlements)[number]

export const conflictSchema = z.object({
  /** Of the two that meet: the same in every revision that has the very same edit in it. */
  key: z.string().length(64),
  why: z.enum(['same-slot', 'overlap']),
  /** Of this plan: its edit's slot. */
  slot: z.string(),
  /** `plan/<id>`, `permit/<id>`, `works/<id>` */
  source: z.string(),
  /** The other's change; null: a permit, whose own procedure alone can end it. */
  changeId: z.uuid().nullable(),
  /** The other's slot, or the permit's number. */
  other: z.string(),
  /** Where, m in the local frame; null: no place of its own. */
  at: z.tuple([z.number(), z.number()]).nullable(),
  /** Ground that both take, m²; null: not measured. */
  areaSquareMetres: z.number().nullable(),
})
export type Conflict = z.infer<typeof conflictSchema>

/** How a conflict may be settled besides dropping the edit. */
export const settlementsOf = ({ why, source }: Pick<Conflict, 'why' | 'source'>): Settlement[] => [
  // A permit, a work in the street is ended by its own procedure.
  ...(source.startsWith('plan/') ? (['replaces'] as const) : []),
  // One slot holds one thing.
  ...(why === 'same-slot' ? [] : (['both-stand'] as const)),
]

/** Shared ground below this is drawing tolerance, m². */
const LEAST_SQUARE_METRES = 0.1

/** Of a plan's edits with approved changes of others that are not built yet, and with permits that stand; in a fixed order. */
export function conflictsOf(
  source: string,
  edits: readonly Edit[],
  changes: readonly CityChange[],
  permits: readonly PermitGround[],
): Conflict[] {
  const found = new Map<string, Conflict>()
  const editOf = new Map(edits.map((edit) => [slotOf(edit), edit]))
  const add = (conflict: Omit<Conflict, 'key'>) => {
    const { slot, changeId, other } = conflict
    // An edit that was drawn anew is settled anew.
    const key = hashRecord([editOf.get(slot), conflict.source, changeId ?? other])
    if (!found.has(key)) found.set(key, { key, ...conflict })
  }
  const pending = changes.filter(
    (change) =>
      change.source !== source && (change.buildState === 'approved' || change.buildState === 'under-construction'),
  )
  for (const change of rivalsOf(pending, source, edits)) {
    const slot = slotOf(change.edit)
    const ground = groundOf(editOf.get(slot)!)
    add({
      why: 'same-slot',
      slot,
      source: change.source,
      changeId: change.id,
      other: slot,
      at: ground && middleOf(ground),
      areaSquareMetres: null,
    })
  }
  const ours = edits.flatMap((edit) => {
    const ground = groundOf(edit)
    return ground ? [{ slot: slotOf(edit), ground, bounds: geometryBounds(ground) }] : []
  })
  const meet = (ground: Geometry, theirs: Pick<Conflict, 'source' | 'changeId' | 'other'>) => {
    const bounds = geometryBounds(ground)
    for (const one of ours) {
      if (!overlaps(one.bounds, bounds)) continue
      const area = commonArea(one.ground, ground)
      if (area !== null && area < LEAST_SQUARE_METRES) continue
      add({
        why: 'overlap',
        slot: one.slot,
        ...theirs,
        at: middleOf(area === null ? one.ground : ground),
        areaSquareMetres: area === null ? null : Math.round(area * 10) / 10,
      })
    }
  }
  for (const change of pending) {
    const ground = groundOf(change.edit)
    if (ground) meet(ground, { source: change.source, changeId: change.id, other: slotOf(change.edit) })
  }
  // What a permit has brought as a change of the city stands above already.
  const known = new Set(pending.map((change) => change.source))
  for (const { id, number, rings } of permits) {
    if (known.has(`permit/${id}`)) continue
    const surface: Geometry = { type: 'MultiPolygon', coordinates: rings.map((ring) => [closed(ring)]) }
    meet(surface, { source: `permit/${id}`, changeId: null, other: number })
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The ground that an edit would take; null where it takes none: a rule, a lamp, something taken away. */
export function groundOf(edit: Edit): Geometry | null {
  switch (edit.kind) {
    case 'ground.level':
    case 'pond':
      return edit.to && { type: 'Polygon', coordinates: [closed(edit.to.ring)] }
    case 'building.new':
      return edit.to && { type: 'Polygon', coordinates: edit.to.rings.map(closed) }
    case 'road.new':
      return edit.to && { type: 'MultiPolygon', coordinates: carriageway(edit.to.line, edit.to.widthMetres / 2) }
    default:
      return null
  }
}

const closed = (ring: readonly XY[]): XY[] => {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, first]
}

/** A rectangle a segment: what the bends leave open is less than a lane. */
function carriageway(line: readonly XY[], half: number): XY[][][] {
  return line.slice(1).flatMap(([x1, y1], i) => {
    const [x0, y0] = line[i]!
    const length = Math.hypot(x1 - x0, y1 - y0)
    if (length === 0) return []
    const [dx, dy] = [((y1 - y0) / length) * half, ((x0 - x1) / length) * half]
    const corners: XY[] = [
      [x0 + dx, y0 + dy],
      [x1 + dx, y1 + dy],
      [x1 - dx, y1 - dy],
      [x0 - dx, y0 - dy],
    ]
    return [[closed(corners)]]
  })
}

function middleOf(geometry: Geometry): XY {
  if (geometry.type === 'Polygon') return centroid(geometry.coordinates[0]!)
  const [minX, minY, maxX, maxY] = boundsOf(pointsOf(geometry))
  return [(minX + maxX) / 2, (minY + maxY) / 2]
}

/** @throws Problem `plan/settlement` where the conflict cannot be settled so */
export function expectSettleable(conflict: Conflict, how: Settlement): void {
  const possible = settlementsOf(conflict)
  if (possible.includes(how)) return
  throw new Problem({
    code: 'plan/settlement',
    message:
      how === 'replaces'
        ? both(
            'Giấy phép chỉ chấm dứt theo thủ tục của nó; hãy bỏ thay đổi này hoặc nêu lý do cả hai cùng tồn tại',
            'A permit is ended by its own procedure alone; drop the edit, or say why both may stand',
          )
        : both(
            'Một đối tượng không thể có hai thay đổi cùng hiệu lực; hãy thay thế hoặc bỏ thay đổi này',
            'One slot cannot hold two approved changes; replace the other, or drop the edit',
          ),
    place: conflict.slot,
    expected: [...possible, 'drop the edit'].join(' | '),
  })
}
