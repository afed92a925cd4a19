/** Parcels by map sheet (tờ) and number (thửa), those of today and former ones; without owners, whom no layer has. */
import { type FoundParcel, PARCELS_SHOWN, type ParcelsAnswer } from '../../scenarios/api/place.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { zoneColour } from '../../scenarios/city/land-uses.ts'
import { projection, type XY } from '../../scenarios/frame.ts'
import { type Bounds, centroid, geometryBounds, pointInRing, polygonsOf } from '../../scenarios/geometry.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { layerParts } from '../../tiles/read/index.ts'
import type { CityTiles } from '../tiles.ts'

type Layer = 'parcels' | 'parcelhistory'

interface Filed {
  readonly layer: Layer
  readonly id: string
  readonly unitCode: string | null
  readonly bounds: Bounds
}
interface Register {
  /** By sheet and number. */
  readonly filed: ReadonlyMap<string, readonly Filed[]>
  /** What each parcel is called, those of today and former ones. */
  readonly names: ReadonlyMap<string, { sheet: string; number: string; validFrom: string | null }>
}

let known: { hash: string; register: Promise<Register> } | null = null

/** Of the city as it is served now. */
async function registerOf(tiles: CityTiles): Promise<Register> {
  const { hash } = await tiles.manifest()
  if (known?.hash !== hash) known = { hash, register: readRegister(tiles) }
  const { register } = known
  return register.catch((error) => {
    known = null
    throw error
  })
}

const keyOf = (sheet: string, number: string): string => `${sheet.trim().toUpperCase()}/${number.trim().toUpperCase()}`

async function readRegister(tiles: CityTiles): Promise<Register> {
  const filed = new Map<string, Filed[]>()
  const names = new Map<string, { sheet: string; number: string; validFrom: string | null }>()
  const open = await tiles.open()
  for (const layer of ['parcels', 'parcelhistory'] as const) {
    for await (const { features } of layerParts(open, layer, null)) {
      for (const { id, geometry, properties } of features as Feature<Layer>[]) {
        const { sheet, number, unitCode, validFrom = null } = properties
        const key = keyOf(sheet, number)
        const one = { layer, id, unitCode, bounds: geometryBounds(geometry) }
        const others = filed.get(key)
        if (others) others.push(one)
        else filed.set(key, [one])
        names.set(id, { sheet, number, validFrom })
      }
    }
  }
  return { filed, names }
}

export async function findParcels(
  tiles: CityTiles,
  { sheet, number, unit }: { sheet: string; number: string; unit?: string | undefined },
): Promise<ParcelsAnswer> {
  const { filed, names } = await registerOf(tiles)
  const open = await tiles.open()
  const { toWgs84 } = projection(open.manifest.city.frame)
  const units = await tiles.units()
  const matches = (filed.get(keyOf(sheet, number)) ?? []).filter(
    ({ unitCode }) => unit === undefined || unitCode === null || unitCode === unit,
  )
  const found: Record<Layer, FoundParcel[]> = { parcels: [], parcelhistory: [] }
  for (const { layer, id, bounds } of matches.slice(0, 2 * PARCELS_SHOWN)) {
    if (found[layer].length >= PARCELS_SHOWN) continue
    for await (const { features } of layerParts(open, layer, bounds)) {
      const feature = (features as Feature<Layer>[]).find((one) => one.id === id)
      if (!feature) continue
      found[layer].push(toldOf(feature, units, names, toWgs84))
      break
    }
  }
  const all = [...found.parcels, ...found.parcelhistory]
  return {
    parcels: found.parcels,
    former: found.parcelhistory.toSorted((a, b) => ((a.validTo ?? '') < (b.validTo ?? '') ? 1 : -1)),
    more: matches.length > all.length,
    illustrative: isIllustrative(all.map(({ provenance }) => provenance)),
  }
}

function toldOf(
  { id, geometry, properties: p, provenance }: Feature<Layer>,
  units: ReadonlyMap<string, string>,
  names: Register['names'],
  toWgs84: (x: number, y: number) => XY,
): FoundParcel {
  const degrees = ([x, y]: XY): XY => {
    const [lon, lat] = toWgs84(x, y)
    return [round(lon), round(lat)]
  }
  const outers = polygonsOf(geometry).map(([outer]) => outer!)
  const [lon, lat] = degrees(placeIn(outers[0]!))
  const outlines = outers.map((outer) => outer.map(degrees))
  const all = outlines.flat()
  const called = (ids: readonly string[] | undefined) =>
    (ids ?? []).flatMap((one) => {
      const name = names.get(one)
      return name ? [name] : []
    })
  return {
    ...{ id, sheet: p.sheet, number: p.number, unitCode: p.unitCode, areaSquareMetres: p.areaSquareMetres, provenance },
    unitName: (p.unitCode === null ? null : units.get(p.unitCode)) ?? null,
    landUse: { code: p.landUse, title: zoneColour(p.landUse).title },
    ...{ lon, lat, outlines },
    bounds: [
      Math.min(...all.map(([x]) => x)),
      Math.min(...all.map(([, y]) => y)),
      Math.max(...all.map(([x]) => x)),
      Math.max(...all.map(([, y]) => y)),
    ],
    validFrom: p.validFrom ?? null,
    validTo: 'validTo' in p ? p.validTo : null,
    change: 'change' in p ? p.change : null,
    madeFrom: called(p.predecessors),
    became: called('successors' in p ? p.successors : []),
  }
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7

/** A place inside a ring: its centre, or beside a corner where that lies outside. */
function placeIn(ring: readonly XY[]): XY {
  const centre = centroid(ring)
  if (pointInRing(centre, ring)) return centre
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!]
    const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const reach = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
    for (const side of [0.5, -0.5]) {
      const at: XY = [mx - ((b[1] - a[1]) / reach) * side, my + ((b[0] - a[0]) / reach) * side]
      if (pointInRing(at, ring)) return at
    }
  }
  return centre
}
