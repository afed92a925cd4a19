/** Makes files of a layer from the tiles of a version: every attribute that the layer's schema knows, no other. */
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { layerCsv, layerGeoJson } from '../../data/readers/layer/export.ts'
import { layerFlatGeobuf } from '../../data/readers/layer/export-flatgeobuf.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type LayerId, propertySchemas } from '../../scenarios/city/layers.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { layerParts, openTiles, type Tiles } from '../../tiles/read/index.ts'

export const madeFormats = ['geojson', 'csv', 'fgb'] as const
export type MadeFormat = (typeof madeFormats)[number]

/** Plain data: it is handed to a thread. */
export interface FileOrder {
  readonly tilesDir: string
  /** Hash of the tiles. */
  readonly version: string
  readonly files: readonly { readonly layer: LayerId; readonly format: MadeFormat; readonly path: string }[]
}

/** @throws Problem `open-data/gone` where the city has no such layer · what reading the tiles throws */
export async function makeFiles({ tilesDir, version, files }: FileOrder): Promise<void> {
  const tiles = await openTiles(fileSource(tilesDir), undefined, version)
  const { city } = tiles.manifest
  for (const layer of new Set(files.map((file) => file.layer))) {
    const entry = city.layers.find(({ id }) => id === layer)
    if (!entry) {
      throw new Problem({
        code: 'open-data/gone',
        message: both('Thành phố không còn lớp này', 'The city has no such layer any more'),
        place: layer,
      })
    }
    const features = await publicFeatures(tiles, layer)
    const about = { ...entry, cityVersion: version }
    for (const { format, path } of files.filter((file) => file.layer === layer)) {
      await writeWhole(
        path,
        format === 'geojson'
          ? layerGeoJson(features, about, city.frame)
          : format === 'csv'
            ? layerCsv(features, about, city.frame, true)
            : layerFlatGeobuf(features, about, city.frame),
      )
    }
  }
}

/** What an import brought along beyond the schema may say anything, a person's name too. */
async function publicFeatures(tiles: Tiles, layer: LayerId): Promise<Feature[]> {
  const features: Feature[] = []
  const schema = propertySchemas[layer]
  for await (const part of layerParts(tiles, layer, null))
    for (const feature of part.features)
      features.push({ ...feature, properties: schema.parse(feature.properties) as Feature['properties'] })
  return features.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function writeWhole(path: string, pieces: Iterable<string> | Iterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.part`
  try {
    await pipeline(pieces, createWriteStream(draft))
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
