/**
 * What every reader of a vector format owes: the same three features from any format; and from a file that is cut off, lies,
 * nests, swells or is changed at random either a value within the limits or a `Problem` in both languages, nothing else.
 */

import fc from 'fast-check'
import { gzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { vn2000 } from '../../../scenarios/frame.ts'
import { pointsOf } from '../../../scenarios/geometry.ts'
import { Cancelled, Problem } from '../../../scenarios/problem.ts'
import { defaultLimits, type Limits, type VectorSource } from './contract.ts'
import { readVector, sourceFile } from './read.ts'
import { SAMPLE_NAME, sampleFeatures, vectorSamples } from './samples.ts'

const samples = await vectorSamples()
const text = (s: string) => new TextEncoder().encode(s)
const small: Limits = { bytes: 2 ** 20, features: 200, corners: 2000, depth: 24, seconds: 20 }
const featuresOf = (source: VectorSource) => source.layers.flatMap((layer) => layer.features)

/** A value within the limits or a Problem that says all that it must; anything else fails. */
async function settled(name: string, bytes: Uint8Array, limits = small): Promise<VectorSource | Problem> {
  try {
    const source = await readVector(sourceFile(name, bytes), { limits })
    const features = featuresOf(source)
    expect(features.length).toBeLessThanOrEqual(limits.features)
    let corners = 0
    for (const { geometry, place } of features) {
      expect(place).not.toBe('')
      for (const [x, y] of pointsOf(geometry)) {
        corners++
        expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true)
      }
    }
    expect(corners).toBeLessThanOrEqual(limits.corners)
    return source
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { detail } = error
    expect(detail.file).toContain(name.split('.')[0])
    expect(detail.message.vi).not.toBe(detail.message.en)
    expect(detail.place ?? detail.expected).toBeTruthy()
    return error
  }
}
const refused = async (name: string, bytes: Uint8Array, said: RegExp, limits = small) => {
  const answer = await settled(name, bytes, limits)
  expect(answer).toBeInstanceOf(Problem)
  expect((answer as Problem).message).toMatch(said)
}

describe.each(samples)('$name', ({ name, format, bytes }) => {
  it('gives the same three features as every other format', async () => {
    const source = (await settled(name, bytes)) as VectorSource
    expect([source.format, source.file]).toEqual([format, name === 'packed.zip' ? 'packed.zip/inner.geojson' : name])
    const features = featuresOf(source)
    const [point, line, polygon] = sampleFeatures
    if (format === 'dxf') {
      // A drawing has no attributes, no holes and no reference system.
      expect(source.crs).toBeNull()
      const rings = polygon!.geometry.coordinates as [number, number][][]
      expect(features.map((f) => f.geometry)).toEqual([
        point!.geometry,
        line!.geometry,
        { type: 'Polygon', coordinates: [rings[0]] },
        { type: 'Polygon', coordinates: [rings[1]!.toReversed()] },
      ])
      expect(features[0]!.properties.text).toBe(SAMPLE_NAME)
      expect(features.map((f) => f.place)).toEqual(['handle 1A', 'handle 2B', 'handle 30', 'handle 31'])
    } else {
      expect(source.crs).toMatchObject({ proj4: vn2000.proj4, stated: true })
      const expected = format === 'cityjson' ? [polygon!] : sampleFeatures
      expect(features.map((f) => f.geometry)).toEqual(expected.map((f) => f.geometry))
      for (const [i, { properties }] of features.entries()) expect(properties).toMatchObject(expected[i]!.properties)
    }
    if (format === 'cityjson')
      expect(features[0]!.properties).toMatchObject({
        heightMetres: 6.5,
        groundMetres: 1.2,
        lod: '2.2',
        storeysAboveGround: 2,
        roofType: 'mái tôn',
      })
    expect(source.remarks.filter(({ code }) => code !== 'encoding')).toEqual([])
    for (const { fields, features: own } of source.layers)
      for (const field of fields) {
        const values = own.map((f) => f.properties[field.name]).filter((v) => v !== null && v !== undefined)
        expect([field.filled, values.includes(field.examples[0]!)]).toEqual([values.length, true])
      }
  })

  it('is cut at every sixteenth: a Problem, or a part that says so', async () => {
    await refused(name, new Uint8Array(), /empty/)
    for (let i = 1; i < 16; i++) {
      const answer = await settled(name, bytes.slice(0, Math.floor((bytes.length * i) / 16)))
      // Lines of text may end anywhere without a sign of it.
      if (!/csv|json$|jsonl$/.test(name)) expect(answer).toBeInstanceOf(Problem)
    }
  })

  it('keeps to its limits, tells its progress and stops when asked', async () => {
    if (format !== 'cityjson') await refused(name, bytes, /at most 2/, { ...small, features: 2 })
    await refused(name, bytes, /at most 3/, { ...small, corners: 3 })
    await refused(name, bytes, / 40 (bytes|characters)/, { ...small, bytes: 40 }).catch((error) => {
      // What is read piece by piece holds no whole.
      if (!/csv|dxf/.test(name)) throw error
    })
    await expect(readVector(sourceFile(name, bytes), { signal: { aborted: true } })).rejects.toBeInstanceOf(Cancelled)
    const seen: number[] = []
    await readVector(sourceFile(name, bytes), { progress: (f) => seen.push(f) })
    expect(seen.every((f) => f >= 0 && f <= 1) && seen.at(-1) === 1).toBe(true)
  })

  it('is what it is under any name', async () => {
    expect(((await settled('nothing.bin', bytes)) as VectorSource).format).toBe(format)
  })

  it('changed at random gives a value or a Problem', async () => {
    const change = fc.record({
      at: fc.nat(1_000_000),
      byte: fc.nat(255),
      kind: fc.constantFrom('set', 'insert', 'remove', 'cut', 'repeat', 'zero', 'max'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        await settled(name, applied(bytes, changes))
      }),
      { numRuns: format === 'geopackage' ? 60 : 200 },
    )
  })
})

function applied(bytes: Uint8Array, changes: readonly { at: number; byte: number; kind: string }[]): Uint8Array {
  let list = [...bytes]
  for (const { at, byte, kind } of changes) {
    const i = list.length > 0 ? at % list.length : 0
    if (kind === 'set') list[i] = byte
    else if (kind === 'insert') list.splice(i, 0, byte)
    else if (kind === 'remove') list.splice(i, 1 + (byte % 9))
    else if (kind === 'cut') list = list.slice(0, i)
    else if (kind === 'repeat') list.splice(i, 0, ...list.slice(i, i + byte))
    else list.fill(kind === 'zero' ? 0 : 255, i, i + 4)
  }
  return Uint8Array.from(list)
}

describe('files that lie', () => {
  const sample = (name: string) => samples.find((s) => s.name === name)!.bytes
  const patched = (bytes: Uint8Array, at: number, value: number, bigEndian = false) => {
    const out = bytes.slice()
    new DataView(out.buffer).setUint32(at, value, !bigEndian)
    return out
  }
  const unpackedShp = (name: string, patch: (bytes: Uint8Array) => Uint8Array) => {
    const point = new Uint8Array(128)
    const view = new DataView(point.buffer)
    view.setInt32(0, 9994)
    view.setInt32(104, 10)
    view.setInt32(108, 1, true)
    return zipSync({ [name]: patch(point) })
  }

  it.each<[string, string, () => Uint8Array, RegExp]>([
    ['a header of 4 GB', 'a.fgb', () => patched(sample('a.fgb'), 8, 0xfffffff0), /4294967280 bytes/],
    [
      'a feature of 2 GB',
      'a.fgb',
      () => patched(sample('a.fgb'), 12 + new DataView(sample('a.fgb').slice().buffer).getUint32(8, true), 0x7fffffff),
      /feature 1.*2147483647 bytes/,
    ],
    [
      'a feature missing',
      'a.fgb',
      () => sample('a.fgb').slice(0, -new DataView(sample('a.fgb').slice().buffer).getUint32(8, true)),
      /cut off|features/,
    ],
    ['version 2', 'a.fgb', () => patched(sample('a.fgb'), 0, 0x02626766), /not recognised|version 3/],
    [
      'a record of 2 GB',
      'a.zip',
      () => unpackedShp('a.shp', (b) => patched(b, 104, 0x7fffffff, true)),
      /a.shp, byte 100.*cut off/,
    ],
    ['a record of nothing', 'a.zip', () => unpackedShp('a.shp', (b) => patched(b, 104, 0, true)), /a.shp, byte 100/],
    [
      'a line of a billion corners',
      'a.zip',
      () =>
        unpackedShp('a.shp', () => {
          const b = new Uint8Array(160)
          const view = new DataView(b.buffer)
          view.setInt32(0, 9994)
          view.setInt32(104, 26)
          view.setInt32(108, 3, true)
          view.setUint32(144, 1, true)
          view.setUint32(148, 1e9, true)
          return b
        }),
      /claims more corners/,
    ],
    [
      'a table of 4 billion records',
      'a.zip',
      () => zipSync({ 'a.shp': shpHead(), 'a.dbf': patched(new Uint8Array(66).fill(1), 4, 0xffffffff) }),
      /a.dbf.*4294967295/,
    ],
    [
      'an array of blocks',
      'a.dxf',
      () => text(dxf(`0\nINSERT\n2\nB\n10\n0\n20\n0\n70\n30000\n71\n30000\n`)),
      /line \d+.*at most 200/,
    ],
    [
      'blocks in blocks',
      'a.dxf',
      () => text(dxf(`0\nINSERT\n2\nB\n10\n0\n20\n0\n`, '0\nINSERT\n2\nB\n10\n1\n20\n1\n')),
      /too many levels|features/,
    ],
    ['a word for a code', 'a.dxf', () => text(dxf('0\nPOINT\nten\n1\n')), /line 25.*group code/],
    ['no end', 'a.dxf', () => text(dxf('0\nPOINT\n10\n1\n20\n1\n').replace('0\nEOF\n', '')), /cut off/],
    ['brackets', 'a.geojson', () => text(`{"type":"Point","coordinates":${'['.repeat(1e5)}`), /line 1.*levels/],
    [
      'brackets of a city',
      'a.city.json',
      () => text(`{"type":"CityJSON","version":"2.0","x":${'['.repeat(1e5)}`),
      /levels/,
    ],
    ['a city of version 3', 'a.city.json', () => text('{"type":"CityJSON","version":"3.0"}'), /version.*3\.0/],
    [
      'a city in an unknown system',
      'a.city.json',
      () => text('{"type":"CityJSON","version":"2.0","metadata":{"referenceSystem":"EPSG:27700"}}'),
      /metadata.referenceSystem.*27700/,
    ],
    ['a database without layers', 'a.gpkg', () => patched(sample('a.gpkg'), 100, 0), /./],
    ['gzip that swells', 'a.geojson.gz', () => gzipSync(text(`{"a":"${' '.repeat(2e7)}"}`)), /unpacks to too much/],
    ['zip that swells', 'a.zip', () => zipSync({ 'a.shp': new Uint8Array(2e7) }), /unpacks to too much/],
    [
      'zip of zips',
      'a.zip',
      () => zipSync({ 'inner.geojson': zipSync({ 'x.geojson': text('{}') }) }),
      /not recognised/,
    ],
    ['zip of nothing known', 'a.zip', () => zipSync({ 'readme.md': text('hello') }), /one readable file or .shp/],
    ['a quote that never ends', 'a.csv', () => text(`lon,lat,"a\n1,2,3\n${'x'.repeat(1000)}`), /line 1.*quote/],
  ])('%s', (_, name, bytes, said) => refused(name, bytes(), said))

  function shpHead(): Uint8Array {
    const b = new Uint8Array(100)
    new DataView(b.buffer).setInt32(0, 9994)
    return b
  }
  function dxf(entities: string, block = '0\nPOINT\n10\n1\n20\n1\n'): string {
    return `0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nB\n${block}0\nENDBLK\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n${entities}0\nENDSEC\n0\nEOF\n`
  }
})

describe('other kinds', () => {
  it.each<[string, string, Uint8Array, RegExp]>([
    ['a picture', 'a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /picture/],
    ['a DWG', 'a.dwg', text('AC1032\0\0\0'), /DWG.*DXF/],
    ['a binary DXF', 'a.dxf', text('AutoCAD Binary DXF\r\n'), /ASCII DXF/],
    ['a bare .shp', 'a.shp', Uint8Array.of(0, 0, 0x27, 0x0a, 0, 0, 0, 0), /\.dbf.*zip/],
    ['KML', 'a.kml', text('<?xml version="1.0"?><kml/>'), /XML/],
    ['a PDF', 'a.pdf', text('%PDF-1.7'), /PDF/],
    ['noise', 'a.bin', Uint8Array.from({ length: 500 }, (_, i) => (i * 97) % 251), /not recognised/],
    ['prose', 'a.md', text('once upon a time'), /not recognised/],
  ])('%s is refused with the list of what can be read', async (_, name, bytes, said) => {
    await refused(name, bytes, said)
    await refused(name, bytes, /GeoJSON.*FlatGeobuf.*Shapefile.*GeoPackage.*DXF.*CSV.*CityJSON/)
  })
})

it('reads within the limits that hold where none are given', async () => {
  for (const { name, bytes } of samples) expect(await settled(name, bytes, defaultLimits)).not.toBeInstanceOf(Problem)
})
