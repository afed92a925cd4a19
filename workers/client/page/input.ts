/** A small rough town under rain: the same for Node and the browser. */
import type { DrainageInput } from '../../../scenarios/drainage.ts'

export function town(threads: number, durationSeconds: number): DrainageInput {
  const side = 100
  const cells = side * side
  const open = Uint8Array.from({ length: cells }, (_, i) => (i % 11 === 0 ? 0 : 1))
  return {
    grid: { columns: side, rows: side, cellSize: 5, west: 0, north: side * 5 },
    ground: Float32Array.from({ length: cells }, (_, i) => (2 * ((i * 7919) % 101)) / 101),
    open,
    manning: new Float32Array(cells).fill(0.03),
    initialDepth: Float32Array.from(open, (isOpen, i) => (isOpen && i % 3 === 0 ? 0.7 : 0)),
    rain: [[0, 2e-5]],
    rainFactor: null,
    infiltration: {
      classOf: new Uint8Array(cells).fill(1),
      classes: [{ kind: 'horton', initialRate: 1e-5, finalRate: 1e-6, decay: 1e-3 }],
    },
    inflows: [],
    boundaries: [],
    gauges: [{ id: 'middle', cell: 4001 }],
    durationSeconds,
    outputEverySeconds: durationSeconds / 2,
    frames: true,
    threads,
  }
}
