/** Values of OpenStreetMap tags as quantities. Null where a tag is absent or does not say one. */
import type { Tags } from '../../readers/osm/model.ts'

/** Metres: `12`, `12.5 m`, `12,5`, `40 ft`, `6'7"`. */
export function metres(text: string | undefined): number | null {
  if (!text) return null
  const feet = /^\s*(\d+(?:\.\d+)?)\s*'\s*(?:(\d+(?:\.\d+)?)\s*")?\s*$/.exec(text)
  if (feet) return Number(feet[1]) * 0.3048 + Number(feet[2] ?? 0) * 0.0254
  const plain = /^\s*[~<>]?\s*(\d+(?:[.,]\d+)?)\s*(m|metres?|meters?|ft|feet)?\s*$/i.exec(text)
  if (!plain) return null
  const value = Number(plain[1]!.replace(',', '.'))
  return /^f/i.test(plain[2] ?? '') ? value * 0.3048 : value
}

export const count = (text: string | undefined): number | null => {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text.split(';')[0]!.replace(',', '.'))
  return Number.isFinite(value) && value >= 0 ? value : null
}

export const says = (value: string | undefined): boolean =>
  value !== undefined && value !== 'no' && value !== '0' && value !== 'false'

export const nameOf = (tags: Tags): string | null => tags['name:vi'] ?? tags.name ?? tags['name:en'] ?? null

/** What a table says of a value of the map; a map may hold words such as `constructor`, which every object knows. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined
