/**
 * What the city knows of a lot: the registered parcel, the streets at its front with their red lines, the buildings near by,
 * the lines whose corridors may reach it. Everything keeps the provenance that it has in the city.
 */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import {
  type Bounds,
  boundsOf,
  centroid,
  grow,
  linesOf,
  opened,
  pointInRing,
  polygonsOf,
} from '../../scenarios/geometry.ts'
import { commonArea } from '../../scenarios/overlay.ts'
import { distanceBetween } from '../../scenarios/permits/lot-sides.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { both } from '../../scenarios/text.ts'
import { layerParts, readCity, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'
import type { Words } from '../shared/language.tsx'

export type Parcel = Feature<'parcels'>
type Road = PermitCheck['roads'][number]
type Neighbour = NonNullable<PermitCheck['neighbours']>[number]
type Corridor = NonNullable<PermitCheck['corridors']>[number]

/** Distances around the lot within which things are taken into the case, m. */
const REACH = { street: 3, centreLine: 40, neighbour: 30, corridor: 60 } as const
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
  readonly corridors: Corridor[]
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
    corridors: corridorsOf(ring, city, around, words),
  }
}

/** Streets whose red line runs along the lot; without any red line, the nearest centre line. */
function roadsAt(ring: readonly XY[], { layers }: City, around: Bounds, { t }: Words): Road[] {
  const roads: Road[] = []
  const lines = [...layers.redlines.values()].flatMap((feature) =>
    linesOf(feature.geometry).map((line) => ({ ...feature, line: near(line, around) })),
  )
  for (const { line, properties, provenance } of lines) {
    if (properties.kind !== 'red' || line.length < 2 || distanceOf(ring, line) > REACH.street) continue
    const name = properties.street ?? t(properties.roadClass === 'alley' ? text.alley : text.street)
    if (roads.some((road) => road.name === name && road.redLine && distanceBetween(road.redLine, line) < 0.5)) continue
    const building = lines
      .filter((one) => one.properties.kind === 'building' && one.properties.street === properties.street)
      .filter((one) => one.line.length > 1 && distanceBetween(one.line, line) <= one.properties.setbackMetres + 1)
      .sort((a, b) => distanceOf(ring, a.line) - distanceOf(ring, b.line))[0]
    const buildingLine = building?.line ?? (properties.setbackMetres === 0 ? line : null)
    const { widthMetres } = properties
    const common = { name, class: classOf(properties.roadClass), widthMetres, plannedWidthMetres: null, provenance }
    roads.push({ ...common, redLine: line, buildingLine })
  }
  if (roads.length > 0) return roads.slice(0, 20)
  const [nearest] = [...layers.roads.values()]
    .map((road) => ({ road, away: Math.min(...linesOf(road.geometry).map((line) => distanceOf(ring, line))) }))
    .filter(({ away }) => away <= REACH.centreLine)
    .sort((a, b) => a.away - b.away)
  if (!nearest) return []
  const { properties: p, provenance } = nearest.road
  const name = p.name ?? t(p.class === 'alley' ? text.alley : text.street)
  const common = { name, class: classOf(p.class), widthMetres: p.redLineWidthMetres, plannedWidthMetres: null }
  return [{ ...common, redLine: null, buildingLine: null, provenance }]
}

const classOf = (road: Feature<'roads'>['properties']['class']): Road['class'] =>
  (
    ({
      trunk: 'urban',
      arterial: 'urban',
      collector: 'area',
      local: 'internal',
      alley: 'alley',
      path: 'alley',
    }) as const
  )[road]

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
function corridorsOf(ring: readonly XY[], { layers }: City, around: Bounds, { t, number }: Words): Corridor[] {
  const found = (
    features: Iterable<Feature>,
    kind: Corridor['kind'],
    nameOf: (properties: never) => string,
  ): { corridor: Corridor; away: number }[] =>
    [...features].flatMap((feature) =>
      linesOf(feature.geometry).flatMap((whole) => {
        const line = near(whole, around)
        const away = line.length > 1 ? distanceOf(ring, line) : Infinity
        if (away > REACH.corridor) return []
        const name = nameOf(feature.properties as never)
        const { provenance } = feature
        return [{ away, corridor: { kind, name, line, clearanceMetres: null, source: '', provenance } }]
      }),
    )
  return [
    ...found(layers.powerlines.values(), 'power', ({ voltageVolts }: { voltageVolts: number }) =>
      t(text.power, { kv: number(voltageVolts / 1000, voltageVolts < 1000 ? 1 : 0) }),
    ),
    ...found(layers.waterways.values(), 'canal', ({ name }: { name: string | null }) => name ?? t(text.canal)),
    ...found(layers.dykes.values(), 'dyke', ({ name }: { name: string | null }) => name ?? t(text.dyke)),
  ]
    .sort((a, b) => a.away - b.away)
    .slice(0, 20)
    .map(({ corridor }) => corridor)
}

/** The part of a line about bounds: its segments that touch them, from the first to the last. */
export function near(line: readonly XY[], [minX, minY, maxX, maxY]: Bounds): XY[] {
  const touches = (a: XY, b: XY) =>
    Math.min(a[0], b[0]) <= maxX &&
    Math.max(a[0], b[0]) >= minX &&
    Math.min(a[1], b[1]) <= maxY &&
    Math.max(a[1], b[1]) >= minY
  const hits = line.slice(1).map((to, i) => touches(line[i]!, to))
  const [first, last] = [hits.indexOf(true), hits.lastIndexOf(true)]
  return first < 0 ? [] : line.slice(first, last + 2)
}

/** Least distance of a line from a ring's corners and sides, m; 0 where it enters the ring. */
export function distanceOf(ring: readonly XY[], line: readonly XY[]): number {
  const corners = opened(ring)
  return line.some((point) => pointInRing(point, corners)) ? 0 : distanceBetween([...corners, corners[0]!], line)
}

function meanLevel({ ground }: City): number | null {
  let [sum, count] = [0, 0]
  for (const level of ground.data) {
    if (Number.isNaN(level)) continue
    sum += level
    count++
  }
  return count > 0 ? Math.round((sum / count) * 100) / 100 : null
}
