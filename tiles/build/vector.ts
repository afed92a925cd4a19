/**
 * Mapbox vector tiles of a layer in Web Mercator, for drawing. Features keep their id, provenance and build state among
 * their properties; nested properties are flat (`zoning.code` → `zoningCode`), missing ones are left out. Simplified with
 * the zoom, exact at the deepest; clients draw deeper zooms from it.
 */
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { Projection, XY } from '../../scenarios/frame.ts'
import { boundsOf, type Geometry, geometryBounds } from '../../scenarios/geometry.ts'
import type { Pause } from './pause.ts'
import { type ArchiveAbout, archiveWriter } from './pmtiles.ts'

/** Zooms of each layer: objects as small as houses appear where they can be told apart. */
export const vectorZooms: Record<LayerId, readonly [min: number, max: number]> = {
  units: [8, 14],
  subunits: [11, 14],
  gridcells: [11, 14],
  landcover: [10, 15],
  water: [10, 15],
  waterways: [10, 15],
  dykes: [11, 15],
  zones: [10, 15],
  roads: [10, 16],
  redlines: [14, 16],
  blocks: [12, 15],
  parcels: [12, 16],
  parcelhistory: [14, 16],
  buildings: [14, 16],
  addresses: [15, 16],
  landmarks: [10, 16],
  trees: [15, 16],
  drains: [13, 16],
  drainnodes: [15, 16],
  hydraulics: [11, 15],
  watermains: [13, 16],
  waternodes: [14, 16],
  powerlines: [10, 15],
  powernodes: [13, 16],
  lamps: [14, 16],
  cabinets: [13, 16],
  sensors: [10, 15],
}

/** Steps along a tile's side. */
const EXTENT = 4096
/** What a tile holds beyond its sides, in tiles: a little more than is drawn there. */
const BUFFER = 96 / EXTENT

/** Minor roads and small parcels appear later: from afar the fields are the picture. */
const roadMinZoom: Record<string, number> = { local: 12, alley: 13, path: 13 }
const SMALL_PARCEL_SQUARE_METRES = 5000
const SMALL_PARCEL_MIN_ZOOM = 14

type Value = string | number | boolean
type Degrees = ArchiveAbout['bounds']

/** @param ground west, south, east, north of the ground: the bounds of a layer without features */
export async function vectorArchive(
  about: LayerManifest,
  all: readonly Feature[],
  { toWgs84 }: Projection,
  ground: Degrees,
  pause: Pause,
): Promise<Uint8Array> {
  const layer = about.id
  const [minZoom, maxZoom] = vectorZooms[layer]
  const archive = archiveWriter()
  const fields: Record<string, string> = {}
  const { cells, bounds } = intoTiles(all, minZoom, toWgs84)
  // one tile of the lowest zoom with all below it after another: memory is bounded by the densest of them
  for (const [i, { column, row, inside }] of cells.entries()) {
    await pause(i / cells.length)
    const features = inside.map((feature) => drawn(feature, toWgs84))
    for (const { properties } of features) noteFields(fields, properties)
    const index = new GeoJSONVT(
      { type: 'FeatureCollection', features },
      { maxZoom, indexMaxZoom: minZoom, indexMaxPoints: 0, extent: EXTENT, wrap: false },
    )
    addWithChildren(index, minZoom, column, row)
  }
  const metadata = {
    name: layerAbout[layer].title.vi,
    attribution: about.sources.map(({ title, licence }) => `${title} (${licence})`).join('; '),
    provenance: about.provenance,
    vector_layers: [{ id: layer, minzoom: minZoom, maxzoom: maxZoom, fields: sorted(fields) }],
  }
  return archive.finish({ tileType: 'mvt', minZoom, maxZoom, bounds: bounds ?? ground, metadata })

  function addWithChildren(index: GeoJSONVT, zoom: number, column: number, row: number): void {
    const tile = index.getTile(zoom, column, row)
    if (!tile) return
    const shown = tile.features.filter(({ tags }) => zoom >= shownFrom(layer, tags ?? {}))
    tile.features = shown as typeof tile.features
    if (tile.features.length > 0) {
      archive.add(zoom, column, row, fromGeojsonVt({ [layer]: tile }, { version: 2, extent: EXTENT }))
    }
    tile.features = []
    for (const child of zoom < maxZoom ? [0, 1, 2, 3] : []) {
      addWithChildren(index, zoom + 1, column * 2 + (child & 1), row * 2 + (child >> 1))
    }
    // the index would keep what it cuts, all tiles of all zooms at once
    Object.assign(tile, { source: null })
  }
}

function shownFrom(layer: LayerId, tags: Record<string, Value>): number {
  if (layer === 'roads') return roadMinZoom[String(tags.class)] ?? 0
  const small = layer === 'parcels' && Number(tags.areaSquareMetres) < SMALL_PARCEL_SQUARE_METRES
  return small ? SMALL_PARCEL_MIN_ZOOM : 0
}

interface Cell {
  readonly column: number
  readonly row: number
  readonly inside: Feature[]
}

/** The tiles of a zoom (rows from the north) with what their buffers touch, and the bounds of all. */
function intoTiles(features: readonly Feature[], zoom: number, toWgs84: Projection['toWgs84']) {
  const cells = new Map<string, Cell>()
  let bounds: Degrees | null = null
  for (const feature of features) {
    const [minX, minY, maxX, maxY] = geometryBounds(feature.geometry)
    const corners = [toWgs84(minX, minY), toWgs84(maxX, minY), toWgs84(minX, maxY), toWgs84(maxX, maxY)]
    const [west, south, east, north] = boundsOf(corners)
    bounds = bounds
      ? [Math.min(bounds[0], west), Math.min(bounds[1], south), Math.max(bounds[2], east), Math.max(bounds[3], north)]
      : [west, south, east, north]
    const [left, top] = mercator(west, north, zoom)
    const [right, bottom] = mercator(east, south, zoom)
    for (let row = Math.floor(top - BUFFER); row <= Math.floor(bottom + BUFFER); row++) {
      for (let column = Math.floor(left - BUFFER); column <= Math.floor(right + BUFFER); column++) {
        const key = `${column}/${row}`
        const cell = cells.get(key)
        if (cell) cell.inside.push(feature)
        else cells.set(key, { column, row, inside: [feature] })
      }
    }
  }
  return { cells: [...cells.values()], bounds }
}

/** Web Mercator in tiles of a zoom from the north-west. */
function mercator(lon: number, lat: number, zoom: number): XY {
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)
  return [((lon + 180) / 360) * 2 ** zoom, y * 2 ** zoom]
}

function drawn(feature: Feature, toWgs84: Projection['toWgs84']) {
  const { id, provenance, buildState, geometry, properties } = feature
  return {
    type: 'Feature' as const,
    geometry: projected(geometry, toWgs84),
    properties: { id, provenance, buildState, ...flat(properties) },
  }
}

/** Zoning's `code` beside a parcel's own properties is `zoningCode`. */
export function flat(properties: object, prefix = ''): Record<string, Value> {
  const out: Record<string, Value> = {}
  for (const [key, value] of Object.entries(properties)) {
    const name = prefix ? prefix + key[0]!.toUpperCase() + key.slice(1) : key
    if (typeof value === 'object' && value !== null) Object.assign(out, flat(value, name))
    else if (value !== null && value !== undefined) out[name] = value
  }
  return out
}

function noteFields(fields: Record<string, string>, properties: Record<string, Value>): void {
  const types = { number: 'Number', boolean: 'Boolean', string: 'String' }
  for (const [key, value] of Object.entries(properties)) {
    fields[key] ??= types[typeof value as keyof typeof types]
  }
}

const sorted = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))

function projected(geometry: Geometry, toWgs84: Projection['toWgs84']): Geometry {
  const point = ([x, y]: XY): XY => toWgs84(x, y)
  const line = (points: XY[]) => points.map(point)
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: point(geometry.coordinates) }
    case 'LineString':
      return { type: 'LineString', coordinates: line(geometry.coordinates) }
    case 'MultiLineString':
      return { type: 'MultiLineString', coordinates: geometry.coordinates.map(line) }
    case 'Polygon':
      return { type: 'Polygon', coordinates: geometry.coordinates.map((ring) => closed(line(ring))) }
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((rings) => rings.map((ring) => closed(line(ring)))),
      }
  }
}

function closed(ring: XY[]): XY[] {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
}
