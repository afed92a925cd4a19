/** The run of an entry computed again on this device, and its digest held against the one that was stored. */
import { useEffect, useRef, useState } from 'react'
import type { LedgerEntry } from '../../scenarios/ledger/ledger.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Banner, ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { checkRun } from './checks.ts'
import { CheckLine } from './EntryPage.tsx'
import { kernelHere, kindOf, rerun } from './rerun.ts'
import { kindTitles, text } from './text.ts'

/** More helps little on the small areas that runs have. */
const MOST_THREADS = 4

type State =
  | { readonly status: 'idle' | 'stopped' }
  | { readonly status: 'running'; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'done'; readonly digest: string }

export function Rerun({ entry, id }: { entry: LedgerEntry; id: string }) {
  const { t } = useWords()
  const stored = useLoaded(async () => {
    const [run, body] = await Promise.all([api.runs.get(id), api.runs.body(id)])
    return { run, body, state: checkRun(entry, run, body) }
  }, [entry, id])
  const [state, setState] = useState<State>({ status: 'idle' })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  if (stored.status === 'loading') return <p role="status">{t(text.loading)}</p>
  if (stored.status === 'failed') return <ProblemBanner problem={stored.problem} />
  const { run, body } = stored.value
  const { record } = run
  const kind = kindOf(record)
  const here = kernelHere(kind)

  async function start() {
    const going = new AbortController()
    stop.current = going
    setState({ status: 'running', fraction: 0 })
    try {
      const threads = Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1)
      const digest = await rerun(kind, body, {
        threads,
        signal: going.signal,
        progress: (fraction) => {
          if (!going.signal.aborted) setState({ status: 'running', fraction })
        },
      })
      setState({ status: 'done', digest })
    } catch (error) {
      const stopped = error instanceof Cancelled || going.signal.aborted
      setState(stopped ? { status: 'stopped' } : { status: 'failed', problem: problemOf(error) })
    }
  }

  return (
    <section className="card stack" aria-label={t(text.rerun)}>
      <h2>
        {run.title} · {t(kindTitles[kind])}
      </h2>
      <ul className="checks">
        <CheckLine name="record" state={stored.value.state} />
      </ul>
      <p className="hint">{t(text.rerunHint, { kind: t(kindTitles[kind]) })}</p>
      {record.kernel !== here ? (
        <Banner kind="warning">{t(text.otherKernel, { before: record.kernel, here })}</Banner>
      ) : null}
      {state.status === 'running' ? (
        <div className="row">
          <div className="grow">
            <ProgressBar label={t(text.running)} fraction={state.fraction} />
          </div>
          <button type="button" onClick={() => stop.current?.abort()}>
            {t(text.stop)}
          </button>
        </div>
      ) : (
        <div className="row">
          <button type="button" className="primary" onClick={() => void start()}>
            {t(text.rerun)}
          </button>
          {state.status === 'stopped' ? <span role="status">{t(text.stopped)}</span> : null}
        </div>
      )}
      {state.status === 'failed' ? <ProblemBanner problem={state.problem} /> : null}
      <dl className="facts">
        <dt>{t(text.digestStored)}</dt>
        <dd>
          <code>{record.digest}</code>
        </dd>
        {state.status === 'done' ? (
          <>
            <dt>{t(text.digestHere)}</dt>
            <dd>
              <code>{state.digest}</code>
            </dd>
          </>
        ) : null}
      </dl>
      {state.status === 'done' ? (
        <p className={`verdict ${state.digest === record.digest ? 'right' : 'wrong'}`} role="status">
          <span className="sign" aria-hidden="true">
            {state.digest === record.digest ? '✓' : '✗'}
          </span>
          {t(state.digest === record.digest ? text.same : text.different)}
        </p>
      ) : null}
    </section>
  )
}
