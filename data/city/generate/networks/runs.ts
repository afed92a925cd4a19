/**
 * Runs: the pieces of a street joined end to end again, so that poles, lamps and trees stand at even distances across its
 * crossings. At each node the two pieces of one street that bend least go on into each other.
 */
import type { XY } from '../../../../scenarios/frame.ts'
import { type Zone, zoneAt } from '../land.ts'
import { nodeKey, type RoadPiece } from '../network.ts'
import { direction } from '../plane.ts'
import { Course } from './course.ts'

export interface Run {
  /** Its ends: names the run as long as its course stays. */
  readonly key: string
  readonly name: string | null
  readonly class: RoadPiece['class']
  readonly widthMetres: number
  readonly redLineWidthMetres: number | null
  readonly lanes: number
  readonly course: Course
  /** Metres along at which its pieces meet, both ends among them. */
  readonly joints: readonly number[]
  /** Stretches on bridges, metres along. */
  readonly bridges: readonly (readonly [from: number, to: number])[]
}

/** Least cosine of the bend between two pieces of one run: 60°. */
const LEAST_COSINE = 0.5

export function makeRuns(pieces: readonly RoadPiece[]): Run[] {
  const ends = new Map<string, { piece: number; last: boolean; away: XY }[]>()
  for (const [i, { line }] of pieces.entries()) {
    for (const last of [false, true]) {
      const [end, next] = last ? [line.at(-1)!, line.at(-2)!] : [line[0]!, line[1]!]
      const key = `${nodeKey(end)} ${streetKey(pieces[i]!)}`
      const entry = { piece: i, last, away: direction(end, next) }
      ends.set(key, [...(ends.get(key) ?? []), entry])
    }
  }
  const next = new Map<string, { piece: number; last: boolean }>()
  for (const list of ends.values()) {
    const pairs = list.flatMap((a, i) =>
      list.slice(i + 1).map((b) => ({ a, b, cosine: -(a.away[0] * b.away[0] + a.away[1] * b.away[1]) })),
    )
    const taken = new Set<unknown>()
    for (const { a, b, cosine } of pairs.toSorted((p, q) => q.cosine - p.cosine)) {
      if (cosine < LEAST_COSINE || a.piece === b.piece || taken.has(a) || taken.has(b)) continue
      taken.add(a).add(b)
      next.set(`${a.piece} ${a.last}`, b)
      next.set(`${b.piece} ${b.last}`, a)
    }
  }
  const used = new Set<number>()
  const out: Run[] = []
  const follow = (start: number, backwards: boolean) => {
    const chain: { piece: number; reversed: boolean }[] = []
    for (let at: { piece: number; last: boolean } | undefined = { piece: start, last: backwards }; at; ) {
      if (used.has(at.piece)) break
      used.add(at.piece)
      chain.push({ piece: at.piece, reversed: at.last })
      at = next.get(`${at.piece} ${!at.last}`)
    }
    out.push(runOf(chain.map(({ piece, reversed }) => ({ piece: pieces[piece]!, reversed }))))
  }
  for (let i = 0; i < pieces.length; i++) {
    const [opens, closes] = [next.has(`${i} false`), next.has(`${i} true`)]
    if (!used.has(i) && (!opens || !closes)) follow(i, opens)
  }
  for (let i = 0; i < pieces.length; i++) if (!used.has(i)) follow(i, false)
  return out
}

const streetKey = (p: RoadPiece): string => `${p.street ?? p.name ?? ''}|${p.class}|${p.widthMetres}`

/** Runs go from west to east. */
function runOf(chain: { piece: RoadPiece; reversed: boolean }[]): Run {
  const [first, end] = [chain[0]!, chain.at(-1)!]
  const start = first.reversed ? first.piece.line.at(-1)! : first.piece.line[0]!
  const stop = end.reversed ? end.piece.line[0]! : end.piece.line.at(-1)!
  const ordered =
    start[0] <= stop[0] ? chain : chain.toReversed().map(({ piece, reversed }) => ({ piece, reversed: !reversed }))
  const line: XY[] = []
  const bridges: [number, number][] = []
  let length = 0
  const joints = [0]
  for (const { piece, reversed } of ordered) {
    const course = new Course(reversed ? piece.line.toReversed() : piece.line)
    line.push(...(line.length > 0 ? course.line.slice(1) : course.line))
    if (piece.bridge) bridges.push([length, length + course.length])
    length += course.length
    joints.push(length)
  }
  const { name, widthMetres, redLineWidthMetres, lanes } = first.piece
  return {
    key: `${nodeKey(line[0]!)} ${nodeKey(line[1]!)} ${nodeKey(line.at(-1)!)}`,
    name,
    class: first.piece.class,
    widthMetres,
    redLineWidthMetres,
    lanes,
    course: new Course(line),
    joints,
    bridges,
  }
}

export const onBridge = (run: Run, along: number, margin = 1): boolean =>
  run.bridges.some(([from, to]) => along > from - margin && along < to + margin)

export const zoneOn = (run: Run, along: number): Zone => zoneAt(run.course.at(along).point)

/**
 * The sign of `beside` that is the eastern side of a run. Mains and single rows of lamps lie there, power poles on the other,
 * on every street alike.
 */
export function eastOf({ course }: Run): 1 | -1 {
  const [a, b] = [course.line[0]!, course.line.at(-1)!]
  return b[1] - a[1] > 1e-6 ? -1 : 1
}

/** From the centre line to the kerb, m: half the carriageway, and half a median of 2 m where there are four lanes. */
export const kerbOf = ({ widthMetres, lanes }: Pick<RoadPiece, 'widthMetres' | 'lanes'>): number =>
  widthMetres / 2 + (lanes >= 4 ? 1 : 0)

/** Class of street for whoever shares poles or mains by it: larger is more. */
export const rankOf: Record<RoadPiece['class'], number> = {
  trunk: 5,
  arterial: 4,
  collector: 3,
  local: 2,
  alley: 1,
  path: 0,
}
