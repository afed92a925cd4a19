/** What people ask afterwards: the deepest and fastest water of each cell, when it came and how long it stood. */
import { ARRIVAL_DEPTH, DURATION_DEPTH, SPEED_DEPTH, STILL_DEPTH, TILE } from './constants.ts'
import { Now, type State } from './state.ts'

/** Looks at the depths of a tile after a step; `sampleSeconds` is the time since the last look. */
export function observeDepth(s: State, tile: number): void {
  const { stride, depth, maxDepth, arrival, duration, dryAtStart } = s
  const [arrived, stands] = [ARRIVAL_DEPTH, DURATION_DEPTH]
  const time = s.now[Now.time]!
  const seconds = s.now[Now.sampleSeconds]!
  const tileRow = Math.floor(tile / s.tileColumns)
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const width = Math.min(TILE, s.columns - column0)
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    for (let i = first; i < first + width; i++) {
      const h = depth[i]!
      if (h > maxDepth[i]!) maxDepth[i] = h
      if (h >= arrived && arrival[i]! < 0 && dryAtStart[i]) arrival[i] = time
      if (h >= stands) duration[i] = duration[i]! + seconds
    }
  }
}

/** Looks at the speeds of a tile once its discharge is known and its water has not moved yet. */
export function observeSpeed(s: State, tile: number): void {
  const { stride, depth, maxSpeed } = s
  const tileRow = Math.floor(tile / s.tileColumns)
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const width = Math.min(TILE, s.columns - column0)
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    for (let i = first; i < first + width; i++) {
      if (depth[i]! < SPEED_DEPTH) continue
      const x = speedEast(s, i)
      const y = speedSouth(s, i)
      const speed = Math.sqrt(x * x + y * y)
      if (speed > maxSpeed[i]!) maxSpeed[i] = speed
    }
  }
}

/** Speed eastward in a cell, m/s: the mean of its two faces, each its discharge over its own depth of flow. */
export function speedEast(s: State, i: number): number {
  const qx = s.qx[(1 - s.now[Now.old]!) as 0 | 1]
  return (qx[i]! * perFlow(s, i - 1, i) + qx[i + 1]! * perFlow(s, i, i + 1)) / 2
}

/** The same southward. */
export function speedSouth(s: State, i: number): number {
  const qy = s.qy[(1 - s.now[Now.old]!) as 0 | 1]
  return (qy[i]! * perFlow(s, i - s.stride, i) + qy[i + s.stride]! * perFlow(s, i, i + s.stride)) / 2
}

/** 1 over the depth of flow between two cells, 1/m; 0 where none flows. Beyond an open edge lies the cell's own like. */
function perFlow({ ground, depth }: State, a: number, b: number): number {
  const [zA, zB] = [ground[a]!, ground[b]!]
  if (zA > 1e8 || zB > 1e8) return 1 / depth[zA > zB ? b : a]!
  const flow = Math.max(zA + depth[a]!, zB + depth[b]!) - Math.max(zA, zB)
  return flow > STILL_DEPTH ? 1 / flow : 0
}
