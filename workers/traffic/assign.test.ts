import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { closing, sketch } from '../../test/arbitraries/sketch.ts'
import { smallNetwork, smallNetworks } from '../../test/arbitraries/traffic.ts'
import {
  apart,
  assign,
  braess,
  braessCase,
  cheapest,
  farthest,
  gapOfPaths,
  imbalance,
  tntpCase,
} from '../../test/verify/cases/traffic.ts'
import { about } from './about.ts'
import { createAssignment } from './assign.ts'
import { createFrankWolfe } from './frank-wolfe.ts'
import { dismiss } from './team.ts'

/** Runs with helpers as a door does. */
async function assignTogether(input: TrafficInput): Promise<TrafficResult> {
  const assignment = createAssignment(input)
  const script = `const { parentPort, workerData } = require('node:worker_threads')
    import(${JSON.stringify(new URL('./team.ts', import.meta.url).href)}).then(({ help }) => {
      parentPort.postMessage(0)
      help(workerData)
    })`
  const workers = Array.from({ length: assignment.state.helpers }, () => {
    return new Worker(script, { eval: true, workerData: assignment.state })
  })
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))))
  while (!assignment.done) assignment.step()
  dismiss(assignment.state)
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))))
  return assignment.result()
}

const volumesOfPaths = ({ classes, network }: TrafficInput, { paths }: TrafficResult): Float64Array => {
  const volume = new Float64Array(network.from.length)
  for (let p = 0; p < paths.flow.length; p++) {
    const units = paths.flow[p]! * classes[paths.class[p]!]!.equivalent
    for (const a of paths.links.subarray(paths.start[p]!, paths.start[p + 1]!)) volume[a]! += units
  }
  return volume
}

describe('against known answers', () => {
  for (const { title, needs, run } of [braessCase, tntpCase('T2', 'SiouxFalls'), tntpCase('T3', 'Anaheim')]) {
    it.skipIf(needs)(title, async () => {
      for (const row of await run()) expect(row, row.check).toMatchObject({ pass: true })
    })
  }
})

describe('any network', () => {
  it('comes to its equilibrium: flows conserved, used paths the cheapest within the gap, volumes the sum of the paths', () => {
    fc.assert(
      fc.property(smallNetworks, (input) => {
        const result = assign(input)
        expect(result.diagnostics.converged).toBe(true)
        expect(result.relativeGap).toBeLessThanOrEqual(input.relativeGap)
        expect(result.gaps.length).toBe(result.diagnostics.iterations)
        expect(imbalance(input, result)).toBeLessThan(1e-10)
        for (const values of [result.volume, ...result.classVolume, result.paths.flow]) {
          expect(values.every((value) => value >= 0 && value < Number.POSITIVE_INFINITY)).toBe(true)
        }
        const sums = volumesOfPaths(input, result)
        expect(farthest(result.volume, sums)).toBeLessThan(1e-9 * (1 + Math.max(...sums)))
        if (input.objective === 'user') expect(gapOfPaths(input, result)).toBeLessThan(1.01e-9 + 1e-14)
      }),
      { numRuns: 150 },
    )
  })

  it('has the objective of Frank–Wolfe, never above it', () => {
    fc.assert(
      fc.property(smallNetworks, (input) => {
        const reference = createFrankWolfe({ ...input, relativeGap: 1e-5, maxIterations: 300 }, 'bi-conjugate')
        while (!reference.done) reference.step()
        const { objective } = assign(input)
        expect(objective).toBeLessThanOrEqual(reference.objective() * (1 + 1e-9))
        // The objective is convex: the reference’s own gap bounds how far it is above.
        const { totalCost } = assign(input)
        if (input.objective === 'system' || reference.gaps.at(-1)! > 1e-4) return
        expect(reference.objective() - objective).toBeLessThan(2e-4 * (totalCost + 1))
      }),
      { numRuns: 50 },
    )
  })

  it('gives the same volumes whichever class comes first, and whatever the start', () => {
    fc.assert(
      fc.property(smallNetworks, fc.integer({ min: 0, max: 100 }), (input, at) => {
        const result = assign({ ...input, relativeGap: 1e-11 })
        const turned = assign({ ...input, relativeGap: 1e-11, classes: input.classes.toReversed() })
        const changed = input.classes.map((one) => ({
          ...one,
          demand: one.demand.map((trips, od) => (od === at ? 0 : 1.5 * trips)),
        }))
        const warm = assign({ ...input, relativeGap: 1e-11, warm: assign({ ...input, classes: changed }).paths })
        const scale = Math.abs(result.objective) + 1e-9
        expect(Math.abs(turned.objective - result.objective)).toBeLessThan(1e-9 * scale)
        expect(Math.abs(warm.objective - result.objective)).toBeLessThan(1e-9 * scale)
        expect(imbalance(input, warm)).toBeLessThan(1e-10)
      }),
      { numRuns: 60 },
    )
  })

  it('gives the same bits on another run and with 2 and 3 threads', async () => {
    const input = sketch(3, { relativeGap: 1e-3 })
    const { digest } = assign(input)
    expect(assign(input).digest).toBe(digest)
    for (const threads of [2, 3]) expect((await assignTogether({ ...input, threads })).digest).toBe(digest)
    for (const seed of [1, 2]) {
      const small = smallNetwork(seed)
      expect((await assignTogether({ ...small, threads: 2 })).digest).toBe(assign(small).digest)
    }
  })
})

it('a symmetric town has symmetric volumes', () => {
  const side = 7
  const turn = (node: number) => (node % side) * side + Math.floor(node / side)
  const ends: [number, number][] = []
  for (let node = 0; node < side * side; node++) {
    if (node % side < side - 1) ends.push([node, node + 1], [node + 1, node])
    if (node + side < side * side) ends.push([node, node + side], [node + side, node])
  }
  const number = new Map(ends.map(([a, b], link) => [`${a} ${b}`, link]))
  const column = (value: number) => new Float64Array(ends.length).fill(value)
  const far = (a: number, b: number) =>
    Math.abs((a % side) - (b % side)) + Math.abs(a - (a % side) - b + (b % side)) / side
  const zones = side * side
  const result = assign({
    network: {
      nodeCount: zones,
      zoneCount: zones,
      firstThroughNode: 0,
      from: Int32Array.from(ends, ([a]) => a),
      to: Int32Array.from(ends, ([, b]) => b),
      capacity: column(20),
      freeTime: column(60),
      alpha: column(0.5),
      power: column(4),
      length: column(100),
    },
    classes: [
      {
        id: 'motorbike',
        equivalent: 1,
        fixedCost: column(0),
        demand: Float64Array.from(
          { length: zones * zones },
          (_, od) => 1 / (1 + far(Math.floor(od / zones), od % zones)),
        ),
      },
    ],
    objective: 'user',
    relativeGap: 1e-12,
    maxIterations: 500,
    threads: 1,
  })
  const seen = ends.map(([a, b]) => result.volume[number.get(`${turn(a)} ${turn(b)}`)!]!)
  expect(farthest(result.volume, seen)).toBeLessThan(1e-5 * Math.max(...result.volume))
})

describe('closures', () => {
  const input = sketch(5, { relativeGap: 1e-7 })
  const before = assign(input)

  it('a warm start after a closed street ends where a cold one does, sooner', () => {
    const link = input.network.capacity.findIndex((capacity, a) => capacity === 6000 && before.volume[a]! > 0)
    const closed = closing(input, link)
    const [cold, warm] = [assign(closed), assign({ ...closed, warm: before.paths })]
    expect(warm.volume[link]).toBe(0)
    expect(apart(warm.objective, cold.objective)).toBeLessThan(1e-7)
    expect(warm.diagnostics.iterations).toBeLessThan(cold.diagnostics.iterations)
    expect(assign({ ...closed, warm: before.paths }).digest).toBe(warm.digest)
    const still = assign({ ...input, warm: before.paths })
    expect(still.diagnostics.iterations).toBe(1)
  })

  it('trips without a way are told, and the others served', () => {
    const town = braess()
    const fixedCost = town.network.from.map((from) => (from === 0 ? 1 : 0))
    const classes = [
      { ...town.classes[0]!, fixedCost: Float64Array.from(fixedCost, (out) => (out ? Number.POSITIVE_INFINITY : 0)) },
      { ...town.classes[0]!, id: 'bus' },
    ]
    const result = assign({ ...town, classes })
    expect(result.unserved).toEqual([{ class: 0, origin: 0, destination: 1, trips: 6 }])
    expect(result.classVolume[0]!.every((volume) => volume === 0)).toBe(true)
    expect(farthest(result.classVolume[1]!, [4, 2, 2, 4, 2])).toBeLessThan(1e-6)
  })
})

it('zones below firstThroughNode are not passed through, and intrazonal trips stay at home', () => {
  // 0 → 1 → 2 would be quick, but 1 is a zone: the way leads over 3
  const column = (...values: number[]) => Float64Array.from(values)
  const input: TrafficInput = {
    network: {
      nodeCount: 4,
      zoneCount: 3,
      firstThroughNode: 3,
      from: Int32Array.of(0, 1, 0, 3, 3),
      to: Int32Array.of(1, 2, 3, 2, 1),
      capacity: column(1, 1, 1, 1, 1),
      freeTime: column(1, 1, 10, 10, 10),
      alpha: column(0, 0, 0, 0, 0),
      power: column(4, 4, 4, 4, 4),
      length: column(1, 1, 1, 1, 1),
    },
    classes: [
      { id: 'car', equivalent: 2, fixedCost: column(0, 0, 0, 0, 0), demand: column(5, 0, 7, 0, 0, 0, 0, 0, 0) },
    ],
    objective: 'user',
    relativeGap: 1e-6,
    maxIterations: 10,
    threads: 1,
  }
  const result = assign(input)
  expect([...result.volume]).toEqual([0, 0, 14, 14, 0])
  expect([...result.classVolume[0]!]).toEqual([0, 0, 7, 7, 0])
  expect([...result.paths.links]).toEqual([2, 3])
  expect([result.objective, result.totalTravelTime, result.relativeGap]).toEqual([280, 280, 0])
  const through = assign({ ...input, network: { ...input.network, firstThroughNode: 0 } })
  expect([...through.volume]).toEqual([14, 14, 0, 0, 0])
  const nobody = assign({ ...input, classes: [{ ...input.classes[0]!, demand: new Float64Array(9) }] })
  expect([nobody.objective, nobody.relativeGap, nobody.paths.flow.length, nobody.diagnostics.iterations]).toEqual([
    0, 0, 0, 1,
  ])
})

it('cheapest, the witness of these tests, agrees with a way counted by hand', () => {
  const { network } = braess()
  expect([...cheapest(network, Float64Array.of(40, 52, 52, 40, 12), 0)]).toEqual([0, 92, 40, 52])
})

it('tells its progress, and has no result before its first step', () => {
  const assignment = createAssignment(sketch(2, { relativeGap: 1e-3 }))
  expect(() => assignment.result()).toThrow('Expected at least one step')
  const told = [assignment.progress]
  while (!assignment.done) {
    assignment.step()
    told.push(assignment.progress)
  }
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect([told[0], told.at(-1)]).toEqual([0, 1])
  const { iterations } = assignment.result().diagnostics
  assignment.step()
  expect(assignment.result().diagnostics.iterations).toBe(iterations)
})

it('says what is wrong with its input', () => {
  const input = braess()
  const { network, classes } = input
  const other = (given: Partial<TrafficInput>) => () => createAssignment({ ...input, ...given })
  const bad = (given: Partial<typeof network>) => other({ network: { ...network, ...given } })
  const class0 = (given: Partial<(typeof classes)[number]>) => other({ classes: [{ ...classes[0]!, ...given }] })
  expect(bad({ capacity: new Float64Array(1) })).toThrow('Expected capacity of length 5, got 1')
  expect(bad({ capacity: new Float64Array(5) })).toThrow('Expected capacity[0] above 0 where alpha is, got 0')
  expect(bad({ to: Int32Array.of(2, 3, 1, 1, 9) })).toThrow('Expected to[4] a whole number of 0 to 3, got 9')
  expect(bad({ zoneCount: 9 })).toThrow('Expected zoneCount a whole number of 1 to 4, got 9')
  expect(bad({ power: new Float64Array(5).fill(-1) })).toThrow('Expected power[0] of at least 0, got -1')
  expect(class0({ fixedCost: new Float64Array(5).fill(Number.NaN) })).toThrow('Expected fixedCost[0] of car')
  expect(class0({ demand: new Float64Array(3) })).toThrow('Expected demand of car of length 4, got 3')
  expect(class0({ equivalent: 0 })).toThrow('Expected equivalent of car above 0, got 0')
  expect(other({ threads: 17 })).toThrow('Expected threads a whole number of 1 to 16, got 17')
  expect(other({ relativeGap: Number.NaN })).toThrow('Expected relativeGap')
  expect(other({ classes: [] })).toThrow('Expected 1 to 256 classes, got 0')
  const { paths } = assign(input)
  expect(other({ warm: { ...paths, links: paths.links.toReversed() } })).toThrow('Expected a link that leads on')
  expect(other({ warm: { ...paths, origin: paths.origin.map(() => 1) } })).toThrow('Expected a link that leads on')
})

it('introduces itself', () => {
  expect(about).toMatchObject({ name: 'traffic', version: '1.0.0' })
  expect(about.limits.every((limit) => limit.vi && limit.en)).toBe(true)
})
