/**
 * From a city and its forcing to what the physics needs: ground on the cells asked for, what blocks and what rubs, what
 * soaks, where water stands and where the tide comes in.
 */
import { type City, plannedGround, stands } from '../../scenarios/city/city.ts'
import type { Boundary, DrainageInput } from '../../scenarios/drainage.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { cellCentre, cellsInPolygon, coarsen, type Grid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { rainfallFromMmPerHour } from '../../scenarios/units.ts'
import { blockBuildings, shedRain } from './roofs.ts'
import { valueAt } from './series.ts'
import { COVER_MANNING, MANNING, SOIL, SOIL_CLASSES, soilOf } from './surface.ts'

type Asked = Pick<ScenarioBody, 'cellSizeMetres' | 'forcing' | 'horizonSeconds' | 'outputEverySeconds'>

/**
 * @param city the window to simulate, with its edits: the whole of its ground is computed
 * @throws Error where the cell size is not a whole multiple of the ground's
 */
export function prepareDrainage(city: City, body: Asked, options: { readonly threads?: number } = {}): DrainageInput {
  const ground = coarseGround(city, body.cellSizeMetres)
  const { columns, rows, cellSize, west, north } = ground
  const grid = { columns, rows, cellSize, west, north }
  const inside = Uint8Array.from(ground.data, (level) => (Number.isNaN(level) ? 0 : 1))
  const open = inside.slice()
  blockBuildings(city, grid, open)
  const { manning, soil, tidal } = surfaces(city, ground)
  const tide = body.forcing.tide.series

  return {
    grid,
    ground: ground.data.map((level) => (Number.isNaN(level) ? 0 : level)),
    open,
    manning,
    initialDepth: standingWater(city, ground, open, tidal, tide.length > 0 ? valueAt(tide, true, 0) : null),
    rain: body.forcing.rain.series.map(([second, rate]) => [second, rainfallFromMmPerHour(rate)]),
    rainFactor: shedRain(grid, ground.data, open),
    infiltration: { classOf: soil, classes: SOIL_CLASSES },
    inflows: [],
    boundaries: tide.length > 0 ? tideAtEdges(ground, inside, open, tidal, tide) : [],
    gauges: [],
    durationSeconds: body.horizonSeconds,
    outputEverySeconds: body.outputEverySeconds,
    frames: true,
    threads: options.threads ?? 1,
  }
}

function coarseGround(city: City, cellSize: number): Grid {
  const fine = plannedGround(city)
  const factor = Math.round(cellSize / fine.cellSize)
  if (factor < 1 || Math.abs(factor * fine.cellSize - cellSize) > 1e-6) {
    throw new Error(`Expected a cell size of a whole multiple of ${fine.cellSize} m (the ground's), got ${cellSize} m`)
  }
  const ground = coarsen(fine, factor)
  if (ground.data.length === 0) {
    throw new Error(
      `Expected a window of at least one cell of ${cellSize} m, got ${fine.columns} × ${fine.rows} of ${fine.cellSize} m`,
    )
  }
  return ground
}

/** Roughness, soil and tidal water by cell; what is painted later lies on top. */
function surfaces(city: City, ground: Grid): { manning: Float32Array; soil: Uint8Array; tidal: Uint8Array } {
  const cells = ground.data.length
  const factor = Math.round(ground.cellSize / city.ground.cellSize)
  const manning = new Float32Array(cells).fill(MANNING.unknown)
  const soil = new Uint8Array(cells).fill(soilOf(0.3))
  const tidal = new Uint8Array(cells)
  const paint = (geometry: Geometry, n: number, kind: number) => {
    for (const rings of polygonsOf(geometry)) {
      cellsInPolygon(ground, rings, (i) => {
        manning[i] = n
        soil[i] = kind
      })
    }
  }
  for (const { geometry, properties } of city.layers.landcover.values()) {
    const kind = properties.cover === 'paddy' ? SOIL.paddy : soilOf(properties.imperviousShare)
    paint(geometry, COVER_MANNING[properties.cover] ?? MANNING.unknown, kind)
  }
  for (const { geometry, properties } of city.layers.parcels.values()) {
    paint(geometry, MANNING.parcel, soilOf(properties.zoning.imperviousShare))
  }
  for (const road of city.layers.roads.values()) {
    const { geometry, properties } = road
    if (properties.bridge || properties.tunnel || !stands(road)) continue
    for (const line of linesOf(geometry)) {
      cellsAlong(ground, line, properties.widthMetres / 2, (i) => {
        manning[i] = MANNING.road
        soil[i] = SOIL.none
      })
    }
  }
  for (const water of city.layers.water.values()) {
    if (!stands(water)) continue
    const { geometry, properties } = water
    paint(geometry, MANNING.water, SOIL.none)
    if (!properties.tidal) continue
    // Looked for on the fine ground: a coarse bank cell that is partly canal is wet before the run, not flooded by it.
    for (const rings of polygonsOf(geometry)) {
      cellsInPolygon(city.ground, rings, (fine) => {
        const row = Math.floor(Math.floor(fine / city.ground.columns) / factor)
        const column = Math.floor((fine % city.ground.columns) / factor)
        if (row < ground.rows && column < ground.columns) tidal[row * ground.columns + column] = 1
      })
    }
  }
  for (const key of [...city.ponds.keys()].sort()) {
    cellsInPolygon(ground, [city.ponds.get(key)!.ring], (i) => {
      manning[i] = MANNING.pond
      soil[i] = SOIL.none
      tidal[i] = 0
    })
  }
  return { manning, soil, tidal }
}

/** Cells whose centres lie within a distance of a line, at least half a cell. */
function cellsAlong(grid: Grid, line: readonly XY[], distance: number, visit: (cell: number) => void): void {
  const reach = Math.max(distance, grid.cellSize / 2)
  for (let k = 1; k < line.length; k++) {
    const [[x0, y0], [x1, y1]] = [line[k - 1]!, line[k]!]
    const lengthSquared = (x1 - x0) ** 2 + (y1 - y0) ** 2
    const column = (x: number) => Math.floor((x - grid.west) / grid.cellSize)
    const row = (y: number) => Math.floor((grid.north - y) / grid.cellSize)
    const lastColumn = Math.min(grid.columns - 1, column(Math.max(x0, x1) + reach))
    const lastRow = Math.min(grid.rows - 1, row(Math.min(y0, y1) - reach))
    for (let r = Math.max(0, row(Math.max(y0, y1) + reach)); r <= lastRow; r++) {
      for (let c = Math.max(0, column(Math.min(x0, x1) - reach)); c <= lastColumn; c++) {
        const [x, y] = cellCentre(grid, c, r)
        const along = lengthSquared > 0 ? ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / lengthSquared : 0
        const t = Math.min(1, Math.max(0, along))
        const [dx, dy] = [x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)]
        if (dx * dx + dy * dy <= reach * reach) visit(r * grid.columns + c)
      }
    }
  }
}

/** Depth at the start: tidal water at the tide's level, ponds at their own, the rest dry. */
function standingWater(
  city: City,
  ground: Grid,
  open: Uint8Array,
  tidal: Uint8Array,
  stage: number | null,
): Float32Array {
  const depth = new Float32Array(ground.data.length)
  const fill = (cell: number, level: number) => {
    if (open[cell]) depth[cell] = Math.max(0, level - ground.data[cell]!)
  }
  if (stage !== null) for (const [cell, isTidal] of tidal.entries()) if (isTidal) fill(cell, stage)
  for (const key of [...city.ponds.keys()].sort()) {
    const { ring, waterMetres } = city.ponds.get(key)!
    cellsInPolygon(ground, [ring], (cell) => fill(cell, waterMetres))
  }
  return depth
}

/** The tide stands where tidal water meets the end of the model: the window's edge or missing ground. */
function tideAtEdges(
  ground: Grid,
  inside: Uint8Array,
  open: Uint8Array,
  tidal: Uint8Array,
  series: Boundary['series'],
): Boundary[] {
  const { columns, rows } = ground
  const cells: number[] = []
  const sides: number[] = []
  for (const [cell, isTidal] of tidal.entries()) {
    if (!isTidal || !open[cell]) continue
    const [row, column] = [Math.floor(cell / columns), cell % columns]
    const ends = [
      row === 0 || !inside[cell - columns],
      column === columns - 1 || !inside[cell + 1],
      row === rows - 1 || !inside[cell + columns],
      column === 0 || !inside[cell - 1],
    ]
    for (const [side, end] of ends.entries()) {
      if (!end) continue
      cells.push(cell)
      sides.push(side)
    }
  }
  if (cells.length === 0) return []
  return [{ kind: 'stage', cells: Int32Array.from(cells), sides: Uint8Array.from(sides), series, linear: true }]
}
