/** One feature: what is known of it and from where, and what a planner may propose for it. */
import { useDeferredValue, useMemo, useState } from 'react'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { fieldTitles, type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { buildStateTitles, titleOf } from '../../scenarios/city/values.ts'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import { editLines, sayLine } from '../../scenarios/edit-lines.ts'
import { nameOf, sayEdit } from '../../scenarios/edit-names.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, centroid, contains, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import type { LightingOutcome } from '../../scenarios/lighting.ts'
import { provenanceTitle, type Source } from '../../scenarios/provenance.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { fold } from '../shared/fold.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { Field, ProblemBanner, ProvenanceBadge } from '../shared/ui.tsx'
import type { Picked } from '../stage/index.ts'
import { ParcelActions } from './actions.tsx'
import { type Found, findFeature, useLoaded } from './city.ts'
import { type Draft, editsOf } from './draft.ts'
import { CabinetDimming, LampEdits, NewRow } from './LampEdits.tsx'
import { LightingStreet } from './LightingStreet.tsx'
import { lightingText } from './lighting-text.ts'
import { PlannedRoad, RoadEdits } from './RoadEdits.tsx'
import { newRoadNow } from './road-plan.ts'
import { readStreets } from './roads.ts'
import { text } from './text.ts'

/** What was chosen, by a click or by a search. */
export type Chosen = Pick<Picked, 'layer' | 'id' | 'properties' | 'provenance'> & {
  readonly at: { x: number; y: number; height: number | null }
}

export function Inspector(props: {
  tiles: Tiles
  chosen: Chosen | null
  draft: Draft
  searched: City | null
  /** With the draft's edits. */
  planned: City | null
  /** Where the search looks for parcels. */
  within: Bounds
  /** Of the draft as it stands, where it has been computed. */
  lit: LightingOutcome | null
  onChoose(chosen: Chosen): void
  onEdits(edits: readonly Edit[]): void
}) {
  const { tiles, chosen, draft, searched, planned, onChoose, onEdits } = props
  const words = useWords()
  const { t } = words
  const [said, setSaid] = useState('')
  const layer = chosen && chosen.layer !== 'ground' ? chosen.layer : null
  const id = chosen?.id ?? null
  const found = useLoaded<Found | null>(
    async (signal) =>
      layer && id && chosen ? findFeature(tiles, layer, id, [chosen.at.x, chosen.at.y], signal) : null,
    [tiles, layer, id],
  )
  const propose = (edits: readonly Edit[]) => {
    onEdits(edits)
    const said = editLines(edits, searched).map((line) => sayLine(line, searched, words))
    setSaid(said.length > 0 ? t(text.added, { edit: said.join('; ') }) : '')
  }
  const edit = (one: Edit) => propose([one])
  const feature = found.status === 'ready' ? found.value : null
  const drawn = id && layer === 'roads' ? newRoadNow(draft, id) : null
  const lines = feature?.layer === 'roads' ? linesOf(feature.feature.geometry) : drawn ? [drawn.line] : null
  /** A lamp that the draft itself has brought: as it is now, not as it was clicked. */
  const isOwn = layer === 'lamps' && id?.startsWith('new:') === true
  const own = (isOwn && planned?.layers.lamps.get(id!)) || null
  if (isOwn && planned && !own) {
    return (
      <div className="stack">
        <Search tiles={tiles} city={searched} within={props.within} onChoose={onChoose} />
        <p className="soft">{t(lightingText.noLamp)}</p>
      </div>
    )
  }
  return (
    <div className="stack">
      <Search tiles={tiles} city={searched} within={props.within} onChoose={onChoose} />
      {chosen === null ? <p className="soft">{t(text.inspectorEmpty)}</p> : null}
      {chosen && layer ? (
        <>
          {found.status === 'loading' && !isOwn ? <p role="status">{t(text.readingFeature)}</p> : null}
          {found.status === 'failed' ? <ProblemBanner problem={found.problem} /> : null}
          <FeatureFacts
            crs={tiles.manifest.city.frame.crs}
            chosen={chosen}
            layer={layer}
            feature={feature?.feature ?? own}
            sources={sourcesOf(tiles, layer)}
            levels={levelsOf(tiles, layer)}
          />
          {feature?.layer === 'parcels' ? (
            <ParcelActions
              key={feature.feature.id}
              parcel={feature.feature as Feature<'parcels'>}
              groundMetres={feature.groundMetres}
              draft={draft}
              onEdit={edit}
            />
          ) : null}
          {feature?.layer === 'roads' ? (
            <RoadEdits
              key={feature.feature.id}
              tiles={tiles}
              road={feature.feature as Feature<'roads'>}
              draft={draft}
              onEdit={edit}
            />
          ) : null}
          {feature?.layer === 'roads' ? (
            <NewRow
              key={`lamps ${feature.feature.id}`}
              road={feature.feature as Feature<'roads'>}
              draft={draft}
              onEdits={propose}
            />
          ) : null}
          {lines && id ? <LightingStreet key={`light ${id}`} {...{ tiles, id, lines, draft, lit: props.lit }} /> : null}
          {layer === 'lamps' && id ? (
            <LampEdits key={id} tiles={tiles} id={id} at={[chosen.at.x, chosen.at.y]} draft={draft} onEdits={propose} />
          ) : null}
          {feature?.layer === 'cabinets' ? (
            <CabinetDimming key={feature.feature.id} cabinet={feature.feature.id} draft={draft} onEdit={edit} />
          ) : null}
          {layer === 'roads' && id && found.status === 'ready' && !feature ? (
            <PlannedRoad key={id} tiles={tiles} id={id} draft={draft} onEdit={edit} />
          ) : null}
          {feature && !editable.includes(feature.layer) ? <p className="small soft">{t(text.notEditable)}</p> : null}
          <EditsHere id={id} edits={editsOf(draft)} city={searched} />
        </>
      ) : null}
      {chosen && !layer ? <Place chosen={chosen} crs={tiles.manifest.city.frame.crs} /> : null}
      <p role="status" className="small">
        {said}
      </p>
    </div>
  )
}

/** Layers whose features a planner may propose something for. */
const editable: readonly LayerId[] = ['parcels', 'roads', 'lamps', 'cabinets']

const sourcesOf = (tiles: Tiles, layer: LayerId): readonly Source[] =>
  tiles.manifest.city.layers.find((one) => one.id === layer)?.sources ?? []

/** Datum and epoch of the levels in a layer; null where it holds none. */
function levelsOf(tiles: Tiles, layer: LayerId): { verticalDatum: string; epoch: string } | null {
  return tiles.manifest.city.layers.find((one) => one.id === layer)?.levels ?? null
}

function EditsHere({ id, edits, city }: { id: string | null; edits: readonly Edit[]; city: City | null }) {
  const words = useWords()
  const { t } = words
  const here = edits.filter(({ kind, target }) => (kind === 'turn.ban' ? target.split(' > ')[0] : target) === id)
  if (here.length === 0) return null
  return (
    <ul className="small">
      {here.map((edit) => (
        <li key={slotOf(edit)}>
          <span className="badge planned">{t(text.proposed)}</span> {sayEdit(edit, city, words)}
        </li>
      ))}
    </ul>
  )
}

function FeatureFacts(props: {
  crs: string
  chosen: Chosen
  layer: LayerId
  feature: Feature | null
  sources: readonly Source[]
  levels: { verticalDatum: string; epoch: string } | null
}) {
  const { crs, chosen, layer, feature, sources, levels } = props
  const words = useWords()
  const { t } = words
  const provenance = feature?.provenance ?? chosen.provenance
  const properties = (feature?.properties ?? chosen.properties) as Record<string, unknown>
  /** Neither the city's sources nor its state of building say anything of what the draft itself brings. */
  const ofScenario = chosen.id?.startsWith('new:') === true
  const said = ofScenario
    ? t(lightingText.thisScenario)
    : sources.map(({ title, licence }) => `${title} (${licence})`).join('; ')
  return (
    <section aria-label={t(layerAbout[layer].title)} className="stack">
      <div className="row">
        <h2 className="grow">{nameOf(layer, properties, words)}</h2>
        {provenance ? <ProvenanceBadge provenance={provenance} /> : null}
      </div>
      <table className="attributes">
        <tbody>
          <Row title={t(text.layer)}>{t(layerAbout[layer].title)}</Row>
          {provenance ? <Row title={t(text.provenance)}>{t(provenanceTitle[provenance])}</Row> : null}
          {Object.entries(properties).flatMap(([key, value]) => rowsOf(key, value, words))}
          <Row title={t(text.id)}>
            <code>{chosen.id}</code>
          </Row>
          {feature && !ofScenario ? (
            <Row title={t(text.buildState)}>{t(buildStateTitles[feature.buildState])}</Row>
          ) : null}
          <PlaceRows chosen={chosen} crs={crs} />
          {levels ? (
            <Row title={t(text.datum)}>
              {levels.verticalDatum}, {levels.epoch}
            </Row>
          ) : null}
          <Row title={t(text.source)}>{said || t(text.none)}</Row>
        </tbody>
      </table>
    </section>
  )
}

function Place({ chosen, crs }: { chosen: Chosen; crs: string }) {
  return (
    <table className="attributes">
      <tbody>
        <PlaceRows chosen={chosen} crs={crs} />
      </tbody>
    </table>
  )
}

function PlaceRows({ chosen, crs }: { chosen: Chosen; crs: string }) {
  const { t, number } = useWords()
  const { x, y, height } = chosen.at
  return (
    <>
      <Row title={t(text.coordinates, { crs })}>
        {number(x, 1)} · {number(y, 1)} m
      </Row>
      {height === null ? null : <Row title={t(text.height)}>{number(height, 2)} m</Row>}
    </>
  )
}

function Row({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{children}</td>
    </tr>
  )
}

/** Attributes with titles and units from the language; nested ones (zoning) a row each. */
function rowsOf(key: string, value: unknown, words: Words): React.ReactNode[] {
  const { t } = words
  if (Array.isArray(value)) return value.length === 0 ? [] : rowsOf(key, value.join(', '), words)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([inner, part]) => rowsOf(inner, part, words))
  }
  // 3D Tiles hold numbers where the city holds null: what is not known is not shown as a figure.
  const field = fieldTitles[key]
  if (!field && value === null) return []
  return [
    <Row key={key} title={field ? t(field.title) : key}>
      {written(key, value, words)}
      {field?.unit && typeof value === 'number' ? ` ${unitOf(field.unit, words.language)}` : ''}
    </Row>,
  ]
}

const unitOf = (unit: string, language: 'vi' | 'en') => unit.split(' / ')[language === 'en' ? 1 : 0] ?? unit

function written(key: string, value: unknown, { t, number, percent }: Words): string {
  if (value === null || value === undefined || value === '') return t(text.none)
  if (typeof value === 'boolean') return t(value ? text.yes : text.no)
  if (typeof value === 'number') {
    if (key === 'imperviousShare' || key === 'density') return percent(value)
    if (key === 'year') return String(value)
    return number(value, Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1)
  }
  return t(titleOf(String(value)))
}

const SHOWN = 12

/** A way to a parcel or a street without a pointer. */
function Search(props: { tiles: Tiles; city: City | null; within: Bounds; onChoose(chosen: Chosen): void }) {
  const { tiles, city, within, onChoose } = props
  const words = useWords()
  const { t } = words
  const [sought, setSought] = useState('')
  const deferred = useDeferredValue(sought)
  const begun = deferred.trim() !== ''
  const elsewhere = useLoaded(async (signal) => (begun ? readStreets(tiles, signal) : []), [tiles, begun])
  const streets = elsewhere.status === 'ready' ? elsewhere.value : null
  const hits = useMemo(
    () => (city && begun ? search(city, within, streets ?? [], deferred, words) : []),
    [city, within, streets, begun, deferred, words],
  )
  return (
    <div className="stack">
      <Field label={t(text.find)} hint={t(text.findHint)}>
        {(id) => (
          <input
            id={id}
            type="search"
            value={sought}
            disabled={city === null}
            onChange={(event) => setSought(event.target.value)}
          />
        )}
      </Field>
      {begun ? (
        <>
          <p role="status" className="small soft">
            {t(hits.length > SHOWN ? text.foundFirst : text.found, { n: hits.length, shown: SHOWN })}
          </p>
          <ul className="hits">
            {hits.slice(0, SHOWN).map(({ name, chosen }) => (
              <li key={chosen.id}>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onChoose(chosen)
                    setSought('')
                  }}
                >
                  {name} <code className="soft">{chosen.id}</code>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

interface Hit {
  readonly name: string
  readonly chosen: Chosen
  readonly rank: number
}

/** Parcels and streets within the area, then the other streets of the city. */
function search(city: City, within: Bounds, streets: readonly Feature<'roads'>[], sought: string, words: Words): Hit[] {
  const hits: Hit[] = []
  const look = (layer: 'parcels' | 'roads', feature: Feature, inside: boolean) => {
    const own = nameOf(layer, feature.properties, words)
    const name = 'bridge' in feature.properties && feature.properties.bridge ? `${own} (${words.t(text.bridge)})` : own
    const rank = rankOf(sought, `${name} ${feature.id}`)
    const at = rank === null ? null : middleOf(feature)
    if (rank === null || !at || contains(within, at) !== inside) return
    const { id, properties, provenance } = feature
    hits.push({ name, rank, chosen: { layer, id, properties, provenance, at: { x: at[0], y: at[1], height: null } } })
  }
  for (const road of city.layers.roads.values()) look('roads', road, true)
  for (const parcel of city.layers.parcels.values()) look('parcels', parcel, true)
  for (const street of streets) look('roads', street, false)
  return hits.sort((a, b) => a.rank - b.rank)
}

/** 0 and 1: the words as they are written, whole or begun; 2 and 3: without their marks; 4: all parts somewhere; null: no. */
function rankOf(sought: string, name: string): number | null {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[,·()]/g, ' ')
      .split(/\s+/)
      .filter(Boolean)
      .join(' ')
  const [asWritten, folded] = [` ${plain(name)} `, ` ${plain(fold(name))} `]
  const [phrase, bare] = [plain(sought), plain(fold(sought))]
  const found = [
    asWritten.includes(` ${phrase} `),
    asWritten.includes(` ${phrase}`),
    folded.includes(` ${bare} `),
    folded.includes(` ${bare}`),
    bare.split(' ').every((part) => folded.includes(part)),
  ].indexOf(true)
  return found < 0 ? null : found
}

/** A point that surely lies on the feature's own block of tiles. */
function middleOf(feature: Feature): XY | null {
  const ring = polygonsOf(feature.geometry)[0]?.[0]
  if (ring) return centroid(ring)
  const line = linesOf(feature.geometry)[0]
  return line?.[Math.floor(line.length / 2)] ?? null
}
