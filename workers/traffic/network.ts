/**
 * Directed links of a city's streets. Every piece of street has two links, with its line and against it, also where one of
 * them may not be driven (its fixed cost is infinite then): edits of state, direction and section leave the numbers of
 * links and nodes as they are, so that paths of one state of the city hold in another.
 */
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'
import type { TrafficLinks, TrafficNetwork } from '../../scenarios/traffic.ts'
import { connectorSpeed, volumeDelay } from '../../scenarios/traffic-facts.ts'
import { carriagewayOf, freeSpeedOf } from '../../scenarios/traffic-passage.ts'
import type { Connector } from './connect.ts'
import type { Streets } from './streets.ts'

/** Street links 2k and 2k + 1 are piece k with its line and against it; connectors follow, out of the zone and into it. */
export interface Network {
  readonly network: TrafficNetwork
  readonly links: TrafficLinks
  readonly x: Float64Array
  readonly y: Float64Array
}

const CONNECTOR = { alpha: 0, power: 1, capacity: Infinity, capacityPcu: Infinity, lanes: 0 }

/**
 * @param centroids place of every zone, in order
 * @param households by piece of street
 */
export function networkOf(
  streets: Streets,
  centroids: readonly XY[],
  connectors: readonly Connector[],
  households: Float64Array,
): Network {
  const zones = centroids.length
  const nodes = [...centroids, ...streets.nodes]
  const rows: Row[] = []
  for (const [k, { road, from, to, line }] of streets.pieces.entries()) {
    const feature = streets.roads[road]!
    const [alpha, power] = volumeDelay.values[feature.properties.class]
    const common = {
      ...carriagewayOf(feature),
      road,
      alpha,
      power,
      length: lineLength(line),
      freeSpeed: freeSpeedOf(feature),
      households: households[k]!,
    }
    rows.push({ ...common, from: zones + from, to: zones + to, backward: 0, line })
    rows.push({ ...common, from: zones + to, to: zones + from, backward: 1, line: line.toReversed() })
  }
  for (const { zone, node, length } of connectors) {
    const common = { ...CONNECTOR, road: -1, length, freeSpeed: connectorSpeed.values.speed / 3.6, households: 0 }
    const line = [centroids[zone]!, streets.nodes[node]!]
    rows.push({ ...common, from: zone, to: zones + node, backward: 0, line })
    rows.push({ ...common, from: zones + node, to: zone, backward: 1, line: line.toReversed() })
  }
  return {
    ...arraysOf(rows, { nodeCount: nodes.length, zoneCount: zones, roads: streets.roads.map(({ id }) => id) }),
    x: Float64Array.from(nodes, ([x]) => x),
    y: Float64Array.from(nodes, ([, y]) => y),
  }
}

interface Row {
  readonly from: number
  readonly to: number
  readonly road: number
  readonly backward: number
  readonly line: readonly XY[]
  readonly length: number
  readonly freeSpeed: number
  readonly alpha: number
  readonly power: number
  readonly capacity: number
  readonly capacityPcu: number
  readonly lanes: number
  readonly households: number
}

function arraysOf(
  rows: readonly Row[],
  { nodeCount, zoneCount, roads }: { nodeCount: number; zoneCount: number; roads: readonly string[] },
): Pick<Network, 'network' | 'links'> {
  const numbers = (of: (row: Row) => number) => Float64Array.from(rows, of)
  const whole = (of: (row: Row) => number) => Int32Array.from(rows, of)
  const start = new Int32Array(rows.length + 1)
  for (const [i, { line }] of rows.entries()) start[i + 1] = start[i]! + 2 * line.length
  const points = new Float64Array(start.at(-1)!)
  for (const [i, { line }] of rows.entries()) for (const [k, p] of line.entries()) points.set(p, start[i]! + 2 * k)
  return {
    network: {
      nodeCount,
      zoneCount,
      firstThroughNode: zoneCount,
      from: whole((row) => row.from),
      to: whole((row) => row.to),
      capacity: numbers((row) => row.capacity),
      freeTime: numbers((row) => row.length / row.freeSpeed),
      alpha: numbers((row) => row.alpha),
      power: numbers((row) => row.power),
      length: numbers((row) => row.length),
    },
    links: {
      roads,
      road: whole((row) => row.road),
      backward: Uint8Array.from(rows, (row) => row.backward),
      start,
      points,
      capacityPcu: numbers((row) => row.capacityPcu),
      freeSpeed: numbers((row) => row.freeSpeed),
      lanes: numbers((row) => row.lanes),
      households: numbers((row) => row.households),
    },
  }
}
