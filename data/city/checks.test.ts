/** Each check finds the fault that it is for, and a sound city passes all of them. */
import { describe, expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId, Properties } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { type CityLayers, checkCity } from './checks.ts'

const of = <L extends LayerId>(
  id: string,
  geometry: Geometry,
  properties: Partial<Properties[L]>,
  buildState: Feature['buildState'] = 'as-built',
): Feature<L> =>
  ({ type: 'Feature', id, geometry, provenance: 'generated', buildState, properties }) as unknown as Feature<L>
const box = (x0: number, y0: number, x1: number, y1: number): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ],
  ],
})
const line = (...coordinates: XY[]): Geometry => ({ type: 'LineString', coordinates })
const point = (x: number, y: number): Geometry => ({ type: 'Point', coordinates: [x, y] })
const road = (id: string, geometry: Geometry, more: Partial<Properties['roads']> = {}, state?: Feature['buildState']) =>
  of<'roads'>(id, geometry, { widthMetres: 6, bridge: false, tunnel: false, ...more }, state)
const node = (id: string, kind: Properties['drainnodes']['kind']) =>
  of<'drainnodes'>(id, point(5, 5), { kind, waterwayId: null })
const drain = (id: string, fromNode: string, toNode: string, from: number, to: number) =>
  of<'drains'>(id, line([0, 0], [1, 0]), { fromNode, toNode, fromInvertMetres: from, toInvertMetres: to })

/** A street from west to east, a canal crossed by a bridge, a house on a parcel that was split, and two drains. */
const sound: CityLayers = {
  water: [of('w', box(60, 0, 80, 100), {})],
  roads: [
    road('r1', line([0, 50], [55, 50])),
    road('r2', line([55, 50], [85, 50]), { bridge: true }),
    road('r3', line([85, 50], [100, 50])),
    road('planned', line([0, 90], [100, 90]), {}, 'proposed'),
  ],
  parcels: [
    of('p1', box(10, 10, 20, 40), { unitCode: 'u', sheet: '1', number: '2', blockId: null, predecessors: ['old'] }),
    of('p2', box(20, 10, 30, 40), { unitCode: 'u', sheet: '1', number: '3', blockId: null, predecessors: ['old'] }),
  ],
  parcelhistory: [of('old', box(10, 10, 30, 40), { change: 'split', successors: ['p1', 'p2'] })],
  buildings: [
    of('b', box(11, 20, 19, 38), { parcelId: 'p1', addressId: 'a' }),
    of('tower', box(62, 10, 70, 20), { parcelId: null, addressId: null }, 'proposed'),
  ],
  addresses: [of('a', point(15, 38), { parcelId: 'p1' })],
  gridcells: [of('g', box(0, 0, 100, 100), { addresses: 1 })],
  drainnodes: [node('n1', 'inlet'), node('n2', 'manhole'), node('n3', 'outfall')],
  drains: [drain('d1', 'n1', 'n2', 0.5, 0.4), drain('d2', 'n2', 'n3', 0.4, 0.4)],
  cabinets: [of('c', point(1, 1), {})],
  lamps: [of('l', point(2, 2), { cabinetId: 'c' })],
}
const failed = (layers: CityLayers, generated = true): string[] =>
  checkCity(layers, { bounds: [0, 0, 100, 100], generated })
    .filter((check) => !check.passed)
    .map(({ id, detail }) => `${id} ${detail}`)

test('a sound city passes every check, and planned things may stand anywhere', () => {
  expect(failed(sound)).toEqual([])
  expect(checkCity(sound, { bounds: [0, 0, 100, 100], generated: true })).toHaveLength(12)
})

test('an imported city without parcels, drains and grid passes, and its broken network is advice', () => {
  const { water, roads } = sound
  expect(failed({ water: water!, roads: roads! }, false)).toEqual([])
  const apart = checkCity(
    { roads: [...roads!, road('far', line([0, 10], [9, 10]))] },
    { bounds: [0, 0, 100, 100], generated: false },
  )
  expect(apart.find((c) => c.id === 'road-network')).toMatchObject({ passed: true, detail: '1: far' })
})

describe('what is wrong is found and named', () => {
  const cases: [name: string, broken: CityLayers, expected: string][] = [
    ['outside the ground', { lamps: [of('l', point(500, 2), {})] }, 'on-ground 1: l'],
    ['a surface of nothing', { zones: [of('z', box(5, 5, 5, 9), {})] }, 'areas 1: z'],
    ['a lamp on no cabinet', { lamps: [of('l', point(2, 2), { cabinetId: 'x' })] }, 'references 1: l.cabinetId → x'],
    ['a drain from no node', { drains: [drain('d', 'n9', 'n3', 1, 0)] }, 'references 1: d.fromNode → n9'],
    [
      'a parcel number twice',
      { parcels: sound.parcels!.map((p) => ({ ...p, properties: { ...p.properties, number: '2' } })) },
      'parcel-numbers 1: u 1/2',
    ],
    [
      'a split that leaves land over',
      { parcelhistory: [of('old', box(10, 10, 40, 40), { change: 'split', successors: ['p1', 'p2'] })] },
      'parcel-history 1: old',
    ],
    [
      'a merge of less than there is',
      {
        parcels: [of('p1', box(10, 10, 30, 40), { sheet: '1', number: '1', predecessors: ['old'] })],
        parcelhistory: [of('old', box(10, 10, 20, 40), { change: 'merge', successors: ['p1'] })],
      },
      'parcel-history 1: p1',
    ],
    ['an address off its parcel', { addresses: [of('a', point(25, 38), { parcelId: 'p1' })] }, 'address-parcel 1: a'],
    ['addresses that the grid has not counted', { gridcells: [] }, 'grid-addresses 1: 0 ≠ 1'],
    ['a street apart', { roads: [...sound.roads!, road('far', line([0, 10], [9, 10]))] }, 'road-network 1: far'],
    [
      'a street through the canal',
      { roads: sound.roads!.map((r) => (r.id === 'r2' ? road('r2', r.geometry) : r)) },
      'road-water 1: r2',
    ],
    ['a house in the canal', { buildings: [of('b', box(50, 10, 65, 20), {})] }, 'building-water 1: b'],
    ['a house on the street', { buildings: [of('b', box(10, 40, 20, 48), {})] }, 'building-road 1: b'],
    [
      'a drain that rises',
      { drains: [drain('d1', 'n1', 'n2', 0.3, 0.4), drain('d2', 'n2', 'n3', 0.4, 0.4)] },
      'drains-downhill 1: d1',
    ],
    ['drains that lead nowhere', { drains: [drain('d1', 'n1', 'n2', 0.5, 0.4)] }, 'drains-downhill 1: d1'],
    [
      'drains in a ring',
      { drains: [drain('d1', 'n1', 'n2', 0.4, 0.4), drain('d2', 'n2', 'n1', 0.4, 0.4)] },
      'drains-downhill 2: d1, d2',
    ],
  ]
  test.each(cases)('%s', (_, broken, expected) => {
    expect(failed({ ...sound, ...broken })).toContain(expected)
  })
})
