import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TrafficCount, TrafficInput, TrafficModel, TrafficResult } from '../../scenarios/traffic.ts'
import { adjustedLike, calibrated, countFit, fitToCounts, LARGEST_FACTOR } from './calibrate.ts'

/**
 * An equilibrium over every path without a loop, by shifting flow to the cheapest path of a pair until none gains: slow,
 * plain, and for networks of some dozen links only.
 */
function solve(input: TrafficInput): TrafficResult {
  const { network, classes } = input
  const n = network.zoneCount
  const paths: { of: number; origin: number; destination: number; links: number[]; flow: number }[] = []
  const pairs: (typeof paths)[] = []
  for (const [of, { demand }] of classes.entries())
    for (let pair = 0; pair < n * n; pair++) {
      const [origin, destination] = [Math.floor(pair / n), pair % n]
      if (!(demand[pair]! > 0) || origin === destination) continue
      const own = waysBetween(network, origin, destination)
      const found = own.map((links) => ({ of, origin, destination, links, flow: demand[pair]! / own.length }))
      paths.push(...found)
      pairs.push(found)
    }
  const volume = new Float64Array(network.from.length)
  const add = (p: (typeof paths)[number], flow: number) => {
    p.flow += flow
    for (const a of p.links) volume[a]! += flow * classes[p.of]!.equivalent
  }
  for (const p of paths) for (const a of p.links) volume[a]! += p.flow * classes[p.of]!.equivalent
  const ratio = (a: number) => volume[a]! / network.capacity[a]!
  const time = (a: number) => network.freeTime[a]! * (1 + network.alpha[a]! * ratio(a) ** network.power[a]!)
  const slope = (a: number) =>
    (network.freeTime[a]! * network.alpha[a]! * network.power[a]! * ratio(a) ** (network.power[a]! - 1)) /
    network.capacity[a]!
  for (let sweep = 0; sweep < 400; sweep++)
    for (const own of pairs) {
      const cost = own.map((p) => p.links.reduce((sum, a) => sum + time(a), 0))
      const best = own[cost.indexOf(Math.min(...cost))]!
      for (const [k, p] of own.entries()) {
        if (p === best || p.flow === 0) continue
        const apart = [
          ...p.links.filter((a) => !best.links.includes(a)),
          ...best.links.filter((a) => !p.links.includes(a)),
        ]
        const steep = apart.reduce((sum, a) => sum + slope(a), 0) * classes[p.of]!.equivalent
        const shift = Math.min(p.flow, steep > 0 ? (0.7 * (cost[k]! - Math.min(...cost))) / steep : p.flow)
        add(p, -shift)
        add(best, shift)
      }
    }
  const used = paths.filter(({ flow }) => flow > 1e-12)
  const start = [0]
  for (const p of used) start.push(start.at(-1)! + p.links.length)
  const classVolume = classes.map((_, of) => {
    const own = new Float64Array(volume.length)
    for (const p of used) if (p.of === of) for (const a of p.links) own[a]! += p.flow
    return own
  })
  return {
    volume,
    classVolume,
    time: volume.map((_, a) => time(a)),
    paths: {
      class: Uint8Array.from(used, (p) => p.of),
      origin: Int32Array.from(used, (p) => p.origin),
      destination: Int32Array.from(used, (p) => p.destination),
      flow: Float64Array.from(used, (p) => p.flow),
      start: Int32Array.from(start),
      links: Int32Array.from(used.flatMap((p) => p.links)),
    },
    unserved: [],
    objective: 0,
    totalTravelTime: 0,
    totalCost: 0,
    relativeGap: 0,
    gaps: new Float64Array(),
    diagnostics: { iterations: 400, converged: true, paths: used.length, cpuSeconds: 0, wallSeconds: 0 },
    digest: '',
  }
}

/** Whatever is asked, solved. */
function answered<T>(dialogue: Generator<TrafficInput, T, TrafficResult>): T {
  let turn = dialogue.next()
  while (!turn.done) turn = dialogue.next(solve(turn.value))
  return turn.value
}

function waysBetween({ from, to }: TrafficInput['network'], origin: number, destination: number): number[][] {
  const found: number[][] = []
  const go = (node: number, seen: number[], links: number[]) => {
    if (node === destination) {
      found.push(links)
      return
    }
    for (let a = 0; a < from.length; a++)
      if (from[a] === node && !seen.includes(to[a]!)) go(to[a]!, [...seen, to[a]!], [...links, a])
  }
  go(origin, [origin], [])
  return found
}

/** Streets both ways round a square with a diagonal, zones at its corners; two classes, one of them heavier. */
function square(demands: readonly (readonly number[])[]): TrafficInput {
  const streets = [
    [0, 1, 60],
    [1, 2, 90],
    [2, 3, 60],
    [3, 0, 90],
    [0, 2, 100],
  ] as const
  const links = streets.flatMap(([a, b, time]) => [
    [a, b, time],
    [b, a, time],
  ])
  const of = (value: (link: number[]) => number) => Float64Array.from(links, (link) => value(link as number[]))
  return {
    network: {
      nodeCount: 4,
      zoneCount: 4,
      firstThroughNode: 0,
      from: Int32Array.from(links, (l) => l[0]!),
      to: Int32Array.from(links, (l) => l[1]!),
      capacity: of(() => 600),
      freeTime: of((l) => l[2]!),
      alpha: of(() => 0.5),
      power: of(() => 2),
      length: of((l) => l[2]! * 10),
    },
    classes: demands.map((demand, c) => ({
      id: (['motorbike', 'car'] as const)[c]!,
      equivalent: [1, 3][c]!,
      fixedCost: of(() => 0),
      demand: Float64Array.from(demand),
    })),
    objective: 'user',
    relativeGap: 1e-6,
    maxIterations: 100,
    threads: 1,
  }
}

const matrix = fc
  .array(fc.integer({ min: 0, max: 200 }), { minLength: 16, maxLength: 16 })
  .map((trips) => trips.map((t, pair) => (pair % 5 === 0 ? 0 : t)))
const countsOf = (input: TrafficInput, links: readonly number[]) => {
  const { classVolume } = solve(input)
  return links.flatMap((link) => classVolume.map((own, of) => ({ link, class: of, vehiclesPerHour: own[link]! })))
}
const misfit = (result: TrafficResult, counts: ReturnType<typeof countsOf>) =>
  counts.reduce((sum, c) => sum + (result.classVolume[c.class]![c.link]! - c.vehiclesPerHour) ** 2, 0)

describe('fitToCounts', () => {
  test('counts that are met change nothing', () => {
    fc.assert(
      fc.property(matrix, matrix, (a, b) => {
        const input = square([a, b])
        const { demand } = answered(fitToCounts(input, countsOf(input, [0, 3, 8])))
        expect(demand.map((trips) => [...trips])).toEqual([a, b])
      }),
      { numRuns: 8 },
    )
  })

  test('one pair with one count is found at once', () => {
    const known = square([[0, 300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
    const counts = countsOf(known, [0])
    const prior = square([[0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
    const { result, demand } = answered(fitToCounts(prior, counts))
    expect(result.classVolume[0]![0]! / counts[0]!.vehiclesPerHour).toBeCloseTo(1, 3)
    expect(demand[0]![1]).toBeCloseTo(300, -1)
  })

  test('counts of a matrix that differs by a third either way are met to a quarter of the misfit', () => {
    const trips = Array.from({ length: 16 }, (_, k) => 20 + ((7 * k) % 11) * 10)
    const by = trips.map((_, k) => (k % 3 === 0 ? 4 / 3 : 2 / 3))
    const counts = countsOf(square([trips.map((t, k) => t * by[k]!)]), [0, 1, 2, 4, 7, 9])
    const { prior, result } = answered(fitToCounts(square([trips]), counts))
    expect(misfit(result, counts)).toBeLessThanOrEqual(0.25 * misfit(prior, counts))
  })

  test('counts of another matrix are met no worse; nothing leaves its bounds', () => {
    fc.assert(
      fc.property(
        matrix,
        matrix,
        fc.array(fc.double({ min: 0.6, max: 1.6, noNaN: true }), { minLength: 32, maxLength: 32 }),
        (a, b, by) => {
          const prior = square([a, b])
          const known = square([a.map((t, k) => t * by[k]!), b.map((t, k) => t * by[16 + k]!)])
          const counts = countsOf(known, [0, 1, 2, 4, 7, 9])
          const { demand, prior: before, result: after } = answered(fitToCounts(prior, counts))
          // Rough equilibria tell volumes to about so much.
          expect(misfit(after, counts)).toBeLessThanOrEqual(misfit(before, counts) * (1 + 1e-6))
          for (const [c, trips] of demand.entries())
            for (const [k, t] of trips.entries()) {
              const was = [a, b][c]![k]!
              if (was === 0) expect(t).toBe(0)
              else expect(t / was >= 1 / LARGEST_FACTOR && t / was <= LARGEST_FACTOR).toBe(true)
            }
        },
      ),
      { numRuns: 8 },
    )
  }, 60_000)
})

const count = (vehiclesPerHour: number): TrafficCount => ({
  road: 'r1',
  direction: 'forward',
  class: 'motorbike',
  vehiclesPerHour,
})

describe('countFit', () => {
  test('has the GEH of the handbook: 1 000 counted, 1 100 modelled is 3.09', () => {
    const fit = countFit([count(1000), count(0)], [1500, 0], [1100, 0])
    expect(fit.counts[0]!.geh).toBeCloseTo(3.0861, 4)
    expect(fit.counts[1]).toMatchObject({ before: 0, after: 0, geh: 0 })
    expect(fit.shareUnderGeh5).toBe(1)
    expect(fit.rSquared).toBeCloseTo(1 - 100 ** 2 / (2 * 500 ** 2), 12)
  })
})

describe('calibrated', () => {
  const input = square([[0, 200, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]])
  const links = input.network.from.length
  const model = {
    network: input.network,
    classes: input.classes,
    links: {
      roads: ['r0', 'r1'],
      road: Int32Array.from({ length: links }, (_, a) => (a === 0 || a === 1 ? 1 : 0)),
      backward: Uint8Array.from({ length: links }, (_, a) => a % 2),
    },
    zones: ['a', 'b', 'c', 'd'].map((id) => ({ id })),
    calibrated: false,
    fit: null,
  } as unknown as TrafficModel

  test('shows its fit, and a scenario follows by the ids of its zones', () => {
    const { model: fitted } = answered(calibrated(model, input, [count(300)]))
    expect(fitted.calibrated).toBe(true)
    expect(fitted.fit!.counts[0]!.geh).toBeLessThan(0.1)
    expect(fitted.fit!.shareUnderGeh5).toBe(1)
    const factor = fitted.classes[0]!.demand[1]! / 200
    expect(factor).toBeGreaterThan(1.2)

    const turned = {
      ...model,
      zones: [{ id: 'b' }, { id: 'a' }, { id: 'new' }, { id: 'd' }],
    } as unknown as TrafficModel
    const demand = Float64Array.from({ length: 16 }, (_, k) => (k === 4 || k === 6 ? 100 : 0))
    const own = { ...turned, classes: [{ ...input.classes[0]!, demand }] }
    const after = adjustedLike(fitted, own)
    expect([after.classes[0]!.demand[4]! / 100, after.classes[0]!.demand[6]]).toEqual([factor, 100])
    expect([after.adjustment![0]![4], after.adjustment![0]![6], after.fit]).toEqual([factor, 1, fitted.fit])
    expect(adjustedLike(model, own)).toBe(own)
  })

  test('names the count whose road the network does not have', () => {
    const wrong = { ...count(5), road: 'r9' }
    expect(() => answered(calibrated(model, input, [wrong]))).toThrow(/r9, forward, motorbike/)
  })
})
