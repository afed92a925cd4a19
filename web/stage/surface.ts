/**
 * Places on the ground as metres east, north and up of one point of the city: small enough for 32-bit numbers, and quick. The exact
 * projection and the ground's level are asked for at the corners of a lattice; between them they are interpolated (the earth
 * bends by less than a millimetre over a cell).
 */
import { Cartesian3, Matrix4, Transforms } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import type { Place } from './place.ts'

const CELL_METRES = 100

export interface Surface {
  /** From these metres to the engine's Earth-fixed ones. */
  readonly matrix: Matrix4
  /** Writes east, north, up of a place given in local metres. */
  put(x: number, y: number, to: Float32Array | Float64Array, at: number): void
  /** Asks the ground anew from now on. */
  forget(): void
}

export function createSurface(place: Place, [x0, y0]: XY): Surface {
  const matrix = Transforms.eastNorthUpToFixedFrame(place.toCartesian(x0, y0, 0))
  const inverse = Matrix4.inverseTransformation(matrix, new Matrix4())
  const corners = new Map<number, Cartesian3>()
  const cornerAt = (column: number, row: number): Cartesian3 => {
    const key = column * 65_536 + row
    const known = corners.get(key)
    if (known) return known
    const [x, y] = [x0 + column * CELL_METRES, y0 + row * CELL_METRES]
    const level = place.groundAt(x, y)
    const corner = Matrix4.multiplyByPoint(inverse, place.toCartesian(x, y, level ?? 0), new Cartesian3())
    // Where the ground has not come yet, it is asked again.
    if (level !== undefined) corners.set(key, corner)
    return corner
  }
  return {
    matrix,
    put: (x, y, to, at) => {
      const [u, v] = [(x - x0) / CELL_METRES, (y - y0) / CELL_METRES]
      const [column, row] = [Math.floor(u), Math.floor(v)]
      const [right, up] = [u - column, v - row]
      const sw = cornerAt(column, row)
      const se = cornerAt(column + 1, row)
      const nw = cornerAt(column, row + 1)
      const ne = cornerAt(column + 1, row + 1)
      const [a, b, c, d] = [(1 - right) * (1 - up), right * (1 - up), (1 - right) * up, right * up]
      to[at] = a * sw.x + b * se.x + c * nw.x + d * ne.x
      to[at + 1] = a * sw.y + b * se.y + c * nw.y + d * ne.y
      to[at + 2] = a * sw.z + b * se.z + c * nw.z + d * ne.z
    },
    forget: () => corners.clear(),
  }
}
