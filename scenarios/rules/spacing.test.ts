import { expect, test } from 'vitest'
import { box, changed, house, lineOf, plain } from '../../test/permit-cases.ts'
import type { PermitCheck } from './case.ts'
import { spacingLimit } from './spacing.ts'

test.each([
  ['long-long', 10, 7],
  ['long-long', 14, 7],
  ['long-long', 14.02, 7.01],
  ['long-long', 45.99, 22.995],
  ['long-long', 46, 25],
  ['long-long', 90, 25],
  ['gable', 9, 4],
  ['gable', 12, 4],
  ['gable', 12.03, 4.01],
  ['gable', 45.99, 15.33],
  ['gable', 46, 15],
  ['gable', 90, 15],
] as const)('spacing %s at %d m: %d m', (facing, height, metres) => {
  expect(spacingLimit(facing, height)).toBeCloseTo(metres, 9)
})

type Neighbour = NonNullable<PermitCheck['neighbours']>[number]
const beside = (
  metres: number,
  change: Partial<Neighbour> = {},
  height = 12,
  place: Partial<PermitCheck['place']> = {},
) =>
  changed(plain(house, { lot: [10, 20], part: [10, 20], heightMetres: height }), {
    place,
    neighbours: [
      {
        name: 'B',
        footprint: box(10 + metres, 0, 8, 8),
        heightMetres: 10,
        facing: 'long-long',
        backToBack: false,
        attached: false,
        provenance: 'imported',
        ...change,
      },
    ],
  })

test.each([
  ['7 m', beside(7), 'pass', 7],
  ['short of 7 m', beside(6.99), 'fail', 7],
  ['the taller governs: the neighbour', beside(9.99, { heightMetres: 20 }), 'fail', 10],
  ['the taller governs: the neighbour, met', beside(10, { heightMetres: 20 }), 'pass', 10],
  ['the taller governs: the building', beside(9.99, {}, 20), 'fail', 10],
  ['gable, 4 m', beside(4, { facing: 'gable' }), 'pass', 4],
  ['gable, short of it', beside(3.99, { facing: 'gable' }), 'fail', 4],
  ['46 m', beside(25, {}, 46), 'pass', 25],
  ['46 m, short of it', beside(24.99, {}, 46), 'fail', 25],
  ['just below 46 m', beside(22.995, {}, 45.99), 'pass', 22.995],
  ['back to back', beside(4, { backToBack: true }), 'pass', 4],
  ['back to back, short of it', beside(3.99, { backToBack: true }), 'fail', 4],
  ['attached in a row', beside(0, { attached: true }), 'pass', null],
  ['attached, with a gap', beside(0.06, { attached: true }), 'person', null],
  ['overlapping', beside(-1), 'fail', 7],
  ['facing not known, far enough for either', beside(7, { facing: null }), 'pass', 7],
  ['facing not known, between the two', beside(5, { facing: null }), 'person', 7],
  ['facing not known, too near for either', beside(3.99, { facing: null }), 'fail', 4],
  ['height not known, far enough for any', beside(25, { heightMetres: null }), 'pass', 25],
  ['height not known', beside(24.99, { heightMetres: null }), 'person', 25],
  ['height not known, too near for our own', beside(6.99, { heightMetres: null }), 'fail', 7],
  ['existing area', beside(6.99, {}, 12, { area: 'existing' }), 'person', 7],
  ['existing area, met', beside(7, {}, 12, { area: 'existing' }), 'pass', 7],
  ['area not known', beside(6.99, {}, 12, { area: null }), 'person', 7],
  ['no plan on file', changed(beside(6.99), { plans: { approved: null } }), 'person', 7],
  ['assumed neighbour', beside(7, { provenance: 'assumed' }), 'person', 7],
  ['none around', changed(beside(1), { neighbours: [] }), 'pass', null],
  ['not looked at', changed(beside(1), { neighbours: null }), 'person', null],
] as const)('spacing to neighbours: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'spacing.neighbours')).toMatchObject({ verdict, limit })
})

test('every neighbour that is too near is named and drawn', () => {
  const two = [6.5, 6.9].map((metres, i) => ({ ...beside(metres).neighbours![0]!, name: `N${i}` }))
  const line = lineOf(changed(beside(1), { neighbours: two }), 'spacing.neighbours')
  expect(line).toMatchObject({ verdict: 'fail', actual: 6.5 })
  expect(line.why.vi).toMatch(/N0.*N1/)
  expect((line.geometry as { coordinates: unknown[] }).coordinates).toHaveLength(2)
})

const blocks = (metres: number, height = 14) => {
  const part = (name: string, x: number) => ({
    name,
    kind: 'main' as const,
    footprint: box(x, 0, 10, 10),
    projections: [],
    heightMetres: height,
    storeys: 3,
  })
  return changed(plain(house, { lot: [60, 20], part: [1, 1] }), {
    building: { parts: [part('A', 0), part('B', 10 + metres)] },
  })
}
test.each([
  ['long sides met', blocks(7), 'pass', 7],
  ['between long sides and gables', blocks(6.99), 'person', 7],
  ['too near for gables', blocks(4.66), 'fail', 14 / 3],
  ['touching: one block', blocks(0), 'pass', null],
] as const)('spacing of the lot’s own blocks: %s', (_, c, verdict, limit) => {
  const line = lineOf(c, 'spacing.own')
  expect(line.verdict).toBe(verdict)
  if (limit === null) expect(line.limit).toBeNull()
  else expect(line.limit).toBeCloseTo(limit, 5)
})
