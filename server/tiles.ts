/** The tiles of the city that is served: a folder, and its manifest as it stands now. */
import { statSync } from 'node:fs'
import type { TilesManifest } from '../scenarios/city/tiles.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { fileSource } from '../tiles/read/file.ts'
import { openTiles } from '../tiles/read/index.ts'

export interface CityTiles {
  readonly dir: string
  /** Read again when the file has changed. */
  manifest(): Promise<TilesManifest>
}

export function cityTiles(dir: string): CityTiles {
  let known: { stamp: string; manifest: Promise<TilesManifest> } | null = null
  return {
    dir,
    manifest() {
      const { mtimeMs, size } = statSync(`${dir}/tiles.json`)
      const stamp = `${mtimeMs} ${size}`
      if (known?.stamp !== stamp)
        known = { stamp, manifest: openTiles(fileSource(dir)).then((tiles) => tiles.manifest) }
      return known.manifest
    },
  }
}

/** @throws Problem `run/city` where a body was made for other tiles than those that are served */
export async function expectCity(tiles: CityTiles, hash: string): Promise<void> {
  const served = (await tiles.manifest()).hash
  if (served === hash) return
  throw new Problem({
    code: 'run/city',
    message: both(
      'Kịch bản được lập cho một bản dữ liệu thành phố khác với bản máy chủ đang dùng',
      'The scenario was made for another version of the city than the one that this server holds',
    ),
    place: 'body.city',
    expected: served,
  })
}
