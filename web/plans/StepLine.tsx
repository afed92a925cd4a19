/** The legal steps in one line: done, where it stands, and what comes by when. */
import type { PlanView } from '../../scenarios/api/plans.ts'
import { planStateTitles } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { stepsOf } from './steps.ts'

const text = {
  steps: both('Các bước theo luật', 'Legal steps'),
  done: both('xong', 'done'),
  now: both('đang ở bước này', 'here now'),
  stopped: both('dừng ở bước này', 'ended here'),
  ahead: both('chưa đến', 'to come'),
  since: both('từ {day}', 'since {day}'),
  on: both('{day}', '{day}'),
  due: both('đến hết {day}', 'by {day}'),
  assumed: both(
    'Thời hạn công bố, cắm mốc là giả định cho đến khi cơ quan xác nhận.',
    'Terms of announcing and marking are assumed until an office confirms them.',
  ),
} as const

export function StepLine({ plan }: { plan: PlanView }) {
  const words = useWords()
  const { t } = words
  const steps = stepsOf(plan)
  return (
    <section aria-label={t(text.steps)}>
      <ol className="step-line">
        {steps.map(({ title, phase, since, due }) => (
          <li key={title.en} className={phase} aria-current={phase === 'now' ? 'step' : undefined}>
            <strong>{t(title)}</strong>
            <span className="visually-hidden"> ({t(text[phase])})</span>
            <span className="small soft">
              {phase === 'now' ? <b>{t(planStateTitles[plan.state])}</b> : null}
              {since ? <span>{t(phase === 'now' ? text.since : text.on, { day: day(since, words) })}</span> : null}
              {due ? <span>{t(text.due, { day: day(due, words) })}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      {plan.terms.source === null && steps.some(({ due, phase }) => due && phase === 'ahead') ? (
        <p className="small soft">{t(text.assumed)}</p>
      ) : null}
    </section>
  )
}
