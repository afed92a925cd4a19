import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TrafficClass, TrafficZone } from './traffic.ts'
import { desireLines } from './traffic-desires.ts'

const model = (n: number, demands: readonly (readonly number[])[]) => ({
  zones: Array.from({ length: n }, (_, z) => ({ id: `${z}` })) as unknown as TrafficZone[],
  classes: demands.map((demand) => ({ demand: Float64Array.from(demand) })) as unknown as TrafficClass[],
})

test('both directions and all classes in one line, the strongest first', () => {
  const lines = desireLines(
    model(3, [
      [0, 5, 1, 2, 0, 0, 0, 30, 0],
      [0, 0, 0, 4, 0, 0, 0, 0, 0],
    ]),
    2,
  )
  expect(lines).toEqual([
    { from: 1, to: 2, trips: 30 },
    { from: 0, to: 1, trips: 11 },
  ])
})

test('no trip between zones is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 16, maxLength: 16 }), (trips) => {
      const between = trips.reduce((sum, t, k) => sum + (k % 5 === 0 ? 0 : t), 0)
      expect(desireLines(model(4, [trips]), 0).reduce((sum, line) => sum + line.trips, 0)).toBe(between)
    }),
  )
})
