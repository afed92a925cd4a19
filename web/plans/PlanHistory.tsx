/** Everything that happened, each step with its ledger entry; every submission stays readable as it was. */
import type { PlanView } from '../../scenarios/api/plans.ts'
import { planEventTitles, planStateTitles } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { roleTitle } from '../shared/roles.ts'
import { Link } from '../shared/route.tsx'

const text = {
  title: both('Lịch sử', 'History'),
  events: {
    ...planEventTitles,
    open: both('Mở nhiệm vụ', 'Task opened'),
    settle: both('Xử lý mâu thuẫn', 'Conflict settled'),
  },
  clock: both('hệ thống', 'the server'),
  ledger: both('sổ cái {n}', 'ledger {n}'),
  submission: both('bản trình {n}', 'submission {n}'),
} as const

export function PlanHistory({ plan }: { plan: PlanView }) {
  const { t, dateTime, number } = useWords()
  const who = (actor: string) =>
    actor === 'clock' ? t(text.clock) : actor in roleTitle ? t(roleTitle[actor as keyof typeof roleTitle]) : actor
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      <ol className="plan-history">
        {plan.history.toReversed().map((entry) => (
          <li key={entry.revision}>
            <strong>{t(text.events[entry.event])}</strong>
            <span className="small soft">
              {' '}
              → {t(planStateTitles[entry.state])}
              {entry.submission > 0 ? ` · ${t(text.submission, { n: number(entry.submission) })}` : ''}
              <br />
              {dateTime(entry.at)} · {who(entry.actor)} ·{' '}
              <Link href={`/ledger/${entry.ledgerSequence}`}>
                {t(text.ledger, { n: number(entry.ledgerSequence) })}
              </Link>
            </span>
            {entry.note ? <p className="said small">{entry.note}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
