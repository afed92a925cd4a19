import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretch } from '../../test/works-application.ts'
import { commonDates, type Joinable, jointTrenches, savedMetres } from './joint.ts'
import type { Stretch } from './works.ts'
import '../../test/seed.ts'

const works = (
  id: string,
  stretches: Stretch[],
  from = '2026-12-07',
  to = '2026-12-16',
  window = ['2026-12-01', '2027-01-31'],
): Joinable => ({
  id,
  application: { stretches, dates: { from, to }, window: { from: window[0]!, to: window[1]! } },
})

test('metres that two trenches share are dug once', () => {
  const a = works('a', [stretch(100, 200)])
  expect(savedMetres([a, works('b', [stretch(150, 300)])])).toBe(50)
  expect(savedMetres([a, works('b', [stretch(200, 300)])])).toBe(0)
  expect(savedMetres([a, works('b', [stretch(150, 300, { side: 'left' })])])).toBe(0)
  expect(savedMetres([a, works('b', [stretch(150, 300, { side: 'whole' })])])).toBe(50)
  // Three over the same 50 m: two trenches less.
  expect(savedMetres([a, works('b', [stretch(150, 300)]), works('c', [stretch(150, 200)])])).toBe(100)
  // One that names its stretch twice does not save by itself.
  expect(savedMetres([works('d', [stretch(0, 50), stretch(0, 50)])])).toBe(0)
})

test('common days lie in every window, as long as the longest, as near to what was asked as can be', () => {
  const a = works('a', [], '2026-12-07', '2026-12-16')
  const b = works('b', [], '2027-01-10', '2027-01-12', ['2026-12-20', '2027-01-31'])
  expect(commonDates([a, b])).toEqual({ from: '2026-12-20', to: '2026-12-29' })
  expect(commonDates([b, a])).toEqual({ from: '2026-12-20', to: '2026-12-29' })
  // A window with just enough days, and with one too few.
  const c = (to: string) => works('c', [], '2026-12-10', '2026-12-12', ['2026-12-10', to])
  expect(commonDates([a, c('2026-12-19')])).toEqual({ from: '2026-12-10', to: '2026-12-19' })
  expect(commonDates([a, c('2026-12-18')])).toBeNull()
})

test('a group is proposed with what it saves; who has the same days already is left alone', () => {
  const a = works('a', [stretch(100, 200)])
  const b = works('b', [stretch(150, 300)], '2027-01-05', '2027-01-09')
  const c = works('c', [stretch(600, 650)], '2027-01-05', '2027-01-09')
  expect(jointTrenches([c, b, a])).toEqual([
    {
      works: ['a', 'b'],
      dates: { from: '2026-12-07', to: '2026-12-16' },
      savedMetres: 50,
      where: [{ road: 'vt:road/1', fromMetres: 150, toMetres: 200 }],
    },
  ])
  expect(jointTrenches([a, works('b', [stretch(150, 300)])])).toEqual([])
  // Under 5 m in common is not worth it, 5 m is.
  expect(jointTrenches([a, works('b', [stretch(195.1, 300)], '2027-01-05', '2027-01-09')])).toEqual([])
  expect(jointTrenches([a, works('b', [stretch(195, 300)], '2027-01-05', '2027-01-09')])).toHaveLength(1)
})

const many = fc.array(
  fc.record({ from: fc.nat(100), metres: fc.integer({ min: 5, max: 60 }), first: fc.integer({ min: 10, max: 28 }) }),
  { minLength: 2, maxLength: 6 },
)
const madeOf = (raw: readonly { from: number; metres: number; first: number }[]) =>
  raw.map(({ from, metres, first }, i) =>
    works(`w${i}`, [stretch(from, from + metres)], `2026-12-${first}`, `2026-12-${first + 2}`),
  )

test('the order of the works changes nothing, none is in two groups, and each group saves', () => {
  fc.assert(
    fc.property(many, (raw) => {
      const all = madeOf(raw)
      const joints = jointTrenches(all)
      expect(jointTrenches(all.toReversed())).toEqual(joints)
      const members = joints.flatMap((one) => one.works)
      expect(new Set(members).size).toBe(members.length)
      for (const { savedMetres: saved, dates } of joints) {
        expect(saved).toBeGreaterThanOrEqual(5)
        expect(dates.from >= '2026-12-01' && dates.to <= '2027-01-31').toBe(true)
      }
    }),
  )
})
