/** `/permits/:id`: one case: what is asked, what the rules say of it, what has happened, what may happen next. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { stateTitles } from '../../scenarios/permits/process.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api, listen } from '../shared/api.ts'
import { giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useTiles } from '../shared/tiles.ts'
import { Banner, IllustrativeBadge, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { Actions } from './Actions.tsx'
import { CaseViews } from './CaseViews.tsx'
import { Changed } from './Changed.tsx'
import { ControlCard } from './ControlCard.tsx'
import { caseText as text } from './case-text.ts'
import { day, leftInWords } from './days.ts'
import { ImpactCard } from './ImpactCard.tsx'
import { Amend } from './IntakePage.tsx'
import { impactText } from './impact-text.ts'
import { classTitles, procedureTitles, titleOfEvent, workKindTitles } from './names.ts'
import { PapersCard } from './PapersCard.tsx'
import { Report } from './Report.tsx'
import { SigningCard } from './SigningCard.tsx'
import { text as common } from './text.ts'

export function CasePage({ id }: { id: string }) {
  const { t } = useWords()
  const [permit, setPermit] = useState<PermitCase | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  /** The last revision that the server told of. */
  const [told, setTold] = useState(0)
  const load = useCallback(async () => {
    try {
      setPermit(await api.permits.get(id))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [id])
  useEffect(() => void load(), [load])
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'permit' && event.id === id) setTold(event.revision)
      }),
    [id],
  )
  return (
    <main className="page wide-page stack case" id="main">
      <div>
        <Link href="/permits">← {t(text.back)}</Link>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {!permit && !problem ? <p role="status">{t(common.loading)}</p> : null}
      {permit && told > permit.revision ? (
        <Banner kind="info">
          {t(text.changed)}{' '}
          <button type="button" onClick={load}>
            {t(text.reload)}
          </button>
        </Banner>
      ) : null}
      {permit ? <Case permit={permit} onChange={setPermit} onReload={load} /> : null}
    </main>
  )
}

function Case(props: { permit: PermitCase; onChange(next: PermitCase): void; onReload(): Promise<void> }) {
  const { permit, onChange, onReload } = props
  const words = useWords()
  const { t } = words
  const loaded = useTiles(0)
  const tiles = loaded.status === 'ready' ? loaded.value : null
  const [chosen, setChosen] = useState<string | null>(null)
  const [amending, setAmending] = useState<'supplement' | 'adjust' | null>(null)
  const [take, setTake] = useState<(() => Promise<Blob | null>) | null>(null)
  const onPicture = useCallback((next: (() => Promise<Blob | null>) | null) => setTake(() => next), [])
  const { check } = permit.application
  const shown = useReport(permit, check)
  const report = 'report' in shown ? shown.report : null
  const rule = report?.rules.find(({ id }) => id === chosen) ?? null
  const save = async () => {
    const blob = await take?.()
    if (blob) giveFile(`${permit.code}-3d.png`, blob)
  }
  if (amending)
    return (
      <Amend
        application={permit.application}
        {...(amending === 'adjust' ? { title: text.adjustTitle, why: text.adjustWhy, submit: text.adjust } : {})}
        onCancel={() => setAmending(null)}
        onSend={async (application, note) => {
          const { id, revision } = permit
          onChange(await api.permits.step(id, { event: amending, revision, note, application }))
          setAmending(null)
        }}
      />
    )
  return (
    <>
      <div className="row">
        <h1>{permit.code}</h1>
        <span className="badge">{t(stateTitles[permit.state])}</span>
        <span className={`badge bucket ${permit.clock.bucket}`}>{leftInWords(permit.clock, words)}</span>
        {permit.notice ? <span className="badge">{t(common.noticeKind)}</span> : null}
        {permit.specimen ? <IllustrativeBadge title={t(common.specimenWhy)} /> : null}
        {permit.permitNumber ? <strong>{permit.permitNumber}</strong> : null}
      </div>
      {permit.specimen ? <Banner kind="warning">{t(common.specimenWhy)}</Banner> : null}
      <div className="case-columns">
        <div className="stack case-side">
          <Summary permit={permit} />
          <Actions key={permit.revision} permit={permit} onStep={onChange} onAmend={setAmending} />
          <SigningCard permit={permit} onIssued={onReload} />
          <PapersCard permit={permit} />
        </div>
        <div className="stack">
          <section className="card stack">
            <CaseViews permit={permit} tiles={tiles} rule={rule} onPicture={onPicture} />
            {take ? (
              <div className="row">
                <button type="button" onClick={save}>
                  {t(text.picture)}
                </button>
              </div>
            ) : null}
          </section>
          <Changed permit={permit} />
          <ControlCard permit={permit} onChange={onReload} />
          <section className="card stack">
            <ServerCheck permit={permit} onDone={onReload} />
            {permit.report === null ? <Banner kind="info">{t(text.previewOnly)}</Banner> : null}
            {permit.report && !permit.reportCurrent ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
            {'problem' in shown ? <ProblemBanner problem={shown.problem} /> : null}
            {report ? <Report report={report} check={check} chosen={chosen} onChoose={setChosen} /> : null}
          </section>
          <ImpactCard permit={permit} tiles={tiles} onReload={onReload} />
          <section className="card stack" aria-label={t(text.attachments)}>
            <h2>{t(text.attachments)}</h2>
            <AttachmentList
              attachments={permit.attachments.filter(({ photo }) => !photo)}
              {...(permit.people ? { address: (hash: string) => `/api/permits/${permit.id}/attachments/${hash}` } : {})}
            />
            <Uploader onSend={(file, options) => api.permits.attach(permit.id, file, options)} onDone={onReload} />
          </section>
          <History permit={permit} />
        </div>
      </div>
    </>
  )
}

type Shown = { readonly report: NonNullable<PermitCase['report']> } | { readonly problem: ProblemDetail }

/** The server's report; where there is none yet, a preview. */
function useReport({ report }: PermitCase, check: PermitCheck): Shown {
  return useMemo((): Shown => {
    if (report) return { report }
    try {
      return { report: checkPermit(check) }
    } catch (error) {
      if (error instanceof Problem) return { problem: error.detail }
      throw error
    }
  }, [report, check])
}

function ServerCheck({ permit, onDone }: { permit: PermitCase; onDone(): Promise<void> }) {
  const { t } = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const check = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await api.permits.check(permit.id)
      await onDone()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div className="row">
        <button type="button" className={permit.reportCurrent ? undefined : 'primary'} disabled={busy} onClick={check}>
          {t(busy ? text.checking : text.check)}
        </button>
        {permit.reportHash ? (
          <span className="small soft">
            {t(text.official)}: <code title={permit.reportHash}>{permit.reportHash.slice(0, 16)}…</code>
          </span>
        ) : null}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </>
  )
}

function Summary({ permit }: { permit: PermitCase }) {
  const words = useWords()
  const { t, number } = words
  const units = useUnits()
  const { application: a, people, clock } = permit
  const unit = units.find(({ code }) => code === permit.unitCode)?.name ?? permit.unitCode
  const rows: [string, string | null][] = [
    [t(text.procedure), t(procedureTitles[a.procedure])],
    [t(text.kind), `${t(workKindTitles[a.check.work.kind])}, ${t(classTitles[a.check.work.class])}`],
    [t(text.site), `${permit.site}, ${unit}`],
    [t(text.filed), day(permit.filedAt, words)],
    [t(text.due), clock.due ? `${day(clock.due, words)} (${t(common.term, { n: number(clock.termDays) })})` : '–'],
    [t(text.assignee), permit.assignee ?? t(common.nobody)],
    [t(text.months), t(text.monthsOf, { n: number(a.expectedMonths) })],
    [t(text.designer), a.designer ? `${a.designer.name} (${a.designer.certificate})` : null],
    [t(text.verifier), a.verifier ? `${a.verifier.name} (${a.verifier.certificate})` : null],
    [t(text.permitNumber), permit.permitNumber],
  ]
  return (
    <section className="card stack" aria-label={t(text.summary)}>
      <h2>{permit.title}</h2>
      <dl className="facts">
        {rows.map(([title, value]) =>
          value === null ? null : (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <h3>{t(text.people)}</h3>
      {people ? (
        <dl className="facts">
          <div>
            <dt>{t(text.ownerName)}</dt>
            <dd>{people.ownerName}</dd>
          </div>
          <div>
            <dt>{t(text.ownerId)}</dt>
            <dd>{people.ownerId}</dd>
          </div>
          <div>
            <dt>{t(text.phone)}</dt>
            <dd>
              <a href={`tel:${people.phone}`}>{people.phone}</a>
            </dd>
          </div>
          {people.representative ? (
            <div>
              <dt>{t(text.representative)}</dt>
              <dd>
                {people.representative.name}, {people.representative.title} ({people.representative.id})
              </dd>
            </div>
          ) : null}
        </dl>
      ) : (
        <p className="soft small">{t(text.masked)}</p>
      )}
    </section>
  )
}

function History({ permit }: { permit: PermitCase }) {
  const { t, dateTime, number } = useWords()
  const nameOf = (actor: string) =>
    actor === 'applicant' ? t(text.applicant) : actor === 'clock' ? t(text.clock) : actor
  return (
    <section className="card stack" aria-label={t(text.history)}>
      <h2>{t(text.history)}</h2>
      <ol className="timeline">
        {permit.history.toReversed().map(({ event, state, at, actor, note, clauses, to, impact, ledgerSequence }) => (
          <li key={ledgerSequence}>
            <div className="row">
              <strong>{t(titleOfEvent(event))}</strong>
              <span className="grow soft">→ {t(stateTitles[state])}</span>
              <time className="small soft" dateTime={at}>
                {dateTime(at)}
              </time>
            </div>
            <div className="small soft">
              {nameOf(actor)}
              {to ? ` · ${t(text.to, { to })}` : ''} · {t(text.ledger, { n: number(ledgerSequence) })}
              {impact ? ` · ${t(impactText.ofStep, { revision: number(impact.revision) })}` : ''}
              {impact && !impact.current ? <strong className="fault"> ({t(impactText.old)})</strong> : null}
            </div>
            {note ? <p className="note">{note}</p> : null}
            {clauses.length > 0 ? <p className="small">{clauses.join('; ')}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
