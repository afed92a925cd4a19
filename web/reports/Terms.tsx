/** How long reports may take: the administrator’s, each with the text that it comes from. */
import { type FormEvent, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { ReportSettings } from '../../scenarios/reports/settings.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, NumberField, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'

const names = ['intakeHours', 'urgentHours', 'ordinaryDays', 'complexDays'] as const

export function Terms() {
  const { t } = useWords()
  const loaded = useLoaded(() => api.reports.settings(), [])
  return (
    <details className="card">
      <summary>{t(text.terms)}</summary>
      {loaded.status === 'ready' ? <TermsForm settings={loaded.value} /> : null}
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
    </details>
  )
}

function TermsForm({ settings }: { settings: ReportSettings }) {
  const { t } = useWords()
  const [now, setNow] = useState(settings)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      setNow(await api.reports.saveSettings(now))
      setProblem(null)
      setSaved(true)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="stack" onSubmit={save}>
      <p className="hint">{t(text.termsNote)}</p>
      {names.map((name) => {
        const change = (more: Partial<ReportSettings['ordinaryDays']>) => {
          setSaved(false)
          setNow({ ...now, [name]: { ...now[name], ...more } })
        }
        const { value, source, confidence } = now[name]
        return (
          <fieldset key={name} className="reports-term">
            <NumberField
              label={t(text[name])}
              value={value}
              {...{ min: 1, max: 168, step: name === 'intakeHours' ? 0.5 : 1 }}
              onChange={(next) => change({ value: next })}
            />
            <Field label={t(text.source)}>
              {(id) => (
                <input
                  id={id}
                  required
                  maxLength={300}
                  value={source}
                  onChange={(event) => change({ source: event.target.value })}
                />
              )}
            </Field>
            <label className="row">
              <input
                type="checkbox"
                checked={confidence === 'confirmed'}
                onChange={(event) => change({ confidence: event.target.checked ? 'confirmed' : 'assumed' })}
              />
              {t(text.confirmed)}
              {confidence === 'assumed' ? <span className="badge assumed">{t(text.assumed)}</span> : null}
            </label>
          </fieldset>
        )
      })}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className="primary">
          {t(text.save)}
        </button>
        {saved ? <span role="status">{t(text.saved)}</span> : null}
      </div>
    </form>
  )
}
