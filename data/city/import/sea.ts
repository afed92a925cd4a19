/**
 * The sea from `natural=coastline`: land lies to the left of the line, water to its right. The lines are joined in their direction, cut
 * to the extent and closed along it clockwise. A line that ends inside the extent is carried on along the shore of the DEM.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { type Bounds, contains, type Geometry, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import { clipLine } from './geometry.ts'
import type { Place } from './place.ts'

/** Stretch at the end of a coastline that gives its direction, m. */
const STRAIGHT_METRES = 300
/** A step along the shore of the DEM, and how far to both sides of its heading the DEM is asked, m. */
const STEP_METRES = 50
const PROBE_METRES = 120
const MAX_STEPS = 2000
/** Turns tried at a step, radians, the least first. */
const TURNS = Array.from({ length: 19 }, (_, i) => (((i + 1) >> 1) * (i % 2 ? 1 : -1) * Math.PI) / 18)

export function readSea(place: Place): Geometry | null {
  const coast = [...place.osm.ways.values()].filter((way) => way.tags.natural === 'coastline')
  const chains = joinInDirection(coast.map((way) => way.refs)).map((refs) =>
    refs.flatMap((ref) => [place.at(ref) ?? []].filter(isXY)),
  )
  const lines = chains.filter((line) => line.length >= 2)
  const rings = lines.filter(isClosed)
  const openLines = lines.filter((line) => !isClosed(line)).map((line) => reachOut(line, place))
  const pieces = openLines.flatMap((line) => clipLine(line, place.extent))
  const outers = closeAlong(pieces, place.extent)
  if (outers === null) {
    place.reporter.note(
      'Đường bờ biển đứt đoạn, không khép được với phạm vi: không lập vùng biển.',
      'The coastline is broken and does not close with the extent: no sea was made.',
    )
    return null
  }
  const islands = rings.filter((ring) => ringArea(ring) > 0 && ring.every((point) => contains(place.extent, point)))
  const polygons = outers.map((outer) => [
    ringArea(outer) > 0 ? outer : outer.toReversed(),
    ...islands.filter((island) => pointInRing(island[0]!, outer)).map((island) => island.toReversed()),
  ])
  if (polygons.length === 0) return null
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons }
}

const isXY = (value: XY | never[]): value is XY => value.length === 2
const isClosed = (line: readonly XY[]) =>
  line.length >= 4 && line[0]![0] === line.at(-1)![0] && line[0]![1] === line.at(-1)![1]

/** Node lists joined end to start; none is turned. */
function joinInDirection(ways: readonly (readonly number[])[]): number[][] {
  const startingAt = new Map(ways.filter((w) => w[0] !== w.at(-1)).map((refs) => [refs[0]!, refs]))
  const ends = new Set(ways.map((refs) => refs.at(-1)!))
  const heads = ways.filter((refs) => !ends.has(refs[0]!))
  const used = new Set<readonly number[]>()
  const chains: number[][] = []
  for (const start of [...heads, ...ways]) {
    if (used.has(start)) continue
    used.add(start)
    const chain = [...start]
    for (let next = startingAt.get(chain.at(-1)!); next && !used.has(next); next = startingAt.get(chain.at(-1)!)) {
      used.add(next)
      chain.push(...next.slice(1))
    }
    chains.push(chain)
  }
  return chains
}

/** Carries the loose ends of a line that lie inside the extent on until they are out. */
function reachOut(line: XY[], place: Place): XY[] {
  return [...beyond(line.toReversed(), -1, place).toReversed(), ...line, ...beyond(line, 1, place)]
}

/** @param turn 1 with the land to the left, −1 for a line walked backwards */
function beyond(line: readonly XY[], turn: 1 | -1, place: Place): XY[] {
  const end = line.at(-1)!
  if (!contains(place.extent, end)) return []
  const from = line.findLast(([x, y]) => Math.hypot(end[0] - x, end[1] - y) >= STRAIGHT_METRES) ?? line[0]!
  const heading = Math.atan2(end[1] - from[1], end[0] - from[0])
  place.reporter.repair(
    'coast-end',
    'đường bờ biển kết thúc trong phạm vi: nối tiếp theo bờ của DEM tới mép',
    'a coastline that ends inside the extent: carried on along the shore of the DEM to its edge',
    `${end[0].toFixed(0)}, ${end[1].toFixed(0)}`,
  )
  const far = place.extent[2] - place.extent[0] + place.extent[3] - place.extent[1]
  return alongShore(end, heading, turn, place) ?? [ahead(end, heading, far)]
}

/**
 * Steps along the shore of the DEM until out of the extent, each by the least turn that has land on one side and sea on the other;
 * where none has, towards what is missing. Null where it goes round in circles.
 */
function alongShore(end: XY, start: number, turn: 1 | -1, { extent, levelAt }: Place): XY[] | null {
  const isLand = (at: XY, heading: number) => (levelAt(ahead(at, heading, PROBE_METRES)) ?? 0) > 0
  const path: XY[] = []
  let [heading, lost] = [start, 0]
  for (let at = end; contains(extent, at); path.push(at)) {
    const landSide = (by: number) => isLand(at, heading + by + (turn * Math.PI) / 4)
    const seaSide = (by: number) => !isLand(at, heading + by - (turn * Math.PI) / 4)
    const found = TURNS.find((by) => landSide(by) && seaSide(by))
    lost = found === undefined ? lost + 1 : 0
    heading += found ?? (seaSide(0) ? turn : -turn) * (Math.PI / 6)
    at = ahead(at, heading, STEP_METRES)
    if (lost > 12 || path.length > MAX_STEPS) return null
  }
  return path
}

const ahead = ([x, y]: XY, heading: number, distance: number): XY => [
  x + distance * Math.cos(heading),
  y + distance * Math.sin(heading),
]

/** Closes lines that go in and out of a box into rings with the water on their right; null where one ends inside. */
function closeAlong(pieces: readonly XY[][], box: Bounds): XY[][] | null {
  const perimeter = 2 * (box[2] - box[0] + box[3] - box[1])
  const starts = pieces.map((piece) => clockwise(piece[0]!, box))
  const ends = pieces.map((piece) => clockwise(piece.at(-1)!, box))
  if ([...starts, ...ends].some((at) => at === null)) return null
  const used = new Set<number>()
  const rings: XY[][] = []
  for (let first = 0; first < pieces.length; first++) {
    if (used.has(first)) continue
    const ring: XY[] = []
    let current = first
    do {
      used.add(current)
      ring.push(...pieces[current]!)
      const end = ends[current]!
      const ahead = (at: number) => (at - end + perimeter) % perimeter
      const candidates = pieces.map((_, i) => i).filter((i) => i === first || !used.has(i))
      const next = candidates.sort((a, b) => ahead(starts[a]!) - ahead(starts[b]!))[0]!
      ring.push(...cornersBetween(end, ahead(starts[next]!), box))
      current = next
    } while (current !== first)
    rings.push([...ring, ring[0]!])
  }
  return rings
}

/** Distance along the box from its north-west corner, clockwise, m; null off the box. */
function clockwise([x, y]: XY, [minX, minY, maxX, maxY]: Bounds): number | null {
  const [wide, high, near] = [maxX - minX, maxY - minY, 1e-6]
  if (Math.abs(y - maxY) < near) return x - minX
  if (Math.abs(x - maxX) < near) return wide + maxY - y
  if (Math.abs(y - minY) < near) return wide + high + maxX - x
  if (Math.abs(x - minX) < near) return 2 * wide + high + y - minY
  return null
}

function cornersBetween(from: number, ahead: number, [minX, minY, maxX, maxY]: Bounds): XY[] {
  const [wide, high] = [maxX - minX, maxY - minY]
  const corners: [number, XY][] = [
    [0, [minX, maxY]],
    [wide, [maxX, maxY]],
    [wide + high, [maxX, minY]],
    [2 * wide + high, [minX, minY]],
  ]
  const perimeter = 2 * (wide + high)
  return corners
    .map(([at, corner]) => [(at - from + perimeter) % perimeter, corner] as const)
    .filter(([distance]) => distance > 0 && distance < ahead)
    .sort((a, b) => a[0] - b[0])
    .map(([, corner]) => corner)
}
