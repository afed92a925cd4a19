import { expect, test } from 'vitest'
import { applyEdits, buildingOf, type Edit, reverseEdits } from '../../scenarios/edit.ts'
import { feature, smallCity, zoning } from '../../test/arbitraries/city.ts'
import { placesOf } from './places.ts'

const built = (use: string, households: number) => {
  const city = smallCity()
  const ring: [number, number][] = [
    [15, 25],
    [25, 25],
    [25, 35],
    [15, 35],
    [15, 25],
  ]
  const properties = {
    name: null,
    use,
    heightMetres: 6,
    storeys: 2,
    heightProvenance: 'generated',
    year: null,
    households,
    parcelId: 'p0',
    addressId: null,
  } as const
  const building = feature('buildings', 'b', { type: 'Polygon', coordinates: [ring] }, properties)
  return { ...city, layers: { ...city.layers, buildings: new Map([['b', building]]) } }
}
const rezone = (to: Partial<typeof zoning>): Edit => {
  return { kind: 'parcel.zoning', target: 'p0', from: zoning, to: { ...zoning, ...to } }
}
const brief = (city: ReturnType<typeof built>, edits: Edit[]) =>
  placesOf(applyEdits(city, edits)).map(({ id, use, floorArea, households, today, planned }) => {
    return [id, use, floorArea, households, today, planned]
  })

test('a building counts with the floor area of its storeys', () => {
  expect(brief(built('residential', 1), [])).toEqual([['b', 'residential', 200, 1, true, true]])
})

test('a parcel zoned anew is built out in place of what stands there', () => {
  expect(brief(built('residential', 1), [rezone({ code: 'TMD', floorAreaRatio: 2 })])).toEqual([
    ['b', 'residential', 200, 1, true, false],
    ['p0', 'commercial', 1800, 0, false, true],
  ])
  expect(brief(built('residential', 1), [rezone({ code: 'HH', floorAreaRatio: 2 })]).slice(1)).toEqual([
    ['p0', 'residential', 900, 7.5, false, true],
    ['p0', 'commercial', 900, 0, false, true],
  ])
  expect(brief(built('residential', 1), [rezone({ code: 'CX', floorAreaRatio: 0 })])[1]).toEqual([
    'p0',
    'none',
    0,
    0,
    false,
    true,
  ])
})

test('paving or a setback changes no trips', () => {
  const edits = [rezone({ imperviousShare: 0.1, heightMetres: 9 })]
  expect(brief(built('residential', 1), edits)).toEqual(brief(built('residential', 1), []))
})

test('where no building knows its households, the floor area of houses says them', () => {
  expect(brief(built('apartments', 0), [])[0]![3]).toBeCloseTo(200 / 120, 12)
  expect(brief(built('office', 0), [])[0]![3]).toBe(0)
})

test('a building that is put up is of the plan, one that is taken down of today alone, in the zones of today', () => {
  const city = built('residential', 1)
  const before = buildingOf(city.layers.buildings.get('b')!)
  const put: Edit = { kind: 'building.new', target: 'n', from: null, to: { ...before, use: 'office', storeys: 3 } }
  const down: Edit = { kind: 'building.new', target: 'b', from: before, to: null }
  expect(brief(city, [put])).toEqual([
    ['b', 'residential', 200, 1, true, true],
    ['n', 'office', 300, 1, false, true],
  ])
  expect(brief(city, [down, put])).toEqual([
    ['b', 'residential', 200, 1, true, false],
    ['n', 'office', 300, 1, false, true],
  ])
  // Taken back, nothing is left of it.
  expect(brief(city, [down, put, ...reverseEdits([down, put])])).toEqual(brief(city, []))
})
