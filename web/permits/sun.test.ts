import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantThere, sunAt, sunDirection } from './sun.ts'

const [LON, LAT] = [105.47, 9.78]
const hours = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)
const noon = (date: string) =>
  hours(11, 13, 1 / 60)
    .map((hour) => ({ hour, ...sunAt(instantThere(date, hour), LON, LAT) }))
    .reduce((a, b) => (b.elevationDegrees > a.elevationDegrees ? b : a))

test('at the solstices the noon sun stands at 90° − |latitude ∓ 23.44°|, north of the zenith in June, south in December', () => {
  const june = noon('2026-06-21')
  expect(june.elevationDegrees).toBeCloseTo(90 - (23.44 - LAT), 1)
  expect(Math.min(june.azimuthDegrees, 360 - june.azimuthDegrees)).toBeLessThan(3)
  const december = noon('2026-12-21')
  expect(december.elevationDegrees).toBeCloseTo(90 - (23.44 + LAT), 1)
  expect(Math.abs(december.azimuthDegrees - 180)).toBeLessThan(3)
})

test('noon comes at 12:00 + 4 minutes a degree west of 105° − the equation of time: +16.4 min on 3 November, −14.2 on 11 February', () => {
  const mean = 12 - ((LON - 105) * 4) / 60
  expect((noon('2026-11-03').hour - mean) * 60).toBeCloseTo(-16.4, 0)
  expect((noon('2026-02-11').hour - mean) * 60).toBeCloseTo(14.2, 0)
})

test('Meeus, example 25.a: declination −7.785° on 13 October 1992, 0 h TD', () => {
  // At the pole the elevation is the declination.
  expect(sunAt(Date.parse('1992-10-13T00:00:00Z'), 0, 90).elevationDegrees).toBeCloseTo(-7.785, 2)
})

test('at the equinox it rises in the east, sets in the west, twelve hours apart', () => {
  const up = hours(0, 24, 1 / 60).filter(
    (hour) => sunAt(instantThere('2026-03-20', hour), LON, LAT).elevationDegrees > 0,
  )
  expect(up.at(-1)! - up[0]!).toBeCloseTo(12, 1)
  expect(sunAt(instantThere('2026-03-20', up[0]!), LON, LAT).azimuthDegrees).toBeCloseTo(90, 0)
  expect(sunAt(instantThere('2026-03-20', up.at(-1)!), LON, LAT).azimuthDegrees).toBeCloseTo(270, 0)
})

test('the direction is a unit vector, up where the sun is up, whatever the hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3e12 }), fc.double({ min: -180, max: 180, noNaN: true }), (instant, lon) => {
      const sun = sunAt(instant, lon, LAT)
      const [e, n, u] = sunDirection(sun)
      expect(Math.hypot(e, n, u)).toBeCloseTo(1, 9)
      expect(u >= 0).toBe(sun.elevationDegrees >= 0)
      expect(sun.azimuthDegrees).toBeGreaterThanOrEqual(0)
      expect(sun.azimuthDegrees).toBeLessThan(360)
    }),
  )
})
