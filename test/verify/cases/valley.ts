/**
 * F8: Environment Agency 2D benchmark, test 5 (Néelz & Pender 2013, SC120002): a dam fails above a valley. 10 m cells, n 0.04,
 * 3000 m³/s at the peak. Here the first 2 h, or the whole 30 h.
 */
import { readFile } from 'node:fs/promises'
import { readGrid } from '../../../data/readers/grid/read.ts'
import type { DrainageInput } from '../../../scenarios/drainage.ts'
import { cellAt } from '../../../scenarios/grid.ts'
import { drainage } from '../../../workers/node/drainage.ts'
import { type Case, exponent, isThere, type Row, sharedFile } from '../case.ts'

const folder = (name: string) => sharedFile('data/flood/ea-test5', name)
export const valleyIsThere = (): boolean => isThere('data/flood/ea-test5')

/** Discharge per metre of the breach's 20 cells of 10 m, m²/s: 0, 15 from 600 to 1200 s, 0 from 6000 s on. */
const BREACH: [number, number][] = [
  [0, 0],
  [300, 0],
  [600, 15],
  [1200, 15],
  [6000, 0],
]
/** m³ */
const VOLUME = 200 * (300 * 7.5 + 600 * 15 + 4800 * 7.5)

export async function readValley(durationSeconds: number, threads = 1): Promise<DrainageInput> {
  const ground = await readGrid(await readFile(folder('ea5-10m.dem.raw.gz')), 'ea5-10m.dem.raw.gz', 5e6)
  const { columns, rows, cellSize, west, north } = ground
  const grid = { columns, rows, cellSize, west, north }
  const points = async (name: string, skip: number) =>
    (await readFile(folder(name), 'utf8'))
      .trim()
      .split('\n')
      .slice(skip)
      .map((line) => line.replace(/^P/, '').trim().split(/\s+/).map(Number))
  const breach = (await points('ea5-10m.bci', 0)).map(([x, y]) => cellAt(grid, [x!, y!]))
  const gauges = (await points('ea5.stage', 1)).map(([x, y], k) => ({
    id: String(k + 1),
    cell: cellAt(grid, [x!, y!]),
  }))
  return {
    grid,
    ground: ground.data,
    open: Uint8Array.from(ground.data, (level) => (Number.isNaN(level) ? 0 : 1)),
    manning: new Float32Array(columns * rows).fill(0.04),
    initialDepth: new Float32Array(columns * rows),
    rain: [],
    rainFactor: null,
    infiltration: { classOf: null, classes: [] },
    inflows: [
      {
        cells: Int32Array.from(breach),
        weights: new Float64Array(breach.length).fill(1 / breach.length),
        series: BREACH.map(([second, perMetre]) => [second, perMetre * breach.length * cellSize]),
        linear: true,
      },
    ],
    boundaries: [],
    gauges,
    durationSeconds,
    outputEverySeconds: 60,
    frames: false,
    threads,
  }
}

export function valleyCase(hours: number): Case {
  return {
    title: `EA test 5, the first ${hours} h`,
    ...(valleyIsThere() ? {} : { needs: 'flood/ea-test5' }),
    run: async (): Promise<Row[]> => {
      const input = await readValley(hours * 3600, 2)
      const result = await drainage.run(input)
      const { volumes, diagnostics } = result
      const arrivals = result.gauges.map((gauge) => {
        const k = gauge.depth.findIndex((depth) => depth > 0.05)
        return k < 0 ? Number.POSITIVE_INFINITY : result.times[k]!
      })
      // Gauges 1 to 5 lie down the valley, 6 and 7 beside its course.
      const course = arrivals.slice(0, 5)
      const finite = [result.finalDepth, result.maxDepth, result.maxSpeed].every((array) =>
        array.every(Number.isFinite),
      )
      const id = 'F8'
      return [
        {
          id,
          check: `EA test 5, first ${hours} h, ${diagnostics.steps} steps: volume let in`,
          expected: `${VOLUME} m³`,
          got: `${volumes.inflow.toFixed(1)} m³`,
          tolerance: '1e-9',
          pass: Math.abs(volumes.inflow / VOLUME - 1) <= 1e-9,
        },
        {
          id,
          check: 'the same: ledger against itself; cells against the ledger',
          expected: '0; 0',
          got: `${exponent(diagnostics.ledgerError)}; ${exponent(diagnostics.massError)}`,
          tolerance: '1e-12; 1e-5',
          pass: diagnostics.ledgerError <= 1e-12 && Math.abs(diagnostics.massError) <= 1e-5,
        },
        {
          id,
          check: 'the same: minutes at which the front reaches gauges 1 to 5 (6, 7)',
          expected: 'in order',
          got: arrivals.map((s) => (Number.isFinite(s) ? (s / 60).toFixed(0) : 'not yet')).join(', '),
          tolerance: 'order',
          pass: course.every((time, k) => k === 0 || time >= course[k - 1]!) && Number.isFinite(course[0]!),
        },
        {
          id,
          check: `the same: greatest depth and speed`,
          expected: 'finite',
          got: `${maximum(result.maxDepth).toFixed(2)} m, ${maximum(result.maxSpeed).toFixed(1)} m/s`,
          tolerance: '–',
          pass: finite,
        },
      ]
    },
  }
}

const maximum = (array: Float32Array): number => array.reduce((a, b) => Math.max(a, b), 0)
