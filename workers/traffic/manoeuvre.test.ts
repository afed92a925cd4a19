import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { manoeuvreAt } from './manoeuvre.ts'

/** North to a corner, then 100 m at an angle, degrees to the right of straight on. */
const bent = (degrees: number): XY[] => {
  const angle = (degrees * Math.PI) / 180
  return [
    [0, -100],
    [0, 0],
    [100 * Math.sin(angle), 100 * Math.cos(angle)],
  ]
}
const at = (line: XY[], corner = 1) => manoeuvreAt(line, 0, corner, line.length - 1)

test.each([
  [0, 'straight'],
  [15, 'straight'],
  [-15, 'straight'],
  [35, 'slight-right'],
  [-35, 'slight-left'],
  [90, 'right'],
  [-90, 'left'],
  [140, 'right'],
  [180, 'u-turn'],
  [-165, 'u-turn'],
])('%i° to the right: %s', (degrees, manoeuvre) => {
  expect(at(bent(degrees))).toBe(manoeuvre)
})

test('a corner that is cut is the corner still; what lies beyond either street says nothing', () => {
  // 3 m of the crossing are drawn askew, then the street goes east.
  const cut: XY[] = [
    [0, -100],
    [0, -2],
    [2, 0],
    [100, 0],
  ]
  expect(at(cut)).toBe('right')
  // The next street is 5 m long; its end, not the place beyond, is the bearing.
  const short: XY[] = [
    [0, -100],
    [0, 0],
    [5, 0],
    [5, -100],
  ]
  expect(manoeuvreAt(short, 0, 1, 2)).toBe('right')
  const nowhere: XY[] = [
    [0, 0],
    [0, 0],
    [5, 5],
  ]
  expect(at(nowhere)).toBeNull()
})

const mirrored = {
  ...{ straight: 'straight', 'u-turn': 'u-turn', left: 'right', right: 'left' },
  ...{ 'slight-left': 'slight-right', 'slight-right': 'slight-left' },
} as const

test('mirrored geometry swaps left and right; turned and moved geometry does not', () => {
  const metres = fc.integer({ min: -200, max: 200 })
  const line = fc.array(fc.tuple(metres, metres), { minLength: 3, maxLength: 7 })
  fc.assert(
    fc.property(line, fc.nat({ max: 4 }), fc.constantFrom(0, 1, 2, 3), metres, (given, pick, quarters, shift) => {
      const corner = 1 + (pick % (given.length - 2))
      const said = at(given, corner)
      const mirror = at(
        given.map(([x, y]): XY => [-x, y]),
        corner,
      )
      expect(mirror).toBe(said && mirrored[said])
      const turned = given.map((place): XY => {
        let [x, y] = place
        for (let i = 0; i < quarters; i++) [x, y] = [-y, x]
        return [x + shift, y - shift]
      })
      expect(at(turned, corner)).toBe(said)
    }),
  )
})
