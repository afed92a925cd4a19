/** The attributes of a layer as columns and as things to filter by, read from its schema: names, kinds, titles, values. */
import { fieldTitles, type LayerId, propertySchemas } from '../../scenarios/city/layers.ts'
import { buildStateTitles, titleOf } from '../../scenarios/city/values.ts'
import { buildStates, provenances, provenanceTitle } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { knownValues } from '../stage/plain.ts'

export interface LayerField {
  /** Flat: `zoningCode`. */
  readonly key: string
  readonly title: Bilingual
  readonly unit: string
  readonly kind: 'number' | 'choice' | 'yesno' | 'text' | 'list'
  /** Of a choice. */
  readonly options: readonly string[]
  /** It may be left out. */
  readonly optional: boolean
}

/** The part of a schema's inside that is read here. */
interface Inside {
  readonly def: { readonly type: string; readonly innerType?: Inside }
  readonly options?: readonly string[]
  readonly shape?: Readonly<Record<string, Inside>>
}

export function fieldsOf(layer: LayerId): readonly LayerField[] {
  const shape = (propertySchemas[layer] as unknown as Inside).shape!
  return [...inside(layer, shape, '', null), ...heads]
}

function inside(
  layer: LayerId,
  shape: Readonly<Record<string, Inside>>,
  prefix: string,
  group: Bilingual | null,
): LayerField[] {
  return Object.entries(shape).flatMap(([name, schema]): LayerField[] => {
    const { core, optional } = unwrapped(schema)
    const key = prefix ? prefix + name.charAt(0).toUpperCase() + name.slice(1) : name
    const about = fieldTitles[name]
    const title = about?.title ?? both(name, name)
    if (core.shape) return inside(layer, core.shape, key, title)
    const type = core.def.type
    const options = type === 'enum' ? core.options! : type === 'string' ? knownValues(layer, key) : []
    const kind =
      options.length > 0
        ? 'choice'
        : type === 'number'
          ? 'number'
          : type === 'boolean'
            ? 'yesno'
            : type === 'array'
              ? 'list'
              : 'text'
    const whole = group ? both(`${group.vi}: ${title.vi}`, `${group.en}: ${title.en}`) : title
    return [{ key, title: whole, unit: about?.unit ?? '', kind, options, optional }]
  })
}

function unwrapped(schema: Inside): { core: Inside; optional: boolean } {
  let core = schema
  let optional = false
  while (core.def.innerType && (core.def.type === 'nullable' || core.def.type === 'optional')) {
    core = core.def.innerType
    optional = true
  }
  return { core, optional }
}

/** What every feature carries beside its properties. */
const heads: readonly LayerField[] = [
  {
    key: 'provenance',
    title: both('Nguồn gốc', 'Provenance'),
    unit: '',
    kind: 'choice',
    options: provenances,
    optional: false,
  },
  {
    key: 'buildState',
    title: both('Tình trạng', 'State'),
    unit: '',
    kind: 'choice',
    options: buildStates,
    optional: false,
  },
]

/** The word for a value of a field; the value itself where it has none. */
export function titleOfValue(field: LayerField, value: string): Bilingual {
  if (field.key === 'provenance') return provenanceTitle[value as keyof typeof provenanceTitle] ?? both(value, value)
  if (field.key === 'buildState') return buildStateTitles[value as keyof typeof buildStateTitles] ?? both(value, value)
  return titleOf(value)
}
