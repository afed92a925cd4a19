/** Water at a place: of this moment nothing is known, so nothing is said; published scenarios as bands in words; levels known; gauges. */
import './flood.css'
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import type { FloodAnswer } from '../../../scenarios/api/place.ts'
import { useWords } from '../../shared/language.tsx'
import { IllustrativeBadge } from '../../shared/ui.tsx'
import { Answered } from '../Answered.tsx'
import { useMap } from '../map-control.ts'
import { useAsked } from '../useAsked.ts'
import { Legend } from './Legend.tsx'
import { floodName, showFloods, useShownFloods } from './shown.ts'
import { text } from './text.ts'

export default function FloodSection({ place }: { place: Candidate }) {
  const asked = useAsked<FloodAnswer>(`/api/place/flood?lon=${place.lon}&lat=${place.lat}`)
  return <Answered asked={asked}>{(answer) => <Shown answer={answer} />}</Answered>
}

function Shown({ answer }: { answer: FloodAnswer }) {
  const { t, number } = useWords()
  const { now, scenarios, ground, known, gauges } = answer
  const [highest, ...others] = known
  return (
    <div className="stack flood">
      <h3>{t(text.now)}</h3>
      <p>{t(now.says)}</p>
      <Scenarios scenarios={scenarios} />
      {highest ? (
        <>
          <h3>{t(text.highest)}</h3>
          {ground ? (
            <p>
              {t(text.ground, { metres: number(ground.metres, 1), error: number(ground.errorMetres, 1) })}{' '}
              {ground.provenance === 'generated' ? <IllustrativeBadge /> : null}
            </p>
          ) : null}
          <Known level={highest} />
          <details>
            <summary>{t(text.more)}</summary>
            {others.map((level) => (
              <Known key={level.when} level={level} />
            ))}
          </details>
        </>
      ) : null}
      <Gauges gauges={gauges} />
    </div>
  )
}

function Scenarios({ scenarios }: Pick<FloodAnswer, 'scenarios'>) {
  const { t, number } = useWords()
  const map = useMap()
  const [shown] = useShownFloods()
  return (
    <>
      <h3>{t(text.scenarios)}</h3>
      {scenarios.length === 0 ? <p className="soft">{t(text.none)}</p> : <p className="soft">{t(text.notForecast)}</p>}
      <ul>
        {scenarios.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{t(one.title)}</strong> {one.illustrative ? <IllustrativeBadge title={t(text.specimen)} /> : null}
            </p>
            <Here here={one.here} />
            <p className="soft">
              {t(one.says)} ({t(text.error, { cm: number(one.errorMetres * 100) })})
              {one.current ? '' : ` ${t(text.old)}`}
            </p>
            <button
              type="button"
              aria-pressed={shown === floodName(one)}
              onClick={() => {
                const hide = shown === floodName(one)
                if (!hide) map.lookAtBounds(one.bounds)
                showFloods(hide ? [] : [floodName(one)])
              }}
            >
              {t(shown === floodName(one) ? text.hide : text.show)}
            </button>
            {shown === floodName(one) ? <Legend /> : null}
          </li>
        ))}
      </ul>
    </>
  )
}

function Here({ here }: { here: FloodAnswer['scenarios'][number]['here'] }) {
  const { t } = useWords()
  switch (here.kind) {
    case 'depth': {
      const values = { low: here.lowCm, high: here.highCm, words: t(here.words) }
      return <p className="flood-depth">{t(here.lowCm === 0 ? text.depthTo : text.depth, values)}</p>
    }
    case 'none':
      return <p>{t(text.nothing, { high: here.highCm })}</p>
    default:
      return <p>{t(text[here.kind])}</p>
  }
}

function Known({ level }: { level: FloodAnswer['known'][number] }) {
  const { t, number } = useWords()
  const { fromMetres, toMetres, when, kind, here, source, confidence } = level
  const metres = fromMetres === toMetres ? number(toMetres, 2) : `${number(fromMetres, 2)}–${number(toMetres, 2)}`
  const against =
    here &&
    (here.highCm === 0
      ? t(text.against, { words: t(here.words) })
      : t(text.against2, { low: here.lowCm, high: here.highCm, words: t(here.words) }))
  return (
    <div className="flood-known">
      <p>
        <strong>{t(text.level, { level: metres, when })}</strong> <span className="badge">{t(text.kinds[kind])}</span>
        {against ? `: ${against}.` : '.'}
      </p>
      <p className="soft">
        {source}; {t(confidence)}
      </p>
    </div>
  )
}

function Gauges({ gauges }: Pick<FloodAnswer, 'gauges'>) {
  const { t, length } = useWords()
  const map = useMap()
  return (
    <>
      <h3>{t(text.gauges)}</h3>
      {gauges.length === 0 ? <p className="soft">{t(text.noGauges)}</p> : null}
      <ul>
        {gauges.map(({ id, name, measures, lon, lat, awayMetres, provenance }) => (
          <li key={id}>
            <button type="button" className="quiet" onClick={() => map.lookAt({ lon, lat })}>
              {name}
            </button>{' '}
            {text.measures[measures] ? t(text.measures[measures]) : measures},{' '}
            {t(text.away, { distance: length(awayMetres) })} <span className="badge">{t(text.unconnected)}</span>
            {provenance === 'generated' ? <IllustrativeBadge /> : null}
          </li>
        ))}
      </ul>
    </>
  )
}
