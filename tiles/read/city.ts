/** A window of the city: the ground and every feature of an area, read by range. */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { BLOCK_CELLS, BLOCK_ZOOM } from '../../scenarios/city/tiles.ts'
import { applyEditsWithin, editsOfLayers } from '../../scenarios/edit.ts'
import { type Bounds, geometryBounds, overlaps } from '../../scenarios/geometry.ts'
import { createGrid, type Grid, type GridSpec, gridBounds, NODATA } from '../../scenarios/grid.ts'
import { Problem, type Signal } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { type Archive, damaged } from './archive.ts'
import { type BlockRange, blocksTouched } from './blocks.ts'
import type { Tiles } from './open.ts'

/** Blocks asked for at once from one archive. */
const AT_ONCE = 8

/**
 * What is there within an area.
 * @param area local metres; the part of it outside the ground is left out of the ground
 * @param only layers that are wanted, the others stay empty; `ground: false` leaves out the ground, which has no cells then
 * @returns the ground snapped outwards to whole cells, NaN where it is not known; every feature whose bounds touch the
 * area, by id in rising order
 * @throws Problem `tiles/area` where the area lies outside the ground, `tiles/damaged` naming a file, or what the source throws
 */
export async function readCity(
  tiles: Tiles,
  area: Bounds,
  signal?: Signal,
  only: { readonly layers?: readonly LayerId[]; readonly ground?: false } = {},
): Promise<City> {
  const { city: manifest, hash } = tiles.manifest
  const spec = groundSpec(tiles)
  const window = windowOf(spec, area)
  const [ground, ...layers] = await Promise.all([
    only.ground === false
      ? createGrid({ ...spec, columns: 0, rows: 0 }, new Float32Array())
      : readGround(tiles.ground, spec, window, signal),
    ...layerIds.map(async (layer) => {
      const archive = (only.layers ?? layerIds).includes(layer) ? tiles.layers.get(layer) : undefined
      return [layer, archive ? await readLayer(archive, spec, area, signal) : new Map()] as const
    }),
  ])
  const city: City = {
    manifest,
    tilesHash: hash,
    area,
    ground,
    layers: Object.fromEntries(layers) as City['layers'],
    fills: new Map(),
    ponds: new Map(),
    turnBans: new Set(),
    dimming: new Map(),
    rezoned: new Map(),
    rebuilt: new Map(),
  }
  const { standing = [] } = manifest
  return standing.length > 0 ? applyEditsWithin(city, editsOfLayers(standing, only.layers ?? layerIds)).city : city
}

/** Shape and place of the whole ground. */
export function groundSpec(tiles: Tiles): GridSpec {
  const ground = tiles.manifest.city.grids.find((grid) => grid.id === 'ground')
  if (!ground) throw damaged('tiles.json', 'city.grids', 'no ground')
  return ground.spec
}

interface Window extends GridSpec {
  /** Of its north-west cell in the whole ground. */
  readonly column: number
  readonly row: number
}

function windowOf(ground: GridSpec, [minX, minY, maxX, maxY]: Bounds): Window {
  const { west, north, cellSize, columns, rows } = ground
  // a millionth of a cell of rounding is not a cell more
  const first = (cells: number) => Math.max(0, Math.floor(cells + 1e-6))
  const end = (cells: number, most: number) => Math.min(most, Math.ceil(cells - 1e-6))
  const [column, row] = [first((minX - west) / cellSize), first((north - maxY) / cellSize)]
  const window = {
    column,
    row,
    columns: end((maxX - west) / cellSize, columns) - column,
    rows: end((north - minY) / cellSize, rows) - row,
    cellSize,
    west: west + column * cellSize,
    north: north - row * cellSize,
  }
  if (window.columns > 0 && window.rows > 0) return window
  throw new Problem({
    code: 'tiles/area',
    message: both('Khu vực nằm ngoài phạm vi dữ liệu', 'The area lies outside the ground'),
    place: [minX, minY, maxX, maxY].join(' '),
    expected: gridBounds(ground).join(' '),
  })
}

async function readGround(archive: Archive, spec: GridSpec, window: Window, signal?: Signal): Promise<Grid> {
  const grid = createGrid(window, new Float32Array(window.columns * window.rows).fill(Number.NaN))
  const blocks: BlockRange = {
    zoom: BLOCK_ZOOM,
    minColumn: Math.floor(window.column / BLOCK_CELLS),
    maxColumn: Math.floor((window.column + window.columns - 1) / BLOCK_CELLS),
    minRow: Math.floor(window.row / BLOCK_CELLS),
    maxRow: Math.floor((window.row + window.rows - 1) / BLOCK_CELLS),
  }
  await eachBlock(archive, blocks, signal, (bytes, blockColumn, blockRow) => {
    if (bytes.byteLength !== BLOCK_CELLS * BLOCK_CELLS * 4) {
      throw damaged(archive.key, `${BLOCK_ZOOM}/${blockColumn}/${blockRow}`, `${bytes.byteLength} bytes`)
    }
    const cells = new DataView(bytes.buffer, bytes.byteOffset)
    const [left, top] = [blockColumn * BLOCK_CELLS, blockRow * BLOCK_CELLS]
    const rowEnd = Math.min(top + BLOCK_CELLS, window.row + window.rows, spec.rows)
    const columnEnd = Math.min(left + BLOCK_CELLS, window.column + window.columns, spec.columns)
    for (let row = Math.max(top, window.row); row < rowEnd; row++) {
      for (let column = Math.max(left, window.column); column < columnEnd; column++) {
        const level = cells.getFloat32(((row - top) * BLOCK_CELLS + column - left) * 4, true)
        if (level !== NODATA) grid.data[(row - window.row) * window.columns + column - window.column] = level
      }
    }
  })
  return grid
}

async function readLayer(
  archive: Archive,
  spec: GridSpec,
  area: Bounds,
  signal?: Signal,
): Promise<ReadonlyMap<string, Feature>> {
  const features = new Map<string, Feature>()
  for (let zoom = 0; zoom <= BLOCK_ZOOM; zoom++) {
    await eachBlock(archive, blocksTouched(spec, area, zoom), signal, (bytes, column, row) => {
      for (const feature of parseLines(archive.key, `${zoom}/${column}/${row}`, bytes)) {
        if (overlaps(geometryBounds(feature.geometry), area)) features.set(feature.id, feature)
      }
    })
  }
  return new Map([...features].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function parseLines<L extends LayerId>(key: string, place: string, bytes: Uint8Array): Feature<L>[] {
  try {
    const lines = new TextDecoder().decode(bytes).trimEnd().replaceAll('\n', ',')
    return JSON.parse(`[${lines}]`)
  } catch (error) {
    throw damaged(key, place, error)
  }
}

async function eachBlock(
  archive: Archive,
  range: BlockRange,
  signal: Signal | undefined,
  visit: (bytes: Uint8Array, column: number, row: number) => void,
): Promise<void> {
  const places: [column: number, row: number][] = []
  for (let row = range.minRow; row <= range.maxRow; row++) {
    for (let column = range.minColumn; column <= range.maxColumn; column++) places.push([column, row])
  }
  const readOn = async () => {
    for (let place = places.pop(); place; place = places.pop()) {
      const bytes = await archive.block(range.zoom, ...place, signal)
      if (bytes) visit(bytes, ...place)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readOn))
}
