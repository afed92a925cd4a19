/**
 * A flood as a cloud-optimised GeoTIFF: deepest water in metres, in the frame of the city. Numbers bear no letters as a picture does: what
 * rests on generated ground says so in the file's metadata and in its name (product guard 2).
 */
import type { FloodMap } from '../../scenarios/api/place.ts'
import type { Frame } from '../../scenarios/frame.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { groundLevels, writeCog } from '../../tiles/build/cog.ts'
import { type DepthGrid, WATER } from './grid.ts'

/** No more exact than this is any depth, m; the error of the ground is far above it (guard 3). */
const STEP_METRES = 0.01

export type FloodAbout = Pick<FloodMap, 'title' | 'says' | 'illustrative' | 'errorMetres' | 'digest' | 'createdAt'>

/** @param city hash of the version that it was computed of */
export async function depthTiff(
  { spec, millimetres }: DepthGrid,
  frame: Frame,
  { title, says, illustrative, errorMetres, digest, createdAt }: FloodAbout,
  city: string,
): Promise<Buffer> {
  const depths = Float32Array.from(millimetres, (value) =>
    value >= WATER ? Number.NaN : Math.round(value / 1000 / STEP_METRES) * STEP_METRES,
  )
  const metadata = [
    ['TITLE', `${title.vi} / ${title.en}`],
    ['DESCRIPTION', `${says.vi} / ${says.en}`],
    ['UNIT', 'm'],
    [
      'NODATA_MEANS',
      'kênh, hồ, dưới nhà, ngoài vùng tính: không rõ / canals, ponds, under buildings, outside: not known',
    ],
    [
      'ILLUSTRATIVE',
      illustrative ? 'yes: MINH HỌA, mặt đất dựng lại, không dùng để quyết định / not for decisions' : 'no',
    ],
    ['GROUND_STANDARD_ERROR_M', String(errorMetres)],
    ['RUN_DIGEST', digest ?? ''],
    ['CITY_VERSION', city],
    ['DATE', createdAt.slice(0, 10)],
  ] as const
  const pieces: { readonly at: number; readonly bytes: Uint8Array }[] = []
  await writeCog(
    { spec, frame, metadata },
    groundLevels(createGrid(spec, depths)),
    async (at, bytes) => void pieces.push({ at, bytes }),
    async () => {},
  )
  const file = Buffer.alloc(Math.max(...pieces.map(({ at, bytes }) => at + bytes.length)))
  for (const { at, bytes } of pieces) file.set(bytes, at)
  return file
}
