/** `/warnings`: all that is in force, in plain words, with what to do and until when; or that nothing is, or is connected. */
import type { Feature } from 'geojson'
import { useEffect } from 'react'
import { certaintyTitles, severityTitles, statusTitles, urgencyTitles } from '../../../scenarios/warning-words.ts'
import type { Warning } from '../../../scenarios/warnings.ts'
import { useWords } from '../../shared/language.tsx'
import { Banner, IllustrativeBadge } from '../../shared/ui.tsx'
import { useMap } from '../map-control.ts'
import { text } from './text.ts'
import { useTellsInFull, useWarnings } from './useWarnings.ts'

export default function WarningsPanel() {
  const { t, dateTime } = useWords()
  const { warnings, at, reached, lastPublishedAt } = useWarnings()
  useTellsInFull()
  return (
    <div className="stack">
      {!reached ? (
        <Banner kind="warning">{at ? t(text.notReached, { time: dateTime(at) }) : t(text.never)}</Banner>
      ) : null}
      {warnings.map((warning) => (
        <WarningCard key={warning.id} warning={warning} />
      ))}
      {warnings.length === 0 && at !== null ? (
        lastPublishedAt === null ? (
          <>
            <p>
              <strong>{t(text.notConnected)}</strong>
            </p>
            <p className="soft">{t(text.notConnectedWhy)}</p>
          </>
        ) : (
          <p>
            {t(text.none)} {t(text.last, { time: dateTime(lastPublishedAt) })}
          </p>
        )
      ) : null}
      {at && reached ? <p className="small soft">{t(text.asOf, { time: dateTime(at) })}</p> : null}
    </div>
  )
}

function WarningCard({ warning }: { warning: Warning }) {
  const { t, dateTime } = useWords()
  const map = useMap()
  const { id, status, severity, areas, onset, expires, basis } = warning
  const rings = areas.flatMap(({ polygons }) => polygons)
  useEffect(() => {
    const features = areas
      .flatMap(({ polygons }) => polygons)
      .map((ring): Feature => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: {} }))
    if (features.length === 0) return
    map.overlay(`warning-${id}`, {
      ...{ title: text.overlay, features, width: 3 },
      ...(status === 'Actual'
        ? { line: [166, 43, 35, 255] as const, fill: [166, 43, 35, 50] as const }
        : { line: [107, 63, 160, 255] as const, fill: [107, 63, 160, 40] as const }),
    })
    return () => map.overlay(`warning-${id}`, null)
  }, [map, id, status, areas])
  const show = () => {
    const [lons, lats] = [rings.flat().map(([lon]) => lon), rings.flat().map(([, lat]) => lat)]
    map.lookAtBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)])
  }
  return (
    <article className={`warning-card ${severity} ${status === 'Actual' ? '' : 'unreal'}`}>
      {status === 'Actual' ? null : <strong className="warning-unreal">{t(statusTitles[status])}</strong>}
      <h2>{t(warning.headline)}</h2>
      <p>
        {t(warning.event)} · <strong>{t(severityTitles[severity])}</strong> · {t(urgencyTitles[warning.urgency])} ·{' '}
        {t(certaintyTitles[warning.certainty])}
      </p>
      <p>
        {onset ? `${t(text.from, { time: dateTime(onset) })} · ` : null}
        <strong>{t(text.until, { time: dateTime(expires) })}</strong>
      </p>
      <p className="warning-said">{t(warning.description)}</p>
      <h3>{t(text.toDo)}</h3>
      <p className="warning-said">{t(warning.instruction)}</p>
      <h3>{t(text.where)}</h3>
      <p>{areas.map(({ title }) => t(title)).join('; ')}</p>
      {rings.length > 0 ? (
        <div>
          <button type="button" onClick={show}>
            {t(text.showArea)}
          </button>
        </div>
      ) : null}
      <p className="small soft">
        {t(text.sent, { sender: warning.sender, time: dateTime(warning.sent) })} · {t(text.basis)}: {basis.issuer},{' '}
        {basis.number}
      </p>
      {warning.illustrative ? (
        <p className="small">
          <IllustrativeBadge /> {t(text.generated)}
        </p>
      ) : null}
    </article>
  )
}
