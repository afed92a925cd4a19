import { describe, expect, it } from 'vitest'
import { polygonArea } from '../../../scenarios/geometry.ts'
import { readVector, sourceFile } from './read.ts'

const read = (...lines: unknown[]) =>
  readVector(sourceFile('a.city.json', new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'))))
const city = (objects: Record<string, unknown>, more: object = {}) => ({
  type: 'CityJSON',
  version: '1.1',
  transform: { scale: [0.5, 0.5, 0.5], translate: [100, 200, 1] },
  CityObjects: objects,
  vertices: box,
  ...more,
})
/** A box of 10 × 6 × 4 m with its corner at 100, 200, 1 under the transform. */
const box = [
  ...[0, 8].flatMap((z) => [
    [0, 0, z],
    [20, 0, z],
    [20, 12, z],
    [0, 12, z],
  ]),
]
const floor = [[0, 3, 2, 1]]
const roof = [[4, 5, 6, 7]]
const walls = [
  [0, 1, 5, 4],
  [1, 2, 6, 5],
  [2, 3, 7, 6],
  [3, 0, 4, 7],
].map((wall) => [wall])
const solid = (lod: unknown, more: object = {}) => ({
  type: 'Solid',
  lod,
  boundaries: [[floor, ...walls, roof]],
  ...more,
})
const footprint = {
  type: 'Polygon',
  coordinates: [
    [
      [100, 200],
      [110, 200],
      [110, 206],
      [100, 206],
      [100, 200],
    ],
  ],
}
const same = (geometry: unknown) =>
  expect(polygonArea(geometry as never)).toBeCloseTo(polygonArea(footprint as never), 9)

describe('readVector on CityJSON', () => {
  it('makes the footprint of the lowest level faces where no surface has a name', async () => {
    const source = await read(
      city({
        a: {
          type: 'Building',
          attributes: { function: 'nhà ở', storeysAboveGround: 2, a: { b: 1 } },
          geometry: [solid('1.2')],
        },
      }),
    )
    const { geometry, properties, place } = source.layers[0]!.features[0]!
    same(geometry)
    expect(properties).toEqual({
      id: 'a',
      function: 'nhà ở',
      storeysAboveGround: 2,
      'a.b': 1,
      lod: '1.2',
      groundMetres: 1,
      heightMetres: 4,
    })
    expect([place, source.crs]).toEqual(['CityObjects.a', null])
  })

  it('takes the most detailed geometry with a footprint; numbers for levels of detail (1.0), absolute corners too', async () => {
    const flat = { type: 'MultiSurface', lod: 0, boundaries: [floor] }
    const source = await read(
      city(
        { a: { type: 'Building', geometry: [flat, solid(1)] }, b: { type: 'Building', geometry: [flat] } },
        {
          version: '1.0',
          transform: undefined,
          vertices: box.map(([x, y, z]) => [100 + x! / 2, 200 + y! / 2, 1 + z! / 2]),
        },
      ),
    )
    const [a, b] = source.layers[0]!.features
    same(a!.geometry)
    expect([a!.properties.lod, a!.properties.heightMetres]).toEqual(['1', 4])
    expect(b!.properties).toEqual({ id: 'b', lod: '0', groundMetres: 1 })
  })

  it('gives parts the attributes of their building, and says what it leaves out', async () => {
    const source = await read(
      city({
        whole: { type: 'Building', attributes: { ten: 'Chợ Vị Thanh', so: 1 }, children: ['part'] },
        part: { type: 'BuildingPart', parents: ['whole'], attributes: { so: 2 }, geometry: [solid('2')] },
        road: { type: 'Road', geometry: [] },
        wallsOnly: { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '2', boundaries: walls }] },
        lying: { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '2', boundaries: [[[0, 1, 99]]] }] },
      }),
    )
    expect(source.layers[0]!.features.map((f) => f.properties)).toEqual([
      { id: 'part', ten: 'Chợ Vị Thanh', so: 2, building: 'whole', lod: '2', groundMetres: 1, heightMetres: 4 },
    ])
    expect(source.remarks.map((r) => [r.code, r.count])).toEqual([
      ['no-building', 1],
      ['no-footprint', 2],
    ])
  })

  it('reads a sequence: one transform, corners of each feature', async () => {
    const { vertices, CityObjects, ...head } = city({ a: { type: 'Building', geometry: [solid('1')] } })
    const source = await read(
      { ...head, CityObjects: {}, vertices: [], metadata: { referenceSystem: 'urn:ogc:def:crs:EPSG::5897' } },
      { type: 'CityJSONFeature', id: 'a', CityObjects, vertices },
      { type: 'CityJSONFeature', id: 'b', CityObjects: { b: CityObjects.a }, vertices },
    )
    expect(source.layers[0]!.features.map((f) => f.properties.id)).toEqual(['a', 'b'])
    expect(source.crs!.name).toContain('5897')
  })

  it.each<[string, unknown[], RegExp]>([
    [
      'a feature without its city',
      [{ type: 'CityJSONFeature', CityObjects: {}, vertices: [] }],
      /type.*CityJSONFeature/,
    ],
    ['an older version', [{ type: 'CityJSON', version: '0.9' }], /version.*0\.9/],
    ['GeoJSON among it', [city({}), { type: 'Feature' }], /type.*Feature/],
  ])('refuses %s', async (_, lines, said) => {
    await expect(read(...lines)).rejects.toThrow(said)
  })
})
