/** What those who appraise say to those who drew: threads on the plan, on a change, on a place; closed when they are met. */
import { useState } from 'react'
import type { PlanComment } from '../../scenarios/api/plans.ts'
import type { EditLine } from '../../scenarios/edit-lines.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useSession } from '../shared/session.tsx'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { lineOf, threadsOf } from './anchors.ts'
import { CommentForm, type Pin } from './CommentForm.tsx'
import { text as common } from './text.ts'
import { useAttempt } from './useAttempt.ts'
import type { Comments } from './useComments.ts'

const text = {
  title: both('Ý kiến thẩm định', 'Comments of the appraisal'),
  none: both('Chưa có ý kiến.', 'No comments yet.'),
  write: both('Ý kiến mới', 'New comment'),
  comment: both('Nội dung ý kiến', 'Comment'),
  reply: both('Trả lời', 'Reply'),
  resolve: both('Đánh dấu đã giải quyết', 'Mark as resolved'),
  resolved: both('Đã giải quyết: {by}, {at}', 'Resolved: {by}, {at}'),
  open: both('Chưa giải quyết', 'Open'),
} as const

export function Threads(props: {
  plan: string
  comments: Comments
  lines: readonly EditLine[]
  chosenLine: number
  chosen: string | null
  pin: Pin
  /** False where nothing more is said to it. */
  writing: boolean
  onChoose(comment: PlanComment): void
}) {
  const { plan, comments, lines, chosenLine, chosen, pin, writing, onChoose } = props
  const { t } = useWords()
  const threads = threadsOf(comments.list)
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      {comments.problem ? <ProblemBanner problem={comments.problem} /> : null}
      {threads.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ol className="threads">
        {threads.map(({ first, replies }, i) => (
          <Thread
            key={first.id}
            plan={plan}
            mark={`T${i + 1}`}
            first={first}
            replies={replies}
            lines={lines}
            chosen={first.id === chosen}
            writing={writing}
            onChoose={onChoose}
            onChange={comments.reload}
          />
        ))}
      </ol>
      {writing ? (
        <CommentForm
          label={t(text.write)}
          field={t(text.comment)}
          lines={lines}
          chosen={chosenLine}
          pin={pin}
          submit={t(text.write)}
          onSend={async (words, anchor) => {
            await api.plans.comment(plan, { text: words, anchor })
            await comments.reload()
          }}
        />
      ) : null}
    </section>
  )
}

function Thread(props: {
  plan: string
  mark: string
  first: PlanComment
  replies: readonly PlanComment[]
  lines: readonly EditLine[]
  chosen: boolean
  writing: boolean
  onChoose(comment: PlanComment): void
  onChange(): Promise<void>
}) {
  const { plan, mark, first, replies, lines, chosen, writing, onChoose, onChange } = props
  const { t, dateTime } = useWords()
  const { user } = useSession()
  const [words, setWords] = useState('')
  const { busy, problem, attempt } = useAttempt()
  const mayResolve = writing && !first.resolved && (user?.role === 'reviewer' || user?.role === 'approver')
  return (
    <li className={chosen ? 'thread chosen' : 'thread'}>
      <div className="row small">
        <button type="button" className="badge mark" aria-pressed={chosen} onClick={() => onChoose(first)}>
          {mark}
        </button>
        <AnchorWords comment={first} lines={lines} />
        <span className="soft grow">
          {first.author} · {dateTime(first.at)}
        </span>
        <span className={`badge verdict ${first.resolved ? 'pass' : 'person'}`}>
          {first.resolved ? t(text.resolved, { by: first.resolved.by, at: dateTime(first.resolved.at) }) : t(text.open)}
        </span>
      </div>
      <p className="said">{first.text}</p>
      {replies.map((reply) => (
        <div key={reply.id} className="reply">
          <p className="small soft">
            {reply.author} · {dateTime(reply.at)}
          </p>
          <p className="said">{reply.text}</p>
        </div>
      ))}
      {writing && !first.resolved ? (
        <form
          className="row end"
          aria-label={`${t(text.reply)} ${mark}`}
          onSubmit={async (event) => {
            event.preventDefault()
            if (await attempt(() => api.plans.comment(plan, { text: words.trim(), replyTo: first.id }).then(onChange)))
              setWords('')
          }}
        >
          <div className="grow">
            <Field label={t(text.reply)}>
              {(id) => (
                <textarea
                  id={id}
                  rows={1}
                  required
                  maxLength={4000}
                  value={words}
                  onChange={({ target }) => setWords(target.value)}
                />
              )}
            </Field>
          </div>
          <button type="submit" disabled={busy}>
            {t(common.send)}
          </button>
          {mayResolve ? (
            <button
              type="button"
              disabled={busy}
              onClick={() => void attempt(() => api.plans.resolve(plan, first.id).then(onChange))}
            >
              {t(text.resolve)}
            </button>
          ) : null}
        </form>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </li>
  )
}

export function AnchorWords({ comment, lines }: { comment: Pick<PlanComment, 'anchor'>; lines: readonly EditLine[] }) {
  const { t, number } = useWords()
  const line = lineOf(comment.anchor, lines)
  if (line >= 0) return <span className="badge">{t(common.edit, { n: number(line + 1) })}</span>
  return <span className="badge">{t(comment.anchor ? common.onMap : common.whole)}</span>
}
