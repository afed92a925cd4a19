import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterKey, type MapView, scaleBar, viewOf, zoomed } from './map-view.ts'

const views = fc.record({
  x: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  y: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  width: fc.double({ min: 100, max: 5000, noNaN: true }),
})
/** Where a place is on the screen, in widths of it. */
const on = (view: MapView, [x, y]: readonly [number, number]) => [(x - view.x) / view.width, (y - view.y) / view.width]

test('an area fits into the picture, whichever side is the longer', () => {
  for (const bounds of [
    [0, 0, 1000, 100],
    [0, 0, 100, 1000],
    [5, 5, 5, 5],
  ] as const) {
    const view = viewOf([...bounds], 1.5)
    expect(view.width).toBeGreaterThan(bounds[2] - bounds[0])
    expect(view.width / 1.5).toBeGreaterThan(bounds[3] - bounds[1])
  }
})

test('the point that is zoomed about stays where it is; in and out again is where it was', () => {
  fc.assert(
    fc.property(
      views,
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
      (view, [u, v]) => {
        const about: [number, number] = [view.x + u * view.width, view.y + v * view.width]
        const near = zoomed(view, 1.4, about)
        const [a, b] = [on(view, about), on(near, about)]
        expect(b[0]!).toBeCloseTo(a[0]!, 6)
        expect(b[1]!).toBeCloseTo(a[1]!, 6)
        const back = zoomed(near, 1 / 1.4, about)
        expect(back.x).toBeCloseTo(view.x, 4)
        expect(back.width).toBeCloseTo(view.width, 4)
      },
    ),
  )
})

test('it never closes in on nothing, nor leaves the world', () => {
  const view = { x: 0, y: 0, width: 100 }
  expect(zoomed(view, 1e9).width).toBe(20)
  expect(zoomed(view, 1e-9).width).toBe(40_000)
})

test('keys move, zoom and show all; others are not the map’s', () => {
  const view = { x: 0, y: 0, width: 100 }
  const key = (name: string) => afterKey(view, name, [0, 0, 50, 50], 2)
  expect(key('ArrowRight')!.x).toBeGreaterThan(0)
  expect(key('ArrowUp')!.y).toBeGreaterThan(0)
  expect(key('+')!.width).toBeLessThan(100)
  expect(key('0')).toMatchObject({ x: 25, y: 25 })
  expect(key('Tab')).toBeNull()
})

test('the scale bar is a round length of at most a quarter', () => {
  expect([100, 1999, 2000].map(scaleBar)).toEqual([20, 200, 500])
})
