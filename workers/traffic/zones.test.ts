import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { editLists, feature, smallCity } from '../../test/arbitraries/city.ts'
import { zonesOf } from './zones.ts'

const square = (x: number, y: number, side: number): XY[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]
const building = (id: string, [x, y]: XY, use: string, households: number, parcelId: string | null = null) =>
  feature(
    'buildings',
    id,
    { type: 'Polygon', coordinates: [square(x - 5, y - 5, 10)] },
    {
      name: null,
      use,
      heightMetres: 4,
      storeys: 1,
      heightProvenance: 'generated',
      year: null,
      households,
      parcelId,
      addressId: null,
    },
  )

/** The small city with houses on its parcels, two quarters side by side, and what is asked for besides. */
function town(more: { buildings?: ReturnType<typeof building>[]; quarters?: boolean } = {}): City {
  const city = smallCity()
  const buildings = new Map(city.layers.buildings)
  for (let i = 0; i < 4; i++)
    buildings.set(`b${i}`, building(`b${i}`, [25 + 40 * i, 35], 'residential', i + 1, `p${i}`))
  for (const own of more.buildings ?? []) buildings.set(own.id, own)
  const subunits = new Map(city.layers.subunits)
  for (const [i, name] of ['Khu vực 1', 'Khu vực 2'].entries()) {
    const ring = square(100 * i, 0, 100)
    const properties = { name, kind: 'khu vực', number: i, unitCode: 'u', oldUnitCode: null, households: null } as const
    if (more.quarters !== false)
      subunits.set(`q${i}`, feature('subunits', `q${i}`, { type: 'Polygon', coordinates: [ring] }, properties))
  }
  const units = new Map(city.layers.units)
  units.set(
    'u',
    feature(
      'units',
      'u',
      { type: 'Polygon', coordinates: [[...square(-1000, -1000, 2200)]] },
      {
        code: 'u',
        validFrom: '2025-07-01',
        validTo: null,
        name: 'Phường',
        postcode: null,
        population: 40,
        areaSquareKilometres: null,
      },
    ),
  )
  return { ...city, layers: { ...city.layers, buildings, subunits, units } }
}

describe('zonesOf', () => {
  test('a quarter is a zone with its households and its share of the people of its unit', () => {
    const zones = zonesOf(town(), defaultTraffic)
    expect(zones.map(({ id, kind, households, inhabitants }) => [id, kind, households, inhabitants])).toEqual([
      ['q0', 'quarter', 3, 12],
      ['q1', 'quarter', 7, 28],
    ])
    expect(zones[1]!.points.map(({ at }) => at[0])).toEqual([145, 105])
  })

  test('every building that stands is in one zone, those outside of all quarters in the nearest', () => {
    const place = fc.tuple(fc.integer({ min: -200, max: 400 }), fc.integer({ min: -200, max: 300 }))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), fc.boolean(), (places, quarters) => {
        const extra = places.map((at, i) => building(`x${i}`, at as XY, i % 3 ? 'residential' : 'office', 1))
        const zones = zonesOf(town({ buildings: extra, quarters }), defaultTraffic)
        const ids = zones.flatMap((zone) => zone.places.map(({ id }) => id))
        expect(ids.toSorted()).toEqual(['b0', 'b1', 'b2', 'b3', ...extra.map(({ id }) => id)].toSorted())
        for (const { points } of zones) {
          expect(points.length).toBeGreaterThan(0)
          expect(points.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
        }
      }),
      { numRuns: 60 },
    )
    const outside = zonesOf(town({ buildings: [building('x', [230, 50], 'office', 0)] }), defaultTraffic)
    expect(outside.find(({ places }) => places.some(({ id }) => id === 'x'))!.id).toMatch(/^q1/)
  })

  test('a city without quarters has cells, without buildings nothing', () => {
    const far = building('far', [1000, 35], 'residential', 10)
    const zones = zonesOf(town({ buildings: [far], quarters: false }), defaultTraffic)
    expect(zones.map(({ kind, name }) => [kind, name])).toEqual([
      ['cell', 'Ô 1'],
      ['cell', 'Ô 2'],
    ])
    expect(zonesOf(smallCity(), defaultTraffic)).toEqual([])
  })

  test('a wide quarter is cut, and so is one with more trips than the others', () => {
    const row = Array.from({ length: 12 }, (_, i) => building(`r${i}`, [-4500 + 400 * i, 50], 'residential', 1))
    const zones = zonesOf(town({ buildings: row }), defaultTraffic)
    expect(zones.map(({ id }) => id)).toEqual(['q0/1', 'q0/2', 'q1'])
    const mall = [building('m', [50, 80], 'market', 0), building('n', [60, 80], 'market', 0)]
    expect(zonesOf(town({ buildings: mall }), defaultTraffic).map(({ id }) => id)).toEqual(['q0/1', 'q0/2', 'q1'])
  })

  test('edits and hours leave the zones as they are', () => {
    const city = town()
    const before = zonesOf(city, defaultTraffic).map(({ id }) => id)
    fc.assert(
      fc.property(editLists, fc.constantFrom('am', 'pm', 'off'), (edits, hour) => {
        const zones = zonesOf(applyEdits(city, edits), { ...defaultTraffic, hour })
        expect(zones.map(({ id }) => id)).toEqual(before)
      }),
      { numRuns: 40 },
    )
  })

  test('main roads that end at the bounds or beyond the limits are external, once for each end', () => {
    const city = town()
    const roads = new Map(city.layers.roads)
    const road = (id: string, line: XY[], kind: 'trunk' | 'arterial' | 'local', name: string | null) => {
      const { properties } = city.layers.roads.get('r0')!
      roads.set(
        id,
        feature('roads', id, { type: 'LineString', coordinates: line }, { ...properties, class: kind, name }),
      )
    }
    road(
      'through',
      [
        [0, 50],
        [100, 50],
        [200, 50],
      ],
      'trunk',
      'Quốc lộ 61',
    )
    road(
      'inner',
      [
        [100, 50],
        [100, 40],
      ],
      'arterial',
      null,
    )
    road(
      'beyond',
      [
        [100, 50],
        [100, 2500],
      ],
      'arterial',
      null,
    )
    road(
      'small',
      [
        [100, 50],
        [199, 99],
      ],
      'local',
      null,
    )
    // The other carriageway of the trunk road.
    road(
      'west',
      [
        [0, 70],
        [90, 70],
      ],
      'trunk',
      'Quốc lộ 61',
    )
    const external = zonesOf({ ...city, layers: { ...city.layers, roads } }, defaultTraffic).filter(
      ({ kind }) => kind === 'external',
    )
    expect(external.map(({ id, name, at, road: own }) => [id, name, at, own])).toEqual([
      ['beyond/end', 'beyond (hướng Bắc)', [100, 2500], 'beyond'],
      ['through/start', 'Quốc lộ 61 (hướng Tây)', [0, 50], 'through'],
      ['through/end', 'Quốc lộ 61 (hướng Đông)', [200, 50], 'through'],
    ])
  })
})
