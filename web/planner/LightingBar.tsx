/** The bar under the map for lighting: off, illuminance or night, which side, isolux lines, the hour and the legend. */
import { useWords } from '../shared/language.tsx'
import { IllustrativeBadge } from '../shared/ui.tsx'
import { lightLegend } from '../stage/plain.ts'
import { clockOf } from './lighting-clock.ts'
import { type LightingView, lightShows } from './lighting-state.ts'
import { lightingText as text } from './lighting-text.ts'
import type { Lighting } from './useLighting.ts'

export function LightingBar({ lighting }: { lighting: Lighting }) {
  const { state, dispatch, comparison, alone, side, isolux, tooWide } = lighting
  const { t } = useWords()
  const { view } = state
  if (!comparison) return null
  const set = (part: Partial<LightingView>) => dispatch({ type: 'lighting/view', view: part })
  const { model, summary } = comparison[side]
  const { hour } = model.input
  return (
    <section className="timeline" aria-label={t(text.mapBar)}>
      <div className="row">
        <fieldset className="switch">
          <legend className="visually-hidden">{t(text.shown)}</legend>
          {lightShows.map((show) => (
            <label key={show}>
              <input type="radio" name="light-show" checked={view.show === show} onChange={() => set({ show })} />
              <span>{t(text.show[show])}</span>
            </label>
          ))}
        </fieldset>
        {alone ? null : (
          <fieldset className="switch">
            <legend className="visually-hidden">{t(text.side)}</legend>
            {(['baseline', 'scenario'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="light-side" checked={side === one} onChange={() => set({ side: one })} />
                <span>{t(one === 'baseline' ? text.before : text.after)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={view.isolux}
            disabled={view.show === 'off'}
            onChange={(event) => set({ isolux: event.target.checked })}
          />
          {t(text.isolux)}
        </label>
        {summary.illustrative ? <IllustrativeBadge /> : null}
      </div>
      {tooWide ? <p role="status">{t(text.isoluxWide)}</p> : null}
      {view.isolux && isolux.status === 'loading' ? <p role="status">{t(text.isoluxComing)}</p> : null}
      {view.show === 'off' ? null : (
        <ul className="legend inline small" aria-label={t(text.legend)}>
          <li>
            <strong>{t(text.legend)}</strong>
            <span className="soft">{hour === null ? t(text.atFull) : t(text.atHour, { time: clockOf(hour) })}</span>
          </li>
          {lightLegend(view.show === 'night').map(({ title, colour }) => (
            <li key={title.en}>
              <span className="patch" style={{ background: colour }} /> {t(title)}
            </li>
          ))}
          {view.show === 'night' ? (
            <>
              <li>
                <span className="lamp-dot burning" /> {t(text.burning)}
              </li>
              <li>
                <span className="lamp-dot out" /> {t(text.outMark)}
              </li>
            </>
          ) : null}
        </ul>
      )}
    </section>
  )
}
