/**
 * Layers of light models as 3D Tiles 1.1: single things as instances of a few shapes, pipes and wires along their lines. A
 * quadtree whose upper tiles are empty: nothing is drawn until one is near enough to see it. Every model carries the id of
 * its feature.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Frame, XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, geometryBounds } from '../../scenarios/geometry.ts'
import { type Column, encodeGlb, type GlbPart, type PropertyTable, propertyTable } from './glb.ts'
import { addCable, addDrain, addWatermain, addWires, type LineSite, polesOf } from './lines.ts'
import { type Box, meshWriter, middleOf } from './mesh.ts'
import { createPlane, type Plane } from './plane.ts'
import type { Relief } from './relief.ts'
import { type ShapeId, shapeOf } from './shapes.ts'
import { type Piece, piecesOf, type StandingLayer, type Surroundings, standing } from './standing.ts'
import {
  boxNumbers,
  noTiles,
  quartered,
  squareAround,
  type Tile,
  type TileFile,
  type TilesetFiles,
  tilesetOf,
  union,
} from './tileset.ts'

const TILE_FEATURES = 500
const MAX_DEPTH = 16

/** Error of a tile that does not draw its models yet, m: at Cesium's usual 16 pixels they show within about 50 times that. */
const errors = {
  ...{ trees: 16, lamps: 12, cabinets: 8, sensors: 12, drainnodes: 10 },
  ...{ powernodes: 30, powerlines: 40, hydraulics: 60, drains: 30, watermains: 30 },
} as const satisfies Partial<Record<LayerId, number>>
export type ModelLayer = keyof typeof errors

export const isModelled = (layer: LayerId): layer is ModelLayer => layer in errors

/** Other layers that a layer's models are made with. */
export const modelSources = (layer: LayerId): LayerId[] =>
  layer === 'powerlines' ? ['powernodes'] : layer === 'hydraulics' ? ['waterways'] : []

interface Site {
  readonly layer: ModelLayer
  readonly features: readonly Feature[]
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly plane: Plane
  readonly relief: Relief
  readonly surroundings: Surroundings
  readonly poleAt: LineSite['poleAt']
  readonly files: TileFile[]
  readonly copyright: string
  drawn: number
}

interface Made {
  readonly tile: Tile
  readonly box: Box
}

/** @param others all features of `modelSources` */
export function modelTiles(
  layer: ModelLayer,
  features: readonly Feature[],
  others: readonly Feature[],
  relief: Relief,
  frame: Frame,
  copyright: string,
): TilesetFiles {
  if (features.length === 0) return noTiles
  const middles = features.map(({ geometry }): XY => {
    const [minX, minY, maxX, maxY] = geometryBounds(geometry)
    return [(minX + maxX) / 2, (minY + maxY) / 2]
  })
  const extent = boundsOf(middles)
  const [x, y] = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2]
  const site: Site = {
    layer,
    features,
    xs: Float64Array.from(middles, ([x]) => x),
    ys: Float64Array.from(middles, ([, y]) => y),
    plane: createPlane(frame, extent, relief.levelAt(x, y, 0)),
    relief,
    surroundings: { waterways: new Map((others as Feature<'waterways'>[]).map((other) => [other.id, other])) },
    poleAt: polesOf(layer === 'powerlines' ? (others as Feature<'powernodes'>[]) : []),
    files: [],
    copyright,
    drawn: 0,
  }
  const all = Int32Array.from(features, (_, i) => i)
  const made = cut(site, all, squareAround(extent), '0', true)
  if (!made) return noTiles
  const tiles = site.files.length
  site.files.push(tilesetOf(made.tile, 'REPLACE', site.plane.matrix, errors[layer] * 2))
  return { files: site.files, tiles, features: site.drawn }
}

function cut(site: Site, indices: Int32Array, square: Bounds, name: string, top = false): Made | null {
  if (!top && (indices.length <= TILE_FEATURES || name.length > MAX_DEPTH)) return leaf(site, indices, name)
  const quarters =
    indices.length <= TILE_FEATURES ? [[square, indices] as const] : quartered(square, indices, site.xs, site.ys)
  const children = quarters.flatMap(([quarter, inside], i) => {
    const made = inside.length > 0 ? cut(site, inside, quarter, `${name}${i}`) : null
    return made ? [made] : []
  })
  if (children.length === 0) return null
  const box = union(children.map((child) => child.box))
  const tile: Tile = {
    boundingVolume: { box: boxNumbers(box) },
    geometricError: errors[site.layer],
    children: children.map((child) => child.tile),
  }
  return { tile, box }
}

function leaf(site: Site, indices: Int32Array, name: string): Made | null {
  const drawn = site.layer in standing ? drawPieces(site, indices) : drawLines(site, indices)
  if (!drawn) return null
  const { parts, box, origin } = drawn
  const table = tableOf(site, indices)
  const about = { origin, table, colour: [1, 1, 1, 1] as const, unlit: true, copyright: site.copyright }
  site.files.push({ name: `${name}.glb`, bytes: encodeGlb(parts, about) })
  site.drawn += indices.length
  const tile: Tile = { boundingVolume: { box: boxNumbers(box) }, geometricError: 0, content: { uri: `${name}.glb` } }
  return { tile, box }
}

interface Drawn {
  readonly parts: GlbPart[]
  readonly box: Box
  readonly origin: readonly [number, number, number]
}

function drawPieces({ layer, features, plane, relief, xs, ys, surroundings }: Site, indices: Int32Array): Drawn | null {
  const byShape = new Map<ShapeId, { piece: Piece; east: number; north: number; up: number; row: number }[]>()
  const boxes: Box[] = []
  const place = new Float64Array(6)
  indices.forEach((i, row) => {
    const [x, y] = [xs[i]!, ys[i]!]
    plane.place(x, y, place, 0)
    const ground = relief.levelAt(x, y, 0)
    for (const piece of piecesOf(layer as StandingLayer, features[i]!.properties, [x, y], ground, surroundings)) {
      const [east, north, up] = [0, 1, 2].map((k) => place[k]! + piece.foot * place[3 + k]!) as [number, number, number]
      const list = byShape.get(piece.shape)
      if (list) list.push({ piece, east, north, up, row })
      else byShape.set(piece.shape, [{ piece, east, north, up, row }])
      boxes.push(boxOf(piece, east, north, up))
    }
  })
  if (boxes.length === 0) return null
  const box = union(boxes)
  const origin = middleOf(box)
  const parts = [...byShape].map(([shape, list]): GlbPart => {
    const [translations, rotations] = [new Float32Array(list.length * 3), new Float32Array(list.length * 4)]
    const [scales, featureIds] = [new Float32Array(list.length * 3), new Float32Array(list.length)]
    list.forEach(({ piece: { heading, scale }, east, north, up, row }, k) => {
      // clockwise from above is against the right hand about y, which is up in glTF
      const half = (-heading * Math.PI) / 360
      translations.set([east - origin[0], up - origin[2], origin[1] - north], k * 3)
      rotations.set([0, Math.sin(half), 0, Math.cos(half)], k * 4)
      scales.set([scale[0], scale[2], scale[1]], k * 3)
      featureIds[k] = row
    })
    return { mesh: shapeOf(shape), instances: { translations, rotations, scales, featureIds } }
  })
  return { parts, box, origin }
}

/** Room for a piece however it is turned. */
function boxOf({ shape, scale }: Piece, east: number, north: number, up: number): Box {
  const { positions } = shapeOf(shape)
  let [reach, low, high] = [0, 0, 0]
  for (let i = 0; i < positions.length; i += 3) {
    reach = Math.max(reach, Math.hypot(positions[i]! * scale[0], positions[i + 2]! * scale[1]))
    low = Math.min(low, positions[i + 1]! * scale[2])
    high = Math.max(high, positions[i + 1]! * scale[2])
  }
  return { min: [east - reach, north - reach, up + low], max: [east + reach, north + reach, up + high] }
}

function drawLines({ layer, features, plane, relief, poleAt, xs, ys }: Site, indices: Int32Array): Drawn | null {
  const first = new Float64Array(6)
  plane.place(xs[indices[0]!]!, ys[indices[0]!]!, first, 0)
  const origin = [0, 1, 2].map((k) => Math.round(first[k]!)) as [number, number, number]
  const parts: GlbPart[] = []
  const boxes: Box[] = []
  const draw = (mode: 'triangles' | 'lines', add: (line: LineSite, feature: Feature) => void) => {
    const out = meshWriter({ colours: true, features: true })
    const line: LineSite = { plane, relief, out, poleAt }
    indices.forEach((i, row) => {
      out.feature(row)
      add(line, features[i]!)
    })
    if (out.vertices === 0) return
    const { mesh, box } = out.take(mode, origin)
    parts.push({ mesh })
    boxes.push(box)
  }
  if (layer === 'drains') draw('triangles', (line, feature) => addDrain(line, feature as Feature<'drains'>))
  if (layer === 'watermains') draw('triangles', (line, feature) => addWatermain(line, feature as Feature<'watermains'>))
  if (layer === 'powerlines') {
    const isCable = (feature: Feature) => (feature as Feature<'powerlines'>).properties.kind === 'cable'
    draw('triangles', (line, feature) => isCable(feature) && addCable(line, feature as Feature<'powerlines'>))
    draw('lines', (line, feature) => isCable(feature) || addWires(line, feature as Feature<'powerlines'>))
  }
  return boxes.length > 0 ? { parts, box: union(boxes), origin } : null
}

/** What a click and a style need; the rest is asked for by id. */
function tableOf({ layer, features }: Site, indices: Int32Array): PropertyTable {
  const of = Array.from(indices, (i) => features[i]!)
  const columns: Record<string, Column> = {
    id: { type: 'STRING', values: of.map(({ id }) => id) },
    provenance: { type: 'STRING', values: of.map(({ provenance }) => provenance) },
    buildState: { type: 'STRING', values: of.map(({ buildState }) => buildState) },
  }
  for (const name of ['name', 'kind', 'state']) {
    const values = of.map(({ properties }) => (properties as Record<string, unknown>)[name])
    if (values.some((value) => value !== undefined)) {
      columns[name] = { type: 'STRING', values: values.map((value) => String(value ?? '')), noData: '' }
    }
  }
  return propertyTable(layer, columns)
}
