/** The water that a drainage run hands to the traffic engine. */
import type { City } from './city/city.ts'
import type { DrainageResult } from './drainage.ts'
import { createGrid, type Grid } from './grid.ts'
import { wetGround } from './summarise.ts'

/**
 * Deepest predicted water, m; NaN where nothing is said of streets: in canals and ponds, and where water stood before, so
 * that a quay does not close for the canal in its cell.
 * @param city the planned city whose window was simulated
 */
export function floodOnStreets(city: City, result: DrainageResult): Grid {
  const wet = wetGround(city, result)
  return createGrid(
    result.grid,
    result.maxDepth.map((depth, i) => (wet[i] ? Number.NaN : depth)),
  )
}
