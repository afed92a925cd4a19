/** What the runs found is told in bands and counts, with the ids to find them by; what is older than the application says so. */
import { expect, test } from 'vitest'
import { contextOf, ways } from '../../../test/arbitraries/papers.ts'
import type { CaseImpact } from '../impact.ts'
import { impactRuns } from './impact-runs.ts'
import { checkReportPaper } from './report.ts'

const run = (part: CaseImpact['record']['runs'][number]['part'], n: number) => ({
  part,
  id: `0190f3a0-0000-7000-8000-00000000000${n}`,
  kind: part === 'traffic' ? ('traffic' as const) : ('drainage' as const),
  kernel: `kernel@${n}`,
  digest: String(n).repeat(64),
  ledgerSequence: n,
})
const counts = { flooded: { before: 3, after: 4 }, newly: 1, deeper: 2, shallower: 0 }
/** Of a record, what is printed. */
const impact = {
  current: false,
  record: {
    runs: [run('without', 1), run('with', 2), run('traffic', 3)],
    illustrative: true,
    water: { measurable: true, errorMetres: 0.1, lot: { before: null, after: 0.42 }, buildings: counts },
    storage: { lostCubicMetres: 61.4 },
    traffic: { streets: [] },
  },
} as unknown as CaseImpact

test('each run with its id, kernel and digest, and what it found', () => {
  const runs = impactRuns(impact)
  expect(runs.map(({ kernel }) => kernel)).toEqual(['kernel@1', 'kernel@2', 'kernel@3'])
  const [without, withIt, traffic] = runs.map(({ summary }) => summary.join(' '))
  expect(without).toContain('Nước sâu nhất trên lô: không rõ.')
  expect(withIt).toContain('ngập thêm đo được: 2; mới ngập: 1')
  expect(withIt).toContain('61 m³')
  expect(withIt).not.toContain('0,42')
  expect(traffic).toContain('Không đường nào')
  for (const { title, summary } of runs)
    expect([title, summary.at(-1)]).toEqual([
      expect.stringContaining('trước khi thay đổi'),
      expect.stringMatching(/^Minh họa/),
    ])
  expect(impactRuns(null)).toEqual([])
})

test('the check report prints them', () => {
  const paper = JSON.stringify(checkReportPaper(contextOf(ways.proposed, '2026-11-09T05:00:00Z'), impactRuns(impact)))
  for (const words of ['Mô phỏng tác động (tham khảo)', '0190f3a0-0000-7000-8000-000000000002', '2'.repeat(64)])
    expect(paper).toContain(words)
})
