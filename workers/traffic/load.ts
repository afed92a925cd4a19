/** From path flows to link volumes, and from the paths of another solution to flows. */
import type { TrafficPaths } from '../../scenarios/traffic.ts'
import { addPath, grown, type Paths } from './paths.ts'
import type { State } from './state.ts'
import { type Loads, renew } from './sweep.ts'

/** Volumes and costs anew from all paths, in the order of ODs; the flows of each OD brought to its demand to the last bit. */
export function load(s: State, p: Paths, loads: Loads): void {
  const { groupVolume, volume } = loads
  groupVolume.fill(0)
  for (let od = 0; od < p.first.length; od++) {
    const first = p.first[od]!
    if (first < 0) continue
    balance(p, od)
    const base = s.treeGroup[p.odTree[od]!]! * s.links
    for (let q = first; q >= 0; q = p.next[q]!) {
      const flow = p.flow[q]!
      const end = p.start[q]! + p.size[q]!
      for (let k = p.start[q]!; k < end; k++) groupVolume[base + p.pool[k]!]! += flow
    }
  }
  for (let l = 0; l < s.links; l++) {
    let sum = 0
    for (let at = l; at < groupVolume.length; at += s.links) sum += groupVolume[at]!
    volume[l] = sum
    renew(s, loads, l)
  }
}

/** The largest path takes what rounding lost or won. */
function balance(p: Paths, od: number): void {
  let largest = p.first[od]!
  if (p.next[largest]! < 0) {
    p.flow[largest] = p.odUnits[od]!
    return
  }
  for (let q = largest; q >= 0; q = p.next[q]!) if (p.flow[q]! > p.flow[largest]!) largest = q
  let others = 0
  for (let q = p.first[od]!; q >= 0; q = p.next[q]!) if (q !== largest) others += p.flow[q]!
  p.flow[largest] = p.odUnits[od]! - others
}

/** Paths of another solution that are open still, their flows in the same shares brought to the demand of now. */
export function loadWarm(s: State, p: Paths, loads: Loads, warm: TrafficPaths): void {
  const place = new Int32Array(s.links)
  for (let l = 0; l < s.links; l++) place[s.link[l]!] = l
  const odOf = new Map<number, number>()
  for (let od = 0; od < p.first.length; od++) {
    const origin = s.treeOrigin[p.odTree[od]!]!
    odOf.set((p.odClass[od]! * s.zones + origin) * s.zones + p.odZone[od]!, od)
  }
  const sums = new Float64Array(p.first.length)
  for (let w = 0; w < warm.flow.length; w++) {
    const k = warm.class[w]!
    const od = odOf.get((k * s.zones + warm.origin[w]!) * s.zones + warm.destination[w]!)
    if (od === undefined || warm.flow[w] === 0) continue
    const [first, end] = [warm.start[w]!, warm.start[w + 1]!]
    while (p.poolEnd + end - first > p.pool.length) p.pool = grown(p.pool)
    const base = s.groupOf[k]! * s.links
    let at = p.poolEnd
    for (let i = end - 1; i >= first; i--) {
      const l = place[warm.links[i]!]!
      if (s.fixed[base + l] === Number.POSITIVE_INFINITY) break
      p.pool[at++] = l
    }
    if (at - p.poolEnd < end - first) continue
    const path = addPath(p, od, at)
    p.flow[path]! += warm.flow[w]!
    sums[od]! += warm.flow[w]!
  }
  for (let path = 0; path < p.end; path++) p.flow[path]! *= p.odUnits[p.od[path]!]! / sums[p.od[path]!]!
  load(s, p, loads)
}
