/** Bridges: the stretches of a road that are over water. */
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import { meeting, SegmentIndex, toSegment } from './near.ts'
import type { RoadPiece } from './network.ts'
import type { Channel } from './place.ts'
import { direction } from './plane.ts'

/** Where a road crosses water, that stretch is a bridge from bank to bank. */
export function withBridges(pieces: readonly RoadPiece[], channels: readonly Channel[]): RoadPiece[] {
  const index = new SegmentIndex<Channel>(100)
  for (const channel of channels) index.addLine(channel.line, channel)
  return pieces.flatMap((piece) => {
    const spans: [number, number][] = []
    let length = 0
    for (let i = 1; i < piece.line.length; i++) {
      const [a, b] = [piece.line[i - 1]!, piece.line[i]!]
      const step = Math.hypot(b[0] - a[0], b[1] - a[1])
      const box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const
      for (const water of index.near(...box)) {
        const hit = meeting(a, b, water.a, water.b)
        if (!hit) continue
        const [d, w] = [direction(a, b), direction(water.a, water.b)]
        const half = (water.value.widthMetres / 2 + 2) / Math.max(0.35, Math.abs(d[0] * w[1] - d[1] * w[0]))
        spans.push([length + hit.t * step - half, length + hit.t * step + half])
      }
      spans.push(...wetStretches(a, b, length, step, index))
      length += step
    }
    return cutAtSpans(piece, spans, length)
  })
}

/** Stretches that run in water without crossing its middle, at a bend or a mouth. */
function wetStretches(a: XY, b: XY, start: number, step: number, waters: SegmentIndex<Channel>): [number, number][] {
  const box = [
    Math.min(a[0], b[0]) - 75,
    Math.min(a[1], b[1]) - 75,
    Math.max(a[0], b[0]) + 75,
    Math.max(a[1], b[1]) + 75,
  ] as const
  const near = [...waters.near(...box)]
  const out: [number, number][] = []
  const pieces = Math.max(1, Math.ceil(step / 2.5))
  for (let k = 0; k <= pieces; k++) {
    const p: XY = [a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces]
    if (!near.some((w) => toSegment(p, w.a, w.b).distance < w.value.widthMetres / 2)) continue
    const at = start + (step * k) / pieces
    out.push([at - 2.5, at + 2.5])
  }
  return out
}

function cutAtSpans(piece: RoadPiece, spans: [number, number][], total: number): RoadPiece[] {
  if (spans.length === 0) return [piece]
  spans.sort((a, b) => a[0] - b[0])
  const marks = [{ from: 0, bridge: false }]
  let reached = 0
  for (const [from, to] of spans) {
    const start = Math.max(0, from)
    const end = Math.min(total, to)
    if (end <= reached + 0.5) continue
    if (start > reached + 1) {
      if (marks.at(-1)!.bridge) marks.push({ from: reached, bridge: false })
      marks.push({ from: start, bridge: true })
    } else if (!marks.at(-1)!.bridge) marks.at(-1)!.bridge = true
    reached = end
  }
  if (reached < total - 1) marks.push({ from: reached, bridge: false })
  return marks.map(({ from, bridge }, k) => ({
    ...piece,
    bridge,
    line: between(piece.line, from, k + 1 < marks.length ? marks[k + 1]!.from : total),
  }))
}

function between(line: readonly XY[], from: number, to: number): XY[] {
  const out: XY[] = []
  let length = 0
  const total = lineLength(line)
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const step = Math.hypot(b[0] - a[0], b[1] - a[1])
    const point = (s: number): XY => [
      Math.round((a[0] + ((s - length) / step) * (b[0] - a[0])) * 1000) / 1000,
      Math.round((a[1] + ((s - length) / step) * (b[1] - a[1])) * 1000) / 1000,
    ]
    if (length <= from && from < length + step && out.length === 0) out.push(from <= 0 ? a : point(from))
    if (out.length > 0 && length + step < to - 1e-9) out.push(b)
    if (length < to && to <= length + step + 1e-9) {
      out.push(to >= total - 1e-9 ? line.at(-1)! : point(to))
      break
    }
    length += step
  }
  return out
}
