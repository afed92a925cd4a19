/** Coordinates as people write them: WGS 84 in degrees, with minutes, with seconds; VN-2000 as surveyors write it (X north, Y east). */
import type { Projection } from '../frame.ts'

export interface Coordinates {
  readonly lon: number
  readonly lat: number
  readonly notation: 'wgs84' | 'vn2000'
}

const NUMBER = String.raw`[-+]?\d{1,8}(?:[.,]\d+)?`
const ANGLE =
  /([NSEWBĐTn­sewbđt])?\s*(\d{1,3})\s*[°ºo]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''|’’)\s*)?([NSEWBĐTnsewbđt])?/gu

/** Null where the text holds no place in Vietnam. */
export function parseCoordinates(text: string, { toWgs84 }: Pick<Projection, 'toWgs84'>): Coordinates | null {
  return degreesIn(text) ?? pairIn(text, toWgs84)
}

/** 8° … 24° N, 102° … 118° E: the islands too. */
const place = (a: number, b: number): Coordinates | null => {
  const is = (lat: number, lon: number) => lat >= 6 && lat <= 24 && lon >= 102 && lon <= 118
  if (is(a, b)) return { lat: a, lon: b, notation: 'wgs84' }
  return is(b, a) ? { lat: b, lon: a, notation: 'wgs84' } : null
}

function degreesIn(text: string): Coordinates | null {
  const angles = [...text.matchAll(ANGLE)].map(
    ([, , degrees, minutes = '0', seconds = '0']) =>
      Number(degrees) + numberOf(minutes) / 60 + numberOf(seconds) / 3600,
  )
  return angles.length === 2 ? place(angles[0]!, angles[1]!) : null
}

function pairIn(text: string, toWgs84: Projection['toWgs84']): Coordinates | null {
  const said = text.replace(
    /(?:lat(?:itude)?|lon(?:g(?:itude)?)?|vĩ độ|kinh độ|[xyXYNEBĐ])\s*[:=]?\s*(?=[-+]?\d)/gu,
    ' ',
  )
  const found = new RegExp(String.raw`^\s*(${NUMBER})\s*(?:[,;/\s]|(?:[NBnb]))\s*(${NUMBER})\s*[EĐeđ]?\s*$`, 'u').exec(
    said.replace(/(\d)\s*[NBnb]\s*[,;]?/gu, '$1; '),
  )
  if (!found) return null
  const [a, b] = [numberOf(found[1]!), numberOf(found[2]!)]
  const degrees = /[.,]\d{2,}/.test(found[1]!) && /[.,]\d{2,}/.test(found[2]!) ? place(a, b) : null
  if (degrees) return degrees
  const isNorthing = (value: number) => value > 700_000 && value < 2_700_000
  const isEasting = (value: number) => value > 300_000 && value < 700_000
  const [east, north] = isEasting(a) && isNorthing(b) ? [a, b] : isEasting(b) && isNorthing(a) ? [b, a] : []
  if (east === undefined || north === undefined) return null
  const [lon, lat] = toWgs84(east, north)
  return { lon, lat, notation: 'vn2000' }
}

const numberOf = (text: string): number => Number(text.replace(',', '.'))
