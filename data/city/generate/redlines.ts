/**
 * Red lines (chỉ giới đường đỏ) on both sides of every street, half its width between red lines from its centre line, open
 * where another road comes in; building lines (chỉ giới xây dựng) behind them by the setback of the plan, on the red line where
 * that is nothing.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import { plannedSetbackMetres } from '../facts/setbacks.ts'
import { feature } from './features.ts'
import { zoneAt } from './land.ts'
import { SegmentIndex } from './near.ts'
import { pieceKey, type RoadPiece } from './network.ts'
import { direction, middleOf, offsetLine } from './plane.ts'

const streets: readonly string[] = ['trunk', 'arterial', 'collector', 'local']
const LEAST_METRES = 1

export function redlineFeatures(pieces: readonly RoadPiece[]): Feature<'redlines'>[] {
  const roads = pieces.filter((piece) => piece.redLineWidthMetres !== null)
  const index = new SegmentIndex<RoadPiece>(60)
  for (const road of roads) index.addLine(road.line, road)
  return roads
    .filter((piece) => streets.includes(piece.class) && !piece.bridge)
    .flatMap((piece) => {
      const widthMetres = piece.redLineWidthMetres!
      const setback = plannedSetbackMetres[zoneAt(middleOf(piece.line))]
      return (['red', 'building'] as const).flatMap((kind) =>
        [-1, 1].flatMap((side) => {
          const setbackMetres = kind === 'red' ? 0 : setback
          const by = widthMetres / 2 + setbackMetres
          return openAtRoads(offsetLine(piece.line, side * by), piece, setbackMetres, index).map((line) =>
            feature(
              'redlines',
              `${kind} ${pieceKey({ line })} ${pieceKey(piece)}`,
              { type: 'LineString', coordinates: line },
              { kind, street: piece.name, roadClass: piece.class, widthMetres, setbackMetres },
            ),
          )
        }),
      )
    })
}

/** The stretches of a line that lie in no other road's reserve. */
function openAtRoads(line: readonly XY[], own: RoadPiece, setback: number, index: SegmentIndex<RoadPiece>): XY[][] {
  const out: XY[][] = []
  let current: XY[] = []
  const close = () => {
    if (current.length > 1 && lineLength(current) >= LEAST_METRES) out.push(current)
    current = []
  }
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const covered = coveredShares(a, b, own, setback, index)
    let from = 0
    for (const [start, end] of [...covered, [1, 1] as const]) {
      if (start > from + 1e-9) {
        const [p, q] = [between(a, b, from), between(a, b, start)]
        if (current.length === 0) current.push(p)
        current.push(q)
      }
      if (end > start) close()
      from = Math.max(from, end)
    }
  }
  close()
  return out
}

const between = (a: XY, b: XY, t: number): XY =>
  t === 0 ? a : t === 1 ? b : [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]

/** Shares of a segment, in order and apart, that lie within half a reserve of another road. */
function coveredShares(
  a: XY,
  b: XY,
  own: RoadPiece,
  setback: number,
  index: SegmentIndex<RoadPiece>,
): [number, number][] {
  const spans: [number, number][] = []
  const reach = 20
  const box = [
    Math.min(a[0], b[0]) - reach,
    Math.min(a[1], b[1]) - reach,
    Math.max(a[0], b[0]) + reach,
    Math.max(a[1], b[1]) + reach,
  ] as const
  for (const road of index.near(...box)) {
    if (road.value === own) continue
    const isStreet = streets.includes(road.value.class)
    const half = road.value.redLineWidthMetres! / 2 + (isStreet ? setback : 0) - 0.01
    const span = insideStrip(a, b, road.a, road.b, half)
    if (span) spans.push(span)
  }
  spans.sort((p, q) => p[0] - q[0])
  const out: [number, number][] = []
  for (const [from, to] of spans) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

/** Where a segment runs within the rectangle about another (clipped by its four sides, Liang–Barsky 1984). */
function insideStrip(a: XY, b: XY, c: XY, d: XY, half: number): [number, number] | null {
  const [dx, dy] = direction(c, d)
  const length = Math.hypot(d[0] - c[0], d[1] - c[1])
  const local = (p: XY) => [(p[0] - c[0]) * dx + (p[1] - c[1]) * dy, (p[1] - c[1]) * dx - (p[0] - c[0]) * dy] as const
  const [[u0, v0], [u1, v1]] = [local(a), local(b)]
  let [from, to] = [0, 1]
  for (const [start, change, low, high] of [
    [u0, u1 - u0, 0, length],
    [v0, v1 - v0, -half, half],
  ] as const) {
    if (Math.abs(change) < 1e-12) {
      if (start < low || start > high) return null
      continue
    }
    const [s, t] = [(low - start) / change, (high - start) / change]
    from = Math.max(from, Math.min(s, t))
    to = Math.min(to, Math.max(s, t))
  }
  return from < to - 1e-9 ? [from, to] : null
}
