/** Streets under the water of the last drainage run: the switch, what it needs, and what the flood does to traffic. */
import type { TrafficIndicators, TrafficOutcome } from '../../scenarios/traffic.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner } from '../shared/ui.tsx'
import { isClosed } from './TrafficMap.ts'
import type { TrafficPanelProps } from './TrafficPanel.tsx'
import { sum } from './TrafficResults.tsx'
import { trafficText as text } from './traffic-text.ts'

/** From the results: streets under the water of the last drainage run, in one click. */
export function FloodButton(props: TrafficPanelProps) {
  const { settings, traffic, onSettings } = props
  const { t } = useWords()
  if (settings.flood) return <FloodSwitch {...props} />
  return (
    <div className="row">
      <button
        type="button"
        title={t(text.floodWhy)}
        onClick={() => {
          onSettings({ ...settings, flood: true })
          traffic.dispatch({ type: 'traffic/view', view: { show: 'depth' } })
        }}
      >
        {t(text.flood)}
      </button>
    </div>
  )
}

export function FloodSwitch({ traffic, settings, floodRun, onSettings, onSimulateFlood }: TrafficPanelProps) {
  const { t } = useWords()
  const { flood } = traffic
  const running = floodRun.status === 'running'
  return (
    <fieldset className="stack">
      <legend>{t(text.flood)}</legend>
      <p className="small soft">{t(text.floodWhy)}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.flood}
          onChange={(event) => onSettings({ ...settings, flood: event.target.checked })}
        />
        {t(text.floodSwitch)}
      </label>
      {flood === 'missing' || flood === 'old' ? (
        <>
          <Banner kind="warning">{t(flood === 'missing' ? text.floodMissing : text.floodOld)}</Banner>
          <div>
            <button type="button" className="primary" disabled={running} onClick={onSimulateFlood}>
              {t(running ? text.floodRunning : text.floodRun)}
            </button>
          </div>
        </>
      ) : null}
      {floodRun.status === 'failed' ? <ProblemBanner problem={floodRun.problem} /> : null}
    </fieldset>
  )
}

/** Dry against flooded: what the water closes, and whom it cuts off. */
export function FloodStory({ dry, wet }: { dry: TrafficOutcome; wet: TrafficOutcome }) {
  const { t, length, number } = useWords()
  const { model } = wet
  let [wetMetres, closedMetres] = [0, 0]
  model.links.road.forEach((road, link) => {
    if (road < 0 || model.links.backward[link] === 1 || !((model.depth?.[link] ?? 0) > 0)) return
    wetMetres += model.network.length[link]!
    if (isClosed(model, link)) closedMetres += model.network.length[link]!
  })
  const [was, is] = [dry.summary.indicators, wet.summary.indicators]
  const minutes = (seconds: number | null) =>
    seconds === null ? t(text.notReached) : `${number(seconds / 60, 1)} ${t(text.minutesUnit)}`
  const kilometres = (i: TrafficIndicators) => number(sum(i.vehicleKilometres))
  const rows: [string, string, string][] = [
    [t(text.wetStreets), length(0), length(wetMetres)],
    [t(text.closedStreets), length(0), length(closedMetres)],
    [`${t(text.vehicleKilometres)} (${t(text.kilometresUnit)})`, kilometres(was), kilometres(is)],
    [`${t(text.delay)} (${t(text.hoursUnit)})`, number(was.delayHours), number(is.delayHours)],
    [t(text.unserved), number(was.unservedTrips), number(is.unservedTrips)],
    [t(text.cutOff), number(was.householdsCutOff), number(is.householdsCutOff)],
    [`${t(text.ambulance)} (50 %)`, minutes(was.hospitalSeconds.median), minutes(is.hospitalSeconds.median)],
    [`${t(text.ambulance)} (90 %)`, minutes(was.hospitalSeconds.ninetieth), minutes(is.hospitalSeconds.ninetieth)],
  ]
  return (
    <section className="action stack" aria-label={t(text.floodStory)}>
      <table>
        <caption>{t(text.floodStory)}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {t(text.floodDry)}
            </th>
            <th scope="col" className="figure">
              {t(text.floodWet)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, before, after]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="figure">{before}</td>
              <td className="figure">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small soft">{t(text.floodArea)}</p>
    </section>
  )
}
