/** The button that makes a report of what is on the screen and gives it as a file. The PDF writer comes with the first one. */
import { useState } from 'react'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import type { RunKind } from '../../../scenarios/run.ts'
import { scenarioHash } from '../../../scenarios/scenario.ts'
import { api } from '../../shared/api.ts'
import { dataUrlOf } from '../../shared/files.ts'
import { useWords } from '../../shared/language.tsx'
import { ProblemBanner, problemOf } from '../../shared/ui.tsx'
import { giveFile } from '../files.ts'
import type { Report } from './parts.ts'
import { reportText as text } from './words.ts'

type State = { status: 'idle' } | { status: 'making' } | { status: 'failed'; problem: ProblemDetail }

export function ReportButton(props: {
  scenario: Report['scenario'] & { readonly id: string }
  city: Report['city']
  drainage: Report['drainage']
  traffic: Report['traffic']
  lighting: Report['lighting']
  indicators: Report['indicators']
  stale: Report['stale']
  roads: Report['roads']
  base: Report['base']
  /** Which section the picture of the map belongs to; null: none. */
  of: RunKind | null
  /** The map on the screen, as PNG; null where there is none. */
  capture(): Promise<Blob> | null
}) {
  const { scenario, city, drainage, traffic, lighting, indicators, stale, roads, base, of, capture } = props
  const words = useWords()
  const { t } = words
  const [state, setState] = useState<State>({ status: 'idle' })

  async function make() {
    setState({ status: 'making' })
    try {
      const [shot, runs, { pdfOf }, { reportOf }] = await Promise.all([
        of && capture(),
        runsOf(scenario),
        import('../../shared/pdf/write.ts'),
        import('./report.ts'),
      ])
      const pictures = shot && of ? { [of]: await dataUrlOf(shot) } : {}
      const madeAt = new Date().toISOString()
      const report: Report = {
        words,
        scenario,
        city,
        drainage,
        traffic,
        lighting,
        indicators,
        stale,
        roads: roads ?? new Map(),
        base,
        runs,
        pictures,
        madeAt,
      }
      const pdf = await pdfOf(reportOf(report))
      giveFile(`${city.name}-${scenarioHash(scenario.body).slice(0, 12)}.pdf`, pdf)
      setState({ status: 'idle' })
    } catch (error) {
      setState({ status: 'failed', problem: problemOf(error) })
    }
  }

  const making = state.status === 'making'
  return (
    <div className="stack">
      <button type="button" disabled={making} onClick={() => void make()}>
        {t(making ? text.making : text.button)}
      </button>
      {state.status === 'failed' ? <ProblemBanner problem={state.problem} /> : null}
    </div>
  )
}

/** The server's runs of this very scenario; none where it is not saved, or nobody answers. */
async function runsOf({ id, body }: { id: string; body: Report['scenario']['body'] }): Promise<Report['runs']> {
  const runs = await api.runs.list({ scenarioId: id }).catch(() => [])
  return runs.filter(({ record }) => record.scenarioHash === scenarioHash(body))
}
