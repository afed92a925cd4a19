/** What everyone will read: words and answer without names, a place that may be rounded, blurred copies that a person approves one by one. */
import { type FormEvent, useState } from 'react'
import type { ReportCase } from '../../scenarios/api/reports.ts'
import type { ReportEvent } from '../../scenarios/reports/process.ts'
import { useWords } from '../shared/language.tsx'
import { Field } from '../shared/ui.tsx'
import { type Send, Submit, unfilled } from './Actions.tsx'
import { text } from './text.ts'

/** About 100 m. */
const COARSE_DIGITS = 3

export function Publication(props: { report: ReportCase; event: ReportEvent; busy: boolean; send: Send }) {
  const { report, event, busy, send } = props
  const { t } = useWords()
  const answer = report.history.findLast((past) => past.event === 'answer')?.note ?? ''
  const [now, setNow] = useState(
    report.publication ?? { text: report.text, answer, lon: report.lon, lat: report.lat, photos: [] },
  )
  // Whoever lets it out looks at each photo anew.
  const [photos, setPhotos] = useState<readonly string[]>(event === 'publish' ? [] : now.photos)
  const ready = report.photoList.filter(({ blurred }) => blurred !== null)
  const blank = unfilled(`${now.text} ${now.answer}`)
  const coarse = (degrees: number) => Number(degrees.toFixed(COARSE_DIGITS))
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    void send({ event, publication: { ...now, photos: [...photos] } })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <h3>{t(text.pubTitle)}</h3>
      <Field label={t(text.pubText)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            required
            maxLength={4000}
            value={now.text}
            onChange={(change) => setNow({ ...now, text: change.target.value })}
          />
        )}
      </Field>
      <Field label={t(text.pubAnswer)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            required
            maxLength={4000}
            value={now.answer}
            onChange={(change) => setNow({ ...now, answer: change.target.value })}
          />
        )}
      </Field>
      <p>
        {t(text.pubPlace)}: {now.lon.toFixed(5)}, {now.lat.toFixed(5)}{' '}
        <button type="button" onClick={() => setNow({ ...now, lon: coarse(now.lon), lat: coarse(now.lat) })}>
          {t(text.coarser)}
        </button>
      </p>
      <fieldset className="stack reports-approve">
        <legend>{t(text.pubPhotos)}</legend>
        {ready.length === 0 ? <p className="soft">{t(text.pubNone)}</p> : null}
        {ready.map(({ hash }) => {
          const n = report.photoList.findIndex((one) => one.hash === hash) + 1
          return (
            <label key={hash} className="row">
              <input
                type="checkbox"
                checked={photos.includes(hash)}
                onChange={(change) =>
                  setPhotos(change.target.checked ? [...photos, hash] : photos.filter((one) => one !== hash))
                }
              />
              <img src={`/api/reports/cases/${report.id}/photos/${hash}/public`} alt="" />
              {t(text.pubAllow, { n })}
            </label>
          )
        })}
      </fieldset>
      {blank ? <p className="hint warn">{t(text.fillIn, { blank })}</p> : null}
      <Submit event={event} busy={busy || blank !== null} />
    </form>
  )
}
