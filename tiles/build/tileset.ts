/** The bones of a tileset of 3D Tiles 1.1: boxes, tiles, squares cut in four. */
import type { Bounds } from '../../scenarios/geometry.ts'
import type { Box } from './mesh.ts'

export interface TileFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface TilesetFiles {
  /** `tileset.json` last; none where nothing can be drawn. */
  readonly files: TileFile[]
  /** Files with a content. */
  readonly tiles: number
  readonly features: number
}

export interface Tile {
  boundingVolume: { box: number[] }
  geometricError: number
  refine?: 'ADD' | 'REPLACE'
  transform?: number[]
  content?: { uri: string }
  children?: Tile[]
}

export const noTiles: TilesetFiles = { files: [], tiles: 0, features: 0 }

/** @param matrix of the east-north-up frame that all positions are in */
export function tilesetOf(root: Tile, refine: 'ADD' | 'REPLACE', matrix: number[], rootError: number): TileFile {
  const tileset = {
    asset: { version: '1.1' },
    geometricError: rootError,
    root: { ...root, refine, transform: matrix },
  }
  return { name: 'tileset.json', bytes: new TextEncoder().encode(`${JSON.stringify(tileset)}\n`) }
}

export function union(boxes: readonly Box[]): Box {
  const min: Box['min'] = [Infinity, Infinity, Infinity]
  const max: Box['max'] = [-Infinity, -Infinity, -Infinity]
  for (const box of boxes) {
    for (let k = 0; k < 3; k++) {
      min[k] = Math.min(min[k]!, box.min[k]!)
      max[k] = Math.max(max[k]!, box.max[k]!)
    }
  }
  return { min, max }
}

/** Centre and three half axes, as 3D Tiles write a box; to the millimetre, outwards. */
export function boxNumbers({ min, max }: Box): number[] {
  const round = (value: number) => Math.round(value * 1000) / 1000
  const centre = min.map((value, axis) => round((value + max[axis]!) / 2))
  const [x, y, z] = min.map((value, axis) => round((max[axis]! - value) / 2 + 0.001))
  return [...centre, x!, 0, 0, 0, y!, 0, 0, 0, z!]
}

/** The square around bounds. */
export function squareAround([minX, minY, maxX, maxY]: Bounds): Bounds {
  const half = Math.max(maxX - minX, maxY - minY) / 2 + 1
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2]
  return [x - half, y - half, x + half, y + half]
}

/** A square's quarters, south-west, south-east, north-west, north-east, with what stands in each, in the order given. */
export function quartered(
  [minX, minY, maxX, maxY]: Bounds,
  indices: Int32Array,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
): [Bounds, Int32Array][] {
  const [midX, midY] = [(minX + maxX) / 2, (minY + maxY) / 2]
  const quarters = Array.from({ length: 4 }, () => new Int32Array(indices.length))
  const counts = [0, 0, 0, 0]
  for (const i of indices) {
    const quarter = (xs[i]! >= midX ? 1 : 0) + (ys[i]! >= midY ? 2 : 0)
    quarters[quarter]![counts[quarter]!++] = i
  }
  const squares: Bounds[] = [
    [minX, minY, midX, midY],
    [midX, minY, maxX, midY],
    [minX, midY, midX, maxY],
    [midX, midY, maxX, maxY],
  ]
  return squares.map((square, quarter) => [square, quarters[quarter]!.slice(0, counts[quarter])])
}
