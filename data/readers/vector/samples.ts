/**
 * Good files of every format, made here: the same three features — a point, a line, a polygon with a hole — in VN-2000
 * metres, with the letters that tell a good reader from a bad one. For the conformance suite and for random changes.
 */
import { gzipSync, zipSync } from 'fflate'
import { geojson } from 'flatgeobuf/lib/mjs/flatgeobuf.js'
import type { XY } from '../../../scenarios/frame.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import type { VectorFormat } from './contract.ts'
import { toOld } from './old-vietnamese.ts'
import { sqlite } from './sqlite.ts'

export interface VectorSample {
  readonly name: string
  readonly format: VectorFormat
  readonly bytes: Uint8Array
}

export const SAMPLE_NAME = 'Phường Vị Thanh, đường Ba Mươi Tháng Tư, ẫ ợ ữ'
export const SAMPLE_CODE = 5897

export interface SampleFeature {
  readonly geometry: Extract<Geometry, { type: 'Point' | 'LineString' | 'Polygon' }>
  readonly properties: { readonly ten: string; readonly so: number }
}

const [E, N] = [551_360, 1_082_000]
export const sampleFeatures: readonly SampleFeature[] = [
  { geometry: { type: 'Point', coordinates: [E + 3.5, N + 4.25] }, properties: { ten: SAMPLE_NAME, so: 1.5 } },
  {
    geometry: {
      type: 'LineString',
      coordinates: [
        [E, N],
        [E + 10, N + 5],
        [E + 20.125, N + 5],
      ],
    },
    properties: { ten: 'Kênh xáng Xà No', so: 60 },
  },
  {
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [E, N],
          [E + 40, N],
          [E + 40, N + 30],
          [E, N + 30],
          [E, N],
        ],
        [
          [E + 10, N + 10],
          [E + 10, N + 20],
          [E + 20, N + 20],
          [E + 20, N + 10],
          [E + 10, N + 10],
        ],
      ],
    },
    properties: { ten: 'Thửa 12, tờ 3', so: -7 },
  },
]

export async function vectorSamples(): Promise<VectorSample[]> {
  const json = JSON.stringify(collection)
  return [
    { name: 'a.geojson', format: 'geojson', bytes: utf8(json) },
    { name: 'a.geojson.gz', format: 'geojson', bytes: gzipSync(utf8(json), { mtime: 0 }) },
    { name: 'a.ndjson', format: 'geojson', bytes: utf8(lines()) },
    { name: 'a.fgb', format: 'flatgeobuf', bytes: geojson.serialize(collection as never, SAMPLE_CODE) },
    { name: 'a.zip', format: 'shapefile', bytes: shapefile('utf-8') },
    { name: 'tcvn3.zip', format: 'shapefile', bytes: shapefile('tcvn3') },
    { name: 'a.gpkg', format: 'geopackage', bytes: await geoPackage() },
    { name: 'a.dxf', format: 'dxf', bytes: drawing(null) },
    { name: 'tcvn3.dxf', format: 'dxf', bytes: drawing('tcvn3') },
    { name: 'vni.dxf', format: 'dxf', bytes: drawing('vni') },
    { name: 'a.csv', format: 'csv', bytes: utf8(table(',')) },
    { name: 'semicolon.csv', format: 'csv', bytes: utf8(`\ufeff${table(';')}`) },
    { name: 'a.city.json', format: 'cityjson', bytes: utf8(JSON.stringify({ ...city(), ...cityObjects() })) },
    { name: 'a.city.jsonl', format: 'cityjson', bytes: utf8(cityLines()) },
    { name: 'packed.zip', format: 'geojson', bytes: zip({ 'inner.geojson': utf8(json) }) },
  ]
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const zip = (files: Record<string, Uint8Array>) => zipSync(files, { mtime: '1990-01-01' })

const crsMember = { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${SAMPLE_CODE}` } }
const collection = {
  type: 'FeatureCollection',
  crs: crsMember,
  features: sampleFeatures.map((feature) => ({ type: 'Feature', ...feature })),
}
const lines = () =>
  sampleFeatures.map((feature) => JSON.stringify({ type: 'Feature', crs: crsMember, ...feature })).join('\n')

/** The corners of a feature in rings or lines; a point is one of one. */
const partsOf = ({ geometry }: SampleFeature): XY[][] =>
  geometry.type === 'Polygon'
    ? geometry.coordinates
    : geometry.type === 'LineString'
      ? [geometry.coordinates]
      : [[geometry.coordinates]]

// CSV with well-known text.

function table(delimiter: ',' | ';'): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  const corners = (part: XY[]) => `(${part.map((p) => p.join(' ')).join(', ')})`
  const wkt = (feature: SampleFeature) => {
    const parts = partsOf(feature).map(corners)
    const { type } = feature.geometry
    return `SRID=${SAMPLE_CODE};${type.toUpperCase()}${type === 'Polygon' ? `(${parts.join(', ')})` : parts[0]}`
  }
  const decimal = (n: number) => (delimiter === ';' ? String(n).replace('.', ',') : String(n))
  const rows = sampleFeatures.map((f) => [quote(f.properties.ten), decimal(f.properties.so), quote(wkt(f))])
  return [['ten', 'so', 'WKT'], ...rows].map((row) => row.join(delimiter)).join('\r\n')
}

// Shapefile: three layers, by ESRI's description.

const PRJ =
  'PROJCS["VN_2000_TM-3_105-00",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],' +
  'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],' +
  'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'

function shapefile(encoding: 'utf-8' | 'tcvn3'): Uint8Array {
  const files: Record<string, Uint8Array> = {}
  for (const [i, feature] of sampleFeatures.entries()) {
    const name = `lop${i + 1}`
    files[`${name}.shp`] = shp(feature)
    files[`${name}.shx`] = new Uint8Array(108)
    files[`${name}.dbf`] = dbf(feature.properties, encoding)
    files[`${name}.prj`] = utf8(PRJ)
    if (encoding === 'utf-8') files[`${name}.cpg`] = utf8('UTF-8')
  }
  return zip(files)
}

function shp(feature: SampleFeature): Uint8Array {
  // Rings turn the other way in a Shapefile.
  const parts = partsOf(feature).map((part) => (feature.geometry.type === 'Polygon' ? part.toReversed() : part))
  const points = parts.flat()
  const isPoint = feature.geometry.type === 'Point'
  const length = isPoint ? 20 : 44 + parts.length * 4 + points.length * 16
  const view = new DataView(new ArrayBuffer(108 + length))
  view.setInt32(0, 9994)
  view.setInt32(24, view.byteLength / 2)
  view.setInt32(28, 1000, true)
  view.setInt32(100, 1)
  view.setInt32(104, length / 2)
  const kind = { Point: 1, LineString: 3, Polygon: 5 }[feature.geometry.type]
  for (const at of [32, 108]) view.setInt32(at, kind, true)
  let at = 112
  if (!isPoint) {
    view.setInt32(144, parts.length, true)
    view.setInt32(148, points.length, true)
    let first = 0
    for (const [i, part] of parts.entries()) {
      view.setInt32(152 + i * 4, first, true)
      first += part.length
    }
    at = 152 + parts.length * 4
  }
  for (const [i, [x, y]] of points.entries()) {
    view.setFloat64(at + i * 16, x, true)
    view.setFloat64(at + i * 16 + 8, y, true)
  }
  return new Uint8Array(view.buffer)
}

function dbf({ ten, so }: SampleFeature['properties'], encoding: 'utf-8' | 'tcvn3'): Uint8Array {
  const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
  const text = encoding === 'utf-8' ? utf8(ten) : latin(toOld(ten, 'tcvn3'))
  const widths = [120, 12]
  const start = 32 + widths.length * 32 + 1
  const out = new Uint8Array(start + 1 + 132 + 1).fill(0x20, start)
  const view = new DataView(out.buffer)
  out[0] = 3
  view.setUint32(4, 1, true)
  view.setUint16(8, start, true)
  view.setUint16(10, 133, true)
  for (const [i, name] of ['ten', 'so'].entries()) {
    out.set(utf8(name), 32 + i * 32)
    out[32 + i * 32 + 11] = i === 0 ? 0x43 : 0x4e
    out[32 + i * 32 + 16] = widths[i]!
  }
  out[start - 1] = 0x0d
  out.set(text, start + 1)
  out.set(utf8(String(so).padStart(12)), start + 121)
  out[out.length - 1] = 0x1a
  return out
}

// GeoPackage.

async function geoPackage(): Promise<Uint8Array> {
  const { Database } = await sqlite()
  const database = new Database()
  database.exec(`
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
      organization_coordsys_id INTEGER, definition TEXT, description TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('VN-2000', 1, 'EPSG', ${SAMPLE_CODE}, 'undefined', NULL);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
    INSERT INTO gpkg_contents VALUES ('lớp', 'features', 'lớp', 1);
    INSERT INTO gpkg_geometry_columns VALUES ('lớp', 'geom', 'GEOMETRY', 1);
    CREATE TABLE "lớp" (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT, so REAL);`)
  for (const [i, feature] of sampleFeatures.entries()) {
    const { ten, so } = feature.properties
    database.run('INSERT INTO "lớp" VALUES (?, ?, ?, ?)', [i + 1, blob(feature, i), ten, so])
  }
  const bytes = database.export()
  database.close()
  return bytes
}

/** A GeoPackage geometry: with an envelope, or with heights in ISO form, so that both are met. */
function blob(feature: SampleFeature, variant: number): Uint8Array {
  const parts = partsOf(feature)
  const kind = { Point: 1, LineString: 2, Polygon: 3 }[feature.geometry.type]
  const withZ = variant === 1
  const out: number[] = []
  const put = (size: number, write: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(size))
    write(view)
    out.push(...new Uint8Array(view.buffer))
  }
  const int = (n: number) => put(4, (view) => view.setUint32(0, n, true))
  const float = (n: number) => put(8, (view) => view.setFloat64(0, n, true))
  out.push(0x47, 0x50, 0, variant === 2 ? 3 : 1)
  int(1)
  if (variant === 2) for (const n of [E, E + 40, N, N + 30]) float(n)
  out.push(1)
  int(kind + (withZ ? 1000 : 0))
  if (kind === 3) int(parts.length)
  for (const part of parts) {
    if (kind !== 1) int(part.length)
    for (const [x, y] of part) for (const n of withZ ? [x, y, 0] : [x, y]) float(n)
  }
  return Uint8Array.from(out)
}

// DXF: a text, an open and two closed polylines. A drawing knows no holes: its rings stand alone.

function drawing(old: 'tcvn3' | 'vni' | null): Uint8Array {
  const [text, line, polygon] = sampleFeatures as [SampleFeature, SampleFeature, SampleFeature]
  const tags: [number, string | number][] = []
  const section = (name: string, body: () => void) => {
    tags.push([0, 'SECTION'], [2, name])
    body()
    tags.push([0, 'ENDSEC'])
  }
  section('HEADER', () =>
    tags.push(
      [9, '$ACADVER'],
      [1, old ? 'AC1015' : 'AC1021'],
      [9, '$DWGCODEPAGE'],
      [3, 'ANSI_1252'],
      [9, '$INSUNITS'],
      [70, 6],
    ),
  )
  section('TABLES', () => {
    tags.push([0, 'TABLE'], [2, 'STYLE'], [0, 'STYLE'], [2, 'CHU'])
    tags.push([3, old === 'tcvn3' ? '.VnTime.ttf' : old === 'vni' ? 'VNI-Times.ttf' : 'arial.ttf'], [0, 'ENDTAB'])
  })
  const polyline = (part: XY[], handle: string, closed: boolean) => {
    const corners = closed ? part.slice(0, -1) : part
    tags.push([0, 'LWPOLYLINE'], [5, handle], [8, 'THUA'], [90, corners.length], [70, closed ? 1 : 0])
    for (const [x, y] of corners) tags.push([10, x], [20, y])
  }
  section('ENTITIES', () => {
    const [x, y] = partsOf(text)[0]![0]!
    const said = old ? toOld(text.properties.ten, old) : text.properties.ten
    tags.push([0, 'TEXT'], [5, '1A'], [8, 'CHU'], [10, x], [20, y], [40, 2.5], [7, 'CHU'], [1, said])
    polyline(partsOf(line)[0]!, '2B', false)
    for (const [i, ring] of partsOf(polygon).entries()) polyline(ring, `3${i}`, true)
  })
  tags.push([0, 'EOF'])
  const whole = `${tags.map(([code, value]) => `${String(code).padStart(3)}\r\n${value}`).join('\r\n')}\r\n`
  return old ? Uint8Array.from(whole, (c) => c.charCodeAt(0)) : utf8(whole)
}

// CityJSON: a house over the polygon, with its hole, 6.5 m high, on ground at 1.2 m.

const [GROUND, TOP] = [1.2, 7.7]
const city = () => ({
  type: 'CityJSON',
  version: '2.0',
  transform: { scale: [0.001, 0.001, 0.001], translate: [E, N, 0] },
  metadata: { referenceSystem: `https://www.opengis.net/def/crs/EPSG/0/${SAMPLE_CODE}` },
  CityObjects: {},
  vertices: [],
})

function cityObjects() {
  const rings = partsOf(sampleFeatures[2]!).map((ring) => ring.slice(0, -1))
  const corners = rings.flat()
  const vertices = [GROUND, TOP].flatMap((z) =>
    corners.map(([x, y]) => [x - E, y - N, z].map((v) => Math.round(v * 1000))),
  )
  let first = 0
  const bottom = rings.map((ring) => ring.map(() => first++))
  const top = bottom.map((ring) => ring.map((i) => i + corners.length).toReversed())
  const walls = bottom.flatMap((ring) =>
    ring.map((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      return [[a, b, b + corners.length, a + corners.length]]
    }),
  )
  const faces = [bottom, ...walls, top]
  const values = faces.map((_, i) => (i === 0 ? 0 : i === faces.length - 1 ? 2 : 1))
  const semantics = {
    surfaces: [{ type: 'GroundSurface' }, { type: 'WallSurface' }, { type: 'RoofSurface' }],
    values: [values],
  }
  const house = {
    type: 'Building',
    attributes: { ...sampleFeatures[2]!.properties, storeysAboveGround: 2, roofType: 'mái tôn' },
    geometry: [{ type: 'Solid', lod: '2.2', boundaries: [faces], semantics }],
  }
  return { CityObjects: { 'nhà-1': house }, vertices }
}

function cityLines(): string {
  const feature = { type: 'CityJSONFeature', id: 'nhà-1', ...cityObjects() }
  return `${JSON.stringify(city())}\n${JSON.stringify(feature)}\n`
}
