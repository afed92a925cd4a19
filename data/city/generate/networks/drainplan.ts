/**
 * Plan of the storm drains: manholes at junctions and every 30–40 m along town streets, outfalls where streets meet a bank,
 * and for each manhole the shortest way to an outfall. What no way uses is a ridge: water parts there, no pipe is laid.
 */
import type { XY } from '../../../../scenarios/frame.ts'
import { zoneAt } from '../land.ts'
import { nodeKey, type RoadPiece } from '../network.ts'
import type { Channel } from '../place.ts'
import { Course, distance } from './course.ts'
import type { FreeGround } from './free.ts'
import { PointIndex } from './made.ts'
import { type Arc, shortestWays } from './paths.ts'
import { rankOf } from './runs.ts'

/** Manholes stand no farther apart, m. */
const MANHOLE_METRES = 38
/** A street meets a bank where its end lies within this of the water, m. */
const BANK_REACH_METRES = 45
/** Outfalls stand no nearer to each other, m. */
const OUTFALL_METRES = 110
/** A part of the net that reaches no bank gets a longer outfall, up to this, m. */
const FAR_REACH_METRES = 160

export interface Span {
  readonly a: number
  readonly b: number
  readonly line: readonly XY[]
  readonly length: number
  readonly piece: RoadPiece
}

export interface Outfall {
  readonly manhole: number
  readonly point: XY
  readonly channel: Channel
}

export interface DrainPlan {
  readonly manholes: readonly XY[]
  readonly spans: readonly Span[]
  readonly outfalls: readonly Outfall[]
  /** By manhole: the span towards its outfall, −1 at outfalls and where none is reached. */
  readonly span: Int32Array
  readonly parent: Int32Array
  /** Metres to the outfall, Infinity where none is reached. */
  readonly way: Float64Array
  /** Manholes that drain, nearest to an outfall first. */
  readonly order: readonly number[]
}

/** Streets of the town that must have storm drains (QCVN 01:2021: all of them). */
export const isDrained = (piece: RoadPiece): boolean =>
  !piece.bridge && rankOf[piece.class] >= rankOf.local && zoneAt(new Course(piece.line).at(0).point) !== 'rural'

export function planDrains(pieces: readonly RoadPiece[], free: FreeGround): DrainPlan {
  const { manholes, spans } = laid(pieces.filter(isDrained))
  const outfalls = chooseOutfalls(manholes, spans, free)
  const arcs: Arc[][] = manholes.map(() => [])
  for (const [edge, { a, b, length }] of spans.entries()) {
    arcs[a]!.push({ to: b, cost: length, edge })
    arcs[b]!.push({ to: a, cost: length, edge })
  }
  const ways = shortestWays(
    arcs,
    outfalls.map((outfall) => outfall.manhole),
  )
  return { manholes, spans, outfalls, span: ways.edge, parent: ways.parent, way: ways.cost, order: ways.order }
}

function laid(pieces: readonly RoadPiece[]): { manholes: XY[]; spans: Span[] } {
  const manholes: XY[] = []
  const byKey = new Map<string, number>()
  const spans: Span[] = []
  const junction = (p: XY): number => {
    const known = byKey.get(nodeKey(p))
    if (known !== undefined) return known
    byKey.set(nodeKey(p), manholes.length)
    return manholes.push(p) - 1
  }
  for (const piece of pieces) {
    const course = new Course(piece.line)
    const n = Math.ceil(course.length / MANHOLE_METRES)
    let from = junction(piece.line[0]!)
    for (let k = 1; k <= n; k++) {
      const line = course.between(((k - 1) * course.length) / n, (k * course.length) / n)
      const to = k === n ? junction(piece.line.at(-1)!) : manholes.push(line.at(-1)!) - 1
      if (to !== from) spans.push({ a: from, b: to, line, length: course.length / n, piece })
      from = to
    }
  }
  return { manholes, spans }
}

/**
 * Ends and corners of streets at a bank, broad streets first, kept apart from each other; and for each part of the net that
 * has none, its nearest place to any water.
 */
function chooseOutfalls(manholes: readonly XY[], spans: readonly Span[], free: FreeGround): Outfall[] {
  const rank = new Int32Array(manholes.length)
  for (const { a, b, piece } of spans) for (const i of [a, b]) rank[i] = Math.max(rank[i]!, rankOf[piece.class])
  const part = partsOf(manholes.length, spans)
  const candidates = manholes.flatMap((p, manhole) => {
    const water = free.water(p, FAR_REACH_METRES)
    if (!water || water.gap < 2) return []
    const share = (water.gap + 1) / distance(water.foot, p)
    const along = (t: number): XY => [p[0] + (water.foot[0] - p[0]) * t, p[1] + (water.foot[1] - p[1]) * t]
    const steps = Math.ceil(water.gap / 3)
    const built = Array.from({ length: steps }, (_, k) => free.isTaken(along((share * k) / steps))).includes(true)
    return [{ manhole, point: along(share), channel: water.channel, gap: water.gap + (built ? 100 : 0) }]
  })
  candidates.sort(
    (p, q) =>
      rank[q.manhole]! - rank[p.manhole]! || p.gap - q.gap || p.point[0] - q.point[0] || p.point[1] - q.point[1],
  )
  const kept = new PointIndex<number>(OUTFALL_METRES)
  const out: Outfall[] = []
  const has = new Set<number>()
  const keep = ({ manhole, point, channel }: Outfall) => {
    kept.add(point, manhole)
    has.add(part[manhole]!)
    out.push({ manhole, point, channel })
  }
  for (const candidate of candidates)
    if (candidate.gap < BANK_REACH_METRES && !kept.nearest(candidate.point, OUTFALL_METRES)) keep(candidate)
  for (const candidate of candidates.toSorted((p, q) => p.gap - q.gap))
    if (!has.has(part[candidate.manhole]!)) keep(candidate)
  return out
}

/** The number of the part of the net that each manhole belongs to. */
function partsOf(count: number, spans: readonly Span[]): Int32Array {
  const part = Int32Array.from({ length: count }, (_, i) => i)
  const find = (i: number): number => {
    while (part[i] !== i) {
      part[i] = part[part[i]!]!
      i = part[i]!
    }
    return i
  }
  for (const { a, b } of spans) part[find(a)] = find(b)
  return part.map((_, i) => find(i))
}
