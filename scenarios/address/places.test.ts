import fc from 'fast-check'
import { expect, test } from 'vitest'
import { projection, vn2000 } from '../frame.ts'
import { parseCoordinates } from './coordinates.ts'
import { gridCode, localCode, openLocationCode, placeOfCode } from './grid-code.ts'
import { parseHouseNumber, sameHouse } from './house-number.ts'

const frame = projection(vn2000)
const home = { lon: 105.467, lat: 9.784 }
const lons = fc.double({ min: 105.33, max: 105.5, noNaN: true })
const lats = fc.double({ min: 9.68, max: 9.83, noNaN: true })

test('a grid code leads back to its place, whole or without its first digits, with or without a postcode', () => {
  fc.assert(
    fc.property(lons, lats, (lon, lat) => {
      for (const code of [
        openLocationCode(lon, lat),
        gridCode(lon, lat, '95115'),
        localCode(lon, lat).replace(/^(.{4})/, '$1+'),
      ]) {
        const place = placeOfCode(code, home)!
        // A cell of 1/40000° by 1/32000°.
        expect(Math.abs(place.lat - lat)).toBeLessThan(1 / 79_000)
        expect(Math.abs(place.lon - lon)).toBeLessThan(1 / 63_000)
      }
    }),
  )
  expect(openLocationCode(8.524997, 47.36559)).toBe('8FVC9G8F+6XQ')
  expect(openLocationCode(105.5, 9.68)).toBe('6PX7MGJ2+222')
  expect(placeOfCode('Chợ', home)).toBeNull()
  expect(placeOfCode('PHƯỜNG 1', home)).toBeNull()
})

test('coordinates in every notation are the same place', () => {
  const dms = (value: number) => {
    const degrees = Math.floor(value)
    const minutes = Math.floor((value - degrees) * 60)
    return `${degrees}°${minutes}'${((value - degrees - minutes / 60) * 3600).toFixed(3)}"`
  }
  fc.assert(
    fc.property(lons, lats, (lon, lat) => {
      const [x, y] = frame.toLocal(lon, lat)
      for (const text of [
        `${lat.toFixed(6)}, ${lon.toFixed(6)}`,
        `${lon.toFixed(6)} ${lat.toFixed(6)}`,
        `${dms(lat)}N ${dms(lon)}E`,
        `${dms(lon)}E, ${dms(lat)}N`,
        `${x.toFixed(3)} ${y.toFixed(3)}`,
        `X=${y.toFixed(3)} Y=${x.toFixed(3)}`,
      ]) {
        const found = parseCoordinates(text, frame)!
        expect(found).not.toBeNull()
        expect(Math.hypot(found.lon - lon, found.lat - lat)).toBeLessThan(2e-6)
      }
    }),
    { numRuns: 50 },
  )
  // The test point of the facts: lon 105.47, lat 9.784.
  expect(parseCoordinates('551363.741 1082003.149', frame)!.lon).toBeCloseTo(105.47, 6)
  for (const text of ['12 Trần Hưng Đạo', '30/4', '95115', '9.784', '1, 2'])
    expect(parseCoordinates(text, frame)).toBeNull()
})

test('house numbers: alleys, letters, several at once', () => {
  const same = (a: string, b: string) => sameHouse(parseHouseNumber(a)!, parseHouseNumber(b)!)
  expect(same('12/3A', '12/3a')).toBe(1)
  expect(same('62', '61-63')).toBe(0)
  expect(same('63', '61-63')).toBeGreaterThan(0.9)
  expect(same('12', '12A')).toBe(0.8)
  expect(same('12B', '12A')).toBe(0)
  expect(same('12', '12/3')).toBe(0)
  expect(parseHouseNumber('5 bis')).toEqual([{ number: 5, suffix: 'bis', last: 5 }])
  expect(parseHouseNumber('Lê Lai')).toBeNull()
})
