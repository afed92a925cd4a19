/**
 * Storm drains (cống thoát nước mưa) as objects: barrels between manholes, inlets on both kerbs with their connectors,
 * outfalls with flap valves where the tide of alarm III stands above them, and pumping stations where a basin lies too low
 * or its outfall would lie in the bed of its canal.
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { lineLength } from '../../../../scenarios/geometry.ts'
import { type Grid, sample } from '../../../../scenarios/grid.ts'
import { stableId } from '../../../../scenarios/ids.ts'
import { fork, random } from '../../../../scenarios/random.ts'
import type { Place } from '../homes.ts'
import { type Zone, zoneAt } from '../land.ts'
import type { RoadPiece } from '../network.ts'
import type { Channel } from '../place.ts'
import { beside, Course } from './course.ts'
import { type DrainPlan, planDrains, type Span } from './drainplan.ts'
import {
  type Barrel,
  CONCRETE_MANNING,
  CONNECTOR_METRES,
  type DrainSizes,
  fullFlow,
  inletInvert,
  leastSlope,
  levelAt,
  sizeDrains,
} from './drainsize.ts'
import type { FreeGround } from './free.ts'
import { idAt, lineOn, made, millimetres, pointAt, waterwayId } from './made.ts'
import { kerbOf } from './runs.ts'

/** Alarm III of the Vị Thanh gauge, m above Hòn Dấu (derived from bulletins of 2022–2024). */
export const ALARM_THREE_METRES = 0.75
/** Outfalls keep this much above the bed of their water, m. */
const ABOVE_BED_METRES = 0.2
/** Basins lower than this on average and larger than the next get a pumping station. */
const LOW_BASIN_METRES = 1.02
const LARGE_BASIN_SQUARE_METRES = 25_000
/** The pump throws above the highest tide on record (0.95 m, November 2024). */
const DELIVERY_METRES = 1
const PVC_MANNING = 0.011
/** Delivery of a pump: steel, m and m/s. */
const delivery = [0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2]
const DELIVERY_SPEED = 2
const STEEL_MANNING = 0.012

export interface Drains {
  readonly drains: Feature<'drains'>[]
  readonly drainnodes: Feature<'drainnodes'>[]
}

export function makeDrains(
  seed: number,
  pieces: readonly RoadPiece[],
  places: readonly Place[],
  grid: Grid,
  free: FreeGround,
): Drains {
  const plan = planDrains(pieces, free)
  const sizes = sizeDrains(plan, places, grid)
  const out: Drains = { drains: [], drainnodes: [] }
  const ids = plan.manholes.map((p) => idAt('drainnodes', p))
  const drained = new Set(plan.order)
  for (const i of plan.order) {
    out.drainnodes.push(node(ids[i]!, plan.manholes[i]!, 'manhole', sizes.ground[i]!, sizes.invert[i]!))
    const next = plan.parent[i]!
    if (next >= 0) out.drains.push(barrelOf(plan, sizes, ids, i, next, yearOf(seed, plan.spans[plan.span[i]!]!.piece)))
  }
  for (const [i, span] of plan.spans.entries())
    if (drained.has(span.a)) addInlets(out, plan, sizes, ids, i, grid, yearOf(seed, span.piece))
  const basins = basinsOf(plan, sizes)
  const pieceAt = new Map(plan.spans.flatMap(({ a, b, piece }) => [a, b].map((i) => [i, piece] as const)))
  for (const { manhole, point, channel } of plan.outfalls) {
    const last: Last = {
      ...{
        id: ids[manhole]!,
        start: plan.manholes[manhole]!,
        invert: sizes.invert[manhole]!,
        flow: sizes.flow[manhole]!,
      },
      ...{ barrel: sizes.barrel[manhole]!, basin: basins.get(manhole)!, year: yearOf(seed, pieceAt.get(manhole)!) },
    }
    addOutfall(out, last, point, channel, grid)
  }
  return out
}

function node(
  id: string,
  point: XY,
  kind: 'manhole' | 'inlet' | 'outfall' | 'pump',
  ground: number,
  invert: number,
  more: { flapGate?: boolean; waterwayId?: string; capacity?: number } = {},
): Feature<'drainnodes'> {
  return made<'drainnodes'>(id, pointAt(point), {
    kind,
    groundMetres: millimetres(ground),
    invertMetres: millimetres(invert),
    flapGate: more.flapGate ?? false,
    waterwayId: more.waterwayId ?? null,
    capacityCubicMetresPerSecond: more.capacity ?? null,
  })
}

function drain(
  line: readonly XY[],
  [fromNode, toNode]: readonly [string, string],
  [fromInvert, toInvert]: readonly [number, number],
  about: Pick<
    Feature<'drains'>['properties'],
    'kind' | 'heightMetres' | 'widthMetres' | 'material' | 'roughness' | 'year'
  >,
): Feature<'drains'> {
  return made<'drains'>(stableId('drains', `${fromNode} ${toNode}`), lineOn(line), {
    ...about,
    fromNode,
    toNode,
    lengthMetres: millimetres(lineLength(line)),
    fromInvertMetres: millimetres(fromInvert),
    toInvertMetres: millimetres(toInvert),
  })
}

function barrelOf(plan: DrainPlan, sizes: DrainSizes, ids: readonly string[], i: number, next: number, year: number) {
  const span = plan.spans[plan.span[i]!]!
  const { kind, height, width } = sizes.barrel[i]!
  return drain(
    span.a === i ? span.line : span.line.toReversed(),
    [ids[i]!, ids[next]!],
    [sizes.invert[i]!, sizes.invert[next]!],
    {
      kind,
      heightMetres: height,
      widthMetres: width,
      material: 'bê tông cốt thép',
      roughness: CONCRETE_MANNING,
      year,
    },
  )
}

/** At the middle of each span, one on each kerb, led to the lower manhole of the two. */
function addInlets(
  to: Drains,
  plan: DrainPlan,
  sizes: DrainSizes,
  ids: readonly string[],
  i: number,
  grid: Grid,
  year: number,
) {
  const { a, b, line, length, piece }: Span = plan.spans[i]!
  const stand = new Course(line).at(length / 2)
  const lower = plan.span[a] === i ? b : plan.span[b] === i ? a : sizes.invert[a]! < sizes.invert[b]! ? a : b
  for (const side of [-1, 1]) {
    const point = beside(stand, side * (kerbOf(piece) - 0.2))
    const course = [point, plan.manholes[lower]!]
    const metres = lineLength(course)
    const least = sizes.invert[lower]! + leastSlope(CONNECTOR_METRES) * metres + 0.002
    const ground = levelAt(grid, point)
    const invert = millimetres(Math.max(inletInvert(ground), least))
    if (ground - invert < CONNECTOR_METRES) continue
    const end = Math.max(sizes.invert[lower]!, invert - 0.02 * metres)
    const id = idAt('drainnodes', point)
    to.drainnodes.push(node(id, point, 'inlet', ground, invert))
    to.drains.push(
      drain(course, [id, ids[lower]!], [invert, end], {
        kind: 'connector',
        heightMetres: CONNECTOR_METRES,
        widthMetres: CONNECTOR_METRES,
        material: 'uPVC',
        roughness: PVC_MANNING,
        year,
      }),
    )
  }
}

interface Basin {
  /** Σ C·A, m² */
  readonly area: number
  readonly meanGround: number
}

function basinsOf(plan: DrainPlan, sizes: DrainSizes): Map<number, Basin> {
  const root = new Int32Array(plan.manholes.length).fill(-1)
  const sums = new Map<number, { ground: number; count: number }>()
  for (const i of plan.order) {
    root[i] = plan.parent[i]! < 0 ? i : root[plan.parent[i]!]!
    const sum = sums.get(root[i]!) ?? { ground: 0, count: 0 }
    sums.set(root[i]!, { ground: sum.ground + sizes.ground[i]!, count: sum.count + 1 })
  }
  return new Map([...sums].map(([i, { ground, count }]) => [i, { area: sizes.area[i]!, meanGround: ground / count }]))
}

/** The last manhole before an outfall. */
interface Last {
  readonly id: string
  readonly start: XY
  readonly invert: number
  /** Design flow, m³/s. */
  readonly flow: number
  readonly barrel: Barrel
  readonly basin: Basin
  readonly year: number
}

function addOutfall(to: Drains, last: Last, point: XY, channel: Channel, grid: Grid): void {
  const { id: lastId, start, invert, basin, year, barrel } = last
  const about = {
    ...{ kind: barrel.kind, heightMetres: barrel.height, widthMetres: barrel.width },
    ...{ material: 'bê tông cốt thép', roughness: CONCRETE_MANNING, year },
  }
  const fall = leastSlope(barrel.height) * lineLength([start, point])
  const end = millimetres(invert - fall)
  const id = idAt('drainnodes', point)
  const ground = Math.max(sample(grid, point), end)
  const water = { waterwayId: waterwayId(channel) }
  const isLow = basin.meanGround < LOW_BASIN_METRES && basin.area > LARGE_BASIN_SQUARE_METRES
  if (!isLow && end > channel.bedMetres + ABOVE_BED_METRES) {
    to.drainnodes.push(node(id, point, 'outfall', ground, end, { ...water, flapGate: end < ALARM_THREE_METRES }))
    to.drains.push(drain([start, point], [lastId, id], [invert, end], about))
    return
  }
  const well: XY = [start[0] + (point[0] - start[0]) * 0.4, start[1] + (point[1] - start[1]) * 0.4]
  const wellId = idAt('drainnodes', well)
  const bottom = millimetres(invert - fall * 0.4)
  const capacity = Math.ceil(last.flow * 20) / 20
  const diameter = delivery.find((d) => (Math.PI * d * d) / 4 >= capacity / DELIVERY_SPEED) ?? delivery.at(-1)!
  to.drainnodes.push(node(wellId, well, 'pump', levelAt(grid, well), bottom, { capacity }))
  to.drainnodes.push(node(id, point, 'outfall', Math.max(ground, DELIVERY_METRES), DELIVERY_METRES, water))
  to.drains.push(drain([start, well], [lastId, wellId], [invert, bottom], about))
  to.drains.push(
    drain([well, point], [wellId, id], [DELIVERY_METRES + 0.05, DELIVERY_METRES], {
      ...{ kind: 'pipe', heightMetres: diameter, widthMetres: diameter },
      ...{ material: 'thép', roughness: STEEL_MANNING, year },
    }),
  )
}

/** Full flow of a barrel as it lies, m³/s. */
export const capacityOf = ({ properties: p }: Feature<'drains'>): number =>
  fullFlow(
    { kind: p.kind === 'box' ? 'box' : 'pipe', height: p.heightMetres, width: p.widthMetres },
    (p.fromInvertMetres - p.toInvertMetres) / p.lengthMetres,
  ).flow

const opened: Record<Zone, readonly [from: number, years: number]> = {
  core: [1992, 22],
  town: [1998, 20],
  new: [2005, 18],
  rural: [2005, 15],
}
function yearOf(seed: number, piece: RoadPiece): number {
  const [from, years] = opened[zoneAt(piece.line[0]!)]
  return from + Math.floor(years * random(fork(seed, `drain/${piece.street ?? piece.name}`))())
}
