/**
 * A straight street with equal lamps in equal steps, by EN 13201-3:2015 and CIE 140: illuminance and luminance on the field
 * between two lamps of a row, uniformities, disability glare, surround ratios, semi-cylindrical illuminance on the sidewalks.
 *
 * Field: N = 10 columns if its length S ≤ 30 m, else the least N with S/N ≤ 3 m; 3 rows a lane for luminance; for illuminance
 * at least 3, at most 1.5 m apart. Luminance adds lamps from 5 H before to 12 H behind a point, ±5 H across; illuminance those
 * within 5 H. Each lane has its observer, who looks the way he drives, on the right; both ways in the middle of an odd number.
 */
import { atan2, degrees } from '../../scenarios/elementary.ts'
import type { SectionGrid, SectionResult, StreetSection } from '../../scenarios/lighting.ts'
import { thresholdIncrement } from './glare.ts'
import { EYE_METRES, eachLamp, type Layout, layoutOf, sidewalksOf } from './layout.ts'
import { intensityToward } from './photometry.ts'
import { reducedCoefficient } from './rtable.ts'

/** From the observer to the field, m. */
const OBSERVER_METRES = 60
/** Lamps that count, in mounting heights. */
export const NEAR_HEIGHTS = 5
const FAR_HEIGHTS = 12
/** Strips of the surround ratio, m. */
const SURROUND_METRES = 5

/** @throws Error where a length is not above 0 */
export function computeSection(section: StreetSection): SectionResult {
  const layout = layoutOf(section)
  const { carriageways, sidewalks } = { ...layout, sidewalks: sidewalksOf(layout) }
  const lux = (across: readonly (readonly [number, number])[]) => across.map(([a, b]) => illuminanceGrid(layout, a, b))
  const [road, walks] = [lux(carriageways), lux(sidewalks)]
  const roadLux = road.flatMap(({ values }) => [...values])
  const observers = carriageways.flatMap((carriageway) => observersOf(layout, carriageway))
  const averageIlluminance = mean(roadLux)
  const minimumIlluminance = least(roadLux)
  const darker = walks.toSorted((a, b) => mean(a.values) - mean(b.values))[0]
  const lampsInField = layout.rows.length
  const areaLux =
    averageIlluminance * section.carriagewayMetres +
    walks.reduce((sum, grid) => sum + mean(grid.values) * section.sidewalkMetres, 0)
  const wattsPerMetre = (lampsInField * section.luminaire.powerWatts) / layout.step
  return {
    averageLuminance: least(observers.map(({ average }) => average)),
    overallUniformity: least(observers.map(({ overall }) => overall)),
    longitudinalUniformity: least(observers.map(({ along }) => along)),
    thresholdIncrement: observers.reduce((most, { glare }) => (glare > most ? glare : most), 0),
    surroundRatio: surroundRatio(layout),
    edgeIlluminanceRatio: edgeRatio(layout),
    averageIlluminance,
    minimumIlluminance,
    illuminanceUniformity: averageIlluminance > 0 ? minimumIlluminance / averageIlluminance : 0,
    sidewalk: darker
      ? {
          averageIlluminance: mean(darker.values),
          minimumIlluminance: least(darker.values),
          semicylindricalIlluminance: least(sidewalks.map(([a, b]) => leastSemicylindrical(layout, a, b))),
        }
      : null,
    semicylindricalIlluminance: least(carriageways.map(([a, b]) => leastSemicylindrical(layout, a, b))),
    illuminance: [...road, ...walks],
    luminance: observers.map(({ grid }) => grid),
    powerDensity: areaLux > 0 ? wattsPerMetre / areaLux : 0,
    wattsPerMetre,
  }
}

/** lx, maintained, on the ground. */
export function illuminanceAt(
  { section: { heightMetres: h }, optics, rows, step, maintained }: Layout,
  x: number,
  y: number,
): number {
  const reach = NEAR_HEIGHTS * h
  let lux = 0
  for (const row of rows) {
    const dy = y - row.y
    eachLamp(row, step, x - reach, x + reach, (lampX) => {
      const dx = x - lampX
      const squared = dx * dx + dy * dy
      if (squared > reach * reach) return
      const d2 = squared + h * h
      lux += (intensityToward(optics, row.aim, dx, dy, -h) * h) / (d2 * Math.sqrt(d2))
    })
  }
  return lux * maintained
}

function illuminanceGrid(layout: Layout, from: number, to: number): SectionGrid {
  return gridOf(layout, across(from, to, Math.max(3, Math.ceil((to - from) / 1.5))), (x, y) =>
    illuminanceAt(layout, x, y),
  )
}

function gridOf({ x }: Layout, y: Float64Array, value: (x: number, y: number) => number): SectionGrid {
  const values = new Float64Array(x.length * y.length)
  for (let r = 0; r < y.length; r++) for (let c = 0; c < x.length; c++) values[r * x.length + c] = value(x[c]!, y[r]!)
  return { columns: x.length, rows: y.length, x, y, values }
}

const across = (from: number, to: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => from + ((k + 0.5) * (to - from)) / count)

/** What each observer of a carriageway sees. */
function observersOf(layout: Layout, [from, to]: readonly [number, number]) {
  const lanes = Math.max(1, Math.round((to - from) / layout.laneMetres))
  const y = across(from, to, 3 * lanes)
  const driven = Array.from({ length: lanes }, (_, lane) =>
    waysOf(layout, y[3 * lane + 1]!).map((way) => ({ lane, way })),
  )
  return driven.flat().map(({ lane, way }) => {
    const observerY = y[3 * lane + 1]!
    const observerX = way > 0 ? -OBSERVER_METRES : layout.step + OBSERVER_METRES
    const grid = gridOf(layout, y, (px, py) => luminanceAt(layout, px, py, observerX, observerY))
    const row = grid.values.subarray((3 * lane + 1) * grid.columns, (3 * lane + 2) * grid.columns)
    const average = mean(grid.values)
    const most = row.reduce((a, b) => (b > a ? b : a), 0)
    return {
      grid: { ...grid, observerY, way },
      average,
      overall: average > 0 ? least(grid.values) / average : 0,
      along: most > 0 ? least(row) / most : 0,
      glare: thresholdIncrement(layout, observerY, way, average / layout.section.maintenanceFactor),
    }
  })
}

/** Which ways are driven in the lane around y. 1: with x, whose right is where y is small. */
function waysOf({ section: { oneWay }, widthMetres }: Layout, y: number): readonly (1 | -1)[] {
  if (oneWay) return oneWay === 'lamps-right' ? [1] : [-1]
  const side = y - widthMetres / 2
  return side < -1e-6 ? [1] : side > 1e-6 ? [-1] : [1, -1]
}

/** cd/m², maintained. */
export function luminanceAt(
  { section: { heightMetres: h, rTable }, optics, rows, step, maintained }: Layout,
  x: number,
  y: number,
  observerX: number,
  observerY: number,
): number {
  const way = observerX < x ? 1 : -1
  const [sightX, sightY] = [x - observerX, y - observerY]
  const [before, behind] = [NEAR_HEIGHTS * h, FAR_HEIGHTS * h]
  let luminance = 0
  for (const row of rows) {
    const dy = row.y - y
    if (dy > NEAR_HEIGHTS * h || dy < -NEAR_HEIGHTS * h) continue
    const [from, to] = way > 0 ? [x - before, x + behind] : [x - behind, x + before]
    eachLamp(row, step, from, to, (lampX) => {
      const dx = lampX - x
      const cross = sightX * dy - sightY * dx
      const beta = degrees(atan2(cross < 0 ? -cross : cross, sightX * dx + sightY * dy))
      const r = reducedCoefficient(rTable, Math.sqrt(dx * dx + dy * dy) / h, beta)
      if (r > 0) luminance += intensityToward(optics, row.aim, -dx, -dy, -h) * r
    })
  }
  return (luminance * maintained * 1e-4) / (h * h)
}

/** SR: mean of the strips outside both kerbs over that of the strips inside, 5 m or half the carriageway wide. */
function surroundRatio(layout: Layout): number {
  const strip = Math.min(SURROUND_METRES, layout.section.carriagewayMetres / 2)
  const [near, far] = edges(layout, strip)
  const inside = near.inside + far.inside
  return inside > 0 ? (near.outside + far.outside) / inside : 0
}

/** EIR: of strips as wide as a lane, the lesser side. */
function edgeRatio(layout: Layout): number {
  return least(edges(layout, layout.laneMetres).map(({ outside, inside }) => (inside > 0 ? outside / inside : 0)))
}

function edges(layout: Layout, strip: number) {
  const average = (from: number, to: number) => mean(illuminanceGrid(layout, from, to).values)
  const w = layout.widthMetres
  return [
    { outside: average(-strip, 0), inside: average(0, strip) },
    { outside: average(w, w + strip), inside: average(w - strip, w) },
  ] as const
}

/** lx on a face 1.5 m high that looks along the street, the lesser way, the darkest point of the strip’s middle. */
function leastSemicylindrical(layout: Layout, from: number, to: number): number {
  const { section, optics, rows, step, maintained } = layout
  const h = section.heightMetres - EYE_METRES
  const reach = NEAR_HEIGHTS * section.heightMetres
  const y = (from + to) / 2
  let lowest = Infinity
  for (const x of layout.x) {
    let [ahead, back] = [0, 0]
    for (const row of rows) {
      const dy = row.y - y
      eachLamp(row, step, x - reach, x + reach, (lampX) => {
        const dx = lampX - x
        const flat = Math.sqrt(dx * dx + dy * dy)
        if (flat > reach) return
        const d2 = flat * flat + h * h
        const toward = flat > 0 ? dx / flat : 0
        const common = (intensityToward(optics, row.aim, -dx, -dy, -h) * flat) / (Math.PI * d2 * Math.sqrt(d2))
        ahead += common * (1 + toward)
        back += common * (1 - toward)
      })
    }
    lowest = Math.min(lowest, ahead, back)
  }
  return lowest * maintained
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return values.length > 0 ? sum / values.length : 0
}

function least(values: ArrayLike<number>): number {
  let lowest = Infinity
  for (let i = 0; i < values.length; i++) if (values[i]! < lowest) lowest = values[i]!
  return lowest
}
