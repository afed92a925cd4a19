/** Ways and relations → lines and surfaces in local metres, repaired where that is plain and cut to the extent of the ground. */
import polygonClipping from 'polygon-clipping'
import type { XY } from '../../../scenarios/frame.ts'
import { type Bounds, boundsOf, type Geometry, overlaps, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import type { OsmRelation, OsmWay } from '../../readers/osm/model.ts'
import { assembleRings } from '../../readers/osm/rings.ts'
import { clipToBounds } from '../../readers/segment.ts'
import type { Place } from './place.ts'

type Surface = Extract<Geometry, { type: 'Polygon' | 'MultiPolygon' }>
/** Least area of a surface that is kept, m². */
const LEAST_AREA = 0.5

/** The line of a way; null where fewer than two of its nodes are known or none of it lies in the extent. */
export function lineOf(place: Place, way: OsmWay): Geometry | null {
  const points = pointsOf(place, way.refs, `osm:way/${way.id}`)
  if (points.length < 2) {
    place.reporter.skip(
      'line-short',
      'đường có ít hơn hai điểm',
      'a line of fewer than two points',
      `osm:way/${way.id}`,
    )
    return null
  }
  const box = boundsOf(points)
  if (within(place.extent, box)) return { type: 'LineString', coordinates: points }
  const pieces = clipLine(points, place.extent)
  if (pieces.length === 0) {
    place.reporter.skip('outside', 'nằm ngoài phạm vi đô thị', 'outside the extent of the city', `osm:way/${way.id}`)
    return null
  }
  place.reporter.repair('cut', 'cắt theo phạm vi nền đất', 'cut at the extent of the ground', `osm:way/${way.id}`)
  return pieces.length === 1
    ? { type: 'LineString', coordinates: pieces[0]! }
    : { type: 'MultiLineString', coordinates: pieces }
}

/** The surface inside a closed way, with the holes of a relation around it. */
export function surfaceOfWay(place: Place, way: OsmWay, holes: XY[][] = []): Surface | null {
  const id = `osm:way/${way.id}`
  const ring = pointsOf(place, way.refs, id)
  if (way.refs[0] !== way.refs.at(-1)) {
    place.reporter.skip('ring-open', 'đường bao không khép kín', 'the outline does not close', id)
    return null
  }
  return surface(place, [[ring, ...holes]], id)
}

/**
 * The surface of a multipolygon relation; null where its members are not all there or do not close.
 * @param parts whether the rings that are whole will do where other outer ones are not in the file, as at the edge of an extract
 */
export function surfaceOfRelation(place: Place, relation: OsmRelation, parts = false): Surface | null {
  const id = `osm:relation/${relation.id}`
  const polygons = polygonsOfRelation(place, relation, parts)
  if (polygons && relation.members.some((m) => m.type === 'way' && !place.osm.ways.has(m.ref))) {
    const why = [
      'multipolygon chỉ có một phần trong tệp: giữ các vành khép kín',
      'a multipolygon of which the file holds a part: the rings that close were kept',
    ] as const
    place.reporter.repair('relation-part', ...why, id)
  }
  if (polygons) return surface(place, polygons, id)
  const why = [
    'multipolygon thiếu phần hoặc không khép kín',
    'a multipolygon with missing parts or open rings',
  ] as const
  place.reporter.skip('relation-incomplete', ...why, id)
  return null
}

export function polygonsOfRelation(place: Place, relation: OsmRelation, parts = false): XY[][][] | null {
  const members = relation.members.filter((m) => m.type === 'way')
  const ways = members.map((m) => ({ role: m.role, way: place.osm.ways.get(m.ref) }))
  if (ways.length === 0 || ways.some(({ role, way }) => !way && (!parts || role === 'inner'))) return null
  const ringsOf = (inner: boolean) =>
    assembleRings(ways.filter(({ role }) => (role === 'inner') === inner).flatMap(({ way }) => (way ? [way.refs] : [])))
  const [outer, inner] = [ringsOf(false), ringsOf(true)]
  if (outer.rings.length === 0 || outer.open.length > 0 || inner.open.length > 0) return null
  const points = (refs: number[]) => pointsOf(place, refs, `osm:relation/${relation.id}`)
  const polygons = outer.rings.map((refs) => [points(refs)])
  for (const hole of inner.rings.map(points)) {
    const around = polygons.filter((p) => p[0]!.length >= 3 && hole.length > 0 && pointInRing(middleOf(hole), p[0]!))
    around.sort((a, b) => Math.abs(ringArea(a[0]!)) - Math.abs(ringArea(b[0]!)))[0]?.push(hole)
  }
  return polygons
}

const middleOf = (ring: readonly XY[]): XY => {
  const [a, b] = [ring[0]!, ring[Math.floor(ring.length / 2)]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** Known points in order, without repeats. */
function pointsOf(place: Place, refs: readonly number[], id: string): XY[] {
  const points: XY[] = []
  let missing = false
  for (const ref of refs) {
    const point = place.at(ref)
    if (!point) missing = true
    else if (points.length === 0 || point[0] !== points.at(-1)![0] || point[1] !== points.at(-1)![1]) points.push(point)
  }
  if (missing)
    place.reporter.repair(
      'nodes-missing',
      'bỏ các nút không có trong tệp',
      'left out nodes that the file does not hold',
      id,
    )
  return points
}

function surface(place: Place, polygons: XY[][][], id: string): Surface | null {
  const rings = polygons.flat()
  if (rings.some((ring) => ring.length < 3)) {
    place.reporter.skip('ring-short', 'mặt có ít hơn ba điểm', 'a surface of fewer than three points', id)
    return null
  }
  const box = boundsOf(rings.flat())
  if (!overlaps(box, place.extent)) {
    place.reporter.skip('outside', 'nằm ngoài phạm vi đô thị', 'outside the extent of the city', id)
    return null
  }
  let parts = polygons
  if (rings.length <= 200 && rings.some(crossesItself)) {
    const mended = mend(polygons)
    if (!mended) {
      place.reporter.skip(
        'ring-crossed',
        'đường bao tự cắt, không sửa được',
        'an outline that crosses itself and cannot be mended',
        id,
      )
      return null
    }
    place.reporter.repair(
      'ring-crossed',
      'đường bao tự cắt đã được tách',
      'an outline that crosses itself was split',
      id,
    )
    parts = mended
  }
  if (!within(place.extent, box)) {
    place.reporter.repair('cut', 'cắt theo phạm vi nền đất', 'cut at the extent of the ground', id)
    parts = parts.map((polygon) => polygon.map((ring) => clipRing(ring, place.extent)))
  }
  const kept = parts
    .filter(([outer]) => outer!.length >= 3 && Math.abs(ringArea(outer!)) >= LEAST_AREA)
    .map(([outer, ...holes]) => [
      turned(outer!, true),
      ...holes.filter((h) => h.length >= 3 && ringArea(h) !== 0).map((h) => turned(h, false)),
    ])
  if (kept.length === 0) {
    place.reporter.skip('surface-empty', 'mặt không có diện tích', 'a surface without area', id)
    return null
  }
  return kept.length === 1 ? { type: 'Polygon', coordinates: kept[0]! } : { type: 'MultiPolygon', coordinates: kept }
}

/** Closed, outer rings counter-clockwise, holes clockwise. */
function turned(ring: readonly XY[], counterClockwise: boolean): XY[] {
  const out = ringArea(ring) > 0 === counterClockwise ? [...ring] : ring.toReversed()
  const [first, last] = [out[0]!, out.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? out : [...out, [...first]]
}

function mend(polygons: XY[][][]): XY[][][] | null {
  try {
    const mended = polygonClipping.union(polygons as [number, number][][][]) as XY[][][]
    return mended.length > 0 ? mended : null
  } catch {
    return null
  }
}

/** By the definition, for rings of up to 400 corners. */
function crossesItself(ring: readonly XY[]): boolean {
  if (ring.length > 400) return false
  const side = (a: XY, b: XY, c: XY) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!]
    for (let j = i + 2; j + 1 < ring.length; j++) {
      const [c, d] = [ring[j]!, ring[j + 1]!]
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true
    }
  }
  return false
}

const within = (outer: Bounds, inner: Bounds) =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

/** A ring within a box (Sutherland & Hodgman 1974); may run along the box where the surface leaves it. */
export function clipRing(ring: readonly XY[], [minX, minY, maxX, maxY]: Bounds): XY[] {
  let out = [...ring]
  for (const [axis, limit, sign] of [
    [0, minX, 1],
    [0, maxX, -1],
    [1, minY, 1],
    [1, maxY, -1],
  ] as const) {
    const points = out
    out = []
    for (const [i, to] of points.entries()) {
      const from = points[(i + points.length - 1) % points.length]!
      const [a, b] = [sign * (from[axis] - limit), sign * (to[axis] - limit)]
      if (a * b < 0) {
        const t = a / (a - b)
        const cut: XY = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]
        cut[axis] = limit
        out.push(cut)
      }
      if (b >= 0) out.push(to)
    }
  }
  return out
}

/** The pieces of a line within a box. */
export function clipLine(line: readonly XY[], box: Bounds): XY[][] {
  const pieces: XY[][] = []
  for (let i = 1; i < line.length; i++) {
    const piece = clipToBounds(line[i - 1]!, line[i]!, box)
    if (!piece) continue
    const last = pieces.at(-1)?.at(-1)
    if (last && last[0] === piece[0][0] && last[1] === piece[0][1]) pieces.at(-1)!.push(piece[1])
    else pieces.push(piece)
  }
  return pieces.filter((piece) => piece.length > 2 || piece[0]![0] !== piece[1]![0] || piece[0]![1] !== piece[1]![1])
}
