/**
 * The grid code of a place: its Open Location Code in 11 digits (a cell of about 3 m), with the 5-digit postcode in front. The public
 * scheme (Vpostcode) is postcode and 7 characters; which 7 was not found published (facts §6.5), so that `localCode` is to be
 * confirmed: it is the one place that says it.
 */
const ALPHABET = '23456789CFGHJMPQRVWX'
/** Cells of 11 digits: a fifth of 1/8000° high, a quarter of it wide. Whole numbers: no rounding takes a place for one next to it. */
const [ROWS, COLUMNS] = [40_000, 32_000]
/** Of a cell: what was computed to lie on its edge lies in it. */
const EDGE = 1e-6
/** Digits of the square of a degree that the whole city lies in. */
const AREA_DIGITS = 4

/**
 * Open Location Code in 11 digits, e.g. `6PX7QFMC+MV4`. Google's published example: 47.365590, 8.524997 → `8FVC9G8F+6XQ`.
 * @param lon, lat degrees
 */
export function openLocationCode(lon: number, lat: number): string {
  let [row, column] = [Math.floor((lat + 90) * ROWS + EDGE), Math.floor((lon + 180) * COLUMNS + EDGE)]
  let code = ALPHABET[(row % 5) * 4 + (column % 4)]!
  ;[row, column] = [Math.floor(row / 5), Math.floor(column / 4)]
  for (let pair = 0; pair < 5; pair++) {
    code = ALPHABET[row % 20]! + ALPHABET[column % 20]! + (pair === 1 ? '+' : '') + code
    ;[row, column] = [Math.floor(row / 20), Math.floor(column / 20)]
  }
  return code
}

/** The middle of the cell of a code in digits without its plus. */
function middleOf(digits: string): { lon: number; lat: number } {
  let [lat, lon, high, wide] = [-90, -180, 400, 400]
  const values = [...digits].map((digit) => ALPHABET.indexOf(digit))
  for (let i = 0; i < Math.min(10, values.length); i += 2) {
    ;[high, wide] = [high / 20, wide / 20]
    lat += values[i]! * high
    lon += (values[i + 1] ?? 0) * wide
  }
  for (const value of values.slice(10)) {
    ;[high, wide] = [high / 5, wide / 4]
    lat += Math.floor(value / 4) * high
    lon += (value % 4) * wide
  }
  return { lon: lon + wide / 2, lat: lat + high / 2 }
}

/** The seven characters that tell a place within the city, e.g. `QFMCMV4`. To be confirmed (facts §6.5, mô phỏng). */
export const localCode = (lon: number, lat: number): string =>
  openLocationCode(lon, lat).replace('+', '').slice(AREA_DIGITS)

/** e.g. `95115-QFMCMV4`; without a postcode, the Open Location Code. */
export const gridCode = (lon: number, lat: number, postcode: string | null): string =>
  postcode ? `${postcode}-${localCode(lon, lat)}` : openLocationCode(lon, lat)

const CODE = /^(?:(\d{5})\s*[-–\s]?\s*)?((?:[2-9CFGHJMPQRVWX]{4})?[2-9CFGHJMPQRVWX]{4}\+?[2-9CFGHJMPQRVWX]{0,4})$/

/**
 * The middle of the cell that a code names: whole, or without its first four digits near `near`.
 * @param near degrees
 */
export function placeOfCode(text: string, near: { lon: number; lat: number }): { lon: number; lat: number } | null {
  const found = CODE.exec(text.trim().toUpperCase().replaceAll(' ', ''))
  if (!found) return null
  const [, postcode, written] = found
  const plain = written!.replace('+', '')
  // Four letters alone are a word, not a code.
  if (!written!.includes('+') && plain.length < (postcode ? 6 : 7)) return null
  const whole =
    plain.length >= 10 || (written!.indexOf('+') === 8 && plain.length >= 8)
      ? plain
      : openLocationCode(near.lon, near.lat).slice(0, AREA_DIGITS) + plain
  if (whole.length < 8 || whole.length === 9 || whole.length > 12) return null
  return middleOf(whole)
}
