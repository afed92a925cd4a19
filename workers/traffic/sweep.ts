/**
 * One Newton step serves all who choose between the two sides of a pair (Jayakrishnan et al. 1994). The side that costs more
 * gives: each of its paths the same share of its flow, until both cost the same or nothing is left to give. Volumes and costs
 * of the links follow at once, so that the next pair sees them.
 */
import type { Pairs } from './pairs.ts'
import type { Paths } from './paths.ts'
import type { State } from './state.ts'
import { type Curves, slopeFrom, timeAt } from './volume-delay.ts'

/** Volumes and what they make: one entry a link. */
export interface Loads {
  readonly curves: Curves
  /** units/h */
  readonly volume: Float64Array
  /** units/h, by group and link */
  readonly groupVolume: Float64Array
  /** s per unit/h */
  readonly slope: Float64Array
}

/** Costs closer than this share of their own size are equal. */
const EQUAL = 4e-16
/** Further steps of a pair whose first overshot by more than half of its difference. */
const CORRECTIONS = 20

/**
 * Every live pair once, on the flows as the ones before left them.
 * @returns Σ flow moved · difference of cost: what there was to gain
 */
export function sweep(s: State, p: Paths, pairs: Pairs, loads: Loads): number {
  const { pool } = pairs
  const { slope } = loads
  const { cost } = s
  const { flow } = p
  let gain = 0
  for (let i = 0; i < pairs.lives; i++) {
    const q = pairs.live[i]!
    const [start, middle, end] = [pairs.start[q]!, pairs.middle[q]!, pairs.end[q]!]
    const base = pairs.group[q]! * s.links
    let [one, other, rise] = [0, 0, 0]
    for (let k = start; k < middle; k++) {
      one += cost[base + pool[k]!]!
      rise += slope[pool[k]!]!
    }
    for (let k = middle; k < end; k++) {
      other += cost[base + pool[k]!]!
      rise += slope[pool[k]!]!
    }
    const apart = one - other
    if (Math.abs(apart) <= EQUAL * (one + other)) continue
    const giving = apart > 0 ? pairs.one : pairs.other
    const taking = apart > 0 ? pairs.other : pairs.one
    let most = 0
    for (let m = pairs.memberStart[i]!; m < pairs.memberStart[i + 1]!; m++) most += flow[giving[m]!]!
    if (most === 0) continue
    const wanted = Math.abs(apart) / rise
    let moved = shift(s, pairs, loads, q, apart, wanted < most ? wanted : most)
    if (moved >= most) moved = most
    gain += moved * Math.abs(apart)
    if (moved === most) {
      for (let m = pairs.memberStart[i]!; m < pairs.memberStart[i + 1]!; m++) {
        flow[taking[m]!]! += flow[giving[m]!]!
        flow[giving[m]!] = 0
      }
    } else {
      const share = moved / most
      for (let m = pairs.memberStart[i]!; m < pairs.memberStart[i + 1]!; m++) {
        const part = flow[giving[m]!]! * share
        flow[giving[m]!]! -= part
        flow[taking[m]!]! += part
      }
    }
  }
  return gain
}

/** Moves volume from the side that costs more, less where that was far too much; returns how much. */
function shift(s: State, pairs: Pairs, loads: Loads, q: number, apart: number, wanted: number): number {
  const sign = apart > 0 ? 1 : -1
  let left = sign * move(s, pairs, loads, q, sign * wanted)
  let [low, high, moved] = [0, wanted, wanted]
  for (let k = 0; k < CORRECTIONS && (left < -0.5 * sign * apart || (k > 0 && left > 0.5 * sign * apart)); k++) {
    if (left < 0) high = moved
    else low = moved
    const next = moved + left / riseOf(pairs, loads, q)
    const held = next > low && next < high ? next : (low + high) / 2
    left = sign * move(s, pairs, loads, q, sign * (held - moved))
    moved = held
  }
  return moved
}

/** How fast the sides of a pair come together, s per unit/h. */
function riseOf(pairs: Pairs, { slope }: Loads, q: number): number {
  let rise = 0
  for (let k = pairs.start[q]!; k < pairs.end[q]!; k++) rise += slope[pairs.pool[k]!]!
  return rise
}

/** Moves volume from the one side to the other, and renews the links' costs; returns how far they are apart then. */
function move(s: State, pairs: Pairs, loads: Loads, q: number, units: number): number {
  const { pool } = pairs
  const base = pairs.group[q]! * s.links
  let apart = 0
  for (let k = pairs.start[q]!; k < pairs.middle[q]!; k++) {
    add(s, loads, base, pool[k]!, -units)
    apart += s.cost[base + pool[k]!]!
  }
  for (let k = pairs.middle[q]!; k < pairs.end[q]!; k++) {
    add(s, loads, base, pool[k]!, units)
    apart -= s.cost[base + pool[k]!]!
  }
  return apart
}

function add(s: State, loads: Loads, base: number, l: number, units: number): void {
  const { volume, groupVolume } = loads
  groupVolume[base + l] = Math.max(0, groupVolume[base + l]! + units)
  volume[l] = Math.max(0, volume[l]! + units)
  renew(s, loads, l)
}

/** Cost and slope of a link at its volume. */
export function renew(s: State, { curves, volume, slope }: Loads, l: number): void {
  const time = timeAt(curves, l, volume[l]!)
  slope[l] = slopeFrom(curves, l, volume[l]!, time)
  for (let at = l; at < s.cost.length; at += s.links) s.cost[at] = time + s.fixed[at]!
}
