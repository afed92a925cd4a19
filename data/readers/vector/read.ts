/** Any vector file: what it is, is seen by its content first and its name second; then its reader takes it. */
import { inflate, isGzip, isZip, zipEntries } from '../bytes.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import { readCityJson } from './cityjson.ts'
import type { ReadOptions, SourceFile, VectorFormat, VectorReader, VectorSource } from './contract.ts'
import { defaultLimits } from './contract.ts'
import { readCsv } from './csv.ts'
import { readDxf } from './dxf.ts'
import { readFlatGeobuf } from './flatgeobuf.ts'
import { readGeoJson } from './geojson.ts'
import { readGeoPackage } from './geopackage.ts'
import { Reading } from './reading.ts'
import { readShapefile } from './shapefile.ts'
import { binaryText } from './text.ts'

export const READABLE =
  'GeoJSON (.geojson, .json, .ndjson), FlatGeobuf (.fgb), a zipped Shapefile (.zip), GeoPackage (.gpkg), DXF (.dxf), ' +
  'CSV with coordinates (.csv) or CityJSON (.city.json)'

/** Bytes looked at to see what a file is. */
const HEAD = 65_536

const readers: Record<VectorFormat, VectorReader> = {
  geojson: readGeoJson,
  flatgeobuf: readFlatGeobuf,
  shapefile: readShapefile,
  geopackage: readGeoPackage,
  dxf: readDxf,
  csv: readCsv,
  cityjson: readCityJson,
}

/** Reads a file of any known format, packed with gzip or not. */
export async function readVector(file: SourceFile, options: ReadOptions = {}): Promise<VectorSource> {
  let source = file
  let head = await headOf(source)
  if (isGzip(head)) {
    const most = (options.limits ?? defaultLimits).bytes
    source = {
      name: file.name,
      size: 0,
      stream: () => inflate(file.stream(), 'gzip', file.name, most),
    }
    head = await headOf(source)
  }
  if (head.length === 0) throw emptyFile(file.name, READABLE)
  if (isZip(head)) return readZip(source, options)
  const format = formatOf(head, file.name)
  if (!format) throw unknownKind(head, file.name)
  return readers[format](source, options)
}

/** A zip: a Shapefile, or one file of another format packed alone. */
async function readZip(file: SourceFile, options: ReadOptions): Promise<VectorSource> {
  const { limits = defaultLimits } = options
  const entries = zipEntries(await new Reading(file, options, READABLE).whole(), file.name)
  if (entries.some(({ name }) => /\.shp$/i.test(name))) return readShapefile(file, options)
  const known = entries.filter(({ name }) => /\.(geojson|json|ndjson|fgb|gpkg|dxf|csv|txt|cityjson|jsonl)$/i.test(name))
  const [only] = known
  if (!only || known.length > 1) {
    const message = {
      vi: `tệp zip phải có một tệp đọc được hoặc các .shp, nó có ${known.length} trong ${entries.length} tệp`,
      en: `a zip must hold one readable file or .shp files, this one has ${known.length} among ${entries.length}`,
    }
    throw fileProblem(file.name, 'unknown-kind', message, { place: 'contents', expected: READABLE })
  }
  const inner = sourceFile(`${file.name}/${only.name}`, await only.read(limits.bytes))
  const head = await headOf(inner)
  if (head.length === 0) throw emptyFile(inner.name, READABLE)
  const format = isZip(head) || isGzip(head) ? null : formatOf(head, inner.name)
  if (!format) throw unknownKind(head, inner.name)
  return readers[format](inner, options)
}

/** Bytes in memory as a file. */
export const sourceFile = (name: string, bytes: Uint8Array): SourceFile => ({
  name,
  size: bytes.length,
  async *stream() {
    for (let at = 0; at < bytes.length; at += HEAD) yield bytes.subarray(at, at + HEAD)
  },
})

/** A file that a person has dropped or chosen in the browser. */
export const blobFile = (blob: Blob, name: string): SourceFile => ({
  name,
  size: blob.size,
  async *stream() {
    const reader = blob.stream().getReader()
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
    } finally {
      await reader.cancel()
    }
  },
})

async function headOf(file: SourceFile): Promise<Uint8Array> {
  const out = new Uint8Array(HEAD)
  let length = 0
  for await (const chunk of file.stream()) {
    out.set(chunk.subarray(0, HEAD - length), length)
    length += Math.min(chunk.length, HEAD - length)
    if (length === HEAD) break
  }
  return out.subarray(0, length)
}

/** Before each line of a JSON text sequence (RFC 8142). */
const RECORD_SEPARATOR = String.fromCharCode(30)

/** Null where nothing is known. */
export function formatOf(head: Uint8Array, name: string): VectorFormat | null {
  const text = binaryText(head)
  if (text.startsWith('fgb') && text.slice(4, 7) === 'fgb') return 'flatgeobuf'
  if (text.startsWith('SQLite format 3\0')) return 'geopackage'
  if (/^(\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\r?\n/.test(text)) return 'dxf'
  const start = text.replace(/^ï»¿/, '').replaceAll(RECORD_SEPARATOR, '').trimStart()
  if (start.startsWith('{')) {
    const city = /"type"\s*:\s*"CityJSON(Feature)?"/.test(text) || /\.city\.jsonl?$|\.cityjson$/i.test(name)
    return city ? 'cityjson' : 'geojson'
  }
  if (otherKind(text)) return null
  return looksLikeTable(head, name) ? 'csv' : null
}

function looksLikeTable(head: Uint8Array, name: string): boolean {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!wide && head.includes(0)) return false
  const end = head.indexOf(10)
  return wide || /\.(csv|tsv|txt)(\.gz)?$/i.test(name) || (end > 0 && /[,;\t|]/.test(binaryText(head.subarray(0, end))))
}

/** Kinds that are known and not read, with what to do about them. */
const others: readonly (readonly [RegExp, { vi: string; en: string }])[] = [
  [/^AC10\d\d/, { vi: 'bản vẽ DWG; hãy lưu thành DXF', en: 'a DWG drawing; save it as DXF' }],
  [
    /^AutoCAD Binary DXF/,
    { vi: 'DXF nhị phân; hãy lưu thành DXF dạng chữ', en: 'a binary DXF; save it as an ASCII DXF' },
  ],
  [
    /^\0\0'\n/,
    {
      vi: 'một tệp .shp lẻ; hãy nén cùng .dbf, .shx và .prj thành .zip',
      en: 'a single .shp; zip it together with its .dbf, .shx and .prj',
    },
  ],
  [
    /^(ï»¿|\s)*<(\?xml|kml|gml|osm|html|!doctype|svg)/i,
    { vi: 'một tệp XML hoặc trang web', en: 'an XML file or a web page' },
  ],
  [/^%PDF/, { vi: 'một tệp PDF', en: 'a PDF' }],
  [/^(\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|GIF8)/, { vi: 'một ảnh', en: 'a picture' }],
]
const otherKind = (text: string) => others.find(([start]) => start.test(text))?.[1]

function unknownKind(head: Uint8Array, name: string) {
  const other = otherKind(binaryText(head.subarray(0, 256)))
  const message = other
    ? { vi: `đây là ${other.vi}`, en: `this is ${other.en}` }
    : { vi: 'không nhận ra loại tệp', en: 'the kind of file is not recognised' }
  return fileProblem(name, 'unknown-kind', message, { place: 'byte 0', expected: READABLE })
}
