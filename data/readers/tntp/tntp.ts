/**
 * The text form of the TransportationNetworks collection (TNTP, H. Bar-Gera): lines of `<KEY> value` first, then rows;
 * `~` begins a comment, blanks and tabs part columns, `;` ends a row. Keys in any case; CRLF and blank lines are read.
 */
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { emptyFile, fileProblem } from '../problem.ts'

/** Most bytes of one file. */
export const MAX_TNTP_BYTES = 256 * 2 ** 20
/** A matrix of so many zones takes half a gigabyte. */
export const MAX_TNTP_ZONES = 8192
export const MAX_TNTP_LINKS = 1_000_000

export interface Row {
  /** From 1. */
  readonly line: number
  readonly text: string
}

export interface Tntp {
  /** Values by their key in capitals. */
  readonly metadata: ReadonlyMap<string, Row>
  readonly rows: Iterable<Row>
  /** Where a key of the metadata stands. */
  place(key: string): string
  /** A `Problem` of this file. */
  wrong(code: string, message: Bilingual, place: string, expected: string): Error
  /** Metadata as a number; `otherwise` where the key is missing, which is a `Problem` where that is left out. */
  number(key: string, otherwise?: number): number
  /** The same as a whole number from 1 to `most`. */
  count(key: string, most: number, otherwise?: number): number
}

/** @throws Problem: empty, too large, or no TNTP at all */
export function openTntp(bytes: Uint8Array, file: string): Tntp {
  const wrong: Tntp['wrong'] = (code, message, place, expected) =>
    fileProblem(file, `tntp-${code}`, message, { place, expected })
  if (bytes.length > MAX_TNTP_BYTES) {
    const message = both(`tệp có ${bytes.length} byte`, `the file has ${bytes.length} bytes`)
    throw fileProblem(file, 'too-large', message, { expected: `at most ${MAX_TNTP_BYTES} bytes` })
  }
  const text = new TextDecoder('latin1').decode(bytes).replace(/^ï»¿/, '')
  if (text.trim() === '') throw emptyFile(file, 'a TNTP file')

  const metadata = new Map<string, Row>()
  let [line, at] = [1, 0]
  for (const row of linesOf(text, 0, 1)) {
    const [, key, value] = /^\s*<([^>]*)>(.*)$/s.exec(row.text) ?? []
    if (key === undefined && content(row.text) !== '') break
    if (key !== undefined) metadata.set(folded(key), { line: row.line, text: content(value!) })
    line = row.line + 1
    at = row.end
  }

  const place = (key: string) => {
    const given = metadata.get(key)
    return `${given ? `line ${given.line}: ` : ''}<${key}>`
  }
  const number: Tntp['number'] = (key, otherwise) => {
    const given = metadata.get(key)
    const value = given ? Number(given.text.split(/[\s;]/)[0] || Number.NaN) : otherwise
    if (value !== undefined && Number.isFinite(value)) return value
    throw wrong(
      'header',
      given
        ? both(`“${given.text.slice(0, 24)}” không phải là số`, `“${given.text.slice(0, 24)}” is not a number`)
        : both('thiếu dòng này ở đầu tệp', 'this line is missing at the top of the file'),
      place(key),
      `<${key}> with a number`,
    )
  }
  const count: Tntp['count'] = (key, most, otherwise) => {
    const value = number(key, otherwise)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    const message = both(`giá trị ${value} không dùng được`, `${value} cannot be used`)
    throw wrong('header', message, place(key), `a whole number from 1 to ${most}`)
  }
  return { metadata, rows: rowsOf(text, at, line), place, wrong, number, count }
}

const folded = (key: string) => key.trim().replaceAll(/\s+/g, ' ').toUpperCase()
/** A line without its comment and the blanks around. */
const content = (line: string) => line.replace(/~.*$/s, '').trim()

function* rowsOf(text: string, at: number, line: number): Generator<Row> {
  for (const row of linesOf(text, at, line)) {
    const inside = content(row.text)
    if (inside !== '') yield { line: row.line, text: inside }
  }
}

function* linesOf(text: string, from: number, line: number): Generator<Row & { readonly end: number }> {
  for (let at = from; at < text.length; line++) {
    const stop = text.indexOf('\n', at)
    const end = stop < 0 ? text.length : stop
    yield { line, text: text.slice(at, end), end: end + 1 }
    at = end + 1
  }
}
