/** Visits that this device still holds: being written, or waiting for a network. */
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import { purposeTitles, controlText as text } from './control-text.ts'
import type { VisitDraft } from './visit-drafts.ts'

export function DraftList(props: {
  drafts: readonly VisitDraft[]
  /** Left out: each leads to its case. */
  onOpen?(draft: VisitDraft): void
  onSend(draft: VisitDraft): Promise<void>
}) {
  const { drafts, onOpen, onSend } = props
  const { t, dateTime } = useWords()
  if (drafts.length === 0) return null
  return (
    <section className="stack waiting-visits" aria-label={t(text.waitingVisits)}>
      <h3>{t(text.waitingVisits)}</h3>
      <ul className="files">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <div className="row">
              <span className={`badge ${draft.waiting ? 'bucket soon' : ''}`}>
                {t(draft.waiting ? text.waiting : text.writing)}
              </span>
              <span className="grow">
                {onOpen ? draft.code : <Link href={`/permits/${draft.permitId}`}>{draft.code}</Link>} ·{' '}
                {t(purposeTitles[draft.purpose])}
              </span>
              <span className="small soft">{t(text.savedAt, { time: dateTime(draft.savedAt) })}</span>
              {onOpen && !draft.waiting ? (
                <button type="button" onClick={() => onOpen(draft)}>
                  {t(text.goOn)}
                </button>
              ) : null}
              {draft.waiting ? (
                <button type="button" onClick={() => void onSend(draft)}>
                  {t(text.send)}
                </button>
              ) : null}
            </div>
            {draft.problem ? <ProblemBanner problem={draft.problem} /> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
