/**
 * Plan of the water mains: nodes at crossings, at hydrants (every 140 m in town) and along country roads; each household
 * asks its nearest node; the shortest ways from the works, along broad streets rather than lanes, are the trunk of the net.
 */
import type { XY } from '../../../../scenarios/frame.ts'
import type { Place } from '../homes.ts'
import { nodeKey } from '../network.ts'
import { beside, distance, evenly, type Stand } from './course.ts'
import { PointIndex } from './made.ts'
import { type Arc, shortestWays } from './paths.ts'
import { eastOf, kerbOf, onBridge, type Run, rankOf, zoneOn } from './runs.ts'

/** Hydrants at most 150 m apart (QCVN 01:2021). */
const HYDRANT_METRES = 140
/** Nodes of a country main, m. */
const COUNTRY_METRES = 250
const HOUSE_REACH_METRES = 900
const PEOPLE_PER_HOUSEHOLD = 3.44
/** Use of the people, L a head and day: town 120, country 70 (60–80); QCVN 01:2021 asks for 80 at least. */
const LITRES_A_DAY = { town: 120, country: 70 }
/** Public uses 10 %, streets and gardens 8 %, small trades 8 %; 15 % is lost (QCVN 01:2021). */
const OTHER_USES = 1.26 * 1.15
/** What a main on a lane costs against one on a broad street, by rank of the road. */
const costOfRank = [1.6, 1.4, 1.1, 0.95, 0.9, 0.9]
const BRIDGE_COST = 1.5

export interface WaterNode {
  readonly at: XY
  /** Beside the road, where it is laid. */
  readonly point: XY
  readonly kind: 'junction' | 'hydrant'
}

export interface WaterEdge {
  readonly a: number
  readonly b: number
  readonly line: readonly XY[]
  readonly run: Run
  readonly town: boolean
  /** Mean flow of the trunk, m³/s; 0 in loops. */
  readonly flow: number
}

export interface WaterPlan {
  readonly nodes: readonly WaterNode[]
  readonly edges: readonly WaterEdge[]
  /** Mean demand, m³/s. */
  readonly demand: Float64Array
  readonly source: number
}

interface Stretch {
  readonly a: number
  readonly b: number
  readonly run: Run
  readonly from: number
  readonly to: number
  readonly town: boolean
}

export function planWater(runs: readonly Run[], places: readonly Place[], works: XY): WaterPlan {
  const { at, kinds, beds, stretches } = stops(runs)
  const demand = demandsOf(at, places)
  const arcs: Arc[][] = at.map(() => [])
  for (const [edge, { a, b, run, from, to }] of stretches.entries()) {
    const cost = (to - from) * costOfRank[rankOf[run.class]]! * (onBridge(run, (from + to) / 2) ? BRIDGE_COST : 1)
    arcs[a]!.push({ to: b, cost, edge })
    arcs[b]!.push({ to: a, cost, edge })
  }
  const source = nearestOf(at, works)
  const { order, parent, edge } = shortestWays(arcs, [source])
  const needed = new Uint8Array(at.length)
  for (const { a, b, run } of stretches) if (run.name) needed[a] = needed[b] = 1
  const flow = Float64Array.from(demand)
  const trunk = new Map<number, number>()
  for (const i of order.toReversed()) {
    if (flow[i]! > 0) needed[i] = 1
    if (!needed[i] || parent[i]! < 0) continue
    needed[parent[i]!] = 1
    flow[parent[i]!]! += flow[i]!
    trunk.set(edge[i]!, flow[i]!)
  }
  const number = new Map<number, number>()
  for (const i of [...order].sort((a, b) => a - b)) if (needed[i]) number.set(i, number.size)
  const kept = [...number.keys()]
  const nodes = kept.map((i): WaterNode => ({ at: at[i]!, point: beds[i]!, kind: kinds[i]! }))
  const edges = stretches.flatMap(({ a, b, run, from, to, town }, k): WaterEdge[] => {
    if (!trunk.has(k) && !(run.name && needed[a] && needed[b])) return []
    const [start, end] = [beds[a]!, beds[b]!]
    const inner = run.course.corners(from, to).map((stand) => bedOf(run, stand))
    return [
      {
        a: number.get(a)!,
        b: number.get(b)!,
        line: [start, ...inner, end],
        run,
        town,
        flow: trunk.get(k) ?? 0,
      },
    ]
  })
  return { nodes, edges, demand: Float64Array.from(kept, (i) => demand[i]!), source: number.get(source)! }
}

/** Mains lie under the eastern sidewalk of all streets. */
const bedOf = (run: Run, stand: Stand): XY =>
  beside(stand, eastOf(run) * (kerbOf(run) + (rankOf[run.class] > rankOf.alley ? 0.9 : 0.5)))

function stops(runs: readonly Run[]) {
  const at: XY[] = []
  const beds: XY[] = []
  const kinds: WaterNode['kind'][] = []
  const ranks: number[] = []
  const byKey = new Map<string, number>()
  const stretches: Stretch[] = []
  const node = (stand: Stand, run: Run, kind: WaterNode['kind']): number => {
    const { point } = stand
    const known = byKey.get(nodeKey(point))
    const rank = rankOf[run.class]
    if (known === undefined) {
      byKey.set(nodeKey(point), at.length)
      beds.push(bedOf(run, stand))
      kinds.push(kind)
      ranks.push(rank)
      return at.push(point) - 1
    }
    if (rank > ranks[known]!) {
      ranks[known] = rank
      beds[known] = bedOf(run, stand)
    }
    return known
  }
  for (const run of runs) {
    const marks = run.joints.map((along) => ({ along, kind: 'junction' as WaterNode['kind'] }))
    if (run.name && rankOf[run.class] >= rankOf.local) {
      for (const along of hydrantsOn(run)) marks.push({ along, kind: 'hydrant' })
    }
    for (let k = 1; k < run.joints.length; k++) {
      const [from, to] = [run.joints[k - 1]!, run.joints[k]!]
      if (to - from > COUNTRY_METRES && zoneOn(run, (from + to) / 2) === 'rural')
        for (const s of evenly(to - from, COUNTRY_METRES)) marks.push({ along: from + s, kind: 'junction' })
    }
    marks.sort((p, q) => p.along - q.along)
    let before: { along: number; i: number } | null = null
    for (const { along, kind } of marks) {
      const i = node(run.course.at(along), run, kind)
      if (before && before.i !== i) {
        const town = zoneOn(run, (before.along + along) / 2) !== 'rural'
        stretches.push({ a: before.i, b: i, run, from: before.along, to: along, town })
      }
      before = { along, i }
    }
  }
  return { at, beds, kinds, stretches }
}

/** In town, off bridges, a few metres from any crossing. */
function hydrantsOn(run: Run): number[] {
  return evenly(run.course.length, HYDRANT_METRES * 0.9)
    .map((along) => {
      const joint = run.joints.find((j) => Math.abs(j - along) < 4)
      return joint === undefined ? along : Math.min(run.course.length - 1, joint + 6)
    })
    .filter((along) => zoneOn(run, along) !== 'rural' && !onBridge(run, along))
}

function demandsOf(at: readonly XY[], places: readonly Place[]): Float64Array {
  const demand = new Float64Array(at.length)
  const index = new PointIndex<number>(120)
  for (const [i, p] of at.entries()) index.add(p, i)
  for (const { building, lot } of places) {
    if (!building || building.households === 0) continue
    const near = index.nearest(building.door, HOUSE_REACH_METRES)
    if (!near) continue
    const litres = lot.zone === 'rural' ? LITRES_A_DAY.country : LITRES_A_DAY.town
    demand[near.value]! += (building.households * PEOPLE_PER_HOUSEHOLD * litres * OTHER_USES) / 1000 / 86_400
  }
  return demand
}

export function nearestOf(points: readonly XY[], p: XY): number {
  let best = 0
  for (let i = 1; i < points.length; i++) if (distance(points[i]!, p) < distance(points[best]!, p)) best = i
  return best
}
