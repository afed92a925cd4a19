/**
 * Mapbox vector tiles of a layer in Web Mercator, for drawing. Features keep their id, provenance and build state among
 * their properties; nested properties are flat (`zoning.code` → `zoningCode`), missing ones are left out. Simplified with
 * the zoom, exact at the deepest; clients draw deeper zooms from it.
 */
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { Projection, XY } from '../../scenarios/frame.ts'
import { type Bounds, type Geometry, geometryBounds } from '../../scenarios/geometry.ts'
import type { Line } from './dataset.ts'
import { type ArchiveAbout, archiveWriter } from './pmtiles.ts'

/** Zooms of each layer: objects as small as houses appear where they can be told apart. */
export const vectorZooms: Record<LayerId, readonly [min: number, max: number]> = {
  units: [8, 14],
  landcover: [10, 15],
  water: [10, 15],
  waterways: [10, 15],
  roads: [10, 16],
  blocks: [12, 15],
  parcels: [14, 16],
  buildings: [14, 16],
  addresses: [15, 16],
  landmarks: [10, 16],
}

/** Steps along a tile's side. */
const EXTENT = 4096

/** Minor roads appear later. */
const roadMinZoom: Record<string, number> = { local: 12, alley: 13, path: 13 }

type Value = string | number | boolean

/** @param ground west, south, east, north of the ground: the bounds of a layer without features */
export function vectorArchive(
  about: LayerManifest,
  lines: readonly Line[],
  { toWgs84 }: Projection,
  ground: ArchiveAbout['bounds'],
): Uint8Array {
  const layer = about.id
  const [minZoom, maxZoom] = vectorZooms[layer]
  const features = lines.map(({ feature }) => ({
    type: 'Feature' as const,
    geometry: projected(feature.geometry, toWgs84),
    properties: {
      id: feature.id,
      provenance: feature.provenance,
      buildState: feature.buildState,
      ...flat(feature.properties),
    },
  }))
  const bounds = boundsOfAll(features.map(({ geometry }) => geometry)) ?? ground
  const index = new GeoJSONVT(
    { type: 'FeatureCollection', features },
    { maxZoom, indexMaxZoom: maxZoom, indexMaxPoints: 0, extent: EXTENT, wrap: false },
  )
  const archive = archiveWriter()
  const addWithChildren = (zoom: number, column: number, row: number): void => {
    const tile = index.getTile(zoom, column, row)
    if (!tile) return
    if (layer === 'roads') {
      const shown = tile.features.filter(({ tags }) => zoom >= (roadMinZoom[tags?.class] ?? 0))
      tile.features = shown as typeof tile.features
    }
    if (zoom >= minZoom && tile.features.length > 0) {
      archive.add(zoom, column, row, fromGeojsonVt({ [layer]: tile }, { version: 2, extent: EXTENT }))
    }
    if (zoom === maxZoom) return
    for (const child of [0, 1, 2, 3]) addWithChildren(zoom + 1, column * 2 + (child & 1), row * 2 + (child >> 1))
  }
  addWithChildren(0, 0, 0)
  const metadata = {
    name: layerAbout[layer].title.vi,
    attribution: about.sources.map(({ title, licence }) => `${title} (${licence})`).join('; '),
    provenance: about.provenance,
    vector_layers: [{ id: layer, minzoom: minZoom, maxzoom: maxZoom, fields: fieldsOf(features) }],
  }
  return archive.finish({ tileType: 'mvt', minZoom, maxZoom, bounds, metadata })
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

function fieldsOf(features: readonly { properties: Record<string, Value> }[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { properties } of features) {
    for (const [key, value] of Object.entries(properties)) {
      if (!(key in fields))
        fields[key] = typeof value === 'number' ? 'Number' : typeof value === 'boolean' ? 'Boolean' : 'String'
    }
  }
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}

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

/** West, south, east, north; null for nothing. */
function boundsOfAll(geometries: readonly Geometry[]): ArchiveAbout['bounds'] | null {
  let all: Bounds | null = null
  for (const geometry of geometries) {
    const [west, south, east, north] = geometryBounds(geometry)
    all ??= [west, south, east, north]
    all = [Math.min(all[0], west), Math.min(all[1], south), Math.max(all[2], east), Math.max(all[3], north)]
  }
  return all
}
