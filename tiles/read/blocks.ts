/**
 * Blocks: how a city is filed for reading by window. A block at BLOCK_ZOOM holds BLOCK_CELLS × BLOCK_CELLS cells of ground;
 * at every zoom below it is twice as long. A feature is filed at the deepest zoom whose blocks are at least as long as its
 * bounds, in each block that its bounds touch: four at most, or a few more when it lies on the lines between them.
 * Columns run east, rows south, from the north-west corner of the ground; what lies outside is filed at the edge.
 */
import { BLOCK_CELLS, BLOCK_ZOOM } from '../../scenarios/city/tiles.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { GridSpec } from '../../scenarios/grid.ts'

/** Inclusive ranges of block columns and rows at a zoom. */
export interface BlockRange {
  readonly zoom: number
  readonly minColumn: number
  readonly maxColumn: number
  readonly minRow: number
  readonly maxRow: number
}

/** Length of a block's side at a zoom, m. */
export const blockLength = (ground: GridSpec, zoom: number): number =>
  ground.cellSize * BLOCK_CELLS * 2 ** (BLOCK_ZOOM - zoom)

/** The zoom under which a feature of these bounds is filed. */
export function blockZoom(ground: GridSpec, [minX, minY, maxX, maxY]: Bounds): number {
  const length = Math.max(maxX - minX, maxY - minY)
  let zoom = BLOCK_ZOOM
  while (zoom > 0 && blockLength(ground, zoom) < length) zoom--
  return zoom
}

/** The blocks at a zoom that bounds (local metres) touch, their lines included. */
export function blocksTouched(ground: GridSpec, [minX, minY, maxX, maxY]: Bounds, zoom: number): BlockRange {
  const length = blockLength(ground, zoom)
  const last = 2 ** zoom - 1
  const inside = (index: number) => Math.min(last, Math.max(0, Math.floor(index)))
  return {
    zoom,
    minColumn: inside((minX - ground.west) / length),
    maxColumn: inside((maxX - ground.west) / length),
    minRow: inside((ground.north - maxY) / length),
    maxRow: inside((ground.north - minY) / length),
  }
}
