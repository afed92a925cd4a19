import { expect, test } from 'vitest'
import type { Candidate } from './candidate.ts'
import { codeRows, coordinateRows, degreesText, sureness } from './card.ts'
import { parseCoordinates } from './coordinates.ts'

const place: Candidate = {
  label: '1 Lê Bình, Khu vực 2, Phường Vị Tân, TP Cần Thơ',
  oldLabel: '1 Lê Bình, Khu vực 2, Phường IV, TP Vị Thanh, Hậu Giang',
  kind: 'address',
  lon: 105.470123,
  lat: 9.784012,
  unitCode: '31333',
  oldUnitCode: '31324',
  postcode: '95109',
  oldPostcode: '95108',
  gridCode: '95109-QFMCMV4',
  score: 1,
}

test('a card says both names, both postcodes with their dates, and where a code was another area’s', () => {
  const rows = new Map(codeRows(place).map((row) => [row.id, row]))
  expect(rows.get('oldName')?.value).toBe(place.oldLabel)
  expect(rows.get('postcode')).toMatchObject({ value: '95109', title: { vi: 'Mã bưu chính (từ 24/8/2025)' } })
  expect(rows.get('postcode')?.note?.vi).toContain('xã Vị Tân (cũ)')
  expect(rows.get('oldPostcode')?.value).toBe('95108')
  expect(rows.get('gridCode')?.note?.vi).toMatch(/^Mô phỏng/)
  expect(codeRows({ ...place, oldLabel: null, postcode: null, oldPostcode: null })).toHaveLength(1)
})

test('coordinates are written so that the search reads them back', () => {
  const none = { toWgs84: (): [number, number] => [0, 0] }
  for (const [lon, lat] of [
    [105.470123, 9.784012],
    [105, 9.999999],
    [105.59999, 9.01667],
  ] as const) {
    const read = parseCoordinates(degreesText(lon, lat), none)!
    expect(Math.abs(read.lon - lon)).toBeLessThan(2e-5)
    expect(Math.abs(read.lat - lat)).toBeLessThan(2e-5)
  }
  expect(degreesText(105.470123, 9.784012)).toBe('9°47′02.4″N 105°28′12.4″E')
  const rows = coordinateRows(place, { crs: 'EPSG:5897', east: 551630.5, north: 1081693.486 })
  expect(rows.map(({ value }) => value)).toEqual([
    '9.784012, 105.470123',
    '9°47′02.4″N 105°28′12.4″E',
    'X 1081693.49; Y 551630.50',
  ])
})

test('only what is unsure is said to be', () => {
  expect(sureness({ kind: 'address', score: 1 })).toBe(null)
  expect(sureness({ kind: 'interpolated', score: 0.9 })?.vi).toBe('nội suy dọc đường')
  expect(sureness({ kind: 'street', score: 0.5 })?.vi).toBe('gần đúng')
})
