/**
 * Lines of equal illuminance (đường đồng độ rọi) over a window of ground: the light on a grid of points, and marching squares
 * (Lorensen & Cline’s cubes in the plane) with linear crossings, joined into lines. A saddle is parted by its mean.
 */
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { CityLightingInput, Isolux, LightingPoints } from '../../scenarios/lighting.ts'
import { createCityLighting } from './city.ts'
import { illuminanceOf } from './sums.ts'

/** Values at points `step` metres apart: row 0 is the southernmost, column 0 the westernmost. */
export interface LightGrid {
  readonly columns: number
  readonly rows: number
  readonly west: number
  readonly south: number
  readonly step: number
  /** lx */
  readonly values: Float32Array
}

/** Most points of a window. */
export const MAX_WINDOW_POINTS = 1_000_000

/** Illuminance of a window’s ground at the input’s hour. @throws Error where it has too many points */
export function lightWindow(input: CityLightingInput, [west, south, east, north]: Bounds, step: number): LightGrid {
  const [columns, rows] = [Math.floor((east - west) / step) + 1, Math.floor((north - south) / step) + 1]
  const count = columns * rows
  if (!(count > 0 && count <= MAX_WINDOW_POINTS)) {
    throw new Error(`Expected a window of 1 to ${MAX_WINDOW_POINTS} points, got ${columns} × ${rows}`)
  }
  const points: LightingPoints = {
    x: Float64Array.from({ length: count }, (_, i) => west + (i % columns) * step),
    y: Float64Array.from({ length: count }, (_, i) => south + Math.floor(i / columns) * step),
    kind: new Uint8Array(count),
    row: Int32Array.from({ length: count }, (_, i) => Math.floor(i / columns)),
    start: Int32Array.of(0, count),
    rowMetres: Float64Array.of(step),
  }
  const lighting = createCityLighting({ ...input, points })
  while (!lighting.done) lighting.step()
  return { columns, rows, west, south, step, values: illuminanceOf({ ...input, points }, lighting.light) }
}

/** @param levels lx, each above 0 */
export const isoluxOf = (grid: LightGrid, levels: readonly number[]): Isolux[] =>
  levels.map((lux) => ({ lux, lines: joined(crossings(grid, lux)) }))

/** Pairs of crossed edges: an edge by the number of the corner at its west or south end, doubled, plus one where it leads north. */
function crossings({ columns, rows, west, south, step, values }: LightGrid, lux: number) {
  const next = new Map<number, number[]>()
  const places = new Map<number, XY>()
  const place = (edge: number): number => {
    if (places.has(edge)) return edge
    const [corner, north] = [edge >> 1, edge & 1]
    const [a, b] = [values[corner]!, values[corner + (north ? columns : 1)]!]
    const t = (lux - a) / (b - a)
    const [c, r] = [corner % columns, Math.floor(corner / columns)]
    places.set(edge, [west + (c + (north ? 0 : t)) * step, south + (r + (north ? t : 0)) * step])
    return edge
  }
  const link = (a: number, b: number) => {
    for (const [from, to] of [
      [place(a), place(b)],
      [b, a],
    ] as const) {
      const of = next.get(from)
      if (of) of.push(to)
      else next.set(from, [to])
    }
  }
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const i = r * columns + c
      const [sw, se, nw, ne] = [values[i]!, values[i + 1]!, values[i + columns]!, values[i + columns + 1]!]
      const lit = (sw >= lux ? 1 : 0) | (se >= lux ? 2 : 0) | (ne >= lux ? 4 : 0) | (nw >= lux ? 8 : 0)
      const [bottom, top, left, right] = [2 * i, 2 * (i + columns), 2 * i + 1, 2 * (i + 1) + 1]
      const middle = (sw + se + nw + ne) / 4 >= lux
      for (const [a, b] of pairsOf(lit, middle, bottom, right, top, left)) link(a, b)
    }
  }
  return { next, places }
}

type Pair = readonly [number, number]

/** Which edges a line joins in a square, by which corners are lit: 1 south-west, 2 south-east, 4 north-east, 8 north-west. */
function pairsOf(
  lit: number,
  middle: boolean,
  bottom: number,
  right: number,
  top: number,
  left: number,
): readonly Pair[] {
  switch (lit) {
    case 1:
    case 14:
      return [[left, bottom]]
    case 2:
    case 13:
      return [[bottom, right]]
    case 3:
    case 12:
      return [[left, right]]
    case 4:
    case 11:
      return [[right, top]]
    case 6:
    case 9:
      return [[bottom, top]]
    case 7:
    case 8:
      return [[left, top]]
    case 5:
      return middle
        ? [
            [left, top],
            [bottom, right],
          ]
        : [
            [left, bottom],
            [right, top],
          ]
    case 10:
      return middle
        ? [
            [left, bottom],
            [right, top],
          ]
        : [
            [left, top],
            [bottom, right],
          ]
    default:
      return []
  }
}

/** Lines from end to end first, then rings, which close on their first point. */
function joined({ next, places }: ReturnType<typeof crossings>): XY[][] {
  const used = new Set<number>()
  const lines: XY[][] = []
  const follow = (first: number) => {
    const line = [places.get(first)!]
    used.add(first)
    for (let at = first; ; ) {
      const on = next.get(at)!.find((edge) => !used.has(edge))
      if (on === undefined) {
        if (line.length > 2 && next.get(at)!.includes(first)) line.push(line[0]!)
        break
      }
      used.add(on)
      line.push(places.get(on)!)
      at = on
    }
    lines.push(line)
  }
  for (const [edge, on] of next) if (on.length === 1 && !used.has(edge)) follow(edge)
  for (const edge of next.keys()) if (!used.has(edge)) follow(edge)
  return lines
}
