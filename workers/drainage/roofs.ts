/** Buildings as the flow meets them: cells that they block, and the rain that their roofs shed onto the ground beside them. */
import { type City, stands } from '../../scenarios/city/city.ts'
import { polygonsOf } from '../../scenarios/geometry.ts'
import { cellsInPolygon, type GridSpec } from '../../scenarios/grid.ts'

/** Points a side at which a cell is asked whether it is built over. */
const FINE = 4

/** Closes the cells of which buildings that stand cover half or more. */
export function blockBuildings(city: City, grid: GridSpec, open: Uint8Array): void {
  const fine = { ...grid, columns: grid.columns * FINE, rows: grid.rows * FINE, cellSize: grid.cellSize / FINE }
  const covered = new Uint8Array(fine.columns * fine.rows)
  for (const building of city.layers.buildings.values()) {
    if (!stands(building)) continue
    for (const rings of polygonsOf(building.geometry)) {
      cellsInPolygon(fine, rings, (i) => {
        covered[i] = 1
      })
    }
  }
  for (let cell = 0; cell < open.length; cell++) {
    const [row, column] = [Math.floor(cell / grid.columns), cell % grid.columns]
    let points = 0
    for (let i = 0; i < FINE; i++) {
      for (let j = 0; j < FINE; j++) points += covered[(row * FINE + i) * fine.columns + column * FINE + j]!
    }
    if (points * 2 >= FINE * FINE) open[cell] = 0
  }
}

/**
 * Rain that each cell receives, in rains on one cell. A blocked cell hands its rain on, in equal parts, to its neighbours
 * that are nearer to open ground, so that the sum over open cells is the number of cells of the model.
 * @param ground NaN outside of the model: no rain is counted there, nor handed there
 */
export function shedRain(grid: GridSpec, ground: Float32Array, open: Uint8Array): Float32Array {
  const { columns } = grid
  const distance = Int32Array.from(open, (value) => (value ? 0 : -1))
  const inside = (cell: number) => !Number.isNaN(ground[cell]!)
  const beside = (cell: number): number[] => {
    const column = cell % columns
    const cells = [cell - columns, cell + columns]
    if (column > 0) cells.push(cell - 1)
    if (column + 1 < columns) cells.push(cell + 1)
    return cells.filter((other) => other >= 0 && other < open.length && inside(other))
  }

  const blocked: number[] = []
  let front = [...open.keys()].filter((cell) => open[cell])
  for (let far = 1; front.length > 0; far++) {
    const next: number[] = []
    for (const cell of front) {
      for (const other of beside(cell)) {
        if (distance[other] !== -1) continue
        distance[other] = far
        next.push(other)
      }
    }
    blocked.push(...next)
    front = next
  }

  const rain = Float64Array.from(distance, (far) => (far >= 0 ? 1 : 0))
  for (const cell of blocked.reverse()) {
    const nearer = beside(cell).filter((other) => distance[other] === distance[cell]! - 1)
    for (const other of nearer) rain[other]! += rain[cell]! / nearer.length
    rain[cell] = 0
  }
  return Float32Array.from(rain)
}
