import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blend,
  cellsOfPixels,
  classOf,
  HATCH,
  LETTER,
  PLAIN,
  paintRaster,
  rampClasses,
} from '../../scenarios/depth-ramp.ts'
import { rasterLegend } from './legends.ts'

const paint = (values: number[], mode: 'depth' | 'difference', marks: number[] | null = null) => {
  const pixels = new Uint8ClampedArray(4 * values.length)
  const cells = Int32Array.from(values.keys())
  const from = Float32Array.from(values)
  paintRaster({ pixels, cells, from, to: from, share: 0, mode, marks: marks && Uint8Array.from(marks) })
  return pixels
}
const alphas = (pixels: Uint8ClampedArray) => [...pixels].filter((_, i) => i % 4 === 3)

test('depth: unknown and below 5 mm are blank, deeper is darker', () => {
  const pixels = paint([Number.NaN, 0.004, 0.05, 0.2, 0.4, 0.7, 1.5, 3], 'depth')
  expect(alphas(pixels).slice(0, 2)).toEqual([0, 0])
  const brightness = [2, 3, 4, 5, 6].map((i) => pixels[4 * i]! + pixels[4 * i + 1]! + pixels[4 * i + 2]!)
  expect(brightness).toEqual([...brightness].sort((a, b) => b - a))
})

test('difference: blank within 2 cm either way, opposite hues beyond', () => {
  const pixels = paint([-0.6, -0.03, -0.019, 0, 0.019, 0.03, 0.6, Number.NaN], 'difference')
  expect(alphas(pixels).map((alpha) => alpha > 0)).toEqual([true, true, false, false, false, true, true, false])
  expect(pixels[1]!).toBeGreaterThan(pixels[0]!)
  expect(pixels[4 * 6]!).toBeGreaterThan(pixels[4 * 6 + 1]!)
})

test('classes hold every value from their lower limit on', () => {
  for (const mode of ['depth', 'difference'] as const) {
    const classes = rampClasses(mode)
    for (const [i, { from }] of classes.entries()) if (Number.isFinite(from)) expect(classOf(classes, from)).toBe(i)
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (value) => {
        const found = classOf(classes, value)
        if (found >= 0) expect(value).toBeGreaterThanOrEqual(classes[found]!.from)
        if (found + 1 < classes.length) expect(value).toBeLessThan(classes[found + 1]!.from)
      }),
    )
  }
})

test('the watermark is in the pixels that are drawn, and only there', () => {
  const plain = paint([0.4, 0.4, 0.4, Number.NaN], 'depth')
  const marked = paint([0.4, 0.4, 0.4, Number.NaN], 'depth', [PLAIN, HATCH, LETTER, LETTER])
  expect(marked.slice(0, 4)).toEqual(plain.slice(0, 4))
  expect(marked.slice(4, 7)).not.toEqual(plain.slice(4, 7))
  expect(marked.slice(8, 11)).not.toEqual(plain.slice(8, 11))
  expect(marked[15]).toBe(0)
})

test('between frames values blend; where one is unknown the nearer speaks', () => {
  expect(blend(0.2, 0.4, 0.5)).toBeCloseTo(0.3)
  expect(blend(Number.NaN, 0.4, 0.7)).toBe(0.4)
  expect(blend(0.2, Number.NaN, 0.7)).toBeNaN()
})

test('pixels find their cells; outside the grid there are none', () => {
  const grid = { columns: 4, rows: 2, cellSize: 10, west: 100, north: 220 }
  const exact = cellsOfPixels(grid, 4, 2, (right, down) => [100 + 40 * right, 220 - 20 * down])
  expect([...exact]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  const wider = cellsOfPixels(grid, 6, 2, (right, down) => [90 + 60 * right, 220 - 20 * down])
  expect([...wider]).toEqual([-1, 0, 1, 2, 3, -1, -1, 4, 5, 6, 7, -1])
})

test('the legend shows every class that is drawn', () => {
  expect(rasterLegend('depth')).toHaveLength(6)
  expect(rasterLegend('difference')).toHaveLength(8)
})
