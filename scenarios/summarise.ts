/**
 * What a drainage run means for people: how much ground, how many houses, households and street metres stood under water.
 * Only what lies in the scenario's area counts, only ground that was dry at the start, and a building by the deepest water
 * at its walls (its own cells are blocked).
 */
import { type City, stands } from './city/city.ts'
import type { Feature } from './city/dataset.ts'
import type { DrainageResult } from './drainage.ts'
import { type Bounds, centroid, contains, linesOf, polygonsOf } from './geometry.ts'
import { cellCentre, cellsInPolygon, cellsOnLine } from './grid.ts'
import { isIllustrative, type Provenance } from './provenance.ts'
import { DEPTH_THRESHOLDS, type DrainageRun, type Indicators } from './run.ts'
import type { ScenarioBody } from './scenario.ts'

export type DrainageSummary = Pick<
  DrainageRun,
  'indicators' | 'volumes' | 'diagnostics' | 'inputs' | 'illustrative' | 'digest'
>

/** Ground counts as dry at the start below this depth, m. */
export const DRY_DEPTH_METRES = 0.01

/** @param city the planned city whose window was simulated @param result of the run on that window */
export function summariseDrainage(city: City, body: ScenarioBody, result: DrainageResult): DrainageSummary {
  const inputs = inputsOf(city)
  return {
    indicators: indicatorsOf(city, body.area, result),
    volumes: { ...result.volumes },
    diagnostics: { ...result.diagnostics },
    inputs,
    illustrative: isIllustrative(inputs.map((input) => input.provenance)),
    digest: result.digest,
  }
}

/** The deepest water at each building's walls, m, by its id; buildings outside the area are left out. */
export function depthAtBuildings(city: City, area: Bounds, result: DrainageResult): Map<string, number> {
  const depths = new Map<string, number>()
  const wetAtStart = wetGround(city, result)
  for (const [id, building] of city.layers.buildings) {
    if (stands(building) && inArea(building, area)) depths.set(id, depthAround(building, result, wetAtStart))
  }
  return depths
}

function indicatorsOf(city: City, area: Bounds, result: DrainageResult): Indicators {
  const { grid, maxDepth } = result
  const cellArea = grid.cellSize * grid.cellSize
  const wetAtStart = wetGround(city, result)
  const areas: Counter = [0, 0, 0]
  let [counted, floodVolume] = [0, 0]
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const i = row * grid.columns + column
      if (wetAtStart[i] || !contains(area, cellCentre(grid, column, row))) continue
      counted += cellArea
      count(areas, maxDepth[i]!, cellArea)
      floodVolume += result.finalDepth[i]! * cellArea
    }
  }

  const buildings: Counter = [0, 0, 0]
  const households: Counter = [0, 0, 0]
  for (const [id, depth] of depthAtBuildings(city, area, result)) {
    count(buildings, depth, 1)
    count(households, depth, city.layers.buildings.get(id)!.properties.households)
  }

  const streets: Counter = [0, 0, 0]
  for (const road of city.layers.roads.values()) {
    if (road.properties.bridge || road.properties.tunnel || !stands(road)) continue
    for (const line of linesOf(road.geometry)) {
      cellsOnLine(grid, line, (i, length) => {
        const inside = contains(area, cellCentre(grid, i % grid.columns, Math.floor(i / grid.columns)))
        if (inside && !wetAtStart[i]) count(streets, maxDepth[i]!, length)
      })
    }
  }
  return {
    areaSquareMetres: areas,
    buildings,
    households,
    streetMetres: streets.map((metres) => Math.round(metres * 10) / 10) as Counter,
    floodVolumeCubicMetres: Math.round(floodVolume * 10) / 10,
    countedSquareMetres: counted,
  }
}

type Counter = [number, number, number]

function count(counter: Counter, depth: number, amount: number): void {
  DEPTH_THRESHOLDS.forEach((threshold, k) => {
    if (depth >= threshold) counter[k]! += amount
  })
}

/** Cells of water surfaces and ponds, and cells that stood under water at the start. */
export function wetGround(city: City, { grid, initialDepth }: DrainageResult): Uint8Array {
  const wet = Uint8Array.from(initialDepth, (depth) => (depth >= DRY_DEPTH_METRES ? 1 : 0))
  const mark = (i: number) => {
    wet[i] = 1
  }
  for (const water of city.layers.water.values()) {
    if (stands(water)) for (const rings of polygonsOf(water.geometry)) cellsInPolygon(grid, rings, mark)
  }
  for (const pond of city.ponds.values()) cellsInPolygon(grid, [pond.ring], mark)
  return wet
}

/** Water that stood there before, a canal behind the house, is no flood of the house. */
function depthAround(
  building: Feature<'buildings'>,
  { grid, maxDepth }: DrainageResult,
  wetAtStart: Uint8Array,
): number {
  let deepest = 0
  for (const [outer] of polygonsOf(building.geometry)) {
    const [cx, cy] = centroid(outer!)
    // Walls pushed out by one cell: the water that stands at the house, not in its blocked cells.
    const walls = outer!.map(([x, y]) => {
      const reach = Math.hypot(x - cx, y - cy) || 1
      const scale = 1 + grid.cellSize / reach
      return [cx + (x - cx) * scale, cy + (y - cy) * scale] as [number, number]
    })
    cellsOnLine(grid, [...walls, walls[0]!], (i) => {
      if (wetAtStart[i] === 0) deepest = Math.max(deepest, maxDepth[i]!)
    })
  }
  return deepest
}

function inArea(building: Feature<'buildings'>, area: Bounds): boolean {
  const outer = polygonsOf(building.geometry)[0]?.[0]
  return outer !== undefined && contains(area, centroid(outer))
}

/** The layers that a drainage run rests on, by name, as the manifest declares them; edits are planned. */
function inputsOf(city: City): { name: string; provenance: Provenance }[] {
  const used = ['water', 'landcover', 'parcels', 'buildings', 'roads']
  const inputs: { name: string; provenance: Provenance }[] = [
    ...city.manifest.grids.map((grid) => ({ name: grid.id, provenance: grid.provenance })),
    ...city.manifest.layers
      .filter((layer) => used.includes(layer.id) && layer.count > 0)
      .map((layer) => ({ name: layer.id, provenance: layer.provenance })),
  ]
  if (city.fills.size + city.ponds.size + city.rebuilt.size > 0) inputs.push({ name: 'edits', provenance: 'planned' })
  return inputs
}
