/** What the map shows, as a list: for those who do not see the picture, or rather read. */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { type Cover, TILE, toDegrees } from './cover.ts'
import { placingOf, type Sheet } from './draw-tile.ts'

export interface Seen {
  readonly kind: 'place' | 'street' | 'water' | 'unit' | 'subunit'
  readonly name: string
  /** Of a place. */
  readonly category?: string
  readonly lon: number
  readonly lat: number
  /** From the middle of the view. */
  readonly metres: number
}

const kinds: readonly (readonly [LayerId, Seen['kind']])[] = [
  ['landmarks', 'place'],
  ['roads', 'street'],
  ['waterways', 'water'],
  ['units', 'unit'],
  ['subunits', 'subunit'],
]

/** @param bounds degrees: west, south, east, north */
export function seenIn(
  cover: Cover,
  [west, south, east, north]: readonly [number, number, number, number],
  sheetsOf: (x: number, y: number) => ReadonlyMap<LayerId, Sheet>,
): Seen[] {
  const found = new Map<string, Seen>()
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2]
  const squeeze = Math.cos((midLat * Math.PI) / 180)
  const METRES = 111_195
  for (let y = cover.y0; y < cover.y1; y++) {
    for (let x = cover.x0; x < cover.x1; x++) {
      const sheets = sheetsOf(x, y)
      for (const [layer, kind] of kinds) {
        const sheet = sheets.get(layer)
        if (!sheet) continue
        const { dx, dy, scale } = placingOf(sheet, x, y)
        for (const { properties, parts } of sheet.layer.features) {
          const { name, validTo, category } = properties
          if (typeof name !== 'string' || !name || validTo) continue
          for (const part of parts) {
            for (let i = 0; i < part.length; i += 2) {
              const { lon, lat } = toDegrees(
                x * TILE + dx + part[i]! * scale,
                y * TILE + dy + part[i + 1]! * scale,
                cover.z,
              )
              const surface = kind === 'unit' || kind === 'subunit'
              if (!surface && (lon < west || lon > east || lat < south || lat > north)) continue
              const metres = Math.hypot((lon - midLon) * squeeze, lat - midLat) * METRES
              const key = `${kind} ${name}`
              if (metres >= (found.get(key)?.metres ?? Infinity)) continue
              found.set(key, { kind, name, lon, lat, metres, ...(typeof category === 'string' ? { category } : {}) })
            }
          }
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => a.metres - b.metres)
}
