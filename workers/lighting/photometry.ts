/**
 * Intensity of a luminaire in any direction: bilinear between its planes and angles, turned by heading and tilt. The frame of a
 * luminaire: forward to the street, left of it, down; a tilt lifts its forward side.
 */
import { atan2, cos, degrees, radians, sin } from '../../scenarios/elementary.ts'
import type { Luminaire } from '../../scenarios/lighting.ts'

/** A luminaire ready for look-ups. */
export interface Optics {
  readonly planes: Float64Array
  readonly gammas: Float64Array
  readonly candela: Float64Array
  readonly streetPlane: number
  readonly rotational: boolean
  /** By whole degree: the interval that it begins in. */
  readonly planeAt: Int32Array
  readonly gammaAt: Int32Array
}

/** Where a luminaire looks, as unit vectors. */
export interface Aim {
  /** Horizontal, to the street. */
  readonly x: number
  readonly y: number
  readonly cosTilt: number
  readonly sinTilt: number
}

export const createOptics = ({ planes, gammas, candela, streetPlane }: Luminaire): Optics => ({
  planes,
  gammas,
  candela,
  streetPlane,
  rotational: planes.length === 2,
  planeAt: intervals(planes),
  gammaAt: intervals(gammas),
})

function intervals(values: Float64Array): Int32Array {
  const at = new Int32Array(361)
  let i = 0
  for (let degree = 0; degree <= 360; degree++) {
    while (i < values.length - 2 && values[i + 1]! <= degree) i++
    at[degree] = i
  }
  return at
}

/** @param heading degrees from north (y), clockwise; x is east */
export function aimAt(heading: number, tilt: number): Aim {
  const [h, t] = [radians(heading), radians(tilt)]
  return { x: sin(h), y: cos(h), cosTilt: cos(t), sinTilt: sin(t) }
}

/** cd at plane C, 0 … 360, and γ, degrees; none above the last γ. */
export function intensityAt(o: Optics, c: number, gamma: number): number {
  const { planes, gammas, candela } = o
  const size = gammas.length
  if (gamma > gammas[size - 1]!) return 0
  let g = o.gammaAt[gamma | 0]!
  while (g < size - 2 && gammas[g + 1]! <= gamma) g++
  const v = (gamma - gammas[g]!) / (gammas[g + 1]! - gammas[g]!)
  if (o.rotational) return candela[g]! + v * (candela[g + 1]! - candela[g]!)
  let p = o.planeAt[c | 0]!
  while (p < planes.length - 2 && planes[p + 1]! <= c) p++
  const u = (c - planes[p]!) / (planes[p + 1]! - planes[p]!)
  const i = p * size + g
  const before = candela[i]! + v * (candela[i + 1]! - candela[i]!)
  const after = candela[i + size]! + v * (candela[i + size + 1]! - candela[i + size]!)
  return before + u * (after - before)
}

/** cd toward a point that lies (dx, dy, dz) from the light centre, m; dz below 0 is down. */
export function intensityToward(o: Optics, aim: Aim, dx: number, dy: number, dz: number): number {
  const ahead = dx * aim.x + dy * aim.y
  const left = dy * aim.x - dx * aim.y
  const down = ahead * aim.sinTilt - dz * aim.cosTilt
  const forward = ahead * aim.cosTilt + dz * aim.sinTilt
  const gamma = degrees(atan2(Math.sqrt(forward * forward + left * left), down))
  if (o.rotational) return intensityAt(o, 0, gamma)
  let c = o.streetPlane + degrees(atan2(left, forward))
  if (c < 0) c += 360
  else if (c > 360) c -= 360
  return intensityAt(o, c, gamma)
}
