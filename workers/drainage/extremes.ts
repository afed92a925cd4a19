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

/** Speeds over the south faces of the row above, of the tile at hand. */
const above = new Float64Array(TILE)

/** Looks at the speeds of a tile once its discharge is known and its water has not moved yet. Each face is told once. */
export function observeSpeed(s: State, tile: number): void {
  const { stride, ground, depth, maxSpeed } = s
  const shallow = SPEED_DEPTH
  const fresh = (1 - s.now[Now.old]!) as 0 | 1
  const qx = s.qx[fresh]
  const qy = s.qy[fresh]
  const tileRow = Math.floor(tile / s.tileColumns)
  const row1 = Math.min((tileRow + 1) * TILE, s.rows)
  const column0 = (tile - tileRow * s.tileColumns) * TILE
  const width = Math.min(TILE, s.columns - column0)
  const top = (tileRow * TILE + 1) * stride + column0 + 1
  for (let c = 0; c < width; c++) above[c] = qy[top + c]! * perFlow(ground, depth, top + c - stride, top + c)
  for (let row = tileRow * TILE; row < row1; row++) {
    const first = (row + 1) * stride + column0 + 1
    let west = qx[first]! * perFlow(ground, depth, first - 1, first)
    for (let c = 0; c < width; c++) {
      const i = first + c
      const east = qx[i + 1]! * perFlow(ground, depth, i, i + 1)
      const north = above[c]!
      const south = qy[i + stride]! * perFlow(ground, depth, i, i + stride)
      above[c] = south
      if (depth[i]! >= shallow) {
        const x = (west + east) / 2
        const y = (north + south) / 2
        const speed = Math.sqrt(x * x + y * y)
        if (speed > maxSpeed[i]!) maxSpeed[i] = speed
      }
      west = east
    }
  }
}

/** Speed eastward in a cell, m/s: the mean of its two faces, each its discharge over its own depth of flow. */
export function speedEast({ qx, ground, depth, now }: State, i: number): number {
  const q = qx[(1 - now[Now.old]!) as 0 | 1]
  return (q[i]! * perFlow(ground, depth, i - 1, i) + q[i + 1]! * perFlow(ground, depth, i, i + 1)) / 2
}

/** The same southward. */
export function speedSouth({ qy, ground, depth, now, stride }: State, i: number): number {
  const q = qy[(1 - now[Now.old]!) as 0 | 1]
  return (q[i]! * perFlow(ground, depth, i - stride, i) + q[i + stride]! * perFlow(ground, depth, i, i + stride)) / 2
}

/** 1 over the depth of flow between two cells, 1/m; 0 where none flows. Beyond an open edge lies the cell's own like. */
function perFlow(ground: Float32Array, depth: Float32Array, a: number, b: number): number {
  const zA = ground[a]!
  const zB = ground[b]!
  if (zA > 1e8 || zB > 1e8) return 1 / depth[zA > zB ? b : a]!
  const flow = Math.max(zA + depth[a]!, zB + depth[b]!) - Math.max(zA, zB)
  return flow > STILL_DEPTH ? 1 / flow : 0
}
