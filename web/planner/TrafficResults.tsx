/** What traffic means: the indicators with their differences, streets by level of service. */
import type { TrafficIndicators } from '../../scenarios/traffic.ts'
import { losLevels } from '../../scenarios/traffic.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { levelColours } from './TrafficMap.ts'
import { trafficText as text } from './traffic-text.ts'

interface Card {
  readonly title: string
  readonly hint?: string
  readonly of: (indicators: TrafficIndicators) => number | null
  readonly write: (value: number) => string
}

export const sum = (by: Record<string, number>): number => Object.values(by).reduce((a, b) => a + b, 0)

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

export function Change({ was, is, write }: { was: number | null; is: number | null; write(value: number): string }) {
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
