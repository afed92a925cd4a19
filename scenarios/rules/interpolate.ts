/** Tables of the code, read between their rows and columns as it allows: linear between the two nearest values. */

/** At `x` on a line through (xs, ys), xs ascending; held level outside. */
export function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const last = xs.length - 1
  if (x <= xs[0]!) return ys[0]!
  if (x >= xs[last]!) return ys[last]!
  const k = xs.findIndex((value) => value > x)
  const t = (x - xs[k - 1]!) / (xs[k]! - xs[k - 1]!)
  return ys[k - 1]! + t * (ys[k]! - ys[k - 1]!)
}

/** A table by height (rows) and lot area (columns); the last row holds above the last height, at once. */
export interface HeightTable {
  readonly heightMetres: readonly number[]
  readonly lotSquareMetres: readonly number[]
  /** One row more than heights. */
  readonly rows: readonly (readonly number[])[]
}

export function byHeightAndLot(
  { heightMetres, lotSquareMetres, rows }: HeightTable,
  height: number,
  lot: number,
): number {
  const byLot = rows.map((row) => between(lotSquareMetres, row, lot))
  return height > heightMetres.at(-1)! ? byLot.at(-1)! : between(heightMetres, byLot, height)
}
