import { expect, test } from 'vitest'
import { at, changed, house, lineOf, tower } from '../../test/permit-cases.ts'
import type { PermitCheck } from './case.ts'

const way = (c: PermitCheck, fireAccessMetres: number | null, area: PermitCheck['place']['area'] = 'new') =>
  changed(c, { place: { area }, building: { fireAccessMetres } })
const storeys = (n: number) => changed(house, { building: { parts: [{ ...house.building.parts[0]!, storeys: n }] } })

test.each([
  ['3.5 m', way(tower, 3.5), 'pass', 3.5],
  ['less', way(tower, 3.49), 'fail', 3.5],
  ['existing area, 4 m', way(tower, 4, 'existing'), 'pass', 4],
  ['existing area, less', way(tower, 3.99, 'existing'), 'fail', 4],
  ['area not known, 4 m', way(tower, 4, null), 'pass', 4],
  ['area not known, between', way(tower, 3.5, null), 'person', 4],
  ['area not known, below both', way(tower, 3.49, null), 'fail', 4],
  ['a low house', way(house, 3), 'person', 3.5],
  ['a house of 6 storeys', way(storeys(6), 3), 'person', 3.5],
  ['a house of 7 storeys', way(storeys(7), 3), 'fail', 3.5],
  ['no plan on file: another law', changed(way(tower, 3), { plans: { approved: null } }), 'fail', 3.5],
  ['not known', way(tower, null), 'person', null],
] as const)('fire access: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'fire.access')).toMatchObject({ verdict, limit })
})

const road = house.roads[0]!
const alley = (widthMetres: number | null, plannedWidthMetres: number | null, red: number | null) =>
  changed(house, {
    roads: [
      {
        ...road,
        class: 'alley',
        widthMetres,
        plannedWidthMetres,
        redLine: red === null ? null : [at(-50, red), at(50, red)],
      },
    ],
  })
test.each([
  ['as wide as planned', alley(4, 4, 0), 'pass', 4],
  ['narrower, the building stands back', alley(3.99, 4, 0), 'pass', 4],
  ['narrower, the building stands in it', alley(3.99, 4, 0.5), 'fail', 4],
  ['narrower, red line not known', alley(3.99, 4, null), 'person', 4],
  ['no planned width', alley(4, null, 0), 'person', null],
  ['no width', alley(null, 4, 0), 'person', null],
  ['no alley', house, 'pass', null],
  ['class not known', changed(house, { roads: [{ ...road, class: null }] }), 'person', null],
  ['no road', changed(house, { roads: [] }), 'person', null],
] as const)('alley: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'alley.width')).toMatchObject({ verdict, limit })
})
