/** The tiles of the city that is served: a folder, and its manifest as it stands now. */
import { statSync } from 'node:fs'
import type { Feature } from '../scenarios/city/dataset.ts'
import type { TilesManifest } from '../scenarios/city/tiles.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { fileSource } from '../tiles/read/file.ts'
import { layerParts, openTiles, type Tiles } from '../tiles/read/index.ts'

export interface CityTiles {
  readonly dir: string
  /** Read again when the file has changed. */
  manifest(): Promise<TilesManifest>
  /** The same tiles, to be read from. */
  open(): Promise<Tiles>
  /** Names of the administrative units of today by their codes; empty where the city has none. */
  units(): Promise<ReadonlyMap<string, string>>
}

export function cityTiles(dir: string): CityTiles {
  let known: { stamp: string; tiles: Promise<Tiles>; units: Promise<ReadonlyMap<string, string>> | null } | null = null
  function opened() {
    const { mtimeMs, size } = statSync(`${dir}/tiles.json`)
    const stamp = `${mtimeMs} ${size}`
    if (known?.stamp !== stamp) known = { stamp, tiles: openTiles(fileSource(dir)), units: null }
    return known
  }
  return {
    dir,
    manifest: async () => (await opened().tiles).manifest,
    open: () => opened().tiles,
    units() {
      const now = opened()
      now.units ??= now.tiles.then(unitsOf)
      return now.units
    },
  }
}

async function unitsOf(tiles: Tiles): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for await (const { features } of layerParts(tiles, 'units', null))
    for (const { properties } of features as Feature<'units'>[])
      if (properties.validTo === null) names.set(properties.code, properties.name)
  return names
}

/** @throws Problem `run/city` where a body was made for other tiles than those of the city as it stands */
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
