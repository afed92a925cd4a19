/** Ways through the loaded streets: a route between two clicks, and how far a place is from everywhere. */
import { type Reach, type Route, travelModes } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner } from '../shared/ui.tsx'
import type { Loaded } from './city.ts'
import { Choice } from './RunPanel.tsx'
import { trafficText as text } from './traffic-text.ts'
import type { Both, Traffic } from './useTraffic.ts'

const places = ['health', 'education', 'market', 'government', 'transport'] as const

/** @param props.onPickOnMap the map must be seen for the next click */
export function TrafficWays(props: { traffic: Traffic; onPickOnMap(): void }) {
  const { traffic, onPickOnMap } = props
  const { state, dispatch, comparison, alone, route, reach } = traffic
  const { t } = useWords()
  const { ways } = state
  const set = (part: Partial<typeof ways>) => dispatch({ type: 'traffic/ways', ways: part })
  const pick = (picking: 'from' | 'reach') => {
    set({ picking })
    onPickOnMap()
  }
  const category = ways.reach && 'category' in ways.reach ? ways.reach.category : ''
  if (!comparison) return <p className="soft">{t(text.needRun)}</p>
  return (
    <div className="stack">
      <Choice
        label={t(text.mode)}
        value={ways.mode}
        options={travelModes.map((mode) => [mode, t(modeTitles[mode])])}
        onChange={(mode) => set({ mode })}
      />
      <section className="action stack" aria-label={t(text.routeTitle)}>
        <h3>{t(text.routeTitle)}</h3>
        <p className="small soft">{t(text.routeHint)}</p>
        <div className="row">
          <button type="button" className="primary" aria-pressed={ways.picking !== null} onClick={() => pick('from')}>
            {t(text.pickRoute)}
          </button>
          {ways.from && ways.to ? (
            <>
              <button type="button" onClick={() => set({ from: ways.to, to: ways.from })}>
                {t(text.swap)}
              </button>
              <button type="button" onClick={() => set({ from: null, to: null, picking: null })}>
                {t(text.clear)}
              </button>
            </>
          ) : null}
        </div>
        {ways.from && ways.to ? (
          <Answer loaded={route}>{(found) => <RouteFound found={found} alone={alone} />}</Answer>
        ) : null}
      </section>
      <section className="action stack" aria-label={t(text.reachTitle)}>
        <h3>{t(text.reachTitle)}</h3>
        <p className="small soft">{t(text.reachHint)}</p>
        <div className="row">
          {places.map((place) => (
            <button
              key={place}
              type="button"
              aria-pressed={category === place}
              onClick={() => {
                set({ reach: { category: place }, picking: null })
                dispatch({ type: 'traffic/view', view: { show: 'reach' } })
              }}
            >
              {t(text.place[place])}
            </button>
          ))}
          <button type="button" aria-pressed={ways.reach !== null && category === ''} onClick={() => pick('reach')}>
            {t(text.reachFrom)}
          </button>
        </div>
        {ways.reach ? <Answer loaded={reach}>{(found) => <ReachFound found={found} alone={alone} />}</Answer> : null}
      </section>
    </div>
  )
}

function Answer<T>({ loaded, children }: { loaded: Loaded<T | null>; children(value: T): React.ReactNode }) {
  const { t } = useWords()
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  if (loaded.status === 'loading') return <p role="status">{t(text.asking)}</p>
  return loaded.value === null ? null : children(loaded.value)
}

function RouteFound({ found, alone }: { found: Both<Route | null>; alone: boolean }) {
  const { t, length } = useWords()
  const time = useTime()
  const says = (route: Route | null) =>
    route ? t(text.routeFound, { length: length(route.metres), time: time(route.seconds) }) : t(text.noRoute)
  const { baseline, scenario } = found
  return (
    <div className="stack" role="status">
      <p>
        {t(text.before)}: <strong>{says(baseline)}</strong>
        {alone ? null : (
          <>
            <br />
            {t(text.after)}: <strong>{says(scenario)}</strong>
          </>
        )}
      </p>
      {scenario ? (
        <details open>
          <summary>{t(text.steps)}</summary>
          <ol className="small steps">
            {namedSteps(scenario).map((step, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names of their own and never move
              <li key={k}>
                {step.road === null ? t(text.access) : (step.name ?? t(text.road).toLowerCase())}
                <span className="soft">
                  {' '}
                  · {length(step.metres)}, {time(step.seconds)}
                </span>
              </li>
            ))}
          </ol>
        </details>
      ) : (
        <Banner kind="warning">{t(text.noRoute)}</Banner>
      )}
    </div>
  )
}

/** Pieces of one street that follow each other are one step. */
function namedSteps({ steps }: Route): Route['steps'][number][] {
  const list: Route['steps'][number][] = []
  for (const step of steps) {
    const last = list.at(-1)
    const same = last && (last.road === null) === (step.road === null) && last.name === step.name
    if (same)
      list[list.length - 1] = { ...last, metres: last.metres + step.metres, seconds: last.seconds + step.seconds }
    else list.push(step)
  }
  return list
}

function ReachFound({ found, alone }: { found: Both<Reach>; alone: boolean }) {
  const { t, number } = useWords()
  const { baseline, scenario } = found
  const rows = [
    ...baseline.households.map(({ withinSeconds, count }, k): [string, number, number] => [
      t(text.within, { minutes: number(withinSeconds / 60) }),
      count,
      scenario.households[k]?.count ?? 0,
    ]),
    [t(text.cutOff), baseline.cutOff, scenario.cutOff] as const,
  ]
  return (
    <table>
      <caption>{t(text.households)}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col" className="figure">
            {t(text.before)}
          </th>
          {alone ? null : (
            <th scope="col" className="figure">
              {t(text.after)}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, before, after]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td className="figure">{number(before)}</td>
            {alone ? null : <td className="figure">{number(after)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Minutes, with one digit below ten. */
function useTime(): (seconds: number) => string {
  const { t, number } = useWords()
  return (seconds) => `${number(seconds / 60, seconds < 600 ? 1 : 0)} ${t(text.minutesUnit)}`
}
