/** Values that change slowly over the plane, exact at the nodes of a lattice and even between them. */
import type { Bounds } from '../../scenarios/geometry.ts'

const SPACING_METRES = 250
const MOST_STEPS = 256

export interface Lattice {
  /** Writes the values at a place from `index` on; beyond the bounds, as the outermost cells go on. */
  read(x: number, y: number, out: Float64Array, index: number): void
}

/** @param width numbers that `sample` gives at a place */
export function createLattice(
  [minX, minY, maxX, maxY]: Bounds,
  width: number,
  sample: (x: number, y: number) => readonly number[],
): Lattice {
  const steps = (length: number) => Math.min(MOST_STEPS, Math.max(1, Math.ceil(length / SPACING_METRES)))
  const [across, up] = [steps(maxX - minX), steps(maxY - minY)]
  const [dx, dy] = [Math.max(1, maxX - minX) / across, Math.max(1, maxY - minY) / up]
  const nodes = new Float64Array((across + 1) * (up + 1) * width)
  for (let row = 0, at = 0; row <= up; row++) {
    for (let column = 0; column <= across; column++, at += width) {
      nodes.set(sample(minX + column * dx, minY + row * dy), at)
    }
  }
  return {
    read(x, y, out, index) {
      const [fx, fy] = [(x - minX) / dx, (y - minY) / dy]
      const column = Math.max(0, Math.min(across - 1, Math.floor(fx)))
      const row = Math.max(0, Math.min(up - 1, Math.floor(fy)))
      const [tx, ty] = [fx - column, fy - row]
      const south = (row * (across + 1) + column) * width
      const north = south + (across + 1) * width
      for (let k = 0; k < width; k++) {
        const lower = nodes[south + k]! + (nodes[south + width + k]! - nodes[south + k]!) * tx
        const upper = nodes[north + k]! + (nodes[north + width + k]! - nodes[north + k]!) * tx
        out[index + k] = lower + (upper - lower) * ty
      }
    },
  }
}
