/**
 * Paths in use. A pair of zones and a class (an OD) keeps its paths as a list; each path has its links from the destination
 * back in one pool, and a partner: the earlier path of the same OD that it differs from in the fewest links. Partners make
 * a tree of every OD's paths, so that flow can come from each to each (partners.ts).
 */
import type { TrafficClass } from '../../scenarios/traffic.ts'
import type { State } from './state.ts'

export interface Paths {
  /** One entry an OD; demand in units/h, `first` and `shortest` are paths, −1 none. */
  readonly odClass: Int32Array
  readonly odTree: Int32Array
  readonly odZone: Int32Array
  readonly odUnits: Float64Array
  readonly first: Int32Array
  readonly shortest: Int32Array

  /** One entry a path; `next` of the same OD, −1 at the end, as for the partner of the first. */
  od: Int32Array
  next: Int32Array
  partner: Int32Array
  pair: Int32Array
  start: Int32Array
  size: Int32Array
  hash: Int32Array
  /** units/h */
  flow: Float64Array
  /** Entries in use below this, but for those in `free`. */
  end: number
  readonly free: number[]

  /** Links of all paths. */
  pool: Int32Array
  poolEnd: number
  /** Numbers of the pool that no path has any more. */
  dead: number

  /** Scratch of `differ`: a mark a link. */
  readonly mark: Int32Array
  stamp: number
}

export function createPaths(s: State, classes: readonly TrafficClass[]): Paths {
  const treeOf = new Int32Array(s.groups * s.zones).fill(-1)
  for (let t = 0; t < s.trees; t++) treeOf[s.treeGroup[t]! * s.zones + s.treeOrigin[t]!] = t
  const [odClass, odTree, odZone, odUnits]: number[][] = [[], [], [], []]
  for (const [k, { demand, equivalent }] of classes.entries()) {
    for (let od = 0; od < demand.length; od++) {
      const origin = Math.floor(od / s.zones)
      const zone = od - origin * s.zones
      if (demand[od]! === 0 || origin === zone) continue
      odClass!.push(k)
      odTree!.push(treeOf[s.groupOf[k]! * s.zones + origin]!)
      odZone!.push(zone)
      odUnits!.push(demand[od]! * equivalent)
    }
  }
  const ods = odClass!.length
  return {
    odClass: Int32Array.from(odClass!),
    odTree: Int32Array.from(odTree!),
    odZone: Int32Array.from(odZone!),
    odUnits: Float64Array.from(odUnits!),
    first: new Int32Array(ods).fill(-1),
    shortest: new Int32Array(ods).fill(-1),
    od: new Int32Array(ods),
    next: new Int32Array(ods),
    partner: new Int32Array(ods),
    pair: new Int32Array(ods),
    start: new Int32Array(ods),
    size: new Int32Array(ods),
    hash: new Int32Array(ods),
    flow: new Float64Array(ods),
    end: 0,
    free: [],
    pool: new Int32Array(ods * 32),
    poolEnd: 0,
    dead: 0,
    mark: new Int32Array(s.links),
    stamp: 1,
  }
}

/** The tree's path of an OD, found among its paths or added with no flow; −1 where there is none. */
export function addTreePath(s: State, p: Paths, od: number): number {
  const tree = p.odTree[od]! * s.nodes
  const origin = s.treeOrigin[p.odTree[od]!]!
  const start = p.poolEnd
  let end = start
  for (let node = p.odZone[od]!; node !== origin; ) {
    const link = s.by[tree + node]!
    if (link < 0) return -1
    if (end === p.pool.length) p.pool = grown(p.pool)
    p.pool[end++] = link
    node = s.tail[link]!
  }
  return addPath(p, od, end)
}

/** The path whose links stand at the end of the pool, up to `end`: found among those of the OD, or added with no flow. */
export function addPath(p: Paths, od: number, end: number): number {
  const start = p.poolEnd
  const size = end - start
  let hash = size
  for (let k = start; k < end; k++) hash = (Math.imul(hash, 31) + p.pool[k]!) | 0
  let last = -1
  for (let q = p.first[od]!; q >= 0; q = p.next[q]!) {
    if (p.hash[q] === hash && p.size[q] === size && isSame(p.pool, start, p.start[q]!, size)) return q
    last = q
  }
  const path = p.free.pop() ?? p.end++
  if (path >= p.od.length) grow(p)
  p.od[path] = od
  p.start[path] = start
  p.size[path] = size
  p.hash[path] = hash
  p.flow[path] = 0
  p.next[path] = -1
  p.partner[path] = -1
  p.pair[path] = -1
  p.poolEnd = end
  if (last < 0) p.first[od] = path
  else p.next[last] = path
  return path
}

/** s, with the costs at hand. */
export function costOf(s: State, p: Paths, path: number): number {
  const base = s.treeGroup[p.odTree[p.od[path]!]!]! * s.links
  const end = p.start[path]! + p.size[path]!
  let cost = 0
  for (let k = p.start[path]!; k < end; k++) cost += s.cost[base + p.pool[k]!]!
  return cost
}

/** Drops the paths of an OD that carry nothing, but for the shortest. */
export function dropEmpty(p: Paths, od: number): void {
  let last = -1
  for (let q = p.first[od]!; q >= 0; q = p.next[q]!) {
    if (p.flow[q]! > 0 || q === p.shortest[od]) {
      last = q
      continue
    }
    if (last < 0) p.first[od] = p.next[q]!
    else p.next[last] = p.next[q]!
    p.dead += p.size[q]!
    p.free.push(q)
    p.od[q] = -1
  }
}

/** Moves the links of all paths together, in the order of ODs, once half of the pool is dead. */
export function tidy(p: Paths): void {
  if (p.dead * 2 < p.poolEnd) return
  const pool = new Int32Array(Math.max(1024, Math.ceil((p.poolEnd - p.dead) * 1.5)))
  let end = 0
  for (const first of p.first) {
    for (let q = first; q >= 0; q = p.next[q]!) {
      const start = p.start[q]!
      pool.set(p.pool.subarray(start, start + p.size[q]!), end)
      p.start[q] = end
      end += p.size[q]!
    }
  }
  p.pool = pool
  p.poolEnd = end
  p.dead = 0
}

function isSame(pool: Int32Array, a: number, b: number, size: number): boolean {
  for (let k = 0; k < size; k++) if (pool[a + k] !== pool[b + k]) return false
  return true
}

export function grown<A extends Int32Array | Float64Array>(array: A): A {
  const larger = new (array.constructor as new (length: number) => A)(Math.max(1024, Math.ceil(array.length * 1.5)))
  larger.set(array)
  return larger
}

function grow(p: Paths): void {
  p.od = grown(p.od)
  p.next = grown(p.next)
  p.partner = grown(p.partner)
  p.pair = grown(p.pair)
  p.start = grown(p.start)
  p.size = grown(p.size)
  p.hash = grown(p.hash)
  p.flow = grown(p.flow)
}
