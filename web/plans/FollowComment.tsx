/** `/plans/follow`: what became of one’s own comment, by the code that was given once. */
import { type FormEvent, useEffect, useState } from 'react'
import type { FollowedComment } from '../../scenarios/api/plans.ts'
import { planStateTitles } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { text as common } from './text.ts'
import { useAttempt } from './useAttempt.ts'

const text = {
  code: both('Mã tra cứu', 'Code'),
  look: both('Xem', 'Look it up'),
  yours: both('Ý kiến của bạn', 'Your comment'),
  waiting: both('Đang chờ người thẩm định xem.', 'A reviewer has yet to look at it.'),
  shown: both('Đã được hiển thị công khai.', 'It is shown to everyone.'),
  hidden: both('Không được hiển thị công khai: {reason}', 'It is not shown to everyone: {reason}'),
  answer: both('Trả lời', 'Answer'),
  noAnswer: both('Chưa có trả lời riêng.', 'There is no answer to it yet.'),
  summary: both('Tổng hợp, giải trình ý kiến', 'Summary of the comments'),
} as const

export function FollowComment() {
  const { t, dateTime } = useWords()
  const [code, setCode] = useState('')
  const [found, setFound] = useState<FollowedComment | null>(null)
  const { busy, problem, attempt } = useAttempt()
  // From the link beside the code: after #, which no server sees; taken away, so that no history keeps it.
  useEffect(() => {
    const given = location.hash.slice(1)
    if (!given) return
    history.replaceState(null, '', location.pathname)
    setCode(given)
  }, [])
  const look = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => setFound(await api.plans.follow(code.trim())))
  }
  return (
    <main className="page stack plans" id="main">
      <div>
        <Link href="/plans">← {t(common.back)}</Link>
      </div>
      <h1>{t(common.follow)}</h1>
      <form className="card stack" onSubmit={look}>
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
        <section className="card stack" aria-label={t(text.yours)}>
          <div className="row">
            <h2 className="grow">
              {found.plan.shown ? <Link href={`/plans/${found.plan.id}`}>{found.plan.title}</Link> : found.plan.title}
            </h2>
            <span className="badge">{t(planStateTitles[found.plan.state])}</span>
          </div>
          <p className="small soft">{dateTime(found.at)}</p>
          <p className="said">{found.text}</p>
          <p>{found.state === 'hidden' ? t(text.hidden, { reason: found.reason }) : t(text[found.state])}</p>
          <h3>{t(text.answer)}</h3>
          {found.answer ? <p className="said">{found.answer.text}</p> : <p className="soft">{t(text.noAnswer)}</p>}
          {found.summary ? (
            <>
              <h3>{t(text.summary)}</h3>
              <p className="said">{found.summary.text}</p>
            </>
          ) : null}
        </section>
      ) : null}
    </main>
  )
}
