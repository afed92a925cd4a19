/**
 * Pairs of alternatives. Two partner paths differ in two lists of links, one to each side; what all ODs of a group have in
 * common where they choose between the same two sides is one pair (the paired alternative segments of Bar-Gera 2010, found
 * here from paths). Pairs are kept in a hash table by their links.
 */
import { differences } from './partners.ts'
import { grown, type Paths } from './paths.ts'
import type { State } from './state.ts'

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
