import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forcingSchema } from './forcing.ts'
import { designStorm, idfIntensity, idfStations, monthlyMeanLevels, tideSeries } from './forcing-design.ts'
import { Problem } from './problem.ts'

test('the curves give the check values of the fact sheet at P = 2 years, t = 30 min', () => {
  const q = (station: string) => idfIntensity(station, 2, 30) / 0.36
  expect(q('can-tho-2022')).toBeCloseTo(231.5, 0)
  expect(q('ca-mau')).toBeCloseTo(264.1, 0)
  expect(q('soc-trang')).toBeCloseTo(224.8, 0)
})

test('a design storm holds the depth of its duration, whatever its pattern', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...idfStations.map((s) => s.id)),
      fc.constantFrom('chicago' as const, 'alternating-block' as const, 'uniform' as const),
      fc.integer({ min: 5, max: 180 }),
      fc.double({ min: 0.5, max: 100, noNaN: true }),
      fc.integer({ min: 0, max: 7200 }),
      (station, pattern, durationMinutes, returnPeriodYears, startSeconds) => {
        const { series } = designStorm({ station, pattern, durationMinutes, returnPeriodYears, startSeconds })
        let depth = 0
        for (let i = 1; i < series.length; i++)
          depth += (series[i - 1]![1] * (series[i]![0] - series[i - 1]![0])) / 3600
        expect(depth).toBeCloseTo((idfIntensity(station, returnPeriodYears, durationMinutes) * durationMinutes) / 60, 2)
        for (const [, value] of series) expect(value).toBeGreaterThanOrEqual(0)
        for (let i = 1; i < series.length; i++) expect(series[i]![0]).toBeGreaterThan(series[i - 1]![0])
      },
    ),
  )
})

test('the peak of a Chicago storm stands at four tenths', () => {
  const { series } = designStorm({
    station: 'can-tho-2022',
    pattern: 'chicago',
    durationMinutes: 180,
    returnPeriodYears: 2,
    startSeconds: 3600,
  })
  const peak = series.reduce((best, point) => (point[1] > best[1] ? point : best))
  expect((peak[0] - 3600) / (180 * 60)).toBeGreaterThan(0.33)
  expect((peak[0] - 3600) / (180 * 60)).toBeLessThan(0.43)
})

test('a storm longer than the curve is refused, with the reason', () => {
  expect(() =>
    designStorm({ station: 'ca-mau', pattern: 'uniform', durationMinutes: 240, returnPeriodYears: 2, startSeconds: 0 }),
  ).toThrow(Problem)
})

test('the tide stays within the bulletins and reaches the peak that is asked', () => {
  const day = tideSeries({ meanMetres: monthlyMeanLevels[10]!, durationSeconds: 86_400 })
  const spring = tideSeries({ meanMetres: 0.7, durationSeconds: 86_400, peakMetres: 0.9, peakSeconds: 7200 })
  expect(Math.max(...spring.series.map(([, v]) => v))).toBe(0.9)
  const values = day.series.map(([, v]) => v)
  expect(Math.max(...values) - Math.min(...values)).toBeLessThan(0.35)
  expect(forcingSchema.shape.tide.parse(day)).toEqual(day)
})
