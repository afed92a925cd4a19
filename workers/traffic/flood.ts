/** How deep the water stands on each piece of street: the deepest along its line, sampled at the cells of the grid. */
import { cellsOnLine, type Grid } from '../../scenarios/grid.ts'
import type { Streets } from './streets.ts'

/**
 * @param flood deepest predicted water, m, NaN where nothing is said
 * @returns m per piece; 0 on bridges, which stand above the water, and where nothing is said
 */
export function depthOnPieces({ roads, pieces }: Streets, flood: Grid): Float64Array {
  return Float64Array.from(pieces, ({ road, line }) => {
    let deepest = 0
    if (roads[road]!.properties.bridge) return deepest
    cellsOnLine(flood, line, (cell) => {
      const depth = flood.data[cell]!
      if (depth > deepest) deepest = depth
    })
    return deepest
  })
}
