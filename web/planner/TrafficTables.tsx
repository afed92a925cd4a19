/** Tables of traffic: the worst links, the most changed ones, the zones. Sorted by any column; a row leads to its place. */
import { type ReactNode, useMemo, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { type TrafficZone, userClasses } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { Switch } from './ModelRun.tsx'
import { levelColours } from './TrafficMap.ts'
import { changeRows, fullRows, type StreetRow } from './traffic-rows.ts'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

export interface Column<R> {
  readonly key: string
  readonly title: string
  /** What is sorted by. */
  value(row: R): number | string
  /** What is written; the value where it is left out. */
  write?(row: R): ReactNode
}

const kinds = ['worst', 'changed', 'zones'] as const
type Kind = (typeof kinds)[number]

export function TrafficTables(props: { traffic: Traffic; onFlyTo(at: XY, road: string | null): void }) {
  const { traffic, onFlyTo } = props
  const words = useWords()
  const { t } = words
  const [kind, setKind] = useState<Kind>('worst')
  return (
    <details open className="stack">
      <summary>{t(text.tables)}</summary>
      <div className="stack">
        <Switch
          name="traffic-table"
          label={text.tables}
          options={kinds}
          value={kind}
          titles={text}
          onChange={setKind}
        />
        {kind === 'worst' ? <Worst traffic={traffic} onFlyTo={onFlyTo} /> : null}
        {kind === 'changed' ? <Changed traffic={traffic} onFlyTo={onFlyTo} /> : null}
        {kind === 'zones' ? <Zones traffic={traffic} onFlyTo={onFlyTo} /> : null}
      </div>
    </details>
  )
}

type TableProps = Parameters<typeof TrafficTables>[0]

function Worst({ traffic: { comparison, naming, state }, onFlyTo }: TableProps) {
  const words = useWords()
  const { side } = state.view
  const rows = useMemo(() => (comparison ? fullRows(comparison[side], naming) : []), [comparison, side, naming])
  return (
    <SortedTable
      caption={words.t(text.worst)}
      rows={rows}
      columns={[...linkColumns(words), ...classColumns(words)]}
      order={{ key: 'share', rising: false }}
      go={(row) => onFlyTo(row.at, row.road)}
    />
  )
}

function Changed({ traffic: { comparison, naming }, onFlyTo }: TableProps) {
  const words = useWords()
  const { t, number, signed } = words
  const rows = useMemo(() => (comparison ? changeRows(comparison, naming) : []), [comparison, naming])
  if (rows.length === 0) return <p className="soft">{t(text.noChange)}</p>
  const [road, direction, ...rest] = linkColumns<(typeof rows)[number]>(words)
  return (
    <SortedTable
      caption={`${t(text.changed)} (${t(text.units)})`}
      rows={rows}
      columns={[
        road!,
        direction!,
        {
          key: 'change',
          title: t(text.change),
          value: (row) => Math.abs(row.change),
          write: (row) => signed(Math.round(row.change)),
        },
        {
          key: 'before',
          title: t(text.before),
          value: (row) => row.before ?? -1,
          write: (row) => (row.before === null ? t(text.newLink) : number(row.before)),
        },
        ...rest,
      ]}
      order={{ key: 'change', rising: false }}
      go={(row) => onFlyTo(row.at, row.road)}
    />
  )
}

function Zones({ traffic: { comparison, state }, onFlyTo }: TableProps) {
  const { t, number } = useWords()
  const zones = comparison?.[state.view.side].model.zones ?? []
  const figure = (key: 'produced' | 'attracted' | 'households' | 'inhabitants'): Column<TrafficZone> => ({
    key,
    title: t(text[key]),
    value: (zone) => zone[key],
    write: (zone) => number(zone[key]),
  })
  return (
    <SortedTable
      caption={t(text.zones)}
      rows={zones}
      columns={[
        { key: 'name', title: t(text.zone), value: (zone) => zone.name },
        { key: 'kind', title: t(text.kind), value: (zone) => t(text.kinds[zone.kind]) },
        figure('produced'),
        figure('attracted'),
        figure('households'),
        figure('inhabitants'),
      ]}
      order={{ key: 'produced', rising: false }}
      go={(zone) => onFlyTo(zone.at, null)}
    />
  )
}

function linkColumns<R extends StreetRow>({ t, number }: Words): Column<R>[] {
  return [
    { key: 'road', title: t(text.road), value: (row) => row.title },
    { key: 'direction', title: t(text.direction), value: (row) => t(row.backward ? text.backward : text.forward) },
    { key: 'share', title: t(text.share), value: (row) => row.share, write: (row) => number(row.share, 2) },
    { key: 'level', title: 'LOS', value: (row) => row.level, write: (row) => <Level level={row.level} /> },
    { key: 'speed', title: t(text.speed), value: (row) => row.speed, write: (row) => number(row.speed * 3.6, 1) },
    { key: 'delay', title: t(text.delaySeconds), value: (row) => row.delay, write: (row) => number(row.delay, 1) },
    { key: 'volume', title: t(text.units), value: (row) => row.units, write: (row) => number(row.units) },
    { key: 'pcu', title: t(text.pcu), value: (row) => row.pcu, write: (row) => number(row.pcu) },
  ]
}

const classColumns = <R extends StreetRow>({ t, number }: Words): Column<R>[] =>
  userClasses.map((one) => ({
    key: one,
    title: t(text.perHour, { vehicle: t(modeTitles[one]) }),
    value: (row) => row.volumes[one],
    write: (row) => number(row.volumes[one]),
  }))

/** The letter says it, the patch leads the eye. */
export function Level({ level }: { level: StreetRow['level'] }) {
  return (
    <span className="los">
      <span className="patch" aria-hidden="true" style={{ background: levelColours['ABCDEF'.indexOf(level)] }} />
      {level}
    </span>
  )
}

const FIRST_ROWS = 12
const MORE_ROWS = 100
const collator = new Intl.Collator('vi', { numeric: true })

export function SortedTable<R extends { readonly id: string }>(props: {
  caption: string
  rows: readonly R[]
  columns: readonly Column<R>[]
  order: { readonly key: string; readonly rising: boolean }
  /** To the place of a row, from its first column. */
  go(row: R): void
}) {
  const { caption, rows, columns, go } = props
  const { t } = useWords()
  const [order, setOrder] = useState(props.order)
  const [count, setCount] = useState(FIRST_ROWS)
  const by = columns.find(({ key }) => key === order.key) ?? columns[0]!
  const sorted = rows.toSorted((a, b) => {
    const [x, y] = [by.value(a), by.value(b)]
    const rises = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
    return order.rising ? rises : -rises
  })
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
      <section className="table-scroll traffic-table" tabIndex={0} aria-label={caption}>
        <table>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ key, title }) => (
                <th
                  key={key}
                  scope="col"
                  aria-sort={key === order.key ? (order.rising ? 'ascending' : 'descending') : 'none'}
                >
                  <button
                    type="button"
                    className="link"
                    onClick={() => setOrder({ key, rising: key === order.key ? !order.rising : false })}
                  >
                    {title}
                    {key === order.key ? <span aria-hidden="true">{order.rising ? ' ▲' : ' ▼'}</span> : null}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, count).map((row) => (
              <tr key={row.id}>
                {columns.map((column, k) =>
                  k === 0 ? (
                    <th key={column.key} scope="row">
                      <button
                        type="button"
                        className="link"
                        title={t(text.flyTo, { road: String(column.value(row)) })}
                        onClick={() => go(row)}
                      >
                        {String(column.value(row))}
                      </button>
                    </th>
                  ) : (
                    <td key={column.key} className={typeof column.value(row) === 'number' ? 'figure' : undefined}>
                      {column.write ? column.write(row) : column.value(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {sorted.length > count ? (
        <div>
          <button type="button" onClick={() => setCount(count + MORE_ROWS)}>
            {t(text.more)}
          </button>
        </div>
      ) : null}
    </>
  )
}
