/**
 * Buildings as 3D Tiles 1.1: a quadtree in which every tile holds the largest buildings of its square and its children add
 * the rest (refine ADD), so that a far view shows what can be seen from far. Each building is in one tile only.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { layerAbout } from '../../scenarios/city/layers.ts'
import { type Frame, projection } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, centroid, polygonArea, polygonsOf } from '../../scenarios/geometry.ts'
import { extrude, type Mesh, type Site } from './extrude.ts'
import { localFrame, type XYZ } from './geodesy.ts'
import { type Column, encodeGlb } from './glb.ts'
import type { Relief } from './relief.ts'

/** Buildings in one tile. */
const TILE_BUILDINGS = 400
const MAX_DEPTH = 16
/** A tile's error is this share of its side: with Cesium's usual 16 pixels, its children show within about 3 sides. */
const ERROR_SHARE = 1 / 16

export interface BuildingFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface BuildingTiles {
  readonly files: BuildingFile[]
  readonly tiles: number
  readonly features: number
}

interface Building {
  readonly feature: Feature<'buildings'>
  readonly mesh: Mesh
  readonly x: number
  readonly y: number
  /** What it is seen by from far, m³. */
  readonly volume: number
}

/** A box along the axes of the local frame, m. */
interface Box {
  readonly min: XYZ
  readonly max: XYZ
}

interface Tile {
  boundingVolume: { box: number[] }
  geometricError: number
  refine?: 'ADD'
  transform?: number[]
  content?: { uri: string }
  children?: Tile[]
}

/** The files of a tileset, `tileset.json` last; none where no building has an area. */
export function buildingTiles(
  features: readonly Feature<'buildings'>[],
  relief: Relief,
  frame: Frame,
  copyright: string,
): BuildingTiles {
  const { toWgs84 } = projection(frame)
  const places = features.map((feature) => centroid(polygonsOf(feature.geometry)[0]?.[0] ?? [[0, 0]]))
  const extent = boundsOf(places)
  const middle = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2] as const
  if (features.length === 0) return { files: [], tiles: 0, features: 0 }
  const [lon, lat] = toWgs84(...middle)
  const local = localFrame(lon, lat, relief.levelAt(...middle, 0) + frame.ellipsoidMinusHeight)
  const site: Site = { relief, toWgs84, ellipsoidMinusHeight: frame.ellipsoidMinusHeight, frame: local }
  const buildings = features.flatMap((feature, i): Building[] => {
    const mesh = extrude(feature, site)
    const volume = polygonArea(feature.geometry) * feature.properties.heightMetres
    const [x, y] = places[i]!
    return mesh ? [{ feature, mesh, x, y, volume }] : []
  })
  if (buildings.length === 0) return { files: [], tiles: 0, features: 0 }
  buildings.sort((a, b) => b.volume - a.volume || (a.feature.id < b.feature.id ? -1 : 1))

  const files: BuildingFile[] = []
  const half = Math.max(extent[2] - extent[0], extent[3] - extent[1]) / 2 + 1
  const square: Bounds = [middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half]
  const { tile } = cut(buildings, square, '0', files, copyright)
  const tileset = {
    asset: { version: '1.1' },
    geometricError: tile.geometricError * 2 || half,
    root: { ...tile, refine: 'ADD' as const, transform: local.matrix },
  }
  const tiles = files.length
  files.push({ name: 'tileset.json', bytes: new TextEncoder().encode(`${JSON.stringify(tileset)}\n`) })
  return { files, tiles, features: buildings.length }
}

/** One tile and all below it. @param buildings the largest first */
function cut(
  buildings: readonly Building[],
  square: Bounds,
  name: string,
  files: BuildingFile[],
  copyright: string,
): { tile: Tile; box: Box } {
  const deepest = name.length > MAX_DEPTH
  const here = deepest ? buildings : buildings.slice(0, TILE_BUILDINGS)
  const [minX, minY, maxX, maxY] = square
  const [midX, midY] = [(minX + maxX) / 2, (minY + maxY) / 2]
  const quarters: [Bounds, Building[]][] = [
    [[minX, minY, midX, midY], []],
    [[midX, minY, maxX, midY], []],
    [[minX, midY, midX, maxY], []],
    [[midX, midY, maxX, maxY], []],
  ]
  for (const building of buildings.slice(here.length)) {
    quarters[(building.x >= midX ? 1 : 0) + (building.y >= midY ? 2 : 0)]![1].push(building)
  }
  files.push({ name: `${name}.glb`, bytes: encodeTile(here, copyright) })
  const children = quarters.flatMap(([quarter, rest], i) =>
    rest.length > 0 ? [cut(rest, quarter, `${name}${i}`, files, copyright)] : [],
  )
  const box = union([...here.map(({ mesh }) => boxOf(mesh.positions)), ...children.map((child) => child.box)])
  const tile: Tile = {
    boundingVolume: { box: boxNumbers(box) },
    geometricError: children.length > 0 ? (maxX - minX) * ERROR_SHARE : 0,
    content: { uri: `${name}.glb` },
  }
  if (children.length > 0) tile.children = children.map((child) => child.tile)
  return { tile, box }
}

function encodeTile(buildings: readonly Building[], copyright: string): Uint8Array {
  const { min, max } = union(buildings.map(({ mesh }) => boxOf(mesh.positions)))
  const origin: XYZ = [Math.round((min[0] + max[0]) / 2), Math.round((min[1] + max[1]) / 2), 0]
  const [positions, normals, featureIds, indices]: number[][] = [[], [], [], []]
  buildings.forEach(({ mesh }, row) => {
    const first = featureIds!.length
    mesh.positions.forEach((value, i) => {
      positions!.push(value - origin[i % 3]!)
    })
    for (const value of mesh.normals) normals!.push(value)
    for (let i = 0; i < mesh.positions.length / 3; i++) featureIds!.push(row)
    for (const index of mesh.indices) indices!.push(first + index)
  })
  return encodeGlb({
    positions: positions!,
    normals: normals!,
    featureIds: featureIds!,
    indices: indices!,
    origin,
    className: 'building',
    columns: columnsOf(buildings.map(({ feature }) => feature)),
    colour: [...colourOf(layerAbout.buildings.colour), 1],
    copyright,
  })
}

function columnsOf(features: readonly Feature<'buildings'>[]): Record<string, Column> {
  type Properties = Feature<'buildings'>['properties']
  const text = (value: (feature: Feature<'buildings'>) => string | null): Column => ({
    type: 'STRING',
    values: features.map(value),
    noData: '',
  })
  const number = (type: 'FLOAT64' | 'UINT16' | 'INT16', key: keyof Properties, noData?: number): Column => ({
    type,
    values: features.map(({ properties }) => properties[key] as number | null),
    ...(noData === undefined ? {} : { noData }),
  })
  return {
    id: text(({ id }) => id),
    name: text(({ properties }) => properties.name),
    use: text(({ properties }) => properties.use),
    heightMetres: number('FLOAT64', 'heightMetres'),
    storeys: number('FLOAT64', 'storeys'),
    households: number('UINT16', 'households'),
    year: number('INT16', 'year', 0),
    provenance: text(({ provenance }) => provenance),
    buildState: text(({ buildState }) => buildState),
    heightProvenance: text(({ properties }) => properties.heightProvenance),
    parcelId: text(({ properties }) => properties.parcelId),
    addressId: text(({ properties }) => properties.addressId),
  }
}

/** `#rrggbb` → linear red, green, blue, as glTF wants them. */
function colourOf(hex: string): [number, number, number] {
  const linear = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [linear(1), linear(3), linear(5)]
}

function boxOf(positions: readonly number[]): Box {
  const min: XYZ = [Infinity, Infinity, Infinity]
  const max: XYZ = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < positions.length; i++) {
    const axis = (i % 3) as 0 | 1 | 2
    if (positions[i]! < min[axis]) min[axis] = positions[i]!
    if (positions[i]! > max[axis]) max[axis] = positions[i]!
  }
  return { min, max }
}

function union(boxes: readonly Box[]): Box {
  return boxOf(boxes.flatMap(({ min, max }) => [...min, ...max]))
}

/** Centre and three half axes, as 3D Tiles write a box. */
function boxNumbers({ min, max }: Box): number[] {
  const centre = min.map((value, axis) => (value + max[axis]!) / 2)
  const [x, y, z] = min.map((value, axis) => (max[axis]! - value) / 2) as XYZ
  return [...centre, x, 0, 0, 0, y, 0, 0, 0, z]
}
