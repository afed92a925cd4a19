/** Where the plan meets what else is approved: both side by side, and how it is settled before the decision. */
import { useState } from 'react'
import type { PlanConflict } from '../../scenarios/api/plans.ts'
import type { Settlement } from '../../scenarios/plans/conflicts.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { useAttempt } from './useAttempt.ts'

const text = {
  title: both('Mâu thuẫn với quy hoạch, giấy phép khác', 'Conflicts with other plans and permits'),
  ours: both('Đồ án này', 'This plan'),
  'same-slot': both('cùng một đối tượng', 'the same object'),
  overlap: both('chồng lấn {area}', 'overlap of {area}'),
  meets: both('chồng lấn', 'overlap'),
  open: both('Chưa xử lý', 'Not settled'),
  settled: both('{how}: {reason} ({by}, {at})', '{how}: {reason} ({by}, {at})'),
  reason: both('Lý do', 'Why'),
  settle: both('Xử lý', 'Settle'),
  drop: both(
    'Cách khác: trả lại để bỏ thay đổi này khỏi phương án.',
    'Else return the plan, so that this change is dropped.',
  ),
} as const

const settlementTitles: Record<Settlement, Bilingual> = {
  replaces: both('Đồ án này thay thế', 'This plan replaces it'),
  'both-stand': both('Cả hai cùng tồn tại', 'Both may stand'),
}

export function Conflicts(props: {
  conflicts: readonly PlanConflict[]
  chosen: string | null
  /** Null where the one who looks settles nothing. */
  onSettle: ((key: string, how: Settlement, reason: string) => Promise<void>) | null
  onChoose(conflict: PlanConflict): void
}) {
  const { t } = useWords()
  if (props.conflicts.length === 0) return null
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      <ol className="threads">
        {props.conflicts.map((conflict, i) => (
          <Conflict key={conflict.key} mark={`!${i + 1}`} conflict={conflict} {...props} />
        ))}
      </ol>
    </section>
  )
}

function Conflict(props: Parameters<typeof Conflicts>[0] & { mark: string; conflict: PlanConflict }) {
  const { mark, conflict, chosen, onSettle, onChoose } = props
  const { t, area, dateTime } = useWords()
  const { key, why, ours, theirs, theirTitle, source, areaSquareMetres, settled, settleable } = conflict
  const [how, setHow] = useState<Settlement | null>(settleable[0] ?? null)
  const [reason, setReason] = useState('')
  const { busy, problem, attempt } = useAttempt()
  const other = source.startsWith('plan/') ? `/plans/${source.slice('plan/'.length)}` : null
  const kind =
    why === 'overlap'
      ? areaSquareMetres === null
        ? t(text.meets)
        : t(text.overlap, { area: area(areaSquareMetres) })
      : t(text['same-slot'])
  return (
    <li className={chosen === key ? 'thread chosen' : 'thread'}>
      <div className="row small">
        <button type="button" className="badge mark" aria-pressed={chosen === key} onClick={() => onChoose(conflict)}>
          {mark}
        </button>
        <span className="grow soft">{kind}</span>
        <span className={`badge verdict ${settled ? 'pass' : 'fail'}`}>
          {settled ? t(settlementTitles[settled.how]) : t(text.open)}
        </span>
      </div>
      <div className="side-by-side">
        <div>
          <h3>{t(text.ours)}</h3>
          <p>{t(ours)}</p>
        </div>
        <div>
          <h3>{other ? <Link href={other}>{theirTitle}</Link> : theirTitle}</h3>
          <p>{t(theirs)}</p>
        </div>
      </div>
      {settled ? (
        <p className="small">
          {t(text.settled, {
            how: t(settlementTitles[settled.how]),
            reason: settled.reason,
            by: settled.by,
            at: dateTime(settled.at),
          })}
        </p>
      ) : null}
      {onSettle && !settled ? (
        <form
          className="stack"
          aria-label={`${t(text.settle)} ${mark}`}
          onSubmit={(event) => {
            event.preventDefault()
            if (how) void attempt(() => onSettle(key, how, reason.trim()))
          }}
        >
          {settleable.length > 0 ? (
            <>
              <div className="row" role="radiogroup" aria-label={t(text.settle)}>
                {settleable.map((one) => (
                  <label key={one} className="check-line">
                    <input type="radio" name={`how-${key}`} checked={how === one} onChange={() => setHow(one)} />
                    {t(settlementTitles[one])}
                  </label>
                ))}
              </div>
              <Field label={t(text.reason)}>
                {(id) => (
                  <textarea
                    id={id}
                    rows={2}
                    required
                    maxLength={2000}
                    value={reason}
                    onChange={({ target }) => setReason(target.value)}
                  />
                )}
              </Field>
              <div>
                <button type="submit" disabled={busy}>
                  {t(text.settle)}
                </button>
              </div>
            </>
          ) : null}
          <p className="small soft">{t(text.drop)}</p>
          {problem ? <ProblemBanner problem={problem} /> : null}
        </form>
      ) : null}
    </li>
  )
}
