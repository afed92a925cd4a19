/**
 * Pairs of alternatives. Two partner paths differ in two lists of links, one to each side; what all ODs have in common where
 * they choose between the same two sides is one pair, and one Newton step serves them all (the paired alternative segments
 * of Bar-Gera 2010, found here from paths; the step is that of Jayakrishnan et al. 1994). The side that costs more gives:
 * each of its paths the same share of its flow, until both cost the same or nothing is left to give.
 */
import { differences, grown, type Paths } from './paths.ts'
import type { State } from './state.ts'
import { type Curves, slopeFrom, timeAt } from './volume-delay.ts'

export interface Pairs {
  count: number
  /** Links of the one side: pool[start] … pool[middle − 1]; of the other up to `end`. */
  start: Int32Array
  middle: Int32Array
  end: Int32Array
  group: Int32Array
  hash: Int32Array
  pool: Int32Array
  poolEnd: number
  /** Open addressing, −1 empty; a power of two long. */
  table: Int32Array

  /** Pairs that somebody chooses between, and their paths to either side: one[memberStart[i]] … of live pair i. */
  live: Int32Array
  lives: number
  memberStart: Int32Array
  one: Int32Array
  other: Int32Array
}

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

export function createPairs(): Pairs {
  return {
    count: 0,
    start: new Int32Array(256),
    middle: new Int32Array(256),
    end: new Int32Array(256),
    group: new Int32Array(256),
    hash: new Int32Array(256),
    pool: new Int32Array(4096),
    poolEnd: 0,
    table: new Int32Array(1024).fill(-1),
    live: new Int32Array(0),
    lives: 0,
    memberStart: new Int32Array(1),
    one: new Int32Array(0),
    other: new Int32Array(0),
  }
}

/**
 * The pair that a path and its partner choose between, kept in `pair` of the path as 2 · pair, or 2 · pair + 1 where the
 * path is to the other side.
 */
export function pairUp(s: State, p: Paths, pairs: Pairs, path: number): void {
  const partner = p.partner[path]!
  const need = pairs.poolEnd + 2 * (p.size[path]! + p.size[partner]!)
  while (need > pairs.pool.length) pairs.pool = grown(pairs.pool)
  const { pool } = pairs
  const start = pairs.poolEnd
  let [middle, end] = differences(p, path, partner, pool, start)
  const turned = pool[start]! > pool[middle]! ? 1 : 0
  if (turned) {
    pool.copyWithin(end, start, middle)
    pool.copyWithin(start, middle, end + middle - start)
    middle = start + end - middle
  }
  const group = s.treeGroup[p.odTree[p.od[path]!]!]!
  p.pair[path] = 2 * find(pairs, group, start, middle, end) + turned
}

function find(pairs: Pairs, group: number, start: number, middle: number, end: number): number {
  if (pairs.count * 2 >= pairs.table.length) enlarge(pairs)
  const { pool, table } = pairs
  const sum = hash(pairs, group, start, end)
  let slot = sum & (table.length - 1)
  for (; table[slot]! >= 0; slot = (slot + 1) & (table.length - 1)) {
    const q = table[slot]!
    if (pairs.hash[q] !== sum || pairs.group[q] !== group || pairs.end[q]! - pairs.start[q]! !== end - start) continue
    if (pairs.middle[q]! - pairs.start[q]! !== middle - start) continue
    const shift = pairs.start[q]! - start
    let k = start
    while (k < end && pool[k] === pool[k + shift]) k++
    if (k === end) return q
  }
  const q = pairs.count++
  if (q === pairs.start.length) {
    pairs.start = grown(pairs.start)
    pairs.middle = grown(pairs.middle)
    pairs.end = grown(pairs.end)
    pairs.group = grown(pairs.group)
    pairs.hash = grown(pairs.hash)
  }
  table[slot] = q
  pairs.start[q] = start
  pairs.middle[q] = middle
  pairs.end[q] = end
  pairs.group[q] = group
  pairs.hash[q] = sum
  pairs.poolEnd = end
  return q
}

function hash(pairs: Pairs, group: number, start: number, end: number): number {
  let h = group
  for (let k = start; k < end; k++) h = Math.imul(h ^ pairs.pool[k]!, 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  return h ^ (h >>> 13)
}

function enlarge(pairs: Pairs): void {
  pairs.table = new Int32Array(pairs.table.length * 2).fill(-1)
  const mask = pairs.table.length - 1
  for (let q = 0; q < pairs.count; q++) {
    let slot = pairs.hash[q]! & mask
    while (pairs.table[slot]! >= 0) slot = (slot + 1) & mask
    pairs.table[slot] = q
  }
}

/** Who chooses between which sides now: paths sorted by pair. */
export function gather(p: Paths, pairs: Pairs): void {
  const place = new Int32Array(pairs.count + 1)
  let members = 0
  for (let path = 0; path < p.end; path++) {
    if (p.od[path]! < 0 || p.partner[path]! < 0) continue
    place[(p.pair[path]! >> 1) + 1]!++
    members++
  }
  if (pairs.live.length < pairs.count) {
    pairs.live = new Int32Array(pairs.start.length)
    pairs.memberStart = new Int32Array(pairs.start.length + 1)
  }
  if (pairs.one.length < members) {
    pairs.one = new Int32Array(Math.ceil(members * 1.5))
    pairs.other = new Int32Array(Math.ceil(members * 1.5))
  }
  pairs.lives = 0
  for (let q = 0; q < pairs.count; q++) {
    const count = place[q + 1]!
    place[q + 1] = place[q]! + count
    if (count === 0) continue
    pairs.memberStart[pairs.lives] = place[q]!
    pairs.live[pairs.lives++] = q
  }
  pairs.memberStart[pairs.lives] = members
  for (let path = 0; path < p.end; path++) {
    if (p.od[path]! < 0 || p.partner[path]! < 0) continue
    const at = place[p.pair[path]! >> 1]!++
    const turned = p.pair[path]! & 1
    pairs.one[at] = turned ? p.partner[path]! : path
    pairs.other[at] = turned ? path : p.partner[path]!
  }
}

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
