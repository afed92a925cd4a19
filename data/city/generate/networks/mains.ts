/**
 * Water mains (cấp nước), ready for EPANET: the works at Xà No (clear-water tank as reservoir, a pump), two towers, a trunk
 * that is sized by speed at the peak hour, loops of at least DN100 on all named streets, ribbons along lived-in country roads.
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { lineLength } from '../../../../scenarios/geometry.ts'
import type { Grid } from '../../../../scenarios/grid.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import { fork, random } from '../../../../scenarios/random.ts'
import type { Place } from '../homes.ts'
import { at, besideXaNo } from '../place.ts'
import { distance } from './course.ts'
import { levelAt } from './drainsize.ts'
import type { FreeGround } from './free.ts'
import { idAt, lineOn, made, millimetres, pointAt } from './made.ts'
import type { Run } from './runs.ts'
import { nearestOf, planWater, type WaterEdge } from './waterplan.ts'

/** Day of greatest use 1.2 × hour of greatest use 1.7. */
const PEAK = 2.04
/** Standard diameters (DN, m), with the speed that each may have at the peak: 0.6–1.2 m/s. */
const diameters = [
  [0.05, 0.6],
  [0.08, 0.6],
  [0.1, 0.6],
  [0.15, 0.7],
  [0.2, 0.8],
  [0.25, 0.9],
  [0.3, 1],
  [0.4, 1.1],
  [0.5, 1.2],
  [0.6, 1.2],
] as const
/** m of head a metre at the peak: the west of the city is 15 km of mains away. */
const MOST_LOSS = 0.003
/** A main with hydrants is DN100 at least (QCVN 01:2021). */
const LEAST_HYDRANT_METRES = 0.1
/** Upstream on Xà No, away from the salt of the west: place assumed. */
const WORKS = besideXaNo(110, 105.4945, 105.495)[0]!
const RATED_LIFT_METRES = 31
const towers = [
  { name: 'Đài nước trung tâm', near: at(105.4655, 9.7795) },
  { name: 'Đài nước Hỏa Lựu', near: at(105.4165, 9.7465) },
] as const
/** Towers stand by a main of this diameter or more. */
const TOWER_MAIN_METRES = 0.2
const TOWER_METRES = { bottom: 30, water: 33.5 }

export interface Mains {
  readonly watermains: Feature<'watermains'>[]
  readonly waternodes: Feature<'waternodes'>[]
}

export function makeMains(
  seed: number,
  runs: readonly Run[],
  places: readonly Place[],
  grid: Grid,
  free: FreeGround,
): Mains {
  const plan = planWater(runs, places, WORKS)
  const ids = plan.nodes.map(({ point }) => idAt('waternodes', point))
  const out: Mains = { watermains: [], waternodes: [] }
  const points = plan.nodes.map((node) => node.point)
  for (const [i, { point, kind }] of plan.nodes.entries())
    out.waternodes.push(node(ids[i]!, point, kind, levelAt(grid, point), { demand: plan.demand[i]! }))
  for (const edge of plan.edges)
    out.watermains.push(main([ids[edge.a]!, ids[edge.b]!], edge.line, diameterOf(edge), yearOf(seed, edge)))
  const total = plan.demand.reduce((sum, q) => sum + q, 0)
  addWorks(out, [ids[plan.source]!, points[plan.source]!], total * PEAK, grid, free)
  const strong = [
    ...new Set(plan.edges.filter((edge) => diameterOf(edge) >= TOWER_MAIN_METRES).flatMap(({ a, b }) => [a, b])),
  ]
  for (const { name, near } of towers) {
    const i =
      strong[
        nearestOf(
          strong.map((k) => points[k]!),
          near,
        )
      ]!
    const place = free.near(points[i]!, 4)
    const id = idAt('waternodes', place, name)
    const ground = levelAt(grid, place)
    const more = { name, head: ground + TOWER_METRES.water }
    out.waternodes.push(node(id, place, 'tank', ground + TOWER_METRES.bottom, more))
    out.watermains.push(main([id, ids[i]!], [place, points[i]!], 0.4, 2012))
  }
  return out
}

function addWorks(to: Mains, [sourceId, source]: readonly [string, XY], peak: number, grid: Grid, free: FreeGround) {
  const place = free.near(source, 4)
  const share = Math.min(0.5, 8 / distance(place, source))
  const pump: XY = [place[0] + (source[0] - place[0]) * share, place[1] + (source[1] - place[1]) * share]
  const [reservoirId, pumpId] = [idAt('waternodes', place, 'works'), idAt('waternodes', pump, 'pump')]
  const ground = levelAt(grid, place)
  to.waternodes.push(
    node(reservoirId, place, 'reservoir', ground, { name: 'Nhà máy nước Vị Thanh (bể nước sạch)', head: ground + 2.5 }),
    node(pumpId, pump, 'pump', ground, {
      name: 'Trạm bơm cấp hai',
      head: RATED_LIFT_METRES,
      capacity: Math.ceil(peak * 1000) / 1000,
    }),
  )
  to.watermains.push(
    main([reservoirId, pumpId], [place, pump], 0.6, 2008),
    main([pumpId, sourceId], [pump, source], 0.6, 2008),
  )
}

function node(
  id: string,
  point: XY,
  kind: Feature<'waternodes'>['properties']['kind'],
  elevation: number,
  more: { name?: string; demand?: number; head?: number; capacity?: number } = {},
): Feature<'waternodes'> {
  return made<'waternodes'>(
    id,
    pointAt(point),
    {
      name: more.name ?? null,
      kind,
      elevationMetres: millimetres(elevation),
      demandCubicMetresPerSecond: Math.round((more.demand ?? 0) * 1e7) / 1e7,
      headMetres: more.head === undefined ? null : millimetres(more.head),
      capacityCubicMetresPerSecond: more.capacity ?? null,
    },
    more.name ? 'assumed' : 'generated',
  )
}

function main([fromNode, toNode]: readonly [string, string], line: readonly XY[], diameter: number, year: number) {
  return made<'watermains'>(stableId('watermains', `${fromNode} ${toNode}`), lineOn(line), {
    fromNode,
    toNode,
    lengthMetres: millimetres(Math.max(0.5, lineLength(line))),
    diameterMetres: diameter,
    material: diameter >= 0.3 ? 'gang dẻo' : diameter >= 0.1 ? 'uPVC' : 'HDPE',
    roughness: diameter >= 0.3 ? 130 : 140,
    year,
  })
}

/** The least diameter that carries the peak at its speed and without losing too much head on the way. */
function diameterOf({ flow, run }: WaterEdge): number {
  const fits = diameters.find(
    ([d, speed]) => flow * PEAK <= ((Math.PI * d * d) / 4) * speed && lossOf(flow * PEAK, d) < MOST_LOSS,
  )
  return Math.max(fits?.[0] ?? 0.6, run.name ? LEAST_HYDRANT_METRES : 0)
}

/** Hazen–Williams, m of head a metre, C = 130. */
const lossOf = (flow: number, diameter: number): number => (10.667 * (flow / 130) ** 1.852) / diameter ** 4.871

const yearOf = (seed: number, { town, run }: WaterEdge): number =>
  (town ? 1998 : 2006) + Math.floor(18 * random(fork(seed, `main/${run.name ?? run.key}`))())
