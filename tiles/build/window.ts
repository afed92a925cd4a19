/** The exact city cut into blocks for `readCity`: ground as float32, features as the dataset's own lines. */
import { BLOCK_CELLS, BLOCK_ZOOM } from '../../scenarios/city/tiles.ts'
import { geometryBounds } from '../../scenarios/geometry.ts'
import { type Grid, type GridSpec, gridBounds, NODATA } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { blocksTouched, blockZoom } from '../read/blocks.ts'
import type { Layer } from './dataset.ts'
import type { Pause } from './pause.ts'
import { type ArchiveAbout, archiveWriter, concatenate } from './pmtiles.ts'

type Degrees = ArchiveAbout['bounds']

/** Float32, little-endian as every machine that we run on. @throws Problem `tiles/too-large` where the ground has more blocks than a zoom can name */
export async function groundArchive(ground: Grid, bounds: Degrees, pause: Pause): Promise<Uint8Array> {
  const most = BLOCK_CELLS * 2 ** BLOCK_ZOOM
  if (ground.columns > most || ground.rows > most) {
    throw new Problem({
      code: 'tiles/too-large',
      message: both('Lưới cao độ quá lớn', 'The ground is too large'),
      place: `${ground.columns} × ${ground.rows}`,
      expected: `≤ ${most} × ${most}`,
    })
  }
  const archive = archiveWriter()
  for (let row = 0; row * BLOCK_CELLS < ground.rows; row++) {
    await pause((row * BLOCK_CELLS) / ground.rows)
    for (let column = 0; column * BLOCK_CELLS < ground.columns; column++) {
      archive.add(BLOCK_ZOOM, column, row, groundBlock(ground, column * BLOCK_CELLS, row * BLOCK_CELLS))
    }
  }
  const metadata = { name: 'ground', unit: 'm', nodata: NODATA, cells: BLOCK_CELLS }
  return archive.finish({ tileType: 'unknown', minZoom: BLOCK_ZOOM, maxZoom: BLOCK_ZOOM, bounds, metadata })
}

function groundBlock(ground: Grid, left: number, top: number): Uint8Array {
  const cells = new Float32Array(BLOCK_CELLS * BLOCK_CELLS).fill(NODATA)
  const right = Math.min(left + BLOCK_CELLS, ground.columns)
  for (let row = top; row < Math.min(top + BLOCK_CELLS, ground.rows); row++) {
    for (let column = left; column < right; column++) {
      const level = ground.data[row * ground.columns + column]!
      if (!Number.isNaN(level)) cells[(row - top) * BLOCK_CELLS + column - left] = level
    }
  }
  return new Uint8Array(cells.buffer)
}

/** Each line in every block that it touches, in the order of the file. */
export async function layerArchive(
  name: string,
  { features, line }: Layer,
  ground: GridSpec,
  bounds: Degrees,
  pause: Pause,
): Promise<Uint8Array> {
  const blocks = new Map<string, number[]>()
  for (const [index, { geometry }] of features.entries()) {
    const extent = geometryBounds(geometry)
    const { zoom, minColumn, maxColumn, minRow, maxRow } = blocksTouched(ground, extent, blockZoom(ground, extent))
    for (let row = minRow; row <= maxRow; row++) {
      for (let column = minColumn; column <= maxColumn; column++) {
        const place = `${zoom}/${column}/${row}`
        const block = blocks.get(place)
        if (block) block.push(index)
        else blocks.set(place, [index])
      }
    }
  }
  const archive = archiveWriter()
  const lineEnd = new Uint8Array([10])
  let made = 0
  for (const [place, inside] of blocks) {
    if (++made % 50 === 0) await pause(made / blocks.size)
    const [zoom, column, row] = place.split('/').map(Number) as [number, number, number]
    archive.add(zoom, column, row, concatenate(inside.flatMap((index) => [line(index), lineEnd])))
  }
  const metadata = { name, extent: gridBounds(ground) }
  return archive.finish({ tileType: 'unknown', minZoom: 0, maxZoom: BLOCK_ZOOM, bounds, metadata })
}
