/**
 * Which objects of a layer are shown: conditions on its attributes, all of which must hold. The same filter works on the flat
 * properties of vector tiles (`zoningCode`), on the dataset's own (`zoning.code`) and, as a style, on 3D Tiles.
 */
import type { LayerId } from '../../scenarios/city/layers.ts'
import { fold } from '../shared/fold.ts'

export type Value = string | number | boolean

export type FieldFilter =
  /** One of these; null stands for "not stated". */
  | { readonly kind: 'any'; readonly values: readonly (Value | null)[] }
  /** Both ends belong to it; null is open. What is not stated lies outside. */
  | { readonly kind: 'range'; readonly least: number | null; readonly most: number | null }
  /** Holds these words, without regard to case and diacritics. */
  | { readonly kind: 'text'; readonly words: string }

/** By the flat name of the attribute. */
export type LayerFilter = Readonly<Record<string, FieldFilter>>
export type Filters = Partial<Record<LayerId, LayerFilter>>

export function matches(filter: LayerFilter, properties: Readonly<Record<string, unknown>>): boolean {
  for (const [field, wanted] of Object.entries(filter)) if (!holds(wanted, attribute(properties, field))) return false
  return true
}

function holds(wanted: FieldFilter, value: unknown): boolean {
  switch (wanted.kind) {
    case 'any':
      return wanted.values.includes((value ?? null) as Value | null)
    case 'range':
      return (
        typeof value === 'number' &&
        (wanted.least === null || value >= wanted.least) &&
        (wanted.most === null || value <= wanted.most)
      )
    case 'text':
      return value !== null && value !== undefined && fold(String(value)).includes(fold(wanted.words.trim()))
  }
}

/** An attribute by its flat name, `zoningCode` also where it is `zoning.code`. */
export function attribute(properties: Readonly<Record<string, unknown>>, field: string): unknown {
  if (field in properties) return properties[field]
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !field.startsWith(key)) continue
    const rest = field.slice(key.length)
    return attribute(value as Record<string, unknown>, rest.charAt(0).toLowerCase() + rest.slice(1))
  }
  return undefined
}

/**
 * The filter as a condition of the 3D Tiles styling language; `true` where nothing is asked.
 * @param known attributes that the tiles carry, where they do not carry all: what is asked of others cannot be told of any
 * object, so none is shown in space, and the flat signs on the ground alone say which match
 */
export function showExpression(filter: LayerFilter | undefined, known?: readonly string[]): string {
  const fields = Object.entries(filter ?? {})
  if (known && fields.some(([field]) => !known.includes(field))) return 'false'
  const parts = fields.map(([field, wanted]) => conditionOf(`\${feature[${quoted(field)}]}`, wanted))
  return parts.length > 0 ? parts.join(' && ') : 'true'
}

function conditionOf(value: string, wanted: FieldFilter): string {
  const stated = `(${value} !== undefined && ${value} !== null)`
  switch (wanted.kind) {
    case 'any': {
      const parts = wanted.values.map((v) => (v === null ? `!${stated}` : `${value} === ${literal(v)}`))
      return parts.length > 0 ? `(${parts.join(' || ')})` : 'false'
    }
    case 'range': {
      const least = wanted.least === null ? [] : [`Number(${value}) >= ${wanted.least}`]
      const most = wanted.most === null ? [] : [`Number(${value}) <= ${wanted.most}`]
      return `(${[stated, ...least, ...most].join(' && ')})`
    }
    case 'text':
      return `(${stated} && regExp(${quoted(anyMarks(wanted.words.trim()))}, 'i').test(String(${value})))`
  }
}

/** The condition under which an object is one of these. @param ids at least one */
export const isOneOf = (ids: readonly string[]): string =>
  `regExp('^(?:${ids.map(asPattern).join('|')})$').test(String(\${feature['id']}))`

/** The styling language loses backslashes and ends strings at any quote: signs stand in brackets, those that cannot for any sign. */
const asPattern = (text: string): string =>
  text.replace(/[^\w:/-]/g, (sign) => (/[\\^[\]'"]/.test(sign) ? '.' : `[${sign}]`))

const literal = (value: Value): string => (typeof value === 'string' ? quoted(value) : String(value))
const quoted = (text: string): string => `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`

const letters: Record<string, string> = {
  a: 'aàáảãạăằắẳẵặâầấẩẫậ',
  d: 'dđ',
  e: 'eèéẻẽẹêềếểễệ',
  i: 'iìíỉĩị',
  o: 'oòóỏõọôồốổỗộơờớởỡợ',
  u: 'uùúủũụưừứửữự',
  y: 'yỳýỷỹỵ',
}

/** A pattern for words whatever their marks: the styling language cannot fold. */
const anyMarks = (words: string): string =>
  [...fold(words)].map((c) => (letters[c] ? `[${letters[c]}]` : c.replace(/[^\p{L}\p{N} ]/u, '\\$&'))).join('')
