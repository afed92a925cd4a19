import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf, cellFor, patchesOf } from './light-patches.ts'
import { glowOf, lightLegend, luxColour } from './light-ramp.ts'

const brightness = (lux: number, night: boolean) => luxColour(lux, night).reduce((a, b) => a + b)

describe('colours of illuminance', () => {
  it('never grow darker with more light, and know what is not a figure', () => {
    const lux = fc.double({ min: 0, max: 200, noNaN: true })
    fc.assert(
      fc.property(lux, lux, fc.boolean(), (a, b, night) => {
        expect(brightness(Math.max(a, b), night)).toBeGreaterThanOrEqual(brightness(Math.min(a, b), night) - 1)
      }),
    )
    expect(luxColour(Number.NaN, true)).toEqual(luxColour(0, true))
    expect(lightLegend(true).map(({ title }) => title.vi)).toContain('≤ 0,1 lx')
  })
})

describe('the glow of a lamp', () => {
  it('is never wider or brighter with less light, and sodium is redder than LED', () => {
    const lumens = fc.double({ min: 0, max: 100_000, noNaN: true })
    fc.assert(
      fc.property(lumens, lumens, fc.boolean(), (a, b, sodium) => {
        const [less, more] = [glowOf(Math.min(a, b), sodium), glowOf(Math.max(a, b), sodium)]
        expect(less[0]).toBeLessThanOrEqual(more[0])
        expect(less[1][3]).toBeLessThanOrEqual(more[1][3]!)
        for (const value of more[1]) expect(value).toBeLessThanOrEqual(255)
      }),
    )
    expect(glowOf(0, false)).toMatchObject([0, { 3: 0 }])
    expect(glowOf(8000, true)[1][2]).toBeLessThan(glowOf(8000, false)[1][2]!)
  })
})

describe('patches', () => {
  it('hold every point once, near; far away fewer, with the same mean light', () => {
    const point = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      lux: fc.integer({ min: 0, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), (points) => {
        const light = {
          x: Float64Array.from(points, ({ x }) => x),
          y: Float64Array.from(points, ({ y }) => y),
          lux: Float32Array.from(points, ({ lux }) => lux),
        }
        const { blocks } = blocksOf(light)
        expect(blocks.flatMap((block) => [...block.points]).sort((a, b) => a - b)).toEqual([...points.keys()])
        for (const block of blocks) {
          expect(patchesOf(light, block.points, 0).length).toBe(4 * block.points.length)
          const [least, most] = [
            Math.min(...[...block.points].map((i) => light.lux[i]!)),
            Math.max(...[...block.points].map((i) => light.lux[i]!)),
          ]
          const far = patchesOf(light, block.points, 32)
          expect(far.length).toBeLessThanOrEqual(4 * block.points.length)
          for (let i = 3; i < far.length; i += 4) {
            expect(far[i]).toBeGreaterThanOrEqual(least)
            expect(far[i]).toBeLessThanOrEqual(most)
          }
        }
      }),
    )
  })

  it('are coarser the smaller the scale', () => {
    expect([0.5, 2, 4, 8, 50].map(cellFor)).toEqual([0, 4, 8, 16, 32])
  })
})
