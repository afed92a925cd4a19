/** The figures of an impact: water at each neighbour, room for water lost, trips and streets, parking. */
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { bandWords, depthBand, NOISE_METRES } from '../../scenarios/flood-words.ts'
import { cellWords, type Impact } from '../../scenarios/permits/impact.ts'
import { userClasses } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import { levelOfService, NOISE_UNITS } from '../../scenarios/traffic-summary.ts'
import { useWords } from '../shared/language.tsx'
import { impactText as text } from './impact-text.ts'

export function ImpactFigures({ impact }: { impact: NonNullable<PermitCase['impact']> }) {
  const { record } = impact
  return (
    <div className="stack">
      <Water water={record.water} />
      <Storage impact={impact} />
      <Traffic traffic={record.traffic} />
    </div>
  )
}

function Water({ water }: { water: Impact['water'] }) {
  const { t, number, length } = useWords()
  const depth = (metres: number) => {
    const { low, high } = depthBand(metres, water.errorMetres)
    return `${t(text.band, { low: number(low), high: number(high) })} (${t(bandWords(low / 100, high / 100))})`
  }
  const difference = (change: number | null) => {
    if (change === null) return t(text.notMeasurable)
    const [low, high] = [Math.abs(change) - NOISE_METRES, Math.abs(change) + NOISE_METRES].map((m) =>
      number(Math.max(0, Math.round(m * 100))),
    )
    return `${change > 0 ? '+' : '−'}${t(text.band, { low: low!, high: high! })}`
  }
  const { buildings, households, looked, lot, streetMetres } = water
  const noise = number(NOISE_METRES * 100)
  const onLot = (metres: number | null) => (metres === null ? t(text.unknown) : depth(metres))
  return (
    <>
      <h3>{t(text.water)}</h3>
      <p>
        {water.measurable ? (
          t(text.difference, {
            deeper: number(buildings.deeper),
            shallower: number(buildings.shallower),
            buildings: number(looked.buildings),
            newly: number(buildings.newly),
            households: number(households.newly),
          })
        ) : (
          <>
            <strong>{t(text.noDifference)}</strong>{' '}
            {t(text.noDifferenceWhy, {
              buildings: number(looked.buildings),
              parcels: number(looked.parcels),
              noise,
            })}
          </>
        )}
      </p>
      <div className="scroll-x">
        <table className="impact-table">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t(text.neighbour)}</th>
              <th scope="col">{t(text.before)}</th>
              <th scope="col">{t(text.after)}</th>
              <th scope="col">{t(text.change)}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td />
              <th scope="row">{t(text.lot)}</th>
              <td>{onLot(lot.before)}</td>
              <td>{onLot(lot.after)}</td>
              <td />
            </tr>
            {water.neighbours.map(({ id, name, metresAway, before, after, change }, i) => (
              <tr key={id}>
                <td className="soft">{number(i + 1)}</td>
                <th scope="row">
                  {t(name)} <span className="soft small">{t(text.away, { n: number(metresAway) })}</span>
                </th>
                <td>{depth(before)}</td>
                <td>{depth(after)}</td>
                <td className={change === null ? 'soft' : change > 0 ? 'worse' : 'better'}>{difference(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small soft">{t(text.bands, { error: number(water.errorMetres * 100), noise })}</p>
      <dl className="facts">
        <div>
          <dt>{t(text.streets)}</dt>
          <dd>
            {length(streetMetres.before[0] ?? 0)} → {length(streetMetres.after[0] ?? 0)}
          </dd>
        </div>
      </dl>
    </>
  )
}

function Storage({ impact: { record, cells } }: { impact: NonNullable<PermitCase['impact']> }) {
  const { t, number, volume, area } = useWords()
  const { storage } = record
  const metres = (value: number | null) => (value === null ? t(text.unknown) : number(value, 2))
  const rows: [string, string][] = [
    [
      t(text.level),
      storage.levelMetres === null
        ? t(text.unknown)
        : `${number(storage.levelMetres, 2)} m (${t(storage.levelFrom === 'design' ? text.designLevel : text.simulatedLevel)})`,
    ],
    [
      t(text.ground),
      storage.plannedMetres === null
        ? `${metres(storage.groundMetres)} m`
        : t(text.groundOf, { today: metres(storage.groundMetres), planned: number(storage.plannedMetres, 2) }),
    ],
    [t(text.fill), volume(storage.fillCubicMetres)],
    [t(text.body), volume(storage.bodyCubicMetres)],
    [t(text.lost), volume(storage.lostCubicMetres)],
    [t(text.roof), `${area(storage.roofSquareMetres)}, ${volume(storage.roofCubicMetres)}`],
    ...storage.cells.map((cell): [string, string] => {
      const now = cells.find(({ id }) => id === cell.id) ?? cell.others
      const total = now.lostCubicMetres + storage.lostCubicMetres
      return [
        t(text.cell, { place: cell.name ?? t(cellWords[cell.kind]) }),
        t(text.cellOf, {
          total: volume(total),
          cases: number(now.cases),
          mm: number((total / cell.squareMetres) * 1000, 1),
          area: area(cell.squareMetres),
        }),
      ]
    }),
  ]
  return (
    <>
      <h3>{t(text.storage)}</h3>
      <Facts rows={rows} />
    </>
  )
}

const Facts = ({ rows }: { rows: readonly (readonly [string, string])[] }) => (
  <dl className="facts">
    {rows.map(([title, value]) => (
      <div key={title}>
        <dt>{title}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

function Traffic({ traffic }: { traffic: Impact['traffic'] }) {
  const { t, number } = useWords()
  const { home, visits } = traffic
  const sum = ({ coming, going }: { coming: number; going: number }) => coming + going
  const most = Math.max(...userClasses.map((id) => Math.abs(sum(home[id])) + Math.abs(sum(visits[id]))), 1e-9)
  const inOut = ({ coming, going }: { coming: number; going: number }) =>
    Math.abs(coming) < 0.05 && Math.abs(going) < 0.05
      ? '–'
      : t(text.inOut, { coming: number(coming, 1), going: number(going, 1) })
  return (
    <>
      <div className="row">
        <h3>{t(text.traffic)}</h3>
        <span className="badge">{t(text.uncalibrated)}</span>
      </div>
      <div className="scroll-x">
        <table className="impact-trips">
          <caption className="small soft">{t(text.trips)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(text.mode)}</th>
              <th scope="col">
                <i className="swatch home" aria-hidden="true" /> {t(text.home)}
              </th>
              <th scope="col">
                <i className="swatch visits" aria-hidden="true" /> {t(text.visits)}
              </th>
              <th scope="col">{t(text.total)}</th>
            </tr>
          </thead>
          <tbody>
            {userClasses.map((id) => (
              <tr key={id}>
                <th scope="row">{t(modeTitles[id])}</th>
                <td>{inOut(home[id])}</td>
                <td>{inOut(visits[id])}</td>
                <td>
                  <span className="trip-bar" aria-hidden="true">
                    <i className="home" style={{ width: `${(Math.abs(sum(home[id])) / most) * 100}%` }} />
                    <i className="visits" style={{ width: `${(Math.abs(sum(visits[id])) / most) * 100}%` }} />
                  </span>
                  {number(sum(home[id]) + sum(visits[id]), 1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!traffic.computed ? (
        <p>{t(text.tooFew, { n: number(NOISE_UNITS) })}</p>
      ) : traffic.streets.length === 0 ? (
        <p>{t(text.noStreet)}</p>
      ) : (
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">{t(text.street)}</th>
                <th scope="col">{t(text.vehicles)}</th>
                <th scope="col">{t(text.share)}</th>
              </tr>
            </thead>
            <tbody>
              {traffic.streets.map(({ id, name, vehicles, share }) => (
                <tr key={id}>
                  <th scope="row">{name ?? t(text.unnamed)}</th>
                  <td>
                    {number(vehicles.before)} → {number(vehicles.after)}
                  </td>
                  <td>
                    {number(share.before, 2)} ({levelOfService(share.before)}) → {number(share.after, 2)} (
                    {levelOfService(share.after)})
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Facts
        rows={
          traffic.parking.length === 0
            ? [[t(text.parking), t(text.noParking)]]
            : traffic.parking.map(({ title, limit, actual, unit }) => {
                const said = (value: number | string | null) =>
                  typeof value === 'number' ? number(value) : (value ?? t(text.unknown))
                return [
                  t(title),
                  limit === null
                    ? t(text.parkingPerson, { actual: said(actual) })
                    : t(text.parkingOf, {
                        limit: said(limit),
                        unit: unit === 'places' ? '' : unit,
                        actual: said(actual),
                      }),
                ] as const
              })
        }
      />
    </>
  )
}
