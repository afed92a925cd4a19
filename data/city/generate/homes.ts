/**
 * Lots become parcels, and parcels get buildings and households: as many households in each former unit as its people ask
 * for. Every lot draws from a stream of its own.
 */

import type { Zoning } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { centroid, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import { fork, random } from '../../../scenarios/random.ts'
import { formerUnits, units } from '../facts/places.ts'
import { plannedSetbackMetres, setbackFor } from '../facts/setbacks.ts'
import type { FormerMap, FormerUnit } from './former.ts'
import { frontOf, type Lot, type Zone } from './land.ts'
import { cut, extentIn, fromUV, type OpenRing, perpendicular, strip, type Turned } from './plane.ts'

/** 93 000 people live in about 27 000 households. */
const PEOPLE_PER_HOUSEHOLD = 3.44

export interface Place {
  readonly lot: Lot
  readonly centre: XY
  readonly former: FormerUnit
  readonly landUse: string
  readonly zoning: Zoning
  readonly building: Building | null
}

export interface Building {
  readonly name: string | null
  readonly ring: OpenRing
  /** In the doorway: on the building's front. */
  readonly door: XY
  readonly use: string
  readonly storeys: number
  readonly heightMetres: number
  readonly year: number
  readonly households: number
  readonly roof?: 'flat' | 'gabled' | 'hipped'
  /** As built where it is left out. */
  readonly buildState?: BuildState
}

/** Net density allowed by lot area (QCVN 01:2021, table 2.8), linear between. */
export function densityOf(squareMetres: number): number {
  const table = [
    [90, 1],
    [100, 0.9],
    [200, 0.7],
    [300, 0.6],
    [500, 0.5],
    [1000, 0.4],
  ] as const
  if (squareMetres <= 90) return 1
  for (let i = 1; i < table.length; i++) {
    const [[a0, d0], [a1, d1]] = [table[i - 1]!, table[i]!]
    if (squareMetres <= a1) return Math.round((d0 + ((d1 - d0) * (squareMetres - a0)) / (a1 - a0)) * 1000) / 1000
  }
  return 0.4
}

const storeysAllowed: Record<Zone, number> = { core: 5, town: 4, new: 5, rural: 3 }

export function zoningOf(code: string, zone: Zone, squareMetres: number): Zoning {
  const of = (imperviousShare: number, density: number, storeys: number): Zoning => {
    const heightMetres = storeys === 0 ? 0 : Math.round(storeys * 3.6 + 2)
    return {
      code,
      imperviousShare,
      density,
      floorAreaRatio: Math.min(7, Math.round(density * storeys * 100) / 100),
      heightMetres,
      ...(storeys > 0 && { setbackMetres: setbackFor(zone, heightMetres) }),
    }
  }
  if (code === 'ODT') return of(zone === 'core' ? 0.9 : 0.8, densityOf(squareMetres), storeysAllowed[zone])
  if (code === 'ONT') return of(0.35, densityOf(squareMetres), 3)
  if (code === 'TMD' || code === 'DCH') return of(0.9, 0.6, 6)
  if (['DGD', 'DYT', 'DVH', 'DTT', 'TSC', 'TON', 'DDT', 'DNL', 'DGT'].includes(code)) return of(0.6, 0.4, 4)
  if (code === 'SKN' || code === 'SKC') return of(0.85, 0.6, 3)
  if (code === 'CX' || code === 'DKV') return of(0.1, 0.05, 1)
  if (code === 'CSD') return of(0.1, densityOf(squareMetres), 5)
  return of(0.02, 0, 0)
}

const weights: Record<Zone, number> = { core: 0.9, town: 1, new: 1.5, rural: 0.85 }
/** Of the houses, those without a household; and of the lots without a house, those with a shop or store. */
const shopShare: Record<Zone, number> = { core: 0.1, town: 0.06, new: 0.06, rural: 0.015 }
const fillShare: Record<Zone, number> = { core: 0.55, town: 0.1, new: 0.06, rural: 0 }

export function makeHomes(lots: readonly Lot[], former: FormerMap, seed: number): Place[] {
  const known = lots.map((lot) => {
    const centre = insidePoint(lot.ring)
    return { lot, centre, former: former.at(lot.unitCode, centre) }
  })
  const target = householdTargets()
  const weight = new Map<string, number>()
  for (const { lot, former: f } of known) {
    if (lot.kind === 'house')
      weight.set(f.code, (weight.get(f.code) ?? 0) + weights[lot.zone] * (1 - shopShare[lot.zone]))
  }
  return known.map(({ lot, centre, former: f }): Place => {
    const area = Math.abs(ringArea(lot.ring))
    const chance = random(fork(seed, `home/${lot.path}`))
    const share = (target.get(f.code)! / (weight.get(f.code) ?? 1)) * weights[lot.zone]
    // Two households under one roof where lots are scarce, and now and then everywhere.
    const second = Math.max(0.05, share / 0.94 - 1)
    const lived = chance() < Math.min(0.94, share / (1 + second))
    const isShop = lived ? chance() < shopShare[lot.zone] : chance() < fillShare[lot.zone]
    const building =
      lot.kind === 'house' && (lived || isShop) ? makeHouse(lot, area, isShop ? null : second, chance) : null
    const landUse = landUseOf(lot, building, chance)
    return { lot, centre, former: f, landUse, zoning: zoningOf(landUse, lot.zone, area), building }
  })
}

/** Households of each former unit: today's people shared by the people of 2019. */
export function householdTargets(): Map<string, number> {
  return new Map(
    formerUnits.map((own) => {
      const unit = units.find((u) => u.code === own.nowPartOf)!
      const all = formerUnits.filter((f) => f.nowPartOf === unit.code).reduce((s, f) => s + f.population2019, 0)
      return [own.code, (unit.population * own.population2019) / all / PEOPLE_PER_HOUSEHOLD]
    }),
  )
}

function landUseOf(lot: Lot, building: Building | null, chance: () => number): string {
  if (building) return building.use === 'commercial' ? 'TMD' : lot.zone === 'rural' ? 'ONT' : 'ODT'
  if (lot.kind === 'house') return lot.zone === 'rural' ? 'CLN' : 'ODT'
  if (lot.kind === 'orchard') return 'CLN'
  if (lot.kind === 'scrap') return lot.zone === 'rural' ? 'CLN' : 'CX'
  return chance() < 0.04 ? 'NTS' : 'LUC'
}

/** @param second chance of a second household, null for a shop without any */
function makeHouse(lot: Lot, area: number, second: number | null, chance: () => number): Building | null {
  const { zone } = lot
  const setback =
    plannedSetbackMetres[zone] +
    { core: 0.3, town: 0.5, new: 0, rural: 0 }[zone] +
    { core: 1, town: 2.5, new: 1, rural: 4 }[zone] * chance()
  const depth = zone === 'rural' ? 8 + 8 * chance() : 11 + 8 * chance()
  const gap = zone === 'rural' ? 1.2 + chance() : 0.1
  const footprint = houseRing(lot.ring, lot.frame, setback, Math.min(depth, (area / 4) * 0.9), gap)
  if (!footprint || Math.abs(ringArea(footprint)) < 16) return null
  const draw = chance()
  const storeys = zone === 'rural' ? (draw < 0.9 ? 1 : 2) : 1 + Math.floor(draw * draw * (zone === 'town' ? 3.4 : 4.6))
  const year = Math.min(
    2024,
    Math.round((zone === 'new' ? 2005 : 1978) + (zone === 'new' ? 20 : 46) * Math.sqrt(chance())),
  )
  return {
    name: null,
    ring: footprint,
    door: doorOf(footprint, lot.frame),
    use: second === null ? 'commercial' : 'residential',
    storeys,
    heightMetres: Math.round((storeys * 3.5 + 0.6 + 0.8 * chance()) * 10) / 10,
    year,
    households: second === null ? 0 : 1 + Math.floor(second) + (chance() < second % 1 ? 1 : 0),
    roof: roofOf(zone, storeys, chance()),
  }
}

/** Sheets on a gable in the country and on low old houses, tiled hips on some, a flat slab where more storeys are meant. */
function roofOf(zone: Zone, storeys: number, draw: number): 'flat' | 'gabled' | 'hipped' {
  if (zone === 'rural') return draw < 0.82 ? 'gabled' : draw < 0.95 ? 'hipped' : 'flat'
  if (storeys === 1) return draw < 0.62 ? 'gabled' : draw < 0.7 ? 'hipped' : 'flat'
  return draw < 0.8 ? 'flat' : draw < 0.92 ? 'hipped' : 'gabled'
}

/** The largest piece of a lot between a setback and a depth from its front, a gap left on both sides. */
export function houseRing(ring: OpenRing, frame: Turned, setback: number, depth: number, gap: number): OpenRing | null {
  const across = perpendicular(frame)
  const front = frontOf(ring, frame)
  const { u0, u1, v1 } = extentIn(frame, ring)
  const rear = Math.min(front + setback + depth, v1 - 0.8)
  if (rear - front - setback < 3.5) return null
  const pieces = strip(ring, across, front + setback, rear).flatMap((piece) => strip(piece, frame, u0 + gap, u1 - gap))
  return pieces.length === 0 ? null : pieces.reduce((a, b) => (Math.abs(ringArea(b)) > Math.abs(ringArea(a)) ? b : a))
}

function doorOf(ring: OpenRing, frame: Turned): XY {
  const { u0, u1 } = extentIn(frame, ring)
  const point = fromUV(frame, (u0 + u1) / 2, frontOf(ring, frame) + 0.6)
  return pointInRing(point, ring) ? point : insidePoint(ring)
}

/** A point inside a ring: its centroid, or where it is bent, the middle of its widest chord. */
export function insidePoint(ring: OpenRing): XY {
  const c = centroid(ring)
  if (pointInRing(c, ring)) return c
  const frame: Turned = { cos: 1, sin: 0 }
  const { u0, u1 } = extentIn(frame, ring)
  const [left] = cut(ring, frame, (u0 + u1) / 2)
  const part = left[0] ?? ring
  const again = centroid(part)
  return pointInRing(again, ring) ? again : ring[0]!
}
