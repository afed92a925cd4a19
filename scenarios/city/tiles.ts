/**
 * Tiles: the same city cut for reading, as `tiles/build` writes it and `tiles/read` and the web read it. Files are named by
 * hash and never change; only `tiles.json` does.
 *
 *     <dir>/tiles.json                         the manifest below
 *     <dir>/versions/<hash>.json               every manifest that stood there: its windows are kept, so that a run can be run again
 *     <dir>/window/<layer>-<hash>.pmtiles      exact features by block, gzip JSON lines (see `tiles/read/blocks.ts`)
 *     <dir>/window/ground-<hash>.pmtiles       ground by block, gzip float32
 *     <dir>/vector/<layer>-<hash>.pmtiles      Mapbox vector tiles in Web Mercator
 *     <dir>/buildings/<hash>/tileset.json      3D Tiles 1.1
 *     <dir>/terrain/<hash>/layer.json          quantized mesh
 *     <dir>/models/<layer>-<hash>/tileset.json 3D Tiles 1.1 of instanced models
 *     <dir>/raster/<id>-<hash>.tif             cloud-optimised GeoTIFF
 *     <dir>/address/<hash>.json                what address search knows (`scenarios/address/address-file.ts`), beside it brotli: `.br`
 */
import { z } from 'zod'
import type { Signal } from '../problem.ts'
import { cityManifestSchema, fileSchema } from './dataset.ts'
import { layerIdSchema } from './layers.ts'

/** Ground cells along one side of a window block. */
export const BLOCK_CELLS = 128
/** The zoom under which blocks are filed: column, row < 2^BLOCK_ZOOM, counted from the north-west corner of the ground. Features longer than a block are filed at lower zooms. */
export const BLOCK_ZOOM = 8

export const tilesManifestSchema = z.object({
  format: z.literal('vithanh-tiles'),
  version: z.literal(1),
  /** Hash of everything below: what a run record names. */
  hash: z.string(),
  city: cityManifestSchema,
  window: z.object({ ground: fileSchema, layers: z.array(fileSchema.extend({ layer: layerIdSchema })) }),
  vector: z.array(fileSchema.extend({ layer: layerIdSchema, minZoom: z.number(), maxZoom: z.number() })),
  buildings: z.object({ path: z.string(), tiles: z.number(), features: z.number() }).nullable(),
  terrain: z.object({ path: z.string(), minZoom: z.number(), maxZoom: z.number() }),
  /** 3D Tiles of light models: lamps, poles, trees as instances, pipes as tubes. */
  models: z
    .array(z.object({ layer: layerIdSchema, path: z.string(), tiles: z.number(), features: z.number() }))
    .default([]),
  /** Cloud-optimised GeoTIFF in the city's frame. */
  rasters: z.array(fileSchema.extend({ id: z.enum(['ground', 'landcover']) })).default([]),
  /** Null: tiles of before it was made. */
  address: fileSchema.nullable().default(null),
})
export type TilesManifest = z.infer<typeof tilesManifestSchema>

/** The boundary that every reader of tiles crosses: bytes of a key, the whole or a range, until told to stop. */
export interface TileSource {
  read(key: string, range?: { offset: number; length: number }, signal?: Signal): Promise<Uint8Array>
}
