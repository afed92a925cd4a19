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
  const segments: { piece: number; a: XY; b: XY }[] = []
  for (const [piece, { line }] of pieces.entries())
    for (let i = 1; i < line.length; i++) segments.push({ piece, a: line[i - 1]!, b: line[i]! })
  const squares = new Map<number, number[]>()
  const square = (v: number) => Math.floor(v / SQUARE_METRES)
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [s, { a, b }] of segments.entries()) {
    const [i0, i1] = [square(Math.min(a[0], b[0])), square(Math.max(a[0], b[0]))]
    const [j0, j1] = [square(Math.min(a[1], b[1])), square(Math.max(a[1], b[1]))]
    ;[west, south, east, north] = [Math.min(west, i0), Math.min(south, j0), Math.max(east, i1), Math.max(north, j1)]
    for (let i = i0; i <= i1; i++) {
      for (let j = j0; j <= j1; j++) {
        if (!crosses(a, b, i, j)) continue
        const there = squares.get(i * 0x100000 + j)
        if (there) there.push(s)
        else squares.set(i * 0x100000 + j, [s])
      }
    }
  }

  return (place, usable) => {
    const [x, y] = place
    const [ci, cj] = [square(x), square(y)]
    let [best, found] = [Infinity, -1]
    const look = (i: number, j: number) => {
      for (const s of squares.get(i * 0x100000 + j) ?? []) {
        const { piece, a, b } = segments[s]!
        if (usable && !usable[piece]) continue
        const distance = distanceToSegment(x, y, a, b)
        if (distance < best || (distance === best && s < found)) [best, found] = [distance, s]
      }
    }
    const last = Math.max(ci - west, east - ci, cj - south, north - cj)
    // What lies in ring r is at least (r − 1) squares away.
    for (let r = 0; r <= last && (r - 1) * SQUARE_METRES < best; r++) {
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
    const { piece } = segments[found]!
    const { line } = pieces[piece]!
    const [start, end] = [line[0]!, line.at(-1)!]
    const atEnd = Math.hypot(end[0] - x, end[1] - y) < Math.hypot(start[0] - x, start[1] - y)
    return { piece, distance: best, atEnd }
  }
}

/** Whether a segment comes within half a diagonal of a square’s centre: a long slanted one lies in few of its box. */
function crosses(a: XY, b: XY, i: number, j: number): boolean {
  const [x, y] = [(i + 0.5) * SQUARE_METRES, (j + 0.5) * SQUARE_METRES]
  return distanceToSegment(x, y, a, b) <= SQUARE_METRES * 0.7072
}

function distanceToSegment(x: number, y: number, [ax, ay]: XY, [bx, by]: XY): number {
  const [dx, dy] = [bx - ax, by - ay]
  const squared = dx * dx + dy * dy
  const t = squared > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0
  return Math.hypot(ax + t * dx - x, ay + t * dy - y)
}
