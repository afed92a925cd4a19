/**
 * Tables with coordinates: CSV as spreadsheets write it, with a header in Vietnamese or English. Which columns hold the place
 * is read from their names; what had to be assumed about them is said in a remark.
 */
import { throwIfAborted } from '../../../scenarios/problem.ts'
import type { ReadOptions, SourceCrs, SourceFile, SourceValue, VectorReader } from './contract.ts'
import { crsFrom, impliedWgs84 } from './crs.ts'
import { CsvFault, type CsvRecord, CsvSplitter, delimiterOf } from './csv-records.ts'
import { layerName } from './geojson.ts'
import { writtenNumber } from './numbers.ts'
import { fromOld, oldEncodingOf } from './old-vietnamese.ts'
import { MAX_FIELDS, Reading } from './reading.ts'
import { addShape } from './shape.ts'
import { folded, textOf } from './text.ts'
import { looksLikeWkt, wktShape } from './wkt-shape.ts'

const EXPECTED =
  'a table whose first line names its columns, among them lon, lat (kinh độ, vĩ độ), X, Y, E, N (Đông, Bắc) or WKT'
const MAX_HEADER = 65_536
/** Letters looked at to see an encoding by. */
const SAMPLE = 200_000
/** Letters of a column's name. */
const MAX_NAME = 200

/** Folded names of columns; a longer list is looked up first to last. */
const names = {
  lon: ['lon', 'lng', 'long', 'longitude', 'kinhdo', 'kinhdowgs84', 'lonwgs84', 'toadokinhdo', 'gpslon'],
  lat: ['lat', 'latitude', 'vido', 'vidowgs84', 'latwgs84', 'toadovido', 'gpslat'],
  east: ['e', 'east', 'easting', 'dong', 'toadodong', 'eastingm', 'em', 'utme', 'utmx'],
  north: ['n', 'north', 'northing', 'bac', 'toadobac', 'northingm', 'nm', 'utmn', 'utmy'],
  x: ['x', 'xm', 'toadox', 'xcoord', 'coordx', 'pointx', 'xvn2000', 'vn2000x', 'x2000'],
  y: ['y', 'ym', 'toadoy', 'ycoord', 'coordy', 'pointy', 'yvn2000', 'vn2000y', 'y2000'],
  wkt: ['wkt', 'geom', 'geometry', 'thegeom', 'geomwkt', 'wktgeom', 'hinhhoc', 'shape'],
} as const

type Columns =
  | { readonly kind: 'degrees' | 'metres' | 'xy'; readonly first: number; readonly second: number }
  | { readonly kind: 'wkt'; readonly first: number }

export const readCsv: VectorReader = async (file, options) => {
  const encoding = await encodingOf(file, options.signal)
  const reading = new Reading(file, options, EXPECTED)
  if (encoding === 'windows-1258') {
    const message = {
      vi: 'tệp không phải UTF-8: đọc theo bảng mã tiếng Việt cũ (windows-1258, TCVN3 hoặc VNI)',
      en: 'the file is not UTF-8: read in an old encoding of Vietnamese (windows-1258, TCVN3 or VNI)',
    }
    reading.remark('repaired', 'encoding', message)
  }
  const table = new Table(reading, encoding === 'windows-1258')
  let start: string | null = ''
  let splitter: CsvSplitter | null = null
  const begin = (text: string): CsvSplitter => {
    const header = text.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/i, '')
    const made = new CsvSplitter(delimiterOf(header.split('\n', 1)[0]!), (record) => table.take(record))
    made.write(header)
    return made
  }
  try {
    for await (const text of textOf(reading, encoding)) {
      if (splitter) splitter.write(text)
      else {
        start += text
        if (start!.length > MAX_HEADER || /\n[\s\S]*\n/.test(start!)) {
          splitter = begin(start!)
          start = null
        }
      }
    }
    splitter ??= begin(start!)
    splitter.finish()
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    const message = { vi: 'dấu ngoặc kép mở ra mà không khép lại', en: 'a quote is opened and not closed' }
    throw reading.wrong('csv-quote', message, `line ${error.line}`)
  }
  return reading.finish('csv', table.finish())
}

/** UTF-16 by its mark; UTF-8 where the whole file is; the code page of Vietnamese Windows otherwise. */
async function encodingOf(file: SourceFile, signal: ReadOptions['signal']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  try {
    for await (const chunk of file.stream()) {
      throwIfAborted(signal)
      if (first && chunk.length > 1 && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
      if (first && chunk.length > 1 && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be'
      first = false
      decoder.decode(chunk as Uint8Array<ArrayBuffer>, { stream: true })
    }
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1258'
    throw error
  }
}

interface Row {
  readonly cells: string[]
  readonly line: number
}

class Table {
  private readonly reading: Reading
  private readonly layer: string
  private readonly compose: boolean
  private header: string[] | null = null
  private columns: Columns | null = null
  private readonly rows: Row[] = []
  private numeric: boolean[] = []
  private srid: number | null = null

  constructor(reading: Reading, compose: boolean) {
    this.reading = reading
    this.compose = compose
    this.layer = layerName(reading.file)
    reading.layer(this.layer)
  }

  take(record: CsvRecord): void {
    const { cells } = record
    if (!this.header) {
      if (cells.length > MAX_FIELDS) throw this.reading.tooMany(`line ${record.line}`, 'fields', MAX_FIELDS)
      this.header = this.unicode([cells])[0]!.map((cell, i) => cell.slice(0, MAX_NAME) || `column ${i + 1}`)
      this.columns = this.find(this.header, record.line)
      return
    }
    if (this.rows.length >= this.reading.limits.features)
      throw this.reading.tooMany(`line ${record.line}`, 'features', this.reading.limits.features)
    if (cells.length > this.header.length) {
      const message = { vi: 'dòng có nhiều ô hơn tiêu đề: phần thừa bỏ qua', en: 'rows longer than the header: cut' }
      this.reading.remark('repaired', 'row-length', message, `line ${record.line}`)
      cells.length = this.header.length
    }
    this.rows.push({ cells, line: record.line })
  }

  finish(): SourceCrs | null {
    const columns = this.columns
    if (!this.header || !columns)
      throw this.reading.wrong('csv-header', { vi: 'bảng không có tiêu đề', en: 'the table has no header' }, 'line 1')
    this.unicode(this.rows.map(({ cells }) => cells))
    this.numeric = this.header.map((name, i) => this.isNumeric(name, i))
    const swapped = columns.kind === 'xy' && this.northFirst(columns)
    for (const row of this.rows) {
      const place = `line ${row.line}`
      if (columns.kind === 'wkt') {
        this.addWkt(row, columns.first, place)
        continue
      }
      const cells = [row.cells[columns.first] ?? '', row.cells[columns.second] ?? '']
      const [a, b] = cells.map(writtenNumber) as [number, number]
      if (Number.isFinite(a) && Number.isFinite(b)) {
        const coordinates = swapped ? [b, a] : [a, b]
        addShape(this.reading, this.layer, { type: 'Point', coordinates }, this.values(row), place)
      } else if (cells.every((cell) => cell === '')) {
        const message = { vi: 'bỏ qua dòng không có tọa độ', en: 'rows without coordinates were left out' }
        this.reading.remark('skipped', 'no-geometry', message, place)
      } else {
        const message = {
          vi: 'bỏ qua dòng có tọa độ không phải số',
          en: 'rows whose coordinates are no numbers were left out',
        }
        this.reading.remark('skipped', 'geometry-broken', message, `${place}: “${cells.join(', ').slice(0, 60)}”`)
      }
    }
    if (columns.kind === 'degrees') return impliedWgs84
    if (columns.kind === 'xy' && !swapped && this.inDegrees(columns)) {
      const message = { vi: 'X, Y được hiểu là kinh độ, vĩ độ', en: 'X, Y were taken as longitude, latitude' }
      this.reading.remark('repaired', 'axes', message, undefined, this.rows.length)
      return impliedWgs84
    }
    return this.srid === null ? null : crsFrom(`EPSG:${this.srid}`, this.reading.file.name, this.header[columns.first])
  }

  /** Letters of a Windows code page composed; of TCVN3 or VNI where that makes the better Vietnamese. In place. */
  private unicode(rows: string[][]): string[][] {
    if (!this.compose) return rows
    let sample = ''
    for (let i = 0; i < rows.length && sample.length < SAMPLE; i++) sample += `${rows[i]!.join(' ')} `
    const old = oldEncodingOf(sample)
    for (const cells of rows)
      for (const [i, cell] of cells.entries()) cells[i] = (old && fromOld(cell, old)) ?? cell.normalize('NFC')
    return rows
  }

  /**
   * Whether every value of a column is a plain number. Postcodes keep their zeros as text; so do columns where each mark
   * could part thousands as well (1.200, 15.000): what they mean is not known.
   */
  private isNumeric(name: string, column: number): boolean {
    let [marks, unclear] = [0, 0]
    for (const { cells } of this.rows) {
      const cell = cells[column] ?? ''
      if (cell === '') continue
      if (!/^-?(0|[1-9]\d{0,14})([.,]\d{1,15})?$/.test(cell)) return false
      if (!/[.,]/.test(cell)) continue
      marks++
      if (/^-?[1-9]\d{0,2}[.,]\d{3}$/.test(cell)) unclear++
    }
    if (marks === 0 || unclear < marks) return true
    if (!this.isPlace(column)) {
      const message = {
        vi: 'cột giữ nguyên dạng chữ: không rõ dấu chấm, phẩy là thập phân hay hàng nghìn',
        en: 'columns kept as text: their marks may be decimal or part thousands',
      }
      this.reading.remark('skipped', 'number-unclear', message, name)
    }
    return false
  }

  private find(header: readonly string[], line: number): Columns {
    const all = header.map(folded)
    // `old_lat`, `Tọa độ X (m)`: where no whole name is known, its last word may be.
    const last = header.map((name) =>
      folded(
        name
          .replace(/\s*\([^)]*\)\s*$/, '')
          .split(/[^\p{L}\d]+/u)
          .at(-1)!,
      ),
    )
    const among = (of: readonly string[], list: readonly string[]) =>
      list.map((name) => of.indexOf(name)).find((i) => i >= 0) ?? -1
    const at = (list: readonly string[]) => {
      const whole = among(all, list)
      return whole >= 0 ? whole : among(last, list)
    }
    const pair = (kind: 'degrees' | 'metres' | 'xy', first: number, second: number): Columns | null =>
      first >= 0 && second >= 0 ? { kind, first, second } : null
    const wkt = at(names.wkt)
    const found =
      pair('degrees', at(names.lon), at(names.lat)) ??
      pair('metres', at(names.east), at(names.north)) ??
      pair('xy', at(names.x), at(names.y)) ??
      (wkt >= 0 ? { kind: 'wkt' as const, first: wkt } : null)
    if (found) return found
    throw this.reading.wrong(
      'csv-coordinates',
      {
        vi: `không thấy cột tọa độ trong: ${header.join(', ').slice(0, 200)}`,
        en: `no columns with coordinates among: ${header.join(', ').slice(0, 200)}`,
      },
      `line ${line}`,
    )
  }

  private numbers(column: number): number[] {
    return this.rows.map(({ cells }) => writtenNumber(cells[column] ?? '')).filter(Number.isFinite)
  }

  /** In Vietnamese surveying X points north, Y east: seen by the size of the numbers (northings there are 0.9–2.6 million). */
  private northFirst({ first, second }: { first: number; second: number }): boolean {
    const middle = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN
    const [x, y] = [middle(this.numbers(first)), middle(this.numbers(second))]
    const swapped = x >= 900_000 && x <= 2_600_000 && y >= 100_000 && y < 900_000
    const message = swapped
      ? {
          vi: 'X được hiểu là hướng Bắc, Y là hướng Đông (quy ước VN-2000)',
          en: 'X was taken as northing, Y as easting (the VN-2000 custom)',
        }
      : { vi: 'X được hiểu là hướng Đông, Y là hướng Bắc', en: 'X was taken as easting, Y as northing' }
    if (!this.inDegrees({ first, second }))
      this.reading.remark('repaired', 'axes', message, undefined, this.rows.length)
    return swapped
  }

  private inDegrees({ first, second }: { first: number; second: number }): boolean {
    const [x, y] = [this.numbers(first), this.numbers(second)]
    return x.length > 0 && x.every((v) => Math.abs(v) <= 180) && y.every((v) => Math.abs(v) <= 90)
  }

  private addWkt(row: Row, column: number, place: string): void {
    const text = row.cells[column] ?? ''
    const shape = looksLikeWkt(text) ? wktShape(text) : null
    this.srid ??= shape?.srid ?? null
    if (shape && shape.srid !== null && shape.srid !== this.srid)
      throw this.reading.wrong(
        'crs-several',
        { vi: `dòng này theo SRID ${shape.srid}`, en: `this row is in SRID ${shape.srid}` },
        place,
        `SRID ${this.srid}, as in the rows before`,
      )
    if (shape) {
      addShape(this.reading, this.layer, shape.raw, this.values(row), place)
      return
    }
    const message = { vi: 'bỏ qua dòng không có WKT đọc được', en: 'rows without readable WKT were left out' }
    this.reading.remark('skipped', 'no-geometry', message, place)
  }

  private isPlace(column: number): boolean {
    const columns = this.columns!
    return column === columns.first || (columns.kind !== 'wkt' && column === columns.second)
  }

  /** What a row says besides its place. */
  private values({ cells }: Row): Record<string, SourceValue> {
    const out: [string, SourceValue][] = []
    for (const [i, name] of this.header!.entries()) {
      if (this.isPlace(i)) continue
      const cell = cells[i] ?? ''
      out.push([name, cell === '' ? null : this.numeric[i] ? Number(cell.replace(',', '.')) : cell])
    }
    return Object.fromEntries(out)
  }
}
