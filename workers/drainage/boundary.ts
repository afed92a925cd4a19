/** Outer faces that are open: a level that stands outside, or water that leaves freely. Walked by one thread, in order. */
import type { Boundary, DrainageInput } from '../../scenarios/drainage.ts'
import { GRAVITY, STILL_DEPTH } from './constants.ts'
import { cubeRoot, rubbed } from './flux.ts'
import { valueAt } from './series.ts'
import { inner, Now, type State, tileAt } from './state.ts'

interface OuterFace {
  /** Index in the state's arrays of the cell inside. */
  readonly cell: number
  readonly tile: number
  /** Which of `qx` and `qy` holds the face, where, and the sign that makes outward positive. */
  readonly along: 'qx' | 'qy'
  readonly face: number
  readonly sign: 1 | -1
  /** Slope of the ground towards the face. */
  readonly groundSlope: number
}

export interface OpenEdge {
  readonly boundary: Boundary
  readonly faces: readonly OuterFace[]
}

/** @throws Error where a cell of a boundary is closed, a face leads into an open cell, or a face is named twice */
export function openEdges(s: State, input: DrainageInput): OpenEdge[] {
  const { stride } = s
  const taken = new Set<number>()
  return input.boundaries.map((boundary) => {
    if (boundary.kind === 'stage' && boundary.series.length === 0)
      throw new Error('Expected a series of stage, got none')
    const faces: OuterFace[] = []
    for (const [k, cell] of boundary.cells.entries()) {
      const i = inner(s, cell)
      const side = boundary.sides[k]!
      const outside = [i - stride, i + 1, i + stride, i - 1][side]!
      const inside = [i + stride, i - 1, i - stride, i + 1][side]!
      if (!input.open[cell]) throw new Error(`Expected an open cell at a boundary, got the closed cell ${cell}`)
      if (s.manning[outside] !== 0 || s.ground[outside]! < 1e8) {
        throw new Error(`Expected nothing outside of side ${side} of cell ${cell}, got an open cell`)
      }
      if (taken.has(cell * 4 + side)) throw new Error(`Expected each face once, got side ${side} of cell ${cell} again`)
      taken.add(cell * 4 + side)
      const [row, column] = [Math.floor(cell / s.columns), cell % s.columns]
      const [beyondRow, beyondColumn] = [row + [-1, 0, 1, 0][side]!, column + [0, 1, 0, -1][side]!]
      if (beyondRow >= 0 && beyondRow < s.rows && beyondColumn >= 0 && beyondColumn < s.columns) {
        s.tileGaps[tileAt(s, beyondRow, beyondColumn)] = 1
      }
      const ground = s.ground[i]!
      const insideGround = s.ground[inside]! < 1e8 ? s.ground[inside]! : ground
      faces.push({
        cell: i,
        tile: tileAt(s, row, column),
        along: side === 0 || side === 2 ? 'qy' : 'qx',
        face: [i, i + 1, i + stride, i][side]!,
        sign: side === 1 || side === 2 ? 1 : -1,
        groundSlope: (insideGround - ground) / s.cellSize,
      })
    }
    return { boundary, faces }
  })
}

/** Discharge over the open faces for the step at hand. */
export function flowOut(s: State, edges: readonly OpenEdge[]): void {
  const old = s.now[Now.old]! as 0 | 1
  const fresh = (1 - old) as 0 | 1
  const dt = s.now[Now.dt]!
  for (const { boundary, faces } of edges) {
    const { kind, series, linear } = boundary
    const stage = kind === 'stage' ? valueAt(series, linear, s.now[Now.time]!) : 0
    for (const { cell, tile, along, face, sign, groundSlope } of faces) {
      const h = s.depth[cell]!
      const z = s.ground[cell]!
      const n = s.manning[cell]!
      let out = 0
      if (kind === 'stage') {
        const flow = Math.max(stage, z + h) - z
        if (flow > STILL_DEPTH) {
          const q = sign * s[along][old][face]!
          const pushed = q - (GRAVITY * dt * flow * (stage - (z + h))) / s.cellSize
          out = rubbed(flow, pushed, GRAVITY * dt * n * n, q)
        }
      } else if (h > STILL_DEPTH) {
        const critical = h * Math.sqrt(GRAVITY * h)
        const uniform = groundSlope > 0 && n > 0 ? (h * h * Math.sqrt(groundSlope)) / (cubeRoot(h) * n) : critical
        out = Math.min(uniform, critical)
      }
      s[along][fresh][face] = sign * out
      if (out > 0) s.tileCrowded[tile] = 1
    }
  }
}

/** What passed the open faces in the step at hand, m³. */
export function passed(s: State, edges: readonly OpenEdge[]): { out: number; into: number } {
  const fresh = (1 - s.now[Now.old]!) as 0 | 1
  const volume = s.now[Now.dt]! * s.cellSize
  let [out, into] = [0, 0]
  for (const { faces } of edges) {
    for (const { along, face, sign } of faces) {
      const q = sign * s[along][fresh][face]!
      if (q > 0) out += q * volume
      else into -= q * volume
    }
  }
  return { out, into }
}

/** Deepest water that stands at an open edge from outside, m. */
export function deepestOutside(s: State, edges: readonly OpenEdge[], time: number): number {
  let deepest = 0
  for (const { boundary, faces } of edges) {
    if (boundary.kind !== 'stage') continue
    const stage = valueAt(boundary.series, boundary.linear, time)
    for (const { cell } of faces) deepest = Math.max(deepest, stage - s.ground[cell]!)
  }
  return deepest
}
