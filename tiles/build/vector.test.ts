/** Vector tiles read by a small decoder of the Mapbox Vector Tile specification, version 2. */
import { PMTiles } from 'pmtiles'
import { expect, test } from 'vitest'
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { flat, vectorArchive, vectorZooms } from './vector.ts'

const place = projection(vn2000)
const origin: XY = [550_000, 1_080_000]
const ground = [105.4, 9.7, 105.6, 9.8] as const

type Field = [number: number, value: number | Uint8Array]

/** The fields of a protobuf message: varints as numbers, the rest as bytes. */
function fields(bytes: Uint8Array): Field[] {
  const out: Field[] = []
  let at = 0
  const varint = () => {
    let [value, factor] = [0, 1]
    for (;;) {
      const byte = bytes[at++]!
      value += (byte & 127) * factor
      if (byte < 128) return value
      factor *= 128
    }
  }
  const take = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const key = varint()
    const wire = key & 7
    const value = wire === 0 ? varint() : take(wire === 1 ? 8 : wire === 5 ? 4 : varint())
    out.push([key >> 3, value])
  }
  return out
}

const all = (list: Field[], number: number) =>
  list.flatMap(([key, value]) => (key === number ? [value as Uint8Array] : []))
const packed = (bytes: Uint8Array) => {
  const padded: number[] = []
  for (let at = 0, value = 0, factor = 1; at < bytes.length; at++) {
    value += (bytes[at]! & 127) * factor
    factor *= 128
    if (bytes[at]! < 128) {
      padded.push(value)
      value = 0
      factor = 1
    }
  }
  return padded
}

function scalar(bytes: Uint8Array): string | number | boolean {
  const [number, value] = fields(bytes)[0]!
  if (number === 1) return new TextDecoder().decode(value as Uint8Array)
  if (number === 7) return value === 1
  if (typeof value !== 'number') {
    const view = new DataView(value.buffer, value.byteOffset)
    return number === 2 ? view.getFloat32(0, true) : view.getFloat64(0, true)
  }
  return number === 6 ? (value % 2 === 0 ? value / 2 : -(value + 1) / 2) : value
}

function decode(bytes: Uint8Array) {
  const layer = fields(all(fields(bytes), 3)[0]!)
  const name = new TextDecoder().decode(all(layer, 1)[0])
  const keys = all(layer, 3).map((key) => new TextDecoder().decode(key))
  const values = all(layer, 4).map(scalar)
  const features = all(layer, 2).map((feature) => {
    const list = fields(feature)
    const tags = packed(all(list, 2)[0]!)
    const properties: Record<string, string | number | boolean> = {}
    for (let i = 0; i < tags.length; i += 2) properties[keys[tags[i]!]!] = values[tags[i + 1]!]!
    const geometry = packed(all(list, 4)[0]!)
    const first = geometry.slice(1, 3).map((code) => (code >> 1) ^ -(code & 1)) as XY
    return { type: list.find(([key]) => key === 3)![1], properties, first }
  })
  return { name, features }
}

async function archive<L extends LayerId>(layer: L, features: Feature<L>[]) {
  const sources = [{ title: 'Thử nghiệm', licence: 'CC0-1.0' }]
  const about: LayerManifest = {
    id: layer,
    file: '',
    sha256: '',
    bytes: 0,
    count: features.length,
    provenance: 'generated',
    sources,
    date: '2026-01-01',
  }
  const bytes = await vectorArchive(about, features, place, ground, async () => {})
  return new PMTiles({
    getKey: () => layer,
    getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length).buffer }),
  })
}

function tileAt([x, y]: XY, zoom: number): { column: number; row: number; at: XY } {
  const [lon, lat] = place.toWgs84(x, y)
  const fx = ((lon + 180) / 360) * 2 ** zoom
  const fy = (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** zoom
  const [column, row] = [Math.floor(fx), Math.floor(fy)]
  return { column, row, at: [(fx - column) * 4096, (fy - row) * 4096] }
}

const head = { type: 'Feature', provenance: 'generated', buildState: 'proposed' } as const
const landmark = (id: string, coordinates: XY): Feature<'landmarks'> => ({
  ...head,
  id,
  geometry: { type: 'Point', coordinates },
  properties: { name: 'Chợ Vị Thanh', category: 'market', note: null },
})

test('a point is at its place at every zoom, with its properties', async () => {
  const tiles = await archive('landmarks', [landmark('vt:landmarks/1', origin)])
  const [minZoom, maxZoom] = vectorZooms.landmarks
  for (let zoom = minZoom; zoom <= maxZoom; zoom++) {
    const { column, row, at } = tileAt(origin, zoom)
    const { name, features } = decode(new Uint8Array((await tiles.getZxy(zoom, column, row))!.data))
    expect(name).toBe('landmarks')
    expect(features).toHaveLength(1)
    const { first, properties } = features[0]!
    expect(Math.abs(first[0] - at[0])).toBeLessThan(1)
    expect(Math.abs(first[1] - at[1])).toBeLessThan(1)
    expect(properties).toEqual({
      id: 'vt:landmarks/1',
      provenance: 'generated',
      buildState: 'proposed',
      name: 'Chợ Vị Thanh',
      category: 'market',
    })
  }
  expect(await tiles.getZxy(maxZoom + 1, 0, 0)).toBeUndefined()
})

test('features beyond the ground are there too', async () => {
  const far: XY = [origin[0] + 60_000, origin[1] + 60_000]
  const tiles = await archive('landmarks', [landmark('vt:landmarks/1', origin), landmark('vt:landmarks/2', far)])
  const { column, row } = tileAt(far, 12)
  const { features } = decode(new Uint8Array((await tiles.getZxy(12, column, row))!.data))
  expect(features.map(({ properties }) => properties.id)).toEqual(['vt:landmarks/2'])
})

test('minor roads appear later than major ones', async () => {
  const road = (id: string, kind: Feature<'roads'>['properties']['class'], shift: number): Feature<'roads'> => {
    const line: Geometry = {
      type: 'LineString',
      coordinates: [
        [origin[0], origin[1] + shift],
        [origin[0] + 300, origin[1] + shift],
      ],
    }
    const widths = { widthMetres: 5, redLineWidthMetres: null, lanes: 2 }
    const rest = { oneWay: true, bridge: false, tunnel: false, state: 'open' } as const
    return { ...head, id, geometry: line, properties: { name: null, class: kind, ...widths, ...rest } }
  }
  const tiles = await archive('roads', [road('a', 'arterial', 0), road('b', 'alley', 20)])
  const idsAt = async (zoom: number) => {
    const { column, row } = tileAt([origin[0] + 150, origin[1]], zoom)
    const tile = await tiles.getZxy(zoom, column, row)
    return tile ? decode(new Uint8Array(tile.data)).features.map(({ properties }) => properties.id) : []
  }
  expect(await idsAt(11)).toEqual(['a'])
  expect(await idsAt(14)).toEqual(['a', 'b'])
})

test('a layer without features is an archive without tiles', async () => {
  const tiles = await archive('blocks', [])
  expect(await tiles.getHeader()).toMatchObject({ numAddressedTiles: 0, minLon: ground[0] })
  expect(await tiles.getZxy(14, 12_999, 7746)).toBeUndefined()
})

test('properties are flat and without nulls', () => {
  const zoning = { code: 'ODT', imperviousShare: 0.7 }
  expect(flat({ sheet: '1', unitCode: null, zoning })).toEqual({
    sheet: '1',
    zoningCode: 'ODT',
    zoningImperviousShare: 0.7,
  })
})
