/** The table of a layer: what is in the view or in the simulated area, sorted, searched, page by page; a row leads to its object. */
import { useEffect, useMemo, useState } from 'react'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { provenanceTitle } from '../../scenarios/provenance.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { Icon, ProblemBanner, problemOf } from '../shared/ui.tsx'
import type { LayerFilter } from '../stage/index.ts'
import { fieldsOf, type LayerField, titleOfValue } from './fields.ts'
import { csv, giveFile } from './files.ts'
import { layersText as text } from './layers-text.ts'
import { arranged, type Order, provenanceCounts, type ReadRows, ROWS_READ, type Row, readRows } from './rows.ts'
import { text as common } from './text.ts'

const PAGE = 100

export function LayerTable(props: {
  tiles: Tiles
  layer: LayerId
  filter: LayerFilter | undefined
  /** The ground that is seen, asked for when the table is read. */
  view(): Bounds
  area: Bounds
  selection: string | null
  onChoose(row: Row): void
  onClose(): void
}) {
  const { tiles, layer, filter, view, area, selection, onChoose, onClose } = props
  const words = useWords()
  const { t, number } = words
  const fields = useMemo(() => fieldsOf(layer), [layer])
  const [scope, setScope] = useState<'view' | 'area'>('view')
  const [turn, setTurn] = useState(0)
  const [read, setRead] = useState<ReadRows | null>(null)
  const [count, setCount] = useState(0)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [sought, setSought] = useState('')
  const [order, setOrder] = useState<Order>({ key: 'id', rising: true })
  const [page, setPage] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when asked, not whenever the view moves
  useEffect(() => {
    const stop = new AbortController()
    setRead(null)
    setCount(0)
    setPage(0)
    setProblem(null)
    readRows(tiles, layer, scope === 'view' ? view() : area, fields, stop.signal, setCount)
      .then((rows) => {
        if (!stop.signal.aborted) setRead(rows)
      })
      .catch((error) => {
        if (!stop.signal.aborted && !(error instanceof Cancelled)) setProblem(problemOf(error))
      })
    return () => stop.abort()
  }, [tiles, layer, fields, scope, turn, scope === 'area' ? area.join(' ') : ''])

  const rows = useMemo(() => arranged(read?.rows ?? [], filter, sought, order), [read, filter, sought, order])
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  const at = Math.min(page, pages - 1)
  const title = t(layerAbout[layer].title)
  const titleOf = (field: LayerField) => (field.unit ? `${t(field.title)} (${field.unit})` : t(field.title))
  const save = () =>
    giveFile(
      `${tiles.manifest.city.name}-${layer}.csv`,
      csv([
        [t(text.id), ...fields.map(titleOf)],
        ...rows.map(({ id, values }) => [id, ...fields.map(({ key }) => values[key])]),
      ]),
    )

  return (
    <section className="layer-table" aria-label={t(text.tableOf, { layer: title })}>
      <div className="row">
        <h2 className="grow">{title}</h2>
        <select
          aria-label={t(text.scope)}
          value={scope}
          onChange={(event) => setScope(event.target.value === 'area' ? 'area' : 'view')}
        >
          <option value="view">{t(text.inView)}</option>
          <option value="area">{t(text.inArea)}</option>
        </select>
        <button type="button" onClick={() => setTurn(turn + 1)}>
          {t(text.readAgain)}
        </button>
        <button type="button" onClick={save} disabled={rows.length === 0}>
          {t(text.exportCsv)}
        </button>
        <button type="button" className="square quiet" aria-label={t(common.close)} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div className="row small">
        <input
          type="search"
          className="grow"
          placeholder={t(text.searchRows)}
          aria-label={t(text.searchRows)}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value)
            setPage(0)
          }}
        />
        <span role="status">
          {read === null
            ? t(text.reading, { n: number(count) })
            : rows.length === read.rows.length
              ? t(text.rows, { n: number(rows.length) })
              : t(text.rowsOf, { n: number(rows.length), all: number(read.rows.length) })}
        </span>
        {read
          ? provenanceCounts(rows).map(([provenance, n]) => (
              <span key={provenance} className={`badge ${provenance}`}>
                {t(provenanceTitle[provenance])}: {number(n)}
              </span>
            ))
          : null}
      </div>
      {filter ? <p className="small soft">{t(text.filteredToo)}</p> : null}
      {read?.capped ? <p className="small">{t(text.capped, { cap: number(ROWS_READ) })}</p> : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {read && rows.length === 0 ? <p className="soft">{t(text.emptyTable)}</p> : null}
      {rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
        <section className="table-scroll" tabIndex={0} aria-label={t(text.tableRows)}>
          <table>
            <thead>
              <tr>
                <Heading title={t(text.id)} name="id" order={order} onOrder={setOrder} />
                {fields.map((field) => (
                  <Heading key={field.key} title={titleOf(field)} name={field.key} order={order} onOrder={setOrder} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(at * PAGE, (at + 1) * PAGE).map((row) => (
                <tr key={row.id} aria-selected={row.id === selection}>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-label={t(text.choose, { id: row.id })}
                      onClick={() => onChoose(row)}
                    >
                      {row.id}
                    </button>
                  </td>
                  {fields.map((field) => (
                    <td key={field.key} className={field.kind === 'number' ? 'figure' : undefined}>
                      {written(field, row.values[field.key], words)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {pages > 1 ? (
        <div className="row small">
          <button
            type="button"
            className="square"
            aria-label={t(text.previous)}
            disabled={at === 0}
            onClick={() => setPage(at - 1)}
          >
            <Icon name="previous" />
          </button>
          <span>{t(text.page, { page: number(at + 1), pages: number(pages) })}</span>
          <button
            type="button"
            className="square"
            aria-label={t(text.next)}
            disabled={at === pages - 1}
            onClick={() => setPage(at + 1)}
          >
            <Icon name="next" />
          </button>
        </div>
      ) : null}
    </section>
  )
}

function Heading(props: { title: string; name: string; order: Order; onOrder(order: Order): void }) {
  const { title, name, order, onOrder } = props
  const sorted = order.key === name
  return (
    <th scope="col" aria-sort={sorted ? (order.rising ? 'ascending' : 'descending') : 'none'}>
      <button
        type="button"
        className="link"
        onClick={() => onOrder({ key: name, rising: sorted ? !order.rising : true })}
      >
        {title}
        {sorted ? <span aria-hidden="true">{order.rising ? ' ▲' : ' ▼'}</span> : null}
      </button>
    </th>
  )
}

/** A value in the reader's language; blank where nothing is stated. */
function written(field: LayerField, value: unknown, { t, language }: Words): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return t(value ? text.yes : text.no)
  // Years and numbers of versions are no quantities to be grouped.
  if (typeof value === 'number') {
    return value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', {
      maximumFractionDigits: Math.abs(value) < 1 ? 6 : 2,
      useGrouping: field.unit !== '',
    })
  }
  return field.kind === 'choice' ? t(titleOfValue(field, String(value))) : String(value)
}
