import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { blocks, prismOf, prismsBlock, shadesOn } from './shades.ts'

const VI_THANH = { lon: 105.47, lat: 9.78 }
const box = (x: number, y: number, width: number, depth: number): XY[] => [
  [x, y],
  [x + width, y],
  [x + width, y + depth],
  [x, y + depth],
  [x, y],
]
const at = (name: string, x: number, y: number, height = 4) => ({ ...prismOf(box(x, y, 10, 10), 1, height), name })

test('in December the sun stands in the south: a tower shades the house north of it, for most of the day, and not the one south', () => {
  const shades = shadesOn(
    prismsBlock([prismOf(box(0, 0, 10, 10), 1, 20)]),
    [at('bắc', 0, 13), at('nam', 0, -23)],
    '2026-12-21',
    VI_THANH,
  )
  expect(shades.map(({ name }) => name)).toEqual(['bắc'])
  const [north] = shades
  expect(north!.hours).toBeGreaterThan(6)
  expect(north!.halfHours).toBeLessThanOrEqual(north!.hours)
  expect(north!.from).toBeLessThan(9)
  expect(north!.to).toBeGreaterThan(15)
})

test('a house in the west loses the morning, one in the east the evening', () => {
  const [west] = shadesOn(prismsBlock([prismOf(box(0, 0, 10, 10), 1, 20)]), [at('tây', -15, 0)], '2026-03-20', VI_THANH)
  expect(west!.to).toBeLessThan(13)
  const [east] = shadesOn(prismsBlock([prismOf(box(0, 0, 10, 10), 1, 20)]), [at('đông', 15, 0)], '2026-03-20', VI_THANH)
  expect(east!.from).toBeGreaterThan(11)
})

test('what has no sun anyhow loses none', () => {
  const wall = { ...prismOf(box(-50, -16, 110, 5), 1, 60), name: 'tường' }
  const alone = shadesOn(prismsBlock([prismOf(box(0, 0, 10, 10), 1, 8)]), [at('bắc', 0, 12)], '2026-12-21', VI_THANH)
  const behind = shadesOn(
    prismsBlock([prismOf(box(0, 0, 10, 10), 1, 8)]),
    [at('bắc', 0, 12), wall],
    '2026-12-21',
    VI_THANH,
  )
  const north = behind.find(({ name }) => name === 'bắc')
  expect(north?.hours ?? 0).toBeLessThan(alone[0]!.hours)
})

test('a ray meets a prism where it passes under its top, whichever way the ring turns and wherever it starts', () => {
  const ring = box(10, -5, 10, 10)
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 5, noNaN: true }), fc.boolean(), (slope, turned) => {
      const prism = prismOf(turned ? ring.toReversed() : ring, 0, 10)
      expect(blocks(prism, [0, 0, 0], [1, 0, slope])).toBe(10 * slope < 10)
      expect(blocks(prism, [0, 0, 0], [-1, 0, slope])).toBe(false)
      expect(blocks(prism, [15, 0, 11], [1, 0, slope])).toBe(false)
    }),
  )
})
