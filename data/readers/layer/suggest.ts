/**
 * Which layer a file is likely to be, and which of its columns are which attributes: a first guess for a person to confirm,
 * with a confidence (0 … 1) for each attribute. Looks at names, at what the values can be read as, and at the geometry.
 */
import { type LayerId, layerAbout, layerIds } from '../../../scenarios/city/layers.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import { type SourceField, type SourceLayer, valueIn } from '../vector/contract.ts'
import { aliases, hints, keyNames, valueWords } from './aliases.ts'
import { defaults } from './defaults.ts'
import { fieldsOf, isTarget, type TargetField, titleOfPath } from './fields.ts'
import type { Conversion, FieldSource, Mapping } from './mapping.ts'
import { numberOf, plain } from './words.ts'

export interface LayerGuess {
  readonly layer: LayerId
  /** 0 … 1 */
  readonly confidence: number
}

export interface MappingGuess {
  readonly mapping: Mapping
  /** 0 … 1 by the path of the attribute. */
  readonly confidence: Readonly<Record<string, number>>
}

/** Drains are no wider; what is more is millimetres. */
const MOST_DRAIN_CENTIMETRES = 250
/** Less sure than this is not proposed. */
const LEAST = 0.4

/** Targets that the geometry allows, the likeliest first. @param name of the file, for its hints */
export function suggestLayer(source: SourceLayer, name: string): LayerGuess[] {
  const words = wordsOf(source, name)
  return layerIds
    .filter(isTarget)
    .map((layer) => ({ layer, confidence: likelihood(source, layer, words) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.confidence - a.confidence)
}

function likelihood(source: SourceLayer, layer: LayerId, words: readonly string[]): number {
  const shape = fitOfGeometry(source, layerAbout[layer].geometry)
  if (shape === 0) return 0
  const { confidence } = suggestMapping(source, layer)
  const must = fieldsOf(layer).filter((field) => mustCome(layer, field))
  const asked = must.some((field) => field.path !== 'name') ? must : fieldsOf(layer)
  const covered = asked.reduce((sum, { path }) => sum + (confidence[path] ?? 0), 0) / asked.length
  // A name says nothing of the kind; the other columns that find a place do.
  const { name: _, ...telling } = confidence
  const explained = Object.values(telling).reduce((sum, sure) => sum + sure, 0) / Math.max(1, source.fields.length)
  const hinted = words.some((word) => hints[layer]?.test(word)) ? 1 : 0
  return Math.round(shape * (0.05 + 0.45 * hinted + 0.25 * covered + 0.25 * explained) * 100) / 100
}

/** Attributes that have no default. */
export const mustCome = (layer: LayerId, field: TargetField): boolean =>
  field.empty === 'no' && !(field.path in defaults[layer]) && field.path !== 'heightProvenance'

/** Attributes without a default that the mapping leaves open. */
export const missingFields = (layer: LayerId, { fields }: Mapping): string[] =>
  fieldsOf(layer)
    .filter((field) => mustCome(layer, field) && !isGiven(fields[field.path]))
    .map((field) => field.path)

const isGiven = (from: FieldSource | undefined): boolean =>
  from !== undefined && !('constant' in from && from.constant === '')

const shapeOf: Record<Geometry['type'], 'point' | 'line' | 'polygon'> = {
  Point: 'point',
  LineString: 'line',
  MultiLineString: 'line',
  Polygon: 'polygon',
  MultiPolygon: 'polygon',
}

/** 1 as it is; less where outlines must become surfaces, or surfaces middle points. */
function fitOfGeometry({ features }: SourceLayer, wanted: 'point' | 'line' | 'polygon'): number {
  const looked = features.slice(0, 200)
  if (looked.length === 0) return 0.5
  const fits = looked.map(({ geometry }): number => {
    if (shapeOf[geometry.type] === wanted) return wanted === 'line' && isClosed(geometry) ? 0.6 : 1
    if (wanted === 'polygon') return isClosed(geometry) ? 0.9 : 0
    if (wanted === 'point') return shapeOf[geometry.type] === 'polygon' || isClosed(geometry) ? 0.6 : 0
    return 0
  })
  const mean = fits.reduce((sum, fit) => sum + fit, 0) / fits.length
  return mean < 0.3 ? 0 : mean
}

export function isClosed(geometry: Geometry): boolean {
  if (geometry.type !== 'LineString' || geometry.coordinates.length < 4) return false
  const [first, last] = [geometry.coordinates[0]!, geometry.coordinates.at(-1)!]
  return first[0] === last[0] && first[1] === last[1]
}

function wordsOf(source: SourceLayer, name: string): string[] {
  const pairs = source.fields.flatMap((field) =>
    field.examples.map((value) => `${plain(field.name)}=${plain(String(value))}`),
  )
  return [plain(name), plain(source.name), ...source.fields.map((field) => plain(field.name)), ...pairs]
}

/** The surest column for each attribute; no column twice, but for a number that says a width and a height. */
export function suggestMapping(source: SourceLayer, layer: LayerId): MappingGuess {
  const guesses = fieldsOf(layer)
    .filter((field) => field.path !== 'heightProvenance')
    .flatMap((field) => source.fields.map((column) => ({ field, column, sure: sureness(layer, field, column) })))
    .filter(({ sure }) => sure >= LEAST)
    .sort((a, b) => b.sure - a.sure)
  const fields: Record<string, FieldSource> = {}
  const confidence: Record<string, number> = {}
  const used = new Set<string>()
  for (const { field, column, sure } of guesses) {
    if (field.path in fields || used.has(column.name)) continue
    const convert = conversionFor(field, column)
    fields[field.path] = { column: column.name, ...(convert && { convert }) }
    confidence[field.path] = sure
    used.add(column.name)
  }
  return { mapping: { fields, key: layer === 'parcels' ? null : keyOf(source) }, confidence }
}

function sureness(layer: LayerId, field: TargetField, column: SourceField): number {
  const name = plain(column.name)
  if (name === '' || column.filled === 0) return 0
  const { title } = titleOfPath(field.path)
  const leaf = field.path.split('.').at(-1)!
  const known = aliases[`${layer}.${field.path}`] ?? aliases[field.path] ?? aliases[leaf] ?? []
  const at = known.indexOf(name)
  let sure = 0
  if (name === plain(field.path) || (name === plain(leaf) && leaf.length > 3)) sure = 1
  else if (at >= 0) sure = 0.95 - 0.01 * at
  else if (name.length > 3 && (name === plain(title.vi) || name === plain(title.en))) sure = 0.85
  else if (known.some((alias) => alias.length >= 4 && (name.startsWith(alias) || name.endsWith(alias)))) sure = 0.6
  // One letter says little: `H`, `D`, `N`.
  if (name.length === 1 && sure < 1) sure *= 0.6
  return Math.round(sure * fitOfValues(layer, field, column) * 100) / 100
}

/** Share of the examples that the attribute can take. */
function fitOfValues(layer: LayerId, field: TargetField, column: SourceField): number {
  const values = column.examples.filter((value) => value !== null && value !== '')
  if (values.length === 0) return 0.5
  const fits = values.filter((value) => {
    if (field.kind === 'number')
      return typeof value === 'number' || numberOf(String(value).split(';')[0]!) !== undefined
    if (field.kind === 'choice') return choiceOf(layer, field, String(value)) !== undefined
    return true
  })
  return fits.length / values.length
}

/** The value of a choice that a word of the file means; undefined where none is known. */
export function choiceOf(layer: LayerId, field: TargetField, word: string): string | undefined {
  const text = plain(word)
  const words = valueWords[`${layer}.${field.path}`] ?? valueWords[field.path] ?? {}
  return field.values.find((value) => plain(value) === text) ?? words[text]
}

function conversionFor(field: TargetField, column: SourceField): Conversion | undefined {
  const name = plain(column.name)
  const numbers = column.examples
    .map((v) => (typeof v === 'number' ? v : numberOf(String(v))))
    .filter((v) => v !== undefined)
  const most = Math.max(...numbers.map(Math.abs), 0)
  const { path } = field
  if (/heightMetres$/.test(path) && /TANG|STOREY|FLOOR|LEVEL/.test(name)) return 'storeys-m'
  if (/(Share|density)$/.test(path) && most > 1.5) return 'percent-share'
  if (/(diameterMetres|heightMetres)$/.test(path) && /^(D|DN|DUONGKINH|DIAMETER|KHAUDO)/.test(name) && most >= 20)
    // Storm drains are named in centimetres (D60 … D200) or in millimetres (D600 …); water mains in millimetres always.
    return path === 'heightMetres' && most < MOST_DRAIN_CENTIMETRES ? 'cm-m' : 'mm-m'
  // Pumps are rated by the hour: none in a town lifts 50 m³ in a second.
  if (/CubicMetresPerSecond$/.test(path) && most >= 50) return 'm3/h-m3/s'
  if (path === 'powerWatts' && most > 0 && most < 5) return 'kW-W'
  if (path === 'voltageVolts' && most > 0 && most <= 1000) return 'kV-V'
  if (path === 'capacityVoltAmperes' && most > 0 && most < 1e5) return /MVA/.test(name) ? 'MVA-VA' : 'kVA-VA'
  if (path === 'areaSquareMetres' && /HA$/.test(name) && name !== 'HA') return 'ha-m2'
  return undefined
}

/** A column that is filled and different for every object. */
function keyOf(source: SourceLayer): string | null {
  const columns = source.fields.filter((field) => field.filled === source.features.length && field.filled > 0)
  for (const name of keyNames) {
    const column = columns.find((field) => plain(field.name) === name)
    if (!column) continue
    const values = new Set(source.features.map((feature) => String(valueIn(feature, column.name))))
    if (values.size === source.features.length) return column.name
  }
  return null
}
