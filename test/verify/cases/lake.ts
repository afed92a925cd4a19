/** F1: a lake at rest stays at rest, over humps and around an island that emerges from it. */
import { readFile } from 'node:fs/promises'
import { readGrid } from '../../../data/readers/grid/read.ts'
import type { DrainageInput } from '../../../scenarios/drainage.ts'
import { createDrainage } from '../../../workers/drainage/kernel.ts'
import { type Case, exponent, isThere, plainInput, type Row, sharedFile } from '../case.ts'

const STAGE = 0.875

/** Three humps in a basin of 75 m × 30 m, the third of them an island (Liang & Borthwick 2009), n 0.04, no flow. */
export function threeHumps(ground: Float32Array, durationSeconds: number): DrainageInput {
  return plainInput(75, 30, 1, {
    ground,
    manning: new Float32Array(ground.length).fill(0.04),
    initialDepth: Float32Array.from(ground, (z) => Math.max(0, STAGE - z)),
    durationSeconds,
  })
}

/** The same ground from its formula: cones of 1, 1 and 3 m. */
export function humps(): Float32Array {
  return Float32Array.from({ length: 75 * 30 }, (_, i) => {
    const [x, y] = [(i % 75) + 0.5, 29.5 - Math.floor(i / 75)]
    const cone = (cx: number, cy: number, top: number, slope: number) => top - slope * Math.hypot(x - cx, y - cy)
    return Math.max(0, cone(30, 6, 1, 1 / 8), cone(30, 24, 1, 1 / 8), cone(47.5, 15, 3, 3 / 10))
  })
}

export function lakeRows(id: string, ground: Float32Array, steps: number): Row[] {
  const input = threeHumps(ground, 1e9)
  const simulation = createDrainage(input)
  for (let k = 0; k < steps; k++) simulation.step()
  const s = simulation.state
  let [fastest, rise] = [0, 0]
  for (let row = 0; row < 30; row++) {
    for (let column = 0; column < 75; column++) {
      const [cell, i] = [row * 75 + column, (row + 1) * s.stride + column + 1]
      const h = s.depth[i]!
      rise = Math.max(rise, Math.abs(h - input.initialDepth[cell]!))
      for (const q of [...s.qx, ...s.qy]) if (h > 0) fastest = Math.max(fastest, Math.abs(q[i]!) / Math.max(h, 1e-3))
    }
  }
  return [
    {
      id,
      check: `lake at rest, three humps and an island, ${steps} steps: fastest water`,
      expected: '0 m/s',
      got: `${exponent(fastest)} m/s`,
      tolerance: '1e-6 m/s',
      pass: fastest <= 1e-6,
    },
    {
      id,
      check: 'the same: largest change of level',
      expected: '0 m',
      got: `${exponent(rise)} m`,
      tolerance: 'exact',
      pass: rise === 0,
    },
  ]
}

export const lake: Case = { title: 'lake at rest', run: () => lakeRows('F1', humps(), 100_000) }

export const lakeOnFile: Case = {
  title: 'lake at rest on the published ground',
  ...(isThere('data/flood/three-humps') ? {} : { needs: 'flood/three-humps' }),
  run: async () => {
    const bytes = await readFile(sharedFile('data/flood/three-humps/humps.dem'))
    return lakeRows('F1 file', (await readGrid(bytes, 'humps.dem', 1e6)).data, 10_000)
  },
}
