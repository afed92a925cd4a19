/**
 * Assignment against what is known: Braess’s paradox, the objectives of SiouxFalls and Anaheim recomputed from their
 * published volumes (github.com/bstabler/TransportationNetworks), and what any equilibrium must hold.
 */
import { readFileSync } from 'node:fs'
import { readTntpFlow } from '../../../data/readers/tntp/flow.ts'
import { readTntpNetwork, tntpClass } from '../../../data/readers/tntp/network.ts'
import { readTntpTrips } from '../../../data/readers/tntp/trips.ts'
import type { TrafficInput, TrafficNetwork, TrafficResult } from '../../../scenarios/traffic.ts'
import { traffic } from '../../../workers/node/traffic.ts'
import { createAssignment } from '../../../workers/traffic/assign.ts'
import { createFrankWolfe } from '../../../workers/traffic/frank-wolfe.ts'
import { closing, mirrored, sketch } from '../../arbitraries/sketch.ts'
import { type Case, exponent, isThere, type Row, sharedFile } from '../case.ts'

/** Beckmann's objective and the total travel time of networks of the collection, in the units of their files. */
export const optima = {
  SiouxFalls: { objective: 4231335.287107, totalTravelTime: 7480225.345 },
  Anaheim: { objective: 1286032.171096, totalTravelTime: 1419913.85 },
}
export type TntpName = keyof typeof optima

export const tntpIsThere = (name: string): boolean => isThere('data', 'traffic', name, `${name}_net.tntp`)

/** A network of the collection with its trips, as one class. */
export function readTntp(name: string, given: Partial<TrafficInput> = {}): TrafficInput {
  const file = (kind: string) => readFileSync(sharedFile('data', 'traffic', name, `${name}_${kind}.tntp`))
  const network = readTntpNetwork(file('net'), `${name}_net.tntp`)
  const { demand } = readTntpTrips(file('trips'), `${name}_trips.tntp`, network.network.zoneCount)
  const classes = [tntpClass(network, demand)]
  return {
    network: network.network,
    classes,
    objective: 'user',
    relativeGap: 1e-8,
    maxIterations: 1000,
    threads: 1,
    ...given,
  }
}

/** Braess (1968): two zones, four ways of which one leads over the middle link, six trips. */
export function braess(given: Partial<TrafficInput> = {}, middle = true): TrafficInput {
  const rows = [
    [0, 2, 0, 10],
    [0, 3, 50, 1],
    [2, 1, 50, 1],
    [3, 1, 0, 10],
    [2, 3, 10, 1],
  ].slice(0, middle ? 5 : 4)
  // time = free + slope · volume; 0 free flow time stands as 1e-9, as in the file of the collection
  const free = Float64Array.from(rows, (row) => row[2]! || 1e-9)
  const network: TrafficNetwork = {
    nodeCount: 4,
    zoneCount: 2,
    firstThroughNode: 0,
    from: Int32Array.from(rows, (row) => row[0]!),
    to: Int32Array.from(rows, (row) => row[1]!),
    capacity: new Float64Array(rows.length).fill(1),
    freeTime: free,
    alpha: Float64Array.from(rows, (row, a) => row[3]! / free[a]!),
    power: new Float64Array(rows.length).fill(1),
    length: new Float64Array(rows.length),
  }
  const fixedCost = new Float64Array(rows.length)
  const demand = Float64Array.of(0, 6, 0, 0)
  return {
    network,
    classes: [{ id: 'car', equivalent: 1, fixedCost, demand }],
    objective: 'user',
    relativeGap: 1e-12,
    maxIterations: 1000,
    threads: 1,
    ...given,
  }
}

/** Runs to the end on this thread. */
export function assign(input: TrafficInput): TrafficResult {
  const assignment = createAssignment({ ...input, threads: 1 })
  while (!assignment.done) assignment.step()
  return assignment.result()
}

/** What everyone pays on his paths beyond the cheapest that there are, over what those cost: the gap, seen from the paths. */
export function gapOfPaths(input: TrafficInput, { paths, time }: TrafficResult): number {
  const { classes, network } = input
  let [extra, least] = [0, 0]
  const labels = new Map<string, Float64Array>()
  for (let p = 0; p < paths.flow.length; p++) {
    const [k, origin] = [paths.class[p]!, paths.origin[p]!]
    const { fixedCost, equivalent } = classes[k]!
    const key = `${k} ${origin}`
    let label = labels.get(key)
    if (!label) {
      label = cheapest(
        network,
        time.map((seconds, a) => seconds + fixedCost[a]!),
        origin,
      )
      labels.set(key, label)
    }
    let cost = 0
    for (const a of paths.links.subarray(paths.start[p]!, paths.start[p + 1]!)) cost += time[a]! + fixedCost[a]!
    extra += paths.flow[p]! * equivalent * (cost - label[paths.destination[p]!]!)
    least += paths.flow[p]! * equivalent * label[paths.destination[p]!]!
  }
  return least > 0 ? extra / least : 0
}

/** Cost of the way from a node to every other, by Bellman and Ford: nothing of the kernel's in it. */
export function cheapest(
  { from, to, nodeCount, firstThroughNode }: TrafficNetwork,
  cost: Float64Array,
  origin: number,
) {
  const label = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY)
  label[origin] = 0
  for (let changed = true; changed; ) {
    changed = false
    for (let a = 0; a < from.length; a++) {
      const u = from[a]!
      if (u < firstThroughNode && u !== origin) continue
      if (label[u]! + cost[a]! >= label[to[a]!]!) continue
      label[to[a]!] = label[u]! + cost[a]!
      changed = true
    }
  }
  return label
}

/** The most that any node gains or loses of a class, beside its trips, vehicles/h. */
export function imbalance({ network, classes }: TrafficInput, { classVolume, unserved }: TrafficResult): number {
  const { nodeCount, zoneCount, from, to } = network
  let worst = 0
  for (const [k, { demand }] of classes.entries()) {
    const net = new Float64Array(nodeCount)
    for (let od = 0; od < demand.length; od++) {
      net[Math.floor(od / zoneCount)]! += demand[od]!
      net[od % zoneCount]! -= demand[od]!
    }
    for (const { class: other, origin, destination, trips } of unserved) {
      if (other !== k) continue
      net[origin]! -= trips
      net[destination]! += trips
    }
    for (let a = 0; a < from.length; a++) {
      net[from[a]!]! -= classVolume[k]![a]!
      net[to[a]!]! += classVolume[k]![a]!
    }
    for (const value of net) worst = Math.max(worst, Math.abs(value))
  }
  return worst
}

export const apart = (a: number, b: number): number => Math.abs(a / b - 1)
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}

const row = (id: string, check: string, expected: string, got: string, tolerance: string, pass: boolean): Row => ({
  id,
  check,
  expected,
  got,
  tolerance,
  pass,
})
const within = (id: string, check: string, error: number, tolerance: number): Row =>
  row(id, check, '0', exponent(error), `≤ ${exponent(tolerance)}`, error <= tolerance)

export const braessCase: Case = {
  title: 'Traffic: Braess’s paradox',
  run() {
    const { volume, totalTravelTime } = assign(braess())
    const without = assign(braess({}, false))
    const system = assign(braess({ objective: 'system' }))
    return [
      within('T1', 'Braess, link volumes 4, 2, 2, 4, 2', farthest(volume, [4, 2, 2, 4, 2]), 1e-6),
      within('T1', 'Braess, cost of each path 92', Math.abs(totalTravelTime / 6 - 92), 1e-6),
      within('T1', 'Braess without the middle link, 83', Math.abs(without.totalTravelTime / 6 - 83), 1e-6),
      within(
        'T1',
        'Braess, system optimum leaves the middle link empty, 83',
        Math.abs(system.objective / 6 - 83),
        1e-6,
      ),
    ]
  },
}

export const tntpCase = (id: string, name: TntpName): Case => ({
  title: `Traffic: ${name}`,
  ...(tntpIsThere(name) ? {} : { needs: `data/traffic/${name}` }),
  run() {
    const input = readTntp(name)
    const result = assign(input)
    const published = readTntpFlow(
      readFileSync(sharedFile('data', 'traffic', name, `${name}_flow.tntp`)),
      `${name}_flow.tntp`,
      input.network,
    )
    const exact = assign({ ...input, relativeGap: 1e-12 })
    const { objective, totalTravelTime } = optima[name]
    const largest = published.volume.reduce((a, b) => Math.max(a, b))
    const reached = createFrankWolfe({ ...input, relativeGap: 1e-5 }, 'bi-conjugate')
    while (!reached.done) reached.step()
    return [
      within(id, `${name}, gap reached`, result.relativeGap, 1e-8),
      within(id, `${name}, objective ${objective}, relative`, apart(result.objective, objective), 1e-7),
      within(id, `${name}, total travel time, relative`, apart(result.totalTravelTime, totalTravelTime), 1e-6),
      within(
        id,
        `${name} to gap 1e-12, link volumes as published, of the largest`,
        farthest(exact.volume, published.volume) / largest,
        1e-6,
      ),
      within(id, `${name}, vehicles lost or made at a node, of all`, imbalance(input, result) / total(input), 1e-13),
      within(id, `${name}, cost of used paths above the cheapest, relative`, gapOfPaths(input, result), 1.001e-8),
      within(
        id,
        `${name}, objective of bi-conjugate Frank–Wolfe at gap 1e-5`,
        reached.objective() / objective - 1,
        1e-5,
      ),
    ]
  },
})

const total = ({ classes }: TrafficInput): number =>
  classes.reduce((sum, { demand }) => sum + demand.reduce((a, b) => a + b), 0)

export const sketchCase: Case = {
  title: 'Traffic: a made network of Chicago Sketch’s size',
  async run() {
    const input = sketch(1, { relativeGap: 1e-10 })
    const one = assign(input)
    const digests = await Promise.all(
      [1, 2, 3].map(async (threads) => (await traffic.run({ ...input, threads })).digest),
    )
    const turned = assign(mirrored(input))
    const busiest = one.volume.reduce((best, volume, a) => (volume > one.volume[best]! ? a : best), 0)
    const closed = closing(
      input,
      input.network.capacity.findIndex((c, a) => c === 6000 && one.volume[a]! > 0),
    )
    const cold = assign(closed)
    const warm = assign({ ...closed, warm: one.paths })
    const links = input.network.from.length
    return [
      within('T4', 'gap 1e-10', one.relativeGap, 1e-10),
      within('T4', 'vehicles lost or made at a node, of all', imbalance(input, one) / total(input), 1e-13),
      within('T4', 'cost of used paths above the cheapest, relative', gapOfPaths(input, one), 1.01e-10),
      row(
        'T5',
        'digest with 1, 2 and 3 threads',
        one.digest.slice(0, 12),
        [...new Set(digests.map((digest) => digest.slice(0, 12)))].join(', '),
        'the same bits',
        digests.every((digest) => digest === one.digest),
      ),
      within(
        'T6',
        'links numbered backwards: the same volumes, of the largest',
        farthest(one.volume, turned.volume.toReversed()) / one.volume[busiest]!,
        1e-5,
      ),
      within('T7', 'an expressway closed: warm start as cold, objective', apart(warm.objective, cold.objective), 1e-9),
      row(
        'T7',
        'iterations, warm and cold',
        `< ${cold.diagnostics.iterations}`,
        `${warm.diagnostics.iterations}`,
        `${links} links`,
        warm.diagnostics.iterations < cold.diagnostics.iterations,
      ),
    ]
  },
}
