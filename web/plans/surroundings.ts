/** What lies around the edits, as few lines for the map: water, streets by width, lots, buildings, and names. */
import type { City } from '../../scenarios/city/city.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, type Geometry, lineLength, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'

export interface Name {
  readonly text: string
  readonly at: XY
  /** Clockwise on the screen, degrees; never upside down. */
  readonly turn: number
}

export interface Surroundings {
  /** The objects behind the edits, for their names. */
  readonly city: City
  readonly bounds: Bounds
  readonly water: string
  readonly parcels: string
  readonly buildings: string
  /** By width, m. */
  readonly streets: readonly { readonly width: number; readonly path: string }[]
  readonly names: readonly Name[]
}

/** Beyond this lots and houses are dust on the screen and a burden on a phone, m. */
const CLOSE_METRES = 2500
const far: LayerId[] = ['water', 'roads']
/** Of these edits speak by name. */
const close: LayerId[] = [...far, 'parcels', 'buildings', 'lamps', 'cabinets']

export async function surroundingsOf(tiles: Tiles, bounds: Bounds, signal: AbortSignal): Promise<Surroundings> {
  const [x0, y0, x1, y1] = bounds
  const layers = Math.max(x1 - x0, y1 - y0) <= CLOSE_METRES ? close : far
  const city = await readCity(tiles, bounds, signal, { layers, ground: false })
  const { water, parcels, buildings, roads } = city.layers
  const geometries = (layer: ReadonlyMap<string, { readonly geometry: Geometry }>) =>
    [...layer.values()].map(({ geometry }) => geometry)
  const widths = new Map<number, XY[][]>()
  for (const { geometry, properties } of roads.values()) {
    const width = Math.max(2, Math.round(properties.widthMetres))
    widths.set(width, [...(widths.get(width) ?? []), ...linesOf(geometry)])
  }
  return {
    city,
    bounds,
    water: areas(geometries(water)),
    parcels: areas(geometries(parcels)),
    buildings: areas(geometries(buildings)),
    streets: [...widths]
      .sort(([a], [b]) => a - b)
      .map(([width, lines]) => ({ width, path: lines.map((line) => pathOf(line, false)).join('') })),
    names: namesOf(city, bounds),
  }
}

/** SVG has y downwards: the map is drawn with −y. */
export const pathOf = (line: readonly XY[], close: boolean): string =>
  line.length === 0 ? '' : `M${line.map(([x, y]) => `${x.toFixed(1)} ${(-y).toFixed(1)}`).join('L')}${close ? 'Z' : ''}`

const areas = (geometries: readonly Geometry[]): string =>
  geometries
    .flatMap((geometry) => polygonsOf(geometry).flatMap((rings) => rings.map((ring) => pathOf(ring, true))))
    .join('')

export const geometryPath = (geometry: Geometry): string =>
  [
    ...polygonsOf(geometry).flatMap((rings) => rings.map((ring) => pathOf(ring, true))),
    ...linesOf(geometry).map((line) => pathOf(line, false)),
  ].join('')

/** Each street once, along its longest straight piece; alleys have none. */
function namesOf({ layers }: City, [x0, y0, x1, y1]: Bounds): Name[] {
  const best = new Map<string, Name & { readonly length: number }>()
  for (const { geometry, properties } of layers.roads.values()) {
    if (!properties.name || properties.class === 'alley' || properties.class === 'path') continue
    for (const line of linesOf(geometry)) {
      for (let i = 1; i < line.length; i++) {
        const [a, b] = [line[i - 1]!, line[i]!]
        const at: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
        const length = lineLength([a, b])
        const within = at[0] > x0 && at[0] < x1 && at[1] > y0 && at[1] < y1
        if (!within || length <= (best.get(properties.name)?.length ?? 0)) continue
        best.set(properties.name, { text: properties.name, at, length, turn: upright(b[0] - a[0], b[1] - a[1]) })
      }
    }
  }
  return [...best.values()].map(({ text, at, turn }) => ({ text, at, turn }))
}

function upright(dx: number, dy: number): number {
  const turn = (-Math.atan2(dy, dx) * 180) / Math.PI
  return turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn
}
