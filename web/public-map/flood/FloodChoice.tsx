/** The published floods as choices of the layers: which lies over the map, and with which it is compared. */
import './flood.css'
import { useId } from 'react'
import type { FloodMap } from '../../../scenarios/api/place.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { IllustrativeBadge } from '../../shared/ui.tsx'
import { Answered } from '../Answered.tsx'
import { useMap } from '../map-control.ts'
import { overlap } from '../published/view.ts'
import { useAsked } from '../useAsked.ts'
import { Legend } from './Legend.tsx'
import { floodName, showFloods, useShownFloods } from './shown.ts'
import { text } from './text.ts'

export function FloodChoice() {
  const { t } = useWords()
  const asked = useAsked<FloodMap[]>('/api/floods')
  return (
    <fieldset className="layer-switches flood-choice">
      <legend>{t(text.maps)}</legend>
      <Answered asked={asked}>{(floods) => <Choices floods={floods} />}</Answered>
    </fieldset>
  )
}

function Choices({ floods }: { floods: readonly FloodMap[] }) {
  const { t } = useWords()
  const map = useMap()
  const [first] = useShownFloods()
  if (floods.length === 0) return <p className="soft">{t(text.none)}</p>
  const choose = (flood: FloodMap) => {
    showFloods([floodName(flood)])
    const { lon, lat } = map.view()
    if (!overlap(flood.bounds, [lon, lat, lon, lat])) map.lookAtBounds(flood.bounds)
  }
  return (
    <>
      <p className="soft">{t(text.notForecast)}</p>
      <div className="layer">
        <label>
          <input type="radio" name="flood" checked={first === undefined} onChange={() => showFloods([])} />
          {t(text.noMap)}
        </label>
      </div>
      {floods.map((flood) => {
        const shown = floodName(flood) === first
        return (
          <div key={flood.id} className="layer">
            <label>
              <input type="radio" name="flood" checked={shown} onChange={() => choose(flood)} />
              <span>
                {t(flood.title)} {flood.illustrative ? <IllustrativeBadge /> : null}
              </span>
            </label>
            {shown ? <Shown flood={flood} others={floods.filter((other) => other !== flood)} /> : null}
            <About flood={flood} />
          </div>
        )
      })}
    </>
  )
}

function Shown({ flood, others }: { flood: FloodMap; others: readonly FloodMap[] }) {
  const { t } = useWords()
  const id = useId()
  const [first, second = ''] = useShownFloods()
  return (
    <>
      <Legend />
      <p className="soft">{t(text.edge)}</p>
      {others.length > 0 ? (
        <div className="field">
          <label htmlFor={id}>{t(text.compare)}</label>
          <select
            id={id}
            value={second}
            onChange={({ target }) =>
              showFloods([first ?? floodName(flood), target.value].filter((name) => name !== ''))
            }
          >
            <option value="">{t(text.compareNone)}</option>
            {others.map((other) => (
              <option key={other.id} value={floodName(other)}>
                {t(other.title)}
              </option>
            ))}
          </select>
        </div>
      ) : null}
    </>
  )
}

/** When it was published, by whom, and how sure it is. */
function About({ flood }: { flood: FloodMap }) {
  const words = useWords()
  const { t, number } = words
  const { says, publishedAt, publishedBy, errorMetres, current, illustrative } = flood
  return (
    <details className="soft">
      <summary>
        {publishedAt ? t(text.published, { day: day(publishedAt, words) }) : null}
        {publishedBy ? `, ${publishedBy}` : null}
      </summary>
      <ul>
        <li>{t(says)}</li>
        <li>{t(text.error, { cm: number(errorMetres * 100) })}</li>
        {illustrative ? <li>{t(text.specimen)}</li> : null}
        {current ? null : <li>{t(text.old)}</li>}
      </ul>
    </details>
  )
}
