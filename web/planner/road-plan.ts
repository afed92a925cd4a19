/** Roads under the draft: what it makes of one, and which roads meet it. Pure. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { directionOf, type Edit, type NewRoad, type RoadDirection, turnTarget } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import { distanceToSegment } from '../stage/plain.ts'
import { type Draft, lastOf } from './draft.ts'

type Road = Feature<'roads'>
type To<K extends Edit['kind']> = Extract<Edit, { kind: K }>['to']

/** Roads that come so near are joined, m. */
const JOINED_METRES = 0.5

const now = <K extends Edit['kind']>(draft: Draft, kind: K, target: string): To<K> | undefined =>
  lastOf(draft, kind, target)?.to as To<K> | undefined

export const sectionNow = (draft: Draft, { id, properties: { widthMetres, lanes } }: Road): To<'road.section'> =>
  now(draft, 'road.section', id) ?? { widthMetres, lanes }
export const directionNow = (draft: Draft, road: Road): RoadDirection =>
  now(draft, 'road.direction', road.id) ?? directionOf(road)
export const bannedNow = (draft: Draft, from: string, into: string): boolean =>
  now(draft, 'turn.ban', turnTarget(from, into)) ?? false
/** A road of the draft’s own; null where it was taken back or is none. */
export const newRoadNow = (draft: Draft, id: string): NewRoad | null => now(draft, 'road.new', id) ?? null

/** All roads that the draft adds. @param edits squashed */
export const newRoads = (edits: readonly Edit[]): { readonly id: string; readonly road: NewRoad }[] =>
  edits.flatMap((edit) => (edit.kind === 'road.new' && edit.to ? [{ id: edit.target, road: edit.to }] : []))

/** A line that may be driven into. */
export interface Street {
  readonly id: string
  readonly name: string | null
  readonly line: readonly XY[]
}

export const streetsOf = (roads: Iterable<Road>): Street[] =>
  [...roads].flatMap(({ id, properties: { name }, geometry }) => linesOf(geometry).map((line) => ({ id, name, line })))

/** Which way a turn goes; `join` where the other road runs through. */
export type Turn = 'left' | 'right' | 'straight' | 'back' | 'join'

export interface Junction {
  /** Of the road that is asked about. */
  readonly end: 'first' | 'last'
  readonly turns: readonly { readonly into: string; readonly name: string | null; readonly turn: Turn }[]
}

/** The roads that meet a line at its two ends. @param id of the line itself, where it has one */
export function junctionsOf(id: string | null, line: readonly XY[], others: readonly Street[]): Junction[] {
  return (['last', 'first'] as const).flatMap((end) => {
    const way = end === 'last' ? line : line.toReversed()
    const [before, at] = [way.at(-2), way.at(-1)]
    if (!before || !at) return []
    const turns = new Map<string, Junction['turns'][number]>()
    for (const other of others) {
      if (other.id === id || !touches(other.line, at) || turns.has(other.id)) continue
      turns.set(other.id, { into: other.id, name: other.name, turn: turnOf(before, at, other.line) })
    }
    return turns.size > 0 ? [{ end, turns: [...turns.values()] }] : []
  })
}

const touches = (line: readonly XY[], at: XY): boolean =>
  line.some((point, i) => i > 0 && distanceToSegment(at, line[i - 1]!, point) <= JOINED_METRES)

function turnOf(before: XY, at: XY, line: readonly XY[]): Turn {
  const near = (point: XY) => Math.hypot(point[0] - at[0], point[1] - at[1]) <= JOINED_METRES
  const next = near(line[0]!) ? line[1]! : near(line.at(-1)!) ? line.at(-2)! : null
  if (!next) return 'join'
  const [ax, ay] = [at[0] - before[0], at[1] - before[1]]
  const [bx, by] = [next[0] - at[0], next[1] - at[1]]
  const degrees = (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI
  if (Math.abs(degrees) <= 35) return 'straight'
  if (Math.abs(degrees) >= 160) return 'back'
  return degrees > 0 ? 'left' : 'right'
}
