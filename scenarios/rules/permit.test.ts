import { expect, test } from 'vitest'
import { changed, factory, house, lineOf, tower } from '../../test/permit-cases.ts'
import type { Procedure } from '../permits/application.ts'
import type { PermitCheck } from './case.ts'

const outside = {
  functionalArea: false,
  ruralResidential: false,
  communeConstruction: false,
  architectureRegulated: false,
}
const small = (storeys: number, above: number, place: Partial<PermitCheck['place']> = {}, c = house) =>
  changed(c, {
    place: { ...outside, ...place },
    building: {
      parts: [{ ...c.building.parts[0]!, storeys }],
      floors: { above, basement: 0, mezzanine: 0, tum: 0, excluded: 0 },
    },
  })
const needed = 'cần giấy phép'
const exempt = 'miễn giấy phép'

test.each([
  ['below 7 storeys and 500 m², outside all areas', small(6, 499.9), 'pass', exempt],
  ['7 storeys', small(7, 499.9), 'pass', needed],
  ['500 m²', small(6, 500), 'pass', needed],
  ['a functional area', small(3, 200, { functionalArea: true }), 'pass', needed],
  ['a rural residential area', small(3, 200, { ruralResidential: true }), 'pass', needed],
  ['a construction zone of the commune', small(3, 200, { communeConstruction: true }), 'pass', needed],
  ['an architecture regulation', small(3, 200, { architectureRegulated: true }), 'pass', needed],
  ['one area not known', small(3, 200, { architectureRegulated: null }), 'person', null],
  [
    'one area not known, another sure',
    small(3, 200, { architectureRegulated: null, functionalArea: true }),
    'pass',
    needed,
  ],
  ['one area not known, but large', small(7, 200, { functionalArea: null }), 'pass', needed],
  ['class IV works', changed(small(1, 300, {}, factory), { work: { class: 'IV' } }), 'pass', exempt],
  ['class III works', changed(small(1, 300, {}, factory), { work: { class: 'III' } }), 'pass', needed],
  ['claimed', changed(tower, { work: { exemption: 'public-investment' } }), 'person', exempt],
  ['before July 2026', changed(small(3, 200), { date: '2026-06-30' }), 'person', null],
  ['from July 2026', changed(small(3, 200), { date: '2026-07-01' }), 'pass', exempt],
] as const)('permit needed or not: %s', (_, c, verdict, word) => {
  const line = lineOf(c, 'permit.required')
  expect(line.verdict).toBe(verdict)
  if (word === null) expect(line.actual).toBeNull()
  else expect(line.actual).toContain(word)
})

test('what is missing, and the point that is claimed, are named', () => {
  expect(lineOf(small(3, 200, { architectureRegulated: null }), 'permit.required').why.vi).toContain(
    'place.architectureRegulated',
  )
  expect(lineOf(changed(tower, { work: { exemption: 'linear-works' } }), 'permit.required').clause).toContain('43.2.c')
})

const filed = (
  c: PermitCheck,
  work: Partial<PermitCheck['work']>,
  industrialZone: boolean | null,
  filedWith: PermitCheck['filedWith'],
) => changed(c, { work, place: { industrialZone }, filedWith })
test.each([
  ['a house of any class', filed(house, { class: 'I' }, false, 'commune'), 'pass', 'UBND cấp xã'],
  ['class III', filed(tower, { class: 'III' }, false, 'commune'), 'pass', 'UBND cấp xã'],
  ['class IV', filed(tower, { class: 'IV' }, false, 'commune'), 'pass', 'UBND cấp xã'],
  ['class II', filed(tower, { class: 'II' }, false, 'department'), 'pass', 'Sở Xây dựng'],
  ['class II at the commune', filed(tower, { class: 'II' }, false, 'commune'), 'fail', 'Sở Xây dựng'],
  ['special', filed(tower, { class: 'special' }, false, 'department'), 'pass', 'Sở Xây dựng'],
  ['in a zone', filed(tower, { class: 'IV' }, true, 'zone-board'), 'pass', 'Ban quản lý'],
  ['in a zone, at the department', filed(tower, { class: 'I' }, true, 'department'), 'fail', 'Ban quản lý'],
  ['zone not known', filed(house, {}, null, 'commune'), 'person', null],
  ['not filed yet', filed(house, {}, false, null), 'pass', 'UBND cấp xã'],
  ['the former law', changed(house, { date: '2026-06-30' }), 'person', null],
] as const)('authority: %s', (_, c, verdict, word) => {
  const line = lineOf(c, 'permit.authority')
  expect(line.verdict).toBe(verdict)
  if (word === null) expect(line.limit).toBeNull()
  else expect(line.limit).toContain(word)
})

const passed = (c: PermitCheck, procedure: Procedure, workingDaysPassed: number | null, date = '2026-07-01') =>
  changed(c, { procedure, workingDaysPassed, date })
test.each([
  [house, 'new', 7, '2026-07-01'],
  [house, 'temporary', 7, '2026-07-01'],
  [house, 'relocate', 7, '2026-07-01'],
  [house, 'adjust', 7, '2026-07-01'],
  [house, 'repair', 7, '2026-07-01'],
  [house, 'extend', 5, '2026-07-01'],
  [house, 'reissue', 5, '2026-07-01'],
  [tower, 'new', 10, '2026-07-01'],
  [tower, 'temporary', 10, '2026-07-01'],
  [tower, 'relocate', 10, '2026-07-01'],
  [tower, 'adjust', 9, '2026-07-01'],
  [tower, 'repair', 9, '2026-07-01'],
  [tower, 'extend', 5, '2026-07-01'],
  [tower, 'reissue', 5, '2026-07-01'],
  [house, 'new', 15, '2026-06-30'],
  [tower, 'new', 20, '2026-06-30'],
] as const)('%#: %s, the term is kept on its last day and late the next', (c, procedure, days, date) => {
  const id = 'deadline.decision'
  expect(lineOf(passed(c, procedure, days, date), id)).toMatchObject({ verdict: 'pass', limit: days, actual: days })
  // The office is late: never a ground to refuse the applicant.
  expect(lineOf(passed(c, procedure, days + 1, date), id)).toMatchObject({ verdict: 'person', limit: days })
  expect(lineOf(passed(c, procedure, null, date), id)).toMatchObject({ verdict: 'pass', actual: null })
})

test('the former law is named', () => {
  expect(lineOf(passed(house, 'new', 3, '2026-06-30'), 'deadline.decision').clause).toContain('50/2014')
  expect(lineOf(passed(house, 'new', 3), 'deadline.decision').clause).toContain('217/2026')
})
