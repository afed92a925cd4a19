/** What people say to a proposal: those that were shown, with their answers; and one's own, without an account. */
import { type FormEvent, useEffect, useState } from 'react'
import type {
  NewPublicComment,
  PlanComment,
  PlanEdits,
  PlanView,
  PublicCommentSent,
} from '../../../scenarios/api/plans.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { Link } from '../../shared/route.tsx'
import { Banner, Field, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useLeaving } from '../leaving.ts'
import { type LonLat, useMap } from '../map-control.ts'
import { FollowCode } from './FollowComment.tsx'

const text = {
  title: both('Ý kiến của người dân', 'What people say'),
  none: both('Chưa có ý kiến nào được hiển thị.', 'No comments are shown yet.'),
  summary: both('Tổng hợp, giải trình', 'Summary of the comments'),
  answer: both('Trả lời', 'Answer'),
  onChange: both('về thay đổi {n}', 'on change {n}'),
  onPlace: both('xem chỗ này trên bản đồ', 'show the place on the map'),
  write: both('Góp ý cho phương án', 'Comment on the proposal'),
  comment: both('Ý kiến của bạn', 'Your comment'),
  about: both('Góp ý về', 'About'),
  whole: both('Cả đồ án', 'The plan as a whole'),
  change: both('Thay đổi {n}', 'Change {n}'),
  place: both('Một chỗ trên bản đồ', 'A place on the map'),
  choose: both('Chọn chỗ trên bản đồ', 'Choose the place on the map'),
  chooseAsk: both('Chọn chỗ mà bạn muốn góp ý.', 'Choose the place that your comment is about.'),
  chosen: both('Đã chọn: {lat}, {lon}', 'Chosen: {lat}, {lon}'),
  name: both('Tên (không bắt buộc)', 'Name (not needed)'),
  contact: both('Điện thoại hoặc thư điện tử (không bắt buộc)', 'Phone or e-mail (not needed)'),
  privacy: both(
    'Tên và liên hệ chỉ người thẩm định đồ án này thấy, và được xóa sau khi xong. Ý kiến được hiển thị sau khi có người xem.',
    'Name and contact are seen by the reviewers of this plan alone and erased after it. A comment is shown once someone has looked at it.',
  ),
  send: both('Gửi góp ý', 'Send the comment'),
  sent: both('Đã nhận góp ý. Mã tra cứu của bạn:', 'Your comment has been received. Your code:'),
  keep: both('Mã chỉ hiện một lần này: hãy ghi lại.', 'The code is shown this once: keep it.'),
  overlay: both('Chỗ được góp ý', 'Places of comments'),
} as const

interface Props {
  readonly plan: PlanView
  readonly lines: PlanEdits['lines']
  readonly comments: readonly PlanComment[]
  /** The line that is chosen, from 0. */
  readonly chosen: number | null
  onChoose(line: number): void
}

export function Comments({ plan, lines, comments, chosen, onChoose }: Props) {
  const { t, number, dateTime } = useWords()
  const map = useMap()
  useEffect(() => {
    map.overlay('published-comments', {
      title: text.overlay,
      features: comments.flatMap(({ place }) =>
        place ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: {} }] : [],
      ),
      ...{ line: [255, 255, 255, 255], fill: [107, 63, 160, 255] },
    })
    return () => map.overlay('published-comments', null)
  }, [map, comments])
  if (!plan.consultedUntil) return null
  return (
    <section className="stack">
      {plan.state === 'consulting' ? <Form plan={plan.id} lines={lines} chosen={chosen} /> : null}
      <h2>{t(text.title)}</h2>
      {plan.summary ? (
        <div>
          <h3>{t(text.summary)}</h3>
          <p className="published-said">{plan.summary.text}</p>
        </div>
      ) : null}
      {comments.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ul className="published-list">
        {comments.map(({ id, at, anchor, place, text: said, answer }) => {
          const line = anchor && 'slot' in anchor ? lines.findIndex(({ slots }) => slots.includes(anchor.slot)) : -1
          return (
            <li key={id}>
              <span className="small soft">{dateTime(at)} </span>
              {line >= 0 ? (
                <button type="button" className="small" onClick={() => onChoose(line)}>
                  {t(text.onChange, { n: number(line + 1) })}
                </button>
              ) : null}
              {place ? (
                <button type="button" className="small" onClick={() => map.lookAt({ lon: place[0], lat: place[1] })}>
                  {t(text.onPlace)}
                </button>
              ) : null}
              <p className="published-said">{said}</p>
              {answer ? (
                <p className="published-said">
                  <strong>{t(text.answer)}:</strong> {answer.text}
                </p>
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Form({ plan, lines, chosen }: { plan: string; lines: PlanEdits['lines']; chosen: number | null }) {
  const { t, number } = useWords()
  const map = useMap()
  const leaving = useLeaving()
  const [said, setSaid] = useState('')
  /** `whole`, `place`, or the number of a line; null: the one that is chosen. */
  const [about, setAbout] = useState<string | null>(null)
  const [place, setPlace] = useState<LonLat | null>(null)
  const [name, setName] = useState('')
  const [contact, setContact] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [code, setCode] = useState<string | null>(null)
  const now = about ?? (chosen === null ? 'whole' : `${chosen}`)
  useEffect(() => {
    if (now !== 'place' || !place) return
    const { lon, lat } = place
    map.overlay('published-mine', {
      title: text.overlay,
      features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: {} }],
      ...{ line: [255, 255, 255, 255], fill: [200, 16, 46, 255], radius: 9 },
    })
    return () => map.overlay('published-mine', null)
  }, [map, now, place])
  const choosePlace = async () => {
    const at = await map.choosePlace(text.chooseAsk, leaving.current?.signal)
    if (at) setPlace(at)
  }
  const anchor = (): NewPublicComment['anchor'] => {
    if (now === 'place') return place && { lon: place.lon, lat: place.lat }
    const slot = lines[Number(now)]?.slots[0]
    return slot ? { slot } : null
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const body: NewPublicComment = { text: said.trim(), anchor: anchor(), name, contact }
      const sent = await ask<PublicCommentSent>(`/api/plans/${plan}/comments/public`, { method: 'POST', body })
      setCode(sent.followCode)
      setProblem(null)
      setSaid('')
      setPlace(null)
      setAbout(null)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form id="comment" className="stack" aria-label={t(text.write)} onSubmit={send}>
      <h2>{t(text.write)}</h2>
      <Field label={t(text.comment)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            required
            maxLength={4000}
            value={said}
            onChange={({ target }) => setSaid(target.value)}
          />
        )}
      </Field>
      <Field label={t(text.about)}>
        {(id) => (
          <select
            id={id}
            value={now}
            onChange={({ target }) => {
              setAbout(target.value)
              if (target.value === 'place' && !place) void choosePlace()
            }}
          >
            <option value="whole">{t(text.whole)}</option>
            <option value="place">{t(text.place)}</option>
            {lines.map((line, i) => (
              <option key={line.slots[0]} value={i}>
                {t(text.change, { n: number(i + 1) })}: {t(line.words)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {now === 'place' ? (
        <div className="row">
          <button type="button" onClick={() => void choosePlace()}>
            {t(text.choose)}
          </button>
          {place ? (
            <span className="small" role="status">
              {t(text.chosen, { lat: place.lat.toFixed(5), lon: place.lon.toFixed(5) })}
            </span>
          ) : null}
        </div>
      ) : null}
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
        {(id) => <input id={id} maxLength={200} value={contact} onChange={({ target }) => setContact(target.value)} />}
      </Field>
      <p className="small soft">{t(text.privacy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={busy || (now === 'place' && !place)}>
          {t(text.send)}
        </button>
      </div>
      {code ? (
        <Banner kind="info">
          {t(text.sent)} <FollowCode code={code} />
          <br />
          {t(text.keep)} <Link href={`/published/follow#${encodeURIComponent(code)}`}>→</Link>
        </Banner>
      ) : null}
    </form>
  )
}
