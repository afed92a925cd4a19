/** The runs that go along with a submission: claimed, computed again by the server, compared; what they say before and after. */
import type { PlanRevision, PlanRun } from '../../scenarios/api/plans.ts'
import type { RunRecord } from '../../scenarios/run.ts'
import { type RunKind, runKinds } from '../../scenarios/run.ts'
import { both } from '../../scenarios/text.ts'
import { FigureTable } from '../shared/FigureTable.tsx'
import { indicatorGroups } from '../shared/flood-figures.ts'
import { useWords } from '../shared/language.tsx'
import { lightingGroups } from '../shared/lighting-figures.ts'
import { Link } from '../shared/route.tsx'
import { trafficGroups } from '../shared/traffic-figures.ts'
import { Banner, IllustrativeBadge, ProgressBar } from '../shared/ui.tsx'
import { differenceTitles, runKindTitles } from './text.ts'

const text = {
  title: both('Kết quả mô phỏng kèm theo', 'Runs that go along'),
  scenario: both('phương án', 'scenario'),
  baseline: both('hiện trạng', 'baseline'),
  waiting: both('Máy chủ đang tính lại: {run}', 'The server computes again: {run}'),
  same: both('Máy chủ tính lại: trùng', 'Recomputed by the server: same'),
  different: both('Máy chủ tính lại: khác', 'Recomputed by the server: different'),
  claimed: both('đã trình', 'claimed'),
  computed: both('máy chủ', 'server'),
  digest: both('Dấu số liệu', 'Digest'),
  ledger: both('Sổ cái số {n}', 'Ledger {n}'),
  figures: both('Trước và sau', 'Before and after'),
  noBaseline: both('Không kèm lần tính hiện trạng: chỉ có số sau.', 'No run of the baseline went along: figures after only.'),
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
        <Compared key={`${run.claimed.kind} ${run.claimed.of}`} run={run} />
      ))}
      {records.scenario ? <Figures scenario={records.scenario} baseline={records.baseline} /> : null}
    </div>
  )
}

function Compared({ run }: { run: PlanRun }) {
  const { t, number } = useWords()
  const { claimed, state, progress, differences } = run
  const which = t(claimed.of === 'baseline' ? text.baseline : text.scenario)
  if (state === 'waiting') return <ProgressBar label={t(text.waiting, { run: which })} fraction={progress} />
  return (
    <>
      <p className="row small">
        <span className={`badge verdict ${state === 'same' ? 'pass' : 'fail'}`}>
          {t(state === 'same' ? text.same : text.different)}
        </span>
        <span>{which}</span>
        <span className="soft">
          {t(text.digest)} <code title={claimed.digest}>{claimed.digest.slice(0, 12)}…</code> · {claimed.kernel}
        </span>
        {run.run ? (
          <Link href={`/ledger/${run.run.ledgerSequence}`}>
            {t(text.ledger, { n: number(run.run.ledgerSequence) })}
          </Link>
        ) : null}
      </p>
      {differences.length > 0 ? (
        <Banner kind="error">
          <ul className="plain-list">
            {differences.map(({ what, claimed, computed }) => (
              <li key={what}>
                {t(differenceTitles[what])}: {t(text.claimed)} <code>{claimed.slice(0, 24)}</code>, {t(text.computed)}{' '}
                <code>{computed.slice(0, 24)}</code>
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
    </>
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
            {...(before ? {} : { title: t(text.scenario) })}
          />
          {before ? null : <p className="small soft">{t(text.noBaseline)}</p>}
        </>
      )
    }
  }
}
