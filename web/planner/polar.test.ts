import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lambertian, luminaireOf } from '../../test/arbitraries/lighting.ts'
import { polarOf, RADIUS } from './polar.ts'

it('of a flat surface that shines alike in all directions are circles through the light, 318 cd/klm across', () => {
  const { rings, cuts, upward } = polarOf(lambertian(1000))
  expect([rings, upward]).toEqual([[100, 200, 300, 400], false])
  const radius = ((1000 / Math.PI / 400) * RADIUS) / 2
  for (const cut of cuts) {
    for (const [x, y] of cut) expect(Math.hypot(x, y - radius)).toBeCloseTo(radius, 1)
  }
})

it('turn C0 and C90 to the right, and show what goes up', () => {
  const planes = [0, 90, 180, 270, 360]
  const { cuts, upward } = polarOf(luminaireOf((plane) => (plane % 360 === 0 || plane === 90 ? 100 : 0), { planes }))
  for (const cut of cuts) {
    expect(Math.max(...cut.map(([x]) => x))).toBeGreaterThan(1)
    expect(Math.min(...cut.map(([x]) => x))).toBeCloseTo(0, 9)
  }
  expect(upward).toBe(false)
  const gammas = Float64Array.of(0, 90, 180)
  const up = { planes: Float64Array.of(0, 360), gammas, candela: Float64Array.of(0, 0, 5, 0, 0, 5), fluxLumens: 10 }
  expect(polarOf(up).upward).toBe(true)
})

it('stay within the outermost ring, whose steps are round and few', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.integer({ min: 1, max: 8 }), (candela, power) => {
      const of = luminaireOf((_, gamma) => candela * Math.cos((gamma * Math.PI) / 180) ** power + 1e-6)
      const { rings, cuts } = polarOf(of)
      expect(rings.length).toBeLessThanOrEqual(5)
      for (const [x, y] of cuts.flat()) expect(Math.hypot(x, y)).toBeLessThanOrEqual(RADIUS + 1e-6)
    }),
  )
})
