/** Three kill -9 under write load (supervisor, API, database): everything acknowledged is there. `npm run soak` does fifty. */
import { expect, test } from 'vitest'
import { killUnderLoad } from '../soak/kills.ts'

test('what the server acknowledged survives kill -9', { timeout: 180_000 }, async () => {
  const report = await killUnderLoad(3, 20_261_121, () => {})
  expect(report.lost).toEqual([])
  expect(report.kills).toEqual({ supervisor: 1, api: 1, postmaster: 1, backend: 0 })
  expect(report.savesAcknowledged).toBeGreaterThan(3)
  expect(report.casesAcknowledged).toBeGreaterThan(0)
  expect(report.reportsAcknowledged).toBeGreaterThan(0)
})
