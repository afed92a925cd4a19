/** Which tiles have something to do: water that flows, in them or beside them, or an open edge. Dry ground costs nothing. */
import { STILL_DEPTH } from './constants.ts'
import type { State } from './state.ts'

export interface Activity {
  /** Tiles with an open cell at all. */
  readonly live: Int32Array
  /** Writes the tiles that may flow in the coming step to the work list, in order, and returns how many there are. */
  flowing(): number
  /** Writes all tiles that are live. */
  all(): number
}

export function activity(
  s: State,
  open: Uint8Array,
  always: ReadonlySet<number>,
  tileOf: (cell: number) => number,
): Activity {
  const isLive = new Uint8Array(s.tileDepth.length)
  for (let cell = 0; cell < open.length; cell++) if (open[cell]) isLive[tileOf(cell)] = 1
  const live = Int32Array.from([...isLive.keys()].filter((tile) => isLive[tile]))
  // A tile that fell dry is walked twice more: that leaves no discharge in either of its two buffers.
  const linger = new Uint8Array(isLive.length)
  const { tileDepth, tileColumns, tileRows, work } = s
  const wet = (tile: number) => tileDepth[tile]! > STILL_DEPTH
  const near = (tile: number): boolean => {
    const row = Math.floor(tile / tileColumns)
    const column = tile - row * tileColumns
    return (
      wet(tile) ||
      (column > 0 && wet(tile - 1)) ||
      (column + 1 < tileColumns && wet(tile + 1)) ||
      (row > 0 && wet(tile - tileColumns)) ||
      (row + 1 < tileRows && wet(tile + tileColumns))
    )
  }
  return {
    live,
    flowing() {
      let count = 0
      for (const tile of live) {
        if (always.has(tile) || near(tile)) linger[tile] = 2
        else if (linger[tile]! > 0) linger[tile]!--
        else continue
        work[count++] = tile
      }
      return count
    },
    all() {
      work.set(live)
      return live.length
    },
  }
}
