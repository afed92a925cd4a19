/** A table of plain CSV with named columns: what the readers of trips and counts share. */
import { emptyFile, fileProblem } from '../problem.ts'
import { CsvFault, type CsvRecord, CsvSplitter, delimiterOf } from '../vector/csv-records.ts'
import { folded } from '../vector/text.ts'

const MAX_BYTES = 64 * 2 ** 20

export interface TableRow<C extends string> {
  readonly cells: Readonly<Record<C, string>>
  /** For a `Problem`: `line 7`. */
  readonly place: string
}

/**
 * @param columns names that a column may have in the header, marks and letter case aside; the first is the one to expect
 * @throws Problem naming the line where the file is no such table
 */
export function readTable<C extends string>(
  bytes: Uint8Array,
  file: string,
  columns: Readonly<Record<C, readonly string[]>>,
  mostRows: number,
): TableRow<C>[] {
  const keys = Object.keys(columns) as C[]
  const expected = `a first line with the columns ${keys.map((key) => columns[key][0]).join(', ')}`
  const text = textOf(bytes, file, expected)
  const records: CsvRecord[] = []
  const splitter = new CsvSplitter(delimiterOf(text.split('\n', 1)[0]!), (record) => {
    if (records.length > mostRows) {
      const message = { vi: 'bảng có quá nhiều dòng', en: 'the table has too many rows' }
      throw fileProblem(file, 'too-large', message, { place: `line ${record.line}`, expected: `at most ${mostRows}` })
    }
    records.push(record)
  })
  try {
    splitter.write(text)
    splitter.finish()
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    const message = { vi: 'dấu ngoặc kép mở ra mà không khép lại', en: 'a quote is opened and not closed' }
    throw fileProblem(file, 'csv-quote', message, { place: `line ${error.line}` })
  }
  const header = records.shift()
  if (!header) throw emptyFile(file, expected)
  const names = header.cells.map(folded)
  const columnOf = (key: C) => columns[key].map((own) => names.indexOf(folded(own))).find((column) => column >= 0) ?? -1
  const at = new Map(keys.map((key) => [key, columnOf(key)]))
  for (const [key, column] of at) {
    if (column >= 0) continue
    const message = { vi: `bảng thiếu cột ${columns[key][0]}`, en: `the table has no column ${columns[key][0]}` }
    throw fileProblem(file, 'csv-column', message, { place: `line ${header.line}`, expected })
  }
  return records.map(({ cells, line }) => ({
    cells: Object.fromEntries([...at].map(([key, column]) => [key, cells[column] ?? ''])) as Record<C, string>,
    place: `line ${line}`,
  }))
}

/** A number ≥ 0 as spreadsheets write it: a point or a comma before decimals, nothing between thousands. */
export function writtenAmount(text: string, most: number): number | null {
  if (!/^\d{1,15}([.,]\d{1,15})?$/.test(text)) return null
  const value = Number(text.replace(',', '.'))
  return value <= most ? value : null
}

function textOf(bytes: Uint8Array, file: string, expected: string): string {
  if (bytes.length === 0) throw emptyFile(file, expected)
  if (bytes.length > MAX_BYTES) {
    const message = { vi: 'tệp quá lớn', en: 'the file is too large' }
    throw fileProblem(file, 'too-large', message, { expected: `at most ${MAX_BYTES} bytes` })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const message = { vi: 'tệp không phải văn bản UTF-8', en: 'the file is not UTF-8 text' }
    throw fileProblem(file, 'not-text', message, { expected: 'CSV saved as UTF-8' })
  }
}
