/**
 * A zipped Shapefile, of one layer or several: .shp with its .dbf, .prj and .cpg. The letters are those that .cpg names;
 * where it is missing, UTF-8 where that fits, else what its words show: TCVN3, VNI or the code page of Vietnamese Windows.
 */
import { type ZipEntry, zipEntries } from '../bytes.ts'
import type { SourceCrs, VectorReader } from './contract.ts'
import { crsFrom } from './crs.ts'
import { type DbfTable, dbfTable } from './dbf.ts'
import { fromOld, type OldEncoding, oldEncodingOf } from './old-vietnamese.ts'
import { Reading } from './reading.ts'
import { addShape } from './shape.ts'
import { shapesOf } from './shp.ts'

const EXPECTED = 'a zip with .shp and .dbf (and .shx, .prj, .cpg) of one or more layers'

export const readShapefile: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const parts = partsOf(zipEntries(await reading.whole(), file.name))
  let budget = reading.limits.bytes
  const read = async (entry: ZipEntry | undefined) => {
    if (!entry) return null
    const bytes = await entry.read(budget)
    budget -= bytes.length
    return bytes
  }
  const systems = new Map<string, SourceCrs | null>()
  for (const { name, shp, dbf, shx, prj, cpg } of parts.filter((part) => part.shp)) {
    reading.check()
    reading.layer(name)
    const prjBytes = await read(prj)
    systems.set(name, prjBytes && crsFrom(new TextDecoder().decode(prjBytes), file.name, `${name}.prj`))
    const missing = [!dbf && '.dbf', !shx && '.shx', !prj && '.prj'].filter((part) => part !== false)
    if (missing.length > 0) reading.remark('skipped', 'parts-missing', partsMissing, `${name}: ${missing.join(', ')}`)
    const cpgBytes = await read(cpg)
    const dbfBytes = await read(dbf)
    const table = dbfBytes && tableOf(reading, dbfBytes, `${name}.dbf`, cpgBytes && new TextDecoder().decode(cpgBytes))
    const shpBytes = await read(shp)
    let index = 0
    for (const shape of shapesOf(reading, shpBytes!, `${name}.shp`)) {
      const place = `${name} record ${index + 1}`
      const values = table && index < table.count ? table.row(index) : {}
      if (values) addShape(reading, name, shape, values, place)
      else reading.remark('skipped', 'deleted', deleted, place)
      if ((index++ & 1023) === 0) reading.check()
    }
    if (table && table.count !== index)
      reading.remark('repaired', 'record-count', counts, `${name}: ${index} .shp, ${table.count} .dbf`)
  }
  if (systems.size === 0)
    throw reading.wrong('shapefile', { vi: 'tệp zip không có .shp', en: 'the zip holds no .shp' }, 'contents')
  return reading.finish('shapefile', oneSystem(reading, systems))
}

interface Parts {
  readonly name: string
  readonly [extension: string]: ZipEntry | string | undefined
  readonly shp?: ZipEntry
  readonly dbf?: ZipEntry
  readonly shx?: ZipEntry
  readonly prj?: ZipEntry
  readonly cpg?: ZipEntry
}

/** The files of a zip by layer: same folder, same name, case aside. */
function partsOf(entries: readonly ZipEntry[]): Parts[] {
  const layers = new Map<string, { name: string; path: string; [extension: string]: ZipEntry | string }>()
  for (const entry of entries) {
    const found = /^(.*?)([^/\\]+)\.(shp|dbf|shx|prj|cpg)$/i.exec(entry.name)
    if (!found || /(^|\/)__MACOSX\/|(^|\/)\._/.test(entry.name)) continue
    const key = `${found[1]}${found[2]}`.toLowerCase()
    const layer = layers.get(key) ?? { name: found[2]!, path: `${found[1]}${found[2]}` }
    layer[found[3]!.toLowerCase()] = entry
    layers.set(key, layer)
  }
  // Of one name in several folders: each keeps its folder, so that neither their objects nor their systems run together.
  const all = [...layers.values()] as (Parts & { readonly path: string })[]
  const counts = new Map<string, number>()
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1)
  return all.map((parts) => (counts.get(parts.name)! > 1 ? { ...parts, name: parts.path } : parts))
}

/** One system for the file: its layers must agree. */
function oneSystem(reading: Reading, systems: ReadonlyMap<string, SourceCrs | null>): SourceCrs | null {
  const [first, ...rest] = [...systems]
  for (const [name, crs] of rest)
    if (crs?.proj4 !== first![1]?.proj4)
      throw reading.wrong(
        'crs-several',
        {
          vi: 'các lớp trong tệp có hệ tọa độ khác nhau',
          en: 'the layers of the file have different reference systems',
        },
        `${first![0]}.prj, ${name}.prj`,
        'one reference system; zip such layers apart',
      )
  return first![1]
}

function tableOf(reading: Reading, bytes: Uint8Array, name: string, cpg: string | null): DbfTable {
  const named = cpg === null ? null : encodingNamed(cpg)
  if (named) return dbfTable(reading, bytes, name, decoderOf(named))
  const sample = dbfTable(reading, bytes, name, decoderOf('windows-1258')).sample()
  const seen = encodingSeen(sample)
  if (seen !== 'utf-8') {
    const message = {
      vi: 'không rõ bảng mã (.cpg): đọc theo bảng mã hợp với tiếng Việt nhất',
      en: 'the encoding is not stated (.cpg): read as the one that makes the best Vietnamese',
    }
    reading.remark('repaired', 'encoding', message, `${name}: ${seen}`)
  }
  return dbfTable(reading, bytes, name, decoderOf(seen))
}

type Encoding = OldEncoding | string

/** The name in a .cpg as TextDecoder knows it; null where it is none. */
function encodingNamed(cpg: string): Encoding | null {
  const name = cpg.trim().toLowerCase()
  if (/^(tcvn|abc)/.test(name)) return 'tcvn3'
  if (name.startsWith('vni')) return 'vni'
  const page = /^(?:ansi |cp|windows-?)?(125\d|874)$/.exec(name)
  const label = page ? `windows-${page[1]}` : name === '65001' ? 'utf-8' : name.replace(/^8859_?/, 'iso-8859-')
  try {
    new TextDecoder(label)
    return label
  } catch {
    return null
  }
}

function encodingSeen(sample: Uint8Array): Encoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample as Uint8Array<ArrayBuffer>)
    return 'utf-8'
  } catch {
    return oldEncodingOf(new TextDecoder('windows-1258').decode(sample as Uint8Array<ArrayBuffer>)) ?? 'windows-1258'
  }
}

function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string {
  const old = encoding === 'tcvn3' || encoding === 'vni' ? encoding : null
  const decoder = new TextDecoder(old ? 'windows-1252' : encoding)
  return (bytes) => {
    const text = decoder.decode(bytes as Uint8Array<ArrayBuffer>)
    return ((old && fromOld(text, old)) ?? text).normalize('NFC')
  }
}

const partsMissing = {
  vi: 'thiếu tệp đi kèm: không có thuộc tính (.dbf), chỉ mục (.shx) hoặc hệ tọa độ (.prj)',
  en: 'accompanying files are missing: no attributes (.dbf), index (.shx) or reference system (.prj)',
}
const deleted = { vi: 'bỏ qua bản ghi đã đánh dấu xóa', en: 'records marked as deleted were left out' }
const counts = {
  vi: 'số bản ghi của .shp và .dbf khác nhau',
  en: '.shp and .dbf have different numbers of records',
}
