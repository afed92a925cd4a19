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

/**
 * Setbacks that the generated plan asks for along streets of each part of the city, m (assumed): none where houses stand on the
 * red line already (2.7.5), a strip before the houses of the new centre and of the country.
 */
export const plannedSetbackMetres = { core: 0, town: 0, new: 2, rural: 2 } as const
