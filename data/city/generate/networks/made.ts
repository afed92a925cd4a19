/** Features of the networks, and how near things are found. Keys are places, so that a change far away renames nothing here. */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { LayerId, Properties } from '../../../../scenarios/city/layers.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import type { Geometry } from '../../../../scenarios/geometry.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import type { Provenance } from '../../../../scenarios/provenance.ts'

export function made<L extends LayerId>(
  id: string,
  geometry: Geometry,
  properties: Properties[L],
  provenance: Provenance = 'generated',
): Feature<L> {
  return { type: 'Feature', id, geometry, provenance, buildState: 'as-built', properties }
}

export const pointAt = (p: XY): Geometry => ({ type: 'Point', coordinates: p })
export const lineOn = (line: readonly XY[]): Geometry => ({ type: 'LineString', coordinates: [...line] })
export const placeKey = ([x, y]: XY): string => `${x.toFixed(2)},${y.toFixed(2)}`
export const idAt = (layer: LayerId, p: XY, more = ''): string => stableId(layer, `${placeKey(p)}${more}`)

/** As waterwayFeatures names them. */
export const waterwayId = ({ line }: { readonly line: readonly XY[] }): string =>
  stableId('waterways', `${placeKey(line[0]!)} ${placeKey(line.at(-1)!)}`)

export const millimetres = (value: number): number => Math.round(value * 1000) / 1000
export const rounded = (value: number, to: number): number => Math.round(value / to) * to

/** Points by square of the plane. */
export class PointIndex<T> {
  readonly #size: number
  readonly #cells = new Map<number, { point: XY; value: T }[]>()

  constructor(size: number) {
    this.#size = size
  }

  add(point: XY, value: T): void {
    const key = Math.floor(point[0] / this.#size) * 1e6 + Math.floor(point[1] / this.#size)
    const list = this.#cells.get(key)
    if (list) list.push({ point, value })
    else this.#cells.set(key, [{ point, value }])
  }

  /** The nearest within a reach, of those that are wanted. */
  nearest(
    [x, y]: XY,
    reach: number,
    wanted: (value: T) => boolean = () => true,
  ): { distance: number; value: T } | null {
    const [i, j] = [Math.floor(x / this.#size), Math.floor(y / this.#size)]
    const rings = Math.ceil(reach / this.#size)
    let best: { distance: number; value: T } | null = null
    for (let r = 0; r <= rings; r++) {
      if (best && best.distance < (r - 1) * this.#size) break
      for (let di = -r; di <= r; di++) {
        for (let dj = -r; dj <= r; dj += Math.abs(di) === r ? 1 : Math.max(1, 2 * r)) {
          for (const { point, value } of this.#cells.get((i + di) * 1e6 + j + dj) ?? []) {
            const d = Math.hypot(point[0] - x, point[1] - y)
            if (d <= reach && (!best || d < best.distance) && wanted(value)) best = { distance: d, value }
          }
        }
      }
    }
    return best
  }
}
