/**
 * A layer as a file for others: GeoJSON in WGS 84 (RFC 7946) that carries provenance, source and licence in itself, and CSV with
 * longitude, latitude and the city's own metres. Both in pieces, so that a large layer never stands in memory as one text.
 */
import type { Feature, LayerManifest } from '../../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../../scenarios/city/layers.ts'
import { type Frame, projection, type XY } from '../../../scenarios/frame.ts'
import { boundsOf, centroid, type Geometry, linesOf, pointsOf, polygonsOf } from '../../../scenarios/geometry.ts'
import { CSV_MARK, csvLine } from './csv-line.ts'
import { fieldsOf } from './fields.ts'

/** What a file says of itself; the entry of a manifest will do. */
export type ExportAbout = Pick<LayerManifest, 'id' | 'provenance' | 'sources' | 'date'> &
  Partial<Pick<LayerManifest, 'note' | 'levels'>>

/** About this many characters to a piece. */
const PIECE = 1 << 18

/** 1e-7° is a centimetre. */
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7

export function* layerGeoJson(features: readonly Feature[], about: ExportAbout, frame: Frame): Generator<string> {
  const { toWgs84 } = projection(frame)
  const move = ([x, y]: XY): XY => {
    const [lon, lat] = toWgs84(x, y)
    return [degrees(lon), degrees(lat)]
  }
  const { id, provenance, sources, date, note, levels } = about
  const { title } = layerAbout[id]
  const { crs, verticalDatum, epoch } = frame
  const vithanh = {
    layer: id,
    title,
    provenance,
    date,
    sources,
    note,
    levels: levels ?? { verticalDatum, epoch },
    frame: crs,
  }
  const corners = features.length > 0 ? boundsOf(corner(features, move)) : undefined
  yield `{"type":"FeatureCollection","name":${JSON.stringify(id)},"bbox":${JSON.stringify(corners)},`.replace(
    '"bbox":undefined,',
    '',
  )
  yield `"vithanh":${JSON.stringify(vithanh)},"features":[\n`
  yield* joined(features, ',\n', (feature) => {
    const { id: featureId, geometry, provenance: own, buildState, properties } = feature
    return JSON.stringify({
      type: 'Feature',
      id: featureId,
      geometry: { type: geometry.type, coordinates: moved(geometry.coordinates, move) },
      properties: { ...flat(properties), provenance: own, buildState },
    })
  })
  yield '\n]}\n'
}

function* corner(features: readonly Feature[], move: (point: XY) => XY): Generator<XY> {
  for (const { geometry } of features) for (const point of pointsOf(geometry)) yield move(point)
}

type Coordinates = Geometry['coordinates']
const moved = (value: Coordinates, move: (point: XY) => XY): unknown =>
  typeof value[0] === 'number' ? move(value as XY) : value.map((part) => moved(part as Coordinates, move))

/** `zoning: { code }` → `zoning.code`, as an import reads it back. */
function flat(properties: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]): [string, unknown][] =>
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

/** Lines and surfaces by a middle point. */
export function* layerCsv(features: readonly Feature[], about: ExportAbout, frame: Frame): Generator<string> {
  const { toWgs84 } = projection(frame)
  const paths = columnsOf(features, about.id)
  const [x, y] = frame.crs === 'EPSG:5897' ? ['vn2000_x', 'vn2000_y'] : ['x', 'y']
  const ends = ['provenance', 'buildState', 'source', 'licence', 'date']
  const source = about.sources.map(({ title }) => title).join('; ')
  const licence = about.sources.map((one) => one.licence).join('; ')
  yield CSV_MARK + csvLine(['id', 'lon', 'lat', x, y, ...paths, ...ends])
  yield* joined(features, '', (feature) => {
    const middle = middleOf(feature.geometry)
    const [lon, lat] = toWgs84(...middle)
    const values = flat(feature.properties)
    const place = [degrees(lon), degrees(lat), ...middle.map((value) => Math.round(value * 1000) / 1000)]
    const own = [feature.provenance, feature.buildState, source, licence, about.date]
    return csvLine([feature.id, ...place, ...paths.map((path) => values[path]), ...own])
  })
}

/** The attributes of the layer, then what else its objects carry. */
function columnsOf(features: readonly Feature[], layer: LayerId): string[] {
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
