/**
 * A table of reduced luminance coefficients (r-table) as CSV: the first row has β in degrees, 0 to 180, every other row a tan γ
 * and then r × 10⁴; a blank cell is 0.
 */
import type { RTable } from '../../../scenarios/lighting.ts'
import { both } from '../../../scenarios/text.ts'
import { fileProblem } from '../problem.ts'
import { type CsvRecord, CsvSplitter, delimiterOf } from '../vector/csv-records.ts'
import { linesOf } from './text.ts'

const EXPECTED = 'an r-table: a row of β, then rows of tan γ and r × 10⁴'
const MOST = 1000

/** @throws Problem with line and expectation */
export function readRTable(bytes: Uint8Array, file: string): RTable {
  const text = linesOf(bytes, file, EXPECTED).join('\n').replaceAll('"', '')
  const records: CsvRecord[] = []
  const splitter = new CsvSplitter(delimiterOf(text.split('\n', 1)[0]!), (record) => records.push(record))
  splitter.write(text)
  splitter.finish()
  const wrong = (line: number, vi: string, en: string, expected: string) =>
    fileProblem(file, 'r-table', both(vi, en), { place: `line ${line}`, expected })
  const rows = records.map(({ cells, line }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
  const [header, ...body] = rows
  if (!header || header.cells.length < 3 || body.length < 2 || body.length > MOST || header.cells.length > MOST) {
    throw wrong(header?.line ?? 1, 'không phải bảng r', 'this is no r-table', EXPECTED)
  }
  const value = (cell: string | undefined, line: number) => {
    const number = cell === undefined || cell === '' ? 0 : Number(cell.replace(',', '.'))
    if (number >= 0 && number < 1e6) return number
    throw wrong(
      line,
      `“${cell!.slice(0, 24)}” không dùng được`,
      `“${cell!.slice(0, 24)}” cannot be used`,
      'a number of 0 or more',
    )
  }
  const beta = header.cells.slice(1).map((cell) => value(cell, header.line))
  const tanGamma = body.map(({ cells, line }) => value(cells[0], line))
  const rises = (values: readonly number[]) => values.every((v, i) => i === 0 || v > values[i - 1]!)
  if (beta[0] !== 0 || beta.at(-1) !== 180 || !rises(beta)) {
    throw wrong(header.line, 'các góc β không đúng', 'the angles β do not fit', 'β from 0 to 180 that rise')
  }
  if (tanGamma[0] !== 0 || !rises(tanGamma)) {
    throw wrong(
      body[0]!.line,
      'các giá trị tan γ không đúng',
      'the values of tan γ do not fit',
      'tan γ from 0 that rise',
    )
  }
  return {
    name: file,
    source: file,
    // Being in a file proves nothing: a person compares it with a printed table and says so.
    certified: false,
    beta: Float64Array.from(beta),
    tanGamma: Float64Array.from(tanGamma),
    r: Float64Array.from(body.flatMap(({ cells, line }) => beta.map((_, b) => value(cells[b + 1], line)))),
  }
}
