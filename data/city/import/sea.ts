/**
 * The sea from `natural=coastline`: land lies to the left of the line, water to its right. The lines are joined in their direction, cut
 * to the extent and closed along it clockwise. A line that ends inside the extent is continued straight to its edge.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { type Bounds, contains, type Geometry, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import { clipLine } from './geometry.ts'
import type { Place } from './place.ts'

/** Stretch at the end of a coastline whose direction is kept, m. */
const STRAIGHT_METRES = 300

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

/** Continues the loose ends of a line that lie inside the extent, straight until they are out. */
function reachOut(line: XY[], { extent, reporter }: Place): XY[] {
  const far = extent[2] - extent[0] + extent[3] - extent[1]
  const beyond = (points: readonly XY[]): XY[] => {
    const end = points.at(-1)!
    if (!contains(extent, end)) return []
    let from = points.at(-2)!
    for (let i = points.length - 2; i >= 0 && Math.hypot(end[0] - from[0], end[1] - from[1]) < STRAIGHT_METRES; i--)
      from = points[i]!
    const length = Math.hypot(end[0] - from[0], end[1] - from[1])
    reporter.repair(
      'coast-end',
      'đường bờ biển kết thúc trong phạm vi: kéo thẳng tới mép',
      'a coastline that ends inside the extent: continued straight to its edge',
      `${end[0].toFixed(0)}, ${end[1].toFixed(0)}`,
    )
    return [[end[0] + ((end[0] - from[0]) / length) * far, end[1] + ((end[1] - from[1]) / length) * far]]
  }
  return [...beyond(line.toReversed()), ...line, ...beyond(line)]
}

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
