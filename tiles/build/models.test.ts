/// <reference path="./gltf-validator.d.ts" />
/** Models as Khronos' validator and a reader of our own see them: where they stand, how large, under which id. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateBytes } from 'gltf-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { type Fixture, fixtureLevel, writeFixture } from './fixture.ts'
import { earthCentred } from './geodesy.ts'
import { type ReadGlb, readGlb, type Triple } from './glb-reader.ts'
import { isModelled, type ModelLayer, modelSources, modelTiles } from './models.ts'
import { createRelief, type Relief } from './relief.ts'
import { lit, shapeOf } from './shapes.ts'
import type { Tile, TilesetFiles } from './tileset.ts'

let dir = ''
let fixture: Fixture
let relief: Relief
const built = new Map<ModelLayer, TilesetFiles>()
const layers = layerIds.filter(isModelled)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'models-'))
  fixture = await writeFixture(dir, { columns: 200, rows: 300, cellSize: 5, houses: 1200, seed: 3 })
  const level = (value: number) => (value === -9999 ? Number.NaN : value)
  relief = createRelief(createGrid(fixture.city.grids[0]!.spec, fixture.ground.map(level)))
  for (const layer of layers) {
    const others = modelSources(layer).flatMap((id): Feature[] => fixture.features[id])
    built.set(layer, modelTiles(layer, fixture.features[layer], others, relief, vn2000, 'Thử (CC0-1.0)'))
  }
})
afterAll(() => rm(dir, { recursive: true }))

const glbsOf = (layer: ModelLayer) =>
  built
    .get(layer)!
    .files.filter(({ name }) => name.endsWith('.glb'))
    .map(({ bytes }) => readGlb(bytes))
const tilesetOf = (layer: ModelLayer) => JSON.parse(new TextDecoder().decode(built.get(layer)!.files.at(-1)!.bytes))

test('the validator finds no errors', async () => {
  expect(layers).toHaveLength(10)
  for (const layer of layers) {
    for (const { name, bytes } of built.get(layer)!.files.filter((file) => file.name.endsWith('.glb'))) {
      const { issues } = await validateBytes(bytes, { uri: `${layer}/${name}` })
      expect(issues.messages.filter(({ severity }) => severity <= 1)).toEqual([])
    }
  }
})

test('every feature is in one tile, and something of it is drawn', () => {
  for (const layer of layers) {
    const left = new Set(fixture.features[layer].map(({ id }) => id))
    expect(built.get(layer)!.features).toBe(left.size)
    for (const { table, parts } of glbsOf(layer)) {
      for (const id of table.id!) expect(left.delete(String(id))).toBe(true)
      const drawn = new Set(
        parts.flatMap(({ featureIds, instances }) => [...featureIds, ...instances.map((i) => i.featureId)]),
      )
      expect(drawn.size).toBe(table.id!.length)
    }
    expect(left.size).toBe(0)
  }
})

/** Of a point of a glb (x east, y up, z south of its origin), in earth-centred metres. */
function inSpace(layer: ModelLayer, { translation }: ReadGlb, [x, y, z]: Triple): Triple {
  const m: number[] = tilesetOf(layer).root.transform
  const [e, n, u] = [x + translation[0], 0 - (z + translation[2]), y + translation[1]]
  return [0, 1, 2].map((k) => m[k]! * e + m[4 + k]! * n + m[8 + k]! * u + m[12 + k]!) as Triple
}

const { toWgs84 } = projection(vn2000)
const onEarth = ([x, y]: XY, level: number) => earthCentred(...toWgs84(x, y), level + vn2000.ellipsoidMinusHeight)
const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, k) => value - b[k]!))
const groundAt = ([x, y]: XY) => fixtureLevel(x - fixture.city.bounds[0], fixture.city.bounds[3] - y)

test('trees stand on the ground, as tall and as wide as they are', () => {
  const byId = new Map(fixture.features.trees.map((tree) => [tree.id, tree]))
  let seen = 0
  for (const glb of glbsOf('trees')) {
    for (const { instances } of glb.parts) {
      for (const { translation, scale, featureId } of instances) {
        const { geometry, properties } = byId.get(String(glb.table.id![featureId]))!
        const at = geometry.coordinates as XY
        if (at[0] < fixture.city.bounds[0] + 30) continue
        expect(apart(inSpace('trees', glb, translation), onEarth(at, groundAt(at)))).toBeLessThan(0.03)
        expect(scale[1]).toBeCloseTo(properties.heightMetres, 4)
        expect(scale[0]).toBeCloseTo(properties.crownMetres, 4)
        seen++
      }
    }
  }
  expect(seen).toBeGreaterThan(600)
})

test('a lamp reaches over the street on the side that it looks to', () => {
  const [glb] = glbsOf('lamps')
  const arms = glb!.parts.find(({ instances }) => instances.some(({ scale }) => Math.abs(scale[2] - 1.5) < 1e-6))!
  for (const { rotation, translation, featureId } of arms.instances.slice(0, 8)) {
    const { geometry, properties } = fixture.features.lamps.find(({ id }) => id === glb!.table.id![featureId])!
    // the tip of the arm: 1.5 m north, turned about the vertical
    const [, y, , w] = rotation as [number, number, number, number]
    const [sin, cos] = [2 * y * w, 1 - 2 * y * y]
    const tip: Triple = [translation[0] - 1.5 * sin, translation[1], translation[2] - 1.5 * cos]
    const [x0, y0] = geometry.coordinates as XY
    const north = properties.headingDegrees === 0 ? 1.5 : -1.5
    const expected = onEarth([x0, y0 + north], groundAt([x0, y0]) + properties.heightMetres)
    expect(apart(inSpace('lamps', glb!, tip), expected)).toBeLessThan(0.05)
  }
})

/** The box across, along and up of a feature's vertices around a level line. */
function reaches(layer: 'drains' | 'watermains', id: string) {
  const glb = glbsOf(layer).find(({ table }) => table.id!.includes(id))!
  const row = glb.table.id!.indexOf(id)
  const { positions, featureIds } = glb.parts[0]!
  return positions.filter((_, i) => featureIds[i] === row).map((place) => inSpace(layer, glb, place))
}

test('pipes lie between their inverts at their true size; boxes and channels too', () => {
  for (const feature of fixture.features.drains.slice(8, 12)) {
    const { properties, geometry } = feature
    const line = geometry.coordinates as XY[]
    const vertices = reaches('drains', feature.id)
    const sides = properties.kind === 'pipe' || properties.kind === 'connector' ? 6 : 4
    expect(vertices).toHaveLength(sides * line.length)
    for (const [end, invert] of [
      [vertices.slice(0, sides), properties.fromInvertMetres],
      [vertices.slice(-sides), properties.toInvertMetres],
    ] as const) {
      const at = end === vertices ? line[0]! : invert === properties.fromInvertMetres ? line[0]! : line.at(-1)!
      const foot = onEarth(at, invert)
      const up = onEarth(at, invert + 1).map((value, k) => value - foot[k]!)
      const levels = end.map((vertex) => vertex.reduce((sum, value, k) => sum + (value - foot[k]!) * up[k]!, 0))
      const half = properties.heightMetres / 2
      // six sides about a circle reach a little less high than it does
      const least = sides === 6 ? half - half * Math.cos(Math.PI / 6) + 0.06 : 0.01
      expect(Math.min(...levels)).toBeGreaterThan(-0.01)
      expect(Math.min(...levels)).toBeLessThan(least + 0.01)
      expect(Math.max(...levels)).toBeLessThan(properties.heightMetres + 0.01)
      expect(Math.max(...levels)).toBeGreaterThan(properties.heightMetres - least - 0.01)
    }
  }
  for (const { id, geometry } of fixture.features.watermains.slice(5, 8)) {
    const [from] = geometry.coordinates as [XY]
    const nearest = Math.min(...reaches('watermains', id).map((v) => apart(v, onEarth(from, groundAt(from) - 0.855))))
    expect(nearest).toBeLessThan(0.1)
  }
})

test('wires hang from the tops of their poles and sag between; cables lie in the ground', () => {
  const glbs = glbsOf('powerlines')
  const wires = glbs.flatMap(({ parts }) => parts.filter(({ mode }) => mode === 1))
  const tubes = glbs.flatMap(({ parts }) => parts.filter(({ mode }) => mode === 4))
  expect(wires.length).toBeGreaterThan(0)
  expect(tubes.length).toBeGreaterThan(0)
  const feature = fixture.features.powerlines.find(
    ({ properties }) => properties.voltageVolts === 400 && properties.kind === 'overhead',
  )!
  const [from, to] = feature.geometry.coordinates as [XY, XY]
  const glb = glbs.find(({ table }) => table.id!.includes(feature.id))!
  const part = glb.parts.find(({ mode }) => mode === 1)!
  const row = glb.table.id!.indexOf(feature.id)
  const points = part.positions
    .filter((_, i) => part.featureIds[i] === row)
    .map((place) => inSpace('powerlines', glb, place))
  expect(apart(points[0]!, onEarth(from, groundAt(from) + 11.8))).toBeLessThan(1.3)
  const middle: XY = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
  const straight = (groundAt(from) + groundAt(to)) / 2 + 11.8
  const sag = 0.02 * Math.hypot(to[0] - from[0], to[1] - from[1])
  const nearest = Math.min(...points.map((point) => apart(point, onEarth(middle, straight - sag))))
  expect(nearest).toBeLessThan(1.3)
})

test('nothing is drawn from afar: upper tiles are empty, boxes hold what is in them', () => {
  for (const layer of layers) {
    const { root, geometricError } = tilesetOf(layer)
    expect(root.content).toBeUndefined()
    expect(geometricError).toBeGreaterThan(root.geometricError)
    const visit = (tile: Tile): void => {
      if (!tile.content) {
        expect(tile.geometricError).toBe(root.geometricError)
        for (const child of tile.children!) visit(child)
        return
      }
      expect(tile.geometricError).toBe(0)
      const box = tile.boundingVolume.box
      const { parts, translation } = readGlb(
        built.get(layer)!.files.find(({ name }) => name === tile.content!.uri)!.bytes,
      )
      for (const { positions, instances } of parts) {
        for (const [x, y, z] of instances.length > 0 ? instances.map((i) => i.translation) : positions) {
          const place = [x + translation[0], 0 - (z + translation[2]), y + translation[1]]
          for (const axis of [0, 1, 2]) {
            expect(Math.abs(place[axis]! - box[axis]!)).toBeLessThan(box[3 + axis * 4]! + 0.01)
          }
        }
      }
    }
    visit(root)
  }
})

test('shapes are light', () => {
  for (const id of ['tree', 'palm', 'lampPost', 'lampArm', 'pole', 'sensor', 'cabinet', 'shaft'] as const) {
    expect(shapeOf(id).indices.length / 3).toBeLessThan(50)
  }
  expect(lit('#ffffff', [0, 0, 1])).toBeGreaterThan(lit('#ffffff', [0, 0, -1]))
})

test('no features, no tileset', () => {
  expect(modelTiles('lamps', [], [], relief, vn2000, '')).toEqual({ files: [], tiles: 0, features: 0 })
})
