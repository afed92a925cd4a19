/** The attributes that a layer can be given from a file, read off its schema: path, kind, allowed values. */
import type { z } from 'zod'
import { type FieldTitle, fieldTitles, type LayerId, propertySchemas } from '../../../scenarios/city/layers.ts'
import { both } from '../../../scenarios/text.ts'

export interface TargetField {
  /** `name`, `zoning.code` */
  readonly path: string
  readonly kind: 'text' | 'number' | 'boolean' | 'choice'
  /** Of a choice. */
  readonly values: readonly string[]
  /** May be left empty: null, or left out. */
  readonly empty: 'null' | 'absent' | 'no'
}

/** Layers that the system writes itself. */
export const isTarget = (layer: LayerId): boolean => layer !== 'parcelhistory'

/** Kept by the versions of parcels, not by files. */
const ownWork: Partial<Record<LayerId, readonly string[]>> = { parcels: ['version', 'validFrom', 'predecessors'] }

const known = new Map<LayerId, readonly TargetField[]>()

export function fieldsOf(layer: LayerId): readonly TargetField[] {
  const fields = known.get(layer) ?? fieldsOfShape(propertySchemas[layer].shape, '', ownWork[layer] ?? [])
  known.set(layer, fields)
  return fields
}

/** All that an object of the layer is told by, lists left out. */
export const attributesOf = (layer: LayerId): TargetField[] => fieldsOfShape(propertySchemas[layer].shape, '', [])

function fieldsOfShape(shape: Record<string, z.ZodType>, prefix: string, without: readonly string[]): TargetField[] {
  return Object.entries(shape).flatMap(([key, schema]): TargetField[] => {
    const path = `${prefix}${key}`
    if (without.includes(path)) return []
    const { inner, empty } = unwrapped(schema as Schema)
    const { type } = inner.def
    if (type === 'object') return fieldsOfShape(inner.shape!, `${path}.`, without)
    if (type === 'enum') return [{ path, kind: 'choice', values: inner.options!, empty }]
    if (type === 'number' || type === 'boolean') return [{ path, kind: type, values: [], empty }]
    return type === 'string' ? [{ path, kind: 'text', values: [], empty }] : []
  })
}

/** The part of a zod schema that is read here. */
interface Schema {
  readonly def: { readonly type: string; readonly innerType?: Schema }
  readonly shape?: Record<string, z.ZodType>
  readonly options?: readonly string[]
}

function unwrapped(schema: Schema): { inner: Schema; empty: TargetField['empty'] } {
  const { type, innerType } = schema.def
  if (type === 'optional') return { inner: unwrapped(innerType!).inner, empty: 'absent' }
  if (type === 'nullable') return { inner: unwrapped(innerType!).inner, empty: 'null' }
  return { inner: schema, empty: 'no' }
}

/** Title of a path; the last part's where it has none of its own. */
export const titleOfPath = (path: string): FieldTitle =>
  fieldTitles[path] ?? fieldTitles[path.split('.').at(-1)!] ?? { title: both(path, path) }
