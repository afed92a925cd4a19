/** Some thousand changed files over every reader; `npm run soak -- fuzz` does a hundred thousand. */
import { expect, test } from 'vitest'
import { fuzzReaders } from '../soak/fuzz.ts'

test('every changed file ends in a value or a Problem', { timeout: 300_000 }, async () => {
  const lines: string[] = []
  const report = await fuzzReaders(3000, 20_261_125, (line) => lines.push(line))
  expect(report.failures, lines.join('\n')).toEqual([])
  expect(report.problems).toBeGreaterThan(report.files / 2)
})
