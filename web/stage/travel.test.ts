import { expect, test } from 'vitest'
import { createTravel } from './travel.ts'
import type { StageVehicles } from './types.ts'

/** Two links: 100 m east, then 50 m north. The first vehicle takes both, the second only the second, later. */
const vehicles: StageVehicles = {
  start: Int32Array.of(0, 2, 3),
  links: Int32Array.of(0, 1, 1),
  enter: Float32Array.of(10, 20, 100),
  end: Float32Array.of(40, 150),
  kind: Uint8Array.of(0, 1),
  colours: ['#fff', '#000'],
  linkStart: Int32Array.of(0, 4, 10),
  linkPoints: Float64Array.of(0, 0, 100, 0, 100, 0, 100, 10, 100, 50),
  durationSeconds: 200,
  illustrative: false,
}

function at(second: number, travel = createTravel(vehicles)): { who: number; x: number; y: number }[] {
  const xy = new Float64Array(4)
  const who = new Int32Array(2)
  const found = travel.at(second, xy, who)
  return Array.from({ length: found }, (_, i) => ({ who: who[i]!, x: xy[2 * i]!, y: xy[2 * i + 1]! }))
}

test('a vehicle is on its link by its share of the time, right of the middle', () => {
  const [one] = at(15)
  expect(one!.who).toBe(0)
  expect(one!.x).toBeCloseTo(50)
  expect(one!.y).toBeLessThan(0)
  const [north] = at(30)
  expect(north!.y).toBeCloseTo(25)
  expect(north!.x).toBeGreaterThan(100)
})

test('it is there from its departure to its arrival only', () => {
  expect(at(9.9)).toEqual([])
  expect(at(40)).toEqual([])
  expect(at(125).map(({ who }) => who)).toEqual([1])
})

test('the clock may run back', () => {
  const travel = createTravel(vehicles)
  at(35, travel)
  expect(at(15, travel)).toEqual(at(15))
})
