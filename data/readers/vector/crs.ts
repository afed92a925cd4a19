/**
 * Reference systems as files name them — an EPSG code, WKT 1 or 2, a proj4 string — turned into one proj4 string. Codes: EPSG
 * dataset v11 (VN-2000 zones: `VN-2000 / TM-3 …`, by their central meridian). What is not known here is refused by its name.
 */
import proj4 from 'proj4'
import { crsOf, VN2000_DATUM, vn2000Zones, wgs84 } from '../epsg.ts'
import { fileProblem } from '../problem.ts'
import type { SourceCrs } from './contract.ts'

/** Where a format fixes WGS 84 and the file says nothing. */
export const impliedWgs84: SourceCrs = { ...wgs84, stated: false }

/** The system of an EPSG code that a file states; null where it is not known here. */
export function epsg(code: number): SourceCrs | null {
  const crs = crsOf(code)
  return crs && { ...crs, stated: true }
}

/** The EPSG codes in a name: `EPSG:5897`, `urn:ogc:def:crs:EPSG::5897`, `…/def/crs/EPSG/0/5897`, `CRS84`; plane part first. */
export function epsgCodes(text: string): number[] {
  if (/\bCRS:?84h?\b/i.test(text)) return [4326]
  return [...text.matchAll(/EPSG(?::|\/)+(?:[\d.]*(?::|\/)+)?(\d{4,6})/gi)].map((match) => Number(match[1]))
}

const EXPECTED = 'EPSG:4326, 4756, 3857, 3405, 3406, a VN-2000 TM-3 zone (EPSG:5896–5899, 9205–9218) or UTM on WGS 84'

/** The system that a text states: a code, WKT or proj4. Unknown ones end in a `Problem` that names them. */
export function crsFrom(text: string, file: string, place?: string): SourceCrs {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ')
  const found =
    trimmed.length > 65_536
      ? null
      : trimmed.startsWith('+')
        ? fromProj4(trimmed)
        : trimmed.includes('[')
          ? fromWkt(trimmed)
          : fromName(trimmed)
  if (found) return found
  const shown = (/^\w+\s*\[\s*"([^"]*)"/.exec(trimmed)?.[1] ?? trimmed).slice(0, 80)
  throw fileProblem(
    file,
    'crs-unknown',
    {
      vi: `hệ tọa độ “${shown}” không đọc được; hãy chuyển tệp sang hệ khác, ví dụ: ogr2ogr -t_srs EPSG:4326`,
      en: `the reference system “${shown}” is not known; convert the file, for example: ogr2ogr -t_srs EPSG:4326`,
    },
    { ...(place && { place }), expected: EXPECTED },
  )
}

function fromName(text: string): SourceCrs | null {
  const codes = /^\d{4,6}$/.test(text) ? [Number(text)] : epsgCodes(text.slice(0, 400))
  return codes.map(epsg).find((crs) => crs !== null) ?? null
}

/** VN-2000 with the rotation signs of the other convention, as the string on the web has it: 0.54 m off. */
const WRONG_SIGNS = /\+towgs84=-191\.90441\d*,\s*-39\.30318\d*,\s*-111\.45032\d*,\s*-0\.0092\S*/

function fromProj4(text: string): SourceCrs | null {
  if (!/\+proj=(longlat|tmerc|utm|merc|lcc)\b/.test(text) || !/^[-+\w\s.,=@]*$/.test(text)) return null
  const mended = text.replace(WRONG_SIGNS, VN2000_DATUM.split(' ')[1]!)
  try {
    proj4(mended)
  } catch {
    return null
  }
  return {
    name: mended === text ? text : `${mended} (signs of the VN-2000 rotation mended)`,
    proj4: mended,
    stated: true,
  }
}

/** WKT 1 (OGC, ESRI) and WKT 2, read by their parameters: both order them differently and name them alike. */
function fromWkt(text: string): SourceCrs | null {
  const plane = text.replace(/,\s*(VERT_?CS|VERTCRS|VERTICALCRS)\s*\[[\s\S]*$/i, '')
  const title = /(?:PROJCS|PROJCRS|PROJECTEDCRS|GEOGCS|GEOGCRS|GEODCRS|GEOGRAPHICCRS)\s*\[\s*"([^"]*)"/i.exec(
    plane,
  )?.[1]
  if (title === undefined) return null
  const own = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]\s*\]?\s*$/i.exec(plane)
  const coded = own && epsg(Number(own[1]))
  if (coded) return { ...coded, name: `${title} (EPSG:${own[1]})` }
  const datum = datumOf(plane)
  if (datum === null) return null
  if (!/PROJC(S|RS)|PROJECTEDCRS/i.test(plane))
    return { name: title, proj4: `+proj=longlat ${datum} +no_defs`, stated: true }
  const method = /(?:PROJECTION|METHOD)\s*\[\s*"([^"]*)"/i
    .exec(plane)?.[1]
    ?.replaceAll(/[_\s]+/g, ' ')
    .toLowerCase()
  const value = (...names: string[]) => {
    for (const [, name, number] of plane.matchAll(/PARAMETER\s*\[\s*"([^"]*)"\s*,\s*(-?[\d.]+(?:e[-+]?\d+)?)/gi))
      if (names.includes(name!.replaceAll(/[_\s]+/g, ' ').toLowerCase())) return Number(number)
    return undefined
  }
  const lat = value('latitude of origin', 'latitude of natural origin', 'latitude of false origin') ?? 0
  const lon = value(
    'central meridian',
    'longitude of natural origin',
    'longitude of origin',
    'longitude of false origin',
  )
  const scale = value('scale factor', 'scale factor at natural origin') ?? 1
  const [east, north] = [
    value('false easting', 'easting at false origin') ?? 0,
    value('false northing', 'northing at false origin') ?? 0,
  ]
  const toMetre = unitOf(plane)
  const first = value('standard parallel 1', 'latitude of 1st standard parallel')
  const second = value('standard parallel 2', 'latitude of 2nd standard parallel')
  const units = toMetre === 1 ? '+units=m' : `+to_meter=${toMetre}`
  if (lon === undefined || method === undefined) return null
  if (/mercator auxiliary sphere|popular visualisation/.test(method)) return { ...epsg(3857)!, name: title }
  const shape = /^(transverse mercator|gauss kruger)$/.test(method)
    ? `+proj=tmerc +lat_0=${lat} +lon_0=${lon} +k=${scale}`
    : /^lambert conformal conic( 2sp|.*\(2sp\))?$/.test(method) && first !== undefined && second !== undefined
      ? `+proj=lcc +lat_0=${lat} +lat_1=${first} +lat_2=${second} +lon_0=${lon}`
      : null
  if (shape === null) return null
  const whole = `${shape} +x_0=${east * toMetre} +y_0=${north * toMetre} ${datum} ${units} +no_defs`
  const code = [...Object.keys(vn2000Zones), 3405, 3406].find((number) => epsg(Number(number))!.proj4 === whole)
  return { name: code === undefined ? title : `${title} (EPSG:${code})`, proj4: whole, stated: true }
}

function datumOf(wkt: string): string | null {
  const name = /(?:DATUM|ENSEMBLE)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1] ?? ''
  if (/vi.?t.?nam.?2000|vn.?2000/i.test(name)) return VN2000_DATUM
  if (/wgs.?(19)?84|world geodetic system.*84/i.test(name)) return '+datum=WGS84'
  const sphere = /(?:SPHEROID|ELLIPSOID)\s*\[\s*"[^"]*"\s*,\s*([\d.]+)\s*,\s*([\d.]+)/i.exec(wkt)
  const shift = /TOWGS84\s*\[([-\d.,\seE+]*)\]/i.exec(wkt)?.[1]?.replaceAll(/\s/g, '')
  if (!sphere || (!shift && !/etrs|european.terrestrial|itrf|igs|wgs/i.test(name))) return null
  return `+a=${sphere[1]} ${sphere[2] === '0' ? `+b=${sphere[1]}` : `+rf=${sphere[2]}`} +towgs84=${shift ?? '0,0,0,0,0,0,0'}`
}

/** Metres in the unit of a projected system. */
function unitOf(wkt: string): number {
  const units = [...wkt.matchAll(/(?:LENGTH)?UNIT\s*\[\s*"([^"]*)"\s*,\s*([\d.eE+-]+)/gi)]
  const length = units.filter(([, name]) => !/degree|radian|grad|unity/i.test(name!)).at(-1)
  const metres = length ? Number(length[2]) : 1
  return metres > 0 && Number.isFinite(metres) ? metres : 1
}
