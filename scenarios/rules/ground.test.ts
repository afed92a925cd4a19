import { expect, test } from 'vitest'
import { changed, factory, house, lineOf } from '../../test/permit-cases.ts'
import type { PermitCheck } from './case.ts'
import { checkPermit } from './check.ts'

const on = (
  groundLevelMetres: number | null,
  flood: Partial<PermitCheck['flood']> = {},
  c = house,
  rural: boolean | null = false,
) => changed(c, { building: { groundLevelMetres }, flood, place: { rural } })
const country = { annualMaximumMetres: 1 }

test.each([
  ['0.3 m above', on(1.6), 'pass', 1.6],
  ['a centimetre less', on(1.59), 'fail', 1.6],
  ['industry 0.5 m above', on(1.8, {}, factory), 'pass', 1.8],
  ['industry, a centimetre less', on(1.79, {}, factory), 'fail', 1.8],
  ['no plan on file', changed(on(1.59), { plans: { approved: null } }), 'person', 1.6],
  ['an assumed level, met', on(1.6, { designLevelProvenance: 'assumed' }), 'person', 1.6],
  ['an assumed level, not met', on(1.5, { designLevelProvenance: 'assumed' }), 'person', 1.6],
  ['a generated level', on(1.6, { designLevelProvenance: 'generated' }), 'person', 1.6],
  ['a level without source', on(1.6, { designLevelProvenance: null }), 'person', 1.6],
  ['no design level', on(1.6, { designLevelMetres: null }), 'person', null],
  ['no ground level', on(null), 'person', 1.6],
  ['stilts', changed(on(0.2), { building: { livesWithFloods: true } }), 'pass', null],
  ['rural, 0.3 m above the annual flood', on(1.3, country, house, true), 'pass', 1.3],
  ['rural, less', on(1.29, country, house, true), 'fail', 1.3],
  ['rural, annual flood not known', on(1.3, {}, house, true), 'person', null],
  ['urban or rural not known, both met', on(1.6, country, house, null), 'pass', 1.6],
  ['urban or rural not known, one met', on(1.5, country, house, null), 'person', 1.6],
] as const)('ground level: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'ground.design-flood')).toMatchObject({ verdict, limit })
})

test('the clause follows the place, the period the class of the town', () => {
  expect(lineOf(on(1.6), 'ground.design-flood').clause).toContain('Bảng 2.13')
  expect(lineOf(on(1.6), 'ground.design-flood').why.vi).toContain('50 năm')
  expect(lineOf(on(1.3, country, house, true), 'ground.design-flood').clause).toContain('2.16.11.1')
})

test('a simulated flood advises and changes no verdict', () => {
  const simulated = { runId: '019ab0a0-0000-7000-8000-000000000001', maxDepthMetres: 1.87 }
  const deep = changed(house, { flood: { simulated } })
  expect(lineOf(deep, 'ground.simulated-flood')).toMatchObject({
    verdict: 'pass',
    basis: 'advice',
    actual: 1.9,
    limit: null,
  })
  expect(lineOf(house, 'ground.simulated-flood').verdict).toBe('pass')
  expect(checkPermit(deep).verdict).toBe(checkPermit(house).verdict)
})
