import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { ringArea } from '../../scenarios/geometry.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { bandAlong, viewOf } from './view3d.ts'

const square = (x: number, y: number, side: number): XY[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]
const check = {
  site: { ring: square(551700, 1082300, 20) },
  building: {
    parts: [{ name: 'Khối chính', footprint: square(551705, 1082305, 10), heightMetres: 12 }],
    groundLevelMetres: 1.8,
  },
  roads: [
    {
      redLine: [
        [551690, 1082300],
        [551730, 1082300],
      ],
    },
  ],
  neighbours: [
    { name: 'Nhà A', footprint: square(551725, 1082300, 10), heightMetres: 9 },
    { name: 'Nhà B', footprint: square(551700, 1082330, 10), heightMetres: null },
  ],
} as unknown as PermitCheck

test('the case’s word on a neighbour goes before the city’s; what stands on the lot makes room; levels are above datum', () => {
  const view = viewOf(check, {
    groundMetres: 1.2,
    buildings: [
      { id: 'vt:building/a', name: '', ring: square(551725.5, 1082300.5, 9), heightMetres: 4 },
      { id: 'vt:building/old', name: 'cũ', ring: square(551706, 1082306, 8), heightMetres: 4 },
      { id: 'vt:building/far', name: 'xa', ring: square(551600, 1082300, 8), heightMetres: 6 },
    ],
    roads: [],
    water: [],
  })
  expect(view.origin).toEqual([551710, 1082310])
  expect(view.replacedIds).toEqual(['vt:building/old'])
  expect(view.replaced[0]).toMatchObject({ name: 'cũ', baseMetres: 1.2, topMetres: 5.2 })
  expect(view.neighbours.map(({ name, topMetres }) => [name, topMetres])).toEqual([
    ['Nhà A', 10.2],
    ['xa', 7.2],
    ['Nhà B', 4.7],
  ])
  expect(view.parts[0]).toMatchObject({ baseMetres: 1.8, topMetres: 13.8, ring: square(-5, -5, 10) })
  expect(view.redLines).toEqual([
    [
      [-20, -10],
      [20, -10],
    ],
  ])
})

test('a band along a straight line has its length times its width', () => {
  const corners = bandAlong(
    [
      [0, 0],
      [10, 0],
    ],
    4,
  )
  let area = 0
  for (let i = 0; i < corners.length; i += 6) {
    const [ax, ay, bx, by, cx, cy] = corners.slice(i, i + 6) as [number, number, number, number, number, number]
    area += Math.abs(
      ringArea([
        [ax, ay],
        [bx, by],
        [cx, cy],
      ]),
    )
  }
  expect(area).toBeCloseTo(40)
})
