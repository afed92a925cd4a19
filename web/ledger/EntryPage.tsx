/** One entry: what was done, what the reader's browser finds when it checks it, and its link. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { LedgerProof } from '../../scenarios/api/api.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { bodyOf, isSealed, type LedgerEntry, type LedgerHead } from '../../scenarios/ledger/ledger.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { QrPicture } from '../shared/QrPicture.tsx'
import { Link } from '../shared/route.tsx'
import { Banner, ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { type CheckState, checkEntry, checkToHead } from './checks.ts'
import { checkKeptHead } from './kept-head.ts'
import { Rerun } from './Rerun.tsx'
import { actionTitle, actorTitle, checkTitles, roleTitle, stateTitles, text } from './text.ts'
import { verifySignature } from './verify-signature.ts'

export function EntryPage({ sequence }: { sequence: number }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.ledger.proof(sequence), [sequence])
  return (
    <main className="page stack ledger" id="main">
      <Link href="/ledger">{t(text.back)}</Link>
      {loaded.status === 'loading' ? <p role="status">{t(text.loading)}</p> : null}
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      {loaded.status === 'ready' ? <Entry proof={loaded.value} /> : null}
    </main>
  )
}

function Entry({ proof }: { proof: LedgerProof }) {
  const { t, number } = useWords()
  const { entry, before, after } = proof
  const { sequence } = entry
  const title = isSealed(entry) ? text.ofAccount : actionTitle(entry.action)
  return (
    <>
      <div className="row">
        <h1 className="grow">
          {t(text.entryNumber, { n: number(sequence) })} · {t(title)}
        </h1>
        {before ? (
          <Link className="button" href={`/ledger/${sequence - 1}`}>
            {t(text.entryBefore)}
          </Link>
        ) : null}
        {after ? (
          <Link className="button" href={`/ledger/${sequence + 1}`}>
            {t(text.entryAfter)}
          </Link>
        ) : null}
      </div>
      {isSealed(entry) ? <Banner kind="info">{t(text.sealed)}</Banner> : null}
      <CheckList proof={proof} />
      {isSealed(entry) ? null : <Content entry={entry} />}
      <Share sequence={sequence} />
    </>
  )
}

function Content({ entry }: { entry: LedgerEntry }) {
  const { t, dateTime } = useWords()
  const { action, role, actor, time, subject, hash, previous, signature } = entry
  const signed = useMemo(() => JSON.stringify(JSON.parse(canonicalJson(bodyOf(entry))), null, 2), [entry])
  const runId = action === 'run.stored' ? subject.replace(/^run\//, '') : null
  return (
    <>
      {runId ? <Rerun entry={entry} id={runId} /> : null}
      <section className="card stack">
        <h2>{t(text.done)}</h2>
        <dl className="facts">
          <dt>{t(text.time)}</dt>
          <dd>{dateTime(time)}</dd>
          <dt>{t(text.role)}</dt>
          <dd>{t(roleTitle(role))}</dd>
          <dt>{t(text.actor)}</dt>
          <dd>
            <code>{t(actorTitle(actor))}</code>
          </dd>
          <dt>{t(text.what)}</dt>
          <dd>
            <code>{subject}</code>
          </dd>
          <dt>{t(text.hash)}</dt>
          <dd>
            <code>{hash}</code>
          </dd>
          <dt>{t(text.previousHash)}</dt>
          <dd>
            <code>{previous}</code>
          </dd>
          <dt>{t(text.signature)}</dt>
          <dd>
            <code>{signature}</code>
          </dd>
        </dl>
        <h3>{t(text.signedText)}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must be reached by the keyboard */}
        <pre tabIndex={0}>{signed}</pre>
      </section>
    </>
  )
}

/** One line of what was found: a sign, the word for it, and the sentence. */
export function CheckLine(props: { name: keyof typeof checkTitles; state: CheckState; at?: string }) {
  const { name, state, at = '' } = props
  const { t } = useWords()
  return (
    <li className={state} data-check={name}>
      <span className="sign" aria-hidden="true">
        {{ right: '✓', wrong: '✗', open: '–' }[state]}
      </span>
      <span className="visually-hidden">{t(stateTitles[state])}: </span>
      {t(checkTitles[name][state], { n: at })}
    </li>
  )
}

function CheckList({ proof }: { proof: LedgerProof }) {
  const { t, number } = useWords()
  const { covering, head } = proof
  const checks = useLoaded(() => checkEntry(proof, verifySignature), [proof])
  const kept = useLoaded(() => checkKeptHead(localStorage, head, api.ledger.proof, verifySignature), [proof])
  const [reached, setReached] = useState<{ state: CheckState; sequence: number } | null>(null)
  const [walked, setWalked] = useState<number | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const stop = useRef<AbortController | null>(null)

  async function walk(to: LedgerHead) {
    const going = new AbortController()
    stop.current?.abort()
    stop.current = going
    setProblem(null)
    setWalked(0)
    try {
      const state = await checkToHead(proof, to, {
        verify: verifySignature,
        read: api.ledger.chain,
        signal: going.signal,
        progress: (fraction) => {
          if (!going.signal.aborted) setWalked(fraction)
        },
      })
      if (!going.signal.aborted) setReached({ state, sequence: to.sequence })
    } catch (error) {
      if (!(error instanceof Cancelled) && !going.signal.aborted) setProblem(problemOf(error))
    } finally {
      if (stop.current === going) setWalked(null)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each proof
  useEffect(() => {
    if (covering) void walk(covering)
    else setReached({ state: 'open', sequence: 0 })
    return () => stop.current?.abort()
  }, [proof])

  return (
    <section className="card stack" aria-label={t(text.checks)}>
      <h2>{t(text.checks)}</h2>
      {checks.status === 'failed' ? <ProblemBanner problem={checks.problem} /> : null}
      {checks.status === 'loading' ? <p role="status">{t(text.checking)}</p> : null}
      <ul className="checks">
        {checks.status === 'ready'
          ? (['hash', 'signature', 'key', 'before', 'after'] as const).map((name) => (
              <CheckLine key={name} name={name} state={checks.value[name]} />
            ))
          : null}
        {reached ? <CheckLine name="head" state={reached.state} at={number(reached.sequence)} /> : null}
        {kept.status === 'ready' ? (
          <CheckLine name="kept" state={kept.value.state} at={number(kept.value.kept?.sequence ?? 0)} />
        ) : null}
      </ul>
      {walked !== null ? (
        <div className="row">
          <div className="grow">
            <ProgressBar label={t(text.walking)} fraction={walked} />
          </div>
          <button type="button" onClick={() => stop.current?.abort()}>
            {t(text.stop)}
          </button>
        </div>
      ) : head && covering && reached?.state === 'right' && reached.sequence < head.sequence ? (
        <div>
          <button type="button" onClick={() => void walk(head)}>
            {t(text.toLast, { n: number(head.sequence) })}
          </button>
        </div>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

function Share({ sequence }: { sequence: number }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}/ledger/${sequence}`
  const copy = () => navigator.clipboard.writeText(address).then(() => setCopied(true))
  return (
    <section className="card row share">
      <QrPicture content={address} title={address} width={148} />
      <div className="stack grow">
        <h2>{t(text.share)}</h2>
        <a href={address}>{address}</a>
        <p className="hint">{t(text.shareHint)}</p>
        {/* Pages without https may not write there. */}
        {globalThis.isSecureContext ? (
          <div>
            <button type="button" onClick={copy}>
              {t(copied ? text.copied : text.copy)}
            </button>
          </div>
        ) : null}
      </div>
    </section>
  )
}
