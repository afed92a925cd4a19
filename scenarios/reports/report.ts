/** What a field report may hold, and the code that its sender keeps. Light: the phone loads it. */

export const REPORT_PHOTOS = 5
export const REPORT_TEXT = 4000
/** Reports of a kind so near are taken for the same matter, m. */
export const NEAR_METRES = 50
/** How far beyond the city's edge something may be reported, m. */
export const BEYOND_METRES = 2000
/** Longer side of a photo as it is sent, pixels. */
export const PHOTO_PIXELS = 1600

/** No letters or digits that are taken for one another. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `K7QM-2XPA-…`: 80 bits of chance, made on the sender's device. @param bytes 16 of them */
export const followCodeOf = (bytes: Uint8Array): string =>
  Array.from(
    bytes.subarray(0, 16),
    (byte, i) => `${i > 0 && i % 4 === 0 ? '-' : ''}${SIGNS[byte % SIGNS.length]}`,
  ).join('')

/** As it was made, however it was typed. */
export const tidyFollowCode = (typed: string): string => {
  const signs = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return signs.length === 16 ? signs.replace(/(.{4})(?=.)/g, '$1-') : typed.trim()
}

const EARTH_METRES = 6_371_008.8

/** Along the great circle, m; exact enough for tens of metres. */
export function metresBetween(
  a: { readonly lon: number; readonly lat: number },
  b: { readonly lon: number; readonly lat: number },
): number {
  const radians = Math.PI / 180
  const x = (b.lon - a.lon) * radians * Math.cos(((a.lat + b.lat) / 2) * radians)
  return Math.hypot(x, (b.lat - a.lat) * radians) * EARTH_METRES
}
