import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balance, gravity, withIntrazonal } from './gravity.ts'

const sums = (trips: Float64Array, n: number) => ({
  rows: Float64Array.from({ length: n }, (_, i) => trips.subarray(i * n, i * n + n).reduce((a, b) => a + b, 0)),
  columns: Float64Array.from({ length: n }, (_, j) => {
    let sum = 0
    for (let i = 0; i < n; i++) sum += trips[i * n + j]!
    return sum
  }),
})
const near = (got: Float64Array, wanted: Float64Array) => {
  for (const [i, value] of got.entries()) expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(2e-9 * wanted[i]!)
}

describe('by hand', () => {
  // Two zones, 10 trips from and to each: x stay, 10 − x change over. Furness keeps the cross ratio of the seed,
  // x² / (10 − x)² = 4, so x = 20/3.
  test('Furness keeps the cross ratio', () => {
    const trips = balance(Float64Array.of(2, 1, 1, 2), Float64Array.of(10, 10), Float64Array.of(10, 10)).trips
    expect([...trips].map((t) => t.toFixed(8))).toEqual(['6.66666667', '3.33333333', '3.33333333', '6.66666667'])
  })

  // Costs 60 within and 120 across: a mean of 80 asks for x = 20/3, and so for exp(2 · 60 beta) = 4, beta = ln 2 / 60.
  test('Hyman finds the deterrence', () => {
    const even = Float64Array.of(10, 10)
    const { trips, beta, meanCost } = gravity(even, even, Float64Array.of(60, 120, 120, 60), 80)
    expect(trips[0]).toBeCloseTo(20 / 3, 3)
    expect(beta).toBeCloseTo(Math.LN2 / 60, 6)
    expect(meanCost).toBeCloseTo(80, 3)
  })

  // Margins 8, 2 and 4, 6 with a seed of ones: the product of margins over the total.
  test('without deterrence trips are in proportion to the margins', () => {
    const trips = balance(Float64Array.of(1, 1, 1, 1), Float64Array.of(8, 2), Float64Array.of(4, 6)).trips
    near(trips, Float64Array.of(3.2, 4.8, 0.8, 1.2))
  })
})

const city = fc.integer({ min: 2, max: 9 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    places: fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 0, max: 9000 })), {
      minLength: n,
      maxLength: n,
    }),
    origins: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: n, maxLength: n }),
    destinations: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: n, maxLength: n }),
  }),
)
const costs = (places: readonly (readonly [number, number])[]) =>
  withIntrazonal(
    Float64Array.from({ length: places.length ** 2 }, (_, k) => {
      const [a, b] = [places[Math.floor(k / places.length)]!, places[k % places.length]!]
      return 30 + (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])) / 8
    }),
    places.length,
  )

const meanOf = (trips: Float64Array, cost: Float64Array) =>
  trips.reduce((sum, t, k) => sum + t * cost[k]!, 0) / trips.reduce((sum, t) => sum + t, 0)

test('margins are exact, whatever mean cost is asked for', () => {
  fc.assert(
    fc.property(city, fc.double({ min: 0.2, max: 1.2, noNaN: true }), ({ n, places, origins, destinations }, share) => {
      const [from, to] = [Float64Array.from(origins), Float64Array.from(destinations)]
      const scale = from.reduce((a, b) => a + b, 0) / to.reduce((a, b) => a + b, 0)
      const cost = costs(places)
      const free = gravity(from, to, cost, Infinity)
      const { trips, meanCost, beta } = gravity(from, to, cost, free.meanCost * share)
      const { rows, columns } = sums(trips, n)
      near(rows, from)
      near(
        columns,
        to.map((t) => t * scale),
      )
      if (share >= 1) expect(beta).toBe(0)
      else expect(meanCost / (free.meanCost * share)).toBeGreaterThan(1 - 2e-6)
    }),
    { numRuns: 100 },
  )
})

test('a mean cost that some deterrence gives is reached', () => {
  fc.assert(
    fc.property(city, fc.double({ min: 0.1, max: 6, noNaN: true }), ({ places, origins, destinations }, steep) => {
      const [from, to] = [Float64Array.from(origins), Float64Array.from(destinations)]
      const cost = costs(places)
      const beta = steep / Math.max(...cost)
      const { trips, met } = balance(
        cost.map((c) => Math.exp(-beta * c)),
        from,
        to,
      )
      expect(met).toBe(true)
      const asked = meanOf(trips, cost)
      expect(Math.abs(gravity(from, to, cost, asked).meanCost / asked - 1)).toBeLessThan(2e-6)
    }),
    { numRuns: 100 },
  )
})

test('what is symmetric stays symmetric', () => {
  fc.assert(
    fc.property(city, ({ n, places, origins }) => {
      const ends = Float64Array.from(origins)
      const total = ends.reduce((a, b) => a + b, 0)
      const { trips } = gravity(ends, ends, costs(places), 300)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) {
          expect(Math.abs(trips[i * n + j]! - trips[j * n + i]!)).toBeLessThanOrEqual(1e-6 * total)
        }
    }),
    { numRuns: 40 },
  )
})

test('pairs without a way get no trips, and groups without a way between them keep their own', () => {
  const [x, far] = [Infinity, 600]
  const cost = Float64Array.of(60, far, x, far, 60, x, x, x, 60)
  const { trips } = gravity(Float64Array.of(10, 20, 5), Float64Array.of(20, 20, 9), cost, 200)
  expect([trips[2], trips[5], trips[6], trips[7]]).toEqual([0, 0, 0, 0])
  near(sums(trips, 3).rows, Float64Array.of(10, 20, 5))
  near(sums(trips, 3).columns, Float64Array.of(15, 15, 5))
})

test('ways in one direction that the margins do not fit still give trips', () => {
  // Zone 1 cannot be left, and has more trips than end there.
  const { trips } = gravity(
    Float64Array.of(5, 15),
    Float64Array.of(10, 10),
    Float64Array.of(60, 600, Infinity, 60),
    100,
  )
  near(sums(trips, 2).rows, Float64Array.of(5, 15))
  expect(trips[2]).toBe(0)
})

test('the intrazonal cost is half of the way to the nearest zone', () => {
  expect([...withIntrazonal(Float64Array.of(0, 8, 6, 0), 2)]).toEqual([3, 8, 6, 3])
  expect([...withIntrazonal(Float64Array.of(0), 1)]).toEqual([0])
})
