/**
 * EULUMDAT files (.ldt; A. Stockmar 1990): a value a line, intensities in cd per 1000 lm. They are scaled by the flux of the
 * first set of lamps and the conversion factor; the direct ratios (DR) and further sets are read and not used.
 */
import { zonalFlux } from '../../../scenarios/photometry.ts'
import { both } from '../../../scenarios/text.ts'
import { fileProblem } from '../problem.ts'
import type { PhotometryFile } from './photometry.ts'
import { linesOf, MAX_INTENSITIES, type NumberRange, Numbers } from './text.ts'
import { type Symmetry, unfold } from './unfold.ts'

const EXPECTED = 'an IES file (LM-63) or a EULUMDAT file'
/** Isym 0 … 4; the first plane of the file, and how many there are of `Mc`. */
const symmetries: readonly { readonly symmetry: Symmetry; readonly first: number; count(planes: number): number }[] = [
  { symmetry: 'none', first: 0, count: (planes) => planes },
  { symmetry: 'rotational', first: 0, count: () => 1 },
  { symmetry: 'bilateral 0–180', first: 0, count: (planes) => planes / 2 + 1 },
  { symmetry: 'bilateral 90–270', first: 270, count: (planes) => planes / 2 + 1 },
  { symmetry: 'quadrant', first: 0, count: (planes) => planes / 4 + 1 },
]
/** Lines before the sets of lamps, and of one set. */
const [HEAD, SET] = [26, 6]
const DIRECT_RATIOS = 10

/** @throws Problem with line and expectation */
export function readEulumdat(bytes: Uint8Array, file: string): PhotometryFile {
  const lines = linesOf(bytes, file, EXPECTED)
  const wrong = (line: number, vi: string, en: string, expected: string) =>
    fileProblem(file, 'eulumdat', both(vi, en), { place: `line ${line}`, expected })
  const text = (line: number) => (lines[line - 1] ?? '').trim()
  const number = (line: number, what: string, { least = -1e12, most = 1e12, whole = false }: NumberRange = {}) => {
    if (line > lines.length) {
      throw wrong(lines.length, 'tệp hết giữa chừng', 'the file ends too early', `line ${line}: ${what}`)
    }
    const value = numberIn(text(line))
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
    const said = text(line).slice(0, 24)
    throw wrong(
      line,
      `“${said}” không dùng được`,
      `“${said}” cannot be used`,
      `${what}${line <= 7 ? `; ${EXPECTED}` : ''}`,
    )
  }

  number(2, 'type of luminaire, 0 to 3', { least: 0, most: 3, whole: true })
  const isym = number(3, 'symmetry, 0 to 4', { least: 0, most: 4, whole: true })
  const planeCount = number(4, 'number of C planes, 1 to 721', { least: 1, most: 721, whole: true })
  const gammaCount = number(6, 'number of γ angles, 2 to 10000', { least: 2, most: 10_000, whole: true })
  const { symmetry, first, count } = symmetries[isym]!
  const given = count(planeCount)
  if (!Number.isInteger(given) || given * gammaCount > MAX_INTENSITIES) {
    throw wrong(
      4,
      `${planeCount} mặt phẳng C`,
      `${planeCount} C planes`,
      `a number of planes that fits symmetry ${isym}`,
    )
  }
  const conversion = number(24, 'conversion factor of the intensities', { least: 0, most: 1e6 }) || 1
  const sets = number(HEAD, 'sets of lamps, 1 to 20', { least: 1, most: 20, whole: true })
  const lamps = number(HEAD + 1, 'number of lamps', { least: -1e5, most: 1e5, whole: true })
  const lumens = number(HEAD + 3, 'flux of the lamps, lm', { least: 0, most: 1e8 })
  const powerWatts = number(HEAD + 6, 'power, W', { least: 0, most: 1e6 })

  const table = new Numbers(
    lines.map((line) => line.replaceAll(',', '.')),
    HEAD + SET * sets,
    file,
    'eulumdat',
  )
  table.list(DIRECT_RATIOS, 'direct ratios')
  const planes = table.angles(planeCount, 'C planes', 360)
  const gammas = table.angles(gammaCount, 'γ angles', 180)
  if (planes[0] !== 0 || gammas[0] !== 0) {
    const message = both(
      `góc bắt đầu ở C ${planes[0]}, γ ${gammas[0]}`,
      `angles begin at C ${planes[0]}, γ ${gammas[0]}`,
    )
    throw table.wrong(message, 'C planes and γ from 0')
  }
  const start = planes.indexOf(first)
  if (start < 0) {
    const message = both(`thiếu mặt phẳng C${first}`, `the plane C${first} is missing`)
    throw table.wrong(message, `planes that fit symmetry ${isym}`)
  }
  const factor = (lumens / 1000) * conversion
  const rows = Array.from({ length: given }, () =>
    table.list(gammaCount, 'intensities', { least: 0 }).map((value) => value * factor),
  )
  const own = rows.map((_, k) => planes[(start + k) % planeCount]!)
  const intensities = { gammas, ...unfold(symmetry, own, rows) }
  return {
    luminaire: {
      id: file,
      title: text(9) || file,
      provenance: 'imported',
      source: [text(1), text(10), text(8)].filter(Boolean).join(', ') || file,
      streetPlane: 90,
      ...intensities,
      fluxLumens: zonalFlux(intensities),
      powerWatts,
    },
    format: 'EULUMDAT',
    symmetry,
    planesInFile: given,
    gammasInFile: gammaCount,
    lamps: Math.abs(lamps),
    lampLumens: lamps < 0 ? null : lumens,
    keywords: text(HEAD + 2) ? { LAMP: text(HEAD + 2) } : {},
    notes: [
      both('Hệ số DR không dùng', 'The direct ratios (DR) are not used'),
      ...(sets > 1
        ? [both(`Chỉ dùng bộ đèn thứ nhất trong ${sets}`, `Only the first of ${sets} sets of lamps is used`)]
        : []),
    ],
  }
}

const numberIn = (text: string): number =>
  /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text.replace(',', '.')) : Number.NaN
