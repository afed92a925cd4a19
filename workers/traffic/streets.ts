/**
 * Roads cut into pieces at their junctions. Roads meet where they share a vertex (to 1 cm): pieces of a generated city that
 * end there, ways of a surveyed one that pass through. What crosses without a shared vertex passes over or under.
 *
 * A road of the plan was drawn by hand: its ends and corners join what lies within a metre of them, and where it is no
 * bridge it also joins what it crosses at grade; the roads it meets are cut there.
 */
import { type City, stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { boundsAround, joinPlanned, type Line, Points } from './join-planned.ts'

/** Corners and junctions of all roads of a plan: that of a whole city has some hundreds. */
const MOST_CORNERS = 20_000

export interface Streets {
  /** Roads that stand, by id in rising order. */
  readonly roads: readonly Feature<'roads'>[]
  /** Junctions and ends; those that are there without the roads of the plan come first. */
  readonly nodes: readonly XY[]
  readonly nodesBeforePlan: number
  /** By road, in order along it. No piece ends where it begins. */
  readonly pieces: readonly Piece[]
}

export interface Piece {
  /** Index into `roads`. */
  readonly road: number
  readonly from: number
  readonly to: number
  readonly line: readonly XY[]
}

/** @throws Problem `traffic/plan-size` where the roads of the plan have too many corners and junctions */
export function streetsOf(city: City): Streets {
  const roads = [...city.layers.roads.values()].filter(stands).sort((a, b) => (a.id < b.id ? -1 : 1))
  const points = new Points()
  const lines: Line[] = []
  let corners = 0
  for (const plan of [false, true]) {
    for (const [road, { geometry, provenance, properties }] of roads.entries()) {
      if ((provenance === 'planned') !== plan) continue
      for (const course of linesOf(geometry)) {
        const level = properties.bridge || properties.tunnel ? ('bridge' as const) : ('ground' as const)
        const line: Line = {
          road,
          level,
          vertices: course.map((point) => points.add(point)),
          bounds: boundsAround(course),
        }
        if (plan) {
          if (corners + course.length <= MOST_CORNERS) joinPlanned(line, lines, points)
          corners += line.vertices.length
          if (corners > MOST_CORNERS) throw tooLarge(roads[road]!.id)
        }
        lines.push(line)
      }
    }
    if (!plan) points.before = junctions(lines, points)
  }
  for (const line of lines) line.vertices = line.vertices.filter((v, i, all) => v !== all[i - 1])
  const isNode = junctions(lines, points)
  const cut = lines
    .filter(({ vertices }) => vertices.length > 1)
    .sort((a, b) => a.road - b.road)
    .flatMap((line) => cutAtNodes(line, isNode))

  const used = new Set(cut.flatMap(({ vertices }) => [vertices[0]!, vertices.at(-1)!]))
  const before = [...used].filter((v) => points.before[v]).sort((a, b) => a - b)
  const after = [...used].filter((v) => !points.before[v]).sort((a, b) => a - b)
  const number = new Map([...before, ...after].map((v, i) => [v, i]))
  return {
    roads,
    nodes: [...number.keys()].map((v) => points.at(v)),
    nodesBeforePlan: before.length,
    pieces: cut.map(({ road, vertices }) => ({
      road,
      from: number.get(vertices[0]!)!,
      to: number.get(vertices.at(-1)!)!,
      line: vertices.map((v) => points.at(v)),
    })),
  }
}

const tooLarge = (road: string): Problem =>
  new Problem({
    code: 'traffic/plan-size',
    message: both(
      'Các đường mới của phương án có quá nhiều đỉnh và giao cắt',
      'The new roads of the plan have too many corners and junctions',
    ),
    place: road,
    expected: `≤ ${MOST_CORNERS}`,
  })

/** 1 for vertices where a line ends or that are passed more than once. */
function junctions(lines: readonly Line[], points: Points): Uint8Array {
  const passed = new Uint8Array(points.count)
  const isNode = new Uint8Array(points.count)
  for (const { vertices } of lines) {
    isNode[vertices[0]!] = 1
    isNode[vertices.at(-1)!] = 1
    let last = -1
    for (const v of vertices) {
      if (v !== last && passed[v]) isNode[v] = 1
      passed[v] = 1
      last = v
    }
  }
  return isNode
}

function cutAtNodes({ road, vertices }: Line, isNode: Uint8Array): { road: number; vertices: number[] }[] {
  const pieces: { road: number; vertices: number[] }[] = []
  let first = 0
  for (let i = 1; i < vertices.length; i++) {
    if (!isNode[vertices[i]!]) continue
    if (vertices[i] !== vertices[first]) pieces.push({ road, vertices: vertices.slice(first, i + 1) })
    else {
      // A loop back to its own beginning: halved, so that every link leads somewhere.
      const middle = (first + i) >> 1
      pieces.push({ road, vertices: vertices.slice(first, middle + 1) })
      pieces.push({ road, vertices: vertices.slice(middle, i + 1) })
    }
    first = i
  }
  return pieces
}
