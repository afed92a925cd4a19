/** The time line under the map: which result, which moment, running or still. */
import { useEffect } from 'react'
import { useWords } from '../shared/language.tsx'
import { Icon, IllustrativeBadge } from '../shared/ui.tsx'
import { rasterLegend } from '../stage/plain.ts'
import type { Comparison } from './run.ts'
import type { Action, View } from './state.ts'
import { text } from './text.ts'

const FRAME_MS = 500

export function Timeline(props: { comparison: Comparison; view: View; dispatch(action: Action): void }) {
  const { comparison, view, dispatch } = props
  const { t, clock } = useWords()
  const { times } = comparison
  const last = times.length - 1
  const now = clock(times[Math.floor(view.frame)] ?? 0)

  useEffect(() => {
    if (!view.playing) return
    const timer = setInterval(() => dispatch({ type: 'view/tick' }), FRAME_MS)
    return () => clearInterval(timer)
  }, [view.playing, dispatch])

  const go = (frame: number) =>
    dispatch({ type: 'view', view: { frame: Math.max(0, Math.min(last, frame)), playing: false, maximum: false } })
  const play = () => {
    const frame = view.frame >= last ? 0 : view.frame
    dispatch({ type: 'view', view: { playing: !view.playing, maximum: false, frame } })
  }
  // Nothing was edited: there is one outcome, and it is the baseline.
  const alone = comparison.baseline === comparison.scenario
  const kinds = alone ? (['baseline'] as const) : (['baseline', 'scenario', 'difference'] as const)
  const titles = { baseline: text.baseline, scenario: text.scenarioShort, difference: text.difference }
  return (
    <section className="timeline" aria-label={t(text.timeline)}>
      <div className="row">
        <fieldset className="switch">
          <legend className="visually-hidden">{t(text.shown)}</legend>
          {kinds.map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="shown"
                checked={alone ? view.show !== 'difference' : view.show === kind}
                onChange={() => dispatch({ type: 'view', view: { show: kind, visible: true } })}
              />
              <span>{t(titles[kind])}</span>
            </label>
          ))}
        </fieldset>
        <label className="check">
          <input
            type="checkbox"
            checked={view.maximum}
            onChange={(event) => dispatch({ type: 'view', view: { maximum: event.target.checked, playing: false } })}
          />
          {t(text.maximum)}
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={view.visible}
            onChange={(event) => dispatch({ type: 'view', view: { visible: event.target.checked } })}
          />
          {t(text.showOnMap)}
        </label>
        {comparison.scenario.summary.illustrative ? <IllustrativeBadge /> : null}
      </div>
      <div className="row nowrap">
        <button type="button" className="square" aria-label={t(text.back)} onClick={() => go(view.frame - 1)}>
          <Icon name="previous" />
        </button>
        <button
          type="button"
          className="square primary"
          aria-label={t(view.playing ? text.pause : text.play)}
          onClick={play}
        >
          <Icon name={view.playing ? 'pause' : 'play'} />
        </button>
        <button type="button" className="square" aria-label={t(text.forward)} onClick={() => go(view.frame + 1)}>
          <Icon name="next" />
        </button>
        <input
          type="range"
          className="grow"
          min={0}
          max={last}
          step={1}
          value={view.frame}
          aria-label={t(text.time)}
          aria-valuetext={t(text.timeValue, { time: now })}
          onChange={(event) => go(Number(event.target.value))}
        />
        <output className="figure">{view.maximum ? t(text.worst) : now}</output>
      </div>
      <ul
        className="legend inline small"
        aria-label={t(view.show === 'difference' ? text.legendDifference : text.legendDepth)}
      >
        {rasterLegend(view.show === 'difference' ? 'difference' : 'depth').map((row) => (
          <li key={row.title.en}>
            <span className="patch" style={{ background: row.colour }} /> {t(row.title)}
          </li>
        ))}
        <li className="soft">{t(text.unknownBlank)}</li>
      </ul>
    </section>
  )
}
