/** OpenStreetMap data made up, and written as XML and as PBF in every way that the format allows. */
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import type { OsmMember, Tags } from '../../data/readers/osm/model.ts'

export interface MapNode {
  readonly id: number
  /** Degrees in whole 1e-7. */
  readonly lon: number
  readonly lat: number
  readonly tags: Tags
}
export interface MadeUpMap {
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly nodes: readonly MapNode[]
  readonly ways: readonly { id: number; refs: readonly number[]; tags: Tags }[]
  readonly relations: readonly { id: number; members: readonly OsmMember[]; tags: Tags }[]
  /** Seconds since 1970 of the last change, of every object. */
  readonly changedSeconds: number
}

/** What a writer of PBF may choose. */
export interface PbfChoice {
  readonly dense: boolean
  readonly packed: boolean
  /** Nanodegrees a step; a divisor of 100. */
  readonly granularity: number
  readonly latOffset: number
  readonly lonOffset: number
  readonly objectsPerBlock: number
  readonly required: readonly string[]
}
export const plainChoice: PbfChoice = {
  dense: true,
  packed: true,
  granularity: 100,
  latOffset: 0,
  lonOffset: 0,
  objectsPerBlock: 8000,
  required: ['OsmSchema-V0.6', 'DenseNodes'],
}

const id = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -(2 ** 50), max: 2 ** 50 }))
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((s) => /^[^\p{C}\s<&"]+$/u.test(s))
const tags = fc.dictionary(
  word.filter((key) => key !== '__proto__'),
  word,
  { maxKeys: 3, noNullPrototype: true },
)
const unique = { selector: (o: { id: number }) => o.id }

export const madeUpMaps: fc.Arbitrary<MadeUpMap> = fc.record({
  bounds: fc.constant([105, 9, 106, 10] as const),
  nodes: fc.uniqueArray(
    fc.record({
      id,
      lon: fc.integer({ min: -180e7, max: 180e7 }),
      lat: fc.integer({ min: -90e7, max: 90e7 }),
      tags,
    }),
    { ...unique, maxLength: 30 },
  ),
  ways: fc.uniqueArray(fc.record({ id, refs: fc.array(id, { maxLength: 8 }), tags }), { ...unique, maxLength: 6 }),
  relations: fc.uniqueArray(
    fc.record({
      id,
      members: fc.array(fc.record({ type: fc.constantFrom('node', 'way', 'relation'), ref: id, role: word }), {
        maxLength: 4,
      }),
      tags,
    }),
    { ...unique, maxLength: 4 },
  ),
  changedSeconds: fc.integer({ min: 1, max: 2 ** 31 }),
})

export const pbfChoices: fc.Arbitrary<PbfChoice> = fc.record({
  dense: fc.boolean(),
  packed: fc.boolean(),
  granularity: fc.constantFrom(100, 50, 1),
  latOffset: fc.constantFrom(0, 500, -2000),
  lonOffset: fc.constantFrom(0, 12_300, -100),
  objectsPerBlock: fc.integer({ min: 1, max: 9 }),
  required: fc.constant(plainChoice.required),
})

export function writeOsmXml(map: MadeUpMap): Uint8Array {
  const stamp = new Date(map.changedSeconds * 1000).toISOString().replace('.000Z', 'Z')
  const degrees = (units: number) => (units / 1e7).toFixed(7)
  const tagged = (list: Tags) => Object.entries(list).map(([k, v]) => `<tag k="${quoted(k)}" v="${quoted(v)}"/>`)
  const [west, south, east, north] = map.bounds
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">',
    `<bounds minlat="${south}" minlon="${west}" maxlat="${north}" maxlon="${east}"/>`,
  ]
  const element = (name: string, about: string, parts: string[]) =>
    lines.push(`<${name} ${about} timestamp="${stamp}">${parts.join('')}</${name}>`)
  for (const n of map.nodes) {
    element('node', `id="${n.id}" lat="${degrees(n.lat)}" lon="${degrees(n.lon)}"`, tagged(n.tags))
  }
  for (const w of map.ways) {
    element('way', `id="${w.id}"`, [...w.refs.map((ref) => `<nd ref="${ref}"/>`), ...tagged(w.tags)])
  }
  for (const r of map.relations) {
    const members = r.members.map((m) => `<member type="${m.type}" ref="${m.ref}" role="${quoted(m.role)}"/>`)
    element('relation', `id="${r.id}"`, [...members, ...tagged(r.tags)])
  }
  return new TextEncoder().encode([...lines, '</osm>', ''].join('\n'))
}
const quoted = (s: string) =>
  s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export function writeOsmPbf(map: MadeUpMap, choice: PbfChoice = plainChoice): Uint8Array {
  const header = [
    message(
      1,
      [1, 3, 4, 2].flatMap((side, i) => varint(i + 1, zigzag(map.bounds[side - 1]! * 1e9))),
    ),
    ...choice.required.map((name) => message(4, utf8(name))),
  ].flat()
  const kinds = [
    ...pieces(map.nodes, choice).map(
      (list) => (t: Texts) => (choice.dense ? dense(list, map, choice, t) : plain(list, map, choice, t)),
    ),
    ...pieces(map.ways, choice).map(
      (list) => (t: Texts) =>
        list.flatMap((w) => message(3, [...about(w.id, false, w.tags, map, t), ...message(8, deltas(w.refs))])),
    ),
    ...pieces(map.relations, choice).map(
      (list) => (t: Texts) =>
        list.flatMap((r) =>
          message(4, [
            ...about(r.id, false, r.tags, map, t),
            ...message(
              8,
              r.members.flatMap((m) => raw(BigInt(t.of(m.role)))),
            ),
            ...message(9, deltas(r.members.map((m) => m.ref))),
            ...message(
              10,
              r.members.flatMap((m) => raw(BigInt(['node', 'way', 'relation'].indexOf(m.type)))),
            ),
          ]),
        ),
    ),
  ]
  const blocks = kinds.map((write) => {
    const texts = new Texts()
    const group = message(2, write(texts))
    return [
      ...message(
        1,
        texts.list.flatMap((text) => message(1, utf8(text))),
      ),
      ...group,
      ...varint(17, BigInt(choice.granularity)),
      ...varint(19, twos(choice.latOffset)),
      ...varint(20, twos(choice.lonOffset)),
    ]
  })
  return Uint8Array.from([
    ...pbfBlob('OSMHeader', header, choice.packed),
    ...blocks.flatMap((b) => pbfBlob('OSMData', b, choice.packed)),
  ])
}

/** A block with its header, `size` bytes claimed of what it unpacks to. */
export function pbfBlob(type: string, body: readonly number[], packed: boolean, size = body.length): number[] {
  const bytes = Uint8Array.from(body)
  const blob = packed ? [...varint(2, BigInt(size)), ...message(3, [...deflateSync(bytes)])] : message(1, body)
  const header = [...message(1, utf8(type)), ...varint(3, BigInt(blob.length))]
  return [...bigEndian(header.length), ...header, ...blob]
}

export const bigEndian = (n: number): number[] => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255)
export const message = (field: number, body: readonly number[]): number[] => [
  ...raw(BigInt(field * 8 + 2)),
  ...raw(BigInt(body.length)),
  ...body,
]
export const varint = (field: number, value: bigint): number[] => [...raw(BigInt(field * 8)), ...raw(value)]
export const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)]

function raw(value: bigint): number[] {
  const out: number[] = []
  for (; value > 127n; value >>= 7n) out.push(Number(value & 127n) | 128)
  return [...out, Number(value)]
}
const zigzag = (n: number) => (n < 0 ? -2n * BigInt(n) - 1n : 2n * BigInt(n))
const twos = (n: number) => BigInt.asUintN(64, BigInt(n))
const deltas = (list: readonly number[]) => list.flatMap((n, i) => raw(zigzag(n - (list[i - 1] ?? 0))))

class Texts {
  readonly list = ['']
  of(text: string): number {
    const known = this.list.indexOf(text, 1)
    return known > 0 ? known : this.list.push(text) - 1
  }
}

const pieces = <T>(list: readonly T[], { objectsPerBlock: size }: PbfChoice): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

function about(id: number, signed: boolean, tags: Tags, map: MadeUpMap, texts: Texts): number[] {
  const entries = Object.entries(tags)
  return [
    ...varint(1, signed ? zigzag(id) : twos(id)),
    ...message(
      2,
      entries.flatMap(([key]) => raw(BigInt(texts.of(key)))),
    ),
    ...message(
      3,
      entries.flatMap(([, value]) => raw(BigInt(texts.of(value)))),
    ),
    ...message(4, varint(2, BigInt(map.changedSeconds))),
  ]
}

const steps = (units: number, offset: number, { granularity }: PbfChoice) => (units * 100 - offset) / granularity

function plain(nodes: readonly MapNode[], map: MadeUpMap, choice: PbfChoice, texts: Texts): number[] {
  return nodes.flatMap((n) =>
    message(1, [
      ...about(n.id, true, n.tags, map, texts),
      ...varint(8, zigzag(steps(n.lat, choice.latOffset, choice))),
      ...varint(9, zigzag(steps(n.lon, choice.lonOffset, choice))),
    ]),
  )
}

function dense(nodes: readonly MapNode[], map: MadeUpMap, choice: PbfChoice, texts: Texts): number[] {
  const tagged = nodes.some((n) => Object.keys(n.tags).length > 0)
  const keysValues = nodes.flatMap((n) => [
    ...Object.entries(n.tags).flatMap(([k, v]) => [texts.of(k), texts.of(v)]),
    0,
  ])
  return message(2, [
    ...message(1, deltas(nodes.map((n) => n.id))),
    ...message(5, message(2, deltas(nodes.map(() => map.changedSeconds)))),
    ...message(8, deltas(nodes.map((n) => steps(n.lat, choice.latOffset, choice)))),
    ...message(9, deltas(nodes.map((n) => steps(n.lon, choice.lonOffset, choice)))),
    ...(tagged
      ? message(
          10,
          keysValues.flatMap((i) => raw(BigInt(i))),
        )
      : []),
  ])
}

/** A crossing with a house and a pond with an island, of every kind of element. */
export const sampleMap: MadeUpMap = {
  bounds: [105.46, 9.78, 105.48, 9.79],
  nodes: Array.from({ length: 10 }, (_, i) => ({
    id: 1e10 + i,
    lon: 1_054_700_000 + (i % 4) * 1000,
    lat: 97_840_000 + Math.floor(i / 4) * 1000,
    tags: i === 9 ? { place: 'hamlet', name: 'Ấp 4' } : {},
  })),
  ways: [
    { id: 1, refs: [1e10, 1e10 + 1, 1e10 + 2], tags: { highway: 'residential', name: 'Trần Hưng Đạo' } },
    { id: 2, refs: [1e10, 1e10 + 1, 1e10 + 5, 1e10 + 4, 1e10], tags: { building: 'yes', 'building:levels': '2' } },
    { id: 3, refs: [1e10 + 2, 1e10 + 3, 1e10 + 7, 1e10 + 6, 1e10 + 2], tags: {} },
  ],
  relations: [
    { id: 4, members: [{ type: 'way', ref: 3, role: 'outer' }], tags: { type: 'multipolygon', natural: 'water' } },
    { id: 5, members: [{ type: 'node', ref: 1e10 + 9, role: '' }], tags: { type: 'site' } },
  ],
  changedSeconds: 1_700_000_000,
}
