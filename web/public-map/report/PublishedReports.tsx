/** `/report/near`: what was published, as a list and over the map: words as staff edited them, photos with faces and plates blurred. */
import { useEffect, useState } from 'react'
import type { PublicReportPage } from '../../../scenarios/api/reports.ts'
import { categoryFacts, type ReportCategory, reportCategories } from '../../../scenarios/reports/categories.ts'
import { reportStateTitles } from '../../../scenarios/reports/process.ts'
import { useWords } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import { KindIcon, Said } from './parts.tsx'
import { text } from './text.ts'

const A_PAGE = 50
const CLOSE_ZOOM = 17

export function PublishedReports() {
  const { t } = useWords()
  const [category, setCategory] = useState<ReportCategory | ''>('')
  const [page, setPage] = useState(1)
  const query = new URLSearchParams({ page: `${page}`, ...(category ? { category } : {}) })
  const loaded = useLoaded((signal) => ask<PublicReportPage>(`/api/reports?${query}`, { signal }), [`${query}`])
  return (
    <div className="stack">
      <h2>{t(text.publicTitle)}</h2>
      <label className="report-field">
        {t(text.kind)}
        <select
          value={category}
          onChange={(event) => {
            setCategory(event.target.value as ReportCategory | '')
            setPage(1)
          }}
        >
          <option value="">{t(text.allKinds)}</option>
          {reportCategories
            .filter((one) => !categoryFacts[one].sensitive)
            .map((one) => (
              <option key={one} value={one}>
                {t(categoryFacts[one].title)}
              </option>
            ))}
        </select>
      </label>
      {loaded.status === 'loading' ? <p role="status">{t(text.loading)}</p> : null}
      {loaded.status === 'failed' ? <Said problem={loaded.problem} /> : null}
      {loaded.status === 'ready' ? <Shown {...loaded.value} page={page} onPage={setPage} /> : null}
    </div>
  )
}

function Shown({ reports, total, page, onPage }: PublicReportPage & { page: number; onPage(page: number): void }) {
  const { t, dateTime, number } = useWords()
  const map = useMap()
  const [chosen, setChosen] = useState<string | null>(null)
  useEffect(() => {
    map.overlay('published-reports', {
      title: text.mapOverlay,
      features: reports.map(({ id, lon, lat, category }) => ({
        ...{ type: 'Feature' as const, id, properties: { category } },
        geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      })),
      ...{ fill: [11, 101, 118, 230], radius: 8 },
      label: (feature) => {
        const category = feature.properties?.category as ReportCategory | undefined
        return category ? t(categoryFacts[category].title) : ''
      },
      onPick: (feature) => {
        setChosen(String(feature.id))
        document.getElementById(`report-${feature.id}`)?.scrollIntoView({ block: 'center' })
      },
    })
    return () => map.overlay('published-reports', null)
  }, [map, reports, t])
  if (reports.length === 0) return <p className="soft">{t(text.nonePublic)}</p>
  const pages = Math.ceil(total / A_PAGE)
  return (
    <>
      <ul className="report-list">
        {reports.map((one) => (
          <li key={one.id} id={`report-${one.id}`} className={chosen === one.id ? 'card stack chosen' : 'card stack'}>
            <p className="row">
              <KindIcon category={one.category} />
              <strong className="grow">{t(categoryFacts[one.category].title)}</strong>
              <span className="badge">{t(reportStateTitles[one.state])}</span>
            </p>
            <p className="report-words">{one.text}</p>
            <p className="report-words">{t(text.answerIs, { answer: one.answer })}</p>
            {one.photos.length > 0 ? (
              <ul className="report-photos">
                {one.photos.map((hash) => (
                  <li key={hash}>
                    <img
                      src={`/api/reports/${one.id}/photos/${hash}`}
                      alt={t(text.publicPhoto, { code: one.code })}
                      loading="lazy"
                    />
                  </li>
                ))}
              </ul>
            ) : null}
            <p className="hint">
              {one.code} · {dateTime(one.publishedAt)}
              {one.unit ? ` · ${one.unit}` : ''}
              {one.supporters === null ? '' : ` · ${t(text.people, { n: number(one.supporters) })}`}
            </p>
            <button type="button" onClick={() => map.lookAt(one, CLOSE_ZOOM)}>
              {t(text.showOnMap)}
            </button>
          </li>
        ))}
      </ul>
      {pages > 1 ? (
        <nav className="row" aria-label={t(text.page, { page, pages })}>
          <button type="button" disabled={page === 1} onClick={() => onPage(page - 1)}>
            {t(text.previous)}
          </button>
          <span>{t(text.page, { page: number(page), pages: number(pages) })}</span>
          <button type="button" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            {t(text.next)}
          </button>
        </nav>
      ) : null}
    </>
  )
}
