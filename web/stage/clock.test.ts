import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

test('a second of the screen is as many seconds as the speed says, and none after a rest', () => {
  const clock = createClock()
  clock.tick(100, 60, 3600)
  clock.tick(100.1, 60, 3600)
  expect(clock.second).toBeCloseTo(6)
  clock.rest()
  clock.tick(500, 60, 3600)
  expect(clock.second).toBeCloseTo(6)
})

test('a picture that came late makes no leap, and the clock stops at the end and says so', () => {
  const clock = createClock()
  clock.tick(0, 10, 5)
  clock.tick(30, 10, 5)
  expect(clock.second).toBeCloseTo(2.5)
  clock.tick(30.1, 10, 5)
  expect(clock.tick(30.3, 10, 5)).toBe(5)
  expect(clock.tick(30.31, 10, 5)).toBeNull()
})

test('what it told comes back without setting it; anything else sets it', () => {
  const clock = createClock()
  const told: number[] = []
  for (let i = 0; i < 12; i++) {
    const second = clock.tick(i / 10, 1, 3600)
    if (second !== null) told.push(second)
  }
  expect(told.length).toBeGreaterThan(3)
  const before = clock.second
  clock.set(told[1])
  expect(clock.second).toBe(before)
  clock.set(700)
  expect(clock.second).toBe(700)
  clock.set(undefined)
  expect(clock.second).toBe(700)
})
