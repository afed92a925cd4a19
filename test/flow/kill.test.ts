/** Three kill -9 under write load (supervisor, API, database): everything acknowledged is there. `npm run soak` does fifty. */
import { expect, test } from 'vitest'
import { killUnderLoad, killWhileGivingCodes } from '../soak/kills.ts'

test('what the server acknowledged survives kill -9', { timeout: 180_000 }, async () => {
  const report = await killUnderLoad(3, 20_261_121, () => {})
  expect(report.lost).toEqual([])
  expect(report.kills).toEqual({ supervisor: 1, api: 1, postmaster: 1, backend: 0 })
  expect(report.savesAcknowledged).toBeGreaterThan(3)
  expect(report.casesAcknowledged).toBeGreaterThan(0)
  expect(report.reportsAcknowledged).toBeGreaterThan(0)
})

test('codes that are being given when the server is killed go on at its next start', { timeout: 180_000 }, async () => {
  const { addresses, before, after, codesInUse } = await killWhileGivingCodes()
  expect(before.state).toBe('running')
  expect(before.seen).toBeLessThan(addresses)
  expect(after).toMatchObject({ state: 'done', addresses, seen: addresses, given: addresses })
  expect(codesInUse).toBe(addresses)
})
