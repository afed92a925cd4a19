/** What the public map needs of the manifest of the tiles: our own server's, taken as it stands, so that no schema is loaded for it. */
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'

export const TILES = '/tiles/'

let asked: Promise<TilesManifest> | undefined

/** @throws Problem `tiles/unreachable`; a later call asks again */
export function manifest(): Promise<TilesManifest> {
  asked ??= ask().catch((error: unknown) => {
    asked = undefined
    throw error
  })
  return asked
}

async function ask(): Promise<TilesManifest> {
  const response = await fetch(`${TILES}tiles.json`).catch(() => null)
  if (response?.ok) return (await response.json()) as TilesManifest
  throw new Problem({
    code: 'tiles/unreachable',
    message: both('Chưa tải được bản đồ thành phố', 'The map of the city could not be loaded'),
    ...(response ? { place: `HTTP ${response.status}` } : {}),
  })
}
