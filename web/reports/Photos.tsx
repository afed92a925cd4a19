/** The photos of a report: as they came, for the desk alone; each may get a blurred copy for the public. */
import { useRef, useState } from 'react'
import type { ReportCase, ReportPhoto } from '../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import { BlurTool } from './BlurTool.tsx'
import { text } from './text.ts'

export function Photos(props: { report: ReportCase; mayBlur: boolean; onChanged(): void }) {
  const { report, mayBlur, onChanged } = props
  const { t, number } = useWords()
  const [blurring, setBlurring] = useState<ReportPhoto | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const { id, photoList, photosExpected, erased } = report
  const came = photoList.filter(({ party }) => party === 'citizen').length
  const missing = erased ? 0 : Math.max(0, photosExpected - came)
  const add = async (file: File | undefined) => {
    if (!file) return
    try {
      await api.reports.photo(id, file)
      setProblem(null)
      onChanged()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <section className="card stack">
      <h2>{t(text.photos)}</h2>
      {photoList.length === 0 ? <p className="soft">{t(text.noPhotos)}</p> : null}
      {missing > 0 ? <p>{t(text.photosMissing, { n: number(missing) })}</p> : null}
      <ul className="reports-photos">
        {photoList.map((photo, i) => (
          <li key={photo.hash}>
            <a href={`/api/reports/cases/${id}/photos/${photo.hash}`} download>
              <img
                src={`/api/reports/cases/${id}/photos/${photo.hash}`}
                alt={t(text.photoAlt, { n: i + 1, by: t(photo.party === 'staff' ? text.fromStaff : text.fromCitizen) })}
                loading="lazy"
              />
            </a>
            {photo.blurred ? (
              <span className="badge published">{t(text.blurred, { n: number(photo.blurred.boxes) })}</span>
            ) : null}
            {mayBlur && !erased ? (
              <button type="button" onClick={() => setBlurring(photo)}>
                {t(photo.blurred ? text.blurAgain : text.blur)}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {mayBlur && !erased ? (
        <div>
          <p className="hint">{t(text.resultHint)}</p>
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png"
            className="visually-hidden"
            tabIndex={-1}
            aria-label={t(text.addPhoto)}
            onChange={(event) => {
              void add(event.target.files?.[0])
              event.target.value = ''
            }}
          />
          <button type="button" onClick={() => input.current?.click()}>
            {t(text.addPhoto)}
          </button>
        </div>
      ) : null}
      {blurring ? (
        <BlurTool
          key={blurring.hash}
          id={id}
          photo={blurring}
          onClose={() => setBlurring(null)}
          onSaved={() => {
            setBlurring(null)
            onChanged()
          }}
        />
      ) : null}
    </section>
  )
}
