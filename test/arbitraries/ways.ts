/** Traffic models of streets alone, without a city: nodes with places, ways between them. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { random } from '../../scenarios/random.ts'
import { type TrafficModel, userClasses } from '../../scenarios/traffic.ts'
import { feature } from './city.ts'

export interface Way {
  readonly from: number
  readonly to: number
  readonly oneWay?: boolean
  /** m/s; that of its class where left out */
  readonly speed?: number
  /** Of a class of its own where left out. */
  readonly road?: string
  readonly households?: number
  /** Water, m */
  readonly depth?: number
  /** Too narrow for four wheels. */
  readonly alley?: boolean
}

/**
 * Straight streets in the order of `ways`, each with its two links, and behind them a zone with its connector to the first
 * place: places are nodes 1 and on.
 */
export function streetModel(places: readonly XY[], ways: readonly Way[]): TrafficModel {
  const nodes = [places[0]!, ...places]
  const pairs = ways.flatMap((way, k) => {
    const [from, to, road] = [way.from + 1, way.to + 1, roadOf(way, k)]
    return [
      { ...way, from, to, road, backward: 0 },
      { ...way, from: to, to: from, road, backward: 1 },
    ]
  })
  const connectors = [0, 1].map((k) => ({ from: k, to: 1 - k, backward: k, road: '', speed: 1 }) as Row)
  const rows: Row[] = [...pairs, ...connectors]
  const each = (of: (row: Row, link: number) => number) => Float64Array.from(rows, of)
  const roads = [...new Set(pairs.map(({ road }) => road))]
  const length = each(({ from, to }) => Math.hypot(nodes[from]![0] - nodes[to]![0], nodes[from]![1] - nodes[to]![1]))
  const barred = ({ oneWay, alley, backward }: Row, fourWheels: boolean) =>
    (oneWay && backward) || (alley && fourWheels) ? Infinity : 0
  return {
    network: {
      nodeCount: nodes.length,
      zoneCount: 1,
      firstThroughNode: 1,
      from: Int32Array.from(rows, ({ from }) => from),
      to: Int32Array.from(rows, ({ to }) => to),
      capacity: each(() => 1000),
      freeTime: each((row, link) => length[link]! / speedOf(row)),
      alpha: each(() => 0),
      power: each(() => 1),
      length,
    },
    classes: userClasses.map((id) => ({
      id,
      equivalent: 1,
      fixedCost: each((row) => barred(row, id === 'car' || id === 'heavy')),
      demand: new Float64Array(1),
    })),
    links: {
      roads,
      road: Int32Array.from(rows, ({ road }) => roads.indexOf(road)),
      backward: Uint8Array.from(rows, ({ backward }) => backward),
      start: Int32Array.from({ length: rows.length + 1 }, (_, i) => 4 * i),
      points: Float64Array.from(rows.flatMap(({ from, to }) => [...nodes[from]!, ...nodes[to]!])),
      capacityPcu: each(() => 300),
      freeSpeed: each(speedOf),
      lanes: each(() => 1),
      households: each(({ households }) => households ?? 0),
    },
    zones: [],
    x: Float64Array.from(nodes, ([x]) => x),
    y: Float64Array.from(nodes, ([, y]) => y),
    depth: ways.some(({ depth }) => depth !== undefined) ? each(({ depth }) => depth ?? 0) : null,
    inputs: [],
    calibrated: false,
    fit: null,
  }
}

interface Row extends Way {
  readonly road: string
  readonly backward: number
}
/** As the tables have it for trunk roads and alleys, m/s. */
const speedOf = ({ speed, alley }: Way): number => speed ?? (alley ? 5 : 60 / 3.6)
const roadOf = (way: Way, k: number): string => way.road ?? `đường ${k}`

/** The roads of such ways. */
export function roadsOf(ways: readonly Way[]): Map<string, Feature<'roads'>> {
  return new Map(
    ways.map((way, k) => {
      const id = roadOf(way, k)
      const properties: Feature<'roads'>['properties'] = {
        name: id.toUpperCase(),
        class: way.alley ? 'alley' : 'trunk',
        widthMetres: way.alley ? 2 : 8,
        redLineWidthMetres: null,
        lanes: 2,
        oneWay: way.oneWay ?? false,
        bridge: false,
        tunnel: false,
        state: 'open',
      }
      return [id, feature('roads', id, { type: 'LineString', coordinates: [] }, properties)]
    }),
  )
}

/** Ways of a town of rows × columns crossings about 90 m apart: two-way streets of many speeds, some of them missing. */
export function gridTown(columns: number, rows: number, seed: number): { places: XY[]; ways: Way[] } {
  const chance = random(seed)
  const places: XY[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      places.push([90 * column + 40 * chance(), 90 * row + 40 * chance()])
  }
  const ways: Way[] = []
  const street = (from: number, to: number, likely: number) => {
    if (chance() < likely) ways.push({ from, to, speed: 4 + 10 * chance(), households: Math.floor(9 * chance()) })
  }
  for (let node = 0; node < places.length; node++) {
    if (node % columns > 0) street(node - 1, node, 0.9)
    if (node >= columns) street(node - columns, node, 0.75)
  }
  return { places, ways }
}
