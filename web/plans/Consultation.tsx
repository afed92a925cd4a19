/** The public is asked: anyone comments without an account; reviewers look at each, show or hide it, and answer; a summary ends it. */
import { useState } from 'react'
import type { Anchor, PlanComment, PlanView, PublicCommentSent } from '../../scenarios/api/plans.ts'
import type { EditLine } from '../../scenarios/edit-lines.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { CommentForm, type Pin } from './CommentForm.tsx'
import { AnchorWords } from './Threads.tsx'
import { text as common } from './text.ts'
import { useAttempt } from './useAttempt.ts'
import type { Comments } from './useComments.ts'

const text = {
  title: both('Lấy ý kiến cộng đồng', 'Consultation of the public'),
  until: both('Nhận ý kiến đến hết ngày {day}.', 'Comments are taken until the end of {day}.'),
  over: both('Đã hết thời hạn lấy ý kiến ({day}).', 'The consultation is over ({day}).'),
  counts: both(
    '{total} ý kiến: {shown} đã hiển thị, {waiting} chờ xem, {hidden} không hiển thị, {answered} đã trả lời',
    '{total} comments: {shown} shown, {waiting} to be looked at, {hidden} hidden, {answered} answered',
  ),
  shownCounts: both(
    '{shown} ý kiến được hiển thị, {answered} đã trả lời',
    '{shown} comments shown, {answered} answered',
  ),
  write: both('Góp ý cho phương án', 'Comment on the proposal'),
  comment: both('Ý kiến của bạn', 'Your comment'),
  name: both('Tên (không bắt buộc)', 'Name (not needed)'),
  contact: both('Điện thoại hoặc thư điện tử (không bắt buộc)', 'Phone or e-mail (not needed)'),
  privacy: both(
    'Tên và liên hệ chỉ người thẩm định đồ án này thấy, và được xóa sau khi xong. Ý kiến được hiển thị sau khi có người xem.',
    'Name and contact are seen by the reviewers of this plan alone and erased after it. A comment is shown once someone has looked at it.',
  ),
  submit: both('Gửi góp ý', 'Send the comment'),
  sent: both('Đã nhận góp ý. Mã tra cứu của bạn:', 'Your comment has been received. Your code:'),
  keep: both(
    'Mã chỉ hiện một lần này: hãy ghi lại để xem trả lời ở trang tra cứu.',
    'The code is shown this once: keep it to read the answer later.',
  ),
  none: both('Chưa có ý kiến nào được hiển thị.', 'No comments are shown yet.'),
  list: both('Ý kiến của cộng đồng', 'Comments of the public'),
  citizen: both('Người dân', 'A citizen'),
  waiting: both('chờ xem', 'to be looked at'),
  shown: both('đã hiển thị', 'shown'),
  hidden: both('không hiển thị: {reason}', 'hidden: {reason}'),
  show: both('Cho hiển thị', 'Show it'),
  hide: both('Không hiển thị', 'Hide it'),
  reason: both('Lý do (người gửi đọc được)', 'Why (its writer reads it)'),
  answer: both('Trả lời', 'Answer'),
  answered: both('Trả lời', 'Answer'),
  send: both('Gửi trả lời', 'Send the answer'),
  summary: both('Tổng hợp, giải trình ý kiến', 'Summary of the comments'),
  ledger: both('Sổ cái số {n}', 'Ledger {n}'),
} as const

export function Consultation(props: {
  plan: PlanView
  comments: Comments
  lines: readonly EditLine[]
  chosenLine: number
  chosen: string | null
  pin: Pin
  onChange(): Promise<void>
  onChoose(comment: PlanComment): void
}) {
  const { plan, comments, lines, chosenLine, chosen, pin, onChange, onChoose } = props
  const words = useWords()
  const { t, number } = words
  const { user } = useSession()
  const staff = user?.role === 'planner' || user?.role === 'reviewer' || user?.role === 'approver'
  const list = comments.list.filter(({ party }) => party === 'public')
  const { total, shown, waiting, hidden, answered } = plan.comments
  const open = plan.state === 'consulting'
  const figures = {
    total: number(total),
    shown: number(shown),
    waiting: number(waiting),
    hidden: number(hidden),
    answered: number(answered),
  }
  return (
    <section className="card stack" aria-label={t(text.title)} id="consultation">
      <h2>{t(text.title)}</h2>
      {plan.consultedUntil ? <p>{t(open ? text.until : text.over, { day: day(plan.consultedUntil, words) })}</p> : null}
      {open && !staff ? (
        <PublicForm
          lines={lines}
          chosen={chosenLine}
          pin={pin}
          onSend={async (comment) => {
            const sent = await api.plans.say(plan.id, comment)
            await onChange()
            return sent
          }}
        />
      ) : null}
      {plan.summary ? (
        <div className="plan-summary stack">
          <h3>{t(text.summary)}</h3>
          <p className="said">{plan.summary.text}</p>
          <p className="small soft">
            <Link href={`/ledger/${plan.summary.ledgerSequence}`}>
              {t(text.ledger, { n: number(plan.summary.ledgerSequence) })}
            </Link>{' '}
            · <code title={plan.summary.hash}>{plan.summary.hash.slice(0, 12)}…</code>
          </p>
        </div>
      ) : null}
      <h3>{t(text.list)}</h3>
      <p className="small soft">{t(staff ? text.counts : text.shownCounts, figures)}</p>
      {list.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ol className="threads">
        {list.map((comment, i) => (
          <PublicComment
            key={comment.id}
            plan={plan.id}
            mark={`D${i + 1}`}
            comment={comment}
            lines={lines}
            chosen={comment.id === chosen}
            onChoose={onChoose}
            onChange={async () => {
              await comments.reload()
              await onChange()
            }}
          />
        ))}
      </ol>
    </section>
  )
}

function PublicForm(props: {
  lines: readonly EditLine[]
  chosen: number
  pin: Pin
  onSend(comment: { text: string; anchor: Anchor; name: string; contact: string }): Promise<PublicCommentSent>
}) {
  const { lines, chosen, pin, onSend } = props
  const { t } = useWords()
  const [name, setName] = useState('')
  const [contact, setContact] = useState('')
  const [code, setCode] = useState<string | null>(null)
  return (
    <>
      <CommentForm
        label={t(text.write)}
        field={t(text.comment)}
        lines={lines}
        chosen={chosen}
        pin={pin}
        submit={t(text.submit)}
        onSend={async (words, anchor) => setCode((await onSend({ text: words, anchor, name, contact })).followCode)}
      >
        <div className="plan-fields">
          <Field label={t(text.name)}>
            {(id) => (
              <input
                id={id}
                maxLength={120}
                autoComplete="name"
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
          <Field label={t(text.contact)}>
            {(id) => (
              <input id={id} maxLength={200} value={contact} onChange={({ target }) => setContact(target.value)} />
            )}
          </Field>
        </div>
        <p className="small soft">{t(text.privacy)}</p>
      </CommentForm>
      {code ? (
        <Banner kind="info">
          {t(text.sent)} <code className="follow-code">{code}</code>
          <br />
          {t(text.keep)} <Link href={`/plans/follow#${code}`}>{t(common.follow)}</Link>
        </Banner>
      ) : null}
    </>
  )
}

function PublicComment(props: {
  plan: string
  mark: string
  comment: PlanComment
  lines: readonly EditLine[]
  chosen: boolean
  onChoose(comment: PlanComment): void
  onChange(): Promise<void>
}) {
  const { plan, mark, comment, lines, chosen, onChoose, onChange } = props
  const { t, dateTime } = useWords()
  const { user } = useSession()
  const { busy, problem, attempt } = useAttempt()
  const [reason, setReason] = useState('')
  const [answer, setAnswer] = useState('')
  const { state, text: words } = comment
  const reviewer = user?.role === 'reviewer'
  const answers = reviewer || user?.role === 'planner'
  const staff = answers || user?.role === 'approver'
  const moderate = (show: boolean) =>
    attempt(() => api.plans.moderate(plan, comment.id, { show, reason: show ? '' : reason }).then(onChange))
  const stateWords = state === 'hidden' ? t(text.hidden, { reason: comment.reason }) : t(text[state])
  return (
    <li className={chosen ? 'thread chosen' : 'thread'}>
      <div className="row small">
        <button type="button" className="badge mark" aria-pressed={chosen} onClick={() => onChoose(comment)}>
          {mark}
        </button>
        <AnchorWords comment={comment} lines={lines} />
        <span className="soft grow">
          {comment.author || t(text.citizen)}
          {comment.contact ? ` · ${comment.contact}` : ''} · {dateTime(comment.at)}
        </span>
        {staff ? (
          <span className={`badge verdict ${state === 'shown' ? 'pass' : state === 'hidden' ? 'fail' : 'person'}`}>
            {stateWords}
          </span>
        ) : null}
      </div>
      <p className="said">{words}</p>
      {comment.answer ? (
        <div className="reply">
          <p className="small soft">
            {t(text.answered)} · {comment.answer.by} · {dateTime(comment.answer.at)}
          </p>
          <p className="said">{comment.answer.text}</p>
        </div>
      ) : null}
      {reviewer && state === 'waiting' ? (
        <div className="row end">
          <button type="button" className="primary" disabled={busy} onClick={() => void moderate(true)}>
            {t(text.show)}
          </button>
          <div className="grow">
            <Field label={t(text.reason)}>
              {(id) => (
                <input id={id} maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
              )}
            </Field>
          </div>
          <button
            type="button"
            className="danger"
            disabled={busy || !reason.trim()}
            onClick={() => void moderate(false)}
          >
            {t(text.hide)}
          </button>
        </div>
      ) : null}
      {answers && state === 'shown' && !comment.answer ? (
        <form
          className="row end"
          aria-label={`${t(text.answer)} ${mark}`}
          onSubmit={(event) => {
            event.preventDefault()
            void attempt(() => api.plans.answer(plan, comment.id, answer.trim()).then(onChange))
          }}
        >
          <div className="grow">
            <Field label={t(text.answer)}>
              {(id) => (
                <textarea
                  id={id}
                  rows={1}
                  required
                  maxLength={4000}
                  value={answer}
                  onChange={({ target }) => setAnswer(target.value)}
                />
              )}
            </Field>
          </div>
          <button type="submit" disabled={busy}>
            {t(text.send)}
          </button>
        </form>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </li>
  )
}
