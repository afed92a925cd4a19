/** Delimited text (RFC 4180) as a stream: records of cells, quotes and line breaks within them, and where each begins. */

export interface CsvRecord {
  readonly cells: string[]
  /** 1-based */
  readonly line: number
}

/** What is wrong with the text, where. */
export class CsvFault extends Error {
  readonly line: number

  constructor(line: number) {
    super(`a quote opened in line ${line} is not closed`)
    this.line = line
  }
}

/** Most characters of a cell: a forgotten quote shall not take the rest of the file. */
const MAX_CELL = 8 * 2 ** 20
export const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter of a header: the one that it has most of, quotes aside. */
export function delimiterOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"?/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))]!
}

export class CsvSplitter {
  private readonly delimiter: string
  private readonly take: (record: CsvRecord) => void
  private cells: string[] = []
  private cell: string[] = []
  private length = 0
  private quoted = false
  /** A quote within quotes: either its end or half of a doubled one. */
  private pending = false
  private line = 1
  private began = 1
  private quoteLine = 1

  constructor(delimiter: string, take: (record: CsvRecord) => void) {
    this.delimiter = delimiter
    this.take = take
  }

  write(text: string): void {
    let from = 0
    const keep = (to: number) => {
      if (to > from) this.cell.push(text.slice(from, to))
      this.length += to - from
      if (this.length > MAX_CELL) throw new CsvFault(this.quoted ? this.quoteLine : this.line)
    }
    for (let at = 0; at < text.length; at++) {
      const c = text[at]!
      if (c === '\n') this.line++
      if (this.pending) {
        this.pending = false
        if (c === '"') {
          this.cell.push('"')
          from = at + 1
          continue
        }
        this.quoted = false
        from = at
      } else if (this.quoted) {
        if (c === '"') {
          keep(at)
          this.pending = true
          from = at + 1
        }
        continue
      }
      if (c === '"' && this.length === 0 && from === at && this.cell.length === 0) {
        this.quoted = true
        this.quoteLine = this.line
        from = at + 1
      } else if (c === this.delimiter) {
        keep(at)
        from = at + 1
        this.endCell()
      } else if (c === '\n') {
        keep(at)
        from = at + 1
        this.endRecord()
      }
    }
    if (!this.pending) keep(text.length)
  }

  finish(): void {
    if (this.quoted && !this.pending) throw new CsvFault(this.quoteLine)
    this.line++
    this.endRecord()
  }

  private endCell(): void {
    this.cells.push(this.cell.join('').trim())
    this.cell = []
    this.length = 0
  }

  private endRecord(): void {
    this.endCell()
    const cells = this.cells
    this.cells = []
    if (cells.length > 1 || cells[0] !== '') this.take({ cells, line: this.began })
    this.began = this.line
  }
}
