/**
 * Where pairs share steep links, a sweep moves little at a time, and the next one the same way again: classes that change
 * places, ODs that take turns. A leap goes on in the direction of the last sweeps for as long as the objective falls.
 */
import type { Paths } from './paths.ts'
import type { State } from './state.ts'
import { type Loads, renew } from './sweep.ts'
import { slopeAt, timeAt } from './volume-delay.ts'

/** Flows as they were: of paths, and of links by group. */
export interface Before {
  readonly flow: Float64Array
  readonly groupVolume: Float64Array
}

export const remember = (p: Paths, loads: Loads): Before => ({
  flow: p.flow.slice(0, p.end),
  groupVolume: loads.groupVolume.slice(),
})

/** The most times the way since `before`. */
const FARTHEST = 1e9

export function leap(s: State, p: Paths, loads: Loads, before: Before): void {
  const { curves, volume, groupVolume } = loads
  let most = FARTHEST
  for (let q = 0; q < before.flow.length; q++) {
    const way = p.flow[q]! - before.flow[q]!
    if (way < 0 && p.flow[q]! < -way * most) most = p.flow[q]! / -way
  }
  if (!(most > 0)) return
  const way = groupVolume.map((units, at) => units - before.groupVolume[at]!)
  const wayOf = new Float64Array(s.links)
  let fixed = 0
  for (let at = 0; at < way.length; at++) {
    wayOf[at % s.links]! += way[at]!
    if (way[at] !== 0) fixed += way[at]! * s.fixed[at]!
  }
  const far = search(most)
  if (far === 0) return
  for (let q = 0; q < before.flow.length; q++) {
    const flow = p.flow[q]! + far * (p.flow[q]! - before.flow[q]!)
    p.flow[q] = flow > 0 ? flow : 0
  }
  for (let at = 0; at < way.length; at++) groupVolume[at] = Math.max(0, groupVolume[at]! + far * way[at]!)
  for (let l = 0; l < s.links; l++) {
    volume[l] = Math.max(0, volume[l]! + far * wayOf[l]!)
    renew(s, loads, l)
  }

  /** Where the objective along the way is least: Newton's steps, held between the ends by bisection. */
  function search(most: number): number {
    let [low, high, at] = [0, most, 0]
    for (let k = 0; k < 50; k++) {
      let [fall, bend] = [fixed, 0]
      for (let l = 0; l < s.links; l++) {
        if (wayOf[l] === 0) continue
        const there = Math.max(0, volume[l]! + at * wayOf[l]!)
        fall += wayOf[l]! * timeAt(curves, l, there)
        bend += wayOf[l]! ** 2 * slopeAt(curves, l, there)
      }
      if (fall >= 0 && at === 0) return 0
      if (fall < 0) low = at
      else high = at
      if (low === most || high - low <= 1e-6 * high) return low
      const next = at - fall / bend
      at = next >= high ? (high === most ? most : (low + high) / 2) : next > low ? next : (low + high) / 2
    }
    return low
  }
}
