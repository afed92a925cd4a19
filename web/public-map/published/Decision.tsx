/** What an approved plan carries: number, issuer, dates, drawings, and what it takes the place of. */
import type { ReactNode } from 'react'
import type { PlanView } from '../../../scenarios/api/plans.ts'
import { both } from '../../../scenarios/text.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'

const text = {
  title: both('Quyết định phê duyệt', 'Decision'),
  number: both('Số', 'Number'),
  issuer: both('Cơ quan ban hành', 'Issued by'),
  signedOn: both('Ngày ký', 'Signed on'),
  effectiveFrom: both('Có hiệu lực từ', 'In force from'),
  expiresOn: both('Hết thời hạn', 'Ends on'),
  untilReplaced: both('đến khi được thay thế', 'until it is replaced'),
  drawings: both('Bản vẽ để tải về', 'Drawings to download'),
  noDrawings: both('không có', 'none'),
  replaces: both('Thay thế', 'Replaces'),
  replacedBy: both('Được thay thế bởi', 'Replaced by'),
  partly: both('{title} (một thay đổi)', '{title} (one change)'),
}

export function Decision({ plan }: { plan: PlanView }) {
  const words = useWords()
  const { t } = words
  const { decision, attachments } = plan
  if (!decision) return null
  const others = (list: PlanView['replaces']) =>
    list.map(({ planId, changeId, title }) => {
      const said = changeId ? t(text.partly, { title }) : title
      return (
        <div key={`${planId} ${changeId}`}>
          {planId ? <Link href={`/published/plans/${planId}`}>{said}</Link> : said}
        </div>
      )
    })
  const drawings = decision.drawings.map((hash) => (
    <div key={hash}>
      <a href={`/api/plans/${plan.id}/attachments/${hash}`} download>
        {attachments.find((one) => one.hash === hash)?.name ?? hash.slice(0, 12)}
      </a>
    </div>
  ))
  const rows: [string, ReactNode][] = [
    [t(text.number), <strong key="number">{decision.number}</strong>],
    [t(text.issuer), decision.issuer],
    [t(text.signedOn), day(decision.signedOn, words)],
    [t(text.effectiveFrom), day(decision.effectiveFrom, words)],
    [t(text.expiresOn), decision.expiresOn ? day(decision.expiresOn, words) : t(text.untilReplaced)],
    [t(text.drawings), drawings.length > 0 ? drawings : t(text.noDrawings)],
  ]
  if (plan.replaces.length > 0) rows.push([t(text.replaces), others(plan.replaces)])
  if (plan.replacedBy.length > 0) rows.push([t(text.replacedBy), others(plan.replacedBy)])
  return (
    <section>
      <h2>{t(text.title)}</h2>
      <dl className="facts">
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
