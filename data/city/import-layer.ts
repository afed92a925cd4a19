/**
 * Mapped features onto a layer of a standing city: which features stay, which versions end, what else names them, and the report of
 * it all. Reads the dataset and writes nothing; `replaceLayers` does.
 */
import { BoundsIndex } from '../../scenarios/bounds-index.ts'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { geometryBounds, pointInGeometry } from '../../scenarios/geometry.ts'
import { Problem, type Signal } from '../../scenarios/problem.ts'
import { type Source, weakest } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Mapped } from '../readers/layer/map.ts'
import { type ImportReport, Reporter } from '../readers/report.ts'
import { type ParcelVersions, versionsOf } from './parcels.ts'
import { readLayer } from './read.ts'
import { mendReferences, networks, references } from './references.ts'
import type { LayerInput } from './write.ts'

export interface LayerImport {
  readonly layer: LayerId
  readonly mapped: Mapped
  /** Name of the file. */
  readonly file: string
  /** True: the layer holds the file and nothing else after. */
  readonly replace: boolean
  /** Date that the data stand for. */
  readonly date: string
  readonly source: Source
  readonly levels?: { readonly verticalDatum: string; readonly epoch: string } | undefined
  readonly signal?: Signal | undefined
}

export interface LayerChange {
  readonly layers: { readonly [L in LayerId]?: LayerInput<L> }
  readonly report: ImportReport
}

type Layers = Partial<Record<LayerId, LayerInput>>

/** @throws Problem `layer/nothing` where the file gives no feature · Cancelled */
export async function importLayer(dir: string, manifest: CityManifest, asked: LayerImport): Promise<LayerChange> {
  const { layer, mapped, file, replace } = asked
  if (mapped.features.length === 0) throw nothing(mapped.report, layer, file)
  const reporter = new Reporter()
  const before = await readLayer(dir, manifest, layer)
  const layers: Layers = {}
  const heirs = new Map<string, readonly Feature[]>()
  let features: readonly Feature[]
  let note = mapped.note
  if (layer === 'parcels') {
    const history = await readLayer(dir, manifest, 'parcelhistory')
    const incoming = mapped.features as Feature<'parcels'>[]
    const { assumed } = mapped
    const options = { file, date: asked.date, replace, assumed, history, signal: asked.signal }
    const versions = versionsOf(before as Feature<'parcels'>[], incoming, options)
    tellVersions(versions, reporter)
    note = noteOfParcels(versions)
    if (note) reporter.notes.push(note)
    features = versions.parcels
    const byId = new Map(versions.parcels.map((parcel) => [parcel.id, parcel]))
    for (const { id, properties } of versions.ended)
      heirs.set(
        id,
        properties.successors.map((successor) => byId.get(successor)!),
      )
    if (versions.ended.length > 0)
      layers.parcelhistory = inputOf(manifest, asked, 'parcelhistory', [...history, ...versions.ended], null)
  } else {
    const ids = new Set(mapped.features.map((feature) => feature.id))
    const kept = replace ? [] : before.filter((feature) => !ids.has(feature.id))
    features = [...kept, ...mapped.features]
    tellMerge(before, kept, mapped.features, replace, reporter)
  }
  layers[layer] = inputOf(manifest, asked, layer, features, note)
  if (layer === 'addresses') await countAgain(dir, manifest, layers)
  await mendOthers(dir, manifest, layers, layer, heirs, reporter)
  await tellLostEnds(dir, manifest, layers, layer, reporter)
  const { read, skipped, repaired, notes } = mapped.report
  const written = Object.fromEntries(Object.entries(layers).map(([id, input]) => [id, input.features.length]))
  // Of parcels it is known only now what was assumed and what the parcels before them gave.
  const told = layer === 'parcels' ? notes.filter((one) => one !== mapped.note) : notes
  const report = { read, written, skipped, repaired, notes: [...told, ...reporter.notes] }
  return { layers: layers as LayerChange['layers'], report }
}

function nothing({ skipped }: ImportReport, layer: LayerId, file: string): Problem {
  const [worst] = skipped.toSorted((a, b) => b.count - a.count)
  const [vi, en] = worst
    ? [`${worst.count} × ${worst.message.vi}`, `${worst.count} × ${worst.message.en}`]
    : ['tệp không có đối tượng nào', 'the file holds no features']
  return new Problem({
    code: 'layer/nothing',
    message: both(`không có gì dùng được cho lớp này: ${vi}`, `nothing in it can be used for this layer: ${en}`),
    file,
    place: worst?.examples[0] ?? layer,
    expected: `features for the layer ${layer}`,
  })
}

/** The layer as its manifest tells of it: sources of what is in it, the weakest provenance, the newest date. */
function inputOf(
  manifest: CityManifest,
  asked: LayerImport,
  id: LayerId,
  features: readonly Feature[],
  own: Bilingual | null,
): LayerInput {
  const old = manifest.layers.find((layer) => layer.id === id)
  const ours = new Set(asked.mapped.features.map((feature) => feature.id))
  const only = asked.replace && id === asked.layer && features.every((feature) => ours.has(feature.id))
  const others = only ? [] : (old?.sources ?? []).filter((source) => source.title !== asked.source.title)
  const levels = asked.levels ?? (only ? undefined : old?.levels)
  const note = own ?? (only ? undefined : old?.note)
  return {
    features,
    provenance: weakest(features.map((feature) => feature.provenance)),
    sources: [...others, asked.source],
    date: only || !old || old.date < asked.date ? asked.date : old.date,
    ...(note && { note }),
    ...(levels && { levels }),
  }
}

async function mendOthers(
  dir: string,
  manifest: CityManifest,
  layers: Layers,
  changed: LayerId,
  heirs: ReadonlyMap<string, readonly Feature[]>,
  reporter: Reporter,
): Promise<void> {
  const standing = new Map(layers[changed]!.features.map((feature) => [feature.id, feature]))
  for (const { layer, path, to } of references) {
    const old = manifest.layers.find((entry) => entry.id === layer)
    // The layer itself may name others that were there before: its file cannot know them.
    const targets = layer === changed ? await idsOf(dir, manifest, layers, to) : to === changed ? standing : null
    if (!targets || (layer !== changed && !old)) continue
    const now = layers[layer] ?? { ...old!, features: await readLayer(dir, manifest, layer) }
    const { features, moved, cleared } = mendReferences(now.features, path, targets, heirs)
    if (moved + cleared === 0) continue
    layers[layer] = withFeatures(now, features)
    reporter.note(
      `${layer}.${path}: ${moved} chuyển sang đối tượng kế thừa, ${cleared} không còn đối tượng nên để trống.`,
      `${layer}.${path}: ${moved} moved to the successor, ${cleared} emptied because their object is no more.`,
    )
  }
}

const withFeatures = (
  { provenance, sources, date, note, levels }: Omit<LayerInput, 'features'>,
  features: readonly Feature[],
): LayerInput => ({ features, provenance, sources, date, ...(note && { note }), ...(levels && { levels }) })

/** The cells of the address grid tell how many addresses lie in them. */
async function countAgain(dir: string, manifest: CityManifest, layers: Layers): Promise<void> {
  const old = manifest.layers.find((entry) => entry.id === 'gridcells')
  if (!old) return
  const cells = await readLayer(dir, manifest, 'gridcells')
  const index = new BoundsIndex(cells, (cell) => geometryBounds(cell.geometry))
  const counts = new Map<string, number>()
  for (const { geometry } of layers.addresses!.features) {
    if (geometry.type !== 'Point') continue
    const [x, y] = geometry.coordinates
    const cell = index.near([x, y, x, y]).find((one) => pointInGeometry([x, y], one.geometry))
    if (cell) counts.set(cell.id, (counts.get(cell.id) ?? 0) + 1)
  }
  const counted = cells.map((cell) => ({
    ...cell,
    properties: { ...cell.properties, addresses: counts.get(cell.id) ?? 0 },
  }))
  layers.gridcells = withFeatures(old, counted)
}

/** A network may come in two files, its nodes before or after its lines: what is still missing is told. */
async function tellLostEnds(
  dir: string,
  manifest: CityManifest,
  layers: Layers,
  changed: LayerId,
  reporter: Reporter,
): Promise<void> {
  const network = networks.find(({ layer, to }) => layer === changed || to === changed)
  if (!network) return
  const { layer, to } = network
  const lines = [...(await idsOf(dir, manifest, layers, layer)).values()] as Feature<typeof layer>[]
  const nodes = await idsOf(dir, manifest, layers, to)
  const lost = lines.filter(({ properties: { fromNode, toNode } }) => !nodes.has(fromNode) || !nodes.has(toNode))
  if (lost.length === 0) return
  const list = `${lost
    .slice(0, 5)
    .map(({ id }) => id)
    .join(', ')}${lost.length > 5 ? ', …' : ''}`
  reporter.note(
    `${lost.length} đối tượng của lớp ${layer} nêu nút không có trong lớp ${to}: ${list}. Hãy nhập cả lớp nút.`,
    `${lost.length} features of ${layer} name a node that ${to} does not hold: ${list}. Import its nodes too.`,
  )
}

async function idsOf(
  dir: string,
  manifest: CityManifest,
  layers: Layers,
  id: LayerId,
): Promise<ReadonlyMap<string, Feature>> {
  const features: readonly Feature[] = layers[id]?.features ?? (await readLayer(dir, manifest, id))
  return new Map(features.map((feature) => [feature.id, feature]))
}

function tellMerge(
  before: readonly Feature[],
  kept: readonly Feature[],
  now: readonly Feature[],
  replace: boolean,
  reporter: Reporter,
): void {
  if (before.length === 0) return
  const gone = before.length - kept.length
  if (replace) {
    reporter.note(
      `Lớp được thay toàn bộ: ${before.length} đối tượng cũ không còn.`,
      `The layer is replaced as a whole: ${before.length} features before it are gone.`,
    )
  } else {
    reporter.note(
      `${kept.length} đối tượng đang có được giữ, ${gone} được thay theo mã, ${now.length - gone} thêm mới.`,
      `${kept.length} standing features are kept, ${gone} replaced by id, ${now.length - gone} added.`,
    )
  }
}

function noteOfParcels({ open: { inherited, assumed } }: ParcelVersions): Bilingual | null {
  if (inherited + assumed === 0) return null
  return both(
    `Loại đất hoặc quy hoạch không có trong tệp: ${inherited} thửa giữ theo thửa trước, ${assumed} thửa lấy giá trị thông dụng làm giả định.`,
    `Use or zoning not in the file: ${inherited} parcels keep what the parcel before them had, ${assumed} have common values assumed.`,
  )
}

function tellVersions({ counts, area, gaps }: ParcelVersions, reporter: Reporter): void {
  const { unchanged, untouched, redraw, split, merge, reparcel, drop } = counts
  reporter.note(
    `Thửa đang có: ${unchanged} giữ nguyên, ${redraw} đo vẽ lại, ${split} tách, ${merge} hợp, ${reparcel} chia lại nhiều thửa, ${drop} mất, ${untouched} tệp không đụng đến; ${counts.new} thửa mới không có thửa gốc.`,
    `Standing parcels: ${unchanged} unchanged, ${redraw} redrawn, ${split} split, ${merge} merged, ${reparcel} re-parcelled, ${drop} dropped, ${untouched} untouched by the file; ${counts.new} new ones without predecessor.`,
  )
  const m2 = (value: number) => value.toFixed(1)
  reporter.note(
    `Diện tích: trước ${m2(area.before)} m² − mất ${m2(area.dropped)} + mới ${m2(area.new)} + chênh do đo lại ${m2(area.resurveyed)} = sau ${m2(area.after)} m².`,
    `Area: ${m2(area.before)} m² before − ${m2(area.dropped)} dropped + ${m2(area.new)} new + ${m2(area.resurveyed)} by new survey = ${m2(area.after)} m² after.`,
  )
  if (gaps.length === 0) return
  const list = gaps
    .slice(0, 5)
    .map(({ id, squareMetres }) => `${id}: ${m2(squareMetres)} m²`)
    .join('; ')
  reporter.note(
    `${gaps.length} thửa kết thúc có phần đất không nằm trong thửa mới nào: ${list}${gaps.length > 5 ? '; …' : ''}.`,
    `${gaps.length} parcels that end have ground in no new parcel: ${list}${gaps.length > 5 ? '; …' : ''}.`,
  )
}
