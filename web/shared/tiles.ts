/** The tiles of the city that the server serves, as far as who looks may read them. */
import { useMemo } from 'react'
import { manifestForVisitors } from '../../scenarios/open-data/layers.ts'
import { httpSource, openTiles, type Tiles } from '../../tiles/read/index.ts'
import { type Loaded, useLoaded } from './loaded.ts'
import { isStaff, useSession } from './session.tsx'

export const TILES_URL = '/tiles/'

export function useTiles(attempt: number): Loaded<Tiles> {
  const { user, session } = useSession()
  const loaded = useLoaded((signal) => openTiles(httpSource(new URL(TILES_URL, location.href).href), signal), [attempt])
  const [staff, known] = [isStaff(session), user !== undefined]
  return useMemo(() => {
    if (loaded.status !== 'ready' || staff) return loaded
    // Until the server has said who looks, nothing is drawn that would have to be drawn anew.
    return known ? { status: 'ready', value: forVisitors(loaded.value) } : { status: 'loading' }
  }, [loaded, staff, known])
}

function forVisitors(tiles: Tiles): Tiles {
  const manifest = manifestForVisitors(tiles.manifest)
  return {
    ...{ ...tiles, manifest },
    layers: new Map(manifest.window.layers.map(({ layer }) => [layer, tiles.layers.get(layer)!])),
  }
}
