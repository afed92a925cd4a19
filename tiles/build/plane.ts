/**
 * Local metres and heights → east, north, up of one place, the bend of the earth included: within 2 mm, and hundreds of times
 * faster than a projection for each corner.
 */
import { type Frame, projection } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { localFrame } from './geodesy.ts'
import { createLattice } from './lattice.ts'

export interface Plane {
  /** 4 × 4, column-major: east-north-up → earth-centred. */
  readonly matrix: number[]
  /** Writes six numbers from `index` on: east, north, up at height 0, and what a metre of height adds to each. */
  place(x: number, y: number, out: Float64Array, index: number): void
}

/** @param height of the origin, the middle of `bounds`, m above the vertical datum */
export function createPlane(frame: Frame, bounds: Bounds, height: number): Plane {
  const { toWgs84 } = projection(frame)
  const offset = frame.ellipsoidMinusHeight
  const [lon, lat] = toWgs84((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
  const local = localFrame(lon, lat, height + offset)
  const lattice = createLattice(bounds, 6, (x, y) => {
    const at = toWgs84(x, y)
    const [foot, top] = [local.toLocal(...at, offset), local.toLocal(...at, offset + 1)]
    return [...foot, top[0] - foot[0], top[1] - foot[1], top[2] - foot[2]]
  })
  return { matrix: local.matrix, place: lattice.read }
}
