import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GAP_PIXELS, ribbonsOf, ribbonUnder } from './ribbons.ts'
import type { StageFlows } from './types.ts'

const flows = (lines: readonly (readonly number[])[], part: Partial<StageFlows> = {}): StageFlows => {
  const start = [0]
  for (const line of lines) start.push(start.at(-1)! + line.length)
  return {
    start: Int32Array.from(start),
    points: Float64Array.from(lines.flat()),
    colours: new Uint8Array(4 * lines.length).fill(255),
    widthPixels: new Float32Array(lines.length).fill(4),
    beside: true,
    ids: lines.map((_, k) => `road-${k}`),
    illustrative: false,
    ...part,
  }
}

describe('ribbons', () => {
  test('a straight line runs along itself, one vertex to its right and one to its left', () => {
    const { course, indices } = ribbonsOf(flows([[0, 0, 10, 0]]))
    expect([...course]).toEqual([1, 0, 1, 1, 0, -1, 1, 0, 1, 1, 0, -1])
    expect([...indices]).toEqual([0, 1, 2, 2, 1, 3])
  })

  test('a right angle is mitred, a hairpin is not stretched without end', () => {
    const { course } = ribbonsOf(flows([[0, 0, 10, 0, 10, 10]]))
    expect(course[6 + 0]).toBeCloseTo(Math.SQRT1_2)
    expect(course[6 + 1]).toBeCloseTo(Math.SQRT1_2)
    expect(course[6 + 2]).toBeCloseTo(Math.SQRT2)
    expect(ribbonsOf(flows([[0, 0, 10, 0, 0, 0.1]])).course[6 + 2]).toBe(2)
  })

  test('no triangle reaches from one line into the next', () => {
    const { indices } = ribbonsOf(
      flows([
        [0, 0, 1, 0],
        [5, 5, 6, 5, 7, 5],
      ]),
    )
    expect([...indices].filter((_, i) => i % 3 === 0).length).toBe(6)
    expect([...indices.subarray(0, 6)].every((i) => i < 4)).toBe(true)
    expect([...indices.subarray(6)].every((i) => i >= 4)).toBe(true)
  })

  test('whatever the points, courses are unit vectors and the reach is finite', () => {
    const coordinate = fc.integer({ min: -50, max: 50 })
    const line = fc
      .array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 8 })
      .map((points) => points.flat())
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const { course } = ribbonsOf(flows(lines))
        for (let i = 0; i < course.length; i += 3) {
          const length = Math.hypot(course[i]!, course[i + 1]!)
          expect(length < 1e-6 || Math.abs(length - 1) < 1e-5).toBe(true)
          expect(Math.abs(course[i + 2]!)).toBeGreaterThanOrEqual(1)
          expect(Math.abs(course[i + 2]!)).toBeLessThanOrEqual(2)
        }
      }),
    )
  })
})

describe('the line under a click', () => {
  const both = flows([
    [0, 0, 100, 0],
    [100, 0, 0, 0],
  ])

  test('is the one on the right of its way', () => {
    const middle = 2 + GAP_PIXELS
    expect(ribbonUnder(both, [50, -middle], 1, 1)).toBe(0)
    expect(ribbonUnder(both, [50, middle], 1, 1)).toBe(1)
    expect(ribbonUnder(both, [50, 30], 1, 1)).toBe(-1)
  })

  test('lies farther beside the street the less is seen of the city', () => {
    expect(ribbonUnder(both, [50, -30], 10, 1)).toBe(0)
  })

  test('is not one that is not drawn', () => {
    const colours = new Uint8Array(8).fill(255)
    colours[3] = 0
    expect(ribbonUnder({ ...both, colours }, [50, -3], 1, 1)).toBe(-1)
  })
})
