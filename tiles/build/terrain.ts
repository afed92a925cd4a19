/**
 * The ground as Cesium terrain: quantized-mesh tiles in a geographic (EPSG:4326) pyramid, rows from the south (TMS). Every
 * zoom holds the tiles that the ground touches, zoom 0 the whole globe; what is not there Cesium draws from the zoom before.
 */
import { type Frame, projection, type XY } from '../../scenarios/frame.ts'
import { type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import { degreesOf, METRES_PER_DEGREE } from './geodesy.ts'
import type { Relief } from './relief.ts'
import { createTerrainMesh, type TerrainMesh, type TileMesh } from './terrain-mesh.ts'
import { encodeTerrainTile, latticeMesh, type Rectangle } from './terrain-tile.ts'

export interface TerrainTile {
  readonly zoom: number
  readonly column: number
  /** From the south. */
  readonly row: number
  readonly bytes: Uint8Array
  /** Of all tiles, this one included, 0 … 1. */
  readonly share: number
}

/** Heights along the side of a tile for views from far. */
const SIDE = 33
/** From here on tiles are cut out of a mesh that keeps banks, beds and crests: error that may be left, by zoom, m. */
const MESH_ZOOM = 14
const tolerances: Record<number, number> = { 14: 0.3, 15: 0.06 }
/** A tile of more vertices than indices of 16 bits can name is cut with twice the error. */
const MOST_VERTICES = 65_535
const MAX_ZOOM = 15
/** With the ring outside a tile that normals need. */
const RINGED = SIDE + 2
/** From here on a tile is so small that its places in the frame are found between those of a few. */
const LATTICE_ZOOM = 12
const LATTICE = 8

interface TileRange {
  readonly startX: number
  readonly startY: number
  readonly endX: number
  readonly endY: number
}

const tileDegrees = (zoom: number): number => 180 / 2 ** zoom
/** Distance of heights along a meridian, m. */
const spacingAt = (zoom: number): number => (tileDegrees(zoom) * METRES_PER_DEGREE) / (SIDE - 1)

/** The first zoom whose lattice would have a height for every two cells of the ground, or the deepest that we write. */
export function terrainMaxZoom(ground: GridSpec): number {
  let zoom = 8
  while (zoom < MAX_ZOOM && spacingAt(zoom) > 2 * ground.cellSize) zoom++
  return zoom
}

export function terrainRanges(ground: GridSpec, frame: Frame): TileRange[] {
  const [west, south, east, north] = degreesOf(frame, gridBounds(ground))
  const ranges: TileRange[] = [{ startX: 0, startY: 0, endX: 1, endY: 0 }]
  for (let zoom = 1; zoom <= terrainMaxZoom(ground); zoom++) {
    const degrees = tileDegrees(zoom)
    ranges.push({
      startX: Math.floor((west + 180) / degrees),
      startY: Math.floor((south + 90) / degrees),
      endX: Math.floor((east + 180) / degrees),
      endY: Math.floor((north + 90) / degrees),
    })
  }
  return ranges
}

export function* terrainTiles(relief: Relief, ground: GridSpec, frame: Frame): Generator<TerrainTile> {
  const place = placesIn(ground, frame)
  let mesh: TerrainMesh | null = null
  const ranges = terrainRanges(ground, frame)
  const count = ranges.reduce((sum, r) => sum + (r.endX - r.startX + 1) * (r.endY - r.startY + 1), 0)
  let made = 0
  for (const [zoom, range] of ranges.entries()) {
    for (let row = range.startY; row <= range.endY; row++) {
      for (let column = range.startX; column <= range.endX; column++) {
        const rectangle = rectangleOf(zoom, column, row)
        if (zoom >= MESH_ZOOM) mesh ??= createTerrainMesh(relief, ground, frame, tileDegrees(zoom) * METRES_PER_DEGREE)
        const tile = mesh ? cutWithin(mesh, rectangle, tolerances[zoom]!) : farTile(rectangle, zoom)
        yield { zoom, column, row, bytes: encodeTerrainTile(rectangle, tile), share: ++made / count }
      }
    }
  }

  function farTile(rectangle: Rectangle, zoom: number): TileMesh {
    const heights = new Float64Array(RINGED * RINGED)
    const places = zoom >= LATTICE_ZOOM ? latticePlaces(rectangle, place) : exactPlaces(rectangle, place)
    for (let i = 0; i < heights.length; i++) {
      const at = places(i)
      const level = at ? relief.levelAt(at[0], at[1], spacingAt(zoom)) : relief.base
      heights[i] = level + frame.ellipsoidMinusHeight
    }
    return latticeMesh(rectangle, SIDE, heights)
  }
}

function cutWithin(mesh: TerrainMesh, rectangle: Rectangle, tolerance: number): TileMesh {
  const tile = mesh.cut(rectangle, tolerance)
  return tile.u.length <= MOST_VERTICES ? tile : cutWithin(mesh, rectangle, tolerance * 2)
}

export const terrainLayerJson = (ground: GridSpec, frame: Frame, attribution: string): string =>
  `${JSON.stringify({
    tilejson: '2.1.0',
    format: 'quantized-mesh-1.0',
    version: '1.0.0',
    scheme: 'tms',
    projection: 'EPSG:4326',
    tiles: ['{z}/{x}/{y}.terrain'],
    extensions: ['octvertexnormals'],
    bounds: [-180, -90, 180, 90],
    minzoom: 0,
    maxzoom: terrainMaxZoom(ground),
    attribution,
    available: terrainRanges(ground, frame).map((range) => [range]),
  })}\n`

export function rectangleOf(zoom: number, column: number, row: number): Rectangle {
  const degrees = tileDegrees(zoom)
  return [-180 + column * degrees, -90 + row * degrees, -180 + (column + 1) * degrees, -90 + (row + 1) * degrees]
}

/** Degrees → local metres near the ground, null far from it (where its projection means nothing). */
function placesIn(ground: GridSpec, frame: Frame): (lon: number, lat: number) => XY | null {
  const { toLocal } = projection(frame)
  const [west, south, east, north] = degreesOf(frame, gridBounds(ground))
  // the ground fades out within a quarter of its side, or 1 km: a whole side and a tenth of a degree are beyond it
  const margin = Math.max(east - west, north - south) + 0.1
  return (lon, lat) => {
    const near = lon >= west - margin && lon <= east + margin && lat >= south - margin && lat <= north + margin
    return near ? toLocal(lon, lat) : null
  }
}

/** Local metres of a point of the lattice with its ring. */
type Places = (index: number) => XY | null

function exactPlaces([west, south, east, north]: Rectangle, place: (lon: number, lat: number) => XY | null): Places {
  return (i) => {
    const [tx, ty] = [((i % RINGED) - 1) / (SIDE - 1), (Math.floor(i / RINGED) - 1) / (SIDE - 1)]
    return place(west + (east - west) * tx, south + (north - south) * ty)
  }
}

/** Between exact places on a lattice of LATTICE × LATTICE: within millimetres at these zooms. */
function latticePlaces(rectangle: Rectangle, place: (lon: number, lat: number) => XY | null): Places {
  const [west, south, east, north] = rectangle
  const lattice: XY[] = []
  for (let row = 0; row <= LATTICE; row++) {
    for (let column = 0; column <= LATTICE; column++) {
      const at = place(west + ((east - west) * column) / LATTICE, south + ((north - south) * row) / LATTICE)
      if (!at) return exactPlaces(rectangle, place)
      lattice.push(at)
    }
  }
  const scale = LATTICE / (SIDE - 1)
  return (i) => {
    const [x, y] = [((i % RINGED) - 1) * scale, (Math.floor(i / RINGED) - 1) * scale]
    const [c, r] = [x, y].map((at) => Math.max(0, Math.min(LATTICE - 1, Math.floor(at)))) as XY
    const [tx, ty] = [x - c, y - r]
    const k = r * (LATTICE + 1) + c
    const [sw, se, nw, ne] = [lattice[k]!, lattice[k + 1]!, lattice[k + LATTICE + 1]!, lattice[k + LATTICE + 2]!]
    const mix = (axis: 0 | 1) =>
      (sw[axis] * (1 - tx) + se[axis] * tx) * (1 - ty) + (nw[axis] * (1 - tx) + ne[axis] * tx) * ty
    return [mix(0), mix(1)]
  }
}
