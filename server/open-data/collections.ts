/** What is open of the city as it stands: its datasets, their files, and the collections that are asked for in windows. */
import { attributesOf } from '../../data/readers/layer/fields.ts'
import { type OpenCatalogue, type OpenDataset, type OpenFile, openFormats } from '../../scenarios/api/open.ts'
import type { FloodMap } from '../../scenarios/api/place.ts'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { projection } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf } from '../../scenarios/geometry.ts'
import { type Licence, layerOpenness, licencesOf } from '../../scenarios/open-data/layers.ts'
import { isIllustrative, provenanceTitle } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { readFloods, tiffOf } from '../floods/desk.ts'
import type { House } from '../house.ts'
import { refuse } from '../http.ts'
import { type OpenFiles, openFiles } from './files.ts'
import { type MadeFormat, madeFormats } from './make.ts'
import { type OpenRecords, openRecords, RECORDS_LICENCE } from './records.ts'
import { type FeatureStore, type FieldKind, fileStore, type Question, select, storeOf } from './store.ts'

export interface Collection {
  readonly id: string
  readonly title: Bilingual
  readonly about: Bilingual
  readonly licences: readonly Licence[]
  readonly period: { readonly from: string; readonly to: string } | null
  /** Attributes that features can be asked for by. */
  fields(): Promise<ReadonlyMap<string, FieldKind>>
  store(): Promise<FeatureStore>
  select(question: Omit<Question, 'period'>): Promise<Uint32Array>
}

export interface OpenData {
  readonly files: OpenFiles
  catalogue(): Promise<OpenCatalogue>
  collections(): Promise<readonly Collection[]>
  /** Records as they are told now. */
  records(id: string): Promise<Awaited<ReturnType<OpenRecords['read']>> | null>
  /** GeoTIFF of a flood that is published now; null: there is none of this id. */
  flood(id: string): ReturnType<typeof tiffOf>
  /** Where a file lies; null where there is no such file of this city. */
  file(id: string, format: string): Promise<{ path: string; root: string } | null>
  close(): Promise<void>
}

const rasters = {
  ground: both('Cao độ mặt đất', 'Ground levels'),
  landcover: both('Lớp phủ mặt đất (lưới)', 'Land cover (grid)'),
}
const rasterAbout = {
  ground: both('Cao độ mặt đất có đáy kênh, m', 'Ground levels with canal beds, m'),
  landcover: both('Lớp phủ theo ô lưới', 'Cover by cell'),
}

/** Features whose ids and bounds are held at a time, over all collections. */
const FEATURES_HELD = 1_500_000
const ANSWERS_HELD = 64
/** Searches through whole layers, one after the other; more than so many wait for none. */
const SCANS_WAITING = 8
/** Records change with every step of an office; a page of them need not. */
const RECORDS_MS = 30_000

export function openData(house: House): OpenData {
  const { tiles } = house
  const files = openFiles(house)
  const stores = new Map<string, Promise<FeatureStore>>()
  const answers = new Map<string, Promise<Uint32Array>>()
  let scanning: Promise<unknown> = Promise.resolve()
  let scans = 0
  const told = new Map<string, { at: number; read: ReturnType<OpenRecords['read']> }>()

  /** The last that were asked for stay. */
  function held<T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const known = all.get(key) ?? make()
    all.delete(key)
    all.set(key, known)
    known.catch(() => all.delete(key))
    return known
  }
  async function layerStore(manifest: TilesManifest, layer: LayerId): Promise<FeatureStore> {
    const key = `${manifest.hash} ${layer}`
    const store = await held(stores, key, async () => fileStore(await files.made(manifest, layer, 'geojson')))
    let count = 0
    for (const [other, waiting] of [...stores].reverse()) {
      count += other === key ? store.ids.length : ((await waiting.catch(() => null))?.ids.length ?? 0)
      if (count > FEATURES_HELD && other !== key) stores.delete(other)
    }
    return store
  }
  function answered(key: string, store: FeatureStore, question: Question): Promise<Uint32Array> {
    const found = held(answers, `${key} ${JSON.stringify(question)}`, () => {
      // Only attributes are looked for through a whole layer; by place there is an index.
      if (question.boxes !== null || question.equal.length + Number(question.interval !== null) === 0)
        return select(store, question)
      if (scans >= SCANS_WAITING)
        throw refuse(503, 'server/busy', both('Máy chủ đang bận; hãy thử lại', 'The server is busy; try again'))
      scans++
      const scan = scanning.then(() => select(store, question)).finally(() => scans--)
      scanning = scan.catch(() => {})
      return scan
    })
    for (const old of [...answers.keys()].slice(0, Math.max(0, answers.size - ANSWERS_HELD))) answers.delete(old)
    return found
  }
  function records(kind: OpenRecords) {
    const known = told.get(kind.id)
    if (known && Date.now() - known.at < RECORDS_MS) return known.read
    const read = kind.read(house)
    told.set(kind.id, { at: Date.now(), read })
    read.catch(() => told.delete(kind.id))
    return read
  }

  function layersOf({ city }: TilesManifest) {
    return city.layers.flatMap((layer) => {
      const openness = layerOpenness[layer.id]
      const licences = licencesOf(layer.sources)
      return openness.open && licences ? [{ layer, openness, licences }] : []
    })
  }

  return {
    files,
    async catalogue() {
      const manifest = await tiles.manifest()
      const { city } = manifest
      const open = layersOf(manifest)
      const layers = open.map(({ layer, openness, licences }): OpenDataset => {
        const { id, provenance, sources, note, date, count } = layer
        const archive = manifest.vector.find((one) => one.layer === id)
        const made = madeFormats.map((format) => fileOf(id, format, files.size(manifest, id, format)))
        return {
          ...{ id, kind: 'layer', title: layerAbout[id].title, about: openness.about, provenance },
          ...{ provenanceTitle: provenanceTitle[provenance], illustrative: isIllustrative([provenance]) },
          ...{ licences, sources, note: note ?? null, date },
          features: count,
          files: [
            ...made,
            fileOf(id, 'csv-metadata.json', null),
            ...(archive ? [fileOf(id, 'pmtiles', archive.bytes)] : []),
          ],
          collection: id,
        }
      })
      const grids = manifest.rasters.flatMap(({ id, bytes }): OpenDataset[] => {
        const from =
          id === 'ground'
            ? city.grids.filter((grid) => grid.id === 'ground')
            : city.layers.filter((layer) => ['landcover', 'water', 'buildings', 'roads'].includes(layer.id))
        const sources = [
          ...new Map(from.flatMap((one) => one.sources.map((source) => [source.title, source] as const))).values(),
        ]
        const licences = licencesOf(sources)
        if (!licences || from.length === 0) return []
        const provenances = from.map(({ provenance }) => provenance)
        const [first] = from
        return [
          {
            ...{ id: `${id}-grid`, kind: 'raster', title: rasters[id], about: rasterAbout[id] },
            ...{ provenance: first!.provenance, provenanceTitle: provenanceTitle[first!.provenance] },
            ...{ illustrative: isIllustrative(provenances), licences, sources },
            ...{ note: first!.note ?? null, date: first!.date, features: null, collection: null },
            files: [fileOf(`${id}-grid`, 'tif', bytes)],
          },
        ]
      })
      const floods = (await readFloods(house, null)).map(({ map }): OpenDataset => {
        const earlier = both(
          'Tính cho một bản dữ liệu thành phố trước đây.',
          'Computed of an earlier version of the city.',
        )
        return {
          ...{
            id: `${FLOOD}${map.id}`,
            kind: 'raster',
            title: floodTitle(map),
            about: map.says,
            provenance: 'computed',
          },
          ...{ provenanceTitle: provenanceTitle.computed, illustrative: map.illustrative },
          ...{ licences: [ownLicence], sources: [], note: map.current ? null : earlier },
          ...{ date: (map.publishedAt ?? map.createdAt).slice(0, 10), features: null, collection: null },
          files: [fileOf(`${FLOOD}${map.id}`, 'tif', null)],
        }
      })
      const papers = await Promise.all(
        openRecords.map(async (kind): Promise<OpenDataset> => {
          const { features, provenance } = await records(kind)
          return {
            ...{ id: kind.id, kind: 'record', title: kind.title, about: kind.about, provenance },
            ...{ provenanceTitle: provenanceTitle[provenance], illustrative: isIllustrative([provenance]) },
            ...{ licences: [ownLicence], sources: [], note: null },
            ...{ date: new Date().toISOString().slice(0, 10), features: features.length },
            files: [fileOf(kind.id, 'geojson', null)],
            collection: kind.id,
          }
        }),
      )
      files.prepare(
        manifest,
        open.map(({ layer }) => layer.id),
      )
      const openIds = new Set<string>(layers.map(({ id }) => id))
      return {
        city: { title: city.title, version: manifest.hash, bbox: [...degreesOf(manifest)] },
        datasets: [...layers, ...grids, ...floods, ...papers],
        withheld: city.layers
          .filter(({ id }) => !openIds.has(id))
          .map(({ id }) => {
            const openness = layerOpenness[id]
            return { id, title: layerAbout[id].title, why: openness.open ? noLicence : openness.why }
          }),
        ogc: '/open/ogc',
      }
    },
    async collections() {
      const manifest = await tiles.manifest()
      const layers = layersOf(manifest).map(({ layer: { id }, openness, licences }): Collection => {
        const period = openness.period ?? null
        const store = () => layerStore(manifest, id)
        const fields = async () => layerFields(id)
        return {
          ...{ id, title: layerAbout[id].title, about: openness.about, licences, period, store, fields },
          select: async (question) => answered(`${manifest.hash} ${id}`, await store(), { ...question, period }),
        }
      })
      const papers = openRecords.map((kind): Collection => {
        const period = kind.period ?? null
        const store = async () => storeOf((await records(kind)).features)
        const fields = async () => (await store()).fields
        return {
          ...{ id: kind.id, title: kind.title, about: kind.about, licences: [ownLicence], period, store, fields },
          select: async (question) => select(await store(), { ...question, period }),
        }
      })
      return [...layers, ...papers]
    },
    async records(id) {
      const kind = openRecords.find((one) => one.id === id)
      return kind ? records(kind) : null
    },
    flood: (id) => (id.startsWith(FLOOD) ? tiffOf(house, id.slice(FLOOD.length)) : Promise.resolve(null)),
    async file(id, format) {
      const manifest = await tiles.manifest()
      const layer = layersOf(manifest).find((one) => one.layer.id === id)?.layer.id
      if (layer && (madeFormats as readonly string[]).includes(format)) {
        const path = await files.made(manifest, layer, format as MadeFormat)
        return { root: path.slice(0, path.lastIndexOf('/')), path: path.slice(path.lastIndexOf('/') + 1) }
      }
      const archive = format === 'pmtiles' && layer ? manifest.vector.find((one) => one.layer === layer) : undefined
      const raster = format === 'tif' ? manifest.rasters.find((one) => `${one.id}-grid` === id) : undefined
      const found = archive ?? raster
      return found ? { root: tiles.dir, path: found.file } : null
    },
    close: () => files.close(),
  }
}

const layerFields = (layer: LayerId): ReadonlyMap<string, FieldKind> =>
  new Map([
    ...attributesOf(layer).map(({ path, kind }): [string, FieldKind] => [
      path,
      kind === 'number' || kind === 'boolean' ? kind : 'string',
    ]),
    ['provenance', 'string'],
    ['buildState', 'string'],
  ])

const FLOOD = 'flood-'
const floodTitle = ({ title, illustrative }: FloodMap): Bilingual =>
  both(
    `Độ sâu ngập: ${title.vi}${illustrative ? ' (minh họa)' : ''}`,
    `Flood depth: ${title.en}${illustrative ? ' (illustrative)' : ''}`,
  )

const ownLicence: Licence = { title: `${RECORDS_LICENCE.vi} / ${RECORDS_LICENCE.en}`, url: null }
const noLicence = both(
  'Nguồn của lớp này không cho phép phát hành lại',
  'The source of this layer does not let it be passed on',
)

const fileOf = (id: string, format: OpenFile['format'], bytes: number | null): OpenFile => ({
  format,
  path: `/open/files/${id}.${format}`,
  bytes,
})
export const isOpenFormat = (format: string): format is OpenFile['format'] =>
  (openFormats as readonly string[]).includes(format)

/** Of the city's ground. */
export function degreesOf({ city: { bounds, frame } }: TilesManifest): Bounds {
  const { toWgs84 } = projection(frame)
  const [w, s, e, n] = bounds
  const corners = [toWgs84(w, s), toWgs84(e, s), toWgs84(w, n), toWgs84(e, n)]
  return boundsOf(corners.map(([lon, lat]): [number, number] => [round(lon), round(lat)]))
}
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
