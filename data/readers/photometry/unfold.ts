/** The planes of a file and its symmetry → all planes from 0 to 360. */

/** How the planes of a file stand for the others. */
export type Symmetry = 'rotational' | 'quadrant' | 'bilateral 0–180' | 'bilateral 90–270' | 'none'

/** The same intensities in these planes, 0 … 360 with both ends. */
export interface Unfolded {
  readonly planes: Float64Array
  readonly candela: Float64Array
}

/** Where else a plane stands, by symmetry, degrees. */
const twins: Record<Symmetry, (c: number) => readonly number[]> = {
  rotational: () => [0, 360],
  quadrant: (c) => [c, 180 - c, 180 + c, 360 - c],
  'bilateral 0–180': (c) => [c, 360 - c],
  'bilateral 90–270': (c) => [c, 180 - c],
  none: (c) => [c],
}

/** @param planes of the file, degrees @param rows of candela, one a plane */
export function unfold(symmetry: Symmetry, planes: readonly number[], rows: readonly Float64Array[]): Unfolded {
  const rowAt = new Map<number, Float64Array>()
  for (const [i, plane] of planes.entries()) {
    for (const twin of twins[symmetry](plane)) {
      const around = twin === 360 ? 0 : ((twin % 360) + 360) % 360
      if (!rowAt.has(around)) rowAt.set(around, rows[i]!)
    }
  }
  const around = [...rowAt].sort(([a], [b]) => a - b)
  const north = rowAt.get(0) ?? between(around.at(-1)!, around[0]!)
  const all = [...(rowAt.has(0) ? [] : [[0, north] as const]), ...around, [360, north] as const]
  const candela = new Float64Array(all.length * rows[0]!.length)
  for (const [p, [, row]] of all.entries()) candela.set(row, p * row.length)
  return { planes: Float64Array.from(all, ([plane]) => plane), candela }
}

/** At plane 0, between the last plane before it and the first after it. */
function between([a, before]: readonly [number, Float64Array], [b, after]: readonly [number, Float64Array]) {
  const share = (360 - a) / (b + 360 - a)
  return before.map((value, g) => value * (1 - share) + after[g]! * share)
}
