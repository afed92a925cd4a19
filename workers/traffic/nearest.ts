/** The piece of street nearest to a place: segments in squares of a grid, searched ring by ring. */
import type { XY } from '../../scenarios/frame.ts'
import type { Metres } from '../../scenarios/units.ts'
import type { Piece } from './streets.ts'

const SQUARE_METRES = 60

export interface Door {
  /** Index of the piece. */
  readonly piece: number
  readonly distance: Metres
  /** Whether the end of the piece is nearer than its beginning. */
  readonly atEnd: boolean
}

/** @returns finds the nearest of the pieces (of those that are `usable`); null where there is none */
export function nearestPiece(pieces: readonly Piece[]): (place: XY, usable?: Uint8Array) => Door | null {
  const pieceOf: number[] = []
  /** Of each segment: x, y, along x, along y. */
  const segments: number[] = []
  const squares = new Map<number, number[]>()
  const square = (v: number) => Math.floor(v / SQUARE_METRES)
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [piece, { line }] of pieces.entries()) {
    for (let k = 1; k < line.length; k++) {
      const [[ax, ay], [bx, by]] = [line[k - 1]!, line[k]!]
      const s = pieceOf.push(piece) - 1
      segments.push(ax, ay, bx - ax, by - ay)
      const [i0, i1] = [square(Math.min(ax, bx)), square(Math.max(ax, bx))]
      const [j0, j1] = [square(Math.min(ay, by)), square(Math.max(ay, by))]
      ;[west, south, east, north] = [Math.min(west, i0), Math.min(south, j0), Math.max(east, i1), Math.max(north, j1)]
      for (let i = i0; i <= i1; i++) {
        for (let j = j0; j <= j1; j++) {
          // A long slanted one passes few squares of its box: those whose centre is nearer than half a diagonal.
          const centre = squaredDistance((i + 0.5) * SQUARE_METRES, (j + 0.5) * SQUARE_METRES, s)
          if (centre > 0.501 * SQUARE_METRES * SQUARE_METRES) continue
          const there = squares.get(i * 0x100000 + j)
          if (there) there.push(s)
          else squares.set(i * 0x100000 + j, [s])
        }
      }
    }
  }

  function squaredDistance(x: number, y: number, s: number): number {
    const [dx, dy] = [segments[4 * s + 2]!, segments[4 * s + 3]!]
    const [ox, oy] = [x - segments[4 * s]!, y - segments[4 * s + 1]!]
    const squared = dx * dx + dy * dy
    const along = squared > 0 ? (ox * dx + oy * dy) / squared : 0
    const t = along < 0 ? 0 : along > 1 ? 1 : along
    return (ox - t * dx) * (ox - t * dx) + (oy - t * dy) * (oy - t * dy)
  }

  return (place, usable) => {
    const [x, y] = place
    const [ci, cj] = [square(x), square(y)]
    let [best, found] = [Infinity, -1]
    const look = (i: number, j: number) => {
      const there = squares.get(i * 0x100000 + j)
      if (!there) return
      for (const s of there) {
        if (usable && !usable[pieceOf[s]!]) continue
        const distance = squaredDistance(x, y, s)
        if (distance < best || (distance === best && s < found)) [best, found] = [distance, s]
      }
    }
    const last = Math.max(ci - west, east - ci, cj - south, north - cj)
    // What lies in ring r is at least (r − 1) squares away.
    for (let r = 0; r <= last && (r < 2 || ((r - 1) * SQUARE_METRES) ** 2 < best); r++) {
      for (let i = Math.max(west, ci - r); i <= Math.min(east, ci + r); i++) {
        if (Math.abs(i - ci) === r) {
          for (let j = Math.max(south, cj - r); j <= Math.min(north, cj + r); j++) look(i, j)
        } else {
          look(i, cj - r)
          look(i, cj + r)
        }
      }
    }
    if (found < 0) return null
    const piece = pieceOf[found]!
    const { line } = pieces[piece]!
    const [start, end] = [line[0]!, line.at(-1)!]
    const atEnd = (end[0] - x) ** 2 + (end[1] - y) ** 2 < (start[0] - x) ** 2 + (start[1] - y) ** 2
    return { piece, distance: Math.sqrt(best), atEnd }
  }
}
