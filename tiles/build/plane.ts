/**
 * Local metres and heights → east, north, up of one place, the bend of the earth included, between places that are exact on
 * a lattice: within 2 mm at spacings up to 250 m, and hundreds of times faster than a projection for each corner.
 */
import { type Frame, projection } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { localFrame } from './geodesy.ts'

const SPACING_METRES = 250
const MOST_STEPS = 256

export interface Plane {
  /** 4 × 4, column-major: east-north-up → earth-centred. */
  readonly matrix: number[]
  /** Writes six numbers from `at` on: east, north, up at height 0, and what a metre of height adds to each. */
  place(x: number, y: number, out: Float64Array, at: number): void
}

/** @param height of the origin, the middle of `bounds`, m above the vertical datum */
export function createPlane(frame: Frame, [minX, minY, maxX, maxY]: Bounds, height: number): Plane {
  const { toWgs84 } = projection(frame)
  const offset = frame.ellipsoidMinusHeight
  const [lon, lat] = toWgs84((minX + maxX) / 2, (minY + maxY) / 2)
  const local = localFrame(lon, lat, height + offset)
  const steps = (length: number) => Math.min(MOST_STEPS, Math.max(1, Math.ceil(length / SPACING_METRES)))
  const [across, up] = [steps(maxX - minX), steps(maxY - minY)]
  const [dx, dy] = [Math.max(1, maxX - minX) / across, Math.max(1, maxY - minY) / up]
  const nodes = new Float64Array((across + 1) * (up + 1) * 6)
  for (let row = 0, at = 0; row <= up; row++) {
    for (let column = 0; column <= across; column++, at += 6) {
      const [lonAt, latAt] = toWgs84(minX + column * dx, minY + row * dy)
      const [foot, top] = [local.toLocal(lonAt, latAt, offset), local.toLocal(lonAt, latAt, offset + 1)]
      nodes.set([...foot, top[0] - foot[0], top[1] - foot[1], top[2] - foot[2]], at)
    }
  }
  return {
    matrix: local.matrix,
    place(x, y, out, at) {
      const [fx, fy] = [(x - minX) / dx, (y - minY) / dy]
      const column = Math.max(0, Math.min(across - 1, Math.floor(fx)))
      const row = Math.max(0, Math.min(up - 1, Math.floor(fy)))
      const [tx, ty] = [fx - column, fy - row]
      const south = (row * (across + 1) + column) * 6
      const north = south + (across + 1) * 6
      for (let k = 0; k < 6; k++) {
        const lower = nodes[south + k]! + (nodes[south + 6 + k]! - nodes[south + k]!) * tx
        const upper = nodes[north + k]! + (nodes[north + 6 + k]! - nodes[north + k]!) * tx
        out[at + k] = lower + (upper - lower) * ty
      }
    },
  }
}
