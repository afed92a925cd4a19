/**
 * The corner table of a lot as surveyors write it (bảng kê tọa độ): number, X = northing, Y = easting, length of the side to the
 * next corner. Typed, or pasted from a spreadsheet or a PDF: tabs, semicolons or spaces, decimal comma or point. Geometry
 * inside is [easting, northing], snapped to 1 mm.
 */
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, contains, grow, lineLength, opened, type Ring, ringArea } from '../../scenarios/geometry.ts'
import { crosses } from '../../scenarios/overlay.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

/** One row as it stands in the form. */
export interface CornerRow {
  /** Northing. */
  readonly x: string
  /** Easting. */
  readonly y: string
  /** Length of the side to the next corner as the paper states it; empty where it does not. */
  readonly side: string
}

export const emptyRow: CornerRow = { x: '', y: '', side: '' }

/** `1.082.339,145`, `1082339.145`, `1 082 339,145`; null where it is no number. */
export function numberIn(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '')
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(bare)) return null
  const [comma, point] = [bare.lastIndexOf(','), bare.lastIndexOf('.')]
  const decimal =
    comma >= 0 && point >= 0
      ? comma > point
        ? ','
        : '.'
      : comma >= 0
        ? only(bare, ',')
        : point >= 0
          ? only(bare, '.')
          : null
  const plain = bare
    .replaceAll(decimal === ',' ? '.' : ',', '')
    .replaceAll(decimal === null ? /[.,]/g : /(?!)/g, '')
    .replace(',', '.')
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}

/** A mark that stands more than once parts thousands, once it is the decimal mark. */
const only = (text: string, mark: string): string | null => (text.split(mark).length > 2 ? null : mark)

export interface Pasted {
  readonly rows: readonly CornerRow[]
  /** What was done to it, for the person. */
  readonly remarks: readonly Bilingual[]
}

/** A northing in Vietnam is 900 000 … 2 700 000 m, an easting below 900 000 m, in every zone. */
const isNorthing = (value: number) => value >= 900_000 && value < 2_700_000
const isEasting = (value: number) => value >= 100_000 && value < 900_000

/** Rows of a pasted table; lines without two coordinates (headings, totals) are counted in the remarks. */
export function parseTable(text: string): Pasted {
  const rows: CornerRow[] = []
  let [skipped, swapped] = [0, 0]
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const values = cellsOf(line).map((cell) => ({ cell: cell.trim(), value: numberIn(cell) }))
    const first = values.findIndex(({ value }) => value !== null && Math.abs(value) >= 10_000)
    const [a, b] = [values[first]?.value, values[first + 1]?.value]
    if (a == null || b == null) {
      skipped++
      continue
    }
    const turned = isEasting(a) && isNorthing(b)
    if (turned) swapped++
    const side = values[first + 2]?.value ?? null
    const written = (value: number) => String(Math.round(value * 1000) / 1000)
    rows.push({ x: written(turned ? b : a), y: written(turned ? a : b), side: side === null ? '' : written(side) })
  }
  const remarks: Bilingual[] = []
  if (skipped > 0)
    remarks.push(both(`Bỏ qua ${skipped} dòng không có tọa độ.`, `${skipped} lines without coordinates were left out.`))
  if (swapped > 0)
    remarks.push(
      both(
        `${swapped} dòng ghi Y (Đông) trước X (Bắc): đã đổi chỗ.`,
        `${swapped} lines have Y (east) before X (north): they were exchanged.`,
      ),
    )
  return { rows, remarks }
}

/** By tabs, semicolons, spaces; by commas last, since they may be decimal marks. */
function cellsOf(line: string): string[] {
  for (const by of [/\t/, /;/, /\s{2,}/, /\s+(?=\S)/])
    if (line.trim().split(by).length > 1) return line.trim().split(by)
  return line.split(/,\s*/)
}

/** Rows as a spreadsheet takes them back. */
export const rowsOf = (ring: Ring): CornerRow[] =>
  opened(ring).map(([easting, northing]) => ({ x: northing.toFixed(3), y: easting.toFixed(3), side: '' }))

const same = (a: XY, b: XY) => Math.abs(a[0] - b[0]) < 5e-4 && Math.abs(a[1] - b[1]) < 5e-4
const distance = (a: XY, b: XY) => Math.hypot(a[0] - b[0], a[1] - b[1])
const snapped = (value: number) => Math.round(value * 1000) / 1000
export interface RowFault {
  /** Counted from 0. */
  readonly row: number
  readonly message: Bilingual
}

export interface Survey {
  /** Closed; null where there are too few corners or one is wrong. */
  readonly ring: XY[] | null
  readonly faults: readonly RowFault[]
  /** Rows that are wrong for certain or likely: sides that cross, a corner typed twice. */
  readonly marked: readonly number[]
  /** Between the last row and the first where the table comes back to it, m; null where it does not. */
  readonly closingErrorMetres: number | null
  /** Largest difference between a stated side and the one computed, m; null where none is stated. */
  readonly sideErrorMetres: number | null
  readonly perimeterMetres: number
  readonly areaSquareMetres: number
}

/** A last row as near as this to the first is the first again. */
const CLOSING_METRES = 1
/** Stated sides are rounded to the centimetre. */
const SIDE_TOLERANCE_METRES = 0.02
/** A lot's corner this far outside the city is a wrong figure. */
const MARGIN_METRES = 1000

/** The table looked through. @param bounds of the city */
export function surveyOf(table: readonly CornerRow[], bounds: Bounds): Survey {
  const rows = trimmed(table)
  const faults: RowFault[] = []
  const points: XY[] = []
  for (const [row, { x, y }] of rows.entries()) {
    const [northing, easting] = [numberIn(x), numberIn(y)]
    const say = (vi: string, en: string) => faults.push({ row, message: both(vi, en) })
    if (northing === null || easting === null) say('X và Y phải là số.', 'X and Y must be numbers.')
    else if (isEasting(northing) && isNorthing(easting))
      say('X và Y đổi chỗ: X là tọa độ Bắc.', 'X and Y are exchanged: X is the northing.')
    else if (!contains(grow(bounds, MARGIN_METRES), [easting, northing]))
      say('Góc nằm ngoài thành phố.', 'The corner lies outside the city.')
    else points.push([snapped(easting), snapped(northing)])
  }
  const none = {
    ring: null,
    faults,
    marked: faults.map(({ row }) => row),
    closingErrorMetres: null,
    sideErrorMetres: null,
  }
  if (faults.length > 0 || points.length < 3) return { ...none, perimeterMetres: 0, areaSquareMetres: 0 }

  const gap = points.length > 3 ? distance(points[0]!, points.at(-1)!) : Infinity
  const closes = gap <= CLOSING_METRES
  const corners = closes ? points.slice(0, -1) : points
  const marked: number[] = []
  corners.forEach((corner, i) => {
    if (!same(corner, corners[(i + 1) % corners.length]!)) return
    const row = (i + 1) % corners.length
    marked.push(row)
    faults.push({ row, message: both('Góc trùng góc trước.', 'The corner repeats the one before.') })
  })
  const ring: XY[] = [...corners, [...corners[0]!]]
  if (crosses([ring])) {
    const wrong = crossedCorners(corners)
    marked.push(...wrong)
    const row = wrong[0] ?? 0
    faults.push({
      row,
      message: both(
        `Ranh tự cắt: kiểm tra góc ${wrong.map((i) => i + 1).join(', ')} (sai số hoặc sai thứ tự).`,
        `The outline crosses itself: check corner ${wrong.map((i) => i + 1).join(', ')} (a wrong figure or order).`,
      ),
    })
  }
  let sideErrorMetres: number | null = null
  corners.forEach((corner, i) => {
    const stated = numberIn(rows[i]!.side)
    if (stated === null) return
    const actual = distance(corner, corners[(i + 1) % corners.length]!)
    const error = Math.abs(stated - actual)
    sideErrorMetres = Math.max(sideErrorMetres ?? 0, error)
    if (error <= SIDE_TOLERANCE_METRES) return
    const figures = `${stated.toFixed(2)} m ≠ ${actual.toFixed(2)} m`
    faults.push({
      row: i,
      message: both(`Cạnh ghi khác cạnh tính: ${figures}.`, `The stated side is not the computed one: ${figures}.`),
    })
  })
  return {
    ring: marked.length > 0 || Math.abs(ringArea(ring)) < 0.5 ? null : ring,
    faults,
    marked,
    closingErrorMetres: closes ? gap : null,
    sideErrorMetres,
    perimeterMetres: lineLength(ring),
    areaSquareMetres: Math.abs(ringArea(ring)),
  }
}

/** Without the empty rows at the end. */
function trimmed(rows: readonly CornerRow[]): CornerRow[] {
  const last = rows.findLastIndex(({ x, y }) => x.trim() !== '' || y.trim() !== '')
  return rows.slice(0, last + 1)
}

/** Corners without any one of which the outline is sound; else the ends of the sides that cross. */
function crossedCorners(corners: readonly XY[]): number[] {
  const alone = corners.flatMap((_, i) => {
    const rest = corners.filter((_, k) => k !== i)
    return rest.length >= 3 && !crosses([[...rest, rest[0]!]]) ? [i] : []
  })
  if (alone.length > 0 && alone.length < corners.length) return alone
  const ends = new Set<number>()
  const count = corners.length
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      const [a, b, c, d] = [corners[i]!, corners[(i + 1) % count]!, corners[j]!, corners[(j + 1) % count]!]
      if (
        crosses([
          [a, b],
          [c, d],
        ])
      )
        for (const k of [i, i + 1, j, j + 1]) ends.add(k % count)
    }
  }
  return [...ends].sort((a, b) => a - b)
}
