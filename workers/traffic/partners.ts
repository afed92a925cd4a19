/**
 * Which paths of an OD exchange flow: each with the one before it that it has most in common with, so that pairs are short
 * and many ODs share them.
 */
import type { Paths } from './paths.ts'

/** A path with less than this share of another's flow is too thin to lead it on. */
const THIN = 0.01

/**
 * Whether flow may be held up between the paths of an OD: a partner is gone, or carries so little that what another has to
 * give or take does not get through it.
 */
export function isTorn(p: Paths, od: number): boolean {
  const first = p.first[od]!
  if (p.partner[first]! >= 0) return true
  for (let q = p.next[first]!; q >= 0; q = p.next[q]!) {
    const partner = p.partner[q]!
    if (partner < 0 || p.od[partner] !== od || p.flow[partner]! < THIN * p.flow[q]!) return true
  }
  return false
}

/** The paths of an OD by falling flow. */
export function sortByFlow(p: Paths, od: number): void {
  const list: number[] = []
  for (let q = p.first[od]!; q >= 0; q = p.next[q]!) list.push(q)
  list.sort((a, b) => p.flow[b]! - p.flow[a]!)
  for (const [k, q] of list.entries()) p.next[q] = list[k + 1] ?? -1
  p.first[od] = list[0]!
  p.partner[list[0]!] = -1
}

/**
 * Gives a path its partner: of those before it in its OD that carry something, the one that it differs from in the fewest
 * links.
 * @returns whether that is another than it had
 */
export function findPartner(p: Paths, path: number): boolean {
  const { pool, mark } = p
  const stamp = p.stamp
  p.stamp += 2
  const end = p.start[path]! + p.size[path]!
  for (let k = p.start[path]!; k < end; k++) mark[pool[k]!] = stamp
  let [best, least] = [-1, Number.POSITIVE_INFINITY]
  const od = p.od[path]!
  for (let q = p.first[od]!; q !== path; q = p.next[q]!) {
    if (best >= 0 && p.flow[q]! < THIN * p.odUnits[od]!) continue
    let others = 0
    for (let k = p.start[q]!; k < p.start[q]! + p.size[q]!; k++) if (mark[pool[k]!] !== stamp) others++
    const difference = 2 * others + p.size[path]! - p.size[q]!
    if (difference < least) [best, least] = [q, difference]
  }
  if (p.partner[path] === best) return false
  p.partner[path] = best
  return true
}

/** Writes the links of path a that b does not have from `at` on, then those of b that a does not have; where each ends. */
export function differences(p: Paths, a: number, b: number, into: Int32Array, at: number): [number, number] {
  const { pool, mark } = p
  const stamp = p.stamp
  p.stamp += 2
  const [aEnd, bEnd] = [p.start[a]! + p.size[a]!, p.start[b]! + p.size[b]!]
  for (let k = p.start[b]!; k < bEnd; k++) mark[pool[k]!] = stamp
  let end = at
  for (let k = p.start[a]!; k < aEnd; k++) {
    const link = pool[k]!
    if (mark[link]! < stamp) into[end++] = link
    else mark[link] = stamp + 1
  }
  const middle = end
  for (let k = p.start[b]!; k < bEnd; k++) if (mark[pool[k]!] === stamp) into[end++] = pool[k]!
  return [middle, end]
}
