/** The runs that go along with a submission: claimed, computed again by the server, compared; what they say before and after. */
import type { PlanRevision, PlanRun } from '../../scenarios/api/plans.ts'
import type { RunRecord } from '../../scenarios/run.ts'
import { type RunKind, runKinds } from '../../scenarios/run.ts'
import { both } from '../../scenarios/text.ts'
import { FigureTable } from '../shared/FigureTable.tsx'
import { indicatorGroups } from '../shared/flood-figures.ts'
import { useWords } from '../shared/language.tsx'
import { lightingGroups } from '../shared/lighting-figures.ts'
import { RunCheck, runKindTitles, sideTitles } from '../shared/RunCheck.tsx'
import { trafficGroups } from '../shared/traffic-figures.ts'
import { IllustrativeBadge } from '../shared/ui.tsx'

const text = {
  title: both('Kết quả mô phỏng kèm theo', 'Runs that go along'),
  figures: both('Trước và sau', 'Before and after'),
  noBaseline: both(
    'Không kèm lần tính hiện trạng: chỉ có số sau.',
    'No run of the baseline went along: figures after only.',
  ),
} as const

export function PlanRuns({ revision }: { revision: Pick<PlanRevision, 'runs'> }) {
  const { t } = useWords()
  const kinds = runKinds.filter((kind) => revision.runs.some(({ claimed }) => claimed.kind === kind))
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      {kinds.map((kind) => (
        <Kind key={kind} kind={kind} runs={revision.runs.filter(({ claimed }) => claimed.kind === kind)} />
      ))}
    </section>
  )
}

function Kind({ kind, runs }: { kind: RunKind; runs: readonly PlanRun[] }) {
  const { t } = useWords()
  const of = (which: 'scenario' | 'baseline') =>
    runs.find(({ claimed }) => (claimed.of ?? 'scenario') === which)?.run?.record ?? null
  const records = { scenario: of('scenario'), baseline: of('baseline') }
  return (
    <div className="stack plan-run">
      <div className="row">
        <h3>{t(runKindTitles[kind])}</h3>
        {records.scenario?.illustrative ? <IllustrativeBadge /> : null}
      </div>
      {runs.map((run) => (
        <RunCheck key={`${run.claimed.kind} ${run.claimed.of}`} run={run} />
      ))}
      {records.scenario ? <Figures scenario={records.scenario} baseline={records.baseline} /> : null}
    </div>
  )
}

function Figures({ scenario, baseline }: { scenario: RunRecord; baseline: RunRecord | null }) {
  const words = useWords()
  const { t } = words
  const caption = t(text.figures)
  switch (scenario.schema) {
    case 'traffic-run@1':
      return (
        <FigureTable
          caption={caption}
          groups={trafficGroups(words)}
          before={scenario.baseline}
          after={scenario.indicators}
        />
      )
    case 'lighting-run@1':
      return (
        <FigureTable
          caption={caption}
          groups={lightingGroups(words)}
          before={scenario.baseline}
          after={scenario.indicators}
        />
      )
    default: {
      const before = baseline?.schema === 'run@1' ? baseline.indicators : null
      return (
        <>
          <FigureTable
            caption={caption}
            groups={indicatorGroups(words)}
            before={before ?? scenario.indicators}
            after={before ? scenario.indicators : null}
            {...(before ? {} : { title: t(sideTitles.scenario) })}
          />
          {before ? null : <p className="small soft">{t(text.noBaseline)}</p>}
        </>
      )
    }
  }
}
