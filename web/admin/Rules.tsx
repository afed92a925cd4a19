/** Every rule with its versions, the limits that the office sets, and what the rules as they are would say of stored cases. */
import { type FormEvent, useEffect, useState } from 'react'
import type { RecheckState, RuleSettings } from '../../scenarios/api/office.ts'
import { rules, rulesVersion } from '../../scenarios/rules/registry.ts'
import { configurable, type LimitKey, limitKeys } from '../../scenarios/rules/settled.ts'
import { fold } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import { SaveButton, SavedLine, TextField, useServer } from './parts.tsx'
import { confidenceTitles, text } from './text.ts'

export function RulesSection() {
  const { t } = useWords()
  return (
    <section className="stack" aria-label={t(text.rules)}>
      <Recheck />
      <Limits />
      <RuleTable />
    </section>
  )
}

const verdictMark = { pass: '✓', fail: '✗', person: '?' } as const
const LOOK_MS = 500

function Recheck() {
  const { t, number } = useWords()
  const { value, problem, busy, attempt } = useServer<RecheckState>(api.office.recheck)
  const running = value?.progress != null
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => void attempt(api.office.recheck), LOOK_MS)
    return () => clearInterval(timer)
  }, [running, attempt])
  const found = value?.found ?? null
  return (
    <section className="card stack" aria-label={t(text.recheck)}>
      <h2>{t(text.recheck)}</h2>
      <p className="soft">{t(text.recheckWhy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {running ? <ProgressBar label={t(text.rechecking)} fraction={value?.progress ?? 0} /> : null}
      <div>
        <button type="button" disabled={busy || running} onClick={() => void attempt(api.office.startRecheck)}>
          {t(text.recheck)}
        </button>
      </div>
      {found && !running ? (
        <>
          <p role="status">
            {t(text.rechecked, {
              cases: number(found.cases),
              seconds: number(found.seconds, 1),
              pass: number(found.verdicts.pass),
              fail: number(found.verdicts.fail),
              person: number(found.verdicts.person),
              changed: number(found.changed.length),
            })}
          </p>
          {found.changed.length + found.broken.length > 0 ? (
            <div className="scroll-x">
              <table aria-label={t(text.recheck)}>
                <thead>
                  <tr>
                    <th scope="col">{t(text.caseCode)}</th>
                    <th scope="col">{t(text.differ)}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.changed.map(({ code, before, after, rules: differ }) => (
                    <tr key={code}>
                      <td>
                        {code} {verdictMark[before]} → {verdictMark[after]}
                      </td>
                      <td>{differ.join(', ')}</td>
                    </tr>
                  ))}
                  {found.broken.map(({ code, problem: why }) => (
                    <tr key={code}>
                      <td>{code}</td>
                      <td>
                        {t(text.broken)}: {t(why.message)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
        </>
      ) : null}
    </section>
  )
}

function Limits() {
  const { t } = useWords()
  const { value, problem, busy, attempt } = useServer<RuleSettings>(api.office.rules)
  return (
    <section className="card stack" aria-label={t(text.limits)}>
      <h2>{t(text.limits)}</h2>
      <p className="soft">{t(text.limitsWhy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {value ? (
        <LimitForm
          key={value.revision}
          stored={value}
          busy={busy}
          save={(limits) => attempt(() => api.office.saveRules({ limits, revision: value.revision }))}
        />
      ) : null}
    </section>
  )
}

type Settled = RuleSettings['limits']

function LimitForm({ stored, busy, save }: { stored: RuleSettings; busy: boolean; save(limits: Settled): void }) {
  const { t, number } = useWords()
  const [limits, setLimits] = useState<Settled>(stored.limits)
  const set = (key: LimitKey, change: Partial<NonNullable<Settled[LimitKey]>>) =>
    setLimits((old) => ({ ...old, [key]: { ...old[key]!, ...change } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(limits)
  }
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.limits)}>
      <SavedLine {...stored} />
      {limitKeys.map((key) => {
        const { title, why, unit, usual, min, max } = configurable[key]
        const own = limits[key]
        return (
          <fieldset key={key} className="stack">
            <legend>{t(title)}</legend>
            <p className="hint">
              {t(why)} {t(text.usualValue, { value: number(usual, 2), unit })}.
            </p>
            <label>
              <input
                type="checkbox"
                checked={own !== undefined}
                onChange={({ target }) =>
                  setLimits(({ [key]: _, ...rest }) =>
                    target.checked ? { ...rest, [key]: { value: usual, source: '', note: '' } } : rest,
                  )
                }
              />{' '}
              {t(text.ownLimit)}
            </label>
            {own ? (
              <div className="fields">
                <Field label={`${t(text.value)} (${unit})`}>
                  {(id) => (
                    <input
                      id={id}
                      type="number"
                      min={min}
                      max={max}
                      step="any"
                      required
                      value={Number.isFinite(own.value) ? own.value : ''}
                      onChange={({ target }) =>
                        set(key, { value: target.value === '' ? Number.NaN : Number(target.value) })
                      }
                    />
                  )}
                </Field>
                <TextField
                  label={t(text.decision)}
                  required
                  max={200}
                  value={own.source}
                  onChange={(source) => set(key, { source })}
                />
                <TextField label={t(text.note)} max={500} value={own.note} onChange={(note) => set(key, { note })} />
              </div>
            ) : null}
          </fieldset>
        )
      })}
      <div>
        <SaveButton busy={busy} disabled={JSON.stringify(limits) === JSON.stringify(stored.limits)} />
      </div>
    </form>
  )
}

function RuleTable() {
  const words = useWords()
  const { t, number } = words
  const [find, setFind] = useState('')
  const [confidence, setConfidence] = useState('')
  const wanted = fold(find.trim())
  const shown = rules.filter(
    (rule) =>
      (confidence === '' || rule.confidence === confidence) &&
      fold(`${rule.id} ${rule.title.vi} ${rule.title.en} ${rule.clause}`).includes(wanted),
  )
  return (
    <section className="card stack" aria-label={t(text.rules)}>
      <h2>{t(text.rules)}</h2>
      <p className="soft">{t(text.rulesWhy, { version: rulesVersion })}</p>
      <div className="fields">
        <TextField label={t(text.find)} value={find} onChange={setFind} />
        <Field label={t(text.confidence)}>
          {(id) => (
            <select id={id} value={confidence} onChange={({ target }) => setConfidence(target.value)}>
              <option value="">{t(text.anyConfidence)}</option>
              {Object.entries(confidenceTitles).map(([key, title]) => (
                <option key={key} value={key}>
                  {t(title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <p className="soft" role="status">
        {t(text.shown, { n: number(shown.length), all: number(rules.length) })}
      </p>
      <div className="scroll-x">
        <table aria-label={t(text.rules)}>
          <thead>
            <tr>
              <th scope="col">{t(text.rule)}</th>
              <th scope="col">{t(text.clause)}</th>
              <th scope="col">{t(text.version)}</th>
              <th scope="col">{t(text.validity)}</th>
              <th scope="col">{t(text.confidence)}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((rule) => (
              <tr key={`${rule.id} ${rule.validFrom}`}>
                <th scope="row">
                  {t(rule.title)}
                  <div className="hint">{rule.id}</div>
                </th>
                <td className="clause">{rule.clause}</td>
                <td>{rule.version}</td>
                <td>
                  {rule.validTo
                    ? t(text.until, { from: day(rule.validFrom, words), to: day(rule.validTo, words) })
                    : t(text.since, { from: day(rule.validFrom, words) })}
                </td>
                <td>
                  <span className={`badge ${rule.confidence === 'found' ? 'fact' : 'assumed'}`}>
                    {t(confidenceTitles[rule.confidence])}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
