/** Rows of a long list that are on the screen, and the pages that they lie on. Pure. */

/** Rows drawn beyond either edge, so that a quick scroll shows no gap. */
const BEYOND = 8

export interface Slice {
  /** First row drawn, counted from 0, and the one after the last. */
  readonly from: number
  readonly to: number
}

/** @param top scrolled length, px  @param height of the view, px  @param row height of one row, px */
export function visibleRows(top: number, height: number, row: number, total: number): Slice {
  const from = Math.max(0, Math.min(total, Math.floor(top / row) - BEYOND))
  return { from, to: Math.max(from, Math.min(total, Math.ceil((top + height) / row) + BEYOND)) }
}

/** Pages, counted from 1, that hold rows of a slice. */
export function pagesOf({ from, to }: Slice, size: number): number[] {
  if (to <= from) return []
  const [first, last] = [Math.floor(from / size) + 1, Math.floor((to - 1) / size) + 1]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** Where to scroll so that a row is seen whole; the same place where it is. */
export function scrollTo(row: number, top: number, height: number, rowHeight: number, head: number): number {
  const [start, end] = [row * rowHeight, (row + 1) * rowHeight]
  if (start < top) return start
  return end > top + height - head ? end - height + head : top
}
