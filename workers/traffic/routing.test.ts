import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import { gridTown, streetModel, type Way } from '../../test/arbitraries/streets.ts'
import { createRouter } from './routing.ts'

const routerOf = (model: TrafficModel, mode: TravelMode = 'car', groundErrorMetres = 0) =>
  createRouter(model, mode, { time: null, groundErrorMetres, nameOf: (road) => road.toUpperCase() })

/** Least seconds between all nodes by Floyd–Warshall. */
function floyd(model: TrafficModel, closed: ReadonlySet<number> = new Set()): number[][] {
  const { nodeCount, from, to, freeTime } = model.network
  const least = Array.from({ length: nodeCount }, (_, i) =>
    Array.from({ length: nodeCount }, (_, j) => (i === j ? 0 : Infinity)),
  )
  for (let l = 2; l < from.length; l++) {
    if (!closed.has(l)) least[from[l]!]![to[l]!] = Math.min(least[from[l]!]![to[l]!]!, freeTime[l]!)
  }
  for (let k = 1; k < nodeCount; k++) {
    for (let i = 1; i < nodeCount; i++) {
      for (let j = 1; j < nodeCount; j++) {
        const through = least[i]![k]! + least[k]![j]!
        if (through < least[i]![j]!) least[i]![j] = through
      }
    }
  }
  return least
}

/** Any directed ways between up to twelve places on a coarse lattice, well apart. */
const town = fc
  .integer({ min: 2, max: 12 })
  .chain((count) =>
    fc.record({
      places: fc.uniqueArray(fc.tuple(fc.nat(20), fc.nat(20)), {
        minLength: count,
        maxLength: count,
        selector: String,
      }),
      ways: fc.array(
        fc.record({
          from: fc.nat(count - 1),
          to: fc.nat(count - 1),
          speed: fc.double({ min: 1, max: 20, noNaN: true }),
        }),
        { minLength: 1, maxLength: 40 },
      ),
    }),
  )
  .map(({ places, ways }) => ({
    places: places.map(([x, y]): XY => [100 * x, 100 * y]),
    ways: ways.filter(({ from, to }) => from !== to),
  }))
  .filter(({ ways }) => ways.length > 0)

describe('the fastest way', () => {
  it('is Floyd–Warshall’s between all corners, as a route and in the matrix, with closures and without', () => {
    fc.assert(
      fc.property(town, fc.array(fc.nat(39), { maxLength: 4 }), ({ places, ways }, shut) => {
        const model = streetModel(places, ways)
        const router = routerOf(model)
        const closed = new Set(shut.filter((l) => l < ways.length).map((l) => l + 2))
        router.close(closed)
        router.open(closed)
        router.close(closed)
        const least = floyd(model, closed)
        const onStreet = new Set(ways.flatMap(({ from, to }, l) => (closed.has(l + 2) ? [] : [from, to])))
        const corners = [...onStreet]
        const at = corners.map((n) => places[n]!)
        const matrix = router.matrix(at, at)
        for (const [i, a] of corners.entries()) {
          for (const [j, b] of corners.entries()) {
            const expected = least[a + 1]![b + 1]!
            const seconds = router.route(at[i]!, at[j]!)?.seconds ?? Infinity
            // A corner may lie in the middle of a way that passes it by: then there may be a shorter way yet.
            expect(seconds).toBeLessThanOrEqual(expected + 1e-6)
            expect(matrix[i * at.length + j]).toBeCloseTo(seconds, 6)
          }
        }
      }),
    )
  })

  it('is exactly Floyd–Warshall’s where no way passes a corner by, symmetric, and never longer over a third place', () => {
    const model = gridTown(6, 5, 3)
    const least = floyd(model)
    const router = routerOf(model)
    const at = Array.from({ length: 30 }, (_, n): XY => [model.x[n + 1]!, model.y[n + 1]!])
    const matrix = router.matrix(at, at)
    const of = (i: number, j: number) => matrix[i * 30 + j]!
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < 30; j++) {
        if (least[i + 1]![j + 1] === Infinity) continue
        expect(of(i, j)).toBeCloseTo(least[i + 1]![j + 1]!, 6)
        expect(of(i, j)).toBeCloseTo(of(j, i), 6)
        for (let k = 0; k < 30; k++) expect(of(i, j)).toBeLessThanOrEqual(of(i, k) + of(k, j) + 1e-6)
      }
    }
  })

  it('counts parts of links, and the walk to the street; its parts add up', () => {
    const anywhere = fc.tuple(
      fc.double({ min: -50, max: 500, noNaN: true }),
      fc.double({ min: -50, max: 400, noNaN: true }),
    )
    const router = routerOf(gridTown(6, 5, 3))
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        const route = router.route(a, b)
        const back = router.route(b, a)
        expect(back?.seconds ?? null).toEqual(route ? expect.closeTo(route.seconds, 6) : null)
        if (!route) return
        expect([route.line[0], route.line.at(-1)]).toEqual([a, b])
        const sum = (of: 'metres' | 'seconds') => route.steps.reduce((total, step) => total + step[of], 0)
        expect(sum('metres')).toBeCloseTo(route.metres, 6)
        expect(sum('seconds')).toBeCloseTo(route.seconds, 6)
        const drawn = route.line
          .slice(1)
          .reduce((m, [x, y], i) => m + Math.hypot(x - route.line[i]![0], y - route.line[i]![1]), 0)
        expect(drawn).toBeCloseTo(route.metres, 6)
        expect(route.metres).toBeGreaterThanOrEqual(Math.hypot(a[0] - b[0], a[1] - b[1]) - 1e-6)
        expect(router.matrix([a], [b])[0]).toBeCloseTo(route.seconds, 6)
      }),
    )
  })
})

/** A street from west to east with an alley north of it: 0 – 1 – 2, and 1 – 3 of the alley. */
const street: readonly Way[] = [
  { from: 0, to: 1, road: 'đại lộ' },
  { from: 1, to: 0, road: 'đại lộ' },
  { from: 1, to: 2, road: 'phố' },
  { from: 1, to: 3, road: 'hẻm', alley: true },
  { from: 3, to: 1, road: 'hẻm', alley: true },
]
const places: XY[] = [
  [0, 0],
  [1000, 0],
  [2000, 0],
  [1000, 500],
]

describe('modes', () => {
  it('names its steps, with the walk at either end', () => {
    const route = routerOf(streetModel(places, street)).route([500, 13], [1500, -26])!
    expect(route.line).toEqual([
      [500, 13],
      [500, 0],
      [1000, 0],
      [1500, 0],
      [1500, -26],
    ])
    expect(route.steps.map(({ road, name, metres }) => [road, name, metres])).toEqual([
      [null, null, 13],
      ['đại lộ', 'ĐẠI LỘ', 500],
      ['phố', 'PHỐ', 500],
      [null, null, 26],
    ])
    expect(route.steps.map(({ seconds }) => seconds)).toEqual([10, 50, 50, 20])
  })

  it('keeps one-way streets but on foot, and cars out of alleys', () => {
    const model = streetModel(places, street)
    expect(routerOf(model).route([1500, 0], [500, 0])).toBeNull()
    expect(routerOf(model, 'motorbike').route([1500, 0], [500, 0])).toBeNull()
    expect(routerOf(model, 'walk').route([1500, 0], [500, 0])!.seconds).toBeCloseTo(1000 / 1.3)
    expect(routerOf(model, 'motorbike').route([500, 0], [1000, 400])!.seconds).toBeCloseTo(90)
    const byCar = routerOf(model).route([500, 0], [1000, 400])!
    expect(byCar.steps.map(({ road }) => road)).toEqual(['đại lộ', null])
    expect(routerOf(model).route([500, 0], [9000, 0])).toBeNull()
  })

  it('takes the loaded times where they are given', () => {
    const model = streetModel(places, street)
    const time = model.network.freeTime.map((seconds) => 3 * seconds)
    const router = createRouter(model, 'car', { time, groundErrorMetres: 0, nameOf: () => null })
    expect(router.route([0, 0], [1000, 0])!.seconds).toBe(300)
  })
})

describe('water', () => {
  const square: readonly Way[] = [0, 1, 2, 3].flatMap((n) => {
    const next = (n + 1) % 4
    return [
      { from: n, to: next },
      { from: next, to: n },
    ]
  })
  const corners: XY[] = [
    [0, 0],
    [100, 0],
    [100, 300],
    [0, 300],
  ]
  /** Water on the first street, both ways. */
  const wet = (metres: number) => streetModel(corners, square, [metres, metres, 0, 0, 0, 0, 0, 0])
  const through = (metres: number, error: number, mode: TravelMode = 'motorbike') =>
    routerOf(wet(metres), mode, error).route([0, 100], [100, 100])?.metres ?? null

  it('is passed only where depth and error of the ground together are below the limit', () => {
    expect(through(0, 0.3)).toBe(300)
    expect(through(0.02, 0.3)).toBe(300)
    expect(through(0.1, 0)).toBe(300)
    expect(through(0.1, 0.3)).toBe(500)
    expect(through(1, 0)).toBe(500)
    expect(through(Number.NaN, 0.3)).toBe(300)
  })

  it('bars who stands in it, and does not send him through it to another street', () => {
    expect(routerOf(wet(1)).route([50, 5], [100, 100])).toBeNull()
    expect(routerOf(wet(1)).route([100, 100], [50, 5])).toBeNull()
    expect(routerOf(wet(0)).route([50, 5], [100, 100])).not.toBeNull()
  })
})
