import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from './frame.ts'
import { centroid, pointInPolygon, polygonArea, ringArea } from './geometry.ts'
import { cellAt, cellCentre, cellsInPolygon, cellsOnLine, coarsen, createGrid, sample } from './grid.ts'

const spec = { columns: 30, rows: 20, cellSize: 5, west: 100, north: 200 }
const point = fc.tuple(
  fc.double({ min: 90, max: 260, noNaN: true }),
  fc.double({ min: 90, max: 210, noNaN: true }),
) as fc.Arbitrary<XY>

test('the scan line finds exactly the cells whose centres lie inside', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), (ring) => {
      const found = new Set<number>()
      cellsInPolygon(spec, [ring], (i) => found.add(i))
      for (let row = 0; row < spec.rows; row++) {
        for (let column = 0; column < spec.columns; column++) {
          const inside = pointInPolygon(cellCentre(spec, column, row), [ring])
          expect(found.has(row * spec.columns + column)).toBe(inside)
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('lengths along a line inside the grid add up', () => {
  let sum = 0
  cellsOnLine(
    spec,
    [
      [110, 110],
      [180, 150],
      [200, 120],
    ],
    (_, length) => {
      sum += length
    },
  )
  expect(sum).toBeCloseTo(Math.hypot(70, 40) + Math.hypot(20, 30), 9)
})

test('cells know their centres', () => {
  expect(cellAt(spec, cellCentre(spec, 7, 11))).toBe(11 * 30 + 7)
  expect(cellAt(spec, [99, 150])).toBe(-1)
})

test('bilinear sampling is exact on a plane, missing cells are left out', () => {
  const grid = createGrid(spec)
  for (let i = 0; i < grid.data.length; i++) {
    const [x, y] = cellCentre(spec, i % 30, Math.floor(i / 30))
    grid.data[i] = 0.01 * x - 0.02 * y
  }
  expect(sample(grid, [150, 150])).toBeCloseTo(0.01 * 150 - 0.02 * 150, 5)
  grid.data.fill(Number.NaN)
  expect(sample(grid, [150, 150])).toBeNaN()
  expect(sample(grid, [0, 0])).toBeNaN()
})

test('coarsening keeps the mean and skips what is missing', () => {
  const grid = createGrid(
    { columns: 4, rows: 2, cellSize: 1, west: 0, north: 2 },
    Float32Array.from([1, 2, 3, 4, 5, 6, Number.NaN, 8]),
  )
  expect([...coarsen(grid, 2).data]).toEqual([3.5, 5])
})

test('areas and centroids', () => {
  const ring: XY[] = [
    [0, 0],
    [4, 0],
    [4, 2],
    [0, 2],
  ]
  expect(ringArea(ring)).toBe(8)
  expect(centroid(ring)).toEqual([2, 1])
  expect(
    polygonArea({
      type: 'Polygon',
      coordinates: [
        ring,
        [
          [1, 0.5],
          [2, 0.5],
          [2, 1.5],
          [1, 1.5],
        ],
      ],
    }),
  ).toBe(7)
})
