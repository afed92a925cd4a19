import { geojson } from 'flatgeobuf/lib/mjs/flatgeobuf.js'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from './contract.ts'
import { readVector, sourceFile } from './read.ts'
import { SAMPLE_NAME } from './samples.ts'

const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features }) as never
const feature = (geometry: unknown, properties: unknown = { ten: SAMPLE_NAME, so: 1.5, co: true, khac: null }) => ({
  type: 'Feature',
  geometry,
  properties,
})
const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const read = (bytes: Uint8Array, limits = defaultLimits) => readVector(sourceFile('a.fgb', bytes), { limits })
const headerEnd = (bytes: Uint8Array) => 12 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)

/** The library writes no index: its header's node size is set and an index of the right size put in. */
function indexed(bytes: Uint8Array, count: number, bytesOfIndex: number): Uint8Array {
  const out = bytes.slice()
  const view = new DataView(out.buffer)
  const root = 12 + view.getUint32(12, true)
  const fields = root - view.getInt32(root, true)
  view.setUint16(root + view.getUint16(fields + 4 + 9 * 2, true), 2, true)
  expect(Number(view.getBigUint64(root + view.getUint16(fields + 4 + 8 * 2, true), true))).toBe(count)
  const end = headerEnd(bytes)
  return Uint8Array.from([...out.subarray(0, end), ...new Uint8Array(bytesOfIndex), ...out.subarray(end)])
}

describe('readVector on FlatGeobuf (written by the format’s own library)', () => {
  it('reads every kind of geometry and value', async () => {
    const bytes = geojson.serialize(
      collection(
        feature({
          type: 'MultiPolygon',
          coordinates: [[square(0, 0, 10), square(2, 2, 2).toReversed()], [square(20, 0, 5)]],
        }),
        feature({
          type: 'MultiLineString',
          coordinates: [
            [
              [0, 0],
              [1, 1],
            ],
            [
              [5, 5],
              [6, 7],
              [8, 8],
            ],
          ],
        }),
        feature({
          type: 'MultiPoint',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        }),
        feature({
          type: 'GeometryCollection',
          geometries: [
            { type: 'Point', coordinates: [9, 9] },
            {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [1, 0],
              ],
            },
          ],
        }),
      ),
      4326,
    )
    const source = await read(bytes)
    const { features } = source.layers[0]!
    expect(features.map((f) => f.geometry)).toEqual([
      { type: 'MultiPolygon', coordinates: [[square(0, 0, 10), square(2, 2, 2).toReversed()], [square(20, 0, 5)]] },
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
          [
            [5, 5],
            [6, 7],
            [8, 8],
          ],
        ],
      },
      { type: 'Point', coordinates: [1, 2] },
      { type: 'Point', coordinates: [3, 4] },
      { type: 'Point', coordinates: [9, 9] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 0],
        ],
      },
    ])
    expect(features[0]!.properties).toEqual({ ten: SAMPLE_NAME, so: 1.5, co: true })
    expect(source.crs!.name).toContain('4326')
    expect(source.remarks).toMatchObject([{ code: 'taken-apart', count: 2 }])
  })

  it('passes over the index, and refuses one that is not there', async () => {
    const points = [0, 1, 2, 3, 4].map((x) => feature({ type: 'Point', coordinates: [x, 0] }))
    const plain = geojson.serialize(collection(...points), 0)
    // Nodes of two: 5 leaves, then 3, 2 and 1.
    const source = await read(indexed(plain, 5, 11 * 40))
    expect(source.layers[0]!.features.map((f) => f.geometry.coordinates)).toEqual([0, 1, 2, 3, 4].map((x) => [x, 0]))
    expect(source.crs).toBeNull()
    await expect(read(indexed(plain, 5, 0).slice(0, 300))).rejects.toThrow(/cut off/)
  })

  it('refuses more features than its limit before it reads them, and fewer than it claims', async () => {
    const bytes = geojson.serialize(collection(feature({ type: 'Point', coordinates: [0, 0] })), 0)
    const two = bytes.slice()
    const view = new DataView(two.buffer)
    const root = 12 + view.getUint32(12, true)
    const at = root + view.getUint16(root - view.getInt32(root, true) + 4 + 8 * 2, true)
    view.setBigUint64(at, 2n, true)
    await expect(read(two)).rejects.toThrow(/has 1 features.*expected 2 features/)
    view.setBigUint64(at, 2n ** 63n, true)
    await expect(read(two)).rejects.toThrow(/header.*too many features/)
  })
})
