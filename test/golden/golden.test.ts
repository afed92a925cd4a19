/**
 * Golden files: what the built-in city and a fixed run were at the last blessing, to the byte. A change here is meant or a
 * fault: `npm run bless` rewrites them, then read the diff.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { writeDataset } from '../../data/city/write.ts'
import type { DrainageInput } from '../../scenarios/drainage.ts'
import { random } from '../../scenarios/random.ts'
import { drainage } from '../../workers/node/drainage.ts'
import { traffic } from '../../workers/node/traffic.ts'
import { sketch } from '../arbitraries/sketch.ts'

const dir = mkdtempSync(join(tmpdir(), 'vithanh-golden-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const golden = (name: string, value: unknown) =>
  expect(`${JSON.stringify(value, null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, `${name}.json`))

test('the built-in city is the same, byte by byte', async () => {
  const { grids, layers } = await writeDataset(join(dir, 'city'), generateCity(DEFAULT_SEED))
  await golden('city', {
    seed: DEFAULT_SEED,
    ...Object.fromEntries(grids.map(({ id, sha256 }) => [id, sha256])),
    ...Object.fromEntries(layers.map(({ id, count, sha256 }) => [id, { count, sha256 }])),
  })
}, 300_000)

test('a run on rough ground with rain, soil, tide and inflow has the same digest', async () => {
  const [columns, rows] = [70, 50]
  const cells = columns * rows
  const chance = random(7)
  const edge = Int32Array.from({ length: rows }, (_, row) => row * columns)
  const input: DrainageInput = {
    grid: { columns, rows, cellSize: 10, west: 0, north: 500 },
    ground: Float32Array.from({ length: cells }, (_, i) => 0.5 + 0.01 * (i % columns) + 0.4 * chance()),
    open: Uint8Array.from({ length: cells }, () => (chance() < 0.05 ? 0 : 1)),
    manning: new Float32Array(cells).fill(0.03),
    initialDepth: new Float32Array(cells),
    rain: [
      [0, 2e-5],
      [1800, 0],
    ],
    rainFactor: null,
    infiltration: {
      classOf: Uint8Array.from({ length: cells }, (_, i) => i % 4),
      classes: [
        { kind: 'constant', rate: 1e-7 },
        { kind: 'horton', initialRate: 1e-5, finalRate: 1e-6, decay: 1e-3 },
        { kind: 'green-ampt', conductivity: 1e-6, suction: 0.2, deficit: 0.2 },
      ],
    },
    inflows: [
      {
        cells: Int32Array.of(1785),
        weights: Float64Array.of(1),
        series: [
          [0, 1],
          [3600, 0],
        ],
        linear: true,
      },
    ],
    boundaries: [
      {
        kind: 'stage',
        cells: edge,
        sides: new Uint8Array(rows).fill(3),
        series: [
          [0, 0.4],
          [3600, 1.2],
        ],
        linear: true,
      },
    ],
    gauges: [{ id: 'a', cell: 1750 }],
    durationSeconds: 3600,
    outputEverySeconds: 600,
    frames: false,
    threads: 1,
  }
  input.open.fill(1, 1785, 1786)
  for (const cell of edge) input.open[cell] = 1
  const { digest, volumes, diagnostics } = await drainage.run(input)
  const { steps, smallestStepSeconds, cellUpdates } = diagnostics
  await golden('drainage', {
    kernel: `${drainage.about.name}@${drainage.about.version}`,
    digest,
    volumes,
    steps,
    smallestStepSeconds,
    cellUpdates,
  })
})

test('an assignment on a made network has the same digest', async () => {
  const { digest, objective, diagnostics } = await traffic.run(sketch(1, { relativeGap: 1e-5 }))
  const { iterations, paths } = diagnostics
  await golden('traffic', {
    kernel: `${traffic.about.name}@${traffic.about.version}`,
    digest,
    objective,
    iterations,
    paths,
  })
})
