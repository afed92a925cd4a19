/**
 * Pipes, channels and wires along lines: pipes of few sides at their true size and level, wires as lines that sag between
 * their poles. Light is painted in.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import type { MeshWriter } from './mesh.ts'
import type { Plane } from './plane.ts'
import type { Relief } from './relief.ts'
import { lit } from './shapes.ts'

/** Ground above mains and cables, m: an assumption, the data do not say. */
const COVER_METRES = 0.8
const CABLE_METRES = 0.15
/** Longer pieces of what follows the ground are bent on the way, m. */
const LONGEST_PIECE_METRES = 40
const PIPE_SIDES = 6
/** Sag of a span as a share of its length, and its pieces; usual values, the data do not say. */
const SAG_SHARE = 0.02
const SPAN_PIECES = 6
/** How close a pole must be to a bend of the line, m. */
const POLE_NEAR_METRES = 2
const [DRAIN, CHANNEL, MAIN, CABLE, WIRE] = ['#8d8276', '#a9a49a', '#2f7fc1', '#c0392b', '#5a6068']

export interface LineSite {
  readonly plane: Plane
  readonly relief: Relief
  readonly out: MeshWriter
  /** Height of the pole at a place, m, undefined where none stands near. */
  poleAt(at: XY): number | undefined
}

/** Places with the level of the line there. */
type Path = readonly (readonly [x: number, y: number, level: number])[]
/** Across and up from the line's level, m, counter-clockwise as one looks along it. */
type Section = readonly (readonly [across: number, up: number])[]

export function addDrain(site: LineSite, { geometry, properties }: Feature<'drains'>): void {
  const { kind, heightMetres, widthMetres, fromInvertMetres, toInvertMetres } = properties
  for (const line of linesOf(geometry)) {
    const path = falling(line, fromInvertMetres, toInvertMetres)
    const half = widthMetres / 2
    if (kind === 'channel') {
      const open: Section = [
        [-half, heightMetres],
        [-half, 0],
        [half, 0],
        [half, heightMetres],
      ]
      addTube(site, path, open, false, CHANNEL)
    } else if (kind === 'box') {
      const shut: Section = [
        [-half, 0],
        [half, 0],
        [half, heightMetres],
        [-half, heightMetres],
      ]
      addTube(site, path, shut, true, DRAIN)
    } else addTube(site, path, round(heightMetres / 2, heightMetres / 2), true, DRAIN)
  }
}

export function addWatermain(
  site: LineSite,
  { geometry, properties: { diameterMetres } }: Feature<'watermains'>,
): void {
  for (const line of linesOf(geometry)) {
    addTube(site, buried(site, line, COVER_METRES + diameterMetres / 2), round(diameterMetres / 2, 0), true, MAIN)
  }
}

export function addCable(site: LineSite, { geometry }: Feature<'powerlines'>): void {
  for (const line of linesOf(geometry)) {
    addTube(site, buried(site, line, COVER_METRES + CABLE_METRES / 2), round(CABLE_METRES / 2, 0), true, CABLE)
  }
}

/** Three wires a circuit, one bundle at low voltage. */
export function addWires(site: LineSite, { geometry, properties }: Feature<'powerlines'>): void {
  const { voltageVolts, circuits } = properties
  const high = voltageVolts >= 100_000
  const spread = high ? 3.5 : 0.9
  const wires: XY[] = []
  for (let circuit = 0; circuit < Math.min(2, circuits); circuit++) {
    const below = -circuit * (high ? 4 : 1)
    if (voltageVolts < 1000) wires.push([0, below])
    else wires.push([-spread, below], [0, below], [spread, below])
  }
  const pole = high ? 25 : voltageVolts >= 1000 ? 12 : 7.5
  for (const line of linesOf(geometry)) {
    const tops = line.map(
      ([x, y]) => [x, y, site.relief.levelAt(x, y, 0) + (site.poleAt([x, y]) ?? pole) - 0.2] as const,
    )
    for (const [across, below] of wires) addWire(site, tops, across, below)
  }
}

function addWire({ plane, out }: LineSite, tops: Path, across: number, below: number): void {
  out.colour(lit(WIRE, [0, 0, 1]))
  let before = -1
  for (let i = 1; i < tops.length; i++) {
    const [[x0, y0, z0], [x1, y1, z1]] = [tops[i - 1]!, tops[i]!]
    const length = Math.hypot(x1 - x0, y1 - y0)
    if (length === 0) continue
    const [east, north] = [((y1 - y0) / length) * across, (-(x1 - x0) / length) * across]
    for (let k = before < 0 ? 0 : 1; k <= SPAN_PIECES; k++) {
      const t = k / SPAN_PIECES
      const sag = 4 * SAG_SHARE * length * t * (1 - t)
      const at = put(
        plane,
        out,
        x0 + (x1 - x0) * t + east,
        y0 + (y1 - y0) * t + north,
        z0 + (z1 - z0) * t + below - sag,
      )
      if (before >= 0) out.line(before, at)
      before = at
    }
  }
}

/** From one level to another, evenly along the line. */
function falling(line: readonly XY[], from: number, to: number): Path {
  const lengths = line.map(([x, y], i) => (i > 0 ? Math.hypot(x - line[i - 1]![0], y - line[i - 1]![1]) : 0))
  const whole = lengths.reduce((a, b) => a + b) || 1
  let run = 0
  return line.map(([x, y], i) => {
    run += lengths[i]!
    return [x, y, from + ((to - from) * run) / whole]
  })
}

/** At a depth below the ground, bent where the ground is. */
function buried({ relief }: LineSite, line: readonly XY[], depth: number): Path {
  const path: [number, number, number][] = []
  for (let i = 0; i < line.length; i++) {
    const [x1, y1] = line[i]!
    const [x0, y0] = line[Math.max(0, i - 1)]!
    const pieces = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / LONGEST_PIECE_METRES))
    for (let k = 1; k <= pieces; k++) {
      const [x, y] = [x0 + ((x1 - x0) * k) / pieces, y0 + ((y1 - y0) * k) / pieces]
      path.push([x, y, relief.levelAt(x, y, 0) - depth])
    }
  }
  return path
}

const round = (radius: number, up: number): Section =>
  Array.from({ length: PIPE_SIDES }, (_, i) => {
    const angle = ((i + 0.5) * 2 * Math.PI) / PIPE_SIDES
    return [radius * Math.cos(angle), up + radius * Math.sin(angle)]
  })

/** A section pushed along a path, its corners mitred, its ends open. */
function addTube({ plane, out }: LineSite, path: Path, section: Section, shut: boolean, hex: string): void {
  const clean = path.filter(([x, y], i) => i === 0 || Math.hypot(x - path[i - 1]![0], y - path[i - 1]![1]) > 1e-3)
  if (clean.length < 2) return
  const middle = section.reduce((sum, [, up]) => sum + up, 0) / section.length
  let before = -1
  clean.forEach(([x, y, level], i) => {
    const [east, north] = acrossAt(clean, i)
    const first = out.vertices
    for (const [across, up] of section) {
      out.colour(lit(hex, [east * across, north * across, up - middle]))
      put(plane, out, x + east * across, y + north * across, level + up)
    }
    for (let k = 0; before >= 0 && k < (shut ? section.length : section.length - 1); k++) {
      const next = (k + 1) % section.length
      out.triangle(before + k, before + next, first + next)
      out.triangle(before + k, first + next, first + k)
    }
    before = first
  })
}

/** To the right of the path at one of its places, longer in a bend so that the width stays; at most doubled. */
function acrossAt(path: Path, i: number): XY {
  const side = (from: number, to: number): XY => {
    const [dx, dy] = [path[to]![0] - path[from]![0], path[to]![1] - path[from]![1]]
    const length = Math.hypot(dx, dy)
    return [dy / length, -dx / length]
  }
  const [before, after] = [
    side(Math.max(0, i - 1), Math.max(1, i)),
    side(Math.min(i, path.length - 2), Math.min(i + 1, path.length - 1)),
  ]
  const [east, north] = [before[0] + after[0], before[1] + after[1]]
  const length = Math.hypot(east, north)
  if (length < 1e-6) return after
  const stretch = Math.min(2, 2 / length)
  return [(east / length) * stretch, (north / length) * stretch]
}

const place = new Float64Array(6)
function put(plane: Plane, out: MeshWriter, x: number, y: number, level: number): number {
  plane.place(x, y, place, 0)
  return out.vertex(place[0]! + level * place[3]!, place[1]! + level * place[4]!, place[2]! + level * place[5]!)
}

/** Finds the pole at a bend of a line. */
export function polesOf(nodes: readonly Feature<'powernodes'>[]): LineSite['poleAt'] {
  const cells = new Map<string, { at: XY; height: number }[]>()
  const key = (x: number, y: number) => `${Math.floor(x / POLE_NEAR_METRES)}/${Math.floor(y / POLE_NEAR_METRES)}`
  for (const { geometry, properties } of nodes) {
    if (geometry.type !== 'Point' || properties.kind === 'substation') continue
    const [x, y] = geometry.coordinates
    const cell = cells.get(key(x, y))
    const pole = { at: geometry.coordinates, height: properties.heightMetres }
    if (cell) cell.push(pole)
    else cells.set(key(x, y), [pole])
  }
  return ([x, y]) => {
    let [best, least] = [undefined as number | undefined, POLE_NEAR_METRES]
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        for (const { at, height } of cells.get(key(x + dx * POLE_NEAR_METRES, y + dy * POLE_NEAR_METRES)) ?? []) {
          const distance = Math.hypot(at[0] - x, at[1] - y)
          if (distance > least) continue
          least = distance
          best = height
        }
      }
    }
    return best
  }
}
