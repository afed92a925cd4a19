/**
 * The ground: fields 0.4–1.0 m, town 0.7–1.6 m, falling gently to the south-west, smooth by value noise; house lots, roads and
 * dykes raised, canals and lakes carved with banks. Levels above Hòn Dấu; standard error 0.3 m.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf } from '../../../scenarios/geometry.ts'
import { cellCentre, cellsInPolygon, createGrid, type Grid } from '../../../scenarios/grid.ts'
import { hash32 } from '../../../scenarios/random.ts'
import type { Dyke } from './dykes.ts'
import type { Lake } from './facilities.ts'
import type { Place } from './homes.ts'
import { zoneAt } from './land.ts'
import { toSegment } from './near.ts'
import type { RoadPiece } from './network.ts'
import { type Channel, unitPlaces } from './place.ts'
import { rectangle } from './plane.ts'
import { bedAt } from './waters.ts'

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
  { channels, lakes, dykes }: { channels: readonly Channel[]; lakes: readonly Lake[]; dykes: readonly Dyke[] },
): Grid {
  const ground = emptyGround()
  fields(ground, seed)
  const use = new Uint8Array(ground.data.length)
  raiseLots(ground, use, places)
  raiseRoads(ground, use, roads)
  for (const dyke of dykes) if (dyke.buildState === 'as-built') raiseDyke(ground, dyke)
  for (const channel of channels) carve(ground, channel)
  for (const lake of lakes) carveLake(ground, lake)
  for (let i = 0; i < ground.data.length; i++) ground.data[i] = Math.round(ground.data[i]! * 1000) / 1000
  return ground
}

/** Paddy land: 0.85 m in the north-east to 0.55 m in the south-west, ± 0.15 m over hundreds of metres, ± 0.03 m over tens. */
function fields(ground: Grid, seed: number): void {
  const { columns, rows, data } = ground
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = 0.52 + 0.16 * (column / columns + 1 - row / rows)
    }
  }
  addNoise(ground, 150, 0.09, hash32('ground/wide', seed))
  addNoise(ground, 47, 0.06, hash32('ground/middle', seed))
  addNoise(ground, 11, 0.03, hash32('ground/fine', seed))
}

/** Value noise: random numbers in ± amplitude at every so many cells, joined by smooth curves. */
function addNoise(ground: Grid, every: number, amplitude: number, seed: number): void {
  const { columns, rows, data } = ground
  const width = Math.ceil(columns / every) + 2
  const valueAt = (i: number, j: number) => (hash32(`${i},${j}`, seed) / 2147483648 - 1) * amplitude
  const smooth = (t: number) => t * t * (3 - 2 * t)
  const weights = Float64Array.from({ length: every }, (_, k) => smooth(k / every))
  const line = (j: number) => Float64Array.from({ length: width }, (_, i) => valueAt(i, j))
  let [upper, lower] = [line(0), line(1)]
  for (let row = 0; row < rows; row++) {
    const k = row % every
    if (k === 0 && row > 0) [upper, lower] = [lower, line(row / every + 1)]
    const here = upper.map((v, i) => v + (lower[i]! - v) * weights[k]!)
    for (let column = 0; column < columns; column++) {
      const c = Math.floor(column / every)
      data[row * columns + column]! += here[c]! + (here[c + 1]! - here[c]!) * weights[column - c * every]!
    }
  }
}

const lotRaise: Record<string, number> = { core: 0.5, town: 0.42, new: 0.62, rural: 0.28 }
const roadRaise: Record<string, number> = {
  trunk: 0.62,
  arterial: 0.58,
  collector: 0.5,
  local: 0.44,
  alley: 0.34,
  path: 0.3,
}
const KERB_METRES = 0.12

/** What a cell is already part of. */
const [FREE, LOT, RESERVE, ROAD] = [0, 1, 2, 3]

function raiseLots(ground: Grid, use: Uint8Array, places: readonly Place[]): void {
  for (const { lot, building, landUse } of places) {
    const isField = landUse === 'LUC' || landUse === 'NTS'
    const by = isField ? 0 : landUse === 'CLN' ? 0.12 : building ? lotRaise[lot.zone]! : lotRaise[lot.zone]! - 0.1
    cellsInPolygon(ground, [lot.ring], (i) => {
      ground.data[i]! += by
      use[i] = LOT
    })
  }
}

/** The reserve between the red lines first, then the carriageway in it: a kerb lower in town, level with it elsewhere. */
function raiseRoads(ground: Grid, use: Uint8Array, roads: readonly RoadPiece[]): void {
  const dry = roads.filter((road) => !road.bridge)
  for (const road of dry) {
    const half = Math.max((road.redLineWidthMetres ?? road.widthMetres) / 2, CELL_METRES * 0.6)
    along(ground, road, half, (cell) => {
      if (use[cell] !== FREE) return
      use[cell] = RESERVE
      ground.data[cell]! += roadRaise[road.class]!
    })
  }
  for (const road of dry) {
    if (road.class === 'alley' || zoneAt(road.line[0]!) === 'rural') continue
    along(ground, road, road.widthMetres / 2, (cell) => {
      if (use[cell] !== RESERVE) return
      use[cell] = ROAD
      ground.data[cell]! -= KERB_METRES
    })
  }
}

function along(ground: Grid, road: RoadPiece, half: number, visit: (cell: number) => void): void {
  for (let i = 1; i < road.line.length; i++)
    cellsInPolygon(ground, [rectangle(road.line[i - 1]!, road.line[i]!, half, half)], visit)
}

/** Rise of a dyke's slope over its width. */
const DYKE_SLOPE = 1 / 3
/** A crest of cells that meet side by side, whichever way the line runs. */
const LEAST_CREST_METRES = CELL_METRES * Math.SQRT1_2

function raiseDyke(ground: Grid, { line, crestMetres, crestWidthMetres }: Dyke): void {
  const half = Math.max(crestWidthMetres / 2, LEAST_CREST_METRES)
  for (let i = 1; i < line.length; i++) {
    visitNear(ground, line[i - 1]!, line[i]!, half + CELL_METRES, (cell, distance) => {
      const level = crestMetres - Math.max(0, distance - half) * DYKE_SLOPE
      if (level > ground.data[cell]!) ground.data[cell] = level
    })
  }
}

/** Where a bank meets the water's edge. */
const BANK_LEVEL_METRES = 0.2

/** A channel with a flat bed and sloping banks; the deeper of two waters stays where they meet. */
function carve(ground: Grid, channel: Channel): void {
  const half = Math.max(channel.widthMetres / 2, CELL_METRES * 0.75)
  const flat = half * 0.45
  let length = 0
  for (let i = 1; i < channel.line.length; i++) {
    const [a, b] = [channel.line[i - 1]!, channel.line[i]!]
    const step = Math.hypot(b[0] - a[0], b[1] - a[1])
    visitNear(ground, a, b, half, (cell, distance, share) => {
      const bed = bedAt(channel, length + share * step)
      const t = Math.min(1, Math.max(0, (distance - flat) / (half - flat)))
      const level = bed + (BANK_LEVEL_METRES - bed) * t * t
      if (level < ground.data[cell]!) ground.data[cell] = level
    })
    length += step
  }
}

/** Fall of a lake's banks over their width. */
const LAKE_SLOPE = 0.4

function carveLake(ground: Grid, { ring, bedMetres }: Lake): void {
  cellsInPolygon(ground, [ring], (cell) => {
    const p = centreOf(ground, cell)
    const edge = Math.min(...ring.map((q, i) => toSegment(p, q, ring[(i + 1) % ring.length]!).distance))
    ground.data[cell] = Math.max(bedMetres, Math.min(ground.data[cell]!, BANK_LEVEL_METRES - edge * LAKE_SLOPE))
  })
}

const centreOf = (ground: Grid, cell: number): XY =>
  cellCentre(ground, cell % ground.columns, Math.floor(cell / ground.columns))

/** Cells within a distance of a segment, with the share of it where they are nearest. */
function visitNear(
  ground: Grid,
  a: XY,
  b: XY,
  reach: number,
  visit: (cell: number, distance: number, share: number) => void,
): void {
  cellsInPolygon(ground, [rectangle(a, b, reach + 4, reach + 4)], (cell) => {
    const { distance, t } = toSegment(centreOf(ground, cell), a, b)
    if (distance <= reach) visit(cell, distance, t)
  })
}
