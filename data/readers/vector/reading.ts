/**
 * What the readers of vector formats share: the bytes with their limits, time, stop and progress; the layers as they grow;
 * what was left out or mended, counted.
 */
import type { Geometry } from '../../../scenarios/geometry.ts'
import { pointsOf } from '../../../scenarios/geometry.ts'
import type { Problem } from '../../../scenarios/problem.ts'
import { throwIfAborted } from '../../../scenarios/problem.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { joined } from '../bytes.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import type {
  Limits,
  ReadOptions,
  Remark,
  SourceCrs,
  SourceFeature,
  SourceField,
  SourceFile,
  SourceLayer,
  SourceValue,
  VectorFormat,
  VectorSource,
} from './contract.ts'
import { defaultLimits } from './contract.ts'

const EXAMPLES = 5
const PLACES = 5
/** Most fields of a layer, most layers of a file: beyond that a file is no table of things. */
export const MAX_FIELDS = 2000
const MAX_LAYERS = 2000

export class Reading {
  readonly file: SourceFile
  readonly limits: Limits
  /** What the format ought to hold, for every refusal. */
  readonly expected: string
  private readonly options: ReadOptions
  private readonly layers = new Map<string, SourceFeature[]>()
  private readonly remarks = new Map<
    string,
    { kind: Remark['kind']; message: Bilingual; count: number; places: string[] }
  >()
  private readonly started = performance.now()
  private features = 0
  private corners = 0

  constructor(file: SourceFile, options: ReadOptions, expected: string) {
    this.file = file
    this.options = options
    this.limits = options.limits ?? defaultLimits
    this.expected = expected
  }

  /** Stops where the person or the clock says so. */
  check(): void {
    throwIfAborted(this.options.signal)
    const { seconds } = this.limits
    if (performance.now() - this.started > seconds * 1000)
      throw this.wrong('too-slow', { vi: 'đọc tệp quá lâu', en: 'reading takes too long' }, '', `at most ${seconds} s`)
  }

  /** The file as it comes; an empty one is refused. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    let taken = 0
    for await (const chunk of this.file.stream()) {
      this.check()
      yield chunk
      taken += chunk.length
      this.options.progress?.(this.file.size > 0 ? Math.min(1, taken / this.file.size) : 0)
    }
    if (taken === 0) throw emptyFile(this.file.name, this.expected)
  }

  /** The whole file in memory, where its format allows nothing less. */
  async whole(): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let length = 0
    if (this.file.size > this.limits.bytes) throw this.tooManyBytes()
    for await (const chunk of this.chunks()) {
      length += chunk.length
      if (length > this.limits.bytes) throw this.tooManyBytes()
      parts.push(chunk)
    }
    return joined(parts)
  }

  /** Makes a layer known, so that one without features is shown too. */
  layer(name: string): void {
    if (!this.layers.has(name)) this.layers.set(name, [])
    if (this.layers.size > MAX_LAYERS)
      throw this.wrong('too-many-layers', { vi: 'quá nhiều lớp', en: 'too many layers' }, '', `at most ${MAX_LAYERS}`)
  }

  add(layer: string, geometry: Geometry, properties: Readonly<Record<string, SourceValue>>, place: string): void {
    if (++this.features > this.limits.features) throw this.tooMany(place, 'features', this.limits.features)
    for (const _ of pointsOf(geometry)) this.corners++
    if (this.corners > this.limits.corners) throw this.tooMany(place, 'corners', this.limits.corners)
    if ((this.features & 1023) === 0) this.check()
    this.layer(layer)
    this.layers.get(layer)!.push({ geometry, properties, place })
  }

  /** Counts something left out or mended. */
  remark(kind: Remark['kind'], code: string, message: Bilingual, place?: string, count = 1): void {
    const known = this.remarks.get(code) ?? { kind, message, count: 0, places: [] }
    known.count += count
    if (place !== undefined && known.places.length < PLACES && !known.places.includes(place)) known.places.push(place)
    this.remarks.set(code, known)
  }

  wrong(code: string, message: Bilingual, place: string, expected = this.expected): Problem {
    return fileProblem(this.file.name, code, message, { ...(place && { place }), expected })
  }

  tooMany(place: string, what: 'features' | 'corners' | 'levels' | 'fields', most: number): Problem {
    const said = { features: 'đối tượng', corners: 'đỉnh', levels: 'tầng lồng nhau', fields: 'trường' }[what]
    return this.wrong(`too-many-${what}`, { vi: `quá nhiều ${said}`, en: `too many ${what}` }, place, `at most ${most}`)
  }

  private tooManyBytes(): Problem {
    const message = { vi: 'tệp quá lớn để đọc', en: 'the file is too large to be read' }
    return this.wrong('too-large', message, '', `at most ${this.limits.bytes} bytes`)
  }

  finish(format: VectorFormat, crs: SourceCrs | null): VectorSource {
    this.check()
    this.options.progress?.(1)
    const layers: SourceLayer[] = [...this.layers].map(([name, features]) => ({
      name,
      features,
      fields: this.fieldsOf(features),
    }))
    const remarks: Remark[] = [...this.remarks].map(([code, rest]) => ({ code, ...rest }))
    return { format, file: this.file.name, crs, layers, remarks }
  }

  private fieldsOf(features: readonly SourceFeature[]): SourceField[] {
    const fields = new Map<string, { kinds: Set<string>; filled: number; examples: SourceValue[] }>()
    for (const { properties, place } of features) {
      for (const [name, value] of Object.entries(properties)) {
        let field = fields.get(name)
        if (!field) {
          field = { kinds: new Set(), filled: 0, examples: [] }
          fields.set(name, field)
          if (fields.size > MAX_FIELDS) throw this.tooMany(place, 'fields', MAX_FIELDS)
        }
        if (value === null) continue
        field.filled++
        field.kinds.add(typeof value)
        if (field.examples.length < EXAMPLES && !field.examples.includes(value)) field.examples.push(value)
      }
    }
    return [...fields].map(([name, { kinds, filled, examples }]) => {
      const [only] = kinds
      const kind = kinds.size > 1 ? 'mixed' : only === 'number' ? 'number' : only === 'boolean' ? 'boolean' : 'text'
      return { name, kind, filled, examples }
    })
  }
}

/** Attributes of any shape as plain values: lists of words in one text, objects by dotted names, the rest as JSON. */
export function plainValues(source: object): Record<string, SourceValue> {
  const out: [string, SourceValue][] = []
  const take = (name: string, value: unknown, depth: number) => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') out.push([name, value])
    else if (typeof value === 'number') out.push([name, Number.isFinite(value) ? value : null])
    else if (Array.isArray(value))
      out.push([name, value.every((v) => typeof v !== 'object') ? value.join('; ') : JSON.stringify(value)])
    else if (typeof value === 'object' && depth < 4)
      for (const [key, inner] of Object.entries(value)) take(`${name}.${key}`, inner, depth + 1)
    else if (value !== undefined) out.push([name, JSON.stringify(value)])
  }
  for (const [name, value] of Object.entries(source)) take(name, value, 0)
  return Object.fromEntries(out)
}
