/** Addresses with their codes: found, given one, printed. */
import { useState } from 'react'
import { type AddressPage, CODES_A_PAGE, plateSizes } from '../../scenarios/api/codes.ts'
import { printedCode } from '../../scenarios/codes/code.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, Pager, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { platesUrl, UnitField, type UnitName, When } from './parts.tsx'
import { text } from './text.ts'

export function Addresses({ units, mayGive }: { units: readonly UnitName[]; mayGive: boolean }) {
  const { t, number } = useWords()
  const [q, setQ] = useState('')
  const [unitCode, setUnitCode] = useState('')
  const [without, setWithout] = useState(false)
  const [size, setSize] = useState<(typeof plateSizes)[number]>('150x100')
  const [page, setPage] = useState(1)
  const [round, setRound] = useState(0)
  const loaded = useLoaded(
    (signal) =>
      api.codes.addresses(
        {
          ...(q.trim() ? { q: q.trim() } : {}),
          ...(unitCode ? { unitCode } : {}),
          ...(without ? { without: 'true' } : {}),
          page,
        },
        signal,
      ),
    [q, unitCode, without, page, round],
  )
  const first = () => setPage(1)
  return (
    <div className="stack">
      <div className="row">
        <Field label={t(text.find)}>
          {(id) => (
            <input
              id={id}
              type="search"
              value={q}
              onChange={(event) => {
                setQ(event.target.value)
                first()
              }}
            />
          )}
        </Field>
        <UnitField
          units={units}
          value={unitCode}
          onChange={(unit) => {
            setUnitCode(unit)
            first()
          }}
        />
        <Field label={t(text.size)}>
          {(id) => (
            <select id={id} value={size} onChange={(event) => setSize(event.target.value as typeof size)}>
              {plateSizes.map((one) => (
                <option key={one} value={one}>
                  {one.replace('x', ' × ')}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <label className="row">
        <input
          type="checkbox"
          checked={without}
          onChange={(event) => {
            setWithout(event.target.checked)
            first()
          }}
        />
        {t(text.without)}
      </label>
      <When loaded={loaded}>
        {({ addresses, total }) => (
          <>
            <p role="status" className="small soft">
              {total === 0 ? t(text.none) : t(text.found, { n: number(total) })}
            </p>
            <ul className="codes-list">
              {addresses.map((address) => (
                <Address
                  key={address.addressId}
                  address={address}
                  size={size}
                  mayGive={mayGive}
                  onGiven={() => setRound(round + 1)}
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

interface AddressProps {
  readonly address: AddressPage['addresses'][number]
  readonly size: string
  readonly mayGive: boolean
  onGiven(): void
}

function Address({
  address: { addressId, label, oldLabel, unitCode, street, codes },
  size,
  mayGive,
  onGiven,
}: AddressProps) {
  const { t } = useWords()
  const [households, setHouseholds] = useState(codes.length + 1)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const give = () => {
    setProblem(null)
    api.codes
      .give({ addressId, households })
      .then(onGiven)
      .catch((error: unknown) => setProblem(problemOf(error)))
  }
  return (
    <li className="card stack">
      <strong>{label}</strong>
      {oldLabel ? <span className="small soft">{oldLabel}</span> : null}
      <span className="row">
        {codes.length === 0 ? <span className="soft">{t(text.noCode)}</span> : null}
        {codes.map(({ code, household }) => (
          <span key={code} className="row">
            <a className="printed-code" href={`/c/${code}`} target="_blank" rel="noreferrer">
              {printedCode(code)}
            </a>
            {codes.length > 1 ? <span className="small soft">{t(text.household, { n: household })}</span> : null}
            <a className="button" href={platesUrl({ codes: code, size })}>
              {t(text.print)}
              <span className="visually-hidden"> {printedCode(code)}</span>
            </a>
          </span>
        ))}
        {street && unitCode && codes.length > 0 ? (
          <a className="small" href={platesUrl({ unitCode, street, size })}>
            {t(text.printStreet, { street })}
          </a>
        ) : null}
      </span>
      {mayGive ? (
        <span className="row">
          <label className="small">
            {t(text.howMany)}{' '}
            <input
              type="number"
              min={codes.length + 1}
              max={500}
              value={households}
              onChange={(event) => setHouseholds(Math.max(1, Number(event.target.value)))}
            />
          </label>
          <button type="button" onClick={give} disabled={households <= codes.length}>
            {t(text.give)}
            <span className="visually-hidden">: {label}</span>
          </button>
        </span>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </li>
  )
}
