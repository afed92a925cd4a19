/**
 * The outline that triangles cover from above, exact to 1 mm: those of each element are merged, then the elements by halves.
 * Snapped along the building's own walls, so that a turned building has the same corners as a straight one. Courts and rooms are
 * filled: what a building's walls enclose is its ground.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, lineLength, ringArea } from '../../../scenarios/geometry.ts'
import { turned, uncrossed, without } from '../../../scenarios/overlay.ts'
import type { BuildingElement, BuildingModel } from './model.ts'

/** More than this takes an overlay of minutes: the outline is then not made. */
const MOST_TRIANGLES = 40_000
/** Pieces smaller than this are no part of a building, m². */
const LEAST_SQUARE_METRES = 0.5
/** Pieces thinner than twice this are left over from rounding, m. */
const HAIR_METRES = 0.005
/** A corner this near to the line of its neighbours is none, m. */
const STRAIGHT_METRES = 0.0011
/** A triangle seen from above as less than this stands upright, m². */
const UPRIGHT = 1e-6

type Surface = XY[][][]

/**
 * Closed rings, counter-clockwise, the largest first, in the file's axes; null where it cannot be made.
 * @param until an instant, ms: what takes longer is not made
 */
export function outlineOf(model: Turned, elements: readonly BuildingElement[], until = Infinity): XY[][] | null {
  const { positions, indices, origin } = model
  const { into, back } = alongWalls(model)
  const seen = new Set<string>()
  let count = 0
  const surfaces: Surface[] = []
  for (const { start, count: own } of elements) {
    const triangles: Surface = []
    for (let i = start * 3; i < (start + own) * 3; i += 3) {
      const ring = [0, 1, 2].map((k): XY => {
        const at = indices[i + k]! * 3
        // Whole millimetres along the walls: the same corner is the same figure in every element.
        const [x, y] = into([positions[at]! + origin[0], positions[at + 1]! + origin[1]])
        return [Math.round(x * 1000), Math.round(y * 1000)]
      })
      const [a, b, c] = ring as [XY, XY, XY]
      if (Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) < UPRIGHT * 2e6) continue
      // Bottom and top of an upright body are the same from above.
      const key = [a, b, c]
        .map((point) => point.join())
        .sort()
        .join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      if (++count > MOST_TRIANGLES) return null
      triangles.push([[a, b, c, a].map(([x, y]): XY => [x / 1000, y / 1000])])
    }
    if (Date.now() > until) return null
    const surface = merged(triangles)
    if (surface === null) return null
    if (surface.length > 0) surfaces.push(filled(surface, elements.length > 1))
  }
  surfaces.sort((a, b) => leftOf(a) - leftOf(b))
  const whole = mergedAll(surfaces, 0, surfaces.length, until)
  if (!whole) return null
  const rings = whole.map(([outer]) => straightened(turned(outer!, true))).filter((ring) => ring.length >= 4)
  return rings
    .filter((ring) => ringArea(ring) >= LEAST_SQUARE_METRES)
    .sort((a, b) => ringArea(b) - ringArea(a))
    .map((ring) => ring.map(back))
}

type Turned = Pick<BuildingModel, 'positions' | 'indices' | 'origin'>

/** What stands beyond other rings, of rings along the walls: no hairs where sides lie on one another. */
export function beyond(model: Turned, rings: readonly XY[][], others: readonly XY[][]): XY[][] {
  const { into, back } = alongWalls(model)
  const surface = (some: readonly XY[][]) => ({
    type: 'MultiPolygon' as const,
    coordinates: some.map((ring) => [ring.map(into)]),
  })
  return (without(surface(rings), [surface(others)]) ?? [])
    .map(([outer]) => straightened(turned(outer!, true)))
    .filter((ring) => ring.length >= 4 && ringArea(ring) > lineLength(ring) * HAIR_METRES)
    .map((ring) => ring.map(back))
}

/** Axes about the model's origin, along its walls; back to the file's. */
function alongWalls(model: Turned): { into(point: XY): XY; back(point: XY): XY } {
  const [ox, oy] = model.origin
  const turn = wallsOf(model)
  const [cos, sin] = turn === 0 ? [1, 0] : [Math.cos(turn), Math.sin(turn)]
  return {
    into: ([x, y]) => [(x - ox) * cos + (y - oy) * sin, (y - oy) * cos - (x - ox) * sin],
    back: ([x, y]) => [ox + x * cos - y * sin, oy + x * sin + y * cos],
  }
}

const known = new WeakMap<Float32Array, number>()

/** Direction of most of the walls, from the x axis, within a quarter of a turn, radians: level edges, the long ones first. */
function wallsOf({ positions, indices }: Pick<BuildingModel, 'positions' | 'indices'>): number {
  const before = known.get(positions)
  if (before !== undefined) return before
  const QUARTER = Math.PI / 2
  const BINS = 900
  const bins = new Float64Array(BINS)
  const edges: [angle: number, length: number][] = []
  const step = Math.max(1, Math.floor(indices.length / 3 / 100_000)) * 3
  for (let i = 0; i + 2 < indices.length; i += step) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [indices[i + k]! * 3, indices[i + ((k + 1) % 3)]! * 3]
      const [dx, dy, dz] = [0, 1, 2].map((axis) => positions[b + axis]! - positions[a + axis]!) as [
        number,
        number,
        number,
      ]
      const length = Math.hypot(dx, dy)
      if (Math.abs(dz) > 1e-4 || length < 0.05) continue
      const angle = (((Math.atan2(dy, dx) % QUARTER) + QUARTER) % QUARTER) as number
      edges.push([angle, length])
      bins[Math.floor((angle / QUARTER) * BINS) % BINS]! += length
    }
  }
  const best = bins.reduce((most, _, i) => (around(bins, i) > around(bins, most) ? i : most), 0)
  const middle = ((best + 0.5) / BINS) * QUARTER
  let [sum, weight] = [0, 0]
  for (const [angle, length] of edges) {
    const off = ((angle - middle + 1.5 * QUARTER) % QUARTER) - QUARTER / 2
    if (Math.abs(off) > (1.5 / BINS) * QUARTER) continue
    sum += off * length ** 2
    weight += length ** 2
  }
  const found = weight > 0 ? (middle + sum / weight) % QUARTER : 0
  // A hair beside the file's own axes is on them.
  const turn = Math.min(found, QUARTER - found) < 1e-6 ? 0 : found
  known.set(positions, turn)
  return turn
}

const around = (bins: Float64Array, i: number): number => bins.at(i - 1)! + bins[i]! + bins[(i + 1) % bins.length]!

const leftOf = (surface: Surface): number => boundsOf(surface[0]![0]!)[0]

/** One element's holes are kept while others may fill them; else they go. */
const filled = (surface: Surface, keep: boolean): Surface => (keep ? surface : surface.map(([outer]) => [outer!]))

const merged = (surface: Surface): Surface | null =>
  surface.length < 2 ? surface : byHalves(surface, 0, surface.length)

const byHalves = (surface: Surface, from: number, to: number): Surface | null => {
  if (to - from <= 8) return uncrossed(surface.slice(from, to))
  const middle = (from + to) >> 1
  const [a, b] = [byHalves(surface, from, middle), byHalves(surface, middle, to)]
  return a && b && uncrossed([...a, ...b])
}

function mergedAll(surfaces: readonly Surface[], from: number, to: number, until: number): Surface | null {
  if (to - from === 0) return []
  if (to - from === 1) return surfaces[from]!
  const middle = (from + to) >> 1
  const a = mergedAll(surfaces, from, middle, until)
  const b = a && mergedAll(surfaces, middle, to, until)
  return a && b && Date.now() < until ? uncrossed([...a, ...b]) : null
}

/** Without corners on a straight side, whole millimetres. */
export function straightened(closed: readonly XY[]): XY[] {
  let ring = closed.slice(0, -1).map(([x, y]): XY => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000])
  for (;;) {
    const kept = ring.filter((point, i) => {
      const [before, after] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]!]
      // Every other corner at most goes in one pass: each is judged by neighbours that stay.
      return i % 2 === (ring.length % 2 === 0 ? 0 : 1) || offLine(point, before, after) > STRAIGHT_METRES
    })
    const rest = kept.filter((point, i) => {
      const [before, after] = [kept.at(i - 1)!, kept[(i + 1) % kept.length]!]
      return i % 2 === 1 || offLine(point, before, after) > STRAIGHT_METRES
    })
    if (rest.length === ring.length) break
    ring = rest
    if (ring.length < 3) return []
  }
  return [...ring, [...ring[0]!]]
}

function offLine([x, y]: XY, [ax, ay]: XY, [bx, by]: XY): number {
  const length = Math.hypot(bx - ax, by - ay)
  if (length < 0.0005) return 0
  return Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length
}
