import { expect, test } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import type { LayerId, Properties } from '../../scenarios/city/layers.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import { applyEdits } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { feature, smallCity } from '../../test/arbitraries/city.ts'
import { areaShapes, editShapes, selectionShapes } from './outlines.ts'
import { distanceToSegment, findFeature, pickFeature, pickOrder, type Shown } from './pick.ts'

const only = (layer: (layer: LayerId) => boolean, feature: Shown['feature'] = () => true): Shown => ({ layer, feature })
const all = only(() => true)
const square = (x: number, y: number, side: number): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
    ],
  ],
})

function withFeature<L extends LayerId>(
  city: City,
  layer: L,
  id: string,
  geometry: Geometry,
  properties: Properties[L],
): City {
  const features = new Map<string, unknown>(city.layers[layer])
  features.set(id, feature(layer, id, geometry, properties))
  return { ...city, layers: { ...city.layers, [layer]: features } }
}

const point: XY = [20, 30]

test('the most particular thing under the click wins, among the layers shown', () => {
  let city = smallCity()
  expect(pickFeature(city, point, 1, all)?.feature.id).toBe('p0')
  city = withFeature(city, 'units', 'u', square(-1000, -1000, 4000), {
    code: '31333',
    validFrom: '2025-07-01',
    validTo: null,
    name: 'Vị Tân',
    postcode: null,
    population: null,
    areaSquareKilometres: null,
  })
  city = withFeature(
    city,
    'landmarks',
    'l',
    { type: 'Point', coordinates: [21, 30] },
    { name: 'Chợ', category: 'market', note: null },
  )
  const order = (shown: (layer: LayerId) => boolean) => pickFeature(city, point, 2, only(shown))?.layer
  expect(order(() => true)).toBe('landmarks')
  const noMarkets = only(
    () => true,
    (_, one) => !('category' in one.properties && one.properties.category === 'market'),
  )
  expect(pickFeature(city, point, 2, noMarkets)?.layer).toBe('parcels')
  expect(order((layer) => layer !== 'landmarks')).toBe('parcels')
  expect(order((layer) => layer === 'units')).toBe('units')
  expect(pickFeature(city, [20, 33.5], 2, all)?.layer).toBe('parcels')
  expect(pickFeature(smallCity(), [5000, 5000], 2, all)).toBeNull()
})

test('buildings come first, units last', () => {
  expect(pickOrder[0]).toBe('buildings')
  expect(pickOrder.at(-1)).toBe('units')
  expect(pickOrder.toSorted()).toEqual(layerIds.toSorted())
})

test('a road is as wide as its carriageway, and the nearer of two is meant', () => {
  const city = smallCity()
  const [road] = city.layers.roads.values()
  const line = road!.geometry.type === 'LineString' ? road!.geometry.coordinates : []
  const [x, y] = line[0]!
  const [x1, y1] = line[1]!
  const middle: XY = [(x + x1) / 2, (y + y1) / 2 + road!.properties.widthMetres / 2 - 0.1]
  expect(
    pickFeature(
      city,
      middle,
      0.05,
      only((layer) => layer === 'roads'),
    )?.feature.id,
  ).toBe(road!.id)
})

test('features are found by id in any layer', () => {
  expect(findFeature(smallCity(), 'p2')?.layer).toBe('parcels')
  expect(findFeature(smallCity(), 'nothing')).toBeNull()
})

test('distance to a segment, its ends and a point', () => {
  expect(distanceToSegment([5, 3], [0, 0], [10, 0])).toBe(3)
  expect(distanceToSegment([13, 4], [0, 0], [10, 0])).toBe(5)
  expect(distanceToSegment([3, 4], [0, 0], [0, 0])).toBe(5)
})

test('every kind of edit is drawn; what was not edited is not', () => {
  const base = smallCity()
  const parcel = base.layers.parcels.get('p1')!
  const [road] = base.layers.roads.values()
  const ring: XY[] = [
    [0, 0],
    [10, 0],
    [10, 10],
  ]
  const city = applyEdits(base, [
    {
      kind: 'parcel.zoning',
      target: 'p1',
      from: parcel.properties.zoning,
      to: { ...parcel.properties.zoning, code: 'CX' },
    },
    { kind: 'ground.level', target: 'f', from: null, to: { ring, levelMetres: 2 } },
    { kind: 'pond', target: 'h', from: null, to: { ring, bedMetres: -1, waterMetres: 0 } },
    { kind: 'road.state', target: road!.id, from: 'open', to: 'closed' },
  ])
  expect(editShapes(base, base)).toEqual([])
  const shapes = editShapes(city, base)
  expect(shapes).toHaveLength(4)
  expect(shapes.filter(({ fill }) => fill)).toHaveLength(3)
  expect(shapes[0]!.fill).toBe('#00bf00e0')
  expect(editShapes(city, null)).toHaveLength(3)
})

test('what is chosen has an outline, the area its four corners', () => {
  expect(selectionShapes(smallCity().layers.parcels.get('p0')!)).toHaveLength(1)
  expect(areaShapes([0, 0, 10, 20])[0]!.points).toEqual([
    [0, 0],
    [10, 0],
    [10, 20],
    [0, 20],
  ])
})
