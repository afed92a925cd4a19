/**
 * Deterministic user equilibrium (Wardrop 1952; Beckmann et al. 1956), path based. One iteration: the shortest path of every
 * OD joins its paths, flow is moved between pairs of alternatives until little is left to gain (sweep.ts), and all shortest-path trees
 * are renewed with the costs that came of it (trees.ts, any number of threads with the same bits); they tell the gap, and the
 * next paths. Gradient projection after Jayakrishnan et al. (1994) and Xie, Nie & Liu (2018), with the alternatives that
 * many ODs share moved together as in TAPAS (Bar-Gera 2010).
 *
 * The kernel has no clock and no threads of its own: a door calls `step` until `done`, and fills in the seconds it took.
 */
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { check } from './check.ts'
import { leap, remember } from './leap.ts'
import { load, loadWarm } from './load.ts'
import { createPairs, gather, pairUp } from './pairs.ts'
import { findPartner, isTorn, sortByFlow } from './partners.ts'
import { addTreePath, costOf, createPaths, dropEmpty, tidy } from './paths.ts'
import { resultOf } from './result.ts'
import { createState, type State } from './state.ts'
import { type Loads, renew, sweep } from './sweep.ts'
import { renewTrees } from './team.ts'
import { createScratch } from './trees.ts'
import { createCurves } from './volume-delay.ts'

/** An assignment under way: `step` is one iteration (flows shifted, then shortest paths from every origin). */
export interface Assignment {
  /** To be given to `help` (team.ts) on each of `state.helpers` other threads before the first step. */
  readonly state: State
  /** Does nothing once done. */
  step(): void
  readonly done: boolean
  /** 0 … 1, from the gap on a log scale. */
  readonly progress: number
  /** @throws Error before the first step */
  result(): TrafficResult
}

/** Rounds of an iteration, sweeps over the pairs of a round, and the share of the first sweep's gain at which they end. */
const ROUNDS = 8
const SWEEPS = 20
const ENOUGH = 0.01
/** A path is not taken up for a gain under this share of the gap. */
const IGNORED = 0.05
/** Parts that the origins are first loaded in. */
const PARTS = 16
/** Within this many times the gap asked for, volumes are summed anew from the paths in every iteration, else in every 8th. */
const NEAR = 100

/** @throws Error where the input contradicts itself: lengths, nodes, negative or missing numbers, broken warm paths */
export function createAssignment(input: TrafficInput): Assignment {
  check(input)
  const s = createState(input)
  const curves = createCurves(input.network, input.objective, s.link)
  const paths = createPaths(s, input.classes)
  const pairs = createPairs()
  const loads: Loads = {
    curves,
    volume: new Float64Array(s.links),
    groupVolume: new Float64Array(s.groups * s.links),
    slope: new Float64Array(s.links),
  }
  const scratch = createScratch(s)
  const ods = paths.odUnits.length
  const all = Int32Array.from({ length: s.trees }, (_, t) => t)
  const gaps: number[] = []

  const gap = () => gaps.at(-1) ?? Number.POSITIVE_INFINITY

  function step(): void {
    if (done()) return
    if (gaps.length === 0) start()
    else {
      addColumns()
      gather(paths, pairs)
      equalise()
    }
    const near = gaps.length === 0 || gap() < NEAR * input.relativeGap || gaps.length % 8 === 7
    if (near) load(s, paths, loads)
    renewTrees(s, scratch, all)
    gaps.push(measure())
    if (near || !done()) return
    load(s, paths, loads)
    renewTrees(s, scratch, all)
    gaps[gaps.length - 1] = measure()
  }

  function equalise(): void {
    let first = 0
    for (let round = 0; round < ROUNDS; round++) {
      let before = null
      for (let k = 0; k < SWEEPS; k++) {
        if (k === SWEEPS >> 1) before = remember(paths, loads)
        const gain = sweep(s, paths, pairs, loads)
        first ||= gain
        if (gain <= ENOUGH * first) return
      }
      leap(s, paths, loads, before!)
    }
  }

  /** Paths of another solution as far as they still stand; the others a part after another on what are the shortest then. */
  function start(): void {
    if (input.warm) loadWarm(s, paths, loads, input.warm)
    for (let l = 0; l < s.links; l++) renew(s, loads, l)
    const waiting: number[] = []
    for (let od = 0; od < ods; od++) {
      const first = paths.first[od]!
      if (first < 0) waiting.push(od)
      else for (let q = paths.next[first]!; q >= 0; q = paths.next[q]!) join(q)
    }
    for (let part = 0; part < PARTS; part++) {
      const now = waiting.filter((od) => paths.odTree[od]! % PARTS === part)
      if (now.length === 0) continue
      renewTrees(s, scratch, [...new Set(now.map((od) => paths.odTree[od]!))])
      for (const od of now) loadShortest(od)
      for (let l = 0; l < s.links; l++) renew(s, loads, l)
    }
  }

  function loadShortest(od: number): void {
    const path = addTreePath(s, paths, od)
    if (path < 0) return
    const units = paths.odUnits[od]!
    const base = s.treeGroup[paths.odTree[od]!]! * s.links
    paths.shortest[od] = path
    paths.flow[path] = units
    for (let k = paths.start[path]!; k < paths.poolEnd; k++) {
      loads.groupVolume[base + paths.pool[k]!]! += units
      loads.volume[paths.pool[k]!]! += units
    }
  }

  function addColumns(): void {
    tidy(paths)
    const slack = IGNORED * gap()
    for (let od = 0; od < ods; od++) {
      const first = paths.first[od]!
      if (first < 0) continue
      const way = paths.odTree[od]! * s.zones + paths.odZone[od]!
      if (s.moved[way] || paths.shortest[od]! < 0) {
        paths.shortest[od] = -1
        if (costOf(s, paths, first) > s.least[way]! * (1 + slack)) {
          const path = addTreePath(s, paths, od)
          paths.shortest[od] = path
          if (path !== first && paths.partner[path]! < 0) join(path)
        }
      }
      if (paths.next[first]! < 0) continue
      dropEmpty(paths, od)
      if (!isTorn(paths, od)) continue
      sortByFlow(paths, od)
      for (let q = paths.next[paths.first[od]!]!; q >= 0; q = paths.next[q]!) join(q)
    }
  }

  function join(path: number): void {
    if (findPartner(paths, path)) pairUp(s, paths, pairs, path)
  }

  function measure(): number {
    let [total, least] = [0, 0]
    for (let l = 0; l < s.links; l++) {
      for (let g = 0; g < s.groups; g++) {
        const at = g * s.links + l
        if (loads.groupVolume[at]! > 0) total += loads.groupVolume[at]! * s.cost[at]!
      }
    }
    for (const cost of s.treeCost) least += cost
    return least > 0 ? Math.max(0, (total - least) / least) : 0
  }

  const done = () => gap() <= input.relativeGap || gaps.length >= input.maxIterations

  return {
    state: s,
    step,
    get done() {
      return done()
    },
    get progress() {
      if (done()) return 1
      if (gaps.length < 2) return 0
      const [worst, best] = [gaps[0]!, gaps.reduce((a, b) => Math.min(a, b))]
      return Math.min(1, Math.log(worst / best) / Math.log(worst / Math.max(input.relativeGap, Number.MIN_VALUE)))
    },
    result: () => resultOf(input, s, paths, loads, gaps),
  }
}
