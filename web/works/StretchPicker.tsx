/** Stretches of streets, chosen on the map, by name, or by typed metres; each way does what the others do. */
import { useMemo, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { fold } from '../../scenarios/text.ts'
import {
  type Chain,
  chainOf,
  linesOfStretches,
  metresOf,
  nearestOn,
  partOf,
  stretchesOf,
} from '../../scenarios/works/stretch.ts'
import { type Side, type Stretch, sides, sideTitles } from '../../scenarios/works/works.ts'
import { useWords } from '../shared/language.tsx'
import { Field, NumberField } from '../shared/ui.tsx'
import { When } from './Loading.tsx'
import { type MapRoad, type Streets, useStreets } from './roads.ts'
import { boundsAbout, type Mark, StreetMap } from './StreetMap.tsx'
import { text } from './text.ts'

interface Props {
  readonly stretches: readonly Stretch[]
  readonly marks?: readonly Mark[]
  onChange(stretches: Stretch[]): void
}

export function StretchPicker(props: Props) {
  const streets = useStreets()
  return <When loaded={streets}>{(value) => <Picker {...props} streets={value} />}</When>
}

/** As much of a street as is chosen first, to both sides of the tap, m. */
const FIRST_METRES = 50

function Picker({ stretches, marks = [], onChange, streets }: Props & { streets: Streets }) {
  const { t, number } = useWords()
  const [chain, setChain] = useState<Chain | null>(null)
  const [[from, to], setEnds] = useState<readonly [number, number]>([0, 0])
  const [side, setSide] = useState<Side>('right')
  const [fit, setFit] = useState<readonly (readonly XY[])[] | null>(null)
  const names = useMemo(
    () =>
      [...new Set([...streets.roads.values()].flatMap(({ name }) => name ?? []))].sort((a, b) =>
        a.localeCompare(b, 'vi'),
      ),
    [streets],
  )
  const pick = (road: MapRoad, at: XY) => {
    const street = chainOf(road, streets.roads.values())
    const { metres } = nearestOn(street.line, at)
    setChain(street)
    setEnds([
      Math.max(0, Math.round(metres - FIRST_METRES)),
      Math.min(street.metres, Math.round(metres + FIRST_METRES)),
    ])
  }
  const find = (name: string) => {
    const road = [...streets.roads.values()].find((one) => one.name !== null && fold(one.name) === fold(name.trim()))
    if (!road) return
    const street = chainOf(road, streets.roads.values())
    setChain(street)
    setEnds([0, Math.min(street.metres, 2 * FIRST_METRES)])
    setFit([partOf(street.line, 0, Math.min(street.metres, 2 * FIRST_METRES))])
  }
  const add = () => {
    if (!chain) return
    onChange([...stretches, ...stretchesOf(chain, from, to, side)])
    setChain(null)
    setFit(null)
  }
  const name = chain?.links[0]?.road.name ?? t(text.nameless)
  const valid = chain !== null && to - from >= 1 && from >= 0 && to <= chain.metres + 0.5
  return (
    <div className="stack">
      <div className="row works-dates">
        <Field label={t(text.findStreet)}>
          {(id) => (
            <>
              <input id={id} list={`${id}-names`} autoComplete="off" onChange={(event) => find(event.target.value)} />
              <datalist id={`${id}-names`}>
                {names.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      <StreetMap
        streets={streets}
        label={t(text.map)}
        marks={[
          ...marks,
          { id: 'own', lines: linesOfStretches(stretches, streets.roads), className: 'own', title: t(text.chosen) },
        ]}
        fit={boundsAbout(fit ?? linesOfStretches(stretches, streets.roads), 150)}
        ends={
          chain ? { line: chain.line, from, to, onChange: (a, b) => setEnds([a, Math.min(b, chain.metres)]) } : null
        }
        onPick={pick}
      />
      <p className="hint">{t(text.mapHint)}</p>
      {chain ? (
        <fieldset className="card stack">
          <legend>
            {name} ({number(chain.metres)} m)
          </legend>
          <div className="fields">
            <NumberField
              label={t(text.metresFrom)}
              value={from}
              min={0}
              max={Math.floor(chain.metres)}
              step={0.1}
              onChange={(value) => setEnds([value, to])}
            />
            <NumberField
              label={t(text.metresTo)}
              value={to}
              min={0}
              max={Math.ceil(chain.metres)}
              step={0.1}
              onChange={(value) => setEnds([from, value])}
            />
          </div>
          <Field label={t(text.side)}>
            {(id) => (
              <select id={id} value={side} onChange={(event) => setSide(event.target.value as Side)}>
                {sides.map((one) => (
                  <option key={one} value={one}>
                    {t(sideTitles[one])}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div>
            <button type="button" className="primary" disabled={!valid} onClick={add}>
              {t(text.addStretch)} ({number(Math.max(0, to - from) || 0)} m)
            </button>
          </div>
        </fieldset>
      ) : null}
      <h3>{t(text.chosen)}</h3>
      {stretches.length === 0 ? <p className="soft">{t(text.noStretch)}</p> : null}
      <ul className="works-stretches">
        {stretches.map((one, i) => (
          <li key={`${one.road} ${one.fromMetres} ${one.side}`} className="row">
            <span className="grow">
              {streets.roads.get(one.road)?.name ?? t(text.nameless)}: {number(metresOf([one]))} m,{' '}
              {t(sideTitles[one.side])}
            </span>
            <button type="button" onClick={() => onChange(stretches.filter((_, k) => k !== i))}>
              {t(text.remove)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
