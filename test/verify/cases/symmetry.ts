/** What must not matter: which way the city is turned, where it lies on the tiles, how many threads work on it. */
import type { DrainageInput, DrainageResult } from '../../../scenarios/drainage.ts'
import { random } from '../../../scenarios/random.ts'
import { TILE } from '../../../workers/drainage/constants.ts'
import { drainage } from '../../../workers/node/drainage.ts'
import { type Case, plainInput, type Row, runHere } from '../case.ts'

/** A small wild city of side × side cells: rough ground, blocked cells, rain, a river let in, soil. */
export function wildCity(side: number, seed: number, durationSeconds = 600): DrainageInput {
  const chance = random(seed)
  const cells = side * side
  const ground = Float32Array.from({ length: cells }, () => 2 * chance())
  const open = Uint8Array.from({ length: cells }, () => (chance() < 0.1 ? 0 : 1))
  const source = (side >> 1) * (side + 1)
  open[source] = 1
  return plainInput(side, side, 5, {
    ground,
    open,
    manning: Float32Array.from({ length: cells }, () => 0.02 + 0.05 * chance()),
    initialDepth: Float32Array.from({ length: cells }, (_, i) => (open[i] && chance() < 0.3 ? chance() : 0)),
    rain: [
      [0, 2e-5],
      [durationSeconds / 2, 0],
    ],
    infiltration: {
      classOf: Uint8Array.from({ length: cells }, () => Math.floor(4 * chance())),
      classes: [
        { kind: 'constant', rate: 1e-6 },
        { kind: 'green-ampt', conductivity: 1e-6, suction: 0.2, deficit: 0.2 },
        { kind: 'horton', initialRate: 1e-5, finalRate: 1e-6, decay: 1e-3 },
      ],
    },
    inflows: [{ cells: Int32Array.of(source), weights: Float64Array.of(1), series: [[0, 0.5]], linear: false }],
    durationSeconds,
    outputEverySeconds: durationSeconds / 2,
  })
}

/** The same world seen through a map of cells: cell `i` of the new grid shows cell `to(i)` of the old one, −1 nothing. */
export function seen(
  input: DrainageInput,
  columns: number,
  rows: number,
  to: (column: number, row: number) => number,
): DrainageInput {
  const from = Int32Array.from({ length: columns * rows }, (_, i) => to(i % columns, Math.floor(i / columns)))
  const back = new Map([...from.entries()].map(([now, then]) => [then, now]))
  const f32 = (array: Float32Array) => Float32Array.from(from, (i) => (i < 0 ? 0 : array[i]!))
  const u8 = (array: Uint8Array) => Uint8Array.from(from, (i) => (i < 0 ? 0 : array[i]!))
  const { classOf, classes } = input.infiltration
  return {
    ...input,
    grid: { ...input.grid, columns, rows },
    ground: f32(input.ground),
    open: u8(input.open),
    manning: f32(input.manning),
    initialDepth: f32(input.initialDepth),
    infiltration: { classOf: classOf && u8(classOf), classes },
    inflows: input.inflows.map((inflow) => ({ ...inflow, cells: inflow.cells.map((cell) => back.get(cell)!) })),
  }
}

/** Cells in which the two answers differ in any bit of depth, greatest depth or speed; `to` as for `seen`. */
export function differences(a: DrainageResult, b: DrainageResult, to: (column: number, row: number) => number): number {
  let count = 0
  const { columns } = b.grid
  for (let i = 0; i < b.finalDepth.length; i++) {
    const then = to(i % columns, Math.floor(i / columns))
    if (then < 0) continue
    const same = (['finalDepth', 'maxDepth', 'maxSpeed', 'arrival', 'duration'] as const).every(
      (name) => b[name][i] === a[name][then],
    )
    if (!same) count++
  }
  return count
}

export const views = (
  side: number,
): Record<string, { columns: number; rows: number; to: (c: number, r: number) => number }> => {
  const square = { columns: side, rows: side }
  const shifted = side + 2 * TILE
  const shift = (c: number, r: number) => {
    const [column, row] = [c - TILE, r - 2 * TILE]
    return column >= 0 && column < side && row >= 0 && row < side ? row * side + column : -1
  }
  return {
    'mirrored east–west': { ...square, to: (c, r) => r * side + side - 1 - c },
    'mirrored north–south': { ...square, to: (c, r) => (side - 1 - r) * side + c },
    'turned by a quarter': { ...square, to: (c, r) => c * side + side - 1 - r },
    'moved by one and two tiles': { columns: shifted, rows: shifted, to: shift },
  }
}

export const symmetry: Case = {
  title: 'symmetry and threads',
  run: async (): Promise<Row[]> => {
    const side = 150
    const input = wildCity(side, 7)
    const original = runHere(input)
    const rows = Object.entries(views(side)).map(([name, { columns, rows: count, to }]): Row => {
      const different = differences(original, runHere(seen(input, columns, count, to)), to)
      return {
        id: 'S1',
        check: `rough ground, rain, soil, inflow, ${original.diagnostics.steps} steps, ${name}: cells that differ in any bit`,
        expected: '0',
        got: String(different),
        tolerance: 'bitwise',
        pass: different === 0,
      }
    })
    const digests = await Promise.all(
      [1, 2, 3].map(async (threads) => (await drainage.run({ ...input, threads })).digest),
    )
    rows.push({
      id: 'S2',
      check: 'the same with 1, 2 and 3 threads: digests',
      expected: original.digest.slice(0, 12),
      got: digests.map((digest) => digest.slice(0, 12)).join(', '),
      tolerance: 'bitwise',
      pass: digests.every((digest) => digest === original.digest),
    })
    return rows
  },
}
