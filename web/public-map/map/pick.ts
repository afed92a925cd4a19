/** Which feature of an overlay lies under a tap. By arithmetic: reading back from the graphics card stops the picture. */
import type { Feature, Position } from 'geojson'
import type { LonLat, Overlay } from '../map-control.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** Pixels that a finger may miss by. */
const REACH = 14

/** The nearest feature to a tap among overlays that can be picked, those drawn last first; surfaces that hold it come after. */
export function pick(
  overlays: Iterable<Overlay>,
  tap: Point,
  pixel: (place: LonLat) => Point,
): { overlay: Overlay; feature: Feature } | null {
  let best: { overlay: Overlay; feature: Feature; distance: number } | null = null
  for (const overlay of [...overlays].reverse()) {
    if (!overlay.onPick) continue
    for (const feature of overlay.features) {
      const distance = distanceTo(feature, tap, ([lon, lat]) => pixel({ lon: lon!, lat: lat! }))
      const reach = REACH + (feature.geometry.type.endsWith('Point') ? (overlay.radius ?? 7) : 0)
      if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { overlay, feature, distance }
    }
  }
  return best
}

function distanceTo({ geometry }: Feature, tap: Point, pixel: (at: Position) => Point): number {
  switch (geometry.type) {
    case 'Point':
      return toPoint(pixel(geometry.coordinates), tap)
    case 'MultiPoint':
      return least(geometry.coordinates.map((at) => toPoint(pixel(at), tap)))
    case 'LineString':
      return toLine(geometry.coordinates.map(pixel), tap)
    case 'MultiLineString':
      return least(geometry.coordinates.map((line) => toLine(line.map(pixel), tap)))
    case 'Polygon':
      return toSurface(geometry.coordinates, tap, pixel)
    case 'MultiPolygon':
      return least(geometry.coordinates.map((rings) => toSurface(rings, tap, pixel)))
    case 'GeometryCollection':
      return least(
        geometry.geometries.map((part) =>
          distanceTo({ type: 'Feature', properties: null, geometry: part }, tap, pixel),
        ),
      )
  }
}

const least = (distances: readonly number[]): number => Math.min(Infinity, ...distances)
const toPoint = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

function toLine(points: readonly Point[], tap: Point): number {
  let nearest = Infinity
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!]
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const t = Math.max(0, Math.min(1, ((tap.x - a.x) * dx + (tap.y - a.y) * dy) / (dx * dx + dy * dy || 1)))
    nearest = Math.min(nearest, Math.hypot(a.x + dx * t - tap.x, a.y + dy * t - tap.y))
  }
  return nearest
}

/** A surface that holds the tap is as near as a line just within reach: what lies on it goes before. */
function toSurface(rings: readonly Position[][], tap: Point, pixel: (at: Position) => Point): number {
  const drawn = rings.map((ring) => ring.map(pixel))
  let within = false
  for (const ring of drawn) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i]!, ring[j]!]
      if (a.y > tap.y !== b.y > tap.y && tap.x < ((b.x - a.x) * (tap.y - a.y)) / (b.y - a.y) + a.x) within = !within
    }
  }
  return within ? REACH : least(drawn.map((ring) => toLine(ring, tap)))
}
