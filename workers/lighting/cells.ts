/** A square grid of cells in which things are found by place: boxes of items, or points. */
export interface Cells {
  readonly west: number
  readonly south: number
  readonly size: number
  readonly columns: number
  readonly rows: number
  /** Cell c has items[start[c]] … items[start[c + 1] − 1], in rising order. */
  readonly start: Int32Array
  readonly items: Int32Array
}

/** @param box of item i: [west, south, east, north], in metres */
export function createCells(
  count: number,
  size: number,
  box: (i: number) => readonly [number, number, number, number],
): Cells {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < count; i++) {
    const [x0, y0, x1, y1] = box(i)
    if (x0 < west) west = x0
    if (y0 < south) south = y0
    if (x1 > east) east = x1
    if (y1 > north) north = y1
  }
  if (count === 0) [west, south, east, north] = [0, 0, 0, 0]
  const columns = Math.floor((east - west) / size) + 1
  const rows = Math.floor((north - south) / size) + 1
  const start = new Int32Array(columns * rows + 1)
  const each = (i: number, visit: (cell: number) => void) => {
    const [x0, y0, x1, y1] = box(i)
    const [c0, c1] = [Math.floor((x0 - west) / size), Math.floor((x1 - west) / size)]
    const [r0, r1] = [Math.floor((y0 - south) / size), Math.floor((y1 - south) / size)]
    for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) visit(r * columns + c)
  }
  for (let i = 0; i < count; i++) each(i, (cell) => start[cell + 1]!++)
  for (let c = 0; c < columns * rows; c++) start[c + 1]! += start[c]!
  const next = start.slice()
  const items = new Int32Array(start[columns * rows]!)
  for (let i = 0; i < count; i++)
    each(i, (cell) => {
      items[next[cell]!++] = i
    })
  return { west, south, size, columns, rows, start, items }
}

/** Calls `visit` for each range of items in the cells that a square of half side `reach` around a place touches. */
export function cellsAround(
  g: Cells,
  x: number,
  y: number,
  reach: number,
  visit: (from: number, to: number) => void,
): void {
  const c0 = Math.max(0, Math.floor((x - reach - g.west) / g.size))
  const c1 = Math.min(g.columns - 1, Math.floor((x + reach - g.west) / g.size))
  const r0 = Math.max(0, Math.floor((y - reach - g.south) / g.size))
  const r1 = Math.min(g.rows - 1, Math.floor((y + reach - g.south) / g.size))
  for (let r = r0; r <= r1; r++) {
    if (c0 <= c1) visit(g.start[r * g.columns + c0]!, g.start[r * g.columns + c1 + 1]!)
  }
}
