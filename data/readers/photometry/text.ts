/** Photometric files as lines and numbers, each with the line that it stands in. */
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { emptyFile, fileProblem } from '../problem.ts'

const MAX_BYTES = 16 * 2 ** 20
/** Intensities of one file. */
export const MAX_INTENSITIES = 1_000_000

/** @throws Problem: empty, too large */
export function linesOf(bytes: Uint8Array, file: string, expected: string): string[] {
  if (bytes.length > MAX_BYTES) {
    const message = both(`tệp có ${bytes.length} byte`, `the file has ${bytes.length} bytes`)
    throw fileProblem(file, 'too-large', message, { expected: `at most ${MAX_BYTES} bytes` })
  }
  const text = decoded(bytes).replace(/^\uFEFF/, '')
  if (text.trim() === '') throw emptyFile(file, expected)
  return text.split(/\r\n|\n|\r/)
}

/** UTF-8, or the Latin of old files. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

export interface NumberRange {
  readonly least?: number
  readonly most?: number
  readonly whole?: boolean
}

/** Numbers one after another, parted by blanks, commas or ends of lines, wherever lines break. */
export class Numbers {
  readonly #words: { readonly text: string; readonly line: number }[] = []
  readonly #file: string
  readonly #code: string
  readonly #lastLine: number
  #at = 0

  /** @param first line to read, from 0 @param code of problems, `ies` */
  constructor(lines: readonly string[], first: number, file: string, code: string) {
    this.#file = file
    this.#code = code
    this.#lastLine = lines.length
    for (let i = first; i < lines.length; i++) {
      for (const text of lines[i]!.split(/[\s,]+/)) if (text !== '') this.#words.push({ text, line: i + 1 })
    }
  }

  get left(): number {
    return this.#words.length - this.#at
  }
  get line(): number {
    return this.#words[this.#at]?.line ?? this.#lastLine
  }

  wrong(message: Bilingual, expected: string): Error {
    return fileProblem(this.#file, this.#code, message, { place: `line ${this.line}`, expected })
  }

  /** @param what is read, for the error */
  next(what: string, { least = -1e12, most = 1e12, whole = false }: NumberRange = {}): number {
    const word = this.#words[this.#at]
    const kind = `${what}: ${whole ? 'a whole number' : 'a number'}${least > -1e12 ? ` from ${least}` : ''}${most < 1e12 ? ` to ${most}` : ''}`
    if (!word) throw this.wrong(both('tệp hết giữa chừng', 'the file ends too early'), kind)
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word.text) ? Number(word.text) : Number.NaN
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) {
      this.#at++
      return value
    }
    const said = word.text.slice(0, 24)
    throw Number.isNaN(value)
      ? this.wrong(both(`“${said}” không phải là số`, `“${said}” is not a number`), kind)
      : this.wrong(both(`giá trị ${said} không dùng được`, `${said} cannot be used`), kind)
  }

  list(count: number, what: string, range?: NumberRange): Float64Array {
    if (this.left < count) {
      const message = both(`chỉ còn ${this.left} số trong tệp`, `only ${this.left} numbers are left in the file`)
      throw this.wrong(message, `${count} numbers: ${what}`)
    }
    return Float64Array.from({ length: count }, () => this.next(what, range))
  }

  /** Angles that rise. */
  angles(count: number, what: string, most: number): Float64Array {
    const angles = this.list(count, what, { least: 0, most })
    const fault = angles.findIndex((angle, i) => i > 0 && angle <= angles[i - 1]!)
    if (fault < 0) return angles
    const [before, after] = [angles[fault - 1]!, angles[fault]!]
    throw this.wrong(
      both(`${what}: ${after} đứng sau ${before}`, `${what}: ${after} stands after ${before}`),
      `${what} that rise`,
    )
  }
}
