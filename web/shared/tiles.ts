/** The tiles of the city that the server serves. */
import { httpSource, openTiles, type Tiles } from '../../tiles/read/index.ts'
import { type Loaded, useLoaded } from './loaded.ts'

export const TILES_URL = '/tiles/'

export const useTiles = (attempt: number): Loaded<Tiles> =>
  useLoaded((signal) => openTiles(httpSource(new URL(TILES_URL, location.href).href), signal), [attempt])
