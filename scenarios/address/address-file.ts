/**
 * The address file: what a city's layers say of addresses, as columns, small enough for a phone (`address/<hash>.json` of the
 * tiles). Places are whole millimetres, each told from the one before it; houses and parcels stand in the order of their numbers.
 */
import type { City } from '../city/city.ts'
import type { Feature } from '../city/dataset.ts'
import type { Frame, XY } from '../frame.ts'
import { type Bounds, boundsOf, centroid, linesOf, pointsOf, polygonsOf } from '../geometry.ts'
import type { Provenance } from '../provenance.ts'

export type NameKind = 'street' | 'place' | 'waterway' | 'locality'

export type UnitRow = Pick<Feature<'units'>['properties'], 'code' | 'name' | 'validFrom' | 'validTo' | 'postcode'> & {
  readonly geometry: Feature<'units'>['geometry']
}

export interface AddressFile {
  readonly format: 'vithanh-addresses'
  readonly version: 1
  readonly frame: Frame
  /** Local metres. */
  readonly home: readonly [x: number, y: number]
  readonly bounds: Bounds
  readonly addresses: number
  readonly provenance: Provenance | null
  readonly units: readonly UnitRow[]
  /** Indices of units, −1: none; what stands behind the street in a label, now and before July 2025. */
  readonly parts: readonly (readonly [
    unit: number,
    oldUnit: number,
    postcode: string | null,
    tail: string,
    oldTail: string,
  ])[]
  /** `parts`: indices, where it has most houses first; `group`: tổ; `houses`: how many of the columns below are its own. */
  readonly names: readonly (readonly [
    kind: NameKind,
    name: string,
    xMm: number,
    yMm: number,
    parts: readonly number[],
    group: number | null,
    houses: number,
  ])[]
  readonly houses: {
    readonly numbers: readonly string[]
    /** Millimetres from the house before, of the first from the street's own place. */
    readonly x: readonly number[]
    readonly y: readonly number[]
    readonly part: readonly number[]
  }
  /** Parcels by sheet and unit. */
  readonly sheets: readonly {
    readonly sheet: string
    readonly unitCode: string | null
    readonly numbers: readonly string[]
    readonly x: readonly number[]
    readonly y: readonly number[]
  }[]
}

/** Layers that addresses are made of. */
export const addressLayerIds = ['units', 'addresses', 'landmarks', 'roads', 'waterways', 'parcels'] as const
export type AddressLayers = Pick<City['layers'], (typeof addressLayerIds)[number]>

export interface AddressCity {
  readonly manifest: City['manifest']
  readonly layers: AddressLayers
}

interface Row {
  readonly number: string
  readonly at: XY
  readonly part: number
}

export function addressFileOf({ manifest, layers }: AddressCity): AddressFile {
  const units = [...layers.units.values()].map(({ properties, geometry }): UnitRow => {
    const { code, name, validFrom, validTo, postcode } = properties
    return { code, name, validFrom, validTo, postcode, geometry }
  })
  const parts = new Map<string, number>()
  const partRows: AddressFile['parts'][number][] = []
  const partOf = ({ label, oldLabel, unitCode, oldUnitCode, postcode }: Feature<'addresses'>['properties']): number => {
    const [tail, oldTail] = [tailOf(label), tailOf(oldLabel)]
    const key = `${tail}|${oldTail}|${unitCode}|${oldUnitCode}|${postcode}`
    const known = parts.get(key)
    if (known !== undefined) return known
    const unit = units.findIndex(({ code, validTo }) => code === unitCode && validTo === null)
    const oldUnit = units.findIndex(({ code, validTo }) => code === oldUnitCode && validTo !== null)
    parts.set(key, partRows.length)
    partRows.push([unit, oldUnit, postcode, tail, oldTail])
    return partRows.length - 1
  }

  const streets = new Map<string, { houses: Row[]; lines: XY[][] }>()
  const groups = new Map<string, { name: string; part: number; points: XY[] }>()
  const street = (name: string) => {
    const known = streets.get(name)
    if (known) return known
    const made = { houses: [], lines: [] }
    streets.set(name, made)
    return made
  }
  for (const { geometry, properties } of layers.addresses.values()) {
    const [at] = pointsOf(geometry) as Iterable<XY>
    if (!at) continue
    const part = partOf(properties)
    if (properties.street !== null && properties.number !== null) {
      street(properties.street).houses.push({ number: properties.number, at, part })
      continue
    }
    const { length } = partRows[part]![3]
    const name = properties.label.slice(0, Math.max(0, properties.label.length - length)).replace(/,\s*$/, '')
    const key = `${name}|${part}`
    const known = groups.get(key)
    if (known) known.points.push(at)
    else groups.set(key, { name, part, points: [at] })
  }
  for (const { geometry, properties } of layers.roads.values())
    if (properties.name !== null) street(properties.name).lines.push(...linesOf(geometry))

  const names: AddressFile['names'][number][] = []
  const houses = { numbers: [] as string[], x: [] as number[], y: [] as number[], part: [] as number[] }
  for (const [name, { houses: rows, lines }] of streets) {
    const at = millimetres(rows.length > 0 ? middle(rows.map((row) => row.at)) : middle(lines.flat()))
    const counts = new Map<number, number>()
    let before = at
    for (const { number, at: place, part } of inOrder(rows)) {
      const here = millimetres(place)
      houses.numbers.push(number)
      houses.x.push(here[0] - before[0])
      houses.y.push(here[1] - before[1])
      houses.part.push(part)
      counts.set(part, (counts.get(part) ?? 0) + 1)
      before = here
    }
    const own = [...counts].sort((a, b) => b[1] - a[1]).map(([part]) => part)
    names.push(['street', name, ...at, own, null, rows.length])
  }
  for (const { name, part, points } of groups.values()) {
    const group = Number(/Tổ (\d+)/.exec(name)?.[1] ?? 0) || null
    names.push(['locality', name, ...millimetres(middle(points)), [part], group, 0])
  }
  for (const { geometry, properties } of layers.landmarks.values())
    names.push(['place', properties.name, ...millimetres(middleOf(geometry)), [], null, 0])
  for (const { geometry, properties } of layers.waterways.values())
    if (properties.name !== null)
      names.push(['waterway', properties.name, ...millimetres(middleOf(geometry)), [], null, 0])
  return {
    format: 'vithanh-addresses',
    version: 1,
    frame: manifest.frame,
    home: [manifest.home.x, manifest.home.y],
    bounds: manifest.bounds,
    addresses: layers.addresses.size,
    provenance: manifest.layers.find(({ id }) => id === 'addresses')?.provenance ?? null,
    units,
    parts: partRows,
    names,
    houses,
    sheets: sheetsOf(layers.parcels.values()),
  }
}

/** A label ends in quarter, unit, city: `…, Khu vực 9, Phường Vị Thanh, TP Cần Thơ`. */
const TAIL = /(?:^|, )((?:(?:Khu vực|Ấp) \d+, )?(?:Phường|Xã) [^,]+(?:, [^,]+)*)$/
const tailOf = (label: string | null): string => (label === null ? '' : (TAIL.exec(label)?.[1] ?? ''))

function sheetsOf(parcels: Iterable<Feature<'parcels'>>): AddressFile['sheets'] {
  const sheets = new Map<string, { sheet: string; unitCode: string | null; rows: { number: string; at: XY }[] }>()
  for (const { geometry, properties } of parcels) {
    const { sheet, number, unitCode } = properties
    const key = `${sheet} ${unitCode}`
    const row = { number, at: middleOf(geometry) }
    const known = sheets.get(key)
    if (known) known.rows.push(row)
    else sheets.set(key, { sheet, unitCode, rows: [row] })
  }
  return [...sheets.values()].map(({ sheet, unitCode, rows }) => {
    const made = { sheet, unitCode, numbers: [] as string[], x: [] as number[], y: [] as number[] }
    let before: readonly [number, number] = [0, 0]
    for (const { number, at } of inOrder(rows)) {
      const here = millimetres(at)
      made.numbers.push(number)
      made.x.push(here[0] - before[0])
      made.y.push(here[1] - before[1])
      before = here
    }
    return made
  })
}

/** By the number that theirs begins with, then by letter. */
function inOrder<R extends { readonly number: string }>(rows: readonly R[]): R[] {
  const keyed = rows.map((row) => ({ row, first: Number.parseInt(row.number, 10) || 0 }))
  keyed.sort((a, b) => a.first - b.first || (a.row.number < b.row.number ? -1 : a.row.number > b.row.number ? 1 : 0))
  return keyed.map(({ row }) => row)
}

const millimetres = ([x, y]: XY): readonly [number, number] => [Math.round(x * 1000), Math.round(y * 1000)]

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

function middleOf(geometry: Feature['geometry']): XY {
  const [ring] = polygonsOf(geometry)[0] ?? []
  if (ring) return centroid(ring)
  const lines = linesOf(geometry)
  if (lines.length > 0) return middle(lines.flat())
  const [x0, y0, x1, y1] = boundsOf([...pointsOf(geometry)])
  return [(x0 + x1) / 2, (y0 + y1) / 2]
}
