/** What falls, what stands at the edge, where and for how long; then the run itself. */
import { useMemo } from 'react'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import type { Forcing, Rain, Series } from '../../scenarios/forcing.ts'
import { designStorm, idfStations, type StormParameters, tideSeries } from '../../scenarios/forcing-design.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { AREA_MARGIN_METRES } from '../../scenarios/scenario.ts'
import { drainage } from '../../workers/client/drainage.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, NumberField, ProblemBanner, ProgressBar } from '../shared/ui.tsx'
import { AboutModel } from './AboutModel.tsx'
import { Chart } from './Chart.tsx'
import { cellSizes, type Settings } from './draft.ts'
import type { RunState } from './state.ts'
import { text } from './text.ts'

export function RunPanel(props: {
  city: CityManifest
  settings: Settings
  threads: number
  run: RunState
  edited: boolean
  outside: number
  onSettings(settings: Partial<Settings>): void
  onThreads(threads: number): void
  onStart(): void
  onCancel(): void
  onDrawArea(): void
  onAreaAroundEdits: (() => void) | null
  onAreaAroundView(): void
}) {
  const { city, settings, threads, run, outside, onSettings } = props
  const { t, number } = useWords()
  const [x0, y0, x1, y1] = settings.area
  const margin = 2 * AREA_MARGIN_METRES
  const cells = Math.round(((x1 - x0 + margin) * (y1 - y0 + margin)) / settings.cellSizeMetres ** 2)
  const forcing = (part: Partial<Forcing>) => onSettings({ forcing: { ...settings.forcing, ...part } })
  const sizes = [...new Set([...cellSizes(city.grids[0]?.spec.cellSize ?? 5), settings.cellSizeMetres])].sort(
    (a, b) => a - b,
  )
  const running = run.status === 'running'
  return (
    <form
      className="stack"
      aria-label={t(text.run)}
      onSubmit={(event) => {
        event.preventDefault()
        props.onStart()
      }}
    >
      <StormFields
        rain={settings.forcing.rain}
        horizon={settings.horizonSeconds}
        onRain={(rain) => forcing({ rain })}
      />
      <TideFields
        tide={settings.forcing.tide}
        own={city.forcing.tide}
        horizon={settings.horizonSeconds}
        onTide={(tide) => forcing({ tide })}
      />
      <fieldset className="stack">
        <legend>{t(text.model)}</legend>
        <p>{t(text.areaCells, { width: number(x1 - x0), height: number(y1 - y0), cells: number(cells) })}</p>
        <div className="row">
          <button type="button" onClick={props.onDrawArea}>
            {t(text.drawArea)}
          </button>
          <button type="button" onClick={props.onAreaAroundView}>
            {t(text.areaAroundView)}
          </button>
          {props.onAreaAroundEdits ? (
            <button type="button" onClick={props.onAreaAroundEdits}>
              {t(text.areaAroundEdits)}
            </button>
          ) : null}
        </div>
        {outside > 0 ? <Banner kind="warning">{t(text.editsOutside, { n: outside })}</Banner> : null}
        <div className="fields">
          <Choice
            label={t(text.cell)}
            value={settings.cellSizeMetres}
            options={sizes.map((size) => [size, `${number(size, size % 1 === 0 ? 0 : 1)} m`])}
            onChange={(cellSizeMetres) => onSettings({ cellSizeMetres })}
          />
          <NumberField
            label={t(text.horizon)}
            unit={t(text.hours)}
            value={settings.horizonSeconds / 3600}
            min={0.5}
            max={48}
            step={0.5}
            onChange={(hours) => Number.isFinite(hours) && onSettings({ horizonSeconds: Math.round(hours * 3600) })}
          />
          <Choice
            label={t(text.output)}
            value={settings.outputEverySeconds}
            options={[300, 600, 900, 1800, 3600].map((s) => [s, `${s / 60} ${t(text.minutes)}`])}
            onChange={(outputEverySeconds) => onSettings({ outputEverySeconds })}
          />
          <Choice
            label={t(text.threads)}
            value={threads}
            options={[1, 2, 4, 8].map((n) => [n, String(n)])}
            onChange={props.onThreads}
          />
        </div>
      </fieldset>

      <div className="row">
        <button type="submit" className="primary big" disabled={running}>
          {t(text.simulate)}
        </button>
        {running ? (
          <button type="button" className="danger" onClick={props.onCancel}>
            {t(text.cancel)}
          </button>
        ) : null}
      </div>
      <RunNews run={run} edited={props.edited} />
      <p className="small soft">{t(text.previewNote)}</p>
      <AboutModel about={drainage.about} />
    </form>
  )
}

const said = {
  idle: null,
  running: text.running,
  done: text.runDone,
  cancelled: text.cancelled,
  failed: text.runFailed,
}

/** The one live region of the run, on whatever panel one is: said once when the state changes. */
export function RunAnnouncement({ run }: { run: RunState }) {
  const { t } = useWords()
  const words = said[run.status]
  return (
    <p role="status" className="visually-hidden">
      {words ? t(words) : ''}
    </p>
  )
}

/** The same for eyes, with the bars. */
function RunNews({ run, edited }: { run: RunState; edited: boolean }) {
  const { t } = useWords()
  const words = said[run.status]
  return (
    <div className="stack">
      {words ? <p>{t(words)}</p> : null}
      {run.status === 'running' ? (
        <>
          <ProgressBar label={t(text.baseline)} fraction={run.baseline} />
          {edited ? <ProgressBar label={t(text.scenarioShort)} fraction={run.scenario} /> : null}
        </>
      ) : null}
      {run.status === 'failed' ? <ProblemBanner problem={run.problem} /> : null}
    </div>
  )
}

export function Choice<T extends string | number>(props: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange(value: T): void
}) {
  const { label, value, options, onChange } = props
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          value={value}
          onChange={(event) => {
            const chosen = options.find(([one]) => String(one) === event.target.value)
            if (chosen) onChange(chosen[0])
          }}
        >
          {options.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

const firstStorm: StormParameters = {
  station: idfStations[0]!.id,
  returnPeriodYears: 10,
  durationMinutes: 120,
  pattern: 'chicago',
  startSeconds: 0,
}

function StormFields({ rain, horizon, onRain }: { rain: Rain; horizon: number; onRain(rain: Rain): void }) {
  const { t, number } = useWords()
  const { design } = rain
  const storm: StormParameters = design.kind === 'idf' ? design : firstStorm
  const change = (part: Partial<StormParameters>) => {
    const next = stormOf({ ...storm, ...part })
    if (!('code' in next)) onRain(next)
  }
  const chart = useMemo(() => stepsUntil(rain.series, horizon), [rain.series, horizon])
  const lines = useMemo(
    () => [{ label: t(text.intensity), values: chart.values, colour: '--accent', stepped: true, filled: true }],
    [chart, t],
  )
  const kind = design.kind === 'idf' ? storm.station : design.kind
  return (
    <fieldset className="stack">
      <legend>{t(text.storm)}</legend>
      <Choice
        label={t(text.station)}
        value={kind}
        options={[
          ...idfStations.map((station) => [station.id, t(station.title)] as const),
          ['none', t(text.noRain)] as const,
          ...(design.kind === 'series' ? [['series', t(text.givenRain, { title: design.title })] as const] : []),
        ]}
        onChange={(id) => {
          if (id === 'none') onRain({ design: { kind: 'none' }, series: [] })
          else if (id !== 'series') change({ station: id })
        }}
      />
      {design.kind === 'idf' ? (
        <div className="fields">
          <Choice
            label={t(text.returnPeriod)}
            value={storm.returnPeriodYears}
            options={[...new Set([1, 2, 5, 10, 20, 50, 100, storm.returnPeriodYears])]
              .sort((a, b) => a - b)
              .map((n) => [n, `${number(n, n % 1 === 0 ? 0 : 2)} ${t(text.years)}`])}
            onChange={(returnPeriodYears) => change({ returnPeriodYears })}
          />
          <NumberField
            label={t(text.duration)}
            unit={t(text.minutes)}
            value={storm.durationMinutes}
            min={5}
            max={180}
            step={5}
            onChange={(durationMinutes) => change({ durationMinutes })}
          />
          <Choice
            label={t(text.pattern)}
            value={storm.pattern}
            options={[
              ['chicago', t(text.chicago)],
              ['alternating-block', t(text.alternating)],
              ['uniform', t(text.uniform)],
            ]}
            onChange={(pattern) => change({ pattern })}
          />
          <NumberField
            label={t(text.startsAt)}
            unit={t(text.minutes)}
            value={storm.startSeconds / 60}
            min={0}
            max={1440}
            step={5}
            onChange={(minutes) => change({ startSeconds: minutes * 60 })}
          />
        </div>
      ) : null}
      {chart.times.length > 1 ? (
        <>
          <p className="small soft">
            {t(text.hyetograph, { total: number(chart.total, 1), peak: number(chart.peak) })}
          </p>
          <Chart
            label={t(text.hyetograph, { total: number(chart.total, 1), peak: number(chart.peak) })}
            times={chart.times}
            lines={lines}
            unit="mm/h"
            digits={1}
            height={120}
          />
        </>
      ) : null}
    </fieldset>
  )
}

/** Half-typed numbers are no storm: the one before stays. */
function stormOf(storm: StormParameters): Rain | ProblemDetail {
  const { durationMinutes, returnPeriodYears, startSeconds } = storm
  const whole = [durationMinutes, returnPeriodYears, startSeconds].every(Number.isFinite)
  if (!whole || durationMinutes < 5 || durationMinutes > 180 || startSeconds < 0) {
    return { code: 'forcing/storm', message: { vi: '', en: '' } }
  }
  try {
    return designStorm(storm)
  } catch (error) {
    if (error instanceof Problem) return error.detail
    throw error
  }
}

/** A step-wise series up to the horizon, with its depth (mm) and peak (mm/h). */
function stepsUntil(series: Series, horizon: number) {
  const within = series.filter(([s]) => s <= horizon)
  let [total, peak] = [0, 0]
  within.forEach(([s, value], i) => {
    total += (value * ((within[i + 1]?.[0] ?? horizon) - s)) / 3600
    peak = Math.max(peak, value)
  })
  const last = within.at(-1)
  const points = last && last[0] < horizon ? [...within, [horizon, last[1]] as const] : within
  return { times: points.map(([s]) => s), values: points.map(([, value]) => value), total, peak }
}

function TideFields(props: {
  tide: Forcing['tide']
  own: Forcing['tide']
  horizon: number
  onTide(tide: Forcing['tide']): void
}) {
  const { tide, own, horizon, onTide } = props
  const { t, number } = useWords()
  const levels = tide.series.map(([, level]) => level)
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const kind = tide.series.length === 0 ? 'none' : tide.title === own.title ? 'city' : 'peak'
  const peaked = (peakMetres: number) => {
    if (!Number.isFinite(peakMetres)) return
    onTide(
      tideSeries({
        meanMetres: peakMetres,
        peakMetres,
        durationSeconds: horizon,
        peakSeconds: Math.min(horizon / 2, 10_800),
      }),
    )
  }
  const chart = useMemo(() => {
    const within = tide.series.filter(([s]) => s <= horizon)
    return { times: within.map(([s]) => s), values: within.map(([, level]) => level) }
  }, [tide.series, horizon])
  const lines = useMemo(() => [{ label: t(text.waterLevel), values: chart.values, colour: '--accent' }], [chart, t])
  return (
    <fieldset className="stack">
      <legend>{t(text.tide)}</legend>
      <div className="fields">
        <Choice
          label={t(text.tide)}
          value={kind}
          options={[
            ...(own.series.length > 0 ? [['city', t(text.tideCity)] as const] : []),
            ['peak', t(text.tidePeak)],
            ['none', t(text.tideNone)],
          ]}
          onChange={(chosen) => {
            if (chosen === 'city') onTide(own)
            else if (chosen === 'none') onTide({ title: '', series: [] })
            else peaked(Number.isFinite(high) ? high : 0.9)
          }}
        />
        {kind === 'peak' ? (
          <NumberField
            label={t(text.tidePeakLevel)}
            unit="m"
            value={Math.round(high * 100) / 100}
            min={-2}
            max={3}
            step={0.01}
            onChange={peaked}
          />
        ) : null}
      </div>
      {tide.title ? <p className="small soft">{tide.title}</p> : null}
      {chart.times.length > 1 ? (
        <Chart
          label={t(text.tideChart, { low: number(low, 2), high: number(high, 2) })}
          times={chart.times}
          lines={lines}
          unit="m"
          digits={2}
          height={110}
        />
      ) : null}
    </fieldset>
  )
}
