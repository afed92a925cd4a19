/**
 * The grid code of a place: its Open Location Code in 11 digits (a cell of about 3 m), with the 5-digit postcode in front. The public
 * scheme (Vpostcode) is postcode and 7 characters; which 7 was not found published (facts §6.5), so that `localCode` is to be
 * confirmed: it is the one place that says it.
 */
import { OpenLocationCode } from 'open-location-code'

const grid = new OpenLocationCode()
const DIGITS = 11
/** Digits of the square of a degree that the whole city lies in. */
const AREA_DIGITS = 4

/** e.g. `6PX7QFMC+MV4` */
export const openLocationCode = (lon: number, lat: number): string => grid.encode(lat, lon, DIGITS)

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
  const { latitudeCenter: lat, longitudeCenter: lon } = grid.decode(`${whole.slice(0, 8)}+${whole.slice(8)}`)
  return { lon, lat }
}
