import { expect, test } from 'vitest'
import { at, changed, factory, house, lineOf, plain } from '../../test/permit-cases.ts'
import type { PermitCheck, PlanFigures } from './case.ts'
import { suits } from './land.ts'

/** 200 m² with 100 m² built, 3 m behind the red line. */
const base = changed(plain(house, { lot: [10, 20], part: [10, 10], heightMetres: 12, storeys: 3, y: 3 }), {
  building: {
    floors: { above: 300, basement: 0, mezzanine: 0, tum: 0, excluded: 0 },
    greenSquareMetres: 40,
    groundLevelMetres: 1.8,
  },
})
const silent = Object.fromEntries(
  Object.keys(house.plans.approved!).map((key) => [key, key === 'document' ? 'QĐ 1' : null]),
) as unknown as PlanFigures
const by = (figures: Partial<PlanFigures>, c = base) => changed(c, { plans: { approved: { ...silent, ...figures } } })

const limits: [id: string, figures: Partial<PlanFigures>, verdict: string][] = [
  ['plan.density', { densityPercent: 50 }, 'pass'],
  ['plan.density', { densityPercent: 49.99 }, 'fail'],
  ['plan.far', { far: 1.5 }, 'pass'],
  ['plan.far', { far: 1.49 }, 'fail'],
  ['plan.storeys', { storeys: 3 }, 'pass'],
  ['plan.storeys', { storeys: 2 }, 'fail'],
  ['plan.height', { heightMetres: 12 }, 'pass'],
  ['plan.height', { heightMetres: 11.99 }, 'fail'],
  ['plan.setback', { setbackMetres: 3 }, 'pass'],
  ['plan.setback', { setbackMetres: 3.01 }, 'fail'],
  ['plan.green', { greenPercent: 20 }, 'pass'],
  ['plan.green', { greenPercent: 20.01 }, 'fail'],
  ['plan.ground', { groundLevelMetres: 1.8 }, 'pass'],
  ['plan.ground', { groundLevelMetres: 1.81 }, 'fail'],
  ['plan.land-use', { landUses: ['TMD', 'ODT'] }, 'pass'],
  ['plan.land-use', { landUses: ['TMD', 'CX'] }, 'fail'],
  ['plan.land-use', { landUses: ['TMD', 'XYZ'] }, 'person'],
  ['plan.land-use', { landUses: [] }, 'person'],
]
test.each(limits)('%s by %o: %s', (id, figures, verdict) => {
  expect(lineOf(by(figures), id)).toMatchObject({ verdict, clause: 'QĐ 1', basis: 'plan' })
  expect(lineOf(changed(by(figures), { plans: { approved: null } }), id).verdict).toBe('person')
})

test('the approved plan binds before urban design, and that before the architecture regulation', () => {
  const figures = (document: string, heightMetres: number | null) => ({ ...silent, document, heightMetres })
  const of = (approved: number | null, design: number | null, architecture: number | null) =>
    lineOf(
      changed(base, {
        plans: {
          approved: figures('a', approved),
          urbanDesign: figures('u', design),
          architecture: figures('k', architecture),
        },
      }),
      'plan.height',
    )
  expect(of(20, 5, 5)).toMatchObject({ verdict: 'pass', clause: 'a', basis: 'plan' })
  expect(of(null, 5, 20)).toMatchObject({ verdict: 'fail', clause: 'u', basis: 'urban-design' })
  expect(of(null, null, 20)).toMatchObject({ verdict: 'pass', clause: 'k', basis: 'architecture' })
  expect(of(null, null, null).verdict).toBe('person')
})

test('a plan that is silent on a figure leaves it to a person, unless it binds by others', () => {
  for (const id of [
    'plan.land-use',
    'plan.density',
    'plan.far',
    'plan.storeys',
    'plan.height',
    'plan.setback',
    'plan.ground',
  ]) {
    expect(lineOf(by({}), id).verdict).toBe('person')
  }
  expect(lineOf(by({ storeys: 3 }), 'plan.height').verdict).toBe('pass')
  expect(lineOf(by({ heightMetres: 12 }), 'plan.storeys').verdict).toBe('pass')
  expect(lineOf(by({ densityPercent: 50, storeys: 3 }), 'plan.far').verdict).toBe('pass')
  expect(lineOf(by({ densityPercent: 50 }), 'plan.far').verdict).toBe('person')
  expect(lineOf(by({}), 'plan.green').verdict).toBe('pass')
})

test('inputs that a figure of the plan needs are named', () => {
  const lacks = (building: Partial<PermitCheck['building']>, figures: Partial<PlanFigures>, id: string) =>
    lineOf(by(figures, changed(base, { building })), id)
  expect(lacks({ greenSquareMetres: null }, { greenPercent: 1 }, 'plan.green').why.en).toContain('greenSquareMetres')
  expect(lacks({ groundLevelMetres: null }, { groundLevelMetres: 1 }, 'plan.ground').why.en).toContain(
    'groundLevelMetres',
  )
  expect(lacks({ livesWithFloods: true }, { groundLevelMetres: 9 }, 'plan.ground').verdict).toBe('person')
  const road = house.roads[0]!
  const roads = (list: PermitCheck['roads']) =>
    lineOf(by({ setbackMetres: 1 }, changed(base, { roads: list })), 'plan.setback')
  expect(roads([]).verdict).toBe('person')
  expect(roads([road, { ...road, redLine: null }]).verdict).toBe('person')
  expect(roads([road, { ...road, redLine: [at(10.5, -50), at(10.5, 50)] }])).toMatchObject({
    verdict: 'fail',
    actual: 0.5,
  })
})

test('a temporary permit is sized by the province, not by the plan', () => {
  const temporary = changed(by({ heightMetres: 5 }), { procedure: 'temporary' })
  expect(lineOf(temporary, 'plan.height').verdict).toBe('person')
})

test('before July 2026 the former law is cited where no document is', () => {
  const old = changed(base, { date: '2026-06-30', plans: { approved: null } })
  expect(lineOf(old, 'plan.height').clause).toContain('50/2014')
})

const use = (landUse: string | null, c = base) => lineOf(changed(c, { site: { landUse } }), 'land.use').verdict
test.each([
  ['ODT', base, 'pass'],
  ['ont', base, 'pass'],
  ['CLN', base, 'fail'],
  ['TMD', base, 'fail'],
  ['ODT+CLN', base, 'person'],
  ['XYZ', base, 'person'],
  [null, base, 'person'],
  ['SKN', factory, 'pass'],
  ['LUC', factory, 'fail'],
  ['TMD', factory, 'person'],
] as const)('land use %s: %#', (code, c, verdict) => {
  expect(use(code, c)).toBe(verdict)
})

test('before July 2026 a land use that does not fit is for a person', () => {
  expect(use('CLN', changed(base, { date: '2026-06-30' }))).toBe('person')
})

test.each([
  ['residential', 'pass'],
  ['industrial', 'fail'],
  ['green', 'fail'],
  ['somewhere', 'person'],
  [null, 'person'],
] as const)('zone %s for a house: %s', (zoning, verdict) => {
  expect(lineOf(changed(base, { site: { zoning } }), 'land.zoning').verdict).toBe(verdict)
  expect(lineOf(changed(base, { site: { zoning }, plans: { approved: null } }), 'land.zoning').verdict).toBe('person')
})

test('what no code is known to be for decides nothing', () => {
  expect([suits('other', 'ODT'), suits('house', 'XYZ'), suits('other', 'LUA')]).toEqual([null, null, false])
})
