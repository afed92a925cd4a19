/** What lighting means: energy, cost and light with their differences, street metres by what may be said of them. */
import { type LightingIndicators, lightingVerdicts } from '../../scenarios/lighting.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { lightingText as text } from './lighting-text.ts'
import { Change } from './TrafficResults.tsx'

interface Card {
  readonly title: string
  readonly of: (indicators: LightingIndicators) => number
  readonly write: (value: number) => string
}

function cardsOf({ t, number }: Words): Card[] {
  const of =
    (unit: string, digits = 0) =>
    (value: number) =>
      `${number(value, digits)} ${unit}`
  return [
    { title: t(text.lamps), of: (i) => i.energy.lamps, write: of(t(text.lampsUnit)) },
    { title: t(text.lampsOut), of: (i) => i.energy.lampsOut, write: of(t(text.lampsUnit)) },
    { title: t(text.power), of: (i) => i.energy.powerWatts / 1000, write: of('kW', 1) },
    { title: t(text.energy), of: (i) => i.energy.kilowattHours, write: of(t(text.yearUnit)) },
    { title: t(text.cost), of: (i) => i.energy.cost, write: of(t(text.dongUnit)) },
    { title: t(text.co2), of: (i) => i.energy.co2Kilograms, write: of('kg') },
    { title: t(text.average), of: (i) => i.averageIlluminance, write: of('lx', 1) },
    { title: t(text.dark), of: (i) => i.darkMetres, write: of('m') },
    { title: t(text.powerDensity), of: (i) => i.powerDensity * 1000, write: of(t(text.powerDensityUnit), 1) },
    { title: t(text.annualDensity), of: (i) => i.annualEnergyPerSquareMetre, write: of(t(text.densityUnit), 2) },
  ]
}

interface Sides {
  readonly before: LightingIndicators
  readonly after: LightingIndicators | null
}

export function LightingCards({ before, after }: Sides) {
  const words = useWords()
  const { t } = words
  return (
    <section aria-label={t(text.indicators)}>
      <h3>{t(text.indicators)}</h3>
      <ul className="cards">
        {cardsOf(words).map((card) => (
          <li key={card.title}>
            <span className="small soft">{card.title}</span>
            <strong className="figure">{card.write(card.of(after ?? before))}</strong>
            {after ? (
              <span className="small">
                {t(text.before)}: <span className="figure">{card.write(card.of(before))}</span>
                <br />
                <Change was={card.of(before)} is={card.of(after)} write={card.write} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

export const verdictColours = { pass: '#2e7d32', fail: '#c62828', person: '#f9a825' } as const

/** Street metres by verdict as stacked bars, with the figures under them. */
export function VerdictBars({ before, after }: Sides) {
  const { t, number } = useWords()
  const sides: [string, LightingIndicators][] = [
    [t(text.before), before],
    ...(after ? [[t(text.after), after] as [string, LightingIndicators]] : []),
  ]
  const km = (metres: number) => number(metres / 1000, 1)
  const last = after ?? before
  return (
    <section aria-label={t(text.verdicts)} className="stack">
      <h3>{t(text.verdicts)}</h3>
      {sides.map(([title, { metresByVerdict: by, metresMet, metresUnmet }]) => (
        <div key={title}>
          <span className="small soft">{title}</span>
          <div className="level-bar" aria-hidden="true">
            {lightingVerdicts.map((one) => (
              <span
                key={one}
                style={{
                  width: `${(100 * by[one]) / Math.max(1, by.pass + by.fail + by.person)}%`,
                  background: verdictColours[one],
                }}
              />
            ))}
          </div>
          <div className="level-bar" aria-hidden="true">
            {([metresMet, metresUnmet] as const).map((metres, k) => (
              <span
                key={k === 0 ? 'met' : 'unmet'}
                style={{
                  width: `${(100 * metres) / Math.max(1, metresMet + metresUnmet)}%`,
                  background: verdictColours[k === 0 ? 'pass' : 'fail'],
                  opacity: 0.55,
                }}
              />
            ))}
          </div>
        </div>
      ))}
      <div className="scroll-x">
        <table className="small">
          <thead>
            <tr>
              <th scope="col">km</th>
              {lightingVerdicts.map((one) => (
                <th key={one} scope="col" className="figure">
                  <span className="patch" aria-hidden="true" style={{ background: verdictColours[one] }} />{' '}
                  {t(text.verdict[one])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map(([title, { metresByVerdict: by }]) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                {lightingVerdicts.map((one) => (
                  <td key={one} className="figure">
                    {km(by[one])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small soft">{t(text.asLaidOut)}</p>
      <p className="small soft">{t(text.metWords, { met: km(last.metresMet), unmet: km(last.metresUnmet) })}</p>
    </section>
  )
}
