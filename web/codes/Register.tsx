/** The register: codes with what became of them, and what may become of those in use. */
import { useState } from 'react'
import { CODES_A_PAGE, type CodeRow } from '../../scenarios/api/codes.ts'
import { printedCode } from '../../scenarios/codes/code.ts'
import { codeEventTitles, codeStates, codeStateTitles } from '../../scenarios/codes/process.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { Field, Pager } from '../shared/ui.tsx'
import { ChangeForm } from './ChangeForm.tsx'
import { UnitField, type UnitName, When } from './parts.tsx'
import { text } from './text.ts'

export function Register({ units, mayGive }: { units: readonly UnitName[]; mayGive: boolean }) {
  const { t, number } = useWords()
  const [q, setQ] = useState('')
  const [unitCode, setUnitCode] = useState('')
  const [state, setState] = useState('')
  const [lost, setLost] = useState(false)
  const [page, setPage] = useState(1)
  const [round, setRound] = useState(0)
  const loaded = useLoaded(
    (signal) =>
      api.codes.list(
        {
          ...(q.trim() ? { q: q.trim() } : {}),
          ...(unitCode ? { unitCode } : {}),
          ...(state ? { state } : {}),
          ...(lost ? { lost: 'true' } : {}),
          page,
        },
        signal,
      ),
    [q, unitCode, state, lost, page, round],
  )
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setPage(1)
    }
  return (
    <div className="stack">
      <div className="row">
        <Field label={t(text.find)}>
          {(id) => <input id={id} type="search" value={q} onChange={(event) => change(setQ)(event.target.value)} />}
        </Field>
        <UnitField units={units} value={unitCode} onChange={change(setUnitCode)} />
        <Field label={t(text.state)}>
          {(id) => (
            <select id={id} value={state} onChange={(event) => change(setState)(event.target.value)}>
              <option value="">{t(text.anyState)}</option>
              {codeStates.map((one) => (
                <option key={one} value={one}>
                  {t(codeStateTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <label className="row">
        <input type="checkbox" checked={lost} onChange={(event) => change(setLost)(event.target.checked)} />
        {t(text.onlyLost)}
      </label>
      <When loaded={loaded}>
        {({ codes, total }) => (
          <>
            <p role="status" className="small soft">
              {total === 0 ? t(text.none) : t(text.found, { n: number(total) })}
            </p>
            <ul className="codes-list">
              {codes.map((row) => (
                <Row
                  key={`${row.code} ${row.changedAt}`}
                  row={row}
                  mayChange={mayGive && row.state === 'active'}
                  onChanged={() => setRound(round + 1)}
                />
              ))}
            </ul>
            <Pager page={page} pages={Math.ceil(total / CODES_A_PAGE)} onPage={setPage} />
          </>
        )}
      </When>
    </div>
  )
}

function Row({ row, mayChange, onChanged }: { row: CodeRow; mayChange: boolean; onChanged(): void }) {
  const words = useWords()
  const { t } = words
  const [shown, setShown] = useState<'change' | 'history' | null>(null)
  const { code, printed, state, label, household, successors, reason, onMap, changedAt } = row
  const toggle = (which: 'change' | 'history') => setShown(shown === which ? null : which)
  return (
    <li className="card stack">
      <span className="row">
        <a className="printed-code" href={`/c/${code}`} target="_blank" rel="noreferrer">
          {printed}
        </a>
        <span className={`badge ${state === 'active' ? 'fact' : 'computed'}`}>{t(codeStateTitles[state])}</span>
        {onMap ? null : <span className="badge illustrative">{t(text.notOnMap)}</span>}
        <span className="small soft">{day(changedAt, words)}</span>
      </span>
      <span>
        {label}
        {household > 1 ? ` · ${t(text.household, { n: household })}` : ''}
      </span>
      {successors.length > 0 ? (
        <span className="small">
          {t(text.became)} {successors.map(printedCode).join(', ')}
        </span>
      ) : null}
      {reason ? <span className="small soft">{reason}</span> : null}
      <span className="row">
        {mayChange ? (
          <button type="button" aria-expanded={shown === 'change'} onClick={() => toggle('change')}>
            {t(text.change)}
            <span className="visually-hidden"> {printed}</span>
          </button>
        ) : null}
        <button type="button" aria-expanded={shown === 'history'} onClick={() => toggle('history')}>
          {t(text.history)}
          <span className="visually-hidden"> {printed}</span>
        </button>
      </span>
      {shown === 'history' ? <History code={code} /> : null}
      {shown === 'change' ? <ChangeForm row={row} onDone={onChanged} onCancel={() => setShown(null)} /> : null}
    </li>
  )
}

function History({ code }: { code: string }) {
  const words = useWords()
  const { t } = words
  const loaded = useLoaded(() => api.codes.history(code), [code])
  return (
    <When loaded={loaded}>
      {(past) => (
        <ol className="small">
          {past.map(({ event, at, successors, ledgerSequence }) => (
            <li key={ledgerSequence}>
              {words.dateTime(at)}: {t(event === 'assign' ? text.assigned : codeEventTitles[event])}
              {successors.length > 0 ? ` » ${successors.map(printedCode).join(', ')}` : ''} ·{' '}
              <Link href={`/ledger/${ledgerSequence}`}>{t(text.entry, { n: ledgerSequence })}</Link>
            </li>
          ))}
        </ol>
      )}
    </When>
  )
}
