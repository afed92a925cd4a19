/**
 * The ground: fields 0.4–1.0 m, town 0.7–1.6 m, falling gently to the south-west, smooth by value noise; house lots and roads
 * raised, canals carved with banks. Levels above Hòn Dấu; standard error 0.3 m.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf } from '../../../scenarios/geometry.ts'
import { cellsInPolygon, createGrid, type Grid } from '../../../scenarios/grid.ts'
import { hash32 } from '../../../scenarios/random.ts'
import type { Place } from './homes.ts'
import type { RoadPiece } from './network.ts'
import { type Channel, unitPlaces } from './place.ts'
import { rectangle, toSegment } from './plane.ts'

export const CELL_METRES = 5
/** Beyond the limits, m. */
const MARGIN_METRES = 600

export function emptyGround(): Grid {
  const [x0, y0, x1, y1] = boundsOf(unitPlaces.flatMap((unit) => unit.ring))
  const west = Math.floor((x0 - MARGIN_METRES) / 100) * 100
  const north = Math.ceil((y1 + MARGIN_METRES) / 100) * 100
  return createGrid({
    columns: Math.ceil((x1 + MARGIN_METRES - west) / 100) * (100 / CELL_METRES),
    rows: Math.ceil((north - (y0 - MARGIN_METRES)) / 100) * (100 / CELL_METRES),
    cellSize: CELL_METRES,
    west,
    north,
  })
}

export function makeGround(
  seed: number,
  places: readonly Place[],
  roads: readonly RoadPiece[],
  channels: readonly Channel[],
): Grid {
  const ground = emptyGround()
  fields(ground, seed)
  raiseLots(ground, places)
  raiseRoads(ground, roads)
  for (const channel of channels) carve(ground, channel)
  for (let i = 0; i < ground.data.length; i++) ground.data[i] = Math.round(ground.data[i]! * 1000) / 1000
  return ground
}

/** Paddy land: 0.85 m in the north-east to 0.55 m in the south-west, ± 0.15 m over hundreds of metres, ± 0.04 m over tens. */
function fields(ground: Grid, seed: number): void {
  const wide = noiseField(ground, 120, hash32('ground/wide', seed))
  const fine = noiseField(ground, 12, hash32('ground/fine', seed))
  const { columns, rows, data } = ground
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const i = row * columns + column
      const fall = (column / columns + 1 - row / rows) / 2
      data[i] = 0.52 + 0.32 * fall + 0.16 * (wide(column, row) - 0.5) * 2 * 0.8 + 0.04 * (fine(column, row) - 0.5) * 2
    }
  }
}

/** Value noise: random numbers at every so many cells, joined by smooth curves. */
function noiseField(ground: Grid, every: number, seed: number): (column: number, row: number) => number {
  const width = Math.ceil(ground.columns / every) + 2
  const values = new Float64Array(width * (Math.ceil(ground.rows / every) + 2))
  for (let i = 0; i < values.length; i++) values[i] = hash32(`${i % width},${Math.floor(i / width)}`, seed) / 4294967296
  const smooth = (t: number) => t * t * (3 - 2 * t)
  return (column, row) => {
    const [c, r] = [Math.floor(column / every), Math.floor(row / every)]
    const [tx, ty] = [smooth(column / every - c), smooth(row / every - r)]
    const k = r * width + c
    const top = values[k]! + (values[k + 1]! - values[k]!) * tx
    const bottom = values[k + width]! + (values[k + width + 1]! - values[k + width]!) * tx
    return top + (bottom - top) * ty
  }
}

const raisedBy: Record<string, number> = { core: 0.5, town: 0.42, new: 0.62, rural: 0.28 }

function raiseLots(ground: Grid, places: readonly Place[]): void {
  for (const { lot, building, landUse } of places) {
    const isField = landUse === 'LUC' || landUse === 'NTS'
    if (isField) continue
    const by = landUse === 'CLN' ? 0.12 : building ? raisedBy[lot.zone]! : raisedBy[lot.zone]! - 0.12
    cellsInPolygon(ground, [lot.ring], (i) => {
      ground.data[i]! += by
    })
  }
}

const roadRaise: Record<string, number> = {
  trunk: 0.62,
  arterial: 0.58,
  collector: 0.5,
  local: 0.42,
  alley: 0.3,
  path: 0.25,
}

/** Streets stand a kerb below the lots in town and above the fields elsewhere; bridges leave the water alone. */
function raiseRoads(ground: Grid, roads: readonly RoadPiece[]): void {
  const done = new Uint8Array(ground.data.length)
  for (const road of roads) {
    if (road.bridge) continue
    const half = Math.max(road.widthMetres / 2, CELL_METRES * 0.6)
    for (let i = 1; i < road.line.length; i++) {
      cellsInPolygon(ground, [rectangle(road.line[i - 1]!, road.line[i]!, half, half)], (cell) => {
        if (done[cell]) return
        done[cell] = 1
        ground.data[cell]! += roadRaise[road.class]!
      })
    }
  }
}

/** A channel with a flat bed and sloping banks; the deeper of two waters stays where they meet. */
function carve(ground: Grid, channel: Channel): void {
  const half = Math.max(channel.widthMetres / 2, CELL_METRES * 0.75)
  const flat = half * 0.45
  for (let i = 1; i < channel.line.length; i++) {
    const [a, b] = [channel.line[i - 1]!, channel.line[i]!]
    visitNear(ground, a, b, half, (cell, distance) => {
      const t = Math.min(1, Math.max(0, (distance - flat) / (half - flat)))
      const bank = 0.2
      const level = channel.bedMetres + (bank - channel.bedMetres) * t * t
      if (level < ground.data[cell]!) ground.data[cell] = level
    })
  }
}

function visitNear(ground: Grid, a: XY, b: XY, reach: number, visit: (cell: number, distance: number) => void): void {
  cellsInPolygon(ground, [rectangle(a, b, reach + 4, reach + 4)], (cell) => {
    const p: XY = [
      ground.west + ((cell % ground.columns) + 0.5) * ground.cellSize,
      ground.north - (Math.floor(cell / ground.columns) + 0.5) * ground.cellSize,
    ]
    const { distance } = toSegment(p, a, b)
    if (distance <= reach) visit(cell, distance)
  })
}
