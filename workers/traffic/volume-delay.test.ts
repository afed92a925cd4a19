import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pow } from '../../scenarios/elementary.ts'
import type { TrafficNetwork } from '../../scenarios/traffic.ts'
import { createCurves, integralAt, raise, slopeAt, timeAt } from './volume-delay.ts'

const curve = (
  given: Partial<Record<'capacity' | 'freeTime' | 'alpha' | 'power', number>>,
  kind: 'user' | 'system',
) => {
  const { capacity = 100, freeTime = 60, alpha = 0.15, power = 4 } = given
  const one = (value: number) => Float64Array.of(value)
  const network: TrafficNetwork = {
    nodeCount: 2,
    zoneCount: 1,
    firstThroughNode: 0,
    from: Int32Array.of(0),
    to: Int32Array.of(1),
    capacity: one(capacity),
    freeTime: one(freeTime),
    alpha: one(alpha),
    power: one(power),
    length: one(0),
  }
  return createCurves(network, kind, Int32Array.of(0))
}

it('powers are those of Math.pow to 1e-15', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
      fc.double({ min: 0, max: 20, noNaN: true }),
      (x, p) => {
        expect(Math.abs(pow(x, p) / x ** p - 1)).toBeLessThan(1e-15)
      },
    ),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: 0, max: 12 }), (x, p) => {
      expect(raise(x, p)).toBeCloseTo(x ** p, 12 - Math.ceil(p * 1.7 + 1))
      if (x > 0.1) expect(Math.abs(raise(x, p) / x ** p - 1)).toBeLessThan(2e-15)
    }),
  )
  expect([pow(0, 2.5), pow(1, 9.9), pow(7, 0), pow(4, 0.5)]).toEqual([0, 1, 1, 2])
  expect(pow(1e-310, 0.5)).toBeCloseTo(1e-155, 168)
  expect([pow(2, 1024.5), pow(2, -1100), pow(0, -1)]).toEqual([Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY])
  expect([raise(1e300, 4), raise(1e300, 3), raise(1e300, 2.5), raise(1e300, 7)]).toEqual([1e100, 1e100, 1e100, 1e100])
})

it('time, slope and integral belong together, for everyone and for the system', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0.5, 1, 2, 2.7, 3, 4, 6),
      fc.double({ min: 1, max: 300, noNaN: true }),
      fc.constantFrom('user' as const, 'system' as const),
      (power, volume, kind) => {
        const c = curve({ power }, kind)
        const h = volume * 1e-5
        const slope = (timeAt(c, 0, volume + h) - timeAt(c, 0, volume - h)) / (2 * h)
        expect(Math.abs(slopeAt(c, 0, volume) - slope)).toBeLessThan(1e-6 * (1 + slope))
        const time = (integralAt(c, 0, volume + h) - integralAt(c, 0, volume - h)) / (2 * h)
        expect(Math.abs(time / timeAt(c, 0, volume) - 1)).toBeLessThan(1e-6)
        const user = curve({ power }, 'user')
        if (kind === 'system') {
          expect(integralAt(c, 0, volume) / (volume * timeAt(user, 0, volume))).toBeCloseTo(1, 12)
        }
      },
    ),
  )
})

it('links without delay keep their free flow time', () => {
  for (const given of [{ capacity: Number.POSITIVE_INFINITY }, { capacity: 0, alpha: 0 }, { alpha: 0 }]) {
    const c = curve(given, 'user')
    expect([timeAt(c, 0, 500), slopeAt(c, 0, 500), integralAt(c, 0, 10)]).toEqual([60, 0, 600])
  }
  expect(timeAt(curve({ freeTime: 0 }, 'user'), 0, 1e9)).toBe(0)
  expect([timeAt(curve({ power: 0 }, 'user'), 0, 0), slopeAt(curve({ power: 0 }, 'user'), 0, 5)]).toEqual([69, 0])
  expect(slopeAt(curve({ power: 0.5 }, 'user'), 0, 0)).toBeGreaterThan(0)
})
