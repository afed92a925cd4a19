import { expect, test } from 'vitest'
import { lunarDay } from './lunar.ts'

const iso = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** As kept in Vietnam; 1985, 2007 and 2030 differ from the Chinese calendar. */
const tet = [
  '1985-01-21',
  '2000-02-05',
  '2001-01-24',
  '2002-02-12',
  '2003-02-01',
  '2004-01-22',
  '2005-02-09',
  '2006-01-29',
  '2007-02-17',
  '2008-02-07',
  '2009-01-26',
  '2010-02-14',
  '2011-02-03',
  '2012-01-23',
  '2013-02-10',
  '2014-01-31',
  '2015-02-19',
  '2016-02-08',
  '2017-01-28',
  '2018-02-16',
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-02',
]

const hungKings = [
  '2014-04-09',
  '2015-04-28',
  '2016-04-16',
  '2017-04-06',
  '2018-04-25',
  '2019-04-14',
  '2020-04-02',
  '2021-04-21',
  '2022-04-10',
  '2023-04-29',
  '2024-04-18',
  '2025-04-07',
  '2026-04-26',
]

test('Tết falls on the days that were kept', () => {
  expect(tet.map((day) => iso(lunarDay(Number(day.slice(0, 4)), 1, 1)))).toEqual(tet)
})

test('Giỗ Tổ, the tenth of the third month, too; 2014, 2017, 2020, 2023 and 2025 had a leap month', () => {
  expect(hungKings.map((day) => iso(lunarDay(Number(day.slice(0, 4)), 3, 10)))).toEqual(hungKings)
})

test('through 1990–2060 it is the Chinese calendar, an hour earlier: months begin on its day or the day before', () => {
  // 1985 aside: there the solstice itself fell on another day, and with it the whole year.
  const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' })
  const saidOf = (day: number) => chinese.format(new Date(day * 86_400_000))
  const odd: string[] = []
  let differ = 0
  for (let year = 1990; year <= 2060; year++)
    for (const month of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const first = lunarDay(year, month, 1)
      if (saidOf(first) === `${month}/1`) continue
      differ++
      if (saidOf(first + 1) !== `${month}/1`) odd.push(`${iso(first)} ${month}/1: ${saidOf(first)}`)
    }
  expect(odd).toEqual([])
  expect(differ).toBeLessThan(71 * 10 * 0.1)
})
