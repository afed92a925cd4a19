import { expect, test } from 'vitest'
import { changed, house, lineOf, plain } from '../test/permit-cases.ts'
import { buildingFor, buildingWords, type LotFacts, setbackSteps, type Topic, topics } from './building-words.ts'
import type { RoadBeside } from './permits/lot-around.ts'
import { houseDensityLimit } from './rules/density.ts'
import { setbackLimit } from './rules/setback.ts'

const road = (widthMetres: number | null, more: Partial<RoadBeside> = {}): RoadBeside => ({
  ...{ name: 'Trần Hưng Đạo', roadClass: 'collector', class: 'area', widthMetres, plannedWidthMetres: null },
  ...{ redLine: null, buildingLine: null, provenance: 'imported' },
  ...more,
})
const zoning = { code: 'ODT', imperviousShare: 0.9, density: 0.8, floorAreaRatio: 3.2, heightMetres: 16 }
const lot: LotFacts = {
  ...{ squareMetres: 100, landUse: 'ODT', provenance: 'imported', plans: [], roads: [road(16.5)], lines: [] },
  ground: null,
}
const lineAbout = (facts: Partial<LotFacts>, topic: Topic) =>
  buildingWords({ ...lot, ...facts }).find((line) => line.topic === topic)!
const said = (facts: Partial<LotFacts>, topic: Topic, language: 'vi' | 'en' = 'vi') =>
  lineAbout(facts, topic)
    .says.map(({ says }) => says[language])
    .join(' ')

test('every matter in its order, in both languages, each with its clause', () => {
  const lines = buildingWords(lot)
  expect(lines.map(({ topic }) => topic)).toEqual(topics)
  for (const { says, title } of lines) {
    expect(title.vi).not.toBe(title.en)
    for (const one of says) {
      expect(one.clause).not.toBe('')
      expect(one.says.vi).not.toBe(one.says.en)
      expect(one.says.vi).not.toMatch(/undefined|NaN/)
    }
  }
})

test.each([90, 100, 150, 200, 300, 400, 500, 999, 1000, 2500])(
  'density of a house on %d m² is what the rule holds it against',
  (squareMetres) => {
    const c = changed(plain(house, { lot: [10, squareMetres / 10], part: [5, 5] }), { place: { area: 'new' } })
    const { limit } = lineOf(c, 'density.house')
    expect(houseDensityLimit(squareMetres)).toBeCloseTo(Number(limit), 6)
    const percent = String(Math.round(Number(limit) * 10) / 10).replace('.', ',')
    expect(said({ squareMetres }, 'density')).toContain(`${percent} %`)
  },
)

test('a small lot of an existing area may be covered whole, from above 90 to 100 m²', () => {
  const clauses = (squareMetres: number) => lineAbout({ squareMetres }, 'density').says.map(({ clause }) => clause)
  expect(clauses(90)).toEqual(['QCVN 01:2021/BXD, 2.6.3, Bảng 2.8'])
  expect(clauses(90.1).at(-1)).toBe('QCVN 01:2021/BXD, 2.7.7')
  expect(clauses(100).at(-1)).toBe('QCVN 01:2021/BXD, 2.7.7')
  expect(clauses(100.1)).toHaveLength(1)
})

test.each([
  [12, [0, 19, 22, 28], [0, 3, 4, 6]],
  [18.9, [0, 19, 22, 28], [0, 3, 4, 6]],
  [19, [0, 22, 28], [0, 3, 6]],
  [22, [0, 28], [0, 6]],
])('setback on a street %d m wide changes at its heights', (width, from, metres) => {
  expect(setbackSteps(width)).toMatchObject(from.map((height, i) => ({ from: height, metres: metres[i] })))
  for (const { from: height, metres: least } of setbackSteps(width)) expect(setbackLimit(width, height)).toBe(least)
})

test('the table of setbacks is not for alleys, and where no street is known it says so', () => {
  expect(said({ roads: [road(4, { name: null, roadClass: 'alley', class: 'alley' })] }, 'setback')).toContain('hẻm')
  expect(said({ roads: [road(null)] }, 'setback')).toContain('không áp dụng')
  expect(said({ roads: [] }, 'setback')).toContain('Không thấy đường')
  expect(lineAbout({ roads: [road(19)] }, 'setback').says[0]!.confidence).toBe('reconstructed')
  expect(lineAbout({ roads: [road(18.9)] }, 'setback').says[0]!.confidence).toBe('found')
})

test('without a plan on file a person has to look; an approved plan binds before the code', () => {
  for (const topic of ['use', 'density', 'far', 'height', 'setback'] as const)
    expect([topic, lineAbout({}, topic).person]).toEqual([topic, true])
  const plans = [{ document: 'QĐ 12/QĐ-UBND', zoning: { ...zoning, setbackMetres: 3 }, provenance: 'planned' as const }]
  for (const topic of ['density', 'far', 'height', 'setback'] as const) {
    const line = lineAbout({ plans }, topic)
    expect([topic, line.person]).toEqual([topic, false])
    expect(line.says[0]).toMatchObject({ rank: 'plan', clause: 'QĐ 12/QĐ-UBND' })
  }
  expect(said({ plans }, 'density')).toContain('80 %')
  // One that says nothing of the setback leaves it open.
  expect(lineAbout({ plans: [{ ...plans[0]!, zoning }] }, 'setback').person).toBe(true)
})

test('a drawn plan decides nothing, and says so last', () => {
  const plans = [{ document: 'Minh họa', zoning, provenance: 'generated' as const }]
  const line = lineAbout({ plans, provenance: 'generated' }, 'density')
  expect(line).toMatchObject({ person: true, provenance: 'generated' })
  expect(line.says.at(-1)).toMatchObject({ rank: 'advice' })
  expect(line.says.at(-1)!.says.vi).toContain('không có giá trị pháp lý')
})

test('what a land use is for', () => {
  expect(['ODT', 'ONT+CLN', 'TMD', 'DGD', 'SKN', 'CLN', 'LUC+NTS', 'CSD', ''].map(buildingFor)).toEqual(
    ['house', 'house', 'commercial', 'education', 'factory', 'closed', 'closed', null, null], // biome-ignore format: a row
  )
  expect(lineAbout({ landUse: 'LUC' }, 'use').person).toBe(false)
  expect(said({ landUse: 'LUC' }, 'use')).toContain('chuyển mục đích')
  expect(said({ landUse: 'ONT' }, 'ground')).toContain('Nông thôn')
  expect(said({ landUse: 'SKN' }, 'ground')).toContain('0,5 m')
  expect(said({ landUse: 'TMD', squareMetres: 3000 }, 'density', 'en')).toContain(
    'building, by its height: up to 46 m: 80 %.',
  )
  expect(said({ landUse: 'TMD', squareMetres: 10_000 }, 'density')).toContain('cao đến 16 m: 70 %; cao đến 22 m: 62 %')
})

test('lines near by are named with their distance; a person says how wide their corridor is', () => {
  const line = {
    voltageVolts: 22_000,
    kind: 'power',
    name: null,
    line: [],
    away: 12.4,
    provenance: 'generated',
  } as const
  expect(said({ lines: [line] }, 'corridors')).toContain('đường dây điện 22 kV cách 12 m')
  expect(lineAbout({ lines: [line] }, 'corridors')).toMatchObject({ person: true, provenance: 'generated' })
  expect(lineAbout({}, 'corridors').person).toBe(false)
})
