import { expect, test } from 'vitest'
import type { PlanEdits } from '../../../../scenarios/api/plans.ts'
import { type Edit, slotOf } from '../../../../scenarios/edit.ts'
import { sidesOf } from './sides.ts'

const zoning = { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 3, heightMetres: 16 }
const ring: [number, number][] = [
  [0, 0],
  [10, 0],
  [10, 10],
]
const pond = { ring, bedMetres: 0, waterMetres: 0.5 }
const edits = [
  { kind: 'parcel.zoning', target: 'p', from: zoning, to: { ...zoning, code: 'CX' } },
  { kind: 'pond', target: 'w', from: null, to: pond },
  { kind: 'pond', target: 'v', from: pond, to: null },
  { kind: 'road.section', target: 'r', from: { widthMetres: 5, lanes: 2 }, to: { widthMetres: 12, lanes: 4 } },
  { kind: 'ground.level', target: 'f', from: null, to: { ring, levelMetres: 2 } },
  { kind: 'turn.ban', target: 'a > b', from: false, to: true },
] satisfies Edit[]
const placed = (all: readonly Edit[]) =>
  ({
    features: all.map((edit) => ({ id: slotOf(edit), geometry: { type: 'Point', coordinates: [105, 9] } })),
  }) as unknown as PlanEdits

test('each side is drawn from its own end; what is not there is not drawn, what goes is crossed out', () => {
  const { before, after } = sidesOf(edits, placed(edits))
  const words = (side: typeof before) => side.map(({ label }) => label?.vi)
  expect(words(before)).toEqual([expect.stringMatching(/^ODT/), 'Hồ điều hòa', '5,0 m, 2 làn', 'được rẽ'])
  expect(words(after)).toEqual([
    ...[expect.stringMatching(/^CX/), 'Hồ điều hòa', 'lấp', '12,0 m, 4 làn', '2,00 m', 'cấm rẽ'],
  ])
  expect(after[2]).toMatchObject({ dashed: true })
  expect([before[2]!.widthMetres, after[3]!.widthMetres]).toEqual([5, 12])
  expect(before[0]!.fill).not.toBe(after[0]!.fill)
})

test('what has no place is left out; many lamps have no words', () => {
  expect(sidesOf(edits, { features: [] })).toEqual({ before: [], after: [] })
  const lamps = Array.from(
    { length: 13 },
    (_, i): Edit => ({ kind: 'lamp.state', target: `l${i}`, from: 'on', to: 'out' }),
  )
  expect(sidesOf(lamps, placed(lamps)).after.every(({ label }) => label === undefined)).toBe(true)
  expect(sidesOf(lamps.slice(1), placed(lamps)).after.every(({ label }) => label?.vi === 'tắt')).toBe(true)
})
