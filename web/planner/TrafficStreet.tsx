/** The street that was clicked: what flows over it each way, as it is and in the scenario. */
import { useMemo } from 'react'
import { useWords } from '../shared/language.tsx'
import type { Chosen } from './Inspector.tsx'
import { Level } from './TrafficTables.tsx'
import { rowsOfRoad, streetName } from './traffic-rows.ts'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

export function TrafficStreet(props: { traffic: Traffic; chosen: Chosen; onEdit(): void }) {
  const { traffic, chosen, onEdit } = props
  const { comparison, alone, naming } = traffic
  const { t, number } = useWords()
  const road = chosen.id ?? ''
  const sides = useMemo(() => {
    if (!comparison) return []
    const both = alone ? (['baseline'] as const) : (['baseline', 'scenario'] as const)
    return both.flatMap((side) => rowsOfRoad(comparison[side], road, naming).map((row) => ({ side, row })))
  }, [comparison, alone, naming, road])
  if (!comparison) return null
  const { zones } = comparison.scenario.model
  return (
    <section className="action stack" aria-label={t(text.street)}>
      <h3>{streetName(road, [chosen.at.x, chosen.at.y], zones, naming)}</h3>
      {sides.length === 0 ? (
        <p className="soft">{t(text.streetNone)}</p>
      ) : (
        <div className="scroll-x">
          <table className="small street-table">
            <thead>
              <tr>
                <td />
                {['v/c', 'LOS', 'km/h', t(text.units), t(text.pcu)].map((title) => (
                  <th key={title} scope="col" className="figure">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sides.map(({ side, row }) => (
                <tr key={`${side} ${row.id}`}>
                  <th scope="row">
                    {t(side === 'baseline' ? text.before : text.after)},{' '}
                    {t(row.backward ? text.backward : text.forward)}
                  </th>
                  {row.closed ? (
                    <td colSpan={5}>{t(text.shut)}</td>
                  ) : (
                    <>
                      <td className="figure">{number(row.share, 2)}</td>
                      <td>
                        <Level level={row.level} />
                      </td>
                      <td className="figure">{number(row.speed * 3.6, 1)}</td>
                      <td className="figure">{number(row.units)}</td>
                      <td className="figure">{number(row.pcu)}</td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <button type="button" className="primary" onClick={onEdit}>
          {t(text.streetEdit)}
        </button>
      </div>
    </section>
  )
}
