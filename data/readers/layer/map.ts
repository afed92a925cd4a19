/**
 * Features of a file → features of a named layer: moved into the city's frame, made sound, their attributes read by the
 * mapping, the rest filled by stated defaults, each checked by the layer's schema. What cannot be used is left out by name and
 * place; nothing is dropped silently.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout, type Properties } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { type Bounds, type Geometry, geometryBounds, polygonArea } from '../../../scenarios/geometry.ts'
import { hashText } from '../../../scenarios/ids.ts'
import { Problem, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { type ImportReport, Reporter } from '../report.ts'
import { type SourceFeature, type SourceLayer, valueIn } from '../vector/contract.ts'
import { AttributeReader } from './attributes.ts'
import { isTarget, titleOfPath } from './fields.ts'
import type { Mapping } from './mapping.ts'
import { soundGeometry } from './repair.ts'
import { seamless, tellOverlaps } from './seams.ts'
import { missingFields } from './suggest.ts'

export interface MapOptions {
  /** Name of the file, for problems. */
  readonly file: string
  /** Date that the data stand for. */
  readonly date: string
  /** Title of the source. */
  readonly title: string
  /** Of the city's ground; null: everything is taken. */
  readonly extent: Bounds | null
  readonly signal?: Signal | undefined
}

export interface Mapped<L extends LayerId = LayerId> {
  readonly features: Feature<L>[]
  /** Attributes that no column gave, by feature. */
  readonly assumed: ReadonlyMap<string, readonly string[]>
  readonly report: ImportReport
  /** What was assumed, for whoever looks at the layer later. */
  readonly note: Bilingual | null
}

/** @throws Problem `layer/mapping` where attributes that the layer must have come from nowhere · Cancelled */
export function mapFeatures<L extends LayerId>(
  source: SourceLayer,
  layer: L,
  mapping: Mapping,
  place: { toLocal(x: number, y: number): XY },
  options: MapOptions,
): Mapped<L> {
  if (!isTarget(layer)) throw noTarget(layer, options.file)
  const missing = missingFields(layer, mapping)
  if (missing.length > 0) throw incomplete(source, layer, missing, options.file)
  const reporter = new Reporter()
  const reader = new AttributeReader(layer, mapping, options, reporter)
  const features: Feature<L>[] = []
  const assumed = new Map<string, readonly string[]>()
  const seen = new Set<string>()
  const contents = new Set<string>()
  for (const [i, one] of source.features.entries()) {
    if (i % 500 === 0) throwIfAborted(options.signal)
    const local = moved(one.geometry, place)
    const geometry = soundGeometry(local, layerAbout[layer].geometry, options.extent, reporter, one.place)
    if (!geometry) continue
    const read = reader.read(one, geometry)
    if (!read) continue
    const shape = JSON.stringify(geometry.coordinates)
    const content = hashText(`${shape} ${JSON.stringify(read.properties)}`)
    if (contents.has(content)) {
      reporter.skip(
        'duplicate',
        'trùng hoàn toàn với một đối tượng trước',
        'the same as a feature before it',
        one.place,
      )
      continue
    }
    contents.add(content)
    const wanted = `ext:${layer}/${keyOf(layer, mapping, one, read.properties) ?? hashText(shape).slice(0, 12)}`
    const id = freeId(seen, wanted)
    if (id !== wanted)
      reporter.repair(
        'key-twice',
        'khóa lặp lại, thêm số thứ tự',
        'a key that stands twice was numbered',
        `${one.place} (${wanted})`,
      )
    seen.add(id)
    if (read.assumed.length > 0) assumed.set(id, read.assumed)
    const provenance = read.weak ? 'assumed' : 'imported'
    features.push({ type: 'Feature', id, geometry, provenance, buildState: 'as-built', properties: read.properties })
  }
  const note = features.length > 0 ? reader.tellDefaults() : null
  tellReach(features, options.extent, reporter)
  tellAreas(features, reporter)
  if (seamless.includes(layer)) tellOverlaps(features, reporter, options.signal)
  const report = reporter.report({ [source.name]: source.features.length }, { [layer]: features.length })
  return { features, assumed, report, note }
}

const noTarget = (layer: LayerId, file: string) =>
  new Problem({
    code: 'layer/target',
    message: both(
      'lớp này do hệ thống tự lập khi thửa đất thay đổi, không nhập từ tệp',
      'this layer is written when parcels change and is not imported',
    ),
    file,
    place: layer,
    expected: '--layer parcels',
  })

const incomplete = (source: SourceLayer, layer: LayerId, missing: readonly string[], file: string) =>
  new Problem({
    code: 'layer/mapping',
    message: both(
      `không cột nào cho: ${missing.map((path) => `${path} (${titleOfPath(path).title.vi})`).join(', ')}`,
      `no column gives: ${missing.map((path) => `${path} (${titleOfPath(path).title.en})`).join(', ')}`,
    ),
    file,
    place: `${source.name} → ${layer}`,
    expected: `--map ${missing.map((path) => `${path}=…`).join(',')}, one of: ${source.fields.map((field) => field.name).join(', ') || 'no columns, so a constant'}`,
  })

type Coordinates = Geometry['coordinates']
/** Into the city's metres, as it stands in the file otherwise. */
export function moved(geometry: Geometry, { toLocal }: { toLocal(x: number, y: number): XY }): Geometry {
  const move = (value: Coordinates): unknown =>
    typeof value[0] === 'number'
      ? toLocal(value[0], value[1] as number)
      : value.map((part) => move(part as Coordinates))
  return { type: geometry.type, coordinates: move(geometry.coordinates) } as Geometry
}

/** Parcels go by unit, sheet and number; the rest by the key column. */
function keyOf(layer: LayerId, { key }: Mapping, one: SourceFeature, properties: unknown): string | null {
  if (layer === 'parcels' && key === null) {
    const { unitCode, sheet, number } = properties as Properties['parcels']
    return [unitCode, sheet, number]
      .filter((part) => part)
      .map((part) => tidy(part!))
      .join('/')
  }
  const value = key === null ? null : valueIn(one, key)
  return value === null || String(value).trim() === '' ? null : tidy(String(value))
}

const tidy = (words: string): string => words.trim().replaceAll(/\s+/g, '_').slice(0, 120)

function freeId(seen: ReadonlySet<string>, wanted: string): string {
  let id = wanted
  for (let n = 2; seen.has(id); n++) id = `${wanted}~${n}`
  return id
}

function tellReach(features: readonly Feature[], extent: Bounds | null, reporter: Reporter): void {
  if (!extent) return
  const [x0, y0, x1, y1] = extent
  const beyond = features.filter(({ geometry }) => {
    const [a, b, c, d] = geometryBounds(geometry)
    return a < x0 || b < y0 || c > x1 || d > y1
  })
  if (beyond.length > 0)
    reporter.note(
      `${beyond.length} đối tượng vượt ra ngoài nền đất của thành phố và được giữ nguyên.`,
      `${beyond.length} features reach beyond the ground of the city and are kept whole.`,
    )
}

/** A surface whose area is told otherwise than it is drawn by more than this: hectares for square metres, another sheet's row. */
const AREA_SHARE = 0.05

function tellAreas(features: readonly Feature[], reporter: Reporter): void {
  const wrong = features.filter(({ geometry, properties }) => {
    const told = properties as { areaSquareMetres?: number; areaSquareKilometres?: number | null }
    const area = told.areaSquareMetres ?? (told.areaSquareKilometres ?? Number.NaN) * 1e6
    return Math.abs(area - polygonArea(geometry)) > AREA_SHARE * polygonArea(geometry)
  })
  if (wrong.length === 0) return
  const ids = `${wrong
    .slice(0, 5)
    .map(({ id }) => id)
    .join(', ')}${wrong.length > 5 ? ', …' : ''}`
  reporter.note(
    `${wrong.length} đối tượng có diện tích ghi trong tệp lệch hơn 5 % so với hình vẽ: ${ids}.`,
    `${wrong.length} features whose area as told differs by more than 5 % from the area as drawn: ${ids}.`,
  )
}
