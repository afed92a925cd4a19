/**
 * A town in memory for tests of traffic: 600 m × 400 m of streets every 200 m (`h0` … west–east, `v0` … south–north, each one
 * long way through its junctions), a trunk road that leaves to the east, a house on every block, a hospital. Generated.
 */
import type { City } from '../scenarios/city/city.ts'
import type { Feature } from '../scenarios/city/dataset.ts'
import type { XY } from '../scenarios/frame.ts'
import { feature, smallCity } from './arbitraries/city.ts'

export type TownRoad = Partial<Feature<'roads'>['properties']> & { readonly line: XY[] }

export const roadOf = (id: string, { line, ...properties }: TownRoad): Feature<'roads'> =>
  feature(
    'roads',
    id,
    { type: 'LineString', coordinates: line },
    {
      name: id,
      class: 'local',
      widthMetres: 7,
      redLineWidthMetres: null,
      lanes: 2,
      oneWay: false,
      bridge: false,
      tunnel: false,
      state: 'open',
      ...properties,
    },
  )

const house = (id: string, [x, y]: XY): Feature<'buildings'> =>
  feature(
    'buildings',
    id,
    {
      type: 'Polygon',
      coordinates: [
        [
          [x, y],
          [x + 20, y],
          [x + 20, y + 20],
          [x, y + 20],
          [x, y],
        ],
      ],
    },
    {
      name: null,
      use: 'residential',
      heightMetres: 7,
      storeys: 2,
      heightProvenance: 'generated',
      year: 2010,
      households: 20,
      parcelId: null,
      addressId: null,
    },
  )

const steps = [0, 200, 400, 600]

export const townRoads: Readonly<Record<string, TownRoad>> = {
  ...Object.fromEntries(steps.slice(0, 3).map((y, j) => [`h${j}`, { line: steps.map((x): XY => [x, y]) }])),
  ...Object.fromEntries(
    steps.map((x, i) => [`v${i}`, { line: steps.slice(0, 3).map((y): XY => [x, y]), class: 'collector' as const }]),
  ),
  east: {
    line: [
      [600, 200],
      [1500, 200],
    ],
    class: 'trunk',
    widthMetres: 14,
    lanes: 4,
  },
}

/** Houses at 90 m into every block. */
export const townHouses: readonly XY[] = [0, 200, 400].flatMap((x) => [0, 200].map((y): XY => [x + 90, y + 20]))

export function town(roads: Readonly<Record<string, TownRoad>> = townRoads, houses: readonly XY[] = townHouses): City {
  const city = smallCity()
  const buildings = houses.map((at, i) => house(`b${i}`, at))
  const hospital = feature(
    'landmarks',
    'hospital',
    { type: 'Point', coordinates: [590, 10] },
    { name: 'Bệnh viện Thử', category: 'health', note: null },
  )
  return {
    ...city,
    manifest: { ...city.manifest, bounds: [-100, -100, 1500, 500] },
    area: [-100, -100, 1500, 500],
    layers: {
      ...city.layers,
      parcels: new Map(),
      roads: new Map(Object.entries(roads).map(([id, road]) => [id, roadOf(id, road)])),
      buildings: new Map(buildings.map((b) => [b.id, b])),
      landmarks: new Map([['hospital', hospital]]),
    },
  }
}
