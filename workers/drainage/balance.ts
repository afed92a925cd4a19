/**
 * The water balance of a tile's cells: no cell gives more than it has, then what came in is added and what went out is
 * taken. Every face has one cell that it drains, and only that cell may curb it: tiles can be done in any order.
 */
import { TILE, WALL } from './constants.ts'
import { Now, type State } from './state.ts'

/** Curbs the discharge out of cells that would give more than they hold. */
export function limit(s: State, tile: number): void {
  const tileRow = Math.floor(tile / s.tileColumns)
  const tileColumn = tile - tileRow * s.tileColumns
  const eastCrowded = tileColumn + 1 < s.tileColumns && s.tileCrowded[tile + 1]
  const southCrowded = tileRow + 1 < s.tileRows && s.tileCrowded[tile + s.tileColumns]
  if (!(s.tileCrowded[tile] || eastCrowded || southCrowded)) return

  const { stride, ground, depth } = s
  const gaps = s.tileGaps[tile] === 1
  const fresh = (1 - s.now[Now.old]!) as 0 | 1
  const qx = s.qx[fresh]
  const qy = s.qy[fresh]
  const perDepth = s.now[Now.dt]! / s.cellSize
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = tileColumn * TILE
  const width = Math.min(TILE, s.columns - column0)
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    for (let i = first; i < first + width; i++) {
      if (gaps && ground[i] === WALL) continue
      const west = qx[i]!
      const east = qx[i + 1]!
      const north = qy[i]!
      const south = qy[i + stride]!
      const along = (west < 0 ? -west : 0) + Math.max(east, 0)
      const across = (north < 0 ? -north : 0) + Math.max(south, 0)
      const out = (along + across) * perDepth
      const held = depth[i]!
      if (out <= held) continue
      const share = held / out
      if (west < 0) qx[i] = west * share
      if (east > 0) qx[i + 1] = east * share
      if (north < 0) qy[i] = north * share
      if (south > 0) qy[i + stride] = south * share
    }
  }
}

/** Adds what flowed and what rained to every cell of a tile. */
export function add(s: State, tile: number): void {
  const { stride, ground, depth, lost, rainFactor } = s
  const gaps = s.tileGaps[tile] === 1
  const fresh = (1 - s.now[Now.old]!) as 0 | 1
  const qx = s.qx[fresh]
  const qy = s.qy[fresh]
  const perDepth = s.now[Now.dt]! / s.cellSize
  const rain = s.now[Now.rain]!
  const tileRow = Math.floor(tile / s.tileColumns)
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const width = Math.min(TILE, s.columns - column0)
  let deepest = 0
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    for (let i = first; i < first + width; i++) {
      if (gaps && ground[i] === WALL) continue
      const flowed = qx[i]! - qx[i + 1]! + (qy[i]! - qy[i + stride]!)
      const exact = depth[i]! + lost[i]! + perDepth * flowed + rain * rainFactor[i]!
      const h = exact > 0 ? Math.fround(exact) : 0
      depth[i] = h
      lost[i] = exact - h
      if (h > deepest) deepest = h
    }
  }
  s.tileDepth[tile] = deepest
}
