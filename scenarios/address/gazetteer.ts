/**
 * What can be found in a city: streets with their houses, places, waterways, groups of houses without a street, administrative
 * units of today and before. Made of the city's layers; houses are columns, so that 300 000 of them are made in moments.
 */
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import { type Projection, projection, type XY } from '../frame.ts'
import { type Bounds, boundsOf, centroid, geometryBounds, linesOf, pointsOf, polygonsOf } from '../geometry.ts'
import { type HousePart, houseKey, parseHouseNumber } from './house-number.ts'
import { wordsOf } from './words.ts'

export interface Unit {
  readonly code: string
  readonly name: string
  readonly validFrom: string
  /** Null: of today. */
  readonly validTo: string | null
  readonly postcode: string | null
  /** `phuong vi thanh` → `phuong`, `vi thanh` */
  readonly kind: string
  readonly words: readonly string[]
  readonly bounds: Bounds
  readonly geometry: Feature<'units'>['geometry']
}

/** Where a house lies: its quarter or hamlet now and before, and its units. Shared by all that lie there. */
export interface Part {
  readonly unit: Unit | null
  readonly oldUnit: Unit | null
  readonly postcode: string | null
  /** Khu vực, ấp: its number in the new unit and in the old one. */
  readonly kind: string | null
  readonly number: number | null
  readonly oldKind: string | null
  readonly oldNumber: number | null
  /** What stands behind the street in a label. */
  readonly tail: string
  readonly oldTail: string
}

export interface House {
  readonly at: XY
  readonly number: string
  readonly parts: readonly HousePart[]
  readonly part: Part
}

export type NameKind = 'street' | 'place' | 'waterway' | 'locality'

/** Something with a name. */
export interface Named {
  readonly kind: NameKind
  readonly name: string
  /** What a label says before the name (`đường` before `30/4`). */
  readonly prefix: string
  readonly words: readonly string[]
  /** Words that may be said or not: an address in a place's name. */
  readonly also: readonly string[]
  readonly at: XY
  /** Where it lies: of a street, each part with how many houses it has there, most first. */
  readonly parts: readonly Part[]
  readonly houses: readonly House[]
  readonly byNumber: ReadonlyMap<string, readonly House[]>
  /** Tổ, of a locality. */
  readonly group: number | null
}

export interface Gazetteer {
  readonly names: readonly Named[]
  readonly units: readonly Unit[]
  readonly parts: readonly Part[]
  /** By `sheet/number`. */
  readonly parcels: ReadonlyMap<string, readonly { readonly at: XY; readonly unitCode: string | null }[]>
  readonly projection: Projection
  readonly home: XY
  readonly bounds: Bounds
  readonly addresses: number
}

export type AddressLayers = Pick<
  City['layers'],
  'units' | 'addresses' | 'landmarks' | 'roads' | 'waterways' | 'parcels'
>

export function makeGazetteer({
  manifest,
  layers,
}: {
  readonly manifest: City['manifest']
  readonly layers: AddressLayers
}): Gazetteer {
  const units = [...layers.units.values()].map(unitOf)
  const parts = new Map<string, Part>()
  const streets = new Map<string, Street>()
  const groups = new Map<string, { name: string; group: number | null; part: Part; points: XY[] }>()
  const street = (name: string): Street => {
    const known = streets.get(name)
    if (known) return known
    const made: Street = { name, houses: [], parts: new Map(), lines: [] }
    streets.set(name, made)
    return made
  }
  for (const { geometry, properties } of layers.addresses.values()) {
    const [at] = pointsOf(geometry) as Iterable<XY>
    if (!at) continue
    const part = partOf(properties, units, parts)
    if (properties.street !== null && properties.number !== null) {
      const own = street(properties.street)
      own.parts.set(part, (own.parts.get(part) ?? 0) + 1)
      const { number } = properties
      own.houses.push({ at, number, parts: parseHouseNumber(number) ?? [], part })
      continue
    }
    const name = properties.label.slice(0, Math.max(0, properties.label.length - part.tail.length)).replace(/,\s*$/, '')
    const key = `${name}|${part.tail}|${part.oldTail}`
    const known = groups.get(key)
    if (known) known.points.push(at)
    else groups.set(key, { name, group: Number(/Tổ (\d+)/.exec(name)?.[1] ?? 0) || null, part, points: [at] })
  }
  for (const { geometry, properties } of layers.roads.values())
    if (properties.name !== null) street(properties.name).lines.push(...linesOf(geometry))
  const names: Named[] = []
  for (const one of streets.values()) names.push(namedStreet(one))
  for (const { name, group, part, points } of groups.values())
    names.push(named('locality', name, middle(points), [part], group))
  for (const { geometry, properties } of layers.landmarks.values())
    names.push(named('place', properties.name, middleOf(geometry), []))
  for (const { geometry, properties } of layers.waterways.values())
    if (properties.name !== null) names.push(named('waterway', properties.name, middleOf(geometry), []))
  const parcels = new Map<string, { at: XY; unitCode: string | null }[]>()
  for (const { geometry, properties } of layers.parcels.values()) {
    const key = `${properties.sheet}/${properties.number}`
    const parcel = { at: middleOf(geometry), unitCode: properties.unitCode }
    const known = parcels.get(key)
    if (known) known.push(parcel)
    else parcels.set(key, [parcel])
  }
  return {
    names,
    units,
    parts: [...parts.values()],
    parcels,
    projection: projection(manifest.frame),
    home: [manifest.home.x, manifest.home.y],
    bounds: manifest.bounds,
    addresses: layers.addresses.size,
  }
}

interface Street {
  readonly name: string
  readonly houses: House[]
  readonly parts: Map<Part, number>
  readonly lines: XY[][]
}

function unitOf({ properties, geometry }: Feature<'units'>): Unit {
  const { code, name, validFrom, validTo, postcode } = properties
  const [kind = '', ...words] = wordsOf(name).map(({ text }) => text)
  return { code, name, validFrom, validTo, postcode, kind, words, bounds: geometryBounds(geometry), geometry }
}

/** A label ends in quarter, unit, city: `…, Khu vực 9, Phường Vị Thanh, TP Cần Thơ`. */
const TAIL = /(?:^|, )((?:(Khu vực|Ấp) (\d+), )?(?:Phường|Xã) [^,]+(?:, [^,]+)*)$/

function partOf(
  { label, oldLabel, unitCode, oldUnitCode, postcode }: Feature<'addresses'>['properties'],
  units: readonly Unit[],
  known: Map<string, Part>,
): Part {
  const now = TAIL.exec(label)
  const before = oldLabel === null ? null : TAIL.exec(oldLabel)
  const key = `${now?.[1]}|${before?.[1]}|${unitCode}|${oldUnitCode}|${postcode}`
  const part = known.get(key)
  if (part) return part
  const made: Part = {
    unit: units.find(({ code, validTo }) => code === unitCode && validTo === null) ?? null,
    oldUnit: units.find(({ code, validTo }) => code === oldUnitCode && validTo !== null) ?? null,
    postcode,
    kind: now?.[2]?.toLowerCase() ?? null,
    number: now?.[3] === undefined ? null : Number(now[3]),
    oldKind: before?.[2]?.toLowerCase() ?? null,
    oldNumber: before?.[3] === undefined ? null : Number(before[3]),
    tail: now?.[1] ?? '',
    oldTail: before?.[1] ?? '',
  }
  known.set(key, made)
  return made
}

function namedStreet({ name, houses, parts, lines }: Street): Named {
  const byNumber = new Map<string, House[]>()
  for (const house of houses) {
    const key = houseKey(house.number)
    const same = byNumber.get(key)
    if (same) same.push(house)
    else byNumber.set(key, [house])
  }
  const at = houses.length > 0 ? middle(houses.map((house) => house.at)) : lineMiddle(lines)
  return {
    ...named(
      'street',
      name,
      at,
      [...parts].sort((a, b) => b[1] - a[1]).map(([part]) => part),
    ),
    prefix: /^\d/.test(name) ? 'đường ' : '',
    houses,
    byNumber,
  }
}

/** Words of a name that tell it from others, and those that only say where it is. */
function named(kind: NameKind, name: string, at: XY, parts: readonly Part[], group: number | null = null): Named {
  const bare = name
    .replace(/\s*\([^)]*\)/g, '')
    .replace(kind === 'place' ? /, .*$/ : kind === 'locality' ? /Tổ \d+(, )?/ : /$^/, '')
  const all = wordsOf(name).map(({ text }) => text)
  const words = wordsOf(bare).map(({ text }) => text)
  const said = new Set(words)
  return {
    kind,
    name,
    prefix: '',
    words,
    also: all.filter((word) => !said.has(word)),
    at,
    parts,
    houses: [],
    byNumber: new Map(),
    group,
  }
}

/** The point nearest to the mean: of a street that bends, one that lies on it. */
function middle(points: readonly XY[]): XY {
  const [x, y] = points.reduce(([sx, sy], [px, py]) => [sx + px / points.length, sy + py / points.length], [0, 0])
  let [best, least] = [points[0]!, Number.POSITIVE_INFINITY]
  for (const point of points) {
    const distance = (point[0] - x) ** 2 + (point[1] - y) ** 2
    if (distance < least) [best, least] = [point, distance]
  }
  return best
}

const lineMiddle = (lines: readonly XY[][]): XY => middle(lines.flat())

function middleOf(geometry: Feature['geometry']): XY {
  const [ring] = polygonsOf(geometry)[0] ?? []
  if (ring) return centroid(ring)
  const lines = linesOf(geometry)
  if (lines.length > 0) return lineMiddle(lines)
  const [x0, y0, x1, y1] = boundsOf([...pointsOf(geometry)])
  return [(x0 + x1) / 2, (y0 + y1) / 2]
}
