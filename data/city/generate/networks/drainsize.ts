/**
 * Sizes and levels of the storm drains: the rational method down each tree (Q = i(t) · Σ C·A, rain of 2 years, TCVN 7957:2008),
 * the least standard size whose full flow by Manning at its least slope (1/D in mm) carries it, inverts falling from the
 * first manhole to the outfall. A barrel joins the next one at its invert, so a shallow branch runs steeper to a deep main.
 */
import { idfIntensity } from '../../../../scenarios/forcing-design.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { ringArea } from '../../../../scenarios/geometry.ts'
import { type Grid, sample } from '../../../../scenarios/grid.ts'
import { rainfallFromMmPerHour } from '../../../../scenarios/units.ts'
import type { Place } from '../homes.ts'
import type { DrainPlan } from './drainplan.ts'
import { PointIndex } from './made.ts'

const STATION = 'can-tho-2022'
/** Main sewers of a class II city (QCVN 01:2021, table 2.14). */
const RETURN_YEARS = 2
/** From the farthest roof to the first inlet: 5–10 min over the surface and along the gutter. */
const FIRST_MINUTES = 10
/** Runoff coefficients at 2 years (TCVN 7957, table 5): asphalt, roofs, flat grass. */
const RUNOFF = { asphalt: 0.73, roof: 0.75, grass: 0.32 }
/** A lot farther than this from every manhole drains to its own ditch or canal, m. */
const LOT_REACH_METRES = 140
/** Reinforced concrete (TCVN 7957). */
export const CONCRETE_MANNING = 0.013
/** Ground above the crown, m. */
export const COVER_METRES = 0.5
/** Connector of an inlet (QCVN 07-2:2023: D300 at least), and how deep its invert lies below the grate, m. */
export const CONNECTOR_METRES = 0.3
const INLET_DEPTH_METRES = 0.65
/** A manhole's invert below those of its inlets, for their fall on the way, m. */
const BELOW_INLET_METRES = 0.25

/** Streets of the town lie above this, m: what is lower is a bank. */
const LEAST_STREET_METRES = 0.8

export interface Barrel {
  readonly kind: 'pipe' | 'box'
  readonly height: number
  readonly width: number
}

/** Street drains from D400 (QCVN 07-2:2023), the way they are cast: pipes, then boxes. */
export const barrels: readonly Barrel[] = [
  ...[0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2].map((d): Barrel => ({ kind: 'pipe', height: d, width: d })),
  { kind: 'box', height: 2, width: 2.5 },
  { kind: 'box', height: 2, width: 4 },
  { kind: 'box', height: 2.5, width: 6 },
]

const wall = ({ height }: Barrel): number => (height < 1 ? 0.06 : 0.12)
/** 1/D with D in millimetres. */
export const leastSlope = (height: number): number => 1 / (height * 1000)

/** Manning's full flow, m³/s, and its speed, m/s. */
export function fullFlow({ kind, height, width }: Barrel, slope: number): { flow: number; speed: number } {
  const area = kind === 'pipe' ? (Math.PI * height * height) / 4 : height * width
  const radius = kind === 'pipe' ? height / 4 : area / (2 * (height + width))
  const speed = (Math.cbrt(radius) ** 2 * Math.sqrt(slope)) / CONCRETE_MANNING
  return { flow: area * speed, speed }
}

export interface DrainSizes {
  readonly ground: Float64Array
  readonly invert: Float64Array
  /** By manhole: what leads on from it. */
  readonly barrel: readonly Barrel[]
  /** Design flow that leaves it, m³/s. */
  readonly flow: Float64Array
  /** Effective area Σ C·A that drains through it, m². */
  readonly area: Float64Array
}

export function sizeDrains(plan: DrainPlan, places: readonly Place[], grid: Grid): DrainSizes {
  const n = plan.manholes.length
  const ground = Float64Array.from(plan.manholes, (p) => levelAt(grid, p))
  const area = ownAreas(plan, places)
  const minutes = new Float64Array(n).fill(FIRST_MINUTES)
  const flow = new Float64Array(n)
  const size = new Int32Array(n)
  const invert = new Float64Array(n).fill(Infinity)
  for (const i of plan.order.toReversed()) {
    const rain = rainfallFromMmPerHour(idfIntensity(STATION, RETURN_YEARS, Math.min(180, minutes[i]!)))
    flow[i] = rain * area[i]!
    while (
      size[i]! + 1 < barrels.length &&
      fullFlow(barrels[size[i]!]!, leastSlope(barrels[size[i]!]!.height)).flow < flow[i]!
    )
      size[i]!++
    const barrel = barrels[size[i]!]!
    const deepest = ground[i]! - COVER_METRES - wall(barrel) - barrel.height
    invert[i] = Math.min(invert[i]!, deepest, ground[i]! - INLET_DEPTH_METRES - BELOW_INLET_METRES)
    const next = plan.parent[i]!
    if (next < 0) continue
    const { length } = plan.spans[plan.span[i]!]!
    const slope = leastSlope(barrel.height)
    area[next]! += area[i]!
    minutes[next] = Math.max(minutes[next]!, minutes[i]! + length / fullFlow(barrel, slope).speed / 60)
    size[next] = Math.max(size[next]!, size[i]!)
    const least = ground[next]! - COVER_METRES - wall(barrel) - barrel.height
    invert[next] = Math.min(invert[next]!, invert[i]! - slope * length, least)
  }
  return { ground, invert: invert.map(millimetresDown), barrel: [...size].map((s) => barrels[s]!), flow, area }
}

/** Of the street, not of the bank's slope beside it. */
export function levelAt(grid: Grid, [x, y]: XY): number {
  const level = sample(grid, [x, y])
  if (level > LEAST_STREET_METRES) return level
  const around = [-6, 0, 6].flatMap((dx) => [-6, 0, 6].map((dy) => sample(grid, [x + dx, y + dy])))
  return Math.max(level, ...around.filter((v) => !Number.isNaN(v)))
}

const millimetresDown = (level: number): number => Math.floor(level * 1000) / 1000

export const inletInvert = (ground: number): number => ground - INLET_DEPTH_METRES

/** C·A of each manhole's own lots and street, m². */
function ownAreas(plan: DrainPlan, places: readonly Place[]): Float64Array {
  const area = new Float64Array(plan.manholes.length)
  const index = new PointIndex<number>(60)
  for (const i of plan.order) index.add(plan.manholes[i]!, i)
  for (const { lot, centre, zoning } of places) {
    if (lot.zone === 'rural') continue
    const near = index.nearest(centre, LOT_REACH_METRES)
    if (!near) continue
    const runoff = RUNOFF.grass + (RUNOFF.roof - RUNOFF.grass) * zoning.imperviousShare
    area[near.value]! += runoff * Math.abs(ringArea(lot.ring))
  }
  for (const { a, b, length, piece } of plan.spans) {
    const street = (RUNOFF.asphalt * length * (piece.redLineWidthMetres ?? piece.widthMetres)) / 2
    area[a]! += street
    area[b]! += street
  }
  return area
}
