/** The term of the answer with its clause: assumed until the administrator has confirmed it. */
import { type FormEvent, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { StatementTerms } from '../../scenarios/statements/clock.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, NumberField, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'
import { When } from './When.tsx'

export function Terms({ mayChange }: { mayChange: boolean }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.statements.terms(), [])
  return (
    <section className="card stack">
      <h2>{t(text.terms)}</h2>
      <When loaded={loaded}>
        {(value) =>
          mayChange ? (
            <Form value={value} />
          ) : (
            <p>
              {value.answerDays} {t(text.days).toLowerCase()} · {value.clause}{' '}
              {value.confidence === 'assumed' ? <span className="badge assumed">{t(text.assumed)}</span> : null}
            </p>
          )
        }
      </When>
    </section>
  )
}

function Form({ value }: { value: StatementTerms }) {
  const { t } = useWords()
  const [terms, setTerms] = useState(value)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const set = (more: Partial<StatementTerms>) => {
    setTerms({ ...terms, ...more })
    setSaved(false)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      setProblem(null)
      setTerms(await api.statements.saveTerms(terms))
      setSaved(true)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="stack" onSubmit={send}>
      <NumberField
        label={t(text.days)}
        value={terms.answerDays}
        min={1}
        max={60}
        step={1}
        onChange={(answerDays) => set({ answerDays })}
      />
      <Field label={t(text.clause)}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={300}
            value={terms.clause}
            onChange={(event) => set({ clause: event.target.value })}
          />
        )}
      </Field>
      <label className="row">
        <input
          type="checkbox"
          checked={terms.confidence === 'confirmed'}
          onChange={(event) => set({ confidence: event.target.checked ? 'confirmed' : 'assumed' })}
        />
        {t(text.confirmed)}
      </label>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className="primary">
          {t(text.save)}
        </button>
        <span role="status">{saved ? t(text.saved) : ''}</span>
      </div>
    </form>
  )
}
