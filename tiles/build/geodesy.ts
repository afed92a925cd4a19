/** WGS 84 in space: earth-centred coordinates and the east-north-up frame of a place. Heights are ellipsoidal, m. */
import { type Frame, projection, type XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'

export type XYZ = [x: number, y: number, z: number]

export const EQUATORIAL_RADIUS = 6378137
/** Of latitude, near enough for spacings and slopes. */
export const METRES_PER_DEGREE = 111_320
const FLATTENING = 1 / 298.257223563
export const POLAR_RADIUS = EQUATORIAL_RADIUS * (1 - FLATTENING)
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
const RADIANS = Math.PI / 180

/** Earth-centred, earth-fixed coordinates of degrees and an ellipsoidal height, m. */
export function earthCentred(lon: number, lat: number, height: number): XYZ {
  const [sin, cos] = [Math.sin(lat * RADIANS), Math.cos(lat * RADIANS)]
  const n = EQUATORIAL_RADIUS / Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin)
  const p = (n + height) * cos
  return [p * Math.cos(lon * RADIANS), p * Math.sin(lon * RADIANS), (n * (1 - ECCENTRICITY_SQUARED) + height) * sin]
}

export interface LocalFrame {
  /** Degrees and ellipsoidal height → metres east, north, up of the origin (a plane frame: up is the origin's up). */
  toLocal(lon: number, lat: number, height: number): XYZ
  /** 4 × 4, column-major: east-north-up → earth-centred. */
  readonly matrix: number[]
}

export function localFrame(lon: number, lat: number, height: number): LocalFrame {
  const origin = earthCentred(lon, lat, height)
  const [sinLon, cosLon] = [Math.sin(lon * RADIANS), Math.cos(lon * RADIANS)]
  const [sinLat, cosLat] = [Math.sin(lat * RADIANS), Math.cos(lat * RADIANS)]
  const east: XYZ = [-sinLon, cosLon, 0]
  const north: XYZ = [-sinLat * cosLon, -sinLat * sinLon, cosLat]
  const up: XYZ = [cosLat * cosLon, cosLat * sinLon, sinLat]
  return {
    toLocal(lonAt, latAt, heightAt) {
      const [x, y, z] = earthCentred(lonAt, latAt, heightAt)
      const d: XYZ = [x - origin[0], y - origin[1], z - origin[2]]
      return [dot(d, east), dot(d, north), dot(d, up)]
    },
    matrix: [...east, 0, ...north, 0, ...up, 0, ...origin, 1],
  }
}

export const dot = (a: XYZ, b: XYZ): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** West, south, east, north in degrees of bounds in a frame's metres, their sides followed in steps. */
export function degreesOf(frame: Frame, [minX, minY, maxX, maxY]: Bounds): [number, number, number, number] {
  const { toWgs84 } = projection(frame)
  const steps = 16
  const sides: XY[] = []
  for (let i = 0; i <= steps; i++) {
    const [x, y] = [minX + ((maxX - minX) * i) / steps, minY + ((maxY - minY) * i) / steps]
    sides.push(toWgs84(x, minY), toWgs84(x, maxY), toWgs84(minX, y), toWgs84(maxX, y))
  }
  const [lons, lats] = [sides.map(([lon]) => lon), sides.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
