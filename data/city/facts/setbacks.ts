/**
 * Least distance of a building from the red line (khoảng lùi), QCVN 01:2021 Bảng 2.7, m, by the width between red lines and the
 * height. Found, rows 2 and 3 rebuilt (their merged cells are lost in the text read): a person compares it with the printed
 * table before anything is refused by it. It binds roads of khu vực class and up (≥ 16 m) in new areas.
 */
export const setbackTable = 'QCVN 01:2021/BXD Bảng 2.7 (found; rows 2–3 reconstructed after QCXDVN 01:2008 Bảng 2.5)'
const widths = [0, 19, 22]
const heights = [0, 19, 22, 28]
const table = [
  [0, 3, 4, 6],
  [0, 0, 3, 6],
  [0, 0, 0, 6],
]
/** Narrower streets are nội bộ: the table does not apply. */
export const LEAST_SETBACK_STREET_METRES = 16

/** Null where the table does not apply. */
export function leastSetbackMetres(redLineWidthMetres: number, heightMetres: number): number | null {
  if (redLineWidthMetres < LEAST_SETBACK_STREET_METRES) return null
  const row = widths.findLastIndex((w) => redLineWidthMetres >= w)
  return table[row]![heights.findLastIndex((h) => heightMetres >= h)]!
}

/** Streets between the new centre's blocks that the table binds, and the house that the plan allows there, m. */
const NEW_STREET_METRES = 16.5
const NEW_HOUSE_METRES = 20

/**
 * Setbacks that the generated plan asks for along streets of each part of the city, m (assumed): none where houses stand on the
 * red line already (2.7.5), what the table asks of a house in the new centre, a strip before the houses of the country.
 */
export const plannedSetbackMetres = {
  core: 0,
  town: 0,
  new: leastSetbackMetres(NEW_STREET_METRES, NEW_HOUSE_METRES)!,
  rural: 2,
} as const

/** The plan's setback, or the table's where a building of the new centre may be higher than its houses. */
export const setbackFor = (zone: keyof typeof plannedSetbackMetres, heightMetres: number): number =>
  zone === 'new'
    ? Math.max(plannedSetbackMetres.new, leastSetbackMetres(NEW_STREET_METRES, heightMetres)!)
    : plannedSetbackMetres[zone]
