/// <reference path="./gltf-validator.d.ts" />
/** The tileset of buildings as Khronos' validator and a reader of our own see it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateBytes } from 'gltf-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { polygonArea } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { buildingTiles } from './buildings.ts'
import { type Fixture, fixtureLevel, writeFixture } from './fixture.ts'
import { earthCentred, type XYZ } from './geodesy.ts'
import { type ReadGlb, readGlb } from './glb-reader.ts'
import { createRelief } from './relief.ts'
import type { Tile, TilesetFiles } from './tileset.ts'

let dir = ''
let fixture: Fixture
let built: TilesetFiles
const byId = new Map<string, Feature<'buildings'>>()

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'buildings-'))
  fixture = await writeFixture(dir, { columns: 200, rows: 300, cellSize: 5, houses: 1700, seed: 3 })
  const ground = createGrid(
    fixture.city.grids[0]!.spec,
    fixture.ground.map((level) => (level === -9999 ? Number.NaN : level)),
  )
  built = buildingTiles(fixture.features.buildings, createRelief(ground), vn2000, 'Thử nghiệm (CC0-1.0)')
  for (const feature of fixture.features.buildings) byId.set(feature.id, feature)
})
afterAll(() => rm(dir, { recursive: true }))

const tileset = () => JSON.parse(new TextDecoder().decode(built.files.at(-1)!.bytes))
const glb = (name: string): ReadGlb => readGlb(built.files.find((file) => file.name === name)!.bytes)
const glbs = () => built.files.filter(({ name }) => name.endsWith('.glb'))
const roofs = () => glbs().filter(({ name }) => name.endsWith('r.glb'))
const blocks = () => roofs().map(({ name }) => ({ name: name.replace('r.glb', '.glb') }))

test('the validator finds no errors', async () => {
  expect(glbs().length).toBeGreaterThan(8)
  for (const { name, bytes } of glbs()) {
    const { issues } = await validateBytes(bytes, { uri: name })
    expect(issues.messages.filter(({ severity }) => severity <= 1)).toEqual([])
  }
})

test('every building is in one tile in full and in one as a block, with its properties', () => {
  const left = new Set(byId.keys())
  for (const { name } of roofs()) {
    const { table, parts } = glb(name)
    expect(Math.max(...parts[0]!.featureIds)).toBe(table.id!.length - 1)
    expect(glb(name.replace('r.glb', '.glb')).table.id).toEqual(table.id)
    table.id!.forEach((id, row) => {
      const { properties, provenance } = byId.get(String(id))!
      expect(left.delete(String(id))).toBe(true)
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
  expect(left.size).toBe(0)
  expect(built).toMatchObject({ features: 1700, tiles: glbs().length })
})

/** Vertices of a feature in earth-centred metres. */
function verticesInSpace({ parts, translation }: ReadGlb, row: number): XYZ[] {
  const m: number[] = tileset().root.transform
  return parts[0]!.positions
    .filter((_, i) => parts[0]!.featureIds[i] === row)
    .map(([x, y, z]) => {
      // y up → east, north, up
      const [e, n, u] = [x + translation[0], 0 - (z + translation[2]), y + translation[1]]
      return [0, 1, 2].map((k) => m[k]! * e + m[4 + k]! * n + m[8 + k]! * u + m[12 + k]!) as XYZ
    })
}

test('corners stand where they are on the earth: walls from below the ground, tops at their height', () => {
  const { toWgs84 } = projection(vn2000)
  const { west, north } = fixture.city.grids[0]!.spec
  for (const { name } of blocks()) {
    const decoded = glb(name)
    for (const row of [0, decoded.table.id!.length >> 1]) {
      const feature = byId.get(String(decoded.table.id![row]))!
      const corners = (feature.geometry.coordinates as XY[][])[0]!.slice(0, -1)
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
  }
})

/** Area seen from above and how high each feature reaches, by row. */
function seenFromAbove({ parts, table }: ReadGlb) {
  const { positions, indices, featureIds } = parts[0]!
  const rows = table.id!.map(() => ({ area: 0, top: -Infinity, low: Infinity, slopes: 0, turned: 0 }))
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => positions[indices[i + k]!]!) as [XYZ, XYZ, XYZ]
    const [u, v] = [b.map((value, k) => value - a[k]!), c.map((value, k) => value - a[k]!)] as [XYZ, XYZ]
    const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
    const row = rows[featureIds[indices[i]!]!]!
    row.top = Math.max(row.top, a[1], b[1], c[1])
    row.low = Math.min(row.low, a[1], b[1], c[1])
    const upward = normal[1]! / Math.hypot(...normal)
    if (upward > 1e-3) row.area += normal[1]! / 2
    if (upward > 1e-3 && upward < 0.999) row.slopes++
    if (upward < -1e-3) row.turned++
  }
  return rows
}

test('tops cover the footprint, nothing looks down', () => {
  for (const { name } of [...roofs(), ...blocks()]) {
    const decoded = glb(name)
    seenFromAbove(decoded).forEach(({ area, turned }, row) => {
      // the map scale of the frame is 0.9999 at its meridian
      expect(area / polygonArea(byId.get(String(decoded.table.id![row]))!.geometry)).toBeCloseTo(1, 2)
      expect(turned).toBe(0)
    })
  }
})

test('roofs: low houses have slopes, high ones do not; a given form wins; the ridge is at the height', () => {
  const box = (long: number, short: number): XY[] => [
    [550_000, 1_080_000],
    [550_000 + long, 1_080_000],
    [550_000 + long, 1_080_000 + short],
    [550_000, 1_080_000 + short],
  ]
  const like = fixture.features.buildings[1]!
  const built = (properties: Partial<Feature<'buildings'>['properties']>, ring = box(20, 8)) => {
    const feature = {
      ...like,
      geometry: { type: 'Polygon' as const, coordinates: [ring] },
      properties: { ...like.properties, ...properties },
    }
    const flat = createRelief(createGrid({ columns: 1, rows: 1, cellSize: 100, west: 550_000, north: 1_080_000 }))
    const { files } = buildingTiles([feature], flat, vn2000, '')
    return seenFromAbove(readGlb(files.find(({ name }) => name === '0r.glb')!.bytes))[0]!
  }
  expect(built({ storeys: 1, heightMetres: 4 }).slopes).toBe(4)
  expect(built({ storeys: 4, heightMetres: 14 }).slopes).toBe(0)
  expect(built({ storeys: 4, heightMetres: 14, roof: 'hipped' }).slopes).toBe(6)
  expect(built({ storeys: 1, heightMetres: 4, roof: 'flat' }).slopes).toBe(0)
  const corner: XY[] = [...box(20, 8).slice(0, 3), [550_010, 1_080_008], [550_010, 1_080_004], [550_000, 1_080_004]]
  expect(built({ storeys: 1, heightMetres: 4, roof: 'gabled' }, corner).slopes).toBe(0)
  for (const roof of ['flat', 'gabled', 'hipped'] as const) {
    const { top, low } = built({ roof, heightMetres: 9, storeys: 2 })
    expect(top - low).toBeCloseTo(9 + 0.5, 1)
  }
})

test('far tiles draw little, yet all of the town: its volume, under ids that exist', () => {
  const { root } = tileset()
  const far = glb(root.content.uri)
  expect(far.parts[0]!.positions.length).toBeLessThan(8 * 32 * 32)
  expect(new Set(far.table.id).size).toBe(far.table.id!.length)
  for (const id of far.table.id!) expect(byId.has(String(id))).toBe(true)
  const volume = (decoded: ReadGlb) =>
    seenFromAbove(decoded).reduce((sum, { area, top, low }) => sum + area * (top - low), 0)
  const exact = blocks().reduce((sum, { name }) => sum + volume(glb(name)), 0)
  expect(volume(far) / exact).toBeCloseTo(1, 1)
})

test('boxes hold their contents and their children; children are finer and replace', () => {
  const visit = (tile: Tile): void => {
    const [cx, cy, cz, hx, , , , hy, , , , hz] = tile.boundingVolume.box as number[]
    const { parts, translation } = glb(tile.content!.uri)
    const outside = parts[0]!.positions.filter(
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
        expect(reach).toBeLessThan(halves[axis]! + 0.003)
      }
      expect(child.geometricError).toBeLessThan(tile.geometricError)
      visit(child)
    }
  }
  const { root, asset, geometricError } = tileset()
  expect(asset.version).toBe('1.1')
  expect(root.refine).toBe('REPLACE')
  expect(geometricError).toBeGreaterThan(root.geometricError)
  visit(root)
})

test('footprints without area are left out; nothing at all is no tileset', () => {
  const relief = createRelief(createGrid({ columns: 1, rows: 1, cellSize: 100, west: 0, north: 100 }))
  const line: XY[] = [
    [0, 0],
    [10, 0],
    [5, 0],
  ]
  const flat: Feature<'buildings'> = {
    ...fixture.features.buildings[0]!,
    geometry: { type: 'Polygon', coordinates: [line] },
  }
  expect(buildingTiles([flat], relief, vn2000, '')).toEqual({ files: [], tiles: 0, features: 0 })
  expect(buildingTiles([], relief, vn2000, '')).toEqual({ files: [], tiles: 0, features: 0 })
})
