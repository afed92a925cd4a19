/** “What may be built here?”: of each matter the sentence that binds, whether a person has to look, and behind it every clause. */
import './build.css'
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import type { BuildingAnswer, Concern } from '../../../scenarios/api/place.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { Banner, IllustrativeBadge } from '../../shared/ui.tsx'
import { Answered } from '../Answered.tsx'
import { useAsked } from '../useAsked.ts'
import { text } from './text.ts'

export default function BuildSection({ place }: { place: Candidate }) {
  const asked = useAsked<BuildingAnswer>(`/api/place/building?lon=${place.lon}&lat=${place.lat}`)
  return <Answered asked={asked}>{(answer) => <Shown place={place} answer={answer} />}</Answered>
}

function Shown({ place, answer }: { place: Candidate; answer: BuildingAnswer }) {
  const { t, area } = useWords()
  const { parcel, zone, lines, concerns, illustrative } = answer
  return (
    <div className="stack">
      {parcel ? (
        <p>
          <strong>{t(text.parcel, { number: parcel.number, sheet: parcel.sheet })}</strong> ·{' '}
          {area(parcel.areaSquareMetres)} · {t(parcel.landUse.title)} ({parcel.landUse.code})
          {parcel.unitName ? ` · ${parcel.unitName}` : ''}
        </p>
      ) : (
        <p>{t(text.noParcel)}</p>
      )}
      {zone ? (
        <p className="soft">
          {t(text.zone, { name: zone.name ?? '', title: t(zone.title), code: zone.code })} · {zone.plan}
        </p>
      ) : null}
      {illustrative ? (
        <p className="row">
          <IllustrativeBadge /> <span className="soft">{t(text.generated)}</span>
        </p>
      ) : null}
      <ul className="build-lines">
        {lines.map((line) => (
          <li key={line.topic}>
            <h3>
              {t(line.title)}{' '}
              <span className={line.person ? 'badge person' : 'badge'}>
                {t(line.person ? text.person : text.settled)}
              </span>
            </h3>
            {line.says[0] ? <p>{t(line.says[0].says)}</p> : null}
            <details>
              <summary>{t(text.clauses)}</summary>
              <ul>
                {line.says.map(({ rankTitle, says, clause, confidence }, i) => (
                  <li key={clause + says.vi}>
                    <strong>{t(rankTitle)}</strong>: {clause}
                    {confidence === 'found' ? '' : ` (${t(text[confidence])})`}
                    {i > 0 ? <p>{t(says)}</p> : null}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      <h3>{t(text.concerns)}</h3>
      {concerns.length === 0 ? (
        <p className="soft">{t(text.noConcerns)}</p>
      ) : (
        <ul className="build-concerns">
          {concerns.map((concern) => (
            <ConcernLine key={`${concern.source}/${concern.id}`} concern={concern} />
          ))}
        </ul>
      )}
      <Banner kind="warning">{t(answer.notOfficial)}</Banner>
      <p>
        <Link className="button" href={requestLink(place, answer)}>
          {t(text.request)}
        </Link>
      </p>
    </div>
  )
}

/** The form with the place and the parcel filled in. */
export function requestLink({ lon, lat, label }: Candidate, { parcel }: Pick<BuildingAnswer, 'parcel'>): string {
  const filled = new URLSearchParams({ at: `${lon},${lat}`, q: label })
  if (parcel) {
    filled.set('sheet', parcel.sheet)
    filled.set('number', parcel.number)
    filled.set('area', String(parcel.areaSquareMetres))
  }
  return `/statement?${filled}`
}

function ConcernLine({ concern }: { concern: Concern }) {
  const { t, language } = useWords()
  const { source, id, title, standing, what, decisionNumber, effectiveFrom, awayMetres } = concern
  const name = title || t(source === 'works' ? text.works : text.permit)
  const date = (iso: string) =>
    iso
      .split('-')
      .reverse()
      .join(language === 'vi' ? '/' : '.')
  return (
    <li>
      <p>
        {source === 'plan' ? <a href={`/plans/${id}`}>{name}</a> : <strong>{name}</strong>} ·{' '}
        <span className="badge">{t(standing)}</span>{' '}
        {awayMetres === 0 ? t(text.here) : t(text.away, { metres: awayMetres })}
      </p>
      <p className="soft">
        {[
          decisionNumber ? t(text.decision, { number: decisionNumber }) : '',
          effectiveFrom ? t(text.from, { date: date(effectiveFrom) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {what.length > 0 ? (
        <ul>
          {what.map((one) => (
            <li key={one.vi}>{t(one)}</li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}
