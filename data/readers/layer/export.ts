/**
 * A layer as a file for others: GeoJSON in WGS 84 (RFC 7946) that carries provenance, source and licence in itself, and CSV with
 * longitude, latitude and the city's own metres. Both in pieces, so that a large layer never stands in memory as one text.
 */
import type { Feature, LayerManifest } from '../../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../../scenarios/city/layers.ts'
import { type Frame, type Projection, projection, type XY } from '../../../scenarios/frame.ts'
import { boundsOf, centroid, type Geometry, linesOf, pointsOf, polygonsOf } from '../../../scenarios/geometry.ts'
import { CSV_MARK, csvLine } from './csv-line.ts'
import { fieldsOf } from './fields.ts'

/** What a file says of itself; the entry of a manifest will do. */
export type ExportAbout = Pick<LayerManifest, 'id' | 'provenance' | 'sources' | 'date'> &
  Partial<Pick<LayerManifest, 'note' | 'levels'>> & {
    /** Hash of the version of the city that it was taken from. */
    readonly cityVersion?: string
  }

/** About this many characters to a piece. */
const PIECE = 1 << 18

/** 1e-7° is a centimetre. */
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7

/** What every format says of the layer itself. */
export function aboutOf({ id, provenance, sources, date, note, levels, cityVersion }: ExportAbout, frame: Frame) {
  const { crs, verticalDatum, epoch } = frame
  return {
    layer: id,
    title: layerAbout[id].title,
    provenance,
    date,
    sources,
    note,
    levels: levels ?? { verticalDatum, epoch },
    frame: crs,
    cityVersion,
  }
}

/** A feature's attributes, nested ones by path and lists as text, with its own provenance and build state. */
export const propertiesOf = ({ properties, provenance, buildState }: Feature): OpenProperties => ({
  ...flat(properties),
  provenance,
  buildState,
})
export type OpenProperties = Readonly<Record<string, string | number | boolean | null>>

/** Moves coordinates of any depth from the city's frame into degrees. */
export function inDegrees({ toWgs84 }: Projection): (value: Coordinates) => unknown {
  const move = (value: Coordinates): unknown => {
    if (typeof value[0] !== 'number') return value.map((part) => move(part as Coordinates))
    const [lon, lat] = toWgs84(...(value as XY))
    return [degrees(lon), degrees(lat)]
  }
  return move
}

export function* layerGeoJson(features: readonly Feature[], about: ExportAbout, frame: Frame): Generator<string> {
  const move = inDegrees(projection(frame))
  const corners = features.length > 0 ? boundsOf(corner(features, (point) => move(point) as XY)) : undefined
  yield `{"type":"FeatureCollection","name":${JSON.stringify(about.id)},"bbox":${JSON.stringify(corners)},`.replace(
    '"bbox":undefined,',
    '',
  )
  yield `"vithanh":${JSON.stringify(aboutOf(about, frame))},"features":[\n`
  yield* joined(features, ',\n', (feature) => {
    const { id, geometry } = feature
    return JSON.stringify({
      type: 'Feature',
      id,
      geometry: { type: geometry.type, coordinates: move(geometry.coordinates) },
      properties: propertiesOf(feature),
    })
  })
  yield '\n]}\n'
}

function* corner(features: readonly Feature[], move: (point: XY) => XY): Generator<XY> {
  for (const { geometry } of features) for (const point of pointsOf(geometry)) yield move(point)
}

type Coordinates = Geometry['coordinates']

/** `zoning: { code }` → `zoning.code`, as an import reads it back. */
function flat(properties: object, prefix = ''): OpenProperties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]): [string, string | number | boolean | null][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, Array.isArray(value) ? value.join('; ') : value]],
    ),
  )
}

function* joined<T>(items: readonly T[], between: string, write: (item: T) => string): Generator<string> {
  let piece = ''
  for (const [i, item] of items.entries()) {
    piece += (i > 0 ? between : '') + write(item)
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** @param wkt whether shapes come along, as well-known text in WGS 84; without it lines and surfaces have a middle point alone */
export function* layerCsv(
  features: readonly Feature[],
  about: ExportAbout,
  frame: Frame,
  wkt = false,
): Generator<string> {
  const local = projection(frame)
  const move = inDegrees(local)
  const columns = csvColumns(features, about, frame, wkt)
  const paths = columns.slice(5, columns.length - endsOf(about, wkt).length)
  const source = about.sources.map(({ title }) => title).join('; ')
  const licence = about.sources.map((one) => one.licence).join('; ')
  yield CSV_MARK + csvLine(columns)
  yield* joined(features, '', (feature) => {
    const { geometry } = feature
    const middle = middleOf(geometry)
    const [lon, lat] = local.toWgs84(...middle)
    const values = flat(feature.properties)
    const place = [degrees(lon), degrees(lat), ...middle.map((value) => Math.round(value * 1000) / 1000)]
    const own = [feature.provenance, feature.buildState, source, licence, about.date]
    if (about.cityVersion) own.push(about.cityVersion)
    if (wkt) own.push(wellKnownText({ ...geometry, coordinates: move(geometry.coordinates) } as Geometry))
    return csvLine([feature.id, ...place, ...paths.map((path) => values[path]), ...own])
  })
}

/** The heading of the file; units stand in the names, m and W and m³/s. */
export function csvColumns(
  features: readonly Feature[],
  about: ExportAbout,
  frame: Frame,
  wkt: boolean,
): readonly string[] {
  const local = frame.crs === 'EPSG:5897' ? ['vn2000_x', 'vn2000_y'] : ['x', 'y']
  return ['id', 'lon', 'lat', ...local, ...pathsOf(features, about.id), ...endsOf(about, wkt)]
}

const endsOf = ({ cityVersion }: ExportAbout, wkt: boolean): string[] => [
  ...['provenance', 'buildState', 'source', 'licence', 'date'],
  ...(cityVersion ? ['cityVersion'] : []),
  ...(wkt ? ['wkt'] : []),
]

/** `POLYGON ((105.4 9.7, …))` */
function wellKnownText({ type, coordinates }: Geometry): string {
  const text = (value: Coordinates): string =>
    typeof value[0] === 'number' ? value.join(' ') : `(${value.map((part) => text(part as Coordinates)).join(', ')})`
  return `${type.toUpperCase()} ${type === 'Point' ? `(${text(coordinates)})` : text(coordinates)}`
}

/** The attributes of the layer, then what else its objects carry. */
function pathsOf(features: readonly Feature[], layer: LayerId): string[] {
  const paths = new Set(fieldsOf(layer).map((field) => field.path))
  for (const { properties } of features) for (const path of Object.keys(flat(properties))) paths.add(path)
  return [...paths]
}

function middleOf(geometry: Geometry): XY {
  if (geometry.type === 'Point') return geometry.coordinates
  const ring = polygonsOf(geometry)[0]?.[0]
  if (ring) return centroid(ring)
  const line = linesOf(geometry)[0]!
  return line[line.length >> 1]!
}
