/**
 * Massing from the form: the footprint is the lot without its setbacks (front, sides, back), storeys and heights make a body;
 * a podium may carry a tower that stands back from its edges. Metres, VN-2000.
 */
import type { XY } from '../../scenarios/frame.ts'
import { type Geometry, opened, type Ring, ringArea } from '../../scenarios/geometry.ts'
import { turned, without } from '../../scenarios/overlay.ts'
import type { SideRole } from '../../scenarios/permits/lot-sides.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'

/** Distances from the lot's sides, m. */
export interface Setbacks {
  readonly front: number
  readonly side: number
  readonly back: number
}

/**
 * The largest piece of a ring that keeps its distance from each side; closed, counter-clockwise, snapped to 1 mm. Null where
 * nothing is left.
 * @param metres one distance a side, from the side that starts at the first corner
 */
export function inset(ring: Ring, metres: readonly number[]): XY[] | null {
  const corners = opened(ring)
  const closed = turned([...corners, corners[0]!], true)
  const loop = closed.slice(0, -1)
  // Turned round, the sides come in the other order.
  const of = (i: number) => metres[ringArea(corners) > 0 ? i : loop.length - 1 - i] ?? 0
  const strips = loop.flatMap((from, i): Geometry[] => {
    const depth = of(i)
    if (depth <= 0) return []
    const to = loop[(i + 1) % loop.length]!
    return near(loop.at(i - 1)!, from, to, loop[(i + 2) % loop.length]!, depth)
  })
  const lot: Geometry = { type: 'Polygon', coordinates: [closed] }
  const left = strips.length > 0 ? without(lot, strips) : [lot.coordinates]
  const outer = left?.map(([one]) => one!).sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))[0]
  if (!outer || Math.abs(ringArea(outer)) < 1) return null
  return turned(
    outer.map(([x, y]): XY => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]),
    true,
  )
}

/** Strips reach this far beyond the lot, so that rounding leaves no hair of it. */
const HAIR_METRES = 0.01

/**
 * What lies within a distance of a side, inside: a strip that is longer where a corner is blunt, so that no wedge is left there,
 * and a disc where the corner turns in or the next side is short.
 */
function near(before: XY, from: XY, to: XY, after: XY, depth: number): Geometry[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
  const discs: Geometry[] = []
  const reach = (corner: XY, other: XY, away: 1 | -1) => {
    const [dx, dy] = [other[0] - corner[0], other[1] - corner[1]]
    const along = (dx * ux + dy * uy) * away
    const inside = dx * -uy + dy * ux
    if (inside < depth) discs.push(disc(corner, depth))
    return along > 0 && inside > 0 ? Math.min(depth * 10, (depth * along) / inside) : 0
  }
  const [back, on] = [reach(from, before, -1) + HAIR_METRES, reach(to, after, 1) + HAIR_METRES]
  const at = (s: number, d: number): XY => [from[0] + ux * s - uy * d, from[1] + uy * s + ux * d]
  const corners = [at(-back, -HAIR_METRES), at(length + on, -HAIR_METRES), at(length + on, depth), at(-back, depth)]
  return [{ type: 'Polygon', coordinates: [[...corners, corners[0]!]] }, ...discs]
}

/** A polygon around it. */
function disc([x, y]: XY, radius: number): Geometry {
  const count = 24
  const outer = radius / Math.cos(Math.PI / count)
  const ring = Array.from({ length: count + 1 }, (_, i): XY => {
    const turn = (2 * Math.PI * (i % count)) / count
    return [x + outer * Math.cos(turn), y + outer * Math.sin(turn)]
  })
  return { type: 'Polygon', coordinates: [ring] }
}

export interface MassingForm {
  readonly setbacks: Setbacks
  readonly storeys: number | null
  /** Of the ground floor and of each above, m. */
  readonly groundStoreyMetres: number | null
  readonly storeyMetres: number | null
  /** Roof, parapet, tum, m. */
  readonly topMetres: number | null
  /** Null: one body. The tower's storeys stand on the podium's (`storeys`). */
  readonly tower: { readonly storeys: number | null; readonly setbackMetres: number | null } | null
}

export type Part = PermitCheck['building']['parts'][number]

export interface Massing {
  readonly parts: Part[]
  readonly footprintSquareMetres: number
  /** Over all storeys above ground. */
  readonly floorSquareMetres: number
}

/** Null where a figure is missing or the setbacks leave nothing. @param names of the parts, for people */
export function massingOf(
  lot: Ring,
  roles: readonly SideRole[],
  form: MassingForm,
  names: { readonly main: string; readonly podium: string; readonly tower: string },
): Massing | null {
  const { setbacks, storeys, groundStoreyMetres, storeyMetres, topMetres, tower } = form
  if (storeys === null || groundStoreyMetres === null || storeyMetres === null || topMetres === null) return null
  const footprint = inset(
    lot,
    opened(lot).map((_, i) => setbacks[roles[i] ?? 'side']),
  )
  if (!footprint) return null
  const footprintSquareMetres = Math.abs(ringArea(footprint))
  const body = rounded(groundStoreyMetres + (storeys - 1) * storeyMetres)
  if (!tower) {
    const heightMetres = rounded(body + topMetres)
    const parts: Part[] = [{ name: names.main, kind: 'main', footprint, projections: [], heightMetres, storeys }]
    return { parts, footprintSquareMetres, floorSquareMetres: rounded(footprintSquareMetres * storeys) }
  }
  if (tower.storeys === null || tower.setbackMetres === null) return null
  const back = tower.setbackMetres
  const above = inset(
    footprint,
    opened(footprint).map(() => back),
  )
  if (!above) return null
  const heightMetres = rounded(body + tower.storeys * storeyMetres + topMetres)
  return {
    parts: [
      { name: names.podium, kind: 'podium', footprint, projections: [], heightMetres: body, storeys },
      {
        name: names.tower,
        kind: 'tower',
        footprint: above,
        projections: [],
        heightMetres,
        storeys: storeys + tower.storeys,
      },
    ],
    footprintSquareMetres,
    floorSquareMetres: rounded(footprintSquareMetres * storeys + Math.abs(ringArea(above)) * tower.storeys),
  }
}

/** Of parts as they stand: a tower's storeys are counted from the ground, its podium's among them. */
export function massingOfParts(parts: readonly Part[]): Massing {
  const area = ({ footprint }: Part) => Math.abs(ringArea(footprint))
  const bases = parts.filter(({ kind }) => kind !== 'tower')
  const below = Math.max(0, ...parts.filter(({ kind }) => kind === 'podium').map(({ storeys }) => storeys))
  const floors = parts.map((part) => area(part) * (part.kind === 'tower' ? part.storeys - below : part.storeys))
  return {
    parts: [...parts],
    footprintSquareMetres: (bases.length > 0 ? bases : parts).reduce((sum, part) => sum + area(part), 0),
    floorSquareMetres: rounded(floors.reduce((sum, one) => sum + one, 0)),
  }
}

const rounded = (value: number) => Math.round(value * 100) / 100
