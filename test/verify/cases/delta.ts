/** F7: a tidal delta of 10 km × 10 km for 24 h, against LISFLOOD-FP 8.1 on the same work. */
import { readFile } from 'node:fs/promises'
import { readGrid } from '../../../data/readers/grid/read.ts'
import type { Boundary, DrainageInput, DrainageResult } from '../../../scenarios/drainage.ts'
import type { Series } from '../../../scenarios/forcing.ts'
import { type Case, inMillimetres, isThere, type Row, rmse, runHere, sharedFile } from '../case.ts'

const folder = (name: string) => sharedFile('data/flood/tidal-delta', name)
/** Volume after 24 h that LISFLOOD-FP reports, Mm³, and the CPU seconds that it took on the design's machine. */
export const DELTA_VOLUME = 21.266
export const DELTA_PEER_SECONDS = 52.8

export const deltaIsThere = (): boolean => isThere('data/flood/tidal-delta')

export async function readDelta(threads = 1): Promise<DrainageInput> {
  const ground = await readGrid(await readFile(folder('vt4.dem.gz')), 'vt4.dem.gz', 1e6)
  const start = await readGrid(await readFile(folder('vt4.start.gz')), 'vt4.start.gz', 1e6)
  const { columns, rows, cellSize, west, north } = ground
  const cells: number[] = []
  for (const line of (await readFile(folder('vt4.bci'), 'utf8')).trim().split('\n')) {
    const [edge, from, to] = line.split(/\s+/)
    if (edge !== 'W') throw new Error(`Expected boundaries on the western edge, got ${line}`)
    for (let row = 0; row < rows; row++) {
      const y = north - (row + 0.5) * cellSize
      if (y > Number(from) && y < Number(to)) cells.push(row * columns)
    }
  }
  const tide: Boundary = {
    kind: 'stage',
    cells: Int32Array.from(cells),
    sides: new Uint8Array(cells.length).fill(3),
    series: await readSeries('vt4.bdy'),
    linear: true,
  }
  return {
    grid: { columns, rows, cellSize, west, north },
    ground: ground.data,
    open: new Uint8Array(columns * rows).fill(1),
    manning: new Float32Array(columns * rows).fill(0.03),
    initialDepth: start.data,
    rain: [
      [0, 0],
      [21_600, 50 / 3.6e6],
      [28_800, 0],
    ],
    rainFactor: null,
    infiltration: { classOf: null, classes: [] },
    inflows: [],
    boundaries: [tide],
    gauges: [],
    durationSeconds: 86_400,
    outputEverySeconds: 86_400,
    frames: false,
    threads,
  }
}

/** Lines of `value seconds` after two of heading. */
async function readSeries(name: string): Promise<Series> {
  const lines = (await readFile(folder(name), 'utf8')).trim().split('\n').slice(3)
  return lines.map((line) => {
    const [value, seconds] = line.trim().split(/\s+/).map(Number)
    return [seconds!, value!]
  })
}

/** RMSE of the depth after 24 h with both sides cut at 1 mm, m. */
export async function deltaRmse(result: DrainageResult): Promise<number> {
  const bytes = await readFile(folder('lisflood81_depth_24h_250x250_f32_northfirst.bin'))
  const peer = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const cut = (depth: number) => (depth < 1e-3 ? 0 : depth)
  return rmse(peer.map(cut), result.finalDepth.map(cut))
}

export const delta: Case = {
  title: 'tidal delta',
  ...(deltaIsThere() ? {} : { needs: 'flood/tidal-delta' }),
  run: async (): Promise<Row[]> => {
    const result = runHere(await readDelta())
    const error = await deltaRmse(result)
    const volume = result.volumes.stored / 1e6
    return [
      {
        id: 'F7',
        check: `tidal delta, 24 h, 2D alone, ${result.diagnostics.steps} steps: depth against LISFLOOD-FP 8.1`,
        expected: '0 mm',
        got: inMillimetres(error),
        tolerance: 'RMSE 2 mm',
        pass: error <= 2e-3,
      },
      {
        id: 'F7',
        check: 'the same: volume after 24 h',
        expected: `${DELTA_VOLUME} Mm³`,
        got: `${volume.toFixed(3)} Mm³`,
        tolerance: '0.1 %',
        pass: Math.abs(volume / DELTA_VOLUME - 1) <= 1e-3,
      },
    ]
  },
}
