import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { rolesOf } from '../../scenarios/permits/lot-sides.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import { type CornerRow, rowsOf, surveyOf } from './corners.ts'
import { type Draft, draftOf, emptyDraft, judge, keepDraft, keptDraft, valueAt, withValue } from './draft.ts'
import { massingOf, massingOfParts } from './massing.ts'

const CITY = [535100, 1069800, 555600, 1087300] as const
const lot: XY[] = [
  [551700, 1082300],
  [551707, 1082300],
  [551707, 1082330],
  [551700, 1082330],
]
const names = { main: 'Khối chính', podium: 'Khối đế', tower: 'Khối tháp' }
const filled: Draft = {
  ...emptyDraft,
  people: { ...emptyDraft.people, ownerName: 'Nguyễn Văn An', ownerId: '093088001234', phone: '0939123456' },
  workTitle: 'Nhà ở gia đình',
  expectedMonths: 8,
  site: { parcel: '508', mapSheet: '1334', street: 'Trần Hưng Đạo', unitCode: '31333' },
  corners: rowsOf(lot),
  massing: { ...emptyDraft.massing, storeys: 3, setbacks: { front: 3, side: 0, back: 6 } },
}
const judged = (draft: Draft) => {
  const survey = surveyOf(draft.corners, CITY)
  const massing = survey.ring ? massingOf(survey.ring, rolesOf(survey.ring, []), draft.massing, names) : null
  return judge(draft, survey, massing, '2026-11-26')
}

test('a form that is filled in is an application that the rules can check', () => {
  const { permit, faults } = judged(filled)
  expect([...faults]).toEqual([])
  expect(permit!.people.representative).toBe(null)
  expect(permit!.application).toMatchObject({ designer: null, formerPermit: null })
  expect(permit!.application.check.place.unitCode).toBe('31333')
  expect(permit!.application.check.building.floors.above).toBe(7 * 30 * 3)
  expect(checkPermit(permit!.application.check).rules.length).toBeGreaterThan(20)
})

test('an application opened again and judged without its people is the same application', () => {
  const { application } = judged(filled)
  const draft = draftOf(application!)
  const again = judge(draft, surveyOf(draft.corners, CITY), massingOfParts(draft.parts!), '2026-11-26', 'application')
  expect([...again.faults]).toEqual([])
  expect(again.permit).toBe(null)
  expect(again.application).toEqual(application)
})

test('what is missing or wrong is said at its own field, in Vietnamese first', () => {
  const { permit, faults } = judged(emptyDraft)
  expect(permit).toBe(null)
  for (const path of [
    'people.ownerName',
    'workTitle',
    'expectedMonths',
    'site.parcel',
    'corners',
    'massing',
    'site.unitCode',
  ])
    expect(faults.get(path)?.vi, path).toMatch(/^(Chưa|Bảng)/)
  const wrong = judged(withValue(withValue(filled, 'people.phone', '939123456'), 'expectedMonths', 500)).faults
  expect(wrong.get('people.phone')!.vi).toMatch(/bắt đầu bằng 0/)
  expect(wrong.get('expectedMonths')!.vi).toBe('Không lớn hơn 120.')
  expect(
    judged(withValue(filled, 'people.representative.name', 'Lê Thị Bé')).faults.has('people.representative.id'),
  ).toBe(true)
})

test('a value is set in lists and objects alike, changes nothing else, and is the city’s no more', () => {
  const marked: Draft = { ...filled, from: { 'site.street': 'generated', 'corners.1.x': 'generated' } }
  const next = withValue(marked, 'corners.1.x', '1082301')
  expect(valueAt(next, 'corners.1.x')).toBe('1082301')
  expect((next.corners as CornerRow[])[0]).toBe(marked.corners[0])
  expect(next.from).toEqual({ 'site.street': 'generated' })
  expect(valueAt(next, 'check.roads.7.name')).toBe(undefined)
})

test('a draft is kept and opened again; one of another shape is not', () => {
  const store = new Map<string, string>()
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  }
  expect(keptDraft(storage)).toBe(null)
  keepDraft(filled, storage)
  expect(keptDraft(storage)).toEqual(filled)
  const [key] = store.keys()
  store.set(key!, JSON.stringify({ ...filled, check: { work: null } }))
  expect(keptDraft(storage)).toBe(null)
  store.set(key!, '{')
  expect(keptDraft(storage)).toBe(null)
  keepDraft(null, storage)
  expect(store.size).toBe(0)
})
