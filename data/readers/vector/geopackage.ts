/**
 * GeoPackage (OGC 12-128): the feature tables that its contents name, each a layer, in SQLite held in memory. Only plain
 * tables are read: views and computed columns could make the reader work without end.
 */
import type { Database, Statement } from 'sql.js'
import { Cancelled, Problem } from '../../../scenarios/problem.ts'
import type { SourceCrs, SourceValue, VectorReader } from './contract.ts'
import { crsFrom, epsg } from './crs.ts'
import { Reading } from './reading.ts'
import { addShape } from './shape.ts'
import { restartSqlite, sqlite } from './sqlite.ts'
import { geoPackageShape } from './wkb.ts'

/** Most entries of the lists of tables. */
const MOST_TABLES = 10_000
const EXPECTED = 'a GeoPackage with gpkg_contents, gpkg_geometry_columns and its feature tables'

export const readGeoPackage: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const bytes = await reading.whole()
  refuseCut(reading, bytes)
  const { Database: Opened } = await sqlite()
  let database: Database | null = null
  try {
    database = new Opened(bytes)
    database.exec('PRAGMA trusted_schema = OFF')
    return reading.finish('geopackage', layersOf(reading, database))
  } catch (error) {
    if (error instanceof Problem || error instanceof Cancelled) throw error
    if (!isSqlError(error)) throw error
    restartSqlite()
    throw broken(reading, error)
  } finally {
    database?.close()
  }
}

/** SQLite reads what is there of a file that is cut off: its header tells the pages that it ought to have (fileformat2, 1.3). */
function refuseCut(reading: Reading, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pages = bytes.length < 100 ? 1 : view.getUint32(28)
  const size = bytes.length < 100 ? 100 : view.getUint16(16) === 1 ? 65_536 : view.getUint16(16)
  const message = { vi: 'tệp bị cắt cụt', en: 'the file is cut off' }
  if (pages * size > bytes.length)
    throw reading.wrong('cut-off', message, `byte ${bytes.length}`, `${pages} pages of ${size} bytes`)
}

/** What `sql.js` and its WebAssembly throw at a broken file: plain errors, traps, bare words and numbers. */
const isSqlError = (error: unknown): boolean =>
  !(error instanceof Error) || error instanceof WebAssembly.RuntimeError || error.constructor === Error

const broken = (reading: Reading, error: unknown) =>
  reading.wrong(
    'sqlite',
    {
      vi: `cơ sở dữ liệu SQLite trong tệp bị hỏng (${saidBy(error)})`,
      en: `the SQLite database of the file is broken (${saidBy(error)})`,
    },
    'database',
  )
const saidBy = (error: unknown) => String(error instanceof Error ? error.message : error).slice(0, 120)

function* rowsOf(database: Database, sql: string): Generator<Record<string, unknown>> {
  const statement: Statement = database.prepare(sql)
  try {
    while (statement.step()) yield statement.getAsObject()
  } finally {
    statement.free()
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

interface Table {
  readonly name: string
  readonly column: string
  readonly srs: number
}

/** Names of the tables that hold their rows as they are: no views, virtual tables or computed columns. */
function plainTables(reading: Reading, database: Database): Set<string> {
  const plain = new Set<string>()
  for (const row of rowsOf(database, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")) {
    reading.check()
    if (!/\b(VIRTUAL|AS)\b/i.test(String(row.sql))) plain.add(String(row.name).toLowerCase())
  }
  return plain
}

function layersOf(reading: Reading, database: Database): SourceCrs | null {
  const plain = plainTables(reading, database)
  for (const needed of ['gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys'])
    if (!plain.has(needed)) {
      const message = { vi: `tệp SQLite không có bảng ${needed}`, en: `the SQLite file has no table ${needed}` }
      throw reading.wrong('gpkg-table', message, needed)
    }
  // Matched here: a join in SQL over lists that lie could not be stopped.
  const columns = new Map<string, { column: string; srs: number }>()
  for (const row of rowsOf(database, `SELECT * FROM gpkg_geometry_columns LIMIT ${MOST_TABLES}`))
    columns.set(String(row.table_name).toLowerCase(), { column: String(row.column_name), srs: Number(row.srs_id) })
  const tables: Table[] = []
  for (const row of rowsOf(database, `SELECT * FROM gpkg_contents LIMIT ${MOST_TABLES}`)) {
    const name = String(row.table_name)
    const known = columns.get(name.toLowerCase())
    if (known && row.data_type === 'features') tables.push({ name, ...known })
  }
  if (tables.length === 0)
    throw reading.wrong(
      'gpkg-empty',
      { vi: 'tệp không có lớp đối tượng nào', en: 'the file has no layer of features' },
      'gpkg_contents',
    )
  const systems = new Map<number, string>()
  for (const table of tables) {
    if (!plain.has(table.name.toLowerCase())) {
      const message = {
        vi: 'bỏ qua lớp là khung nhìn hoặc bảng tính toán',
        en: 'layers that are views or computed were left out',
      }
      reading.remark('skipped', 'gpkg-view', message, table.name)
      continue
    }
    systems.set(table.srs, table.name)
    rows(reading, database, table)
  }
  return systemOf(reading, database, systems)
}

function rows(reading: Reading, database: Database, { name, column }: Table): void {
  reading.layer(name)
  const hidden = new Set<string>([column.toLowerCase()])
  for (const info of rowsOf(database, `PRAGMA table_info(${quoted(name)})`))
    if (Number(info.pk) > 0 && /^integer$/i.test(String(info.type))) hidden.add(String(info.name).toLowerCase())
  for (const row of rowsOf(database, `SELECT rowid AS "gpkg rowid", * FROM ${quoted(name)}`)) {
    const place = `${name} row ${String(row['gpkg rowid'])}`
    const values: [string, SourceValue][] = []
    let blob: unknown = null
    for (const [key, value] of Object.entries(row)) {
      if (key.toLowerCase() === column.toLowerCase()) blob = value
      else if (key !== 'gpkg rowid' && !hidden.has(key.toLowerCase()))
        values.push([key, typeof value === 'string' || typeof value === 'number' ? value : null])
    }
    reading.check()
    addBlob(reading, name, blob, Object.fromEntries(values), place)
  }
}

function addBlob(
  reading: Reading,
  layer: string,
  blob: unknown,
  values: Readonly<Record<string, SourceValue>>,
  place: string,
): void {
  try {
    addShape(reading, layer, blob instanceof Uint8Array ? geoPackageShape(blob).raw : null, values, place)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = { vi: 'bỏ qua đối tượng có hình học hỏng', en: 'features with a broken geometry were left out' }
    reading.remark('skipped', 'geometry-broken', message, `${place}: ${error.message}`)
  }
}

/** The system that the layers share. −1 and 0 are those that the standard keeps for unknown ones. */
function systemOf(reading: Reading, database: Database, used: ReadonlyMap<number, string>): SourceCrs | null {
  const [first, ...others] = [...used]
  if (others.length > 0)
    throw reading.wrong(
      'crs-several',
      { vi: 'các lớp trong tệp có hệ tọa độ khác nhau', en: 'the layers of the file have different reference systems' },
      [first!, ...others].map(([srs, name]) => `${name}: ${srs}`).join(', '),
      'one reference system',
    )
  if (!first || first[0] <= 0) return null
  for (const row of rowsOf(database, 'SELECT * FROM gpkg_spatial_ref_sys')) {
    if (Number(row.srs_id) !== first[0]) continue
    const code = Number(row.organization_coordsys_id)
    const known = /^epsg$/i.test(String(row.organization)) ? epsg(code) : null
    return known ?? crsFrom(String(row.definition), reading.file.name, `gpkg_spatial_ref_sys ${first[0]}`)
  }
  const message = { vi: `thiếu hệ tọa độ số ${first[0]}`, en: `the reference system ${first[0]} is missing` }
  throw reading.wrong('gpkg-srs', message, 'gpkg_spatial_ref_sys')
}
