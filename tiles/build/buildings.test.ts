/// <reference path="./gltf-validator.d.ts" />
/** The glb files as Khronos' validator and a decoder of our own see them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateBytes } from 'gltf-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { geometryBounds, polygonArea } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { type BuildingTiles, buildingTiles } from './buildings.ts'
import { type Fixture, fixtureLevel, writeFixture } from './fixture.ts'
import { earthCentred, type XYZ } from './geodesy.ts'
import { createRelief } from './relief.ts'

let dir = ''
let fixture: Fixture
let built: BuildingTiles

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'buildings-'))
  fixture = await writeFixture(dir, { columns: 200, rows: 300, cellSize: 5, houses: 1200, seed: 3 })
  const ground = createGrid(
    fixture.city.grids[0]!.spec,
    fixture.ground.map((level) => (level === -9999 ? Number.NaN : level)),
  )
  built = buildingTiles(fixture.features.buildings, createRelief(ground), vn2000, 'Thử nghiệm (CC0-1.0)')
})
afterAll(() => rm(dir, { recursive: true }))

interface Decoded {
  readonly positions: XYZ[]
  readonly normals: XYZ[]
  readonly featureIds: number[]
  readonly indices: number[]
  readonly table: Record<string, (string | number)[]>
  readonly translation: XYZ
}

function decode(bytes: Uint8Array): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const jsonLength = view.getUint32(12, true)
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + jsonLength)))
  const start = 20 + jsonLength + 8
  const at = (index: number) => start + json.bufferViews[index].byteOffset
  expect(start % 8).toBe(0)
  const read = (accessor: number, size: number) => {
    const { bufferView, componentType, count } = json.accessors[accessor]
    const stride = json.bufferViews[bufferView].byteStride ?? (componentType === 5125 ? 4 : 2)
    const readers: Record<number, (offset: number) => number> = {
      5126: (offset) => view.getFloat32(offset, true),
      5120: (offset) => view.getInt8(offset) / 127,
      5123: (offset) => view.getUint16(offset, true),
      5125: (offset) => view.getUint32(offset, true),
    }
    const widths: Record<number, number> = { 5126: 4, 5120: 1, 5123: 2, 5125: 4 }
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: size }, (_, k) =>
        readers[componentType]!(at(bufferView) + i * stride + k * widths[componentType]!),
      ),
    )
  }
  const metadata = json.extensions.EXT_structural_metadata
  const { count, properties } = metadata.propertyTables[0]
  const table: Record<string, (string | number)[]> = {}
  for (const [name, { type, componentType }] of Object.entries<{ type: string; componentType: string }>(
    metadata.schema.classes.building.properties,
  )) {
    const { values, stringOffsets } = properties[name]
    table[name] = Array.from({ length: count }, (_, i) => {
      if (type === 'STRING') {
        const offset = (k: number) => at(values) + view.getUint32(at(stringOffsets) + k * 4, true)
        return new TextDecoder().decode(bytes.subarray(offset(i), offset(i + 1)))
      }
      if (componentType === 'FLOAT64') return view.getFloat64(at(values) + i * 8, true)
      return componentType === 'UINT16'
        ? view.getUint16(at(values) + i * 2, true)
        : view.getInt16(at(values) + i * 2, true)
    })
  }
  return {
    positions: read(0, 3) as XYZ[],
    normals: read(1, 3) as XYZ[],
    featureIds: read(2, 1).flat(),
    indices: read(3, 1).flat(),
    table,
    translation: json.nodes[0].translation,
  }
}

interface TileJson {
  boundingVolume: { box: number[] }
  geometricError: number
  content: { uri: string }
  children?: TileJson[]
}

const tileset = () => JSON.parse(new TextDecoder().decode(built.files.at(-1)!.bytes))
const glb = (name: string) => decode(built.files.find((file) => file.name === name)!.bytes)
const glbs = () => built.files.filter(({ name }) => name.endsWith('.glb'))

test('the validator finds no errors', async () => {
  expect(glbs().length).toBeGreaterThan(3)
  for (const { name, bytes } of glbs()) {
    const { issues } = await validateBytes(bytes, { uri: name })
    expect(issues.messages.filter(({ severity }) => severity <= 1)).toEqual([])
  }
})

test('every building is in one tile, with its properties', () => {
  const byId = new Map(fixture.features.buildings.map((feature) => [feature.id, feature]))
  for (const { name } of glbs()) {
    const { table, featureIds } = glb(name)
    expect(Math.max(...featureIds)).toBe(table.id!.length - 1)
    table.id!.forEach((id, row) => {
      const { properties, provenance } = byId.get(String(id))!
      byId.delete(String(id))
      expect(table.name![row]).toBe(properties.name ?? '')
      expect(table.use![row]).toBe(properties.use)
      expect(table.heightMetres![row]).toBe(properties.heightMetres)
      expect(table.storeys![row]).toBe(properties.storeys)
      expect(table.households![row]).toBe(properties.households)
      expect(table.year![row]).toBe(properties.year ?? 0)
      expect(table.provenance![row]).toBe(provenance)
      expect(table.heightProvenance![row]).toBe(properties.heightProvenance)
      expect(table.parcelId![row]).toBe(properties.parcelId)
      expect(table.addressId![row]).toBe(properties.addressId)
    })
  }
  expect(byId.size).toBe(0)
  expect(built).toMatchObject({ features: 1200, tiles: glbs().length })
})

/** Vertices of a feature in the glb, in earth-centred metres. */
function verticesInSpace(decoded: Decoded, row: number): XYZ[] {
  const m: number[] = tileset().root.transform
  return decoded.positions
    .filter((_, i) => decoded.featureIds[i] === row)
    .map(([x, y, z]) => {
      const [tx, ty, tz] = decoded.translation
      // y up → east, north, up
      const [e, n, u] = [x + tx, 0 - (z + tz), y + ty]
      return [0, 1, 2].map((k) => m[k]! * e + m[4 + k]! * n + m[8 + k]! * u + m[12 + k]!) as XYZ
    })
}

test('corners stand where they are on the earth: walls from below the ground, roofs at their height', () => {
  const { toWgs84 } = projection(vn2000)
  const decoded = glb('0.glb')
  for (const row of [0, 7, 150, 399]) {
    const feature = fixture.features.buildings.find(({ id }) => id === decoded.table.id![row])!
    const corners = (feature.geometry.coordinates as [number, number][][])[0]!.slice(0, -1)
    const { west, north } = fixture.city.grids[0]!.spec
    const levels = corners.map(([x, y]) => fixtureLevel(x - west, north - y))
    const base = Math.min(...levels) - 0.5
    const top = levels.reduce((a, b) => a + b) / levels.length + feature.properties.heightMetres
    const vertices = verticesInSpace(decoded, row)
    for (const [x, y] of corners) {
      for (const level of [base, top]) {
        const expected = earthCentred(...toWgs84(x, y), level + vn2000.ellipsoidMinusHeight)
        const nearest = Math.min(...vertices.map((v) => Math.hypot(...v.map((value, k) => value - expected[k]!))))
        expect(nearest).toBeLessThan(0.02)
      }
    }
  }
})

test('roofs have the area of the footprint, walls look outward', () => {
  const decoded = glb('0.glb')
  const { positions, normals, indices, featureIds, table } = decoded
  const roofs = new Float64Array(table.id!.length)
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => positions[indices[i + k]!]!) as [XYZ, XYZ, XYZ]
    const [u, v] = [b.map((value, k) => value - a[k]!), c.map((value, k) => value - a[k]!)] as [XYZ, XYZ]
    const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
    const normal = normals[indices[i]!]!
    const agrees = cross.reduce((sum, value, k) => sum + value * normal[k]!, 0) > 0
    if (!agrees) throw new Error(`Expected triangle ${i / 3} to turn as its normal says`)
    if (normal[1] === 1) roofs[featureIds[indices[i]!]!]! += Math.hypot(...cross) / 2
  }
  table.id!.forEach((id, row) => {
    const { geometry } = fixture.features.buildings.find((feature) => feature.id === id)!
    // the map scale of the frame is 0.9999 at its meridian
    expect(roofs[row]! / polygonArea(geometry)).toBeCloseTo(1, 2)
  })
})

test('boxes hold their contents and their children; children are finer', () => {
  const visit = (tile: TileJson): void => {
    const [cx, cy, cz, hx, , , , hy, , , , hz] = tile.boundingVolume.box as number[]
    const { positions, translation } = glb(tile.content.uri)
    const outside = positions.filter(
      ([x, y, z]) =>
        Math.abs(x + translation[0] - cx!) > hx! + 0.01 ||
        Math.abs(0 - (z + translation[2]) - cy!) > hy! + 0.01 ||
        Math.abs(y + translation[1] - cz!) > hz! + 0.01,
    )
    expect(outside).toEqual([])
    for (const child of tile.children ?? []) {
      const box = child.boundingVolume.box
      const halves = [hx!, hy!, hz!]
      for (const axis of [0, 1, 2]) {
        const reach = Math.abs(box[axis]! - tile.boundingVolume.box[axis]!) + box[3 + axis * 4]!
        expect(reach).toBeLessThan(halves[axis]! + 1e-6)
      }
      expect(child.geometricError).toBeLessThan(tile.geometricError)
      visit(child)
    }
  }
  const { root, asset, geometricError } = tileset()
  expect(asset.version).toBe('1.1')
  expect(root.refine).toBe('ADD')
  expect(geometricError).toBeGreaterThan(root.geometricError)
  visit(root)
})

test('courtyards stay open, footprints without area are left out', () => {
  const relief = createRelief(createGrid({ columns: 1, rows: 1, cellSize: 100, west: 0, north: 100 }))
  const withYard = fixture.features.buildings[0]!
  const flat: Feature<'buildings'> = {
    ...withYard,
    id: 'vt:buildings/flat',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [10, 0],
          [5, 0],
        ],
      ],
    },
  }
  expect(buildingTiles([flat], relief, vn2000, '').features).toBeLessThanOrEqual(1)
  expect(buildingTiles([], relief, vn2000, '')).toEqual({ files: [], tiles: 0, features: 0 })
  expect(withYard.geometry.coordinates).toHaveLength(2)
  expect(geometryBounds(withYard.geometry)[0]).toBeGreaterThan(0)
})
