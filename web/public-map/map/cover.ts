/**
 * The tiles that cover a view. Pixels of a zoom: Web Mercator, 512 to a tile, x east, y south, from the north-west corner of the
 * world. Tiles are never cut deeper than `DEEPEST`: nearer views are drawn from those.
 */
export const TILE = 512
export const DEEPEST = 16

export interface Cover {
  readonly z: number
  readonly x0: number
  readonly y0: number
  /** Not inclusive. */
  readonly x1: number
  readonly y1: number
}

export const worldPixels = (zoom: number): number => TILE * 2 ** zoom

export function toPixels(lon: number, lat: number, zoom: number): [x: number, y: number] {
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)
  return [((lon + 180) / 360) * worldPixels(zoom), y * worldPixels(zoom)]
}

export function toDegrees(x: number, y: number, zoom: number): { lon: number; lat: number } {
  const world = worldPixels(zoom)
  return { lon: (x / world) * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI }
}

/** @param margin pixels of the screen beyond the view */
export function coverOf(
  view: { lon: number; lat: number; zoom: number },
  [width, height]: readonly [number, number],
  margin = 0,
): Cover {
  const z = Math.max(0, Math.min(DEEPEST, Math.floor(view.zoom + 1e-9)))
  const [cx, cy] = toPixels(view.lon, view.lat, z)
  const scale = 2 ** (z - view.zoom)
  const [halfX, halfY] = [(width / 2 + margin) * scale, (height / 2 + margin) * scale]
  return {
    z,
    x0: Math.floor((cx - halfX) / TILE),
    y0: Math.floor((cy - halfY) / TILE),
    x1: Math.floor((cx + halfX) / TILE) + 1,
    y1: Math.floor((cy + halfY) / TILE) + 1,
  }
}

/** Of a narrow screen, and of a wide one. */
export const firstZoom = (width: number): number => (width < 700 ? 13.4 : 14)
/** Beyond the view, pixels: tiles that are read. */
export const AHEAD = 64

export const coverKey = ({ z, x0, y0, x1, y1 }: Cover): string => `${z} ${x0} ${y0} ${x1} ${y1}`

export const holds = (whole: Cover, part: Cover): boolean =>
  whole.z === part.z && whole.x0 <= part.x0 && whole.y0 <= part.y0 && whole.x1 >= part.x1 && whole.y1 >= part.y1

/** Tiles of a cover, the middle ones first. */
export function tilesOf({ z, x0, y0, x1, y1 }: Cover): { z: number; x: number; y: number }[] {
  const tiles: { z: number; x: number; y: number }[] = []
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) tiles.push({ z, x, y })
  const [cx, cy] = [(x0 + x1 - 1) / 2, (y0 + y1 - 1) / 2]
  return tiles.sort((a, b) => Math.hypot(a.x - cx, a.y - cy) - Math.hypot(b.x - cx, b.y - cy))
}
