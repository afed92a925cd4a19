/**
 * GeoJSON (RFC 7946 and the 2008 draft with its `crs`): a FeatureCollection, a Feature, a bare geometry, or newline-delimited
 * ones, read feature by feature. Features of the file become one layer named after it or after its `name`.
 */

import type { SourceCrs, SourceFile, VectorReader } from './contract.ts'
import { crsFrom, impliedWgs84 } from './crs.ts'
import { JsonFault, type JsonPiece, JsonScanner } from './json-members.ts'
import { plainValues, Reading } from './reading.ts'
import { addShape, type RawShape } from './shape.ts'
import { textOf } from './text.ts'

const EXPECTED = 'GeoJSON: a FeatureCollection, a Feature or a geometry, or one of them a line'
const GEOMETRIES = new Set([
  ...['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'],
])

export const readGeoJson: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const roots = new Roots(reading)
  const scanner = new JsonScanner(new Set(['features']), reading.limits, (piece) => roots.take(piece))
  try {
    for await (const text of textOf(reading, 'utf-8')) scanner.write(text)
    scanner.finish()
  } catch (error) {
    throw error instanceof JsonFault ? jsonProblem(reading, error) : error
  }
  return reading.finish('geojson', roots.finish())
}

export function jsonProblem(reading: Reading, fault: JsonFault) {
  const place = `line ${fault.line}`
  if (fault.kind === 'depth') return reading.tooMany(place, 'levels', reading.limits.depth)
  return fault.kind === 'size'
    ? reading.wrong(
        'too-large',
        { vi: 'một đối tượng trong tệp quá lớn', en: 'one object of the file is too large' },
        place,
        `at most ${reading.limits.bytes} characters`,
      )
    : reading.wrong('json', { vi: `JSON hỏng (${fault.message})`, en: `the JSON is broken (${fault.message})` }, place)
}

/** A layer name of a file name. */
export const layerName = (file: SourceFile): string =>
  file.name.replace(/^.*[/\\]/, '').replace(/(\.(geo)?json[ls]?|\.ndjson|\.[a-z0-9]{1,8})(\.gz)?$/i, '') || file.name

class Roots {
  private readonly reading: Reading
  private readonly layer: string
  private members = new Map<string, { text: string; line: number }>()
  private features = 0
  private crs: SourceCrs | null | undefined

  constructor(reading: Reading) {
    this.reading = reading
    this.layer = layerName(reading.file)
    reading.layer(this.layer)
  }

  take(piece: JsonPiece): void {
    if (piece.kind === 'member') this.members.set(piece.key, piece)
    else if (piece.kind === 'element') this.feature(this.parse(piece), `feature ${++this.features}`)
    else this.end(piece)
  }

  finish(): SourceCrs | null {
    return this.crs === undefined ? impliedWgs84 : this.crs
  }

  private end({ line, root }: JsonPiece): void {
    const value = (key: string): unknown => {
      const member = this.members.get(key)
      return member && this.parse(member)
    }
    const type = value('type')
    const place = `line ${line}`
    if (this.members.has('crs')) this.takeCrs(value('crs'), place)
    if (type === 'Feature')
      this.feature({ type, geometry: value('geometry'), properties: value('properties'), id: value('id') }, place)
    else if (typeof type === 'string' && GEOMETRIES.has(type)) {
      const raw = { type, coordinates: value('coordinates'), geometries: value('geometries') }
      addShape(this.reading, this.layer, raw, {}, place)
    } else if (type !== 'FeatureCollection')
      throw this.reading.wrong(
        'geojson-type',
        {
          vi: `gốc của tệp có "type" là “${shown(type)}”`,
          en: `the root of the file has the type “${shown(type)}”`,
        },
        root === 0 ? 'type' : place,
      )
    this.members = new Map()
  }

  private feature(value: unknown, place: string): void {
    const { type, geometry, properties, id } = (typeof value === 'object' && value) as Record<string, unknown>
    if (type !== 'Feature') {
      const message = { vi: 'bỏ qua phần tử không phải Feature', en: 'elements that are no Feature were left out' }
      this.reading.remark('skipped', 'no-feature', message, place)
      return
    }
    const raw = typeof geometry === 'object' ? (geometry as RawShape | null) : null
    const values = plainValues(typeof properties === 'object' && properties ? properties : {})
    const named = typeof id === 'string' || typeof id === 'number' ? { id, ...values } : values
    addShape(this.reading, this.layer, raw, named, place)
  }

  private parse({ text, line }: { text: string; line: number }): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      const said = error instanceof Error ? error.message.replace(/, "[\s\S]*$/, '').slice(0, 100) : ''
      throw new JsonFault('syntax', line, said)
    }
  }

  /** The member of the 2008 draft: a name, or null where the file says that its system is not known. */
  private takeCrs(crs: unknown, place: string): void {
    if (crs === null) this.crs = null
    else {
      const { properties } = Object(crs) as { properties?: { name?: unknown; code?: unknown } }
      const name = properties?.name ?? (properties?.code === undefined ? undefined : `EPSG:${String(properties.code)}`)
      this.crs = crsFrom(typeof name === 'string' ? name : JSON.stringify(crs), this.reading.file.name, `crs, ${place}`)
    }
  }
}

const shown = (value: unknown) => String(value).slice(0, 40)
