import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CityLightingInput, ConflictArea } from '../../scenarios/lighting.ts'
import { cityInput, lampLists, luminaireOf, pointsAt } from '../../test/arbitraries/lighting.ts'
import { createCityLighting } from './city.ts'
import { facesOf } from './faces.ts'

const run = (input: CityLightingInput, from?: ReturnType<typeof createCityLighting>) => {
  const lighting = createCityLighting(input, from)
  while (!lighting.done) lighting.step()
  return lighting
}
const areaOf = (points: readonly number[], ways: ConflictArea['ways']): ConflictArea => ({
  at: [0, 0],
  radiusMetres: 10,
  lightingClass: 'B',
  points: Int32Array.from(points),
  segments: [0],
  ways,
})
const even = luminaireOf(() => 1000)

it('worked by hand: one lamp 8 m high, 6 m from the point', () => {
  const lighting = run(cityInput(even, [{ x: 0, y: 0 }], pointsAt([[6, 0]])))
  // d² = 6.5² + 6²; across the way to the lamp E = I · 6/(π d³), towards it twice that, away from it none.
  const across = (1000 * 6) / (Math.PI * (6.5 ** 2 + 36) ** 1.5)
  const { lux } = facesOf(lighting, [areaOf([0], [[0, 1]]), areaOf([0], [[1, 0]]), areaOf([], [[1, 0]])])
  expect(lux[0]).toBeCloseTo(across, 9)
  expect([lux[1], lux[2]]).toEqual([0, 0])
  const facing = run(
    cityInput(
      even,
      [
        { x: 0, y: 0 },
        { x: 12, y: 0 },
      ],
      pointsAt([[6, 0]]),
    ),
  )
  expect(facesOf(facing, [areaOf([0], [[1, 0]])]).lux[0]).toBeCloseTo(2 * across, 9)
})

it('from what was known it is what it is from nothing', () => {
  const street = pointsAt(Array.from({ length: 60 }, (_, k): [number, number] => [k * 3, 10]))
  const areas = [areaOf([0, 1, 2, 3], [[1, 0]]), areaOf([2, 3, 20, 21], [[0.6, 0.8]]), areaOf([50, 51], [[0, 1]])]
  fc.assert(
    fc.property(lampLists, lampLists, (before, after) => {
      const first = run(cityInput(even, before, street))
      const known = facesOf(first, areas)
      const half = before.map((lamp, k) => (k % 3 === 0 ? { ...lamp, working: !lamp.working } : lamp))
      for (const lamps of [half, [...before.slice(0, 4), ...after], before]) {
        const changed = run(cityInput(even, lamps, street), first)
        expect(facesOf(changed, areas, known).lux).toEqual(facesOf(changed, areas).lux)
      }
    }),
    { numRuns: 40 },
  )
})
