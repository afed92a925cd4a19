/**
 * The reference systems that elevation files name by their EPSG code, as proj4 strings: WGS 84, ETRS89 and VN-2000, by degrees and by
 * UTM zone, the TM-3 zones of Việt Nam, and web Mercator. Codes and central meridians by the EPSG registry.
 */
import { vn2000 } from '../../../scenarios/frame.ts'

export interface Crs {
  readonly name: string
  readonly proj4: string
  readonly degrees: boolean
}

/** Central meridians of VN-2000 / TM-3, degrees, by code. */
const TM3: Readonly<Record<number, number>> = {
  ...{ 5896: 102, 5897: 105, 5898: 108, 5899: 107.75 },
  ...{ 9205: 103, 9206: 104, 9207: 104.5, 9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106 },
  ...{ 9212: 106.25, 9213: 106.5, 9214: 107, 9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5 },
}
/** From WGS 84 to VN-2000, as the city's own frame has it. */
const VN2000 = `+ellps=WGS84 ${/\+towgs84=\S+/.exec(vn2000.proj4)![0]}`
const GEOGRAPHIC: Readonly<Record<number, string>> = {
  4326: '+datum=WGS84',
  4979: '+datum=WGS84',
  4258: '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0',
  4756: VN2000,
}
export const wgs84: Crs = { name: 'EPSG:4326', proj4: '+proj=longlat +datum=WGS84 +no_defs', degrees: true }

/** Null where the code is not one of these. */
export function crsOf(epsg: number): Crs | null {
  const name = `EPSG:${epsg}`
  const degrees = Object.hasOwn(GEOGRAPHIC, epsg) ? GEOGRAPHIC[epsg] : undefined
  if (degrees) return { name, proj4: `+proj=longlat ${degrees} +no_defs`, degrees: true }
  const metric = metricOf(epsg)
  return metric === null ? null : { name, proj4: `${metric} +units=m +no_defs`, degrees: false }
}

function metricOf(epsg: number): string | null {
  const zone = (first: number, last: number, base: number) => (epsg >= first && epsg <= last ? epsg - base : 0)
  const [north, south, europe] = [zone(32601, 32660, 32600), zone(32701, 32760, 32700), zone(25828, 25838, 25800)]
  if (north) return `+proj=utm +zone=${north} +datum=WGS84`
  if (south) return `+proj=utm +zone=${south} +south +datum=WGS84`
  if (europe) return `+proj=utm +zone=${europe} ${GEOGRAPHIC[4258]}`
  if (epsg === 3405 || epsg === 3406) return `+proj=utm +zone=${epsg - 3357} ${VN2000}`
  if (epsg === 3857) return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +nadgrids=@null'
  const meridian = Object.hasOwn(TM3, epsg) ? TM3[epsg] : undefined
  return meridian === undefined
    ? null
    : `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=0.9999 +x_0=500000 +y_0=0 ${VN2000}`
}
