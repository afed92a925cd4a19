import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pagesOf, scrollTo, visibleRows } from './window.ts'

test('of 10 000 rows some twenty are drawn, with a few beyond the edges', () => {
  expect(visibleRows(0, 520, 52, 10_000)).toEqual({ from: 0, to: 18 })
  expect(visibleRows(5200, 520, 52, 10_000)).toEqual({ from: 92, to: 118 })
  expect(visibleRows(0, 520, 52, 3)).toEqual({ from: 0, to: 3 })
  expect(pagesOf({ from: 92, to: 118 }, 50)).toEqual([2, 3])
  expect(pagesOf({ from: 0, to: 0 }, 50)).toEqual([])
})

test('whatever is in the view is drawn and its pages are asked for', () => {
  fc.assert(
    fc.property(fc.nat(600_000), fc.integer({ min: 1, max: 2000 }), fc.nat(10_000), (top, height, total) => {
      const slice = visibleRows(top, height, 52, total)
      for (const y of [top, top + height - 1]) {
        const row = Math.floor(y / 52)
        if (row >= total) continue
        expect(row >= slice.from && row < slice.to).toBe(true)
        expect(pagesOf(slice, 50)).toContain(Math.floor(row / 50) + 1)
      }
    }),
  )
})

test('a row is brought into the view by the least scroll', () => {
  expect(scrollTo(3, 0, 520, 52, 40)).toBe(0)
  expect(scrollTo(20, 0, 520, 52, 40)).toBe(21 * 52 - 480)
  expect(scrollTo(2, 1000, 520, 52, 40)).toBe(104)
})
