/** The list of layers by group: found by name, switched one by one, by group or by a set for a kind of work. */
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerGroup, type LayerId, layerAbout, layerGroups, layerIds } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { fold } from '../shared/fold.ts'
import { useWords } from '../shared/language.tsx'
import { ProvenanceBadge } from '../shared/ui.tsx'
import { type Filters, type LayerFilter, unbuiltRow } from '../stage/index.ts'
import { TILES_URL } from './city.ts'
import { LayerRow, type LayerView, Origin } from './LayerRow.tsx'
import { Legend, Patch } from './Legend.tsx'
import { layersText } from './layers-text.ts'
import { presets } from './presets.ts'
import { text } from './text.ts'

export type LayerViews = Partial<Record<LayerId, LayerView>>

/** What a planner wants to see at first: the rest is one click away. */
const shownFirst: Partial<Record<LayerId, number>> = {
  landcover: 0.5,
  water: 1,
  waterways: 1,
  roads: 1,
  parcels: 0.45,
  buildings: 1,
  landmarks: 1,
}

const listedIn = ({ city }: TilesManifest): readonly LayerManifest[] =>
  layerIds.flatMap((id) => city.layers.filter((layer) => layer.id === id && layer.count > 0))

export const firstViews = (tiles: TilesManifest): LayerViews =>
  Object.fromEntries(
    listedIn(tiles).map(({ id }) => [id, { visible: id in shownFirst, opacity: shownFirst[id] ?? 0.9 }]),
  )

export function LayersPanel(props: {
  tiles: TilesManifest
  views: LayerViews
  filters: Filters
  terrain: boolean
  underground: boolean
  onViews(views: LayerViews): void
  onFilters(filters: Filters): void
  onTerrain(terrain: boolean): void
  onUnderground(underground: boolean): void
  onZoom(layer: LayerId): void
  onTable(layer: LayerId): void
  /** The rasters of runs. */
  children: ReactNode
}) {
  const { tiles, views, filters, onViews, onFilters, onZoom, onTable } = props
  const { t } = useWords()
  const [sought, setSought] = useState('')
  const [floodOpen, setFloodOpen] = useState(true)
  const words = fold(useDeferredValue(sought).trim())
  const listed = listedIn(tiles)
  // A group with nothing shown begins shut.
  const [shut, setShut] = useState<ReadonlySet<LayerGroup>>(() => {
    const shown = new Set(listed.filter(({ id }) => views[id]?.visible).map(({ id }) => layerAbout[id].group))
    return new Set((Object.keys(layerGroups) as LayerGroup[]).filter((group) => !shown.has(group)))
  })
  const found = listed.filter(({ id }) => {
    const { title, group } = layerAbout[id]
    return [title.vi, title.en, layerGroups[group].vi, layerGroups[group].en].some((name) => fold(name).includes(words))
  })
  const viewOf = (id: LayerId): LayerView => views[id] ?? { visible: false, opacity: 1 }
  const choose = (opacity: Partial<Record<LayerId, number>>) =>
    onViews(
      Object.fromEntries(
        listed.map(({ id }) => [id, { visible: id in opacity, opacity: opacity[id] ?? viewOf(id).opacity }]),
      ),
    )
  const filterOf = (id: LayerId, filter: LayerFilter) => {
    const { [id]: _, ...rest } = filters
    onFilters(Object.keys(filter).length > 0 ? { ...rest, [id]: filter } : rest)
  }
  return (
    <div className="stack">
      <input
        type="search"
        placeholder={t(layersText.search)}
        aria-label={t(layersText.search)}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <fieldset className="row presets">
        <legend className="visually-hidden">{t(layersText.presets)}</legend>
        {presets.map(({ id, title, opacity }) => (
          <button key={id} type="button" onClick={() => choose(opacity)}>
            {t(title)}
          </button>
        ))}
      </fieldset>
      {listed.length === 0 ? <p className="soft">{t(text.emptyLayer)}</p> : null}
      {listed.length > 0 && found.length === 0 ? <p className="soft">{t(layersText.noneFound)}</p> : null}
      {(Object.keys(layerGroups) as LayerGroup[]).map((group) => {
        // The map's lower layers come last, as in the picture itself.
        const layers = found.filter(({ id }) => layerAbout[id].group === group).reverse()
        if (layers.length === 0) return null
        const title = t(layerGroups[group])
        const shown = layers.filter(({ id }) => viewOf(id).visible).length
        return (
          <Group
            key={group}
            title={title}
            count={`${shown}/${layers.length}`}
            label={t(layersText.group, { title, shown, all: layers.length })}
            open={words !== '' || !shut.has(group)}
            onOpen={(open) => {
              const next = new Set(shut)
              if (open) next.delete(group)
              else next.add(group)
              setShut(next)
            }}
            all={
              <input
                type="checkbox"
                aria-label={t(layersText.wholeGroup, { title })}
                checked={shown === layers.length}
                ref={(box) => {
                  if (box) box.indeterminate = shown > 0 && shown < layers.length
                }}
                onChange={(event) => {
                  const visible = event.target.checked
                  onViews({ ...views, ...Object.fromEntries(layers.map(({ id }) => [id, { ...viewOf(id), visible }])) })
                }}
              />
            }
          >
            <ul className="layers">
              {layers.map((layer) => (
                <LayerRow
                  key={layer.id}
                  layer={layer}
                  city={tiles.city.name}
                  frame={tiles.city.frame}
                  view={viewOf(layer.id)}
                  filter={filters[layer.id] ?? {}}
                  onView={(view) => onViews({ ...views, [layer.id]: view })}
                  onFilter={(filter) => filterOf(layer.id, filter)}
                  onZoom={() => onZoom(layer.id)}
                  onTable={() => onTable(layer.id)}
                />
              ))}
            </ul>
          </Group>
        )
      })}
      <Group
        title={t(layersText.flood)}
        label={t(layersText.flood)}
        count=""
        open={floodOpen}
        onOpen={setFloodOpen}
        all={null}
      >
        {props.children}
      </Group>
      <GroundGroup {...props} />
      <Legend rows={[unbuiltRow]} />
    </div>
  )
}

function Group(props: {
  title: string
  label: string
  count: string
  open: boolean
  onOpen(open: boolean): void
  all: ReactNode
  children: ReactNode
}) {
  const { title, label, count, open, onOpen, all, children } = props
  return (
    <section className="layer-group" aria-label={label}>
      <div className="group-head">
        <button type="button" className="link" aria-expanded={open} onClick={() => onOpen(!open)}>
          <span aria-hidden="true">{open ? '▾' : '▸'}</span> {title}
        </button>
        <span className="small soft">{count}</span>
        {all}
      </div>
      {open ? children : null}
    </section>
  )
}

/** The ground itself: its relief, the view through it, and its rasters as files. */
function GroundGroup(props: Parameters<typeof LayersPanel>[0]) {
  const { tiles, terrain, underground, onTerrain, onUnderground } = props
  const { t, number } = useWords()
  const [open, setOpen] = useState(true)
  const ground = tiles.city.grids[0]
  if (!ground) return null
  const title = t(layersText.ground)
  return (
    <Group title={title} label={title} count="" open={open} onOpen={setOpen} all={null}>
      <ul className="layers">
        <li>
          <div className="layer-head">
            <label>
              <input type="checkbox" checked={terrain} onChange={(event) => onTerrain(event.target.checked)} />
              <Patch row={{ title: text.terrain, colour: '#b59f78', shape: 'surface' }} />
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
                [t(layersText.levels), `${tiles.city.frame.verticalDatum}, ${tiles.city.frame.epoch}`],
              ]}
            />
            {ground.note ? <p className="small">{t(ground.note)}</p> : null}
          </details>
          {tiles.rasters.map(({ id, file }) => (
            <p key={id} className="small">
              <a href={TILES_URL + file} download>
                {t(layersText.rasterFile)}: {id === 'ground' ? t(text.ground) : t(layerAbout.landcover.title)}
              </a>
            </p>
          ))}
        </li>
        <li>
          <div className="layer-head">
            <label>
              <input type="checkbox" checked={underground} onChange={(event) => onUnderground(event.target.checked)} />
              <Patch row={{ title: layersText.underground, colour: '#6d5b44', shape: 'outline', dash: [4, 2] }} />
              <span>{t(layersText.underground)}</span>
            </label>
          </div>
        </li>
      </ul>
    </Group>
  )
}
