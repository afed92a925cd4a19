/**
 * What can be found in a city: streets with their houses, places, waterways, groups of houses without a street, administrative
 * units of today and before. Made of the address file, the same on the server, on the command line and in a browser.
 */
import type { Feature } from '../city/dataset.ts'
import { type Bounds, geometryBounds } from '../geometry.ts'
import { type Projection, projection, type XY } from '../projection.ts'
import type { Provenance } from '../provenance.ts'
import { type AddressCity, type AddressFile, addressFileOf, type NameKind, type UnitRow } from './address-file.ts'
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
  /** e.g. `EPSG:5897` */
  readonly crs: string
  readonly projection: Projection
  readonly home: XY
  readonly bounds: Bounds
  readonly addresses: number
  /** Of the addresses; null where there are none. */
  readonly provenance: Provenance | null
}

export const makeGazetteer = (city: AddressCity): Gazetteer => gazetteerOf(addressFileOf(city))

export function gazetteerOf(file: AddressFile): Gazetteer {
  const units = file.units.map(unitOf)
  const parts = file.parts.map(([unit, oldUnit, postcode, tail, oldTail]): Part => {
    const [, kind, number] = QUARTER.exec(tail) ?? []
    const [, oldKind, oldNumber] = QUARTER.exec(oldTail) ?? []
    return {
      unit: units[unit] ?? null,
      oldUnit: units[oldUnit] ?? null,
      postcode,
      kind: kind?.toLowerCase() ?? null,
      number: number === undefined ? null : Number(number),
      oldKind: oldKind?.toLowerCase() ?? null,
      oldNumber: oldNumber === undefined ? null : Number(oldNumber),
      tail,
      oldTail,
    }
  })
  const { numbers, x, y, part } = file.houses
  const names: Named[] = []
  let next = 0
  for (const [kind, name, xMm, yMm, own, group, count] of file.names) {
    const at: XY = [xMm / 1000, yMm / 1000]
    const one = named(
      kind,
      name,
      at,
      own.map((index) => parts[index]!),
      group,
    )
    if (kind !== 'street') {
      names.push(one)
      continue
    }
    const houses: House[] = []
    const byNumber = new Map<string, House[]>()
    let [houseX, houseY] = [xMm, yMm]
    for (const end = next + count; next < end; next++) {
      houseX += x[next]!
      houseY += y[next]!
      const number = numbers[next]!
      const house: House = {
        at: [houseX / 1000, houseY / 1000],
        number,
        parts: parseHouseNumber(number) ?? [],
        part: parts[part[next]!]!,
      }
      houses.push(house)
      const key = houseKey(number)
      const same = byNumber.get(key)
      if (same) same.push(house)
      else byNumber.set(key, [house])
    }
    names.push({ ...one, prefix: /^\d/.test(name) ? 'đường ' : '', houses, byNumber })
  }
  return {
    names,
    units,
    parts,
    parcels: parcelsOf(file),
    crs: file.frame.crs,
    projection: projection(file.frame),
    home: [...file.home],
    bounds: file.bounds,
    addresses: file.addresses,
    provenance: file.provenance,
  }
}

/** A tail begins with its quarter: `Khu vực 9, Phường Vị Thanh, TP Cần Thơ`. */
const QUARTER = /^(Khu vực|Ấp) (\d+), /

function parcelsOf({ sheets }: AddressFile): Gazetteer['parcels'] {
  const parcels = new Map<string, { at: XY; unitCode: string | null }[]>()
  for (const { sheet, unitCode, numbers, x, y } of sheets) {
    let [xMm, yMm] = [0, 0]
    for (const [i, number] of numbers.entries()) {
      xMm += x[i]!
      yMm += y[i]!
      const parcel = { at: [xMm / 1000, yMm / 1000] as XY, unitCode }
      const key = `${sheet}/${number}`
      const known = parcels.get(key)
      if (known) known.push(parcel)
      else parcels.set(key, [parcel])
    }
  }
  return parcels
}

function unitOf({ code, name, validFrom, validTo, postcode, geometry }: UnitRow): Unit {
  const [kind = '', ...words] = wordsOf(name).map(({ text }) => text)
  return { code, name, validFrom, validTo, postcode, kind, words, bounds: geometryBounds(geometry), geometry }
}

/** Words of a name that tell it from others, and those that only say where it is. */
function named(kind: NameKind, name: string, at: XY, parts: readonly Part[], group: number | null): Named {
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
