/**
 * The entities of a STEP file (ISO 10303-21), found in one pass and read one by one when they are asked for. What is broken is
 * told by line and entity before any geometry engine sees the file: a cut end, a circle of entities, chains and expansions that
 * no building has.
 */
import type { Problem, Signal } from '../../../scenarios/problem.ts'
import { throwIfAborted } from '../../../scenarios/problem.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { fileProblem } from '../problem.ts'

export type StepValue =
  | null
  | number
  | string
  | { readonly ref: number }
  | { readonly enum: string }
  /** `IFCLABEL('…')` */
  | { readonly type: string; readonly value: StepValue }
  | readonly StepValue[]

export interface StepEntity {
  readonly id: number
  readonly type: string
  readonly values: readonly StepValue[]
}

export interface StepFile {
  readonly file: string
  readonly schema: string
  readonly count: number
  get(id: number): StepEntity | null
  typeOf(id: number): string | null
  ofType(...types: string[]): StepEntity[]
  /** Ids by type, unread. */
  readonly types: ReadonlyMap<string, readonly number[]>
  /** `line 12, #128 IFCWALL` */
  placeOf(id: number): string
  /** @param id −1: of the whole file */
  problem(id: number, code: string, message: Bilingual, expected?: string): Problem
  /** Everything that these entities reach is sound: there, not in a circle, and no more than a building needs. */
  expectSound(types: readonly string[]): void
}

/** Parentheses within one entity; entities that lead one to the next; what a file comes to when all that is shared is written out. */
const MOST = { parentheses: 32, chain: 300, expanded: 100_000_000, statement: 16 * 2 ** 20 } as const

/** @throws Problem */
export function readStep(
  bytes: Uint8Array,
  file: string,
  limits: { readonly bytes: number; readonly entities: number },
  signal?: Signal,
): StepFile {
  const refuse = (code: string, message: Bilingual, where: { place?: string; expected?: string } = {}) =>
    fileProblem(file, code, message, where)
  if (bytes.length > limits.bytes)
    throw refuse(
      'too-large',
      { vi: 'tệp lớn hơn mức đọc được', en: 'the file is larger than can be read' },
      { expected: `≤ ${Math.floor(limits.bytes / 2 ** 20)} MB` },
    )
  const text = new TextDecoder('latin1').decode(bytes)
  if (!/^\uFEFF?\s*ISO-10303-21;/.test(text.slice(0, 64).replace(/^ï»¿/, '')))
    throw refuse(
      'not-ifc',
      { vi: 'tệp không phải IFC (STEP)', en: 'the file is not IFC (STEP)' },
      {
        place: 'line 1',
        expected: 'ISO-10303-21;',
      },
    )
  const data = /(?:^|\n|\r|;)\s*DATA\s*;/.exec(text)
  const schema = /FILE_SCHEMA\s*\(\s*\(\s*'([^']{1,40})'/i
    .exec(text.slice(0, data?.index ?? 65_536))?.[1]
    ?.toUpperCase()
  if (!data || !schema)
    throw refuse(
      'truncated',
      { vi: 'tệp bị cắt ở phần đầu', en: 'the file is cut short in its header' },
      {
        expected: 'FILE_SCHEMA, DATA',
      },
    )

  const starts = new Map<number, number>()
  const typeAt = new Map<number, string>()
  const types = new Map<string, number[]>()
  const lineAt = (offset: number): string => {
    let line = 1
    for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
    return `line ${line}`
  }
  const head = /#(\d{1,10})\s*=\s*([A-Za-z][A-Za-z0-9_]*)?\s*\(/y
  let at = data.index + data[0].length
  let ended = false
  let statements = 0
  while (at < text.length) {
    at = skipBlank(text, at)
    if (at >= text.length) break
    if (text.startsWith('ENDSEC', at)) {
      ended = true
      break
    }
    if ((++statements & 0xfff) === 0) throwIfAborted(signal)
    const from = at
    head.lastIndex = at
    const named = head.exec(text)
    const end = endOf(text, at)
    if (end < 0 || !named || end - from > MOST.statement) {
      if (end === CUT)
        throw refuse(
          'truncated',
          { vi: 'tệp bị cắt giữa một thực thể', en: 'the file is cut short within an entity' },
          {
            place: named ? `${lineAt(from)}, #${named[1]} ${named[2] ?? ''}`.trim() : lineAt(from),
            expected: ';',
          },
        )
      throw refuse(
        'not-step',
        { vi: 'dòng này không phải thực thể STEP', en: 'this is no STEP entity' },
        {
          place: lineAt(from),
          expected: '#1=IFC…(…);',
        },
      )
    }
    const id = Number(named[1])
    const type = (named[2] ?? '').toUpperCase()
    if (starts.has(id))
      throw refuse('twice', { vi: `#${id} có hai lần`, en: `#${id} is there twice` }, { place: lineAt(from) })
    starts.set(id, head.lastIndex - 1)
    typeAt.set(id, type)
    const list = types.get(type)
    if (list) list.push(id)
    else types.set(type, [id])
    if (starts.size > limits.entities)
      throw refuse(
        'too-many',
        { vi: 'tệp có quá nhiều thực thể', en: 'the file holds too many entities' },
        {
          place: lineAt(from),
          expected: `≤ ${limits.entities}`,
        },
      )
    at = end + 1
  }
  if (!ended)
    throw refuse(
      'truncated',
      { vi: 'tệp bị cắt: thiếu phần cuối', en: 'the file is cut short: its end is missing' },
      {
        place: lineAt(text.length),
        expected: 'ENDSEC; END-ISO-10303-21;',
      },
    )

  const placeOf = (id: number) =>
    starts.has(id) ? `${lineAt(starts.get(id)!)}, #${id} ${typeAt.get(id)}`.trim() : `#${id}`
  const problem: StepFile['problem'] = (id, code, message, expected) =>
    refuse(code, message, { ...(id < 0 ? {} : { place: placeOf(id) }), ...(expected ? { expected } : {}) })
  const known = new Map<number, StepEntity>()
  const get = (id: number): StepEntity | null => {
    const read = known.get(id)
    if (read) return read
    const start = starts.get(id)
    if (start === undefined) return null
    const values = valuesAt(text, start, () => problem(id, 'not-step', broken))
    const entity = { id, type: typeAt.get(id)!, values }
    known.set(id, entity)
    return entity
  }

  const expectSound: StepFile['expectSound'] = (roots) => {
    /** 0: on the way; else what it comes to written out. */
    const size = new Map<number, number>()
    for (const root of roots.flatMap((type) => types.get(type) ?? [])) {
      if (size.has(root)) continue
      const stack: { id: number; refs: readonly number[]; next: number; sum: number }[] = []
      const enter = (id: number, by: number) => {
        const start = starts.get(id)
        if (start === undefined)
          throw problem(by, 'missing', {
            vi: `dẫn tới #${id} mà tệp không có`,
            en: `names #${id}, which the file does not hold`,
          })
        size.set(id, 0)
        stack.push({ id, refs: refsAt(text, start), next: 0, sum: 1 })
        if (stack.length > MOST.chain)
          throw problem(
            id,
            'too-deep',
            { vi: 'các thực thể nối nhau quá sâu', en: 'entities lead one to the next too deep' },
            `≤ ${MOST.chain}`,
          )
      }
      enter(root, root)
      while (stack.length > 0) {
        const top = stack.at(-1)!
        if (top.next < top.refs.length) {
          const ref = top.refs[top.next++]!
          const done = size.get(ref)
          if (done === undefined) enter(ref, top.id)
          else if (done === 0)
            throw problem(top.id, 'circle', {
              vi: `các thực thể dẫn vòng lại nhau: ${circle(stack, ref)}`,
              en: `entities lead back to themselves: ${circle(stack, ref)}`,
            })
          else top.sum += done
        } else {
          stack.pop()
          size.set(top.id, top.sum)
          if (top.sum > MOST.expanded)
            throw problem(
              top.id,
              'too-many',
              { vi: 'hình lặp lại nhau quá nhiều lần', en: 'its shapes repeat each other too many times' },
              `≤ ${MOST.expanded}`,
            )
          const parent = stack.at(-1)
          if (parent) parent.sum += top.sum
        }
      }
    }
  }
  const circle = (stack: readonly { id: number }[], to: number) =>
    [
      ...stack
        .slice(stack.findIndex(({ id }) => id === to))
        .map(({ id }) => `#${id}`)
        .slice(0, 8),
      `#${to}`,
    ].join(' → ')

  return {
    file,
    schema,
    count: starts.size,
    get,
    typeOf: (id) => typeAt.get(id) ?? null,
    ofType: (...wanted) => wanted.flatMap((type) => (types.get(type) ?? []).map((id) => get(id)!)),
    types,
    placeOf,
    problem,
    expectSound,
  }
}

const broken: Bilingual = { vi: 'thực thể viết không đúng STEP', en: 'the entity is not written as STEP' }

function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= 32) at++
    if (!text.startsWith('/*', at)) return at
    const end = text.indexOf('*/', at + 2)
    if (end < 0) return text.length
    at = end + 2
  }
}

const CUT = -1
const UNBALANCED = -2

/** Of the statement that starts here: its semicolon, outside strings and comments. */
function endOf(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 59) return depth === 0 ? at : UNBALANCED
    if (code === 40) {
      if (++depth > MOST.parentheses) return UNBALANCED
    } else if (code === 41) depth--
    else if (code === 39) {
      at = text.indexOf("'", at + 1)
      if (at < 0) return CUT
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      at = text.indexOf('*/', at + 2)
      if (at < 0) return CUT
      at++
    }
  }
  return CUT
}

/** Entities named within a statement, in order, each once. */
function refsAt(text: string, from: number): number[] {
  const refs = new Set<number>()
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 59) break
    if (code === 39) at = text.indexOf("'", at + 1)
    else if (code === 35) {
      let id = 0
      for (let digit = text.charCodeAt(at + 1); digit >= 48 && digit <= 57; digit = text.charCodeAt(at + 1)) {
        id = id * 10 + digit - 48
        at++
      }
      refs.add(id)
    }
  }
  return [...refs]
}

/** The values in the parentheses that open here. */
function valuesAt(text: string, from: number, problem: () => Problem): StepValue[] {
  let at = from
  const blank = () => {
    at = skipBlank(text, at)
  }
  const word = /[A-Za-z][A-Za-z0-9_]*/y
  const numeral = /[+-]?\d[\d.]*(?:[eE][+-]?\d+)?/y
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) throw problem()
    at += found.length
    return found
  }
  const list = (depth: number): StepValue[] => {
    if (depth > MOST.parentheses) throw problem()
    at++
    const out: StepValue[] = []
    blank()
    if (text[at] === ')') {
      at++
      return out
    }
    for (;;) {
      blank()
      out.push(value(depth))
      blank()
      const mark = text[at++]
      if (mark === ')') return out
      if (mark !== ',') throw problem()
    }
  }
  const value = (depth: number): StepValue => {
    const mark = text[at]
    if (mark === '(') return list(depth + 1)
    if (mark === '$' || mark === '*') {
      at++
      return null
    }
    if (mark === '#') {
      at++
      return { ref: Number(take(/\d+/y)) }
    }
    if (mark === "'") return string()
    if (mark === '.') {
      at++
      const name = take(word)
      if (text[at++] !== '.') throw problem()
      return { enum: name.toUpperCase() }
    }
    if (mark === '"') {
      const end = text.indexOf('"', at + 1)
      if (end < 0) throw problem()
      const binary = text.slice(at + 1, end)
      at = end + 1
      return binary
    }
    if (mark !== undefined && /[A-Za-z]/.test(mark)) {
      const type = take(word).toUpperCase()
      blank()
      if (text[at] !== '(') throw problem()
      return { type, value: list(depth + 1)[0] ?? null }
    }
    const number = Number(take(numeral))
    if (!Number.isFinite(number)) throw problem()
    return number
  }
  const string = (): string => {
    const start = at + 1
    for (;;) {
      at = text.indexOf("'", at + 1)
      if (at < 0) throw problem()
      if (text[at + 1] !== "'") break
      at++
    }
    return decoded(text.slice(start, at++).replaceAll("''", "'"))
  }
  return list(0)
}

/** `\X2\1EA7\X0\`, `\X\E9`, `\S\i` and bare UTF-8, which many writers leave in. */
function decoded(text: string): string {
  const escaped = text
    .replace(/\\X2\\((?:[0-9A-F]{4})*)\\X0\\/gi, (_, hex: string) =>
      hex.replace(/.{4}/g, (four) => String.fromCharCode(Number.parseInt(four, 16))),
    )
    .replace(/\\X4\\((?:[0-9A-F]{8})*)\\X0\\/gi, (_, hex: string) =>
      hex.replace(/.{8}/g, (eight) => {
        const code = Number.parseInt(eight, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
      }),
    )
    .replace(/\\X\\([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\S\\(.)/g, (_, mark: string) => String.fromCharCode(mark.charCodeAt(0) + 128))
    .replaceAll('\\\\', '\\')
  if (!/[\x80-\xff]/.test(text)) return escaped
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(escaped, (c) => c.charCodeAt(0)))
  } catch {
    return escaped
  }
}

export const refOf = (value: StepValue | undefined): number | null =>
  value !== null && typeof value === 'object' && 'ref' in value ? value.ref : null

export const refsOf = (value: StepValue | undefined): number[] =>
  Array.isArray(value) ? value.flatMap((one) => refOf(one) ?? []) : refOf(value) === null ? [] : [refOf(value)!]

/** A bare number, or one in its measure. */
export function numberOf(value: StepValue | undefined): number | null {
  if (typeof value === 'number') return value
  return value !== null && typeof value === 'object' && 'type' in value ? numberOf(value.value) : null
}

export const numbersOf = (value: StepValue | undefined): number[] =>
  Array.isArray(value) ? value.flatMap((one) => numberOf(one) ?? []) : []

export function textOf(value: StepValue | undefined): string | null {
  if (typeof value === 'string') return value
  return value !== null && typeof value === 'object' && 'type' in value ? textOf(value.value) : null
}

export const enumOf = (value: StepValue | undefined): string | null =>
  value !== null && typeof value === 'object' && 'enum' in value ? value.enum : null
