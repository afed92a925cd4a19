/** The attributes of a layer read from those of a file by a mapping; what the file leaves open is filled by stated defaults. */
import { type LayerId, type Properties, propertySchemas } from '../../../scenarios/city/layers.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import { type Bilingual, both, type Language } from '../../../scenarios/text.ts'
import type { Reporter } from '../report.ts'
import { type SourceFeature, type SourceValue, valueIn } from '../vector/contract.ts'
import { defaults, type Known } from './defaults.ts'
import { fieldsOf, type TargetField, titleOfPath } from './fields.ts'
import { conversions, type FieldSource, type Mapping } from './mapping.ts'
import { choiceOf } from './suggest.ts'
import { booleanOf, numberOf } from './words.ts'

export interface Read<L extends LayerId> {
  readonly properties: Properties[L]
  readonly assumed: readonly string[]
  /** Something that counts was assumed. */
  readonly weak: boolean
}

export class AttributeReader<L extends LayerId> {
  private readonly layer: L
  private readonly mapping: Mapping
  private readonly about: Pick<Known, 'date' | 'title'>
  private readonly reporter: Reporter
  private readonly fields: readonly TargetField[]
  private readonly defaulted = new Map<string, { count: number; assumed: boolean }>()

  constructor(layer: L, mapping: Mapping, about: Pick<Known, 'date' | 'title'>, reporter: Reporter) {
    this.layer = layer
    this.mapping = mapping
    this.about = about
    this.reporter = reporter
    this.fields = fieldsOf(layer)
  }

  /** Null where an attribute that must be there is not; why is in the report. */
  read(one: SourceFeature, geometry: Geometry): Read<L> | null {
    const values = new Map<string, unknown>()
    for (const field of this.fields) {
      const from = this.mapping.fields[field.path]
      const value = from && this.valueOf(field, from, one)
      if (value !== undefined && value !== null) values.set(field.path, value)
    }
    const heightGiven = values.has('heightMetres')
    const known: Known = { values, geometry, ...this.about }
    const assumed: string[] = []
    const filled = new Map<string, boolean>()
    let weak = false
    for (const [path, standing] of Object.entries(defaults[this.layer])) {
      if (values.has(path)) continue
      const value = standing.value(known)
      if (value === undefined) continue
      values.set(path, value)
      assumed.push(path)
      const counts = standing.standing === 'assumed'
      // Of a building the height says itself where it comes from, and its storeys go with it.
      if (counts && this.layer !== 'buildings') weak = true
      if (standing.standing !== 'neutral') filled.set(path, counts)
    }
    if (this.layer === 'buildings') values.set('heightProvenance', this.heightProvenance(heightGiven))
    for (const field of this.fields) {
      if (values.has(field.path) || field.empty === 'absent') continue
      if (field.empty === 'no') {
        this.skipField('empty', field, 'để trống', 'is empty', one.place)
        return null
      }
      values.set(field.path, null)
    }
    const parsed = propertySchemas[this.layer].safeParse(nested(values))
    if (parsed.success) {
      this.countDefaults(filled)
      return { properties: parsed.data as Properties[L], assumed, weak }
    }
    const issue = parsed.error.issues[0]!
    const path = issue.path.join('.')
    const code = `value-${path}`
    const value = String(values.get(path)).slice(0, 40)
    this.reporter.skip(
      code,
      `${titleOfPath(path).title.vi} (${path}) có giá trị không dùng được: ${issue.message}`,
      `${titleOfPath(path).title.en} (${path}) has a value that cannot be used: ${issue.message}`,
      `${one.place}: ${value}`,
    )
    return null
  }

  private countDefaults(filled: ReadonlyMap<string, boolean>): void {
    for (const [path, assumed] of filled) {
      const told = this.defaulted.get(path) ?? { count: 0, assumed }
      told.count++
      this.defaulted.set(path, told)
    }
  }

  private heightProvenance(given: boolean): Properties['buildings']['heightProvenance'] {
    const from = this.mapping.fields.heightMetres
    const measured = given && from !== undefined && 'column' in from && from.convert !== 'storeys-m'
    return measured ? 'imported' : 'generated'
  }

  private skipField(why: string, field: TargetField, vi: string, en: string, place: string): void {
    const { title } = titleOfPath(field.path)
    this.reporter.skip(
      `${why}-${field.path}`,
      `${title.vi} (${field.path}) ${vi}`,
      `${title.en} (${field.path}) ${en}`,
      place,
    )
  }

  /** Undefined where the file says nothing usable. */
  private valueOf(field: TargetField, from: FieldSource, one: SourceFeature): unknown {
    const raw = 'constant' in from ? from.constant : valueIn(one, from.column)
    if (raw === null || (typeof raw === 'string' && raw.trim() === '')) return undefined
    const value = this.readAs(field, raw, one.place)
    if (value === undefined) {
      const { title } = titleOfPath(field.path)
      this.reporter.repair(
        `unread-${field.path}`,
        `${title.vi} (${field.path}): giá trị không đọc được, coi như để trống`,
        `${title.en} (${field.path}): values that cannot be read, taken as empty`,
        `${one.place}: ${String(raw).slice(0, 40)}`,
      )
      return undefined
    }
    if (typeof value !== 'number' || 'constant' in from || !from.convert) return value
    const converted = value * conversions[from.convert]
    return from.convert === 'm-storeys' ? Math.max(1, Math.round(converted)) : Number(converted.toPrecision(12))
  }

  private readAs(field: TargetField, raw: Exclude<SourceValue, null>, place: string): unknown {
    if (field.kind === 'choice') return choiceOf(this.layer, field, String(raw))
    if (field.kind === 'boolean') return typeof raw === 'boolean' ? raw : booleanOf(String(raw))
    if (field.kind === 'text') return String(raw).trim()
    if (typeof raw === 'number') return raw
    const [first, ...rest] = String(raw).split(';')
    const value = numberOf(first!)
    if (value !== undefined && rest.length > 0)
      this.reporter.repair(
        `first-${field.path}`,
        `${field.path}: nhiều giá trị, lấy giá trị đầu`,
        `${field.path}: of several values the first was taken`,
        place,
      )
    return value
  }

  /** Returns what was assumed. */
  tellDefaults(): Bilingual | null {
    const list = (assumed: boolean, language: Language) =>
      [...this.defaulted]
        .filter(([, told]) => told.assumed === assumed)
        .map(([path, { count }]) => `${titleOfPath(path).title[language]} ${path} (${count})`)
        .join(', ')
    if (list(false, 'vi'))
      this.reporter.note(
        `Tệp không có, tính từ hình hoặc trường khác: ${list(false, 'vi')}.`,
        `Not in the file, worked out of the geometry or other attributes: ${list(false, 'en')}.`,
      )
    if (!list(true, 'vi')) return null
    const note = both(
      `Tệp không có, lấy giá trị thông dụng làm giả định: ${list(true, 'vi')}.`,
      `Not in the file, common values assumed: ${list(true, 'en')}.`,
    )
    this.reporter.notes.push(note)
    return note
  }
}

/** `zoning.code` → { zoning: { code } } */
function nested(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [path, value] of values) {
    const [head, leaf] = path.split('.') as [string, string?]
    if (leaf === undefined) out[head] = value
    else out[head] = { ...(out[head] as object | undefined), [leaf]: value }
  }
  return out
}
