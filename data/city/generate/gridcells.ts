/**
 * The address grid: cells of 0.0025° (Open Location Code, eight digits) that touch the city, each with the unit that holds
 * most of it, that unit's postcode, and its addresses.
 */
import { openLocationCode } from '../../../scenarios/address/grid-code.ts'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { projection, vn2000, type XY } from '../../../scenarios/frame.ts'
import { boundsOf, contains, pointInRing } from '../../../scenarios/geometry.ts'
import { feature } from './features.ts'
import { unitPlaces } from './place.ts'

const CELLS_PER_DEGREE = 400
/** Points a side at which a cell is asked which unit it lies in. */
const POINTS = 5

const { toLocal, toWgs84 } = projection(vn2000)
const cellOf = ([x, y]: XY): [column: number, row: number] => {
  const [lon, lat] = toWgs84(x, y)
  return [Math.floor(lon * CELLS_PER_DEGREE), Math.floor(lat * CELLS_PER_DEGREE)]
}
const cornerOf = (column: number, row: number): XY => toLocal(column / CELLS_PER_DEGREE, row / CELLS_PER_DEGREE)

export function gridcellFeatures(addresses: readonly XY[]): Feature<'gridcells'>[] {
  const counts = new Map<string, number>()
  for (const p of addresses) {
    const key = cellOf(p).join(',')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const units = unitPlaces.map((unit) => ({ unit, bounds: boundsOf(unit.ring) }))
  const [x0, y0, x1, y1] = boundsOf(unitPlaces.flatMap((unit) => unit.ring))
  const [first, last] = [cellOf([x0, y0]), cellOf([x1, y1])]
  const out: Feature<'gridcells'>[] = []
  for (let row = first[1] - 1; row <= last[1] + 1; row++) {
    for (let column = first[0] - 1; column <= last[0] + 1; column++) {
      const shares = new Map<(typeof units)[number]['unit'], number>()
      for (let k = 0; k < POINTS * POINTS; k++) {
        const p = cornerOf(column + ((k % POINTS) + 0.5) / POINTS, row + (Math.floor(k / POINTS) + 0.5) / POINTS)
        const found = units.find(({ unit, bounds }) => contains(bounds, p) && pointInRing(p, unit.ring))?.unit
        if (found) shares.set(found, (shares.get(found) ?? 0) + 1)
      }
      const addressCount = counts.get(`${column},${row}`) ?? 0
      if (shares.size === 0 && addressCount === 0) continue
      const most = [...shares].sort((a, b) => b[1] - a[1])[0]?.[0]
      const [lon, lat] = [(column + 0.5) / CELLS_PER_DEGREE, (row + 0.5) / CELLS_PER_DEGREE]
      const key = openLocationCode(lon, lat).slice(0, 9)
      const ring = [
        cornerOf(column, row),
        cornerOf(column + 1, row),
        cornerOf(column + 1, row + 1),
        cornerOf(column, row + 1),
        cornerOf(column, row),
      ]
      out.push(
        feature(
          'gridcells',
          key,
          { type: 'Polygon', coordinates: [ring] },
          {
            code: key,
            postcode: most?.postcode ?? null,
            unitCode: most?.code ?? null,
            addresses: addressCount,
          },
          'computed',
        ),
      )
    }
  }
  return out
}
