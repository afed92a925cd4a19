/**
 * Features of a collection as they are asked for in windows and pages: their ids and bounds stand in memory, their text stays where it
 * is (in the GeoJSON file that is also given out), so that an answer is the file's own bytes.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Bounds, type Geometry, geometryBounds, overlaps } from '../../scenarios/geometry.ts'
import { holdsWithin, type Interval, touches } from '../../scenarios/open-data/query.ts'

export interface GivenFeature {
  readonly type: 'Feature'
  readonly id: string
  readonly geometry: Geometry | null
  readonly properties: Readonly<Record<string, unknown>>
}

export type FieldKind = 'string' | 'number' | 'boolean'

export interface FeatureStore {
  /** Sorted. */
  readonly ids: readonly string[]
  /** West, south, east, north of each; without shape: four times NaN, which meets no box. */
  readonly bounds: Float64Array
  /** Attributes that features can be asked for by. */
  readonly fields: ReadonlyMap<string, FieldKind>
  /** GeoJSON of each, in this order. */
  texts(indexes: readonly number[]): Promise<string[]>
}

class Listing {
  readonly ids: string[] = []
  readonly bounds: number[] = []
  readonly fields = new Map<string, FieldKind>()

  add({ id, geometry, properties }: GivenFeature): void {
    this.ids.push(id)
    this.bounds.push(...(geometry ? geometryBounds(geometry) : [Number.NaN, Number.NaN, Number.NaN, Number.NaN]))
    for (const [name, value] of Object.entries(properties)) {
      const kind = typeof value
      if (kind === 'string' || kind === 'number' || kind === 'boolean')
        this.fields.set(name, (this.fields.get(name) ?? kind) === kind ? kind : 'string')
    }
  }
}

/** Of features that stand in memory. */
export function storeOf(features: readonly GivenFeature[]): FeatureStore {
  const sorted = features.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const listing = new Listing()
  for (const feature of sorted) listing.add(feature)
  return {
    ids: listing.ids,
    bounds: Float64Array.from(listing.bounds),
    fields: listing.fields,
    texts: async (indexes) => indexes.map((i) => JSON.stringify(sorted[i])),
  }
}

const NEWLINE = 10
/** Lines that lie together are read together, up to this many bytes. */
const READ_BYTES = 1 << 20

/** Of a file as `layerGeoJson` writes it: a feature a line, sorted by id. */
export async function fileStore(path: string): Promise<FeatureStore> {
  const listing = new Listing()
  const starts: number[] = []
  const lengths: number[] = []
  let rest = Buffer.alloc(0)
  let at = 0
  const take = (line: Buffer, start: number) => {
    if (!line.subarray(0, 17).equals(FEATURE)) return
    const length = line.at(-1) === COMMA ? line.length - 1 : line.length
    listing.add(JSON.parse(line.toString('utf8', 0, length)))
    starts.push(start)
    lengths.push(length)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      take(bytes.subarray(from, end), at + from)
      from = end + 1
    }
    rest = bytes.subarray(from)
    at += from
  }
  return {
    ids: listing.ids,
    bounds: Float64Array.from(listing.bounds),
    fields: listing.fields,
    async texts(indexes) {
      const texts: string[] = []
      const file = await open(path)
      try {
        for (let i = 0; i < indexes.length; ) {
          const start = starts[indexes[i]!]!
          let last = i
          const endOf = (k: number) => starts[indexes[k]!]! + lengths[indexes[k]!]!
          while (
            last + 1 < indexes.length &&
            indexes[last + 1]! > indexes[last]! &&
            endOf(last + 1) - start <= READ_BYTES
          )
            last++
          const { buffer } = await file.read(Buffer.alloc(endOf(last) - start), 0, endOf(last) - start, start)
          for (; i <= last; i++) {
            const index = indexes[i]!
            texts.push(buffer.toString('utf8', starts[index]! - start, starts[index]! - start + lengths[index]!))
          }
        }
      } finally {
        await file.close()
      }
      return texts
    },
  }
}
const FEATURE = Buffer.from('{"type":"Feature"')
const COMMA = 44

export interface Question {
  /** Null: everywhere. */
  readonly boxes: readonly Bounds[] | null
  readonly interval: Interval | null
  /** Attributes that say when a feature holds; null: it always does. */
  readonly period: { readonly from: string; readonly to: string } | null
  readonly equal: readonly (readonly [name: string, value: string])[]
}

const AT_ONCE = 500

/** Which features answer a question, in the order of ids. */
export async function select(store: FeatureStore, question: Question): Promise<Uint32Array> {
  const { boxes, interval, period, equal } = question
  const found: number[] = []
  /** To be looked at whole: a shape that only its bounds bring near, attributes. */
  const unsure: number[] = []
  const readAll = equal.length > 0 || (interval !== null && period !== null)
  for (let i = 0; i < store.ids.length; i++) {
    const near = boxes === null ? 'inside' : placeOf(store.bounds, i, boxes)
    if (near === 'apart') continue
    if (near === 'across' || readAll) unsure.push(i)
    else found.push(i)
  }
  for (let k = 0; k < unsure.length; k += AT_ONCE) {
    const some = unsure.slice(k, k + AT_ONCE)
    for (const [j, text] of (await store.texts(some)).entries()) {
      const { geometry, properties } = JSON.parse(text) as GivenFeature
      if (boxes && !(geometry && boxes.some((box) => touches(geometry, box)))) continue
      if (interval && period && !holdsWithin(properties[period.from], properties[period.to], interval)) continue
      if (equal.every(([name, value]) => isEqual(properties[name], value))) found.push(some[j]!)
    }
  }
  return Uint32Array.from(found).sort()
}

function placeOf(bounds: Float64Array, i: number, boxes: readonly Bounds[]): 'apart' | 'across' | 'inside' {
  const own: Bounds = [bounds[i * 4]!, bounds[i * 4 + 1]!, bounds[i * 4 + 2]!, bounds[i * 4 + 3]!]
  let across = false
  for (const box of boxes) {
    if (own[0] >= box[0] && own[1] >= box[1] && own[2] <= box[2] && own[3] <= box[3]) return 'inside'
    across ||= overlaps(own, box)
  }
  return across ? 'across' : 'apart'
}

const isEqual = (value: unknown, asked: string): boolean =>
  typeof value === 'number' ? asked.trim() !== '' && value === Number(asked) : value !== null && String(value) === asked

/** @returns its place; −1 where there is none of this id */
export function indexOfId({ ids }: FeatureStore, id: string): number {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return ids[low] === id ? low : -1
}
