/**
 * The sections of a PDF as an incremental update makes them (ISO 32000-1, 7.5.6): objects, a table of where they lie (xref), a trailer.
 * Strict: every byte of an update belongs to one of these, and the table names exactly the objects that are there, so that no two
 * readers can see different documents.
 */
import { isDictionary, type PdfDictionary, PdfReader, type PdfValue } from './pdf-syntax.ts'
import { fault } from './problem.ts'

export interface Section {
  /** Offsets by object number: of this section alone. */
  readonly offsets: ReadonlyMap<number, number>
  readonly trailer: PdfDictionary
  /** Of the word `xref`. */
  readonly table: number
  /** Behind the trailer. */
  readonly end: number
}

const END = /startxref[\r\n ]+(\d+)[\r\n ]+%%EOF[\r\n ]*$/

/** Where the last table of a file lies that ends at `end`. */
export function lastTable(text: string, end: number): { table: number; from: number } {
  const from = Math.max(0, end - 2048)
  const found = END.exec(text.slice(from, end))
  if (!found) throw fault('not-pdf', '%%EOF')
  return { table: Number(found[1]), from: from + found.index }
}

/** Some writers count from the white space before. */
function afterSpace(text: string, at: number): number {
  const space = /[\0\t\n\f\r ]*/y
  space.lastIndex = at
  space.exec(text)
  return space.lastIndex
}

export function readSection(text: string, told: number): Section {
  const table = afterSpace(text, told)
  const reader = new PdfReader(text, table)
  if (text.slice(table, table + 4) !== 'xref') throw fault('update-form', `byte ${table}`, 'xref')
  reader.at += 4
  reader.expect(/[ ]*(\r\n|\n|\r)/)
  const offsets = new Map<number, number>()
  for (;;) {
    const head = reader.take(/\d+ \d+[ ]*(\r\n|\n|\r)/)
    if (!head) break
    const [first, count] = head.trim().split(' ').map(Number) as [number, number]
    if (count > 100_000) reader.fail('≤ 100000')
    for (let i = 0; i < count; i++) {
      const entry = reader.expect(/\d{10} \d{5} [nf]( \r| \n|\r\n)/)
      const free = entry[17] === 'f'
      if (free ? first + i !== 0 : entry.slice(11, 16) !== '00000' || offsets.has(first + i)) reader.fail('n')
      if (!free) offsets.set(first + i, afterSpace(text, Number(entry.slice(0, 10))))
    }
  }
  reader.skip()
  reader.expect(/trailer/)
  const trailer = reader.value()
  if (!isDictionary(trailer)) return reader.fail('<< … >>')
  return { offsets, trailer, table, end: reader.at }
}

/** Reads objects of a section, each once. */
export function objectsOf(text: string, ...sections: readonly Section[]): (number: number) => PdfValue | undefined {
  const known = new Map<number, PdfValue>()
  const get = (number: number): PdfValue | undefined => {
    if (known.has(number)) return known.get(number)
    const at = sections.map(({ offsets }) => offsets.get(number)).find((one) => one !== undefined)
    if (at === undefined) return undefined
    const read = new PdfReader(text, at).object((other) => Number(get(other)))
    if (read.number !== number) throw fault('update-form', `byte ${at}`, `${number} 0 obj`)
    known.set(number, read.value)
    return read.value
  }
  return get
}

/** Between `from` and the table there is nothing but the section's own objects and white space. */
export function expectTiled(text: string, from: number, section: Section, lengthOf: (number: number) => number): void {
  const starts = [...section.offsets.values()].sort((a, b) => a - b)
  const reader = new PdfReader(text, from)
  for (const start of starts) {
    reader.skip()
    if (reader.at !== start) throw fault('update-form', `byte ${reader.at}`, `byte ${start}`)
    reader.object(lengthOf)
  }
  reader.skip()
  if (reader.at !== section.table) throw fault('update-form', `byte ${reader.at}`, `byte ${section.table}`)
}
