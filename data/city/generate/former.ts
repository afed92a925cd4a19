/** Outlines of the nine former units: not known, so the three units are split near the official areas. Generated. */
import polygonClipping from 'polygon-clipping'
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, ringArea } from '../../../scenarios/geometry.ts'
import { cellAt, cellsInPolygon, type GridSpec } from '../../../scenarios/grid.ts'
import { formerUnits } from '../facts/places.ts'
import { at, CENTRE, nangMau, unitPlaces, xaNo } from './place.ts'
import { closed, cut, direction, extentIn, type OpenRing, simpleRings, type Turned, turned } from './plane.ts'

export interface FormerUnit {
  readonly code: string
  readonly unitCode: string
  readonly rings: OpenRing[]
}

const areaOf = (rings: readonly OpenRing[]): number => rings.reduce((sum, ring) => sum + Math.abs(ringArea(ring)), 0)

/** Cuts from the side of large u as much as the share asks. */
function slab(rings: OpenRing[], frame: Turned, squareMetres: number): [rest: OpenRing[], taken: OpenRing[]] {
  const extents = rings.map((ring) => extentIn(frame, ring))
  let [low, high] = [Math.min(...extents.map((e) => e.u0)), Math.max(...extents.map((e) => e.u1))]
  const halves = (u: number): [OpenRing[], OpenRing[]] => {
    const pairs = rings.map((ring) => cut(ring, frame, u, 1))
    return [pairs.flatMap((p) => p[0]), pairs.flatMap((p) => p[1])]
  }
  for (let i = 0; i < 40; i++) {
    const mid = (low + high) / 2
    if (areaOf(halves(mid)[1]) > squareMetres) low = mid
    else high = mid
  }
  return halves(Math.round(low))
}

const frameOf = (a: XY, b: XY): Turned => {
  const [dx, dy] = direction(a, b)
  return turned(Math.atan2(dy, dx))
}

export function makeFormerUnits(): FormerUnit[] {
  const unit = (code: string) => unitPlaces.find((u) => u.code === code)!
  /** Official area scaled so that the three add up to their unit. */
  const share = (code: string): number => {
    const own = formerUnits.find((f) => f.code === code)!
    const all = formerUnits.filter((f) => f.nowPartOf === own.nowPartOf).reduce((s, f) => s + f.areaSquareKilometres, 0)
    return (own.areaSquareKilometres / all) * Math.abs(ringArea(unit(own.nowPartOf).ring))
  }
  const difference = (rings: OpenRing[], minus: OpenRing[]) =>
    simpleRings(
      polygonClipping.difference(
        rings.map((r) => [closed(r)]),
        minus.map((r) => [closed(r)]),
      ),
      100,
    )
  const intersection = (rings: OpenRing[], other: OpenRing) =>
    simpleRings(
      polygonClipping.intersection(
        rings.map((r) => [closed(r)]),
        [closed(other)],
      ),
      100,
    )
  const of = (code: string, unitCode: string, rings: OpenRing[]): FormerUnit => ({ code, unitCode, rings })

  const seven = frameOf(xaNo[0]!, xaNo[1]!)
  const vithanh = [unit('31321').ring]
  const market = [
    at(105.4596, 9.7778),
    at(105.465, 9.7839),
    at(105.4709, 9.7835),
    at(105.4709, 9.7757),
    at(105.464, 9.7738),
  ]
  const one = intersection(vithanh, market)
  const [vii, upper] = slab(difference(vithanh, one), seven, share('31321'))

  const vitan = [unit('31333').ring]
  const wedge: OpenRing = [...xaNo.slice(CENTRE), at(105.56, 9.8), ...nangMau.slice(1).reverse()]
  const south = intersection(vitan, wedge)
  const northern = difference(vitan, south)
  const north = frameOf(xaNo[CENTRE]!, xaNo[CENTRE + 1]!)
  const [westward, five] = slab(northern, north, Math.max(1, share('31327') - areaOf(south)))
  const [vt, four] = slab(westward, north, share('31324'))

  const east = turned(0.5)
  const [west, hl] = slab([unit('31338').ring], east, share('31336'))
  const [ht, tt] = slab(west, east, share('31338'))
  return [
    of('31318', '31321', one),
    of('31321', '31321', upper),
    of('31330', '31321', vii),
    of('31327', '31333', [...south, ...five]),
    of('31324', '31333', four),
    of('31333', '31333', vt),
    of('31336', '31338', hl),
    of('31338', '31338', tt),
    of('31339', '31338', ht),
  ]
}

/** Squares of the map of former units, m: a place nearer to a limit than half of it may fall to the other side. */
const SQUARE_METRES = 10

/** Which former unit a place within a unit belonged to, by a map of squares. */
export class FormerMap {
  readonly #former: readonly FormerUnit[]
  readonly #spec: GridSpec
  readonly #index: Int8Array

  constructor(former: readonly FormerUnit[]) {
    const [x0, y0, x1, y1] = boundsOf(former.flatMap((f) => f.rings.flat()))
    this.#former = former
    this.#spec = {
      columns: Math.ceil((x1 - x0) / SQUARE_METRES),
      rows: Math.ceil((y1 - y0) / SQUARE_METRES),
      cellSize: SQUARE_METRES,
      west: x0,
      north: y1,
    }
    this.#index = new Int8Array(this.#spec.columns * this.#spec.rows).fill(-1)
    for (const [i, { rings }] of former.entries()) {
      for (const ring of rings) cellsInPolygon(this.#spec, [ring], (cell) => (this.#index[cell] = i))
    }
  }

  /** The last of that unit's where an edge is in doubt. */
  at(unitCode: string, point: XY): FormerUnit {
    const cell = cellAt(this.#spec, point)
    const found = cell < 0 ? undefined : this.#former[this.#index[cell]!]
    return found?.unitCode === unitCode ? found : this.#former.filter((f) => f.unitCode === unitCode).at(-1)!
  }
}
