/** What works are held against: each figure with its clause, assumed until it is confirmed. */
import { type FormEvent, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { WorksRuleName, WorksRules } from '../../scenarios/works/rules.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, NumberField, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { When } from './Loading.tsx'
import { text } from './text.ts'

const names: readonly WorksRuleName[] = ['noDigMonths', 'sequenceMonths', 'answerDays', 'startDays', 'frontageMetres']

export function Rules({ mayChange }: { mayChange: boolean }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.works.rules(), [])
  return (
    <div className="stack">
      <p>{t(text.rulesIntro)}</p>
      <When loaded={loaded}>{(value) => <Form value={value} mayChange={mayChange} />}</When>
    </div>
  )
}

function Form({ value, mayChange }: { value: WorksRules; mayChange: boolean }) {
  const { t } = useWords()
  const [rules, setRules] = useState(value)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const set = (name: WorksRuleName, more: Partial<WorksRules[WorksRuleName]>) => {
    setRules({ ...rules, [name]: { ...rules[name], ...more } })
    setSaved(false)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    try {
      setProblem(null)
      setRules(await api.works.saveRules(rules))
      setSaved(true)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="stack" onSubmit={send}>
      {names.map((name) => (
        <fieldset key={name} className="card stack" disabled={!mayChange}>
          <legend>{t(text.ruleNames[name])}</legend>
          <div className="fields works-fields">
            <NumberField
              label={t(text.value)}
              value={rules[name].value}
              min={0}
              max={500}
              step={1}
              onChange={(next) => set(name, { value: next })}
            />
            <Field label={t(text.clause)}>
              {(id) => (
                <input
                  id={id}
                  required
                  maxLength={300}
                  value={rules[name].clause}
                  onChange={(event) => set(name, { clause: event.target.value })}
                />
              )}
            </Field>
          </div>
          <label className="row">
            <input
              type="checkbox"
              checked={rules[name].confidence === 'confirmed'}
              onChange={(event) => set(name, { confidence: event.target.checked ? 'confirmed' : 'assumed' })}
            />
            {t(text.confirmed)}
          </label>
        </fieldset>
      ))}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {mayChange ? (
        <div className="row">
          <button type="submit" className="primary">
            {t(text.save)}
          </button>
          <span role="status">{saved ? t(text.saved2) : ''}</span>
        </div>
      ) : null}
    </form>
  )
}
