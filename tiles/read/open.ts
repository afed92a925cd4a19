/** Opening tiles: the manifest, checked, and an archive for each window file. */

import { hashRecord } from '../../scenarios/canonical.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { type TileSource, type TilesManifest, tilesManifestSchema } from '../../scenarios/city/tiles.ts'
import { type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { type Archive, damaged, openArchive } from './archive.ts'

export interface Tiles {
  readonly manifest: TilesManifest
  readonly source: TileSource
  readonly ground: Archive
  /** Layers that the city does not have are missing here. */
  readonly layers: ReadonlyMap<LayerId, Archive>
}

/**
 * Reads `tiles.json`, or the manifest of a version of the city that is kept beside it.
 * @param version hash of a manifest; left out: the city as it stands
 * @throws Problem `tiles/damaged` naming the key that is wrong, or what the source throws
 */
export async function openTiles(source: TileSource, signal?: Signal, version?: string): Promise<Tiles> {
  const read = async (key: string) => parseManifest(await source.read(key, undefined, signal))
  let manifest = await read('tiles.json')
  throwIfAborted(signal)
  if (version !== undefined && manifest.hash !== version) manifest = await read(versionFile(version))
  throwIfAborted(signal)
  return {
    manifest,
    source,
    ground: openArchive(source, manifest.window.ground.file),
    layers: new Map(manifest.window.layers.map(({ layer, file }) => [layer, openArchive(source, file)])),
  }
}

/** Of the manifest that a hash names. */
export const versionFile = (hash: string): string => `versions/${hash}.json`

/** @throws Problem `tiles/damaged` */
export function parseManifest(bytes: Uint8Array): TilesManifest {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw damaged('tiles.json', 'JSON', error)
  }
  const parsed = tilesManifestSchema.safeParse(json)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw damaged('tiles.json', path.join('.'), message)
  }
  if (manifestHash(json as TilesManifest) !== parsed.data.hash) {
    throw damaged('tiles.json', 'hash', 'it does not belong to the rest')
  }
  return parsed.data
}

/** The hash of everything in a manifest but its hash. */
export function manifestHash({ hash: _, ...rest }: Omit<TilesManifest, 'hash'> & { hash?: string }): string {
  return hashRecord(rest)
}
