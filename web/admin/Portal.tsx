/** The national portal: whether it is joined, what waits for it, what it refused and why; the codes of its procedures. */
import { type FormEvent, useState } from 'react'
import { type OfficeAnswer, outboxStates, type PortalQueue } from '../../scenarios/api/office.ts'
import { type Procedure, procedures, procedureTitles } from '../../scenarios/permits/application.ts'
import { type NationalStatus, nationalStatuses } from '../../scenarios/permits/portal.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, Pager, ProblemBanner } from '../shared/ui.tsx'
import { SaveButton, SavedLine, TextField, useServer } from './parts.tsx'
import { text } from './text.ts'

export function PortalSection() {
  const { t } = useWords()
  return (
    <section className="stack" aria-label={t(text.portal)}>
      <Queue />
      <Codes />
    </section>
  )
}

type State = (typeof outboxStates)[number]
const ROWS_A_PAGE = 50

function Queue() {
  const { t, number } = useWords()
  const { value, problem, busy, attempt } = useServer<PortalQueue>(() => api.portal.queue({}))
  const [state, setState] = useState<State | null>(null)
  const [page, setPage] = useState(1)
  const look = (wanted: State | null, at: number) => {
    setState(wanted)
    setPage(at)
    void attempt(() => api.portal.queue({ ...(wanted ? { state: wanted } : {}), page: at }))
  }
  const retry = (code: string | null) =>
    attempt(async () => {
      await api.portal.retry(code)
      return api.portal.queue({ ...(state ? { state } : {}), page })
    })
  if (!value) return problem ? <ProblemBanner problem={problem} /> : <p role="status">{t(text.loading)}</p>
  const { on, url, counts, steps, files } = value
  const total = state ? counts[state] : counts.pending + counts.refused + counts.sent
  return (
    <>
      <Banner kind={on ? 'info' : 'warning'}>{on ? t(text.portalOn, { url: url ?? '' }) : t(text.portalOff)}</Banner>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <section className="card stack" aria-label={t(text.queue)}>
        <h2>{t(text.queue)}</h2>
        <div className="row">
          {([null, ...outboxStates] as const).map((one) => (
            <button key={one} type="button" aria-pressed={one === state} disabled={busy} onClick={() => look(one, 1)}>
              {t(one ? text[one] : text.all)} {one ? number(counts[one]) : ''}
            </button>
          ))}
          {on && counts.pending + counts.refused > 0 ? (
            <button type="button" disabled={busy} onClick={() => void retry(null)}>
              {t(text.retryAll)}
            </button>
          ) : null}
        </div>
        {steps.length === 0 ? (
          <p className="soft">{t(text.nothing)}</p>
        ) : (
          <div className="scroll-x">
            <table aria-label={t(text.queue)}>
              <thead>
                <tr>
                  <th scope="col">{t(text.caseCode)}</th>
                  <th scope="col">{t(text.status)}</th>
                  <th scope="col">{t(text.state)}</th>
                  <th scope="col" />
                </tr>
              </thead>
              <tbody>
                {steps.map((step) => (
                  <tr key={step.id}>
                    <td>{step.code}</td>
                    <td>
                      {t(nationalStatuses[step.status as NationalStatus])}
                      <div className="hint">{step.words}</div>
                    </td>
                    <td>
                      <Tried {...step} />
                    </td>
                    <td>
                      {step.state === 'sent' ? null : (
                        <button
                          type="button"
                          disabled={busy || !on}
                          aria-label={`${t(text.retry)} ${step.id}`}
                          onClick={() => void retry(step.code)}
                        >
                          {t(text.retry)}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pager page={page} pages={Math.ceil(total / ROWS_A_PAGE)} onPage={(to) => look(state, to)} />
      </section>
      {files.length > 0 ? (
        <section className="card stack" aria-label={t(text.files)}>
          <h2>{t(text.files)}</h2>
          <div className="scroll-x">
            <table aria-label={t(text.files)}>
              <thead>
                <tr>
                  <th scope="col">{t(text.caseCode)}</th>
                  <th scope="col">{t(text.file)}</th>
                  <th scope="col">{t(text.state)}</th>
                </tr>
              </thead>
              <tbody>
                {files.map((file) => (
                  <tr key={`${file.code} ${file.hash}`}>
                    <td>{file.code}</td>
                    <td>
                      <code>{file.hash.slice(0, 12)}…</code>
                    </td>
                    <td>
                      <Tried {...file} sentAt={null} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ) : null}
    </>
  )
}

function Tried(props: {
  state: State
  attempts: number
  nextAt: string
  sentAt: string | null
  lastError: string | null
}) {
  const { state, attempts, nextAt, sentAt, lastError } = props
  const { t, number, dateTime } = useWords()
  return (
    <>
      <span className={`badge ${state === 'sent' ? 'fact' : state === 'refused' ? 'assumed' : 'computed'}`}>
        {t(text[state])}
      </span>
      <div className="hint">
        {sentAt
          ? t(text.sentAt, { time: dateTime(sentAt) })
          : attempts > 0
            ? t(text.tries, { n: number(attempts) })
            : ''}
        {state === 'pending' && attempts > 0 ? `, ${t(text.next, { time: dateTime(nextAt) })}` : ''}
      </div>
      {lastError ? <div className="hint warn">{lastError}</div> : null}
    </>
  )
}

function Codes() {
  const { t } = useWords()
  const { value, problem, busy, attempt } = useServer<OfficeAnswer>(api.office.get)
  if (!value) return problem ? <ProblemBanner problem={problem} /> : null
  const { procedures: stored } = value
  return (
    <section className="card stack" aria-label={t(text.procedures)}>
      <h2>{t(text.procedures)}</h2>
      <p className="soft">{t(text.proceduresWhy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <CodesForm
        key={stored.revision}
        stored={stored}
        busy={busy}
        save={(codes) => attempt(() => api.office.saveProcedures({ codes, revision: stored.revision }))}
      />
    </section>
  )
}

type Stored = OfficeAnswer['procedures']

function CodesForm({ stored, busy, save }: { stored: Stored; busy: boolean; save(codes: Stored['codes']): void }) {
  const { t } = useWords()
  const [rows, setRows] = useState(() => Object.entries(stored.codes))
  const change = (at: number, row: [string, Procedure]) => setRows((old) => old.map((one, i) => (i === at ? row : one)))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(Object.fromEntries(rows.map(([code, procedure]) => [code.trim(), procedure])))
  }
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.procedures)}>
      <SavedLine {...stored} />
      {rows.map(([code, procedure], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the form is its place
        <div className="line" key={i}>
          <TextField
            label={t(text.code)}
            value={code}
            required
            max={40}
            pattern="[A-Za-z0-9_.\-]{1,40}"
            onChange={(typed) => change(i, [typed, procedure])}
          />
          <Field label={t(text.procedure)}>
            {(id) => (
              <select id={id} value={procedure} onChange={({ target }) => change(i, [code, target.value as Procedure])}>
                {procedures.map((one) => (
                  <option key={one} value={one}>
                    {t(procedureTitles[one])}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button
            type="button"
            aria-label={t(text.remove, { what: code || `${i + 1}` })}
            onClick={() => setRows((old) => old.filter((_, k) => k !== i))}
          >
            ×
          </button>
        </div>
      ))}
      <div className="row">
        <button type="button" onClick={() => setRows((old) => [...old, ['', 'new']])}>
          {t(text.add)}
        </button>
        <SaveButton busy={busy} />
      </div>
    </form>
  )
}
