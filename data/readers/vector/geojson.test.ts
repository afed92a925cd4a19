import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Cancelled } from '../../../scenarios/problem.ts'
import type { SourceFile, VectorSource } from './contract.ts'
import { defaultLimits } from './contract.ts'
import { blobFile, readVector, sourceFile } from './read.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, name = 'a.geojson') => readVector(sourceFile(name, bytes(text)))
const features = (source: VectorSource) => source.layers.flatMap((layer) => layer.features)
const feature = (geometry: unknown, properties: unknown = { a: 1 }) => ({ type: 'Feature', geometry, properties })
const point = { type: 'Point', coordinates: [105.47, 9.78] }
const square = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
]
const collection = (...all: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features: all })

describe('readVector on GeoJSON', () => {
  it('reads a collection, its fields and their examples', async () => {
    const source = await read(collection(feature(point, { tên: 'ẫ ợ ữ', n: 1 }), feature(point, { tên: null, n: 'x' })))
    expect(source.crs).toMatchObject({ stated: false, proj4: '+proj=longlat +datum=WGS84 +no_defs' })
    expect(source.layers[0]!.name).toBe('a')
    expect(source.layers[0]!.fields).toEqual([
      { name: 'tên', kind: 'text', filled: 1, examples: ['ẫ ợ ữ'] },
      { name: 'n', kind: 'mixed', filled: 2, examples: [1, 'x'] },
    ])
    expect(features(source).map((f) => f.place)).toEqual(['feature 1', 'feature 2'])
  })

  it('reads a feature, a bare geometry and lines of them, in chunks of one byte', async () => {
    expect(features(await read(JSON.stringify(feature(point))))[0]!.properties).toEqual({ a: 1 })
    expect(features(await read(JSON.stringify(point)))).toHaveLength(1)
    const lines = bytes(
      `${JSON.stringify(feature(point))}\n\u001e${JSON.stringify(feature(point))}\r\n\n${JSON.stringify(point)}`,
    )
    const slow: SourceFile = {
      name: 'a.ndjson',
      size: lines.length,
      async *stream() {
        for (const byte of lines) yield Uint8Array.of(byte)
      },
    }
    expect(features(await readVector(slow)).map((f) => f.place)).toEqual(['line 1', 'line 2', 'line 4'])
    expect(features(await readVector(blobFile(new Blob([lines]), 'a.ndjson')))).toHaveLength(3)
  })

  it('takes collections apart, closes and turns rings, and counts it', async () => {
    const source = await read(
      collection(
        feature({
          type: 'GeometryCollection',
          geometries: [
            point,
            {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [1, 1],
              ],
            },
          ],
        }),
        feature({
          type: 'MultiPoint',
          coordinates: [
            [1, 2],
            [3, 4, 5],
          ],
        }),
        feature({
          type: 'Polygon',
          coordinates: [
            square.slice(0, 4).reverse(),
            [
              [1, 1],
              [2, 1],
              [2, 2],
              [1, 1],
            ],
          ],
        }),
        feature({ type: 'MultiPolygon', coordinates: [[square]] }),
        feature(null),
        feature({
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        }),
        feature({
          type: 'LineString',
          coordinates: [
            [0, 0],
            [1, 'x'],
          ],
        }),
        feature({ type: 'Curve', coordinates: [] }),
        'nothing',
      ),
    )
    expect(features(source).map((f) => f.geometry.type)).toEqual([
      'Point',
      'LineString',
      'Point',
      'Point',
      'Polygon',
      'Polygon',
    ])
    expect(features(source)[4]!.geometry.coordinates).toEqual([
      [
        [0, 4],
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
      [
        [1, 1],
        [2, 2],
        [2, 1],
        [1, 1],
      ],
    ])
    expect(Object.fromEntries(source.remarks.map((r) => [r.code, [r.kind, r.count]]))).toEqual({
      'taken-apart': ['repaired', 2],
      height: ['skipped', 1],
      'ring-closed': ['repaired', 1],
      'no-geometry': ['skipped', 2],
      'geometry-broken': ['skipped', 2],
      'no-feature': ['skipped', 1],
    })
    expect(source.remarks.find((r) => r.code === 'geometry-broken')!.places[0]).toMatch(/feature 7: .*"x"/)
  })

  it('reads the crs of the old draft wherever it stands', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::5897' } }
    const text = JSON.stringify({ type: 'FeatureCollection', features: [feature(point)], crs })
    expect((await read(text)).crs).toMatchObject({ stated: true, name: 'VN-2000 / TM-3 105°00′ (EPSG:5897)' })
    expect((await read(JSON.stringify({ type: 'FeatureCollection', crs: null, features: [] }))).crs).toBeNull()
    const unknown = JSON.stringify({ ...point, crs: { type: 'name', properties: { name: 'EPSG:27700' } } })
    await expect(read(unknown)).rejects.toThrow(/crs, line 1.*EPSG:27700/)
  })

  it('flattens attributes without letting them touch the object', async () => {
    const text = `{"type":"Feature","id":"x7","geometry":${JSON.stringify(point)},"properties":{"__proto__":"p","a":{"b":[1,2],"c":null},"d":[{"e":1}]}}`
    const { properties } = features(await read(text))[0]!
    expect(Object.entries(properties)).toEqual([
      ['id', 'x7'],
      ['__proto__', 'p'],
      ['a.b', '1; 2'],
      ['a.c', null],
      ['d', '[{"e":1}]'],
    ])
  })

  it.each<[string, string, RegExp]>([
    ['cut off', collection(feature(point)).slice(0, -9), /line 1.*ends in the middle/],
    ['a comma missing', '{"type":"FeatureCollection"\n "features":[]}', /line 2.*does not belong here/],
    ['a feature that is broken', `{"type":"FeatureCollection","features":[\n{"type":Feature}\n]}`, /line 2/],
    ['topojson', '{"type":"Topology","arcs":[]}', /type: .*Topology/],
    ['any object', '{"name":"x"}', /undefined/],
    ['deep nesting', `{"type":"Point","coordinates":${'['.repeat(40)}${']'.repeat(40)}}`, /at most 32/],
    ['deep collections', `${'{"type":"GeometryCollection","geometries":['.repeat(20)}${']}'.repeat(20)}`, /at most 32/],
  ])('%s ends in a Problem', async (_, text, said) => {
    const message = await read(text).then(
      () => '',
      (error: Error) => error.message,
    )
    expect(message).toMatch(said)
  })

  it('refuses letters that are not UTF-8, naming the byte', async () => {
    const file = sourceFile('a.geojson', Uint8Array.of(...bytes('{"type":"'), 0xff, 0x22))
    await expect(readVector(file)).rejects.toThrow(/byte 0.*not utf-8 text/)
  })

  it('keeps to its limits, tells its progress, stops when asked', async () => {
    const text = collection(...Array.from({ length: 50 }, () => feature(point)))
    const file = sourceFile('a.geojson', bytes(text))
    const limits = { ...defaultLimits, features: 10 }
    await expect(readVector(file, { limits })).rejects.toThrow(/feature 11.*at most 10/)
    await expect(readVector(file, { limits: { ...defaultLimits, corners: 20 } })).rejects.toThrow(/corners/)
    await expect(readVector(file, { limits: { ...defaultLimits, seconds: 0 } })).rejects.toThrow(/too long/)
    await expect(readVector(file, { signal: { aborted: true } })).rejects.toBeInstanceOf(Cancelled)
    const seen: number[] = []
    await readVector(file, { progress: (f) => seen.push(f) })
    expect(seen.at(-1)).toBe(1)
  })
})

const real = globSync('../shared/data/{boundaries,power,traffic}/**/*.geojson')
it.skipIf(real.length === 0)('reads the real files beside the project (skipped where there are none)', async () => {
  const counts = await Promise.all(
    real.map(async (path) => {
      const source = await readVector(sourceFile(basename(path), readFileSync(path)))
      expect(source.remarks).toEqual([])
      return [basename(path), features(source).length]
    }),
  )
  expect(Object.fromEntries(counts)).toMatchObject({
    'new_wards_2025.geojson': 4,
    'new_wards_context_simplified.geojson': 28,
    'osm_power_line.geojson': 32,
    'osm_power_substation.geojson': 4,
    'SiouxFallsCoordinates.geojson': 24,
    'anaheim_nodes.geojson': 416,
  })
})
