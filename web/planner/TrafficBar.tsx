/** The bar under the map for traffic: what the colours say, which side, desire lines, and the vehicles with their clock. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { userClasses } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import { NOISE_UNITS } from '../../scenarios/traffic-summary.ts'
import { useWords } from '../shared/language.tsx'
import { Icon, IllustrativeBadge } from '../shared/ui.tsx'
import { trafficLegend, vehicleColours } from './TrafficMap.ts'
import { UncalibratedBadge } from './TrafficPanel.tsx'
import { shows, type TrafficView } from './traffic-state.ts'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

export function TrafficBar({ traffic }: { traffic: Traffic }) {
  const { state, dispatch, comparison, alone } = traffic
  const { t } = useWords()
  const { view, ways } = state
  if (!comparison) return null
  const set = (part: Partial<TrafficView>) => dispatch({ type: 'traffic/view', view: part })
  const { model, summary } = comparison[view.side]
  const offered = shows.filter((show) => !(alone && show === 'difference'))
  return (
    <section className="timeline" aria-label={t(text.mapBar)}>
      {ways.picking ? (
        <p role="status">
          <strong>{t({ from: text.pickFrom, to: text.pickTo, reach: text.pickReach }[ways.picking])}</strong>
        </p>
      ) : null}
      <div className="row">
        <select
          className="auto"
          aria-label={t(text.shown)}
          value={view.show}
          onChange={(event) => {
            const show = shows.find((one) => one === event.target.value)
            if (show) set({ show })
          }}
        >
          {offered.map((show) => (
            <option key={show} value={show}>
              {t(text.show[show])}
            </option>
          ))}
        </select>
        {view.show === 'volume' ? (
          <select
            className="auto"
            aria-label={t(text.vehicle)}
            value={view.class ?? ''}
            onChange={(event) => set({ class: userClasses.find((one) => one === event.target.value) ?? null })}
          >
            <option value="">{t(text.units)}</option>
            {userClasses.map((one) => (
              <option key={one} value={one}>
                {t(modeTitles[one])}
              </option>
            ))}
          </select>
        ) : null}
        {alone || view.show === 'difference' ? null : (
          <fieldset className="switch">
            <legend className="visually-hidden">{t(text.side)}</legend>
            {(['baseline', 'scenario'] as const).map((side) => (
              <label key={side}>
                <input
                  type="radio"
                  name="traffic-side"
                  checked={view.side === side}
                  onChange={() => set({ side, playing: false })}
                />
                <span>{t(side === 'baseline' ? text.before : text.after)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <Check label={t(text.desires)} checked={view.desires} onChange={(desires) => set({ desires })} />
        <Check
          label={t(text.vehicles)}
          checked={view.vehicles}
          onChange={(vehicles) => set({ vehicles, playing: vehicles })}
        />
        {summary.illustrative ? <IllustrativeBadge /> : null}
        {model.calibrated ? null : <UncalibratedBadge />}
      </div>
      {view.vehicles ? <Vehicles traffic={traffic} /> : null}
      <TrafficLegend view={view} depthKnown={model.depth !== null} reachKnown={ways.reach !== null} />
    </section>
  )
}

function Check(props: { label: string; checked: boolean; onChange(checked: boolean): void }) {
  const { label, checked, onChange } = props
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}

function TrafficLegend({
  view,
  depthKnown,
  reachKnown,
}: {
  view: TrafficView
  depthKnown: boolean
  reachKnown: boolean
}) {
  const { t } = useWords()
  const { show } = view
  if (show === 'none') return null
  const note = {
    level: t(text.widthNote),
    volume: t(text.widthNote),
    speed: t(text.widthNote),
    difference: t(text.differenceBlank, { noise: NOISE_UNITS }),
    depth: t(depthKnown ? text.depthBlank : text.depthNone),
    reach: reachKnown ? '' : t(text.reachNone),
  }[show]
  return (
    <ul className="legend inline small" aria-label={t(text.legend[show])}>
      <li>
        <strong>{t(text.legend[show])}</strong>
      </li>
      {trafficLegend(show).map(({ title, colour }) => (
        <li key={title.en}>
          <span className="patch" style={{ background: colour }} /> {t(title)}
        </li>
      ))}
      {note ? <li className="soft">{note}</li> : null}
    </ul>
  )
}

const speeds = [1, 5, 10, 30, 60]

function Vehicles({ traffic: { state, dispatch, motion, vehicles, clock } }: { traffic: Traffic }) {
  const { t } = useWords()
  const { view } = state
  const now = useSyncExternalStore(clock.listen, clock.get)
  const [held, setHeld] = useState<number | null>(null)
  const end = vehicles?.durationSeconds ?? 0
  const set = (part: Partial<TrafficView>) => dispatch({ type: 'traffic/view', view: part })
  const go = (second: number) => {
    clock.set(second)
    set({ second })
  }
  // At the end of the hour they rest.
  useEffect(() => {
    if (view.playing && end > 0 && now >= end) dispatch({ type: 'traffic/view', view: { playing: false } })
  }, [view.playing, end, now, dispatch])
  if (motion.status === 'loading' || !vehicles) return <p role="status">{t(text.vehiclesComing)}</p>
  const shown = held ?? now
  const written = minuteClock(shown)
  return (
    <>
      <div className="row nowrap">
        <button
          type="button"
          className="square primary"
          aria-label={t(view.playing ? text.pause : text.play)}
          onClick={() => {
            if (!view.playing && now >= end) go(0)
            set({ playing: !view.playing })
          }}
        >
          <Icon name={view.playing ? 'pause' : 'play'} />
        </button>
        <select
          className="auto"
          aria-label={t(text.speedUp)}
          value={view.speed}
          onChange={(event) => set({ speed: Number(event.target.value) })}
        >
          {speeds.map((speed) => (
            <option key={speed} value={speed}>
              {`×${speed}`}
            </option>
          ))}
        </select>
        <input
          type="range"
          className="grow"
          min={0}
          max={Math.ceil(end)}
          step={1}
          value={Math.round(shown)}
          aria-label={t(text.vehiclesClock)}
          aria-valuetext={t(text.clockValue, { time: written })}
          onPointerDown={() => setHeld(now)}
          onPointerUp={() => setHeld(null)}
          onChange={(event) => {
            const second = Number(event.target.value)
            if (held !== null) setHeld(second)
            go(second)
          }}
        />
        <output className="figure">{written}</output>
      </div>
      <ul className="legend inline small" aria-label={t(text.vehicle)}>
        {userClasses.map((one, k) => (
          <li key={one}>
            <span className="patch round" style={{ background: vehicleColours[k] }} /> {t(modeTitles[one])}
          </li>
        ))}
      </ul>
    </>
  )
}

const minuteClock = (s: number) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`
