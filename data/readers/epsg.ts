/**
 * Reference systems by their EPSG code, as proj4 strings: WGS 84, ETRS89 and VN-2000 by degrees and by UTM zone, the TM-3 zones of
 * Việt Nam (`VN-2000 / TM-3 …`, by their central meridian) and web Mercator. Codes by the EPSG dataset, v11.
 */
import { vn2000 } from '../../scenarios/frame.ts'

export interface Crs {
  readonly name: string
  readonly proj4: string
}

/** VN-2000 to WGS 84 (decision 05/2007/QĐ-BTNMT) in the signs that proj4 reads; see scenarios/frame.ts. */
export const VN2000_DATUM = /\+ellps=WGS84 \+towgs84=\S+/.exec(vn2000.proj4)![0]
const ETRS89_DATUM = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0'

const transverse = (lon: number, scale: number, datum: string) =>
  `+proj=tmerc +lat_0=0 +lon_0=${lon} +k=${scale} +x_0=500000 +y_0=0 ${datum} +units=m +no_defs`

/** Central meridians of the 3° zones of VN-2000. 6956–6959 are 5896–5899 with the axes named north first. */
export const vn2000Zones: Readonly<Record<number, number>> = {
  ...{ 5896: 102, 5897: 105, 5898: 108, 5899: 107.75, 6956: 102, 6957: 105, 6958: 108, 6959: 107.75 },
  ...{ 9205: 103, 9206: 104, 9207: 104.5, 9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106, 9212: 106.25 },
  ...{ 9213: 106.5, 9214: 107, 9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5 },
}

const meridianText = (lon: number) => `${Math.floor(lon)}°${String(Math.round((lon % 1) * 60)).padStart(2, '0')}′`

export const wgs84: Crs = { name: 'WGS 84 (EPSG:4326)', proj4: '+proj=longlat +datum=WGS84 +no_defs' }
export const isDegrees = ({ proj4 }: Crs): boolean => proj4.includes('+proj=longlat')

/** Null where the code is not one of these. */
export function crsOf(code: number): Crs | null {
  const named = systemOf(code)
  return named && { name: `${named[0]} (EPSG:${code})`, proj4: named[1] }
}

function systemOf(code: number): [name: string, proj4: string] | null {
  const zone = Object.hasOwn(vn2000Zones, code) ? vn2000Zones[code]! : null
  if (zone !== null) return [`VN-2000 / TM-3 ${meridianText(zone)}`, transverse(zone, 0.9999, VN2000_DATUM)]
  if (code === 4326 || code === 4979) return ['WGS 84', wgs84.proj4]
  if (code === 4258) return ['ETRS89', `+proj=longlat ${ETRS89_DATUM} +no_defs`]
  if (code === 4756 || code === 4755) return ['VN-2000', `+proj=longlat ${VN2000_DATUM} +no_defs`]
  if (code === 3857 || code === 900913) {
    const sphere = '+a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null'
    return ['Web Mercator', `+proj=merc ${sphere} +no_defs`]
  }
  if (code === 3405 || code === 3406) {
    const number = code - 3357
    return [`VN-2000 / UTM ${number}N`, transverse(number * 6 - 183, 0.9996, VN2000_DATUM)]
  }
  const [family, number] = [Math.floor(code / 100), code % 100]
  const utm = (datum: string) => `+proj=utm +zone=${number} ${datum} +units=m +no_defs`
  if (number < 1 || number > 60) return null
  if (family === 326) return [`WGS 84 / UTM ${number}N`, utm('+datum=WGS84')]
  if (family === 327) return [`WGS 84 / UTM ${number}S`, utm('+south +datum=WGS84')]
  if (family === 258 && number >= 28 && number <= 38) return [`ETRS89 / UTM ${number}N`, utm(ETRS89_DATUM)]
  return null
}
