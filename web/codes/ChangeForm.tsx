/** What becomes of a code: split, merged, gone, withdrawn, moved; with a reason. */
import { type FormEvent, useState } from 'react'
import type { CodeRow } from '../../scenarios/api/codes.ts'
import { readAddressCode } from '../../scenarios/codes/code.ts'
import { type CodeEvent, codeEvents, codeEventTitles } from '../../scenarios/codes/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { When } from './parts.tsx'
import { text } from './text.ts'

interface Target {
  readonly addressId: string
  readonly label: string
}

export function ChangeForm({ row, onDone, onCancel }: { row: CodeRow; onDone(): void; onCancel(): void }) {
  const { t } = useWords()
  const [event, setEvent] = useState<CodeEvent>('split')
  const [reason, setReason] = useState('')
  const [into, setInto] = useState('')
  const [targets, setTargets] = useState<readonly Target[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const takesAddresses = event === 'split' || event === 'move'
  const send = async (submit: FormEvent) => {
    submit.preventDefault()
    setProblem(null)
    try {
      await api.codes.step(row.code, {
        ...{ event, reason },
        ...(event === 'merge' ? { into: readAddressCode(into) } : {}),
        ...(takesAddresses ? { addressIds: targets.map(({ addressId }) => addressId) } : {}),
      })
      onDone()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const choose = (target: Target) => setTargets(event === 'move' ? [target] : [...targets, target])
  return (
    <form className="stack" onSubmit={(submit) => void send(submit)}>
      <Field label={t(text.what)}>
        {(id) => (
          <select
            id={id}
            value={event}
            onChange={(change) => {
              setEvent(change.target.value as CodeEvent)
              setTargets([])
            }}
          >
            {codeEvents.map((one) => (
              <option key={one} value={one}>
                {t(codeEventTitles[one])}
              </option>
            ))}
          </select>
        )}
      </Field>
      {event === 'merge' ? (
        <Field label={t(text.into)}>
          {(id) => <input id={id} value={into} required onChange={(change) => setInto(change.target.value)} />}
        </Field>
      ) : null}
      {takesAddresses ? (
        <fieldset className="stack">
          <legend>{t(text.targets)}</legend>
          {event === 'split' ? <p className="hint">{t(text.splitHint)}</p> : null}
          <ol>
            {targets.map((target, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand here twice
              <li key={i}>
                {target.label}{' '}
                <button type="button" onClick={() => setTargets(targets.filter((_, k) => k !== i))}>
                  {t(text.remove)}
                </button>
              </li>
            ))}
          </ol>
          <AddressPicker unitCode={row.unitCode} onChoose={choose} />
        </fieldset>
      ) : null}
      <Field label={t(text.reason)}>
        {(id) => (
          <textarea
            id={id}
            value={reason}
            required
            minLength={3}
            maxLength={500}
            onChange={(change) => setReason(change.target.value)}
          />
        )}
      </Field>
      <span className="row">
        <button type="submit" className="primary">
          {t(text.send)}
        </button>
        <button type="button" onClick={onCancel}>
          {t(text.cancel)}
        </button>
      </span>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </form>
  )
}

const SHOWN = 8

function AddressPicker({ unitCode, onChoose }: { unitCode: string | null; onChoose(target: Target): void }) {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const wanted = q.trim()
  const loaded = useLoaded(
    async (signal) =>
      wanted.length < 2
        ? { addresses: [], total: 0 }
        : api.codes.addresses({ q: wanted, ...(unitCode ? { unitCode } : {}) }, signal),
    [wanted, unitCode],
  )
  return (
    <>
      <Field label={t(text.search)}>
        {(id) => <input id={id} type="search" value={q} onChange={(event) => setQ(event.target.value)} />}
      </Field>
      <When loaded={loaded}>
        {({ addresses }) => (
          <ul className="codes-list small">
            {addresses.slice(0, SHOWN).map(({ addressId, label }) => (
              <li key={addressId} className="row">
                <span className="grow">{label}</span>
                <button type="button" onClick={() => onChoose({ addressId, label })}>
                  {t(text.add)}
                  <span className="visually-hidden">: {label}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </When>
    </>
  )
}
