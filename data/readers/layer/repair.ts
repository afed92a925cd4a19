/**
 * Geometry of files made sound: the kind that the layer has, rings closed and turned, repeated corners and spikes gone,
 * outlines that cross themselves taken apart, slivers left out. Each is counted with its place. Coordinates in local metres.
 */
import type { XY } from '../../../scenarios/frame.ts'
import {
  type Bounds,
  centroid,
  type Geometry,
  geometryBounds,
  linesOf,
  overlaps,
  pointInRing,
  pointsOf,
  polygonsOf,
  ringArea,
} from '../../../scenarios/geometry.ts'
import { crosses, turned, uncrossed } from '../../../scenarios/overlay.ts'
import type { Reporter } from '../report.ts'

/** Surfaces smaller or on average thinner than this are slivers of drawing, not land. */
const LEAST_AREA_SQUARE_METRES = 0.5
const LEAST_WIDTH_METRES = 0.01
/** Ends of an outline this near are one corner. */
const CLOSE_METRES = 0.05
/** Times that an outline may be taken apart. */
const MOST_TURNS = 4

/** Null where nothing usable is left; why is in the report. */
export function soundGeometry(
  geometry: Geometry,
  kind: 'point' | 'line' | 'polygon',
  extent: Bounds | null,
  reporter: Reporter,
  place: string,
): Geometry | null {
  for (const [x, y] of pointsOf(geometry)) {
    if (Number.isFinite(x) && Number.isFinite(y)) continue
    reporter.skip('not-finite', 'tọa độ không phải là số hữu hạn', 'coordinates that are not finite numbers', place)
    return null
  }
  const fitted =
    kind === 'point'
      ? asPoint(geometry, reporter, place)
      : kind === 'line'
        ? asLines(geometry, reporter, place)
        : asSurface(geometry, reporter, place)
  if (!fitted) return null
  if (extent && !overlaps(geometryBounds(fitted), extent)) {
    reporter.skip('outside', 'nằm ngoài phạm vi đô thị', 'outside the extent of the city', place)
    return null
  }
  return fitted
}

function wrongKind(reporter: Reporter, place: string, vi: string, en: string): null {
  reporter.skip('geometry-kind', `hình không phải ${vi}`, `a geometry that is not ${en}`, place)
  return null
}

function asPoint(geometry: Geometry, reporter: Reporter, place: string): Geometry | null {
  if (geometry.type === 'Point') return { type: 'Point', coordinates: inMillimetres(geometry.coordinates) }
  const [line] = linesOf(geometry)
  const outlines =
    line && near(line[0]!, line.at(-1)!) && line.length > 3 ? [line] : polygonsOf(geometry).map(([outer]) => outer!)
  const largest = outlines.sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))[0]
  if (!largest || largest.length === 0) return wrongKind(reporter, place, 'điểm', 'a point')
  reporter.repair('middle-point', 'đường bao được thay bằng điểm giữa', 'an outline became its middle point', place)
  return { type: 'Point', coordinates: inMillimetres(centroid(largest)) }
}

function asLines(geometry: Geometry, reporter: Reporter, place: string): Geometry | null {
  const lines = linesOf(geometry)
  if (lines.length === 0) return wrongKind(reporter, place, 'đường', 'a line')
  const tell: Tell = (code, vi, en) => reporter.repair(code, vi, en, place)
  const kept = lines.map((line) => withoutRepeats(line.map(inMillimetres), tell)).filter((line) => line.length > 1)
  if (kept.length === 0) {
    reporter.skip('line-short', 'đường có ít hơn hai điểm', 'a line of fewer than two points', place)
    return null
  }
  return kept.length === 1
    ? { type: 'LineString', coordinates: kept[0]! }
    : { type: 'MultiLineString', coordinates: kept }
}

function asSurface(geometry: Geometry, reporter: Reporter, place: string): Geometry | null {
  const polygons = surfacesOf(geometry, reporter, place)
  if (!polygons) return wrongKind(reporter, place, 'mặt', 'a surface')
  const parts = soundRings(polygons, (code, vi, en) => reporter.repair(code, vi, en, place))
  if (parts.length === 0) {
    reporter.skip('ring-short', 'mặt có ít hơn ba góc', 'a surface of fewer than three corners', place)
    return null
  }
  const apart = crosses(parts.flat()) ? takenApart(parts) : parts
  if (!apart) {
    const why = ['đường bao tự cắt, không sửa được', 'an outline that crosses itself and cannot be mended'] as const
    reporter.skip('ring-crossed', ...why, place)
    return null
  }
  if (apart !== parts)
    reporter.repair('ring-crossed', 'đường bao tự cắt đã được tách', 'an outline that crosses itself was split', place)
  const kept = apart.filter(([outer]) => !isSliver(outer!))
  if (kept.length === 0) {
    reporter.skip('sliver', 'mặt không có diện tích hoặc quá mảnh', 'a surface without area, or a sliver', place)
    return null
  }
  if (kept.length < apart.length)
    reporter.repair('sliver-part', 'bỏ các mảnh vụn của mặt', 'left out slivers of a surface', place)
  const outlines = kept.map(([outer, ...holes]) => [
    oriented(outer!, true, reporter, place),
    ...holes.filter((hole) => !isSliver(hole)).map((hole) => oriented(hole, false, reporter, place)),
  ])
  return outlines.length === 1
    ? { type: 'Polygon', coordinates: outlines[0]! }
    : { type: 'MultiPolygon', coordinates: outlines }
}

type Tell = (code: string, vi: string, en: string) => void
const silent: Tell = () => {}

const soundRings = (polygons: readonly XY[][][], tell: Tell): XY[][][] =>
  polygons
    .map((rings) => rings.map((ring) => soundRing(ring, tell)).filter((ring, i) => i === 0 || ring.length > 3))
    .filter(([outer]) => outer!.length > 3)

/** Rounding the new corners to a millimetre may cross sides anew, once or twice; null where it does not come to rest. */
function takenApart(polygons: XY[][][]): XY[][][] | null {
  let parts = polygons
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const mended = uncrossed(parts)
    if (!mended) return null
    parts = soundRings(mended, silent)
    if (!crosses(parts.flat())) return parts
  }
  return null
}

/** Closed lines are outlines of surfaces, one within another its hole: how CAD files draw parcels. */
function surfacesOf(geometry: Geometry, reporter: Reporter, place: string): XY[][][] | null {
  const polygons = polygonsOf(geometry)
  if (polygons.length > 0) return polygons
  const lines = linesOf(geometry)
  if (lines.length === 0 || lines.some((line) => line.length < 3 || !near(line[0]!, line.at(-1)!))) return null
  reporter.repair('outline', 'đường khép kín được đọc thành mặt', 'a closed line was read as a surface', place)
  const rings = [...lines].sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))
  const surfaces: XY[][][] = []
  for (const ring of rings) {
    const around = surfaces.find(([outer]) => pointInRing(ring[0]!, outer!))
    if (around) around.push(ring)
    else surfaces.push([ring])
  }
  return surfaces
}

const near = (a: XY, b: XY) => Math.hypot(a[0] - b[0], a[1] - b[1]) <= CLOSE_METRES

const isSliver = (ring: readonly XY[]): boolean => {
  const area = Math.abs(ringArea(ring))
  let around = 0
  for (let i = 1; i < ring.length; i++)
    around += Math.hypot(ring[i]![0] - ring[i - 1]![0], ring[i]![1] - ring[i - 1]![1])
  return area < LEAST_AREA_SQUARE_METRES || (2 * area) / around < LEAST_WIDTH_METRES
}

/** Turning is how a file writes, no fault of it: Shapefile turns the other way. */
const oriented = (ring: XY[], counterClockwise: boolean, reporter: Reporter, place: string): XY[] => {
  const out = turned(ring, counterClockwise)
  if (ringArea(ring) > 0 !== counterClockwise)
    reporter.repair('turned', 'đổi chiều đường bao', 'the direction of an outline was turned', place)
  return out
}

function withoutRepeats(line: readonly XY[], tell: Tell): XY[] {
  const kept = line.filter((point, i) => i === 0 || !same(point, line[i - 1]!))
  if (kept.length < line.length) tell('repeated', 'bỏ các góc trùng nhau', 'left out corners that repeat')
  return kept
}

/** In millimetres, closed, without repeated corners and without spikes that go out and come back the same way. */
function soundRing(ring: readonly XY[], tell: Tell): XY[] {
  const points = withoutRepeats(ring.map(inMillimetres), tell)
  const [first, last] = [points[0], points.at(-1)]
  if (points.length < 3 || !first || !last) return []
  if (near(first, last)) points.pop()
  else tell('unclosed', 'đường bao hở đã được khép', 'an open outline was closed')
  const kept = withoutSpikes(points)
  if (kept.length < points.length) tell('spike', 'bỏ đoạn đi ra rồi quay lại', 'left out spikes of an outline')
  return kept.length < 3 ? [] : [...kept, [...kept[0]!]]
}

/** Of an open ring: a corner whose neighbours are one point is the tip of a spike. */
function withoutSpikes(points: readonly XY[]): XY[] {
  const kept: XY[] = []
  for (const point of points) {
    if (kept.length > 1 && same(kept.at(-2)!, point)) kept.pop()
    else kept.push(point)
  }
  let [from, to] = [0, kept.length]
  while (to - from > 2) {
    if (same(kept[to - 2]!, kept[from]!)) to -= 2
    else if (same(kept[to - 1]!, kept[from + 1]!)) from += 2
    else break
  }
  return kept.slice(from, to)
}

const same = (a: XY, b: XY) => Math.abs(a[0] - b[0]) < 5e-4 && Math.abs(a[1] - b[1]) < 5e-4
const inMillimetres = ([x, y]: XY): XY => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]
