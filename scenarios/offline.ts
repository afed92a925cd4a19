/**
 * What a browser keeps of the public map for when no server answers. The page writes it (`web/public-map/offline`), the
 * service worker answers from it (`web/service-worker`). Nothing else is ever kept: what is not named here is not touched.
 */
import type { LayerId } from './city/layers.ts'

/** Pages of the public map; the others are workplaces, which are never kept. */
export const MAP_PAGE = /^\/((report|statement|parcels|c|published|warnings|route|data|offline)(\/.*)?)?$/
/** The page of the map, its scripts and pictures: a cache for each version. */
export const SHELL = 'vithanh-map-shell-'
/** Archives, addresses, the manifest: one cache for all versions. */
export const DATA = 'vithanh-map-data'
export const MANIFEST = '/tiles/tiles.json'
/** When something was kept, ISO 8601. */
export const KEPT_AT = 'x-kept-at'

/** Kept by itself at the first visit: what the map of the city is drawn of from afar. */
export const BASE_LAYERS: readonly LayerId[] = [
  'landcover',
  'water',
  'waterways',
  'roads',
  'units',
  'subunits',
  'landmarks',
  'zones',
]
/** What a pack of a ward adds, for that ward. */
export const PACK_LAYERS: readonly LayerId[] = ['buildings', 'addresses', 'parcels', 'gridcells']
/** The pack of what is kept by itself. */
export const BASE_PACK = 'base'

/** Bytes `from` … `to` (inclusive) of an archive of `total` bytes. */
export interface Segment {
  readonly pack: string
  /** Below `/tiles/`. */
  readonly file: string
  readonly from: number
  readonly to: number
  readonly total: number
}

/** Caches take no partial answers: each segment is kept as an answer of its own, under this path. */
export const segmentPath = ({ pack, file, from, to, total }: Segment): string =>
  `/kept/${encodeURIComponent(pack)}/${from}-${to}-${total}/${file}`

export function segmentOf(path: string): Segment | null {
  const [, pack, from, to, total, file] = /^\/kept\/([^/]+)\/(\d+)-(\d+)-(\d+)\/(.+)$/.exec(path) ?? []
  if (!pack || !file) return null
  return { pack: decodeURIComponent(pack), file, from: Number(from), to: Number(to), total: Number(total) }
}

/** What a page and the service worker say to each other. */
export type ToWorker =
  /** The person wants the new version. */
  | { readonly say: 'take-over' }
  /** A page stands, and this is its script: what its version is known by. */
  | { readonly say: 'started'; readonly script: string }
  /** Segments came or went. */
  | { readonly say: 'segments' }
