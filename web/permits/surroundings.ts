/**
 * What the city knows of a lot: the registered parcel, the streets at its front with their red lines, the buildings near by,
 * the lines whose corridors may reach it. Everything keeps the provenance that it has in the city.
 */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, centroid, grow, pointInRing, polygonsOf } from '../../scenarios/geometry.ts'
import { commonArea } from '../../scenarios/overlay.ts'
import { distanceOf, linesNear, REACH, roadsBeside } from '../../scenarios/permits/lot-around.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { both } from '../../scenarios/text.ts'
import { layerParts, readCity, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'
import type { Words } from '../shared/language.tsx'

export type Parcel = Feature<'parcels'>
type Road = PermitCheck['roads'][number]
type Neighbour = NonNullable<PermitCheck['neighbours']>[number]
type Corridor = NonNullable<PermitCheck['corridors']>[number]

/** Longest list that a case takes from the city: the nearest are taken. */
const MOST_NEIGHBOURS = 60

const text = {
  alley: both('Hẻm chưa có tên', 'Unnamed alley'),
  street: both('Đường chưa có tên', 'Unnamed street'),
  building: both('Nhà lân cận {n}', 'Neighbour {n}'),
  parcelOf: both('Nhà thửa {number}, tờ {sheet}', 'House on parcel {number}, sheet {sheet}'),
  power: both('Đường dây {kv} kV', '{kv} kV line'),
  canal: both('Kênh, rạch chưa có tên', 'Unnamed canal'),
  dyke: both('Đê, kè chưa có tên', 'Unnamed dyke'),
}

/** By sheet and number; null where there is none. The layer is brought whole, with news of how far it is. */
export async function findParcel(
  tiles: Tiles,
  sheet: string,
  number: string,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Parcel | null> {
  const [wantedSheet, wantedNumber] = [sheet.trim(), number.trim()]
  for await (const { features } of layerParts(await parcelsAtHand(tiles, signal, progress), 'parcels', null, signal)) {
    const found = (features as Parcel[]).find(
      ({ properties: p }) => p.sheet === wantedSheet && p.number === wantedNumber,
    )
    if (found) return found
  }
  return null
}

let held: { readonly tiles: Tiles; readonly near: Tiles } | null = null
async function parcelsAtHand(tiles: Tiles, signal: AbortSignal, progress: (share: number) => void): Promise<Tiles> {
  if (held?.tiles !== tiles) held = { tiles, near: await withLayerAtHand(tiles, 'parcels', signal, progress) }
  return held.near
}

/** Parcels that a lot lies on, the largest share first, with the area in common, m². */
export async function parcelsUnder(
  tiles: Tiles,
  lot: readonly XY[],
  signal: AbortSignal,
): Promise<{ readonly parcel: Parcel; readonly squareMetres: number }[]> {
  const outline = { type: 'Polygon' as const, coordinates: [[...lot]] }
  const { layers } = await readCity(tiles, boundsOf(lot), signal, { layers: ['parcels'], ground: false })
  return [...layers.parcels.values()]
    .map((parcel) => ({ parcel, squareMetres: commonArea(outline, parcel.geometry) ?? 0 }))
    .filter(({ squareMetres }) => squareMetres > 0.05)
    .sort((a, b) => b.squareMetres - a.squareMetres)
}

export interface SiteFacts {
  readonly ring: XY[]
  readonly parcel: Parcel
  readonly street: string
  readonly rural: boolean | null
  /** Mean ground level on the lot, m above datum. */
  readonly groundMetres: number | null
  readonly roads: Road[]
  readonly neighbours: Neighbour[]
  /** Null: whoever looks may not see the power lines, or the city has none on file; then a person has to look. */
  readonly corridors: Corridor[] | null
}

/** What stands around a parcel. @throws Problem where the tiles cannot be read */
export async function siteOf(tiles: Tiles, parcel: Parcel, words: Words, signal: AbortSignal): Promise<SiteFacts> {
  const ring = polygonsOf(parcel.geometry)[0]![0]!
  const around = grow(boundsOf(ring), REACH.corridor)
  const city = await readCity(tiles, around, signal, {
    layers: ['parcels', 'roads', 'redlines', 'buildings', 'powerlines', 'waterways', 'dykes'],
  })
  const roads = roadsAt(ring, city, around, words)
  const { landUse } = parcel.properties
  return {
    ring,
    parcel,
    street: roads[0]?.name ?? '',
    rural: landUse === 'ONT' ? true : landUse === 'ODT' ? false : null,
    groundMetres: meanLevel(city),
    roads,
    neighbours: neighboursOf(ring, parcel.id, city, words),
    corridors: tiles.layers.has('powerlines') ? corridorsOf(ring, city, around, words) : null,
  }
}

/** Streets at the lot, each by a name. */
const roadsAt = (ring: readonly XY[], city: City, around: Bounds, { t }: Words): Road[] =>
  roadsBeside(ring, city, around).map(({ roadClass, ...road }) => ({
    ...road,
    name: road.name ?? t(roadClass === 'alley' ? text.alley : text.street),
  }))

/** Buildings within reach but on the lot itself, the nearest first. */
function neighboursOf(ring: readonly XY[], parcelId: string, { layers }: City, words: Words): Neighbour[] {
  return [...layers.buildings.values()]
    .filter(({ buildState, properties }) => buildState !== 'removed' && properties.parcelId !== parcelId)
    .flatMap((building) => {
      const footprint = polygonsOf(building.geometry)[0]?.[0]
      if (!footprint || pointInRing(centroid(footprint), ring)) return []
      return [{ building, footprint, away: distanceOf(ring, footprint) }]
    })
    .filter(({ away }) => away <= REACH.neighbour)
    .sort((a, b) => a.away - b.away)
    .slice(0, MOST_NEIGHBOURS)
    .map(({ building, footprint }, i): Neighbour => {
      const parcel = layers.parcels.get(building.properties.parcelId ?? '')?.properties
      const name =
        building.properties.name ??
        (parcel
          ? words.t(text.parcelOf, { number: parcel.number, sheet: parcel.sheet })
          : words.t(text.building, { n: i + 1 }))
      return {
        name,
        footprint,
        heightMetres: building.properties.heightMetres,
        facing: null,
        backToBack: false,
        attached: false,
        provenance: building.provenance,
      }
    })
}

/** Lines within reach; how wide their corridor is, law and its owner say: null here. */
const corridorsOf = (ring: readonly XY[], city: City, around: Bounds, { t, number }: Words): Corridor[] =>
  linesNear(ring, city, around).map(({ kind, name, voltageVolts: volts, line, provenance }) => ({
    kind,
    name:
      volts === null
        ? (name ?? t(kind === 'dyke' ? text.dyke : text.canal))
        : t(text.power, { kv: number(volts / 1000, volts < 1000 ? 1 : 0) }),
    line: [...line],
    clearanceMetres: null,
    source: '',
    provenance,
  }))

function meanLevel({ ground }: City): number | null {
  let [sum, count] = [0, 0]
  for (const level of ground.data) {
    if (Number.isNaN(level)) continue
    sum += level
    count++
  }
  return count > 0 ? Math.round((sum / count) * 100) / 100 : null
}
