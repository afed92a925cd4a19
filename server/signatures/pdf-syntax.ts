/**
 * Objects of a PDF (ISO 32000-1, 7.3), read strictly: what is not by the grammar is refused. A string keeps its place in the file. The
 * file is a text of one character a byte (latin1).
 */
import { fault } from './problem.ts'

export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfStream
  | readonly PdfValue[]
  | PdfDictionary
export type PdfDictionary = ReadonlyMap<string, PdfValue>
export class PdfName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
export class PdfString {
  readonly bytes: string
  /** Of the first bracket, and behind the last one. */
  readonly from: number
  readonly to: number
  readonly hex: boolean
  constructor(bytes: string, from: number, to: number, hex: boolean) {
    this.bytes = bytes
    this.from = from
    this.to = to
    this.hex = hex
  }
}
export class PdfReference {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}
export class PdfStream {
  readonly dictionary: PdfDictionary
  readonly bytes: string
  constructor(dictionary: PdfDictionary, bytes: string) {
    this.dictionary = dictionary
    this.bytes = bytes
  }
}

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => value instanceof Map
export const nameOf = (value: PdfValue | undefined): string | null => (value instanceof PdfName ? value.name : null)

const SPACE = /[\0\t\n\f\r ]/
const DEEPEST = 60

const stickies = new Map<string, RegExp>()
function stickyOf({ source, flags }: RegExp): RegExp {
  const known = stickies.get(source) ?? new RegExp(source, `${flags}y`)
  stickies.set(source, known)
  return known
}

export class PdfReader {
  readonly text: string
  at: number
  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  /** White space and remarks. */
  skip(): void {
    for (;;) {
      while (this.at < this.text.length && SPACE.test(this.text[this.at]!)) this.at++
      if (this.text[this.at] !== '%') return
      while (this.at < this.text.length && !/[\r\n]/.test(this.text[this.at]!)) this.at++
    }
  }

  take(token: RegExp): string | null {
    const sticky = stickyOf(token)
    sticky.lastIndex = this.at
    const found = sticky.exec(this.text)
    if (!found) return null
    this.at = sticky.lastIndex
    return found[0]
  }

  expect(token: RegExp): string {
    return this.take(token) ?? this.fail(token.source)
  }

  fail(expected: string): never {
    throw fault('update-form', `byte ${this.at}`, expected)
  }

  value(deep = 0): PdfValue {
    if (deep > DEEPEST) this.fail(`≤ ${DEEPEST}`)
    this.skip()
    const { text, at } = this
    if (text.startsWith('<<', at)) return this.dictionary(deep)
    if (text[at] === '<') return this.hex()
    if (text[at] === '(') return this.literal()
    if (text[at] === '[') {
      this.at++
      const list: PdfValue[] = []
      for (this.skip(); this.take(/\]/) === null; this.skip()) list.push(this.value(deep + 1))
      return list
    }
    if (text[at] === '/') return new PdfName(this.name())
    const reference = this.take(/\d+[\0\t\n\f\r ]+0[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/)
    if (reference) return new PdfReference(Number.parseInt(reference, 10))
    const word = this.expect(/[^\0\t\n\f\r ()<>[\]{}/%]+/)
    if (word === 'null') return null
    if (word === 'true' || word === 'false') return word === 'true'
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return Number(word)
    this.at = at
    return this.fail('value')
  }

  private name(): string {
    const raw = this.expect(/\/[^\0\t\n\f\r ()<>[\]{}/%]*/).slice(1)
    return raw.replace(/#([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  }

  private dictionary(deep: number): PdfDictionary {
    this.at += 2
    const entries = new Map<string, PdfValue>()
    for (this.skip(); this.take(/>>/) === null; this.skip()) {
      const key = this.name()
      if (entries.has(key)) this.fail(`one /${key}`)
      entries.set(key, this.value(deep + 1))
    }
    return entries
  }

  private hex(): PdfString {
    const from = this.at
    const digits = this.expect(/<[\da-f\0\t\n\f\r ]*>/i)
      .slice(1, -1)
      .replace(/[\0\t\n\f\r ]/g, '')
    const bytes = Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex').toString('latin1')
    return new PdfString(bytes, from, this.at, true)
  }

  private literal(): PdfString {
    const from = this.at++
    let [bytes, open] = ['', 1]
    for (;;) {
      const one = this.text[this.at++]
      if (one === undefined) this.fail(')')
      if (one === '\\') bytes += this.escaped()
      else if (one === '(') [bytes, open] = [`${bytes}(`, open + 1]
      else if (one === ')' && --open === 0) return new PdfString(bytes, from, this.at, false)
      else bytes += one
    }
  }

  private escaped(): string {
    const octal = this.take(/[0-7]{1,3}/)
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    if (this.take(/\r\n|\r|\n/)) return ''
    const one = this.text[this.at++] ?? ''
    return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[one] ?? one
  }

  /**
   * `12 0 obj … endobj`, from its first digit to its end.
   * @param lengthOf a stream's length where another object tells it
   */
  object(lengthOf: (number: number) => number): { number: number; value: PdfValue } {
    const number = Number.parseInt(this.expect(/\d+[\0\t\n\f\r ]+0[\0\t\n\f\r ]+obj(?![^\0\t\n\f\r ()<>[\]{}/%])/), 10)
    let value = this.value()
    this.skip()
    if (isDictionary(value) && this.take(/stream(\r\n|\n)/)) {
      const told = value.get('Length')
      const length = told instanceof PdfReference ? lengthOf(told.number) : told
      if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) this.fail('/Length')
      const bytes = this.text.slice(this.at, this.at + length)
      this.at += length
      this.expect(/(\r\n|\n|\r)?endstream/)
      value = new PdfStream(value, bytes)
      this.skip()
    }
    this.expect(/endobj/)
    return { number, value }
  }
}

/** One text for equal values, however they were written. */
export function canonical(value: PdfValue | undefined): string {
  if (value === undefined) return 'none'
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (value instanceof PdfName) return `/${JSON.stringify(value.name)}`
  if (value instanceof PdfString) return JSON.stringify(value.bytes)
  if (value instanceof PdfReference) return `${value.number}R`
  if (value instanceof PdfStream) return `${canonical(value.dictionary)}stream${JSON.stringify(value.bytes)}`
  if (isDictionary(value)) {
    const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1))
    return `<${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}>`
  }
  return `[${value.map(canonical).join(',')}]`
}

/** Every value within one, itself first. */
export function* within(value: PdfValue): Generator<PdfValue> {
  yield value
  if (value instanceof PdfStream) yield* within(value.dictionary)
  else if (isDictionary(value)) for (const one of value.values()) yield* within(one)
  else if (Array.isArray(value)) for (const one of value as readonly PdfValue[]) yield* within(one)
}
