import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import { expect, test } from 'vitest'
import { readTile } from './mvt.ts'

const polygon = {
  type: 'Feature' as const,
  geometry: {
    type: 'Polygon' as const,
    coordinates: [
      [
        [-90, -45],
        [90, -45],
        [90, 45],
        [-90, 45],
        [-90, -45],
      ],
      [
        [-10, -10],
        [-10, 10],
        [10, 10],
        [10, -10],
        [-10, -10],
      ],
    ],
  },
  properties: { id: 'a', count: 7, level: -2, share: 0.25, open: true },
}
const line = {
  type: 'Feature' as const,
  geometry: {
    type: 'LineString' as const,
    coordinates: [
      [0, 0],
      [90, 0],
    ],
  },
  properties: { id: 'b' },
}
const point = {
  type: 'Feature' as const,
  geometry: { type: 'Point' as const, coordinates: [0, 0] },
  properties: { id: 'c' },
}

function tile() {
  const index = new GeoJSONVT({ type: 'FeatureCollection', features: [polygon, line, point] }, { maxZoom: 0 })
  return fromGeojsonVt({ things: index.getTile(0, 0, 0)! }, { version: 2, extent: 4096 })
}

test('layers, properties of every type and geometry come back', () => {
  const [layer] = readTile(tile())
  expect(layer).toMatchObject({ name: 'things', extent: 4096 })
  const [area, way, place] = layer!.features
  expect(area!.type).toBe(3)
  expect(area!.properties).toEqual({ id: 'a', count: 7, level: -2, share: 0.25, open: true })
  expect(area!.parts).toHaveLength(2)
  expect(area!.bounds[0]).toBe(1024)
  expect(area!.bounds[2]).toBe(3072)
  expect([...way!.parts[0]!]).toEqual([2048, 2048, 3072, 2048])
  expect([...place!.parts[0]!]).toEqual([2048, 2048])
})

test('a tile that is cut off says so', () => {
  expect(() => readTile(tile().slice(0, 60).fill(0xff, 40))).toThrow(/Expected/)
})
