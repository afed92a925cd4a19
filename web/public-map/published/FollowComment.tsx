/** `/published/follow`: what became of one’s own comment, by the code that was given once. */
import { type FormEvent, useEffect, useState } from 'react'
import type { FollowedComment } from '../../../scenarios/api/plans.ts'
import { planStateTitles } from '../../../scenarios/plans/process.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { Link } from '../../shared/route.tsx'
import { Field, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { takeCode } from '../code-in-address.ts'
import { text as common } from './text.ts'

const text = {
  title: both('Tra cứu góp ý đã gửi', 'Follow a comment'),
  code: both('Mã tra cứu', 'Code'),
  look: both('Xem', 'Look it up'),
  copy: both('Chép mã', 'Copy the code'),
  copied: both('Đã chép', 'Copied'),
  waiting: both('Đang chờ người thẩm định xem.', 'A reviewer has yet to look at it.'),
  shown: both('Đã được hiển thị công khai.', 'It is shown to everyone.'),
  hidden: both('Không được hiển thị công khai: {reason}', 'It is not shown to everyone: {reason}'),
  answer: both('Trả lời', 'Answer'),
  noAnswer: both('Chưa có trả lời riêng.', 'There is no answer to it yet.'),
  summary: both('Tổng hợp, giải trình ý kiến', 'Summary of the comments'),
} as const

/** The code as it is told, with a button that takes it along. */
export function FollowCode({ code }: { code: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <>
      <code className="published-code">{code}</code>{' '}
      {'clipboard' in navigator ? (
        <button type="button" onClick={() => void copy()}>
          {t(copied ? text.copied : text.copy)}
        </button>
      ) : null}
    </>
  )
}

export function FollowComment() {
  const { t, dateTime } = useWords()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [found, setFound] = useState<FollowedComment | null>(null)
  // From the link beside the code: after #, which no server sees; taken away, so that no history keeps it.
  useEffect(() => {
    const given = takeCode()
    if (given) setCode(given)
  }, [])
  const look = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const headers = { 'x-follow-code': code.trim() }
      setFound(await ask<FollowedComment>('/api/plans/comments/follow', { headers }))
      setProblem(null)
    } catch (error) {
      setFound(null)
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      <div>
        <Link href="/published/plans">← {t(common.back)}</Link>
      </div>
      <h2>{t(text.title)}</h2>
      <form className="stack" onSubmit={look}>
        <Field label={t(text.code)}>
          {(id) => (
            <input
              id={id}
              value={code}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={({ target }) => setCode(target.value)}
            />
          )}
        </Field>
        <div>
          <button type="submit" className="primary" disabled={busy}>
            {t(text.look)}
          </button>
        </div>
      </form>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {found ? (
        <section className="stack">
          <h3>
            {found.plan.shown ? (
              <Link href={`/published/plans/${found.plan.id}`}>{found.plan.title}</Link>
            ) : (
              found.plan.title
            )}
          </h3>
          <p className="small soft">
            {dateTime(found.at)} · {t(planStateTitles[found.plan.state])}
          </p>
          <p className="published-said">{found.text}</p>
          <p role="status">
            {found.state === 'hidden' ? t(text.hidden, { reason: found.reason }) : t(text[found.state])}
          </p>
          <h3>{t(text.answer)}</h3>
          {found.answer ? (
            <p className="published-said">{found.answer.text}</p>
          ) : (
            <p className="soft">{t(text.noAnswer)}</p>
          )}
          {found.summary ? (
            <>
              <h3>{t(text.summary)}</h3>
              <p className="published-said">{found.summary.text}</p>
            </>
          ) : null}
        </section>
      ) : null}
    </div>
  )
}
