/** The command line on real grids: every run is a process of its own, started from another folder. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readGrid } from '../../data/readers/grid/read.ts'

const flood = resolve('../shared/data/flood')
const noData = !existsSync(flood)
const launcher = resolve('bin/vithanh.ts')

interface Ended {
  status: number
  stdout: string
  stderr: string
}
const vithanh = (args: string[], cwd: string, afterStart?: (kill: () => void) => void) =>
  new Promise<Ended>((done) => {
    const child = execFile(process.execPath, [launcher, ...args], { cwd, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      done({ status: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    )
    afterStart?.(() => child.kill('SIGINT'))
  })

async function simulate(drainageCase: object, ...options: string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'vithanh-case-'))
  await writeFile(join(dir, 'case.json'), JSON.stringify(drainageCase))
  const ended = await vithanh(['simulate', 'drainage', 'case.json', '--out', 'out', ...options], dir)
  expect(ended.stderr.split('\n').filter((line) => !line.startsWith('simulate drainage'))).toEqual([''])
  expect(ended.status).toBe(0)
  const out = join(dir, 'out')
  const grid = async (name: string) => readGrid(new Uint8Array(await readFile(join(out, name))), name, 4_200_000)
  const summary = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as Summary
  const gauges = (await readFile(join(out, 'gauges.csv'), 'utf8')).trimEnd().split('\n')
  return { out, summary, gauges, grid }
}
interface Summary {
  steps: number
  volumes: Record<'inflow' | 'rain' | 'outflow' | 'infiltration' | 'flooding' | 'stored' | 'initial', number>
  ledgerError: number
  massError: number
  digest: string
}

describe('vithanh simulate drainage', () => {
  it('rains on a box, and writes everything that the contract names', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vithanh-box-'))
    await writeFile(
      join(dir, 'flat.asc'),
      `ncols 20\nnrows 10\nxllcorner 0\nyllcorner 0\ncellsize 10\n${'1 '.repeat(200)}\n`,
    )
    const { out, summary, gauges, grid } = await simulate(
      {
        terrain: join(dir, 'flat.asc'),
        rain: [
          [0, 36],
          [600, 0],
        ],
        gauges: [{ id: 'giữa', x: 100, y: 50 }],
        durationSeconds: 900,
        outputEverySeconds: 300,
      },
      '--frames',
      '--threads',
      '2',
    )
    expect((await readdir(out)).sort()).toEqual([
      'arrival.tif',
      'frames',
      'gauges.csv',
      'max_depth.tif',
      'max_speed.tif',
      'summary.json',
    ])
    expect((await readdir(join(out, 'frames'))).sort()).toEqual([
      'depth_0.tif',
      'depth_300.tif',
      'depth_600.tif',
      'depth_900.tif',
    ])
    expect(summary.volumes.rain).toBeCloseTo(120, 6)
    expect(summary.volumes.stored).toBeCloseTo(120, 3)
    expect(summary.ledgerError).toBeLessThanOrEqual(1e-12)
    expect(Math.abs(summary.massError)).toBeLessThanOrEqual(1e-5)
    expect(gauges[0]).toBe('time,id,stage,depth,speedX,speedY')
    expect(gauges.slice(1).map((line) => line.split(',').slice(0, 2).join())).toEqual([
      '0,giữa',
      '300,giữa',
      '600,giữa',
      '900,giữa',
    ])
    expect(Number(gauges[4]!.split(',')[3])).toBeCloseTo(0.006, 6)
    const depth = await grid('max_depth.tif')
    expect([depth.columns, depth.rows, depth.cellSize, depth.west, depth.north]).toEqual([20, 10, 10, 0, 100])
    expect((await grid('arrival.tif')).data.every((v) => Number.isNaN(v))).toBe(true)
  })

  it.skipIf(noData)('keeps a lake at rest over three humps', async () => {
    const humps = join(flood, 'three-humps')
    const { summary, grid, gauges } = await simulate({
      terrain: join(humps, 'humps.dem'),
      initial: { depth: join(humps, 'humps_cp.wd') },
      manning: 0.04,
      gauges: [{ id: 'lake', x: 2.5, y: 15.5 }],
      durationSeconds: 600,
      outputEverySeconds: 100,
    })
    expect(Math.max(...(await grid('max_speed.tif')).data)).toBeLessThanOrEqual(1e-6)
    for (const line of gauges.slice(1)) expect(Number(line.split(',')[2])).toBeCloseTo(0.875, 6)
    expect(summary.volumes.stored).toBeCloseTo(summary.volumes.initial, 6)
  })

  it.skipIf(noData)('runs the tidal delta for its first hour as its bci, bdy and rain files say', async () => {
    const delta = join(flood, 'tidal-delta')
    const series = await boundarySeries(join(delta, 'vt4.bdy'))
    const mouths = (await readFile(join(delta, 'vt4.bci'), 'utf8'))
      .trim()
      .split('\n')
      .map((l) => l.split(/\s+/).slice(1, 3).map(Number))
    const { summary, grid } = await simulate({
      terrain: join(delta, 'vt4.dem.gz'),
      initial: { depth: join(delta, 'vt4.start.gz') },
      manning: 0.03,
      rain: [
        [21_600, 50],
        [28_800, 0],
      ],
      boundaries: mouths.map(([from, to]) => ({
        line: [
          [0, from],
          [0, to],
        ],
        kind: 'stage',
        series,
        interpolate: 'linear',
      })),
      durationSeconds: 3600,
    })
    expect(mouths.length).toBe(11)
    expect(summary.volumes.inflow).toBeGreaterThan(0)
    expect(Math.abs(summary.massError)).toBeLessThanOrEqual(1e-5)
    expect((await grid('max_depth.tif')).data.every((v) => v >= 0 && v < 10)).toBe(true)
  })

  it.skipIf(noData)('sends the dam break of EA test 5 down its valley', { timeout: 300_000 }, async () => {
    const valley = join(flood, 'ea-test5')
    const points = await bciPoints(join(valley, 'ea5-10m.bci'))
    const perMetre = await boundarySeries(join(valley, 'ea5.bdy'))
    const stages = (await readFile(join(valley, 'ea5.stage'), 'utf8')).trim().split('\n').slice(1)
    const { summary, grid } = await simulate({
      terrain: join(valley, 'ea5-10m.dem.raw.gz'),
      manning: 0.04,
      inflows: [
        {
          line: [points[0], points.at(-1)],
          series: perMetre.map(([t, q]) => [t, q * 10 * points.length]),
          interpolate: 'linear',
        },
      ],
      gauges: stages.map((line, i) => ({
        id: `P${i + 1}`,
        x: Number(line.split(/\s+/)[0]),
        y: Number(line.split(/\s+/)[1]),
      })),
      durationSeconds: 1800,
      outputEverySeconds: 300,
    })
    expect(points.length).toBe(20)
    const arrived = (await grid('arrival.tif')).data.filter((v) => !Number.isNaN(v))
    expect(arrived.length).toBeGreaterThan(1000)
    // 0 → 3000 m³/s from 300 to 600 s, held to 1200 s, back to 0 at 6000 s: by hand up to 1800 s.
    expect(summary.volumes.inflow).toBeCloseTo(450_000 + 1_800_000 + 600 * (3000 - 187.5), -2)
    expect(Math.abs(summary.massError)).toBeLessThanOrEqual(1e-5)
  })

  it('says the key and leaves nothing behind when the case is wrong', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vithanh-bad-'))
    await writeFile(join(dir, 'case.json'), JSON.stringify({ terrain: 'none.asc', durationSeconds: 1, colour: 'red' }))
    const unknown = await vithanh(['simulate', 'drainage', 'case.json', '--out', 'out'], dir)
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('case.json: colour')])
    await writeFile(join(dir, 'case.json'), JSON.stringify({ terrain: 'none.asc', durationSeconds: 1 }))
    const missing = await vithanh(['simulate', 'drainage', 'case.json', '--out', 'out'], dir)
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('none.asc')])
    expect(await readdir(dir)).toEqual(['case.json'])
    const onFile = await vithanh(['simulate', 'drainage', 'case.json', '--out', 'case.json'], dir)
    expect([onFile.status, onFile.stderr]).toEqual([2, expect.stringContaining('not a directory')])
  })

  it('stops on Ctrl-C and leaves an older answer as it was', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vithanh-stop-'))
    const rows = Array.from({ length: 400 }, () => '0 '.repeat(400)).join('\n')
    await writeFile(join(dir, 'flat.asc'), `ncols 400\nnrows 400\nxllcorner 0\nyllcorner 0\ncellsize 1\n${rows}\n`)
    await writeFile(
      join(dir, 'case.json'),
      JSON.stringify({ terrain: 'flat.asc', initial: { depth: 5 }, durationSeconds: 1e6 }),
    )
    await mkdir(join(dir, 'out'))
    await writeFile(join(dir, 'out', 'summary.json'), 'older')
    const ended = await vithanh(['simulate', 'drainage', 'case.json', '--out', 'out'], dir, (kill) =>
      setTimeout(kill, 2500),
    )
    expect([ended.status, await readdir(join(dir, 'out'))]).toEqual([130, ['summary.json']])
  })

  it('prints the schema of a case', async () => {
    const { status, stdout } = await vithanh(['simulate', 'drainage', '--schema'], tmpdir())
    expect([status, Object.keys((JSON.parse(stdout) as { properties: object }).properties)]).toEqual([
      0,
      expect.arrayContaining(['terrain', 'gauges', 'threads']),
    ])
  })
})

/** LISFLOOD-FP: a name, a count and a unit, then `value seconds` a line. */
async function boundarySeries(file: string): Promise<[number, number][]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const first = lines.findIndex((line) => /seconds/.test(line)) + 1
  return lines.slice(first).map((line) => {
    const [value, seconds] = line.trim().split(/\s+/).map(Number)
    return [seconds!, value!]
  })
}

async function bciPoints(file: string): Promise<[number, number][]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return lines.map((line) => line.split(/\s+/).slice(1, 3).map(Number) as [number, number])
}
