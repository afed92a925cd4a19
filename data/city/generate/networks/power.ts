/**
 * Power: a 110 kV line to the substation of the city, 22 kV feeders along main streets and lived-in country roads, 0.4 kV
 * along the other streets where people live, poles every 35–45 m on the western side, a transformer for about 100 households.
 * A real 110 kV substation Vị Thanh stands south-east of the limits; this one and its line are placed inside them (assumed).
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import type { Place } from '../homes.ts'
import { toLine } from '../near.ts'
import { at, nangMau, part, xaNo } from '../place.ts'
import { offsetLine } from '../plane.ts'
import { beside, Course, evenly } from './course.ts'
import type { FreeGround } from './free.ts'
import { idAt, lineOn, made, PointIndex, pointAt } from './made.ts'
import { RunIndex } from './runindex.ts'
import { eastOf, kerbOf, onBridge, type Run, rankOf, zoneOn } from './runs.ts'

const HIGH_VOLTS = 110_000
const MIDDLE_VOLTS = 22_000
const LOW_VOLTS = 400
const TOWER_METRES = 250
const POLE_METRES = 40
/** A country road with so many households has a 22 kV line of its own. */
const FEEDER_HOUSEHOLDS = 40
/** Households of one transformer: 80–120. */
const TRANSFORMER_HOUSEHOLDS = 100
/** Households are shared out within stretches of this, so that a house far along the canal moves no transformer here, m. */
const STRETCH_METRES = 3000
/** Design load of a household with its share of shops and pumps, VA. */
const HOUSEHOLD_VOLT_AMPERES = 2200
/** Standard ratings, VA. */
const ratings = [50, 75, 100, 160, 250, 320, 400, 560, 630].map((kva) => kva * 1000)
const HOUSE_REACH_METRES = 160
/** From a low-voltage street to the feeder that serves it, m. */
const FEEDER_REACH_METRES = 420
/** The last span of a line to the pole of the next street, m. */
const TAP_METRES = 55
const heights = { [MIDDLE_VOLTS]: 12, [LOW_VOLTS]: 8.5 } as Record<number, number>

export interface Power {
  readonly powerlines: Feature<'powerlines'>[]
  readonly powernodes: Feature<'powernodes'>[]
}

interface Serving {
  readonly run: Run
  readonly volts: number
  /** Where its households stand, metres along, one entry each. */
  readonly households: number[]
}

export function makePower(runs: readonly Run[], places: readonly Place[], free: FreeGround): Power {
  const out: Power = { powerlines: [], powernodes: [] }
  addHighVoltage(out, free)
  const rows = servingOf(runs, places).map((serving) => ({ serving, poles: polesOf(serving.run, free) }))
  const known = { [MIDDLE_VOLTS]: new PointIndex<Pole>(TAP_METRES), [LOW_VOLTS]: new PointIndex<Pole>(TAP_METRES) }
  for (const { serving, poles } of rows) {
    for (const pole of poles) {
      known[LOW_VOLTS]!.add(pole.point, pole)
      if (serving.volts === MIDDLE_VOLTS) known[MIDDLE_VOLTS]!.add(pole.point, pole)
    }
  }
  for (const { serving, poles } of rows) addStreet(out, serving, poles, known[serving.volts as 400 | 22000]!)
  return out
}

interface Pole {
  readonly run: Run
  readonly along: number
  readonly point: XY
}

function addStreet(
  to: Power,
  { run, volts, households }: Serving,
  poles: readonly Pole[],
  known: PointIndex<Pole>,
): void {
  if (poles.length === 0) return
  const transformers = volts === MIDDLE_VOLTS ? transformersOf(households, poles) : new Map<number, number>()
  for (const [i, { point }] of poles.entries()) {
    const served = transformers.get(i)
    to.powernodes.push(
      made<'powernodes'>(idAt('powernodes', point), pointAt(point), {
        name: served === undefined ? null : `TBA ${run.name ?? 'nông thôn'} ${i + 1}`,
        kind: served === undefined ? 'pole' : 'transformer',
        voltageVolts: volts,
        heightMetres: heights[volts]!,
        capacityVoltAmperes: served === undefined ? null : ratingOf(served),
      }),
    )
  }
  const ends = [poles[0]!, poles.at(-1)!].map((pole) =>
    known.nearest(pole.point, TAP_METRES, (other) => other.run !== run),
  )
  const line = [...(ends[0] ? [ends[0].value.point] : []), ...poles.map((pole) => pole.point)]
  if (ends[1] && ends[1].value !== ends[0]?.value) line.push(ends[1].value.point)
  if (line.length < 2) return
  to.powerlines.push(
    made<'powerlines'>(stableId('powerlines', `${volts} ${run.key}`), lineOn(line), {
      name: volts === MIDDLE_VOLTS ? feederOf(run) : null,
      voltageVolts: volts,
      circuits: 1,
      kind: 'overhead',
    }),
  )
}

const ratingOf = (households: number): number =>
  ratings.find((rating) => rating >= households * HOUSEHOLD_VOLT_AMPERES) ?? ratings.at(-1)!

/** Households by the pole that carries their transformer: equal groups along each stretch of the street. */
function transformersOf(households: readonly number[], poles: readonly Pole[]): Map<number, number> {
  const out = new Map<number, number>()
  const stretches = new Map<number, number[]>()
  for (const along of households.toSorted((a, b) => a - b)) {
    const k = Math.floor(along / STRETCH_METRES)
    const list = stretches.get(k)
    if (list) list.push(along)
    else stretches.set(k, [along])
  }
  for (const list of stretches.values()) {
    const count = Math.max(1, Math.round(list.length / TRANSFORMER_HOUSEHOLDS))
    for (let k = 0; k < count && out.size < poles.length; k++) {
      const group = list.slice(Math.floor((k * list.length) / count), Math.floor(((k + 1) * list.length) / count))
      const middle = group[group.length >> 1]!
      let best = -1
      for (const [i, { along }] of poles.entries())
        if (!out.has(i) && (best < 0 || Math.abs(along - middle) < Math.abs(poles[best]!.along - middle))) best = i
      out.set(best, group.length)
    }
  }
  return out
}

/** Streets that carry a line, with the households that their transformers serve. */
function servingOf(runs: readonly Run[], places: readonly Place[]): Serving[] {
  const all = new RunIndex(runs)
  const own = new Map<Run, { along: number; door: XY; households: number }[]>()
  for (const { building } of places) {
    if (!building || building.households === 0) continue
    const near = all.nearest(building.door, HOUSE_REACH_METRES)
    if (!near) continue
    const list = own.get(near.run)
    const house = { along: near.along, door: building.door, households: building.households }
    if (list) list.push(house)
    else own.set(near.run, [house])
  }
  const countOf = (run: Run) => (own.get(run) ?? []).reduce((sum, house) => sum + house.households, 0)
  const isFeeder = (run: Run) =>
    rankOf[run.class] >= rankOf.collector ||
    (countOf(run) >= FEEDER_HOUSEHOLDS && zoneOn(run, run.course.length / 2) === 'rural')
  const feeders = runs.filter(isFeeder)
  const index = new RunIndex(feeders)
  const served = new Map<Run, number[]>()
  const serve = (run: Run, along: number, households: number) => {
    const list = served.get(run) ?? []
    for (let k = 0; k < households; k++) list.push(along)
    served.set(run, list)
  }
  const rest: Run[] = []
  for (const run of runs) {
    const houses = own.get(run) ?? []
    if (houses.length > 0 && !isFeeder(run)) rest.push(run)
    for (const { along, door, households } of houses) {
      const near = isFeeder(run) ? { run, along } : index.nearest(door, FEEDER_REACH_METRES)
      if (near) serve(near.run, near.along, households)
    }
  }
  return [
    ...feeders.map((run) => ({ run, volts: MIDDLE_VOLTS, households: served.get(run) ?? [] })),
    ...rest.map((run) => ({ run, volts: LOW_VOLTS, households: [] })),
  ]
}

/** On the western side, off bridges, crossings and houses: a little along or across from its even place where it must. */
function polesOf(run: Run, free: FreeGround): Pole[] {
  const side = -eastOf(run)
  const first = kerbOf(run) + 0.6
  return evenly(run.course.length, POLE_METRES).flatMap((even): Pole[] => {
    for (const shift of [0, 2.5, -2.5, 5, -5, 8, -8]) {
      const along = even + shift
      if (along < 0 || along > run.course.length || onBridge(run, along)) continue
      for (const left of [side * first, side * (first + 0.8), -side * first]) {
        const point = beside(run.course.at(along), left)
        if (free.at(point, 0.25)) return [{ run, along, point }]
      }
    }
    return []
  })
}

/** Feeders of the substation, by the part of the city that they serve (generated). */
function feederOf(run: Run): string {
  const middle = run.course.at(run.course.length / 2).point
  const [water, canal] = [toLine(middle, xaNo), toLine(middle, nangMau)]
  const zone = zoneOn(run, run.course.length / 2)
  if (zone === 'new') return 'Lộ 472 Vị Thanh'
  if (zone !== 'rural') return water.side < 0 ? 'Lộ 471 Vị Thanh' : 'Lộ 473 Vị Thanh'
  if (water.side > 0) return 'Lộ 475 Vị Thanh'
  return canal.side > 0 ? 'Lộ 474 Vị Thanh' : middle[0] < at(105.42, 9.75)[0] ? 'Lộ 476 Vị Thanh' : 'Lộ 477 Vị Thanh'
}

/** From the north, round the new centre, to the substation by Quốc lộ 61. */
function addHighVoltage(to: Power, free: FreeGround): void {
  const near = offsetLine(part(nangMau, 2350, 2360), 160)[0]!
  const place = free.near(near, 16)
  const course = new Course([at(105.459, 9.828), at(105.463, 9.806), at(105.4985, 9.8075), at(105.4995, 9.789), place])
  const towers = evenly(course.length, TOWER_METRES).flatMap((even) => {
    const along = [0, 20, -20, 40, -40, 60, -60]
      .map((shift) => even + shift)
      .find((s) => free.at(course.at(s).point, 4))
    return along === undefined ? [] : [course.at(along).point]
  })
  to.powernodes.push(
    made<'powernodes'>(
      idAt('powernodes', place, 'substation'),
      pointAt(place),
      {
        name: 'Trạm biến áp 110/22 kV Vị Thanh',
        kind: 'substation',
        voltageVolts: HIGH_VOLTS,
        heightMetres: 8,
        capacityVoltAmperes: 2 * 40_000_000,
      },
      'assumed',
    ),
    ...towers.map((point) =>
      made<'powernodes'>(
        idAt('powernodes', point, 'tower'),
        pointAt(point),
        { name: null, kind: 'tower', voltageVolts: HIGH_VOLTS, heightMetres: 36, capacityVoltAmperes: null },
        'assumed',
      ),
    ),
  )
  to.powerlines.push(
    made<'powerlines'>(
      stableId('powerlines', '110 kV'),
      lineOn([...towers, place]),
      { name: 'Đường dây 110 kV Vị Thanh', voltageVolts: HIGH_VOLTS, circuits: 2, kind: 'overhead' },
      'assumed',
    ),
  )
}
