/** What people ask afterwards: the deepest and fastest water of each cell, when it came and how long it stood. */
import { ARRIVAL_DEPTH, DURATION_DEPTH, SPEED_DEPTH, TILE } from './constants.ts'
import { Now, type State } from './state.ts'

/** Looks at a tile after a step; `sampleSeconds` is the time since the last look. */
export function observe(s: State, tile: number): void {
  const { stride, depth, maxDepth, maxSpeed, arrival, duration, dryAtStart } = s
  const fresh = (1 - s.now[Now.old]!) as 0 | 1
  const qx = s.qx[fresh]
  const qy = s.qy[fresh]
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
      if (h < SPEED_DEPTH) continue
      const x = qx[i]! + qx[i + 1]!
      const y = qy[i]! + qy[i + stride]!
      const squared = x * x + y * y
      const fastest = 2 * h * maxSpeed[i]!
      if (squared > fastest * fastest) maxSpeed[i] = Math.sqrt(squared) / (2 * h)
      if (h >= ARRIVAL_DEPTH && arrival[i]! < 0 && dryAtStart[i]) arrival[i] = time
      if (h >= DURATION_DEPTH) duration[i] = duration[i]! + seconds
    }
  }
}
