/**
 * Places on the ground as metres east, north and up of one point of the city: small enough for 32-bit numbers, and quick. The exact
 * projection and the ground's level are asked for at the corners of a lattice; between them they are interpolated (the earth
 * bends by less than a millimetre over a cell).
 */
import { Cartesian3, Matrix4, Transforms } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import type { Place } from './place.ts'

const CELL_METRES = 100
const FINER_METRES = 1500

export interface Surface {
  /** From these metres to the engine's Earth-fixed ones. */
  readonly matrix: Matrix4
  /** Writes east, north, up of a place given in local metres. */
  put(x: number, y: number, to: Float32Array | Float64Array, at: number): void
  /** Asks the ground anew from now on; where a place is given, only around it, where it has grown finer. */
  forget(around?: XY): void
}

export function createSurface(place: Place, [x0, y0]: XY): Surface {
  const matrix = Transforms.eastNorthUpToFixedFrame(place.toCartesian(x0, y0, 0))
  const inverse = Matrix4.inverseTransformation(matrix, new Matrix4())
  const cells = new Map<number, Float64Array>()
  const corners = new Map<number, { readonly of: XY; readonly at: Cartesian3; readonly there: boolean }>()
  /** To ask the engine for the ground is slow: each corner is asked once, for the four cells that meet there. */
  const cornerAt = (column: number, row: number) => {
    const key = column * 65_536 + row
    const known = corners.get(key)
    if (known) return known
    const [x, y] = [x0 + column * CELL_METRES, y0 + row * CELL_METRES]
    const level = place.groundAt(x, y)
    const at = Matrix4.multiplyByPoint(inverse, place.toCartesian(x, y, level ?? 0), new Cartesian3())
    const corner = { of: [x, y] as XY, at, there: level !== undefined }
    // Where the ground has not come yet, it is asked again.
    if (corner.there) corners.set(key, corner)
    return corner
  }
  /** Of east, north and up each: the value at the south-west corner, what it gains eastwards, northwards, and both ways. */
  const cellAt = (column: number, row: number): Float64Array => {
    const key = column * 65_536 + row
    const known = cells.get(key)
    if (known) return known
    const around = [0, 1].flatMap((up) => [0, 1].map((right) => cornerAt(column + right, row + up)))
    const cell = Float64Array.from(
      (['x', 'y', 'z'] as const).flatMap((axis) => {
        const [a, b, c, d] = around.map((corner) => corner.at[axis]) as [number, number, number, number]
        return [a, b - a, c - a, d - b - c + a]
      }),
    )
    if (around.every(({ there }) => there)) cells.set(key, cell)
    return cell
  }
  return {
    matrix,
    put: (x, y, to, at) => {
      const u = (x - x0) / CELL_METRES
      const v = (y - y0) / CELL_METRES
      const column = Math.floor(u)
      const row = Math.floor(v)
      const right = u - column
      const up = v - row
      const cell = cellAt(column, row)
      to[at] = cell[0]! + cell[1]! * right + (cell[2]! + cell[3]! * right) * up
      to[at + 1] = cell[4]! + cell[5]! * right + (cell[6]! + cell[7]! * right) * up
      to[at + 2] = cell[8]! + cell[9]! * right + (cell[10]! + cell[11]! * right) * up
    },
    forget: (around) => {
      cells.clear()
      for (const [key, { of }] of corners)
        if (!around || Math.hypot(of[0] - around[0], of[1] - around[1]) < FINER_METRES) corners.delete(key)
    },
  }
}
