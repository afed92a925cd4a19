/** Places between WGS 84 and a local frame. Without schemas: a browser's thread loads it. */
import proj4 from 'proj4'

export type XY = [x: number, y: number]

export interface Projection {
  /** WGS 84 degrees → local metres */
  toLocal(lon: number, lat: number): XY
  /** local metres → WGS 84 degrees */
  toWgs84(x: number, y: number): XY
}

/** @param frame.proj4 of a frame (`frame.ts`) */
export function projection(frame: { readonly proj4: string }): Projection {
  const converter = proj4('+proj=longlat +datum=WGS84 +no_defs', frame.proj4)
  return {
    toLocal: (lon, lat) => converter.forward([lon, lat]) as XY,
    toWgs84: (x, y) => converter.inverse([x, y]) as XY,
  }
}

/** From one proj4 system to another; NaN where a place cannot be told in it. */
export function projectionBetween(from: string, to: string): (point: XY) => XY {
  if (from === to) return (point) => point
  const converter = proj4(from, to)
  return ([x, y]) => converter.forward([x, y]) as XY
}
