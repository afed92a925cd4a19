/**
 * The road network: lines are collected, their ends carried to the road before them, crossings made nodes, waters bridged,
 * and what is still apart joined by the shortest bridge, until every road can be reached from every other.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import { withBridges } from './bridges.ts'
import { meeting, SegmentIndex, toSegment } from './near.ts'
import type { Channel } from './place.ts'
import { direction } from './plane.ts'

export interface Road {
  /** Mutable while the network is being made. */
  line: XY[]
  name: string | null
  readonly class: 'trunk' | 'arterial' | 'collector' | 'local' | 'alley' | 'path'
  readonly widthMetres: number
  readonly redLineWidthMetres: number | null
  readonly lanes: number
  readonly provenance: 'assumed' | 'generated'
  /** Pieces of one street share it; numbers run along it. */
  readonly street: string | null
  /** How far its ends are carried to meet another road, m. */
  readonly reach: number
}

export interface RoadPiece extends Omit<Road, 'line' | 'reach'> {
  readonly line: XY[]
  readonly bridge: boolean
}

const JOIN_METRES = 2.5

export function makeNetwork(roads: Road[], channels: readonly Channel[]): RoadPiece[] {
  let linked = [...roads]
  carryEnds(linked)
  for (let round = 0; round < 12; round++) {
    const pieces = split(linked)
    const links = shortestLinks(pieces)
    if (links.length === 0) return unique(withBridges(pieces, channels))
    linked = [...pieces.map((piece) => ({ ...piece, line: [...piece.line], reach: 0 })), ...links]
  }
  throw new Error('Expected one connected road network after 12 rounds of links')
}

function carryEnds(roads: Road[]): void {
  const index = new SegmentIndex<Road>(100)
  for (const road of roads) index.addLine(road.line, road)
  for (const road of roads) {
    for (const last of [false, true]) {
      const n = road.line.length - 1
      const [end, before] = last ? [road.line[n]!, road.line[n - 1]!] : [road.line[0]!, road.line[1]!]
      const moved = snapped(road, end, index) ?? carried(road, end, before, index)
      if (!moved) continue
      if (last) road.line = [...road.line.slice(0, moved.replace ? n : n + 1), moved.point]
      else road.line = [moved.point, ...road.line.slice(moved.replace ? 1 : 0)]
    }
  }
}

function snapped(road: Road, end: XY, index: SegmentIndex<Road>): { point: XY; replace: boolean } | null {
  let best: { distance: number; point: XY } | null = null
  for (const { a, b, value } of index.near(
    end[0] - JOIN_METRES,
    end[1] - JOIN_METRES,
    end[0] + JOIN_METRES,
    end[1] + JOIN_METRES,
  )) {
    if (value === road) continue
    const near = toSegment(end, a, b)
    if (near.distance < JOIN_METRES && (!best || near.distance < best.distance)) {
      best = { distance: near.distance, point: [a[0] + near.t * (b[0] - a[0]), a[1] + near.t * (b[1] - a[1])] }
    }
  }
  return best && { point: best.point, replace: true }
}

function carried(road: Road, end: XY, before: XY, index: SegmentIndex<Road>): { point: XY; replace: boolean } | null {
  const [dx, dy] = direction(before, end)
  const far: XY = [end[0] + dx * road.reach, end[1] + dy * road.reach]
  let best: { t: number; point: XY } | null = null
  const box = [
    Math.min(end[0], far[0]),
    Math.min(end[1], far[1]),
    Math.max(end[0], far[0]),
    Math.max(end[1], far[1]),
  ] as const
  for (const { a, b, value } of index.near(...box)) {
    if (value === road) continue
    const hit = meeting(end, far, a, b)
    if (hit && (!best || hit.t < best.t)) best = hit
  }
  return best && { point: best.point, replace: false }
}

/** Roads cut at every place where they meet; a place within a metre of a node is that node. */
function split(roads: readonly Road[]): RoadPiece[] {
  const index = new SegmentIndex<Road>(100)
  for (const road of roads) index.addLine(road.line, road)
  const nodes = new Nodes()
  const plans: { road: Road; cuts: { along: number; point: XY }[]; length: number }[] = []
  for (const road of roads) {
    let length = 0
    const cuts: { along: number; point: XY }[] = []
    for (let i = 1; i < road.line.length; i++) {
      const [a, b] = [road.line[i - 1]!, road.line[i]!]
      const step = Math.hypot(b[0] - a[0], b[1] - a[1])
      const box = [
        Math.min(a[0], b[0]) - 1,
        Math.min(a[1], b[1]) - 1,
        Math.max(a[0], b[0]) + 1,
        Math.max(a[1], b[1]) + 1,
      ] as const
      for (const other of index.near(...box)) {
        if (other.value === road) continue
        const hit = meeting(a, b, other.a, other.b)
        if (hit) cuts.push({ along: length + hit.t * step, point: hit.point })
        for (const p of [other.value.line[0]!, other.value.line.at(-1)!]) {
          const near = toSegment(p, a, b)
          if (near.distance < 0.05) cuts.push({ along: length + near.t * step, point: p })
        }
      }
      length += step
    }
    cuts.sort((p, q) => p.along - q.along)
    plans.push({ road, cuts, length })
  }
  // All nodes are known before any road is cut, so that a place near two of them is the same one for every road.
  for (const { road, cuts } of plans)
    for (const p of [road.line[0]!, ...cuts.map((c) => c.point), road.line.at(-1)!]) nodes.of(p)
  return plans.flatMap(({ road, cuts, length }) => piecesOf(road, cuts, length, nodes))
}

function piecesOf(road: Road, cuts: { along: number; point: XY }[], total: number, nodes: Nodes): RoadPiece[] {
  const { line, name, street, provenance, widthMetres, redLineWidthMetres, lanes } = road
  const about = { name, class: road.class, street, provenance, widthMetres, redLineWidthMetres, lanes }
  const stops = [{ along: 0, point: nodes.of(line[0]!) }]
  for (const { along, point } of [...cuts, { along: total, point: line.at(-1)! }]) {
    const node = nodes.of(point)
    if (node !== stops.at(-1)!.point) stops.push({ along, point: node })
  }
  const out: RoadPiece[] = []
  for (let k = 1; k < stops.length; k++) {
    const [from, to] = [stops[k - 1]!, stops[k]!]
    const inner: XY[] = []
    let length = 0
    for (let i = 1; i < line.length - 1; i++) {
      length += Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1])
      if (length > from.along + 0.5 && length < to.along - 0.5) inner.push(line[i]!)
    }
    out.push({ ...about, line: [from.point, ...inner, to.point], bridge: false })
  }
  return out
}

/** Places within a metre of each other are one. */
class Nodes {
  readonly #places = new Map<string, XY>()

  of(p: XY): XY {
    const [i, j] = [Math.floor(p[0]), Math.floor(p[1])]
    let nearest = 1
    let found: XY | null = null
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        const q = this.#places.get(`${i + di},${j + dj}`)
        const distance = q ? Math.hypot(q[0] - p[0], q[1] - p[1]) : Infinity
        if (q && distance < nearest) {
          nearest = distance
          found = q
        }
      }
    }
    if (found) return found
    this.#places.set(`${i},${j}`, p)
    return p
  }
}

/** A piece by its course, whichever way it runs. */
export function pieceKey({ line }: { readonly line: readonly XY[] }): string {
  const points = line.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`)
  const [there, back] = [points.join(' '), points.toReversed().join(' ')]
  return [there, back].sort()[0]!
}

function unique(pieces: readonly RoadPiece[]): RoadPiece[] {
  return [...new Map(pieces.map((piece) => [pieceKey(piece), piece])).values()]
}

export const nodeKey = ([x, y]: XY): string => `${Math.round(x * 1000)},${Math.round(y * 1000)}`

/** The part that each node belongs to. */
export function componentsOf(pieces: readonly { line: XY[] }[]): (key: string) => string {
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let root = key
    while (parent.has(root) && parent.get(root) !== root) root = parent.get(root)!
    for (let k = key; k !== root; ) {
      const next = parent.get(k) ?? root
      parent.set(k, root)
      k = next
    }
    return root
  }
  for (const { line } of pieces) parent.set(find(nodeKey(line[0]!)), find(nodeKey(line.at(-1)!)))
  return find
}

/** For each part but the largest, the shortest link to another part: a footbridge or a short lane. */
function shortestLinks(pieces: readonly RoadPiece[]): Road[] {
  const find = componentsOf(pieces)
  const lengths = new Map<string, number>()
  for (const piece of pieces) {
    const root = find(nodeKey(piece.line[0]!))
    lengths.set(root, (lengths.get(root) ?? 0) + lineLength(piece.line))
  }
  if (lengths.size < 2) return []
  const main = [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
  const index = new SegmentIndex<string>(100)
  for (const piece of pieces) index.addLine(piece.line, find(nodeKey(piece.line[0]!)))
  const best = new Map<string, { distance: number; from: XY; to: XY }>()
  for (const piece of pieces) {
    const root = find(nodeKey(piece.line[0]!))
    if (root === main) continue
    for (const p of sampled(piece.line)) {
      const reach = Math.min(1500, best.get(root)?.distance ?? 120)
      for (const { a, b, value } of index.near(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach)) {
        if (value === root) continue
        const near = toSegment(p, a, b)
        if (near.distance < (best.get(root)?.distance ?? Infinity)) {
          best.set(root, {
            distance: near.distance,
            from: p,
            to: [a[0] + near.t * (b[0] - a[0]), a[1] + near.t * (b[1] - a[1])],
          })
        }
      }
    }
  }
  return [...best.values()].map(({ from, to }) => ({
    line: [from, to],
    name: null,
    class: 'alley',
    widthMetres: 3,
    redLineWidthMetres: null,
    lanes: 1,
    provenance: 'generated',
    street: null,
    reach: 0,
  }))
}

function sampled(line: readonly XY[]): XY[] {
  const out: XY[] = [line[0]!]
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const n = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 30))
    for (let k = 1; k <= n; k++) out.push([a[0] + ((b[0] - a[0]) * k) / n, a[1] + ((b[1] - a[1]) * k) / n])
  }
  return out
}
