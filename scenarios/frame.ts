/**
 * Frames: every city has one local metric frame (x east, y north, metres); WGS 84 only at the edges.
 * Vị Thanh: VN-2000 / TM-3 105°00′ (EPSG:5897). The widespread proj string has the rotation signs of the other convention
 * and is 0.54 m off here; this one is checked against its test point (facts/vietnam.json `crs`).
 */
import { z } from 'zod'

export const frameSchema = z.object({
  /** e.g. `EPSG:5897` */
  crs: z.string(),
  proj4: z.string(),
  verticalDatum: z.string(),
  /** The date that levels refer to: the delta subsides 1–3 cm a year. */
  epoch: z.string(),
  /** Ellipsoidal height minus height above the vertical datum, m. */
  ellipsoidMinusHeight: z.number(),
})
export type Frame = z.infer<typeof frameSchema>

export const vn2000: Frame = {
  crs: 'EPSG:5897',
  proj4:
    '+proj=tmerc +lat_0=0 +lon_0=105 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 ' +
    '+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs',
  verticalDatum: 'Hòn Dấu 1992',
  epoch: '2025-07-01',
  ellipsoidMinusHeight: -6.84,
}

/** The UTM zone (WGS 84) of a place, for cities that name no frame of their own. */
export function utmFrame(lon: number, lat: number, verticalDatum: string, epoch: string): Frame {
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1)
  return {
    crs: `EPSG:${(lat < 0 ? 32700 : 32600) + zone}`,
    proj4: `+proj=utm +zone=${zone}${lat < 0 ? ' +south' : ''} +datum=WGS84 +units=m +no_defs`,
    verticalDatum,
    epoch,
    ellipsoidMinusHeight: 0,
  }
}

export { type Projection, projection, projectionBetween, type XY } from './projection.ts'
