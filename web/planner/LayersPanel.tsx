/** The layers: shown or not, how strongly, and where each comes from. */
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout, layerIds } from '../../scenarios/city/layers.ts'
import type { Source } from '../../scenarios/provenance.ts'
import { useWords } from '../shared/language.tsx'
import { ProvenanceBadge } from '../shared/ui.tsx'
import { layerLegend } from '../stage/index.ts'
import { text } from './text.ts'

export type LayerViews = Partial<Record<LayerId, { visible: boolean; opacity: number }>>

/** What a planner wants to see at first: the rest is one click away. */
const shownFirst: Partial<Record<LayerId, number>> = {
  landcover: 0.5,
  water: 1,
  roads: 1,
  parcels: 0.45,
  buildings: 1,
  landmarks: 1,
}

export const firstViews = (city: CityManifest): LayerViews =>
  Object.fromEntries(
    city.layers
      .filter((layer) => layer.count > 0)
      .map(({ id }) => [id, { visible: id in shownFirst, opacity: shownFirst[id] ?? 0.8 }]),
  )

export function LayersPanel(props: {
  city: CityManifest
  views: LayerViews
  terrain: boolean
  onViews(views: LayerViews): void
  onTerrain(terrain: boolean): void
}) {
  const { city, views, terrain, onViews, onTerrain } = props
  const { t, number, percent } = useWords()
  const ground = city.grids[0]
  const listed = layerIds.flatMap((id) => city.layers.filter((layer) => layer.id === id && layer.count > 0)).reverse()
  return (
    <>
      {listed.length === 0 ? <p className="soft">{t(text.emptyLayer)}</p> : null}
      <ul className="layers">
        {listed.map((layer) => {
          const about = layerAbout[layer.id]
          const legend = layerLegend(layer.id)
          const view = views[layer.id] ?? { visible: false, opacity: 1 }
          const change = (part: Partial<typeof view>) => onViews({ ...views, [layer.id]: { ...view, ...part } })
          return (
            <li key={layer.id}>
              <div className="layer-head">
                <label>
                  <input
                    type="checkbox"
                    checked={view.visible}
                    onChange={(event) => change({ visible: event.target.checked })}
                  />
                  <Swatch geometry={about.geometry} colour={legend[0]?.colour ?? about.colour} />
                  <span>{t(about.title)}</span>
                </label>
                <ProvenanceBadge provenance={layer.provenance} />
              </div>
              {view.visible ? (
                <div className="opacity">
                  <input
                    type="range"
                    min={0.1}
                    max={1}
                    step={0.05}
                    value={view.opacity}
                    aria-label={t(text.opacity, { layer: t(about.title) })}
                    aria-valuetext={percent(view.opacity)}
                    onChange={(event) => change({ opacity: Number(event.target.value) })}
                  />
                  <span className="small soft">{percent(view.opacity)}</span>
                </div>
              ) : null}
              <details>
                <summary className="small">{t(text.details)}</summary>
                <Legend id={layer.id} />
                <Origin sources={layer.sources} date={layer.date} facts={[[t(text.count), number(layer.count)]]} />
                {layer.note ? <p className="small">{t(layer.note)}</p> : null}
              </details>
            </li>
          )
        })}
        {ground ? (
          <li>
            <div className="layer-head">
              <label>
                <input type="checkbox" checked={terrain} onChange={(event) => onTerrain(event.target.checked)} />
                <Swatch geometry="polygon" colour="#b59f78" />
                <span>{t(text.terrain)}</span>
              </label>
              <ProvenanceBadge provenance={ground.provenance} />
            </div>
            <details>
              <summary className="small">{t(text.details)}</summary>
              <Origin
                sources={ground.sources}
                date={ground.date}
                facts={[
                  [t(text.groundError), `${number(ground.standardErrorMetres * 100)} cm`],
                  [t(text.groundResolution), `${number(ground.sourceResolutionMetres)} m`],
                ]}
              />
              {ground.note ? <p className="small">{t(ground.note)}</p> : null}
            </details>
          </li>
        ) : null}
      </ul>
    </>
  )
}

/** Classes of a layer that has more than one colour. */
function Legend({ id }: { id: LayerId }) {
  const { t } = useWords()
  const rows = layerLegend(id)
  if (rows.length < 2) return null
  return (
    <ul className="legend small">
      {rows.map((row) => (
        <li key={row.title.en}>
          <span className="patch" style={{ background: row.colour }} /> {t(row.title)}
        </li>
      ))}
    </ul>
  )
}

function Swatch({ geometry, colour }: { geometry: 'point' | 'line' | 'polygon'; colour: string }) {
  return (
    <svg className="swatch" viewBox="0 0 18 14" aria-hidden="true">
      {geometry === 'polygon' ? <rect x="1" y="1" width="16" height="12" rx="2" fill={colour} stroke="#0005" /> : null}
      {geometry === 'line' ? <path d="M1 12 17 2" stroke={colour} strokeWidth="3.5" /> : null}
      {geometry === 'point' ? <circle cx="9" cy="7" r="5" fill={colour} stroke="#0005" /> : null}
    </svg>
  )
}

function Origin(props: { sources: readonly Source[]; date: string; facts: readonly (readonly [string, string])[] }) {
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
