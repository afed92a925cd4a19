/** What the server keeps: scenarios to open or branch from, runs with their indicators, and the server's own run of ours. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { ScenarioSummary, StoredRun } from '../../scenarios/api/api.ts'
import { type LightingRun, type RunKind, type RunRecord, runKinds, type TrafficRun } from '../../scenarios/run.ts'
import { both } from '../../scenarios/text.ts'
import { api, listen } from '../shared/api.ts'
import { FigureTable } from '../shared/FigureTable.tsx'
import { useWords } from '../shared/language.tsx'
import { lightingGroups } from '../shared/lighting-figures.ts'
import { useSession } from '../shared/session.tsx'
import { trafficFigureText, trafficGroups } from '../shared/traffic-figures.ts'
import {
  Banner,
  Field,
  IllustrativeBadge,
  ProblemBanner,
  ProgressBar,
  problemOf,
  problemOfError,
} from '../shared/ui.tsx'
import type { Loaded } from './city.ts'
import { lightingText } from './lighting-text.ts'
import { Digest, IllustrativeNote, IndicatorTable, Proof } from './ResultsPanel.tsx'
import type { ServerState } from './state.ts'
import { text } from './text.ts'

const kindTitles = {
  drainage: both('ngập', 'flooding'),
  traffic: both('giao thông', 'traffic'),
  lighting: both('chiếu sáng', 'lighting'),
}
const lightingSize = both('{lamps} đèn, {points} điểm trên đường', '{lamps} lamps, {points} points of the streets')
const trafficText = {
  uncalibrated: both(
    'Chưa hiệu chỉnh: nhu cầu đi lại chưa được đối chiếu với số đếm xe.',
    'Not calibrated: demand has not been fitted to counts.',
  ),
  converged: both(
    'Đạt cân bằng: khoảng cách tương đối {gap} sau {iterations} lần lặp',
    'Equilibrium: gap {gap} after {iterations} iterations',
  ),
  notConverged: both(
    'CHƯA đạt cân bằng: khoảng cách tương đối {gap} sau {iterations} lần lặp',
    'NOT in equilibrium: gap {gap} after {iterations} iterations',
  ),
  allRuns: both('Tất cả', 'All'),
  kindOfRun: both('Loại', 'Kind'),
}

export function RecordsPanel(props: { onOpen(id: string): void; onBranch(id: string): void }) {
  const { t, dateTime } = useWords()
  const scenarios = useList<ScenarioSummary>(api.scenarios.list)
  const [kind, setKind] = useState<RunKind | null>(null)
  const runs = useList<StoredRun>(useCallback(() => api.runs.list(kind ? { kind } : {}), [kind]))
  return (
    <div className="stack">
      <ListSection title={t(text.storedScenarios)} empty={t(text.noScenarios)} list={scenarios}>
        {(one) => (
          <li key={one.id} className="record">
            <div>
              <strong>{one.title}</strong>
              <div className="small soft">
                {t(text.editsCount, { n: one.edits })} ·{' '}
                {t(text.by, { author: one.author, time: dateTime(one.savedAt) })}
              </div>
            </div>
            <div className="row">
              <button
                type="button"
                aria-label={t(text.openOf, { title: one.title })}
                onClick={() => props.onOpen(one.id)}
              >
                {t(text.openScenario)}
              </button>
              <button
                type="button"
                aria-label={t(text.branchOf, { title: one.title })}
                onClick={() => props.onBranch(one.id)}
              >
                {t(text.branch)}
              </button>
            </div>
          </li>
        )}
      </ListSection>
      <Field label={t(trafficText.kindOfRun)}>
        {(id) => (
          <select
            id={id}
            value={kind ?? ''}
            onChange={({ target }) => setKind(runKinds.find((one) => one === target.value) ?? null)}
          >
            <option value="">{t(trafficText.allRuns)}</option>
            {runKinds.map((one) => (
              <option key={one} value={one}>
                {t(kindTitles[one])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ListSection title={t(text.storedRuns)} empty={t(text.noRuns)} list={runs}>
        {(run) => (
          <li key={run.record.id} className="record">
            <details>
              <summary>
                <strong>{run.title}</strong> · {t(kindTitles[kindOf(run.record)])}{' '}
                {run.record.illustrative ? <IllustrativeBadge /> : null}
                <span className="small soft"> {dateTime(run.record.createdAt)}</span>
              </summary>
              <RunDetails run={run} />
            </details>
          </li>
        )}
      </ListSection>
    </div>
  )
}

function ListSection<T>(props: {
  title: string
  empty: string
  list: { loaded: Loaded<T[]>; reload(): void }
  children(item: T): ReactNode
}) {
  const { title, empty, list, children } = props
  const { t } = useWords()
  const { loaded } = list
  return (
    <section aria-label={title} className="stack">
      <div className="row">
        <h2 className="grow">{title}</h2>
        <button type="button" className="quiet" onClick={list.reload} aria-label={`${t(text.refresh)}: ${title}`}>
          {t(text.refresh)}
        </button>
      </div>
      {loaded.status === 'loading' ? <p role="status">{t(text.listLoading)}</p> : null}
      {loaded.status === 'failed' ? (
        <>
          <p>{t(text.listFailed)}</p>
          <ProblemBanner problem={loaded.problem} />
        </>
      ) : null}
      {loaded.status === 'ready' && loaded.value.length === 0 ? <p className="soft">{empty}</p> : null}
      {loaded.status === 'ready' && loaded.value.length > 0 ? (
        <ul className="records">{loaded.value.map(children)}</ul>
      ) : null}
    </section>
  )
}

/** A list that is read again when the server tells of a change, or answers again. */
function useList<T>(read: () => Promise<T[]>): { loaded: Loaded<T[]>; reload(): void } {
  const { online } = useSession()
  const [loaded, setLoaded] = useState<Loaded<T[]>>({ status: 'loading' })
  const asked = useRef(read)
  asked.current = read
  const reload = useCallback(() => {
    // The answer to a question that is no longer asked comes too late.
    const tell = (answer: Loaded<T[]>) => asked.current === read && setLoaded(answer)
    read()
      .then((value) => tell({ status: 'ready', value }))
      .catch((error) => tell({ status: 'failed', problem: problemOf(error) }))
  }, [read])
  useEffect(() => {
    reload()
    return listen((event) => {
      if (event.type !== 'job') reload()
    })
  }, [reload])
  const failed = loaded.status === 'failed'
  useEffect(() => {
    if (online && failed) reload()
  }, [online, failed, reload])
  return { loaded, reload }
}

export function RunDetails({ run }: { run: StoredRun }) {
  const { t } = useWords()
  const { record } = run
  return (
    <div className="stack">
      <DigestVerdict run={run} />
      <IllustrativeNote inputs={record.inputs} />
      {record.schema === 'run@1' ? (
        <>
          <IndicatorTable before={record.indicators} after={null} title={t(text.value)} />
          <Proof before={record} after={null} />
        </>
      ) : record.schema === 'traffic-run@1' ? (
        <TrafficDetails record={record} />
      ) : (
        <LightingDetails record={record} />
      )}
      <p className="small soft">
        {t(text.kernel)}: {record.kernel} · {t(text.runBy)}:{' '}
        {t(record.computedBy === 'server' ? text.server : text.browser)} · <code>{record.id}</code>
      </p>
    </div>
  )
}

function TrafficDetails({ record }: { record: TrafficRun }) {
  const words = useWords()
  const { t, number } = words
  const { indicators, baseline, diagnostics } = record
  return (
    <>
      {indicators.calibrated ? null : <Banner kind="warning">{t(trafficText.uncalibrated)}</Banner>}
      <FigureTable
        caption={t(trafficFigureText.caption)}
        groups={trafficGroups(words)}
        before={baseline}
        after={indicators}
      />
      <p className="small">
        {t(diagnostics.converged ? trafficText.converged : trafficText.notConverged, {
          gap: diagnostics.relativeGap.toExponential(1),
          iterations: number(diagnostics.iterations),
        })}{' '}
        · {number(diagnostics.wallSeconds, 1)} s
      </p>
    </>
  )
}

function LightingDetails({ record: { indicators, baseline, diagnostics } }: { record: LightingRun }) {
  const words = useWords()
  const { t, number } = words
  return (
    <>
      <FigureTable
        caption={t(lightingText.indicators)}
        groups={lightingGroups(words)}
        before={baseline}
        after={indicators}
      />
      <p className="small">
        {t(lightingSize, { lamps: number(diagnostics.lamps), points: number(diagnostics.points) })} ·{' '}
        {number(diagnostics.wallSeconds, 1)} s
      </p>
    </>
  )
}

const kindsBySchema = { 'run@1': 'drainage', 'traffic-run@1': 'traffic', 'lighting-run@1': 'lighting' } as const
const kindOf = ({ schema }: RunRecord): RunKind => kindsBySchema[schema]

function DigestVerdict({ run }: { run: StoredRun }) {
  const { t } = useWords()
  const words = run.digestsAgree === null ? text.notCompared : run.digestsAgree ? text.agree : text.disagree
  return (
    <Banner kind={run.digestsAgree === false ? 'error' : 'info'}>
      {t(words)}: <Digest value={run.record.digest} />
      {run.clientDigest ? (
        <>
          {' / '}
          <Digest value={run.clientDigest} />
        </>
      ) : null}{' '}
      · {t(text.ledger, { sequence: run.ledgerSequence })}
    </Banner>
  )
}

export function ServerRun(props: {
  server: ServerState
  onStart(): void
  onCancel(id: string): void
  children?: ReactNode
}) {
  const { server } = props
  const { t } = useWords()
  const busy =
    server.status === 'asking' ||
    (server.status === 'job' && (server.job.state === 'queued' || server.job.state === 'running'))
  return (
    <section className="action stack" aria-label={t(text.serverRun)}>
      <p className="small soft">{t(text.serverWhy)}</p>
      <div className="row">
        <button type="button" className="primary" disabled={busy} onClick={props.onStart}>
          {t(text.serverRun)}
        </button>
        {busy && server.status === 'job' ? (
          <button type="button" className="danger" onClick={() => props.onCancel(server.job.id)}>
            {t(text.cancel)}
          </button>
        ) : null}
      </div>
      {props.children}
      {server.status === 'asking' ? <p role="status">{t(text.serverAsking)}</p> : null}
      {server.status === 'job' ? <JobNews server={server} /> : null}
      {server.status === 'failed' ? <ProblemBanner problem={server.problem} /> : null}
      {server.status === 'stored' ? <RunDetails run={server.run} /> : null}
    </section>
  )
}

function JobNews({ server: { job } }: { server: Extract<ServerState, { status: 'job' }> }) {
  const { t } = useWords()
  if (job.state === 'cancelled') return <Banner kind="warning">{t(text.serverCancelled)}</Banner>
  if (job.state === 'failed' && job.error) return <ProblemBanner problem={problemOfError(job.error)} />
  const words = t(job.state === 'queued' ? text.serverQueued : text.serverRunning)
  return (
    <div>
      <p role="status" className="visually-hidden">
        {words}
      </p>
      <ProgressBar label={words} fraction={job.progress} />
    </div>
  )
}
