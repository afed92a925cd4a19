/** What traffic means: the indicators with their differences, streets by level of service, the flood’s story, the proof. */
import type { TrafficIndicators, TrafficOutcome } from '../../scenarios/traffic.ts'
import { losLevels } from '../../scenarios/traffic.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { Digest } from './ResultsPanel.tsx'
import { isClosed, levelColours } from './TrafficMap.ts'
import { trafficText as text } from './traffic-text.ts'

interface Card {
  readonly title: string
  readonly hint?: string
  readonly of: (indicators: TrafficIndicators) => number | null
  readonly write: (value: number) => string
}

const sum = (by: Record<string, number>): number => Object.values(by).reduce((a, b) => a + b, 0)

function cardsOf({ t, number }: Words): Card[] {
  const whole = (unit: string) => (value: number) => `${number(value)} ${unit}`
  const minutes = (seconds: number) => `${number(seconds / 60, 1)} ${t(text.minutesUnit)}`
  return [
    { title: t(text.vehicleKilometres), of: (i) => sum(i.vehicleKilometres), write: whole(t(text.kilometresUnit)) },
    { title: t(text.vehicleHours), of: (i) => sum(i.vehicleHours), write: whole(t(text.hoursUnit)) },
    { title: t(text.delay), of: (i) => i.delayHours, write: (v) => `${number(v, 1)} ${t(text.hoursUnit)}` },
    {
      title: t(text.meanSpeed),
      of: (i) => i.meanSpeedMetresPerSecond,
      write: (v) => `${number(v * 3.6, 1)} km/h`,
    },
    { title: t(text.co2), of: (i) => i.co2Kilograms, write: whole('kg') },
    { title: t(text.fuel), of: (i) => i.fuelLitres, write: whole('l') },
    { title: t(text.unserved), of: (i) => i.unservedTrips, write: whole(t(text.tripsUnit)) },
    {
      title: t(text.cutOff),
      hint: t(text.cutOffHint),
      of: (i) => i.householdsCutOff,
      write: whole(t(text.householdsUnit)),
    },
    {
      title: t(text.ambulance),
      hint: '50 %',
      of: (i) => i.hospitalSeconds.median,
      write: minutes,
    },
    { title: t(text.ambulance), hint: '90 %', of: (i) => i.hospitalSeconds.ninetieth, write: minutes },
  ]
}

/** @param titles of the two sides */
export function TrafficCards(props: {
  before: TrafficIndicators
  after: TrafficIndicators | null
  titles?: readonly [string, string]
}) {
  const { before, after } = props
  const words = useWords()
  const { t } = words
  const [one, two] = props.titles ?? [t(text.before), t(text.after)]
  const write = (card: Card, value: number | null) => (value === null ? t(text.notReached) : card.write(value))
  return (
    <section aria-label={t(text.indicators)}>
      <h3>{t(text.indicators)}</h3>
      <ul className="cards">
        {cardsOf(words).map((card) => {
          const [was, is] = [card.of(before), after ? card.of(after) : null]
          return (
            <li key={card.title + (card.hint ?? '')}>
              <span className="small soft">
                {card.title}
                {card.hint ? ` (${card.hint})` : ''}
              </span>
              <strong className="figure">{write(card, after ? is : was)}</strong>
              {after ? (
                <span className="small">
                  {one}: <span className="figure">{write(card, was)}</span>
                  <br />
                  <span className="visually-hidden">{two}, </span>
                  <Change was={was} is={is} write={card.write} />
                </span>
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Change({ was, is, write }: { was: number | null; is: number | null; write(value: number): string }) {
  const { t, number } = useWords()
  if (was === null || is === null || write(was) === write(is))
    return <>{was === is || was !== null ? t(text.unchanged) : ''}</>
  const by = is - was
  const share = was > 0 ? ` (${by > 0 ? '+' : '−'}${number((100 * Math.abs(by)) / was, 1)} %)` : ''
  return (
    <span className="figure change">
      {by > 0 ? '+' : '−'}
      {write(Math.abs(by))}
      {share}
    </span>
  )
}

/** Street metres by level as stacked bars, with the figures under them. */
export function LevelBars({ before, after }: { before: TrafficIndicators; after: TrafficIndicators | null }) {
  const { t, number, percent } = useWords()
  const sides = [
    [t(text.before), before.metresByLevel],
    ...(after ? ([[t(text.after), after.metresByLevel]] as const) : []),
  ] as const
  return (
    <section aria-label={t(text.levels)} className="stack">
      <h3>{t(text.levels)}</h3>
      {sides.map(([title, metres]) => {
        const all = Math.max(
          1,
          metres.reduce((a, b) => a + b, 0),
        )
        return (
          <div key={title}>
            <span className="small soft">{title}</span>
            <div className="level-bar" aria-hidden="true">
              {metres.map((m, k) => (
                <span
                  key={losLevels[k]}
                  title={`${losLevels[k]}: ${percent(m / all)}`}
                  style={{ width: `${(100 * m) / all}%`, background: levelColours[k] }}
                />
              ))}
            </div>
          </div>
        )
      })}
      <div className="scroll-x">
        <table className="small">
          <thead>
            <tr>
              <th scope="col">km</th>
              {losLevels.map((level, k) => (
                <th key={level} scope="col" className="figure">
                  <span className="patch" aria-hidden="true" style={{ background: levelColours[k] }} /> {level}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map(([title, metres]) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {metres.map((m, k) => (
                  <td key={losLevels[k]} className="figure">
                    {number(m / 1000, m < 100_000 ? 1 : 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
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

export function TrafficProof({ before, after }: { before: TrafficOutcome; after: TrafficOutcome | null }) {
  const { t, number } = useWords()
  const rows: [string, (outcome: TrafficOutcome) => React.ReactNode][] = [
    [t(text.gap), ({ result }) => result.relativeGap.toExponential(1)],
    [t(text.iterations), ({ result }) => number(result.diagnostics.iterations)],
    [t(text.converged), ({ result }) => (result.diagnostics.converged ? '✓' : '✗')],
    [t(text.paths), ({ result }) => number(result.diagnostics.paths)],
    [t(text.seconds), ({ result }) => `${number(result.diagnostics.wallSeconds, 2)} s`],
    [t(text.digest), ({ result }) => <Digest value={result.digest} />],
  ]
  return (
    <details>
      <summary>{t(text.proof)}</summary>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {t(text.before)}
            </th>
            {after ? (
              <th scope="col" className="figure">
                {t(text.after)}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, of]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="figure">{of(before)}</td>
              {after ? <td className="figure">{of(after)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      <GapChart gaps={before.result.gaps} also={after?.result.gaps ?? null} />
    </details>
  )
}

const [WIDTH, HEIGHT, EDGE] = [320, 110, 14]

/** The gap on a log scale by iteration. */
function GapChart({ gaps, also }: { gaps: Float64Array; also: Float64Array | null }) {
  const { t, number } = useWords()
  const all = [...gaps, ...(also ?? [])].filter((gap) => gap > 0).map(Math.log10)
  if (all.length === 0) return null
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))]
  const most = Math.max(gaps.length, also?.length ?? 0, 2)
  const y = (power: number) => EDGE + ((high - power) / Math.max(1, high - low)) * (HEIGHT - 2 * EDGE)
  const line = (values: Float64Array) =>
    [...values]
      .map((gap, k) => `${30 + (k / (most - 1)) * (WIDTH - 40)},${y(gap > 0 ? Math.log10(gap) : low)}`)
      .join(' ')
  const says = t(text.gapChart, {
    first: gaps[0]?.toExponential(1) ?? '',
    last: gaps.at(-1)?.toExponential(1) ?? '',
    n: number(gaps.length),
  })
  const ticks = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter((p) => (high - p) % 2 === 0)
  return (
    <svg className="gap-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says}>
      {ticks.map((power) => (
        <g key={power}>
          <path d={`M30 ${y(power)}H${WIDTH - 10}`} className="grid" />
          <text x="26" y={y(power) + 3} textAnchor="end">
            {`1e${power}`}
          </text>
        </g>
      ))}
      <polyline points={line(gaps)} className="before" />
      {also ? <polyline points={line(also)} className="after" /> : null}
    </svg>
  )
}
