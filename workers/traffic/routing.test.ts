import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import type { TravelMode } from '../../scenarios/traffic.ts'
import { gridTown, roadsOf, streetModel, type Way } from '../../test/arbitraries/ways.ts'
import { createRouter } from './routing.ts'

const worldOf = (ways: readonly Way[], groundErrorMetres = 0) => ({
  time: null,
  groundErrorMetres,
  roads: roadsOf(ways),
})
const routerOf = (places: readonly XY[], ways: readonly Way[], mode: TravelMode = 'car', groundErrorMetres = 0) =>
  createRouter(streetModel(places, ways), mode, worldOf(ways, groundErrorMetres))

const closeTo = (a: number, b: number) => a === b || Math.abs(a - b) < 1e-6

/** Least seconds between all places by Floyd–Warshall. */
function floyd(places: readonly XY[], ways: readonly Way[]): number[][] {
  const least = places.map((_, i) => places.map((_, j) => (i === j ? 0 : Infinity)))
  for (const { from, to, oneWay, speed = 60 / 3.6 } of ways) {
    const seconds = Math.hypot(places[from]![0] - places[to]![0], places[from]![1] - places[to]![1]) / speed
    least[from]![to] = Math.min(least[from]![to]!, seconds)
    if (!oneWay) least[to]![from] = Math.min(least[to]![from]!, seconds)
  }
  for (const k of places.keys()) {
    for (const i of places.keys()) {
      for (const j of places.keys()) least[i]![j] = Math.min(least[i]![j]!, least[i]![k]! + least[k]![j]!)
    }
  }
  return least
}

/** Any ways between up to twelve places, no three of them in a line: on a parabola. */
const town = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc
    .array(
      fc.record({
        from: fc.nat(count - 1),
        to: fc.nat(count - 1),
        oneWay: fc.boolean(),
        speed: fc.double({ min: 1, max: 15, noNaN: true }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((ways) => ({
      places: Array.from({ length: count }, (_, k): XY => [60 * k, 10 * k * k]),
      ways: ways.filter(({ from, to }) => from !== to),
    }))
    .filter(({ ways }) => ways.length > 0),
)

describe('the fastest way', () => {
  it('is Floyd–Warshall’s between all corners, as a route and in the matrix, with closures and without', () => {
    fc.assert(
      fc.property(town, fc.array(fc.nat(39), { maxLength: 4 }), ({ places, ways }, shut) => {
        const closed = shut.filter((k) => k < ways.length).flatMap((k) => [2 * k, 2 * k + 1])
        const router = routerOf(places, ways)
        for (const [left, links] of [
          [ways, []],
          [ways.filter((_, k) => !closed.includes(2 * k)), closed],
          [ways, []],
        ] as const) {
          router.open(closed)
          router.close(links)
          const least = floyd(places, left)
          const corners = [...new Set(left.flatMap(({ from, to }) => [from, to]))]
          const at = corners.map((n) => places[n]!)
          const matrix = router.matrix(at, at)
          for (const [i, a] of corners.entries()) {
            for (const [j, b] of corners.entries()) {
              const expected = least[a]![b]!
              const got = [router.route(at[i]!, at[j]!)?.seconds ?? Infinity, matrix[i * at.length + j]!]
              for (const seconds of got) {
                if (expected === Infinity) expect(seconds).toBe(Infinity)
                else expect(seconds).toBeCloseTo(expected, 6)
              }
            }
          }
        }
      }),
    )
  })

  it('is symmetric on two-way streets and never longer over a third place; parts of links and walks add up', () => {
    const { places, ways } = gridTown(6, 5, 3)
    const router = routerOf(places, ways)
    const span = (max: number) => fc.double({ min: -50, max, noNaN: true })
    const anywhere = fc.tuple(span(500), span(400))
    fc.assert(
      fc.property(anywhere, anywhere, anywhere, (a, b, c) => {
        const route = router.route(a, b)!
        expect(router.route(b, a)!.seconds).toBeCloseTo(route.seconds, 6)
        const [[ab, ac], [cb]] = [router.matrix([a], [b, c]), router.matrix([c], [b])]
        expect(ab).toBeCloseTo(route.seconds, 6)
        expect(ab).toBeLessThanOrEqual(ac! + cb! + 1e-6)
        expect([route.line[0], route.line.at(-1)]).toEqual([a, b])
        const sum = (of: 'metres' | 'seconds') => route.steps.reduce((total, step) => total + step[of], 0)
        expect([sum('metres'), sum('seconds')]).toEqual([route.metres, route.seconds])
        const drawn = route.line
          .slice(1)
          .reduce((m, [x, y], i) => m + Math.hypot(x - route.line[i]![0], y - route.line[i]![1]), 0)
        expect(drawn).toBeCloseTo(route.metres, 6)
      }),
    )
  })
})

describe('the spread', () => {
  it('is the route to, or from, the middle of every link by its faster direction', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(29), fc.nat(39), (seed, place, shut) => {
        const { places, ways: streets } = gridTown(6, 5, seed)
        const ways = streets.map((way, k) => ({ ...way, oneWay: k % 3 === seed % 3 }))
        const router = routerOf(places, ways)
        const closed = [2 * shut, 2 * shut + 1].filter((link) => link < 2 * ways.length)
        router.close(closed)
        const at = places[place]!
        const [away, home] = [router.spread([at], 'from'), router.spread([at], 'to')]
        for (const [k, { from, to }] of ways.entries()) {
          const middle: XY = [(places[from]![0] + places[to]![0]) / 2, (places[from]![1] + places[to]![1]) / 2]
          const best = (seconds: Float64Array) => Math.min(seconds[2 * k]!, seconds[2 * k + 1]!)
          if (closed.includes(2 * k)) expect([best(away), best(home)]).toEqual([Infinity, Infinity])
          else {
            expect(closeTo(router.route(at, middle)?.seconds ?? Infinity, best(away))).toBe(true)
            expect(closeTo(router.route(middle, at)?.seconds ?? Infinity, best(home))).toBe(true)
          }
        }
      }),
    )
  })

  it('takes the nearest of several places, and walks where the mode does not fit', () => {
    const router = routerOf(places, street, 'ambulance')
    const seconds = router.spread(
      [
        [0, 0],
        [900, 0],
      ],
      'from',
    )
    // By the own times of the table: 60 km/h on the street; 250 m of the alley at 4.5 km/h.
    expect([0, 1, 2, 4].map((link) => Math.round(seconds[link]!))).toEqual([30, 24, 36, 206])
  })
})

/** A street from west to east, one-way in its second half, with an alley to the north at its middle. */
const street: readonly Way[] = [
  { from: 0, to: 1, road: 'đại lộ' },
  { from: 1, to: 2, road: 'phố', oneWay: true },
  { from: 1, to: 3, road: 'hẻm', alley: true },
]
const places: XY[] = [
  [0, 0],
  [1000, 0],
  [2000, 0],
  [1000, 500],
]

describe('modes', () => {
  it('names its steps, with the walk at either end', () => {
    const route = routerOf(places, street).route([500, 12.5], [1500, -25])!
    expect(route.line).toEqual([
      [500, 12.5],
      [500, 0],
      [1000, 0],
      [1500, 0],
      [1500, -25],
    ])
    expect(route.steps).toEqual([
      { road: null, name: null, metres: 12.5, seconds: 10, turn: null },
      { road: 'đại lộ', name: 'ĐẠI LỘ', metres: 500, seconds: expect.closeTo(30), turn: 'left' },
      { road: 'phố', name: 'PHỐ', metres: 500, seconds: expect.closeTo(30), turn: 'straight' },
      { road: null, name: null, metres: 25, seconds: 20, turn: 'right' },
    ])
  })

  it('keeps one-way streets but on foot, and four wheels out of alleys', () => {
    for (const mode of ['car', 'motorbike', 'ambulance'] as const) {
      expect(routerOf(places, street, mode).route([1500, 0], [500, 0])).toBeNull()
    }
    expect(routerOf(places, street, 'walk').route([1500, 0], [500, 0])!.seconds).toBeCloseTo(1000 / 1.25)
    expect(routerOf(places, street, 'motorbike').route([500, 0], [1000, 400])!.seconds).toBeCloseTo(110)
    for (const mode of ['car', 'ambulance'] as const) {
      const { steps } = routerOf(places, street, mode).route([500, 0], [1000, 400])!
      expect(steps.map(({ road, metres }) => [road, metres])).toEqual([
        ['đại lộ', 500],
        [null, 400],
      ])
    }
    expect(routerOf(places, street).route([500, 0], [9000, 0])).toBeNull()
  })

  it('takes the loaded times where they are given; an ambulance waits, who walks does not', () => {
    const model = streetModel(places, street)
    const world = { ...worldOf(street), time: model.network.freeTime.map((seconds) => 3 * seconds) }
    const seconds = (mode: TravelMode) => createRouter(model, mode, world).route([0, 0], [1000, 0])!.seconds
    for (const mode of ['car', 'motorbike', 'ambulance'] as const) expect(seconds(mode)).toBeCloseTo(180)
    expect(seconds('walk')).toBeCloseTo(800)
  })
})

describe('water', () => {
  const corners: XY[] = [
    [0, 0],
    [100, 0],
    [100, 300],
    [0, 300],
  ]
  /** Four streets around a block, with water on the first. */
  const block = (depth: number): Way[] =>
    [0, 1, 2, 3].map((from) => ({ from, to: (from + 1) % 4, depth: from === 0 ? depth : 0 }))
  const metres = (depth: number, error: number, mode: TravelMode = 'motorbike') =>
    routerOf(corners, block(depth), mode, error).route([0, 100], [100, 100])?.metres ?? null

  it('is passed only where depth and error of the ground together are below the limit', () => {
    expect(metres(0, 0.3)).toBe(300)
    expect(metres(0.02, 0.3)).toBe(300)
    expect(metres(0.1, 0.05)).toBe(300)
    expect(metres(0.1, 0.15)).toBe(500)
    expect(metres(1, 0)).toBe(500)
    for (const mode of ['car', 'heavy', 'bicycle', 'ambulance', 'walk'] as const) {
      expect(metres(0.1, 0.05, mode)).toBe(300)
      expect(metres(0.1, 0.45, mode)).toBe(500)
    }
  })

  it('bars who stands in it, and does not send him through it to another street', () => {
    const from = (depth: number) => routerOf(corners, block(depth)).route([50, 5], [100, 100])
    expect([from(0) !== null, from(1)]).toEqual([true, null])
    expect(routerOf(corners, block(1)).route([100, 100], [50, 5])).toBeNull()
  })
})
