/**
 * Buildings as 3D Tiles 1.1 in which finer tiles replace coarser ones. From near, every building with its roof; before that,
 * each as a block; from far, blocks that stand for all buildings of a cell of the tile: their floor area and volume at their
 * weighted middle, under the name of the largest. What is far costs few triangles and still looks like the town, and a
 * click finds a building at every level.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { layerAbout } from '../../scenarios/city/layers.ts'
import type { Frame } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf } from '../../scenarios/geometry.ts'
import { type Footprints, measureFootprints } from './footprints.ts'
import { type Column, encodeGlb, lean, linearColour, type PropertyTable, propertyTable } from './glb.ts'
import { type Box, type MeshWriter, meshWriter } from './mesh.ts'
import { createPlane } from './plane.ts'
import type { Relief } from './relief.ts'
import { type Block, blockOf, createSolids, type Solids } from './solids.ts'
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

/** Buildings in one tile in full. */
const TILE_BUILDINGS = 400
const MAX_DEPTH = 16
/** Cells along the side of a tile in which buildings are drawn together; a cell is the tile's error. */
const CELLS = 32
/** Error of blocks without roofs, m: at Cesium's usual 16 pixels, roofs show within about 400 m. */
const BLOCK_ERROR = 8
/** Properties that blocks carry; the rest is asked for by id, or from near. */
const SEEN_FROM_AFAR = ['id', 'name', 'use', 'heightMetres', 'storeys', 'provenance', 'buildState']

/** What the parts of the tree share. */
interface Site {
  readonly features: readonly Feature<'buildings'>[]
  readonly f: Footprints
  readonly out: MeshWriter
  readonly solids: Solids
  readonly files: TileFile[]
  readonly copyright: string
}

/** A tile with the box of everything in and below it. */
interface Made {
  readonly tile: Tile
  readonly box: Box
}

export function buildingTiles(
  features: readonly Feature<'buildings'>[],
  relief: Relief,
  frame: Frame,
  copyright: string,
): TilesetFiles {
  const f = measureFootprints(features, relief)
  if (f.count === 0) return noTiles
  const indices = Int32Array.from({ length: f.count }, (_, i) => i)
  const extent = boundsOf(Array.from(indices, (i) => [f.x[i]!, f.y[i]!] as [number, number]))
  const middle = [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2] as const
  const plane = createPlane(frame, extent, relief.levelAt(...middle, 0))
  const out = meshWriter({ features: true })
  const site: Site = { features, f, out, solids: createSolids(plane, out), files: [], copyright }
  const { tile } = cut(site, indices, squareAround(extent), '0')
  const tiles = site.files.length
  site.files.push(tilesetOf(tile, 'REPLACE', plane.matrix, tile.geometricError * 2))
  return { files: site.files, tiles, features: f.count }
}

function cut(site: Site, indices: Int32Array, square: Bounds, name: string): Made {
  if (indices.length <= TILE_BUILDINGS || name.length > MAX_DEPTH) return whole(site, indices, name)
  const children = quartered(square, indices, site.f.x, site.f.y).flatMap(([quarter, inside], i) =>
    inside.length > 0 ? [cut(site, inside, quarter, `${name}${i}`)] : [],
  )
  const cell = (square[2] - square[0]) / CELLS
  const rows = drawTogether(site, indices, square, cell)
  const own = write(site, name, tableOf(site, rows, SEEN_FROM_AFAR))
  // a tile is coarser than those below it, however small it is
  const error = Math.max(cell, ...children.map(({ tile }) => tile.geometricError * 1.5))
  const boxes = [own, ...children.map((child) => child.box)]
  return {
    tile: {
      boundingVolume: { box: boxNumbers(union(boxes)) },
      geometricError: error,
      content: { uri: `${name}.glb` },
      children: children.map((child) => child.tile),
    },
    box: union(boxes),
  }
}

/** All buildings of a square: as blocks, and below them with their roofs. */
function whole(site: Site, indices: Int32Array, name: string): Made {
  const { f, out, solids, features } = site
  const table = tableOf(site, indices)
  indices.forEach((i, row) => {
    out.feature(row)
    if (f.rectangular[i]) solids.block(blockOf(f, i))
    else solids.extruded(features[f.feature[i]!]!.geometry, f.base[i]!, f.top[i]!)
  })
  const blocks = write(site, name, lean(table, SEEN_FROM_AFAR))
  indices.forEach((i, row) => {
    out.feature(row)
    solids.building(f, i, features[f.feature[i]!]!.geometry)
  })
  const roofs = write(site, `${name}r`, table)
  const box = union([blocks, roofs])
  const near: Tile = { boundingVolume: { box: boxNumbers(roofs) }, geometricError: 0, content: { uri: `${name}r.glb` } }
  const tile: Tile = {
    boundingVolume: { box: boxNumbers(box) },
    geometricError: BLOCK_ERROR,
    content: { uri: `${name}.glb` },
    children: [near],
  }
  return { tile, box }
}

/** Blocks for buildings that are longer than a cell, and one for all others of each cell. @returns the building that each stands under */
function drawTogether(site: Site, indices: Int32Array, square: Bounds, cell: number): Int32Array {
  const { f, out, solids } = site
  const rows: number[] = []
  const draw = (i: number, block: Block) => {
    out.feature(rows.push(i) - 1)
    solids.block(block)
  }
  const cells = new Map<number, number[]>()
  for (const i of indices) {
    if (f.halfLong[i]! * 2 >= cell) {
      draw(i, blockOf(f, i))
      continue
    }
    const key = Math.floor((f.y[i]! - square[1]) / cell) * CELLS + Math.floor((f.x[i]! - square[0]) / cell)
    const inside = cells.get(key)
    if (inside) inside.push(i)
    else cells.set(key, [i])
  }
  for (const inside of cells.values()) draw(...together(f, inside))
  return Int32Array.from(rows)
}

function together(f: Footprints, inside: readonly number[]): [largest: number, block: Block] {
  let [largest, area, volume, x, y, base] = [inside[0]!, 0, 0, 0, 0, Infinity]
  const volumeOf = (i: number) => f.area[i]! * (f.top[i]! - f.base[i]!)
  for (const i of inside) {
    const own = volumeOf(i)
    area += f.area[i]!
    volume += own
    x += f.x[i]! * own
    y += f.y[i]! * own
    base = Math.min(base, f.base[i]!)
    if (own > volumeOf(largest)) largest = i
  }
  const like = blockOf(f, largest)
  const scale = Math.sqrt(area / (4 * like.halfLong * like.halfShort))
  const size = { halfLong: like.halfLong * scale, halfShort: like.halfShort * scale }
  return [largest, { ...like, ...size, x: x / volume, y: y / volume, base, top: base + volume / area }]
}

/** Writes what was drawn as a file. @returns its box */
function write(site: Site, name: string, table: PropertyTable): Box {
  const { mesh, origin, box } = site.out.take()
  const colour = [...linearColour(layerAbout.buildings.colour), 1] as [number, number, number, number]
  const bytes = encodeGlb([{ mesh }], { origin, table, colour, copyright: site.copyright })
  site.files.push({ name: `${name}.glb`, bytes })
  return box
}

/** @param names all properties where left out */
function tableOf({ features, f }: Site, indices: Int32Array, names?: readonly string[]): PropertyTable {
  type Properties = Feature<'buildings'>['properties']
  const of = Array.from(indices, (i) => features[f.feature[i]!]!)
  const text = (value: (feature: Feature<'buildings'>) => string | null) => (): Column => ({
    type: 'STRING',
    values: of.map(value),
    noData: '',
  })
  const number = (type: 'FLOAT64' | 'UINT16' | 'INT16', key: keyof Properties, noData?: number) => (): Column => ({
    type,
    values: of.map(({ properties }) => properties[key] as number | null),
    ...(noData === undefined ? {} : { noData }),
  })
  const columns: Record<string, () => Column> = {
    id: text(({ id }) => id),
    name: text(({ properties }) => properties.name),
    use: text(({ properties }) => properties.use),
    roof: text(({ properties }) => properties.roof ?? null),
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
  const wanted = names ?? Object.keys(columns)
  return propertyTable('building', Object.fromEntries(wanted.map((name) => [name, columns[name]!()])))
}
