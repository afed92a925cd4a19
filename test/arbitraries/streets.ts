/** Traffic models of streets alone, without a city: nodes with places, ways between them. */
import type { XY } from '../../scenarios/frame.ts'
import { random } from '../../scenarios/random.ts'
import { type TrafficModel, userClasses } from '../../scenarios/traffic.ts'

export interface Way {
  readonly from: number
  readonly to: number
  /** m/s; 10 where left out */
  readonly speed?: number
  readonly road?: string
  readonly households?: number
  /** Only for two wheels and feet. */
  readonly alley?: boolean
}

/** Straight links in the order of `ways`; node 0 … are the places, behind one zone and its connector to the first. */
export function streetModel(places: readonly XY[], ways: readonly Way[], depth: readonly number[] = []): TrafficModel {
  const zone = [0, 1].map((k) => ({ from: k, to: 1 - k }))
  const all = [...zone, ...ways.map((way) => ({ ...way, from: way.from + 1, to: way.to + 1 }))] as Way[]
  const nodes = [places[0]!, ...places]
  const length = Float64Array.from(all, ({ from, to }) =>
    Math.hypot(nodes[from]![0] - nodes[to]![0], nodes[from]![1] - nodes[to]![1]),
  )
  const each = (of: (way: Way, i: number) => number) => Float64Array.from(all, of)
  const roads = [...new Set(ways.map((way) => roadOf(way)))]
  return {
    network: {
      nodeCount: nodes.length,
      zoneCount: 1,
      firstThroughNode: 1,
      from: Int32Array.from(all, ({ from }) => from),
      to: Int32Array.from(all, ({ to }) => to),
      capacity: each(() => 1000),
      freeTime: each(({ speed }, i) => (i < 2 ? 0 : length[i]! / (speed ?? 10))),
      alpha: each(() => 0),
      power: each(() => 1),
      length,
    },
    classes: userClasses.map((id) => ({
      id,
      equivalent: 1,
      fixedCost: each(({ alley }) => (alley && (id === 'car' || id === 'heavy') ? Infinity : 0)),
      demand: new Float64Array(1),
    })),
    links: {
      roads,
      road: Int32Array.from(all, (way, i) => (i < 2 ? -1 : roads.indexOf(roadOf(way)))),
      backward: Uint8Array.from(all, ({ from, to }) => Number(from > to)),
      start: Int32Array.from({ length: all.length + 1 }, (_, i) => 4 * i),
      points: Float64Array.from(all.flatMap(({ from, to }) => [...nodes[from]!, ...nodes[to]!])),
      capacityPcu: each(() => 300),
      freeSpeed: each(({ speed }) => speed ?? 10),
      lanes: each(() => 1),
      households: each(({ households }) => households ?? 0),
    },
    zones: [],
    x: Float64Array.from(nodes, ([x]) => x),
    y: Float64Array.from(nodes, ([, y]) => y),
    depth: depth.length > 0 ? Float64Array.from([0, 0, ...depth]) : null,
    inputs: [],
    calibrated: false,
    fit: null,
  }
}

const roadOf = ({ road, from, to }: Way): string => road ?? `r${Math.min(from, to)}-${Math.max(from, to)}`

/** A town of rows × columns crossings about 90 m apart, its streets two-way and of many speeds, some of them missing. */
export function gridTown(columns: number, rows: number, seed: number): TrafficModel {
  const chance = random(seed)
  const places: XY[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      places.push([90 * column + 40 * chance(), 90 * row + 40 * chance()])
  }
  const ways: Way[] = []
  const both = (from: number, to: number, likely: number) => {
    if (chance() > likely) return
    const speed = 4 + 10 * chance()
    ways.push({ from, to, speed }, { from: to, to: from, speed })
  }
  for (let node = 0; node < places.length; node++) {
    if (node % columns > 0) both(node - 1, node, 0.9)
    if (node >= columns) both(node - columns, node, 0.75)
  }
  return streetModel(places, ways)
}
