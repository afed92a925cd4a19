/**
 * What is shown of two runs: rasters for the map, series for charts, bands and words for people. Pure. Water that stood at
 * the start (canals, ponds) is left blank: it is no flood. Blank means unknown, not dry.
 */
import type { DrainageResult } from '../../scenarios/drainage.ts'
import { NOISE_METRES } from '../../scenarios/flood-words.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, contains, pointInGeometry } from '../../scenarios/geometry.ts'
import { cellAt, cellCentre, cellsInPolygon } from '../../scenarios/grid.ts'
import { DRY_DEPTH_METRES, depthAtBuildings, wetGround } from '../../scenarios/summarise.ts'
import type { Comparison, Outcome } from './run.ts'

/** Ground less certain than this says little of where a street is flooded, m. */
export const COARSE_GROUND_METRES = 0.5

export interface Frames {
  readonly frames: readonly Float32Array[]
  readonly times: Float64Array
}

export function depthFrames(outcome: Outcome, area: Bounds, maximum: boolean): Frames {
  const { result } = outcome
  const depths = maximum ? [result.maxDepth] : result.depth
  const blank = blankCells(outcome, area)
  return {
    frames: depths.map((depth) => depth.map((d, i) => (blank[i] === 1 ? Number.NaN : d))),
    times: maximum ? result.times.slice(-1) : result.times,
  }
}

/** Water at the start, and the margin that is simulated so that the edge does not show. */
function blankCells({ city, result }: Outcome, area: Bounds): Uint8Array {
  return wetGround(city, result).map((wet, i) => (wet === 1 || !inside(area, result.grid, i) ? 1 : 0))
}

/** Scenario minus baseline; blank below the noise and where water stood in either. */
export function differenceFrames({ baseline, scenario, body }: Comparison, maximum: boolean): Frames {
  const [stoodBefore, stoodAfter] = [blankCells(baseline, body.area), blankCells(scenario, body.area)]
  const [before, after] = [baseline.result, scenario.result]
  const pairs = maximum
    ? [[before.maxDepth, after.maxDepth] as const]
    : before.depth.map((depth, k) => [depth, after.depth[k]!] as const)
  return {
    frames: pairs.map(([was, is]) =>
      is.map((d, i) => {
        const change = d - was[i]!
        const blank = stoodBefore[i] === 1 || stoodAfter[i] === 1
        return blank || Math.abs(change) < NOISE_METRES ? Number.NaN : change
      }),
    ),
    times: maximum ? before.times.slice(-1) : before.times,
  }
}

/** m² whose deepest water is measurably deeper and shallower in the scenario. */
export function differenceArea(comparison: Comparison): { deeper: number; shallower: number } {
  const { grid } = comparison.scenario.result
  const [change] = differenceFrames(comparison, true).frames
  let [deeper, shallower] = [0, 0]
  change!.forEach((d) => {
    if (Number.isNaN(d)) return
    if (d > 0) deeper += grid.cellSize ** 2
    else shallower += grid.cellSize ** 2
  })
  return { deeper, shallower }
}

/** m² of ground dry at the start under at least `threshold` m, at each output time. */
export function floodedArea(outcome: Outcome, area: Bounds, threshold: number): number[] {
  const { grid, depth: frames } = outcome.result
  const blank = blankCells(outcome, area)
  return frames.map((depth) => {
    let cells = 0
    for (let i = 0; i < depth.length; i++) if (blank[i] === 0 && depth[i]! >= threshold) cells++
    return cells * grid.cellSize ** 2
  })
}

const inside = (area: Bounds, grid: DrainageResult['grid'], i: number): boolean =>
  contains(area, cellCentre(grid, i % grid.columns, Math.floor(i / grid.columns)))

/**
 * The deepest water at the walls of the building that stands at a place, m; null where none does. The model knows no water
 * inside a building: its cells are blocked, and their zeros are not dryness.
 */
export function depthAtWalls({ city, result }: Outcome, area: Bounds, at: XY): number | null {
  for (const [id, building] of city.layers.buildings) {
    if (pointInGeometry(at, building.geometry)) return depthAtBuildings(city, area, result).get(id) ?? null
  }
  return null
}

/** Depth at a place over time; null outside the simulated area. */
export function hydrograph(result: DrainageResult, area: Bounds, at: XY): { depth: number[]; stood: boolean } | null {
  const cell = contains(area, at) ? cellAt(result.grid, at) : -1
  if (cell < 0) return null
  return {
    depth: result.depth.map((frame) => frame[cell]!),
    stood: result.initialDepth[cell]! >= DRY_DEPTH_METRES,
  }
}

/** What the scenario does to the room that water has, m³; each part counted on the ground as it stands. */
export interface StorageChange {
  /** Ground put where there was air. */
  readonly filled: number
  /** Of that, where water stood at the worst moment of the baseline. */
  readonly displaced: number
  /** Ponds below the ground and above their water, ground lowered. */
  readonly dug: number
}

export function storageChange({ baseline, scenario }: Comparison): StorageChange {
  const { ground } = baseline.city
  const { grid, maxDepth } = baseline.result
  const cell = ground.cellSize ** 2
  let [filled, displaced, dug] = [0, 0, 0]
  const depthAt = (i: number): number => {
    const at = cellAt(grid, cellCentre(ground, i % ground.columns, Math.floor(i / ground.columns)))
    return at < 0 ? 0 : maxDepth[at]!
  }
  for (const fill of scenario.city.fills.values()) {
    cellsInPolygon(ground, [fill.ring], (i) => {
      const rise = fill.levelMetres - ground.data[i]!
      if (rise > 0) {
        filled += rise * cell
        displaced += Math.min(rise, depthAt(i)) * cell
      } else if (rise < 0) dug -= rise * cell
    })
  }
  for (const pond of scenario.city.ponds.values()) {
    const level = Math.max(pond.bedMetres, pond.waterMetres)
    cellsInPolygon(ground, [pond.ring], (i) => {
      dug += Math.max(0, ground.data[i]! - level) * cell
    })
  }
  return { filled, displaced, dug }
}
