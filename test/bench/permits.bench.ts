/**
 * The permit desk with 10 000 cases on the embedded PostgreSQL: a page of the queue as the server answers it, however it is
 * asked for; the check of a house; the check of every stored case in one process.
 */
import type { PermitPage } from '../../scenarios/api/permits.ts'
import { random } from '../../scenarios/random.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import { recheckStored } from '../../server/permits/recheck.ts'
import { startServer } from '../flow/server-harness.ts'
import { house } from '../permit-cases.ts'
import { fillDesk } from '../permit-fill.ts'
import type { BenchRow } from './run.ts'

const CASES = 10_000
const TIMES = 15
const PAGE_LIMIT_MS = 200
const HOUSE_LIMIT_MS = 50
const ALL_LIMIT_S = 60

export async function bench(): Promise<BenchRow[]> {
  const server = await startServer()
  try {
    const started = performance.now()
    await fillDesk(server, CASES, random(1))
    const filled = (performance.now() - started) / 1000
    const reviewer = await server.person('reviewer')
    const rows: BenchRow[] = []
    const row = (name: string, value: number, unit: string, limit: number, note: string) =>
      rows.push({ name, value, unit, against: `limit ${limit} ${unit}`, ratio: limit / value, note })

    for (const [name, query] of [
      ['first page by the day that is due', ''],
      ['late ones alone', 'bucket=late'],
      ['the last page', `page=${CASES / 50}`],
      ['two words without diacritics', 'q=nguyen hue'],
      ['a name among people', 'q=thi hong'],
      ['a state, the newest first', 'state=in-review&sort=newest'],
      ['words that nothing has', 'q=khongcogi'],
    ] as const) {
      const times: number[] = []
      let page: PermitPage | null = null
      for (let i = 0; i <= TIMES; i++) {
        const begin = performance.now()
        const answer = await server.inject(reviewer, 'GET', `/api/permits?${query}`)
        if (i > 0) times.push(performance.now() - begin)
        if (answer.statusCode !== 200) throw new Error(`Expected a page, got ${answer.body}`)
        page = answer.json<PermitPage>()
      }
      const median = times.toSorted((a, b) => a - b)[TIMES >> 1]!
      const note = `${page!.total} of ${CASES} cases; the slowest of ${TIMES} ${Math.max(...times).toFixed(0)} ms`
      row(`queue: ${name}`, median, 'ms', PAGE_LIMIT_MS, note)
    }

    const begin = performance.now()
    for (let i = 0; i < 200; i++) checkPermit(house)
    row('the check of a house', (performance.now() - begin) / 200, 'ms', HOUSE_LIMIT_MS, 'mean of 200')

    const again = performance.now()
    const { cases } = await recheckStored(server.db)
    const seconds = (performance.now() - again) / 1000
    const note = `${cases} cases read and checked in one process; filled in ${filled.toFixed(0)} s`
    row('the check of every stored case', seconds, 's', ALL_LIMIT_S, note)
    return rows
  } finally {
    await server.stop()
  }
}
