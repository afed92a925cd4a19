/** One feature: what is known of it and from where, and what a planner may propose for it. */
import { useDeferredValue, useMemo, useState } from 'react'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { fieldTitles, type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, centroid, contains, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { type BuildState, provenanceTitle, type Source } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { fold } from '../shared/fold.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { Field, ProblemBanner, ProvenanceBadge } from '../shared/ui.tsx'
import type { Picked } from '../stage/index.ts'
import { ParcelActions, RoadActions } from './actions.tsx'
import { type Found, findFeature, useLoaded } from './city.ts'
import { type Draft, editsOf } from './draft.ts'
import { nameOf, sayEdit } from './names.ts'
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
  /** Where the search looks. */
  within: Bounds
  onChoose(chosen: Chosen): void
  onEdit(edit: Edit): void
}) {
  const { tiles, chosen, draft, searched, onChoose, onEdit } = props
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
  const edit = (one: Edit) => {
    onEdit(one)
    setSaid(t(text.added, { edit: sayEdit(one, searched, words) }))
  }
  const feature = found.status === 'ready' ? found.value : null
  return (
    <div className="stack">
      <Search city={searched} within={props.within} onChoose={onChoose} />
      {chosen === null ? <p className="soft">{t(text.inspectorEmpty)}</p> : null}
      {chosen && layer ? (
        <>
          {found.status === 'loading' ? <p role="status">{t(text.readingFeature)}</p> : null}
          {found.status === 'failed' ? <ProblemBanner problem={found.problem} /> : null}
          <FeatureFacts
            crs={tiles.manifest.city.frame.crs}
            chosen={chosen}
            layer={layer}
            feature={feature?.feature ?? null}
            sources={sourcesOf(tiles, layer)}
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
            <RoadActions road={feature.feature as Feature<'roads'>} draft={draft} onEdit={edit} />
          ) : null}
          {feature && feature.layer !== 'parcels' && feature.layer !== 'roads' ? (
            <p className="small soft">{t(text.notEditable)}</p>
          ) : null}
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

const sourcesOf = (tiles: Tiles, layer: LayerId): readonly Source[] =>
  tiles.manifest.city.layers.find((one) => one.id === layer)?.sources ?? []

function EditsHere({ id, edits, city }: { id: string | null; edits: readonly Edit[]; city: City | null }) {
  const words = useWords()
  const { t } = words
  const here = edits.filter((edit) => edit.target === id)
  if (here.length === 0) return null
  return (
    <ul className="small">
      {here.map((edit) => (
        <li key={edit.kind}>
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
}) {
  const { crs, chosen, layer, feature, sources } = props
  const words = useWords()
  const { t } = words
  const provenance = feature?.provenance ?? chosen.provenance
  const properties = (feature?.properties ?? chosen.properties) as Record<string, unknown>
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
          {feature ? <Row title={t(text.buildState)}>{t(buildStateTitles[feature.buildState])}</Row> : null}
          <PlaceRows chosen={chosen} crs={crs} />
          <Row title={t(text.source)}>{sources.map((s) => `${s.title} (${s.licence})`).join('; ') || t(text.none)}</Row>
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
  return t(valueTitles[String(value)] ?? both(String(value), String(value)))
}

/** What the data call by a key, people call by a word. */
const valueTitles: Record<string, Bilingual> = {
  open: text.open,
  closed: text.closed,
  trunk: both('quốc lộ', 'trunk'),
  arterial: both('trục chính', 'arterial'),
  collector: both('gom, khu vực', 'collector'),
  local: both('đường phố', 'local'),
  alley: both('hẻm', 'alley'),
  path: both('lối đi', 'path'),
  river: both('sông', 'river'),
  canal: both('kênh', 'canal'),
  stream: both('rạch', 'stream'),
  ditch: both('mương', 'ditch'),
  drain: both('cống, rãnh', 'drain'),
  lake: both('hồ', 'lake'),
  pond: both('ao, hồ', 'pond'),
  sea: both('biển', 'sea'),
  paddy: both('ruộng lúa', 'paddy'),
  orchard: both('vườn cây', 'orchard'),
  grass: both('cỏ', 'grass'),
  forest: both('rừng', 'forest'),
  paved: both('mặt lát', 'paved'),
  imported: both('nhập từ tệp', 'imported'),
  generated: both('sinh tự động', 'generated'),
  observed: both('quan trắc', 'observed'),
  residential: both('nhà ở', 'residential'),
  commercial: both('thương mại', 'commercial'),
  mixed: both('hỗn hợp', 'mixed'),
  public: both('công cộng', 'public'),
  industrial: both('công nghiệp', 'industrial'),
  school: both('trường học', 'school'),
  education: both('giáo dục', 'education'),
  health: both('y tế', 'health'),
  office: both('văn phòng', 'office'),
  government: both('cơ quan nhà nước', 'government'),
  market: both('chợ', 'market'),
  retail: both('bán lẻ', 'retail'),
  religious: both('tôn giáo', 'religious'),
  heritage: both('di tích', 'heritage'),
  sport: both('thể thao', 'sport'),
  tourism: both('du lịch', 'tourism'),
  transport: both('giao thông', 'transport'),
  park: both('công viên', 'park'),
  place: both('địa danh', 'place'),
  sand: both('cát', 'sand'),
  rock: both('đá', 'rock'),
  unknown: both('không rõ', 'unknown'),
  house: both('nhà ở riêng lẻ', 'house'),
}

const buildStateTitles: Record<BuildState, Bilingual> = {
  proposed: both('đề xuất', 'proposed'),
  approved: both('đã duyệt, chưa xây', 'approved, not built'),
  'under-construction': both('đang xây', 'under construction'),
  'as-built': both('đã có', 'as built'),
  removed: both('đã bỏ', 'removed'),
}

const SHOWN = 12

/** A way to a parcel or a street without a pointer. */
function Search(props: { city: City | null; within: Bounds; onChoose(chosen: Chosen): void }) {
  const { city, within, onChoose } = props
  const words = useWords()
  const { t } = words
  const [sought, setSought] = useState('')
  const deferred = useDeferredValue(sought)
  const hits = useMemo(
    () => (city && deferred.trim() ? search(city, within, deferred, words) : []),
    [city, within, deferred, words],
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
      {deferred.trim() ? (
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

function search(city: City, within: Bounds, sought: string, words: Words): Hit[] {
  const hits: Hit[] = []
  const look = (layer: 'parcels' | 'roads', feature: Feature) => {
    const name = nameOf(layer, feature.properties, words)
    const rank = rankOf(sought, `${name} ${feature.id}`)
    const at = rank === null ? null : middleOf(feature)
    if (rank === null || !at || !contains(within, at)) return
    const { id, properties, provenance } = feature
    hits.push({ name, rank, chosen: { layer, id, properties, provenance, at: { x: at[0], y: at[1], height: null } } })
  }
  for (const road of city.layers.roads.values()) look('roads', road)
  for (const parcel of city.layers.parcels.values()) look('parcels', parcel)
  return hits.sort((a, b) => a.rank - b.rank)
}

/** 0 and 1: the words as they are written, whole or begun; 2 and 3: without their marks; 4: all parts somewhere; null: no. */
function rankOf(sought: string, name: string): number | null {
  const plain = (text: string) => text.toLowerCase().replace(/[,·]/g, ' ').split(/\s+/).filter(Boolean).join(' ')
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
