/** The thread that knows the ways over the city as it is served now: one for all who ask, started by the first question. */
import { openTravel, type Travelling } from '../workers/node/travel.ts'
import type { CityTiles } from './tiles.ts'

export interface CityTravel {
  /** Of the tiles as they are now. */
  now(): Promise<Travelling>
  close(): Promise<void>
}

export function cityTravel(tiles: CityTiles): CityTravel {
  let known: { hash: string; travelling: Travelling } | null = null
  return {
    async now() {
      const { hash } = await tiles.manifest()
      if (known?.hash === hash) return known.travelling
      const old = known
      known = { hash, travelling: openTravel(tiles.dir) }
      await old?.travelling.close()
      return known.travelling
    },
    close: async () => known?.travelling.close(),
  }
}
