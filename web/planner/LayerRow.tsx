/** One layer of the list: shown or not, how strongly, and behind it legend, origin, filter, table, zoom, download. */
import { useState } from 'react'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import { layerAbout } from '../../scenarios/city/layers.ts'
import type { Frame } from '../../scenarios/frame.ts'
import type { Source } from '../../scenarios/provenance.ts'
import { useWords } from '../shared/language.tsx'
import { ProvenanceBadge } from '../shared/ui.tsx'
import { type LayerFilter, layerLegend } from '../stage/plain.ts'
import { LayerDownload } from './LayerDownload.tsx'
import { LayerFilterForm } from './LayerFilterForm.tsx'
import { Legend, Patch } from './Legend.tsx'
import { layersText } from './layers-text.ts'
import { text } from './text.ts'

export interface LayerView {
  readonly visible: boolean
  readonly opacity: number
}

const parts = [
  ['legend', layersText.legend, layersText.legend],
  ['origin', layersText.origin, text.details],
  ['filter', layersText.filter, layersText.filter],
] as const

export function LayerRow(props: {
  layer: LayerManifest
  city: string
  frame: Frame
  view: LayerView
  filter: LayerFilter
  onView(view: LayerView): void
  onFilter(filter: LayerFilter): void
  onZoom(): void
  onTable(): void
}) {
  const { layer, city, frame, view, filter, onView, onFilter, onZoom, onTable } = props
  const { t, number, percent } = useWords()
  const about = layerAbout[layer.id]
  const title = t(about.title)
  const legend = layerLegend(layer.id)
  const conditions = Object.keys(filter).length
  const [open, setOpen] = useState<'legend' | 'origin' | 'filter' | null>(null)
  const { verticalDatum, epoch } = layer.levels ?? frame
  return (
    <li>
      <div className="layer-head">
        <label>
          <input
            type="checkbox"
            checked={view.visible}
            onChange={(event) => onView({ ...view, visible: event.target.checked })}
          />
          {legend[0] ? <Patch row={legend[0]} /> : null}
          <span>{title}</span>
        </label>
        <span className="row nowrap">
          {conditions > 0 ? <span className="badge">{t(layersText.filterActive, { n: conditions })}</span> : null}
          <ProvenanceBadge provenance={layer.provenance} />
        </span>
      </div>
      {view.visible ? (
        <div className="opacity">
          <input
            type="range"
            min={0.1}
            max={1}
            step={0.05}
            value={view.opacity}
            aria-label={t(text.opacity, { layer: title })}
            aria-valuetext={percent(view.opacity)}
            onChange={(event) => onView({ ...view, opacity: Number(event.target.value) })}
          />
          <span className="small soft">{percent(view.opacity)}</span>
        </div>
      ) : null}
      <div className="row links small">
        {parts.map(([name, words, whole]) => (
          <button
            key={name}
            type="button"
            className="link"
            aria-label={t(whole)}
            aria-expanded={open === name}
            onClick={() => setOpen(open === name ? null : name)}
          >
            {t(words)}
          </button>
        ))}
        <button type="button" className="link" aria-label={t(layersText.zoomTo, { layer: title })} onClick={onZoom}>
          {t(layersText.zoom)}
        </button>
        <button type="button" className="link" aria-label={t(layersText.tableOf, { layer: title })} onClick={onTable}>
          {t(layersText.table)}
        </button>
        <LayerDownload layer={layer.id} city={city} />
      </div>
      {open === 'legend' ? <Legend rows={legend} /> : null}
      {open === 'origin' ? (
        <>
          <Origin
            sources={layer.sources}
            date={layer.date}
            facts={[
              [t(text.count), number(layer.count)],
              [t(layersText.levels), `${verticalDatum}, ${epoch}`],
            ]}
          />
          {layer.note ? <p className="small">{t(layer.note)}</p> : null}
        </>
      ) : null}
      {open === 'filter' ? <LayerFilterForm layer={layer.id} filter={filter} onFilter={onFilter} /> : null}
    </li>
  )
}

export function Origin(props: {
  sources: readonly Source[]
  date: string
  facts: readonly (readonly [string, string])[]
}) {
  const { t } = useWords()
  return (
    <dl className="facts small">
      {props.sources.map((source) => (
        <div key={source.title}>
          <dt>{t(text.source)}</dt>
          <dd>
            {source.title}
            {source.note ? <div className="soft">{t(source.note)}</div> : null}
            <div className="soft">
              {t(text.licence)}: {source.licence}
            </div>
          </dd>
        </div>
      ))}
      {[[t(text.date), props.date] as const, ...props.facts].map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
