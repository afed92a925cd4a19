/**
 * The reference: Frank–Wolfe (LeBlanc, Morlok & Pierskalla 1975) and its conjugate and bi-conjugate forms (Mitradjieva &
 * Lindberg 2013), with an exact line search. It knows link volumes alone and shares with the kernel its trees and delay
 * curves, nothing of its paths. Slow to the end: for proofs, and as what the kernel's speed is measured against.
 */
import type { TrafficInput } from '../../scenarios/traffic.ts'
import { check } from './check.ts'
import { createState, type State } from './state.ts'
import { createScratch, renewTree, type Scratch } from './trees.ts'
import { type Curves, createCurves, integralAt, slopeAt, timeAt } from './volume-delay.ts'

export interface FrankWolfe {
  /** One all-or-nothing pass and one line search. */
  step(): void
  readonly done: boolean
  readonly gaps: readonly number[]
  /** Units/h per link of the input. */
  volume(): Float64Array
  objective(): number
}

/** Volumes, units/h, and what they pay in fixed costs. */
interface Flows {
  readonly volume: Float64Array
  fixed: number
}

/** The most that the last target may count for in a conjugate direction. */
const MOST = 0.99

export function createFrankWolfe(input: TrafficInput, kind: 'plain' | 'conjugate' | 'bi-conjugate'): FrankWolfe {
  check(input)
  const s = createState({ ...input, threads: 1 })
  const curves = createCurves(input.network, input.objective, s.link)
  const scratch = createScratch(s)
  const gaps: number[] = []
  const slope = new Float64Array(s.links)
  let x: Flows | null = null
  let [last, before]: (Flows | null)[] = [null, null]
  let lastStep = 0

  function step(): void {
    if (done()) return
    cost(s, curves, x?.volume)
    const y = allOrNothing(s, scratch)
    x ??= y
    let [total, least] = [x.fixed, 0]
    for (let l = 0; l < s.links; l++) total += x.volume[l]! * timeAt(curves, l, x.volume[l]!)
    for (const part of s.treeCost) least += part
    if (x === y) return
    gaps.push(least > 0 ? Math.max(0, (total - least) / least) : 0)
    if (done()) return
    for (let l = 0; l < s.links; l++) slope[l] = slopeAt(curves, l, x.volume[l]!)
    const target = aim(x, y)
    lastStep = search(curves, x, target)
    x = mix([x, 1 - lastStep], [target, lastStep])
    before = last
    last = lastStep > MOST ? null : target
  }

  /** Where to go: the all-or-nothing flows, and of the last targets so much that the directions are conjugate. */
  function aim(from: Flows, y: Flows): Flows {
    if (kind === 'plain' || !last) return y
    if (kind === 'bi-conjugate' && before) {
      let [muUp, muDown, nuUp, nuDown] = [0, 0, 0, 0]
      for (let l = 0; l < s.links; l++) {
        const [here, one, two] = [from.volume[l]!, last.volume[l]!, before.volume[l]!]
        const both = lastStep * one + (1 - lastStep) * two - here
        muUp += both * slope[l]! * (y.volume[l]! - here)
        muDown += both * slope[l]! * (two - one)
        nuUp += (one - here) * slope[l]! * (y.volume[l]! - here)
        nuDown += (one - here) * slope[l]! * (one - here)
      }
      const mu = muDown === 0 ? 0 : Math.max(0, -muUp / muDown)
      const nu = nuDown === 0 ? 0 : Math.max(0, -nuUp / nuDown + (mu * lastStep) / (1 - lastStep))
      const share = 1 / (1 + mu + nu)
      return mix([y, share], [last, nu * share], [before, mu * share])
    }
    let [up, down] = [0, 0]
    for (let l = 0; l < s.links; l++) {
      const back = last.volume[l]! - from.volume[l]!
      const ahead = y.volume[l]! - from.volume[l]!
      up += back * slope[l]! * ahead
      down += back * slope[l]! * (ahead - back)
    }
    const share = down === 0 ? 0 : Math.min(MOST, Math.max(0, up / down))
    return mix([y, 1 - share], [last, share])
  }

  const done = () => gaps.length > 0 && (gaps.at(-1)! <= input.relativeGap || gaps.length >= input.maxIterations)

  return {
    step,
    get done() {
      return done()
    },
    gaps,
    volume() {
      const volume = new Float64Array(s.links)
      for (let l = 0; l < s.links; l++) volume[s.link[l]!] = x!.volume[l]!
      return volume
    },
    objective() {
      let sum = x!.fixed
      for (let l = 0; l < s.links; l++) sum += integralAt(curves, l, x!.volume[l]!)
      return sum
    },
  }
}

function cost(s: State, curves: Curves, volume: Float64Array | undefined): void {
  for (let at = 0; at < s.cost.length; at++) {
    const l = at % s.links
    s.cost[at] = timeAt(curves, l, volume ? volume[l]! : 0) + s.fixed[at]!
  }
}

/** Everyone on his shortest path: demand summed up every tree from its ends. */
export function allOrNothing(s: State, scratch: Scratch): Flows {
  const volume = new Float64Array(s.links)
  const passing = new Float64Array(s.nodes)
  let fixed = 0
  for (let t = 0; t < s.trees; t++) {
    renewTree(s, scratch, t)
    const [byBase, base] = [t * s.nodes, s.treeGroup[t]! * s.links]
    passing.fill(0)
    const carry = (node: number, units: number) => {
      const l = s.by[byBase + node]!
      if (l < 0 || units === 0) return
      volume[l]! += units
      fixed += units * s.fixed[base + l]!
      passing[s.tail[l]!]! += units
    }
    for (let z = 0; z < s.zones; z++) {
      if (z < s.terminals) carry(z, s.demand[t * s.zones + z]!)
      else passing[z]! += s.demand[t * s.zones + z]!
    }
    for (let i = s.reached[t]! - 1; i > 0; i--) {
      const node = s.order[byBase + i]!
      carry(node, passing[node]!)
    }
  }
  return { volume, fixed }
}

function mix(...parts: readonly (readonly [Flows, number])[]): Flows {
  const volume = new Float64Array(parts[0]![0].volume.length)
  let fixed = 0
  for (const [flows, share] of parts) {
    for (let l = 0; l < volume.length; l++) volume[l]! += share * flows.volume[l]!
    fixed += share * flows.fixed
  }
  return { volume, fixed }
}

/** The share of the way to the target at which the objective is least: Newton's steps, held between the ends by bisection. */
function search(curves: Curves, from: Flows, to: Flows): number {
  let [low, high, at] = [0, 1, 1]
  for (let k = 0; k < 60; k++) {
    let [first, second] = [to.fixed - from.fixed, 0]
    for (let l = 0; l < from.volume.length; l++) {
      const way = to.volume[l]! - from.volume[l]!
      if (way === 0) continue
      const volume = from.volume[l]! + at * way
      first += way * timeAt(curves, l, volume)
      second += way * way * slopeAt(curves, l, volume)
    }
    if (first === 0 || (first < 0 && at === 1)) return at
    if (first < 0) low = at
    else high = at
    const next = at - first / second
    const held = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(held - at) <= 1e-15) return held
    at = held
  }
  return at
}
