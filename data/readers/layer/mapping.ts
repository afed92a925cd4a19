/**
 * A mapping: where each attribute of a layer comes from. Data, so that a screen can edit it and a command line can spell it:
 *
 *     number=SOTHUA            the column as it stands
 *     heightMetres=CAO:cm-m    converted; see `conversions`
 *     heightMetres=TANG:storeys-m
 *     landUse='ODT'            the same for all
 *     name="Tên, loại"         a column whose name holds a comma
 *     key=GLOBALID             the column that the ids are made of
 */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import type { SourceLayer } from '../vector/contract.ts'
import { fieldsOf } from './fields.ts'

/** Metres of a storey where only storeys are known: as in `city import`. */
export const STOREY_METRES = 3

export const conversions = {
  'mm-m': 1e-3,
  'cm-m': 1e-2,
  'km-m': 1e3,
  'ha-m2': 1e4,
  'km2-m2': 1e6,
  'm2-km2': 1e-6,
  'percent-share': 1e-2,
  'kV-V': 1e3,
  'kVA-VA': 1e3,
  'MVA-VA': 1e6,
  'kW-W': 1e3,
  'L/s-m3/s': 1e-3,
  'm3/h-m3/s': 1 / 3600,
  'm3/day-m3/s': 1 / 86_400,
  'storeys-m': STOREY_METRES,
  'm-storeys': 1 / STOREY_METRES,
} as const
export type Conversion = keyof typeof conversions

export type FieldSource =
  | { readonly column: string; readonly convert?: Conversion | undefined }
  | { readonly constant: string | number | boolean }

export interface Mapping {
  /** By the path of the attribute. */
  readonly fields: Readonly<Record<string, FieldSource>>
  /** Column that ids are made of; null: of sheet and number for parcels, of the geometry else. */
  readonly key: string | null
}

/** Reads `field=column,…`. A comma within quotes is text. @throws Problem naming the part that is wrong */
export function parseMapping(words: string, layer: LayerId, source: SourceLayer): Mapping {
  const fields: Record<string, FieldSource> = {}
  let key: string | null = null
  for (const part of words.match(/(?:'[^']*'|"[^"]*"|[^,])+/g) ?? []) {
    const at = part.indexOf('=')
    const [path, right] = [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    if (at < 1 || !right) throw wrong(part, "field=column, field=column:conversion, field='constant' or key=column")
    if (path !== 'key' && !fieldsOf(layer).some((field) => field.path === path)) {
      throw wrong(
        path,
        fieldsOf(layer)
          .map((field) => field.path)
          .join(', '),
      )
    }
    const quoted = /^'(.*)'$/.exec(right)
    if (path === 'key') key = columnOf(source, unquoted(right))
    else fields[path] = quoted ? { constant: quoted[1]! } : sourceOf(source, right)
  }
  return { fields, key }
}

function sourceOf(source: SourceLayer, words: string): FieldSource {
  if (source.fields.some((field) => field.name === words)) return { column: words }
  const [, column, convert] = /^(.*):([^:]+)$/.exec(words) ?? []
  if (column === undefined) return { column: columnOf(source, unquoted(words)) }
  if (!Object.hasOwn(conversions, convert!)) throw wrong(words, Object.keys(conversions).join(', '))
  return { column: columnOf(source, unquoted(column)), convert: convert as Conversion }
}

const unquoted = (words: string): string => words.replace(/^"([^"]*)"$/, '$1')
const spelled = (column: string): string => (column.includes(',') ? `"${column}"` : column)

function columnOf(source: SourceLayer, words: string): string {
  const names = source.fields.map((field) => field.name)
  const found = names.find((name) => name === words) ?? names.find((name) => name.toLowerCase() === words.toLowerCase())
  if (found !== undefined) return found
  throw wrong(words, names.length > 0 ? names.slice(0, 40).join(', ') : 'a file with columns')
}

const wrong = (place: string, expected: string) =>
  new Problem({
    code: 'layer/mapping',
    message: both('không hiểu phần này của phép gán trường', 'this part of the field mapping is not understood'),
    place: `--map ${place}`,
    expected,
  })

/** As `parseMapping` reads it. */
export const spellMapping = ({ fields, key }: Mapping): string =>
  [
    ...Object.entries(fields).map(([path, from]) =>
      'constant' in from
        ? `${path}='${from.constant}'`
        : `${path}=${spelled(from.column)}${from.convert ? `:${from.convert}` : ''}`,
    ),
    ...(key === null ? [] : [`key=${spelled(key)}`]),
  ].join(',')
