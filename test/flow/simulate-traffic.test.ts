/** Assignment from a shell: every run is a process of its own, started from another folder. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildTiles } from '../../tiles/build/index.ts'
import { SOUTH, WEST, writeVillage } from '../village.ts'

const shared = resolve('../shared/data/traffic')
const noData = !existsSync(shared)
const launcher = resolve('bin/vithanh.ts')

interface Ended {
  status: number
  stdout: string
  stderr: string
}
const vithanh = (args: string[], cwd: string, afterStart?: (kill: () => void) => void) =>
  new Promise<Ended>((done) => {
    const child = execFile(
      process.execPath,
      [launcher, 'simulate', 'traffic', ...args],
      { cwd },
      (error, stdout, stderr) =>
        done({ status: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    )
    afterStart?.(() => child.kill('SIGINT'))
  })

const folder = () => mkdtemp(join(tmpdir(), 'vithanh-traffic-'))
const summaryOf = async (out: string) => JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as Summary
const rowsOf = async (out: string) =>
  (await readFile(join(out, 'flows.csv'), 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number) as [from: number, to: number, volume: number, cost: number])
interface Summary {
  objective: number
  totalTravelTime: number
  relativeGap: number
  iterations: number
  wallSeconds: number
  digest: string
  converged: boolean
  gaps: number[]
  unservedTrips: number
}

/** Braess: free time and delay per vehicle 0 and 10, 50 and 1, 50 and 1, 10 and 1, 0 and 10; 6 vehicles from 1 to 2. */
const braess = (toll = 0) => ({
  net: `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<FIRST THRU NODE> 1
<NUMBER OF LINKS> 5
<END OF METADATA>
~ \tinit\tterm\tcapacity\tlength\tfree\tb\tpower\tspeed\ttoll\ttype\t;
\t1\t3\t1\t100\t0.00000001\t1000000000\t1\t0\t0\t1\t;
\t1\t4\t1\t100\t50\t0.02\t1\t0\t0\t1\t;
\t3\t2\t1\t100\t50\t0.02\t1\t0\t0\t1\t;
\t3\t4\t1\t100\t10\t0.1\t1\t0\t${toll}\t1\t;
\t4\t2\t1\t100\t0.00000001\t1000000000\t1\t0\t0\t1;
`,
  trips: '<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 6.0\n<END OF METADATA>\n\nOrigin 1\n 1 : 0.0; 2 : 6.0;\n',
})
async function written({ net, trips }: { net: string; trips: string }): Promise<string> {
  const dir = await folder()
  await writeFile(join(dir, 'b_net.tntp'), net)
  await writeFile(join(dir, 'b_trips.tntp'), trips)
  return dir
}
const files = ['--net', 'b_net.tntp', '--trips', 'b_trips.tntp', '--out', 'out']

describe('vithanh simulate traffic', () => {
  it('finds the equilibrium of Braess, and writes what the contract names', async () => {
    const dir = await written(braess())
    const ended = await vithanh([...files, '--gap', '1e-10', '--threads', '2'], dir)
    expect([ended.status, ended.stdout]).toEqual([0, expect.stringContaining('digest')])
    expect((await readdir(join(dir, 'out'))).sort()).toEqual(['flows.csv', 'summary.json'])
    expect((await readFile(join(dir, 'out', 'flows.csv'), 'utf8')).split('\n')[0]).toBe('from,to,volume,cost')
    const rows = await rowsOf(join(dir, 'out'))
    expect(rows.map((row) => row.map((value) => Number(value.toFixed(5))))).toEqual([
      [1, 3, 4, 40],
      [1, 4, 2, 52],
      [3, 2, 2, 52],
      [3, 4, 2, 12],
      [4, 2, 4, 40],
    ])
    const summary = await summaryOf(join(dir, 'out'))
    expect(summary.objective).toBeCloseTo(386, 5)
    expect(summary.totalTravelTime).toBeCloseTo(6 * 92, 5)
    expect([summary.converged, summary.gaps.length, summary.unservedTrips]).toEqual([true, summary.iterations, 0])
    expect(summary.relativeGap).toBeLessThanOrEqual(1e-10)
    expect(summary.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('takes the toll factor of the command line, and the system optimum where asked', async () => {
    const dir = await written(braess(1))
    expect((await vithanh([...files, '--toll-factor', '100', '--gap', '1e-10', '--quiet'], dir)).status).toBe(0)
    // The middle link costs 100 more: 3 vehicles on either side.
    const closed = await rowsOf(join(dir, 'out'))
    expect(closed.map(([, , volume]) => Number(volume.toFixed(5)))).toEqual([3, 3, 3, 0, 3])
    expect(closed[3]![3]).toBeCloseTo(110, 6)
    expect((await vithanh([...files, '--objective', 'system', '--gap', '1e-10', '--quiet'], dir)).status).toBe(0)
    const summary = await summaryOf(join(dir, 'out'))
    expect(summary.totalTravelTime).toBeCloseTo(6 * 83, 4)
  })

  it.skipIf(noData)('meets the published objective of Sioux Falls', async () => {
    const out = await folder()
    const file = (name: string) => join(shared, 'SiouxFalls', `SiouxFalls_${name}.tntp`)
    const args = ['--net', file('net'), '--trips', file('trips'), '--gap', '1e-8', '--quiet', '--out', out]
    expect(await vithanh(args, out)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect((await summaryOf(out)).objective / 4_231_335.287107).toBeCloseTo(1, 7)
  })

  it('says file, line and expectation, and leaves nothing behind, when something is wrong', async () => {
    const { net, trips } = braess()
    const dir = await written({ net: net.replace('\t3\t4\t', '\t3\t9\t'), trips })
    const wrong = await vithanh(files, dir)
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/b_net\.tntp: line 10.*from 1 to 4/)])
    const missing = await vithanh(['--net', 'none.tntp', '--trips', 'b_trips.tntp', '--out', 'out'], dir)
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('none.tntp')])
    const onFile = await vithanh([...files.slice(0, 4), '--out', 'b_net.tntp'], dir)
    expect([onFile.status, onFile.stderr]).toEqual([2, expect.stringContaining('not a directory')])
    for (const [option, value] of [
      ['--gap', 'small'],
      ['--threads', '0'],
      ['--max-iterations', '1.5'],
      ['--objective', 'best'],
      ['--toll-factor', '-1'],
    ] as const) {
      const refused = await vithanh([...files, `${option}=${value}`], dir)
      expect([refused.status, refused.stderr]).toEqual([
        2,
        expect.stringContaining(`${option}: “${value}” cannot be used`),
      ])
    }
    expect([(await vithanh([], dir)).status, (await vithanh([...files, '--colour'], dir)).status]).toEqual([2, 2])
    expect((await readdir(dir)).sort()).toEqual(['b_net.tntp', 'b_trips.tntp'])
  })

  it('stops on Ctrl-C and leaves an older answer as it was', async () => {
    const dir = await written(endless())
    await mkdir(join(dir, 'out'))
    await writeFile(join(dir, 'out', 'summary.json'), 'older')
    const ended = await vithanh([...files, '--gap', '0', '--max-iterations', '1000000'], dir, (kill) =>
      setTimeout(kill, 2500),
    )
    expect([ended.status, await readdir(join(dir, 'out'))]).toEqual([130, ['summary.json']])
    expect(await readFile(join(dir, 'out', 'summary.json'), 'utf8')).toBe('older')
  })
})

describe('vithanh simulate traffic of a case file', { timeout: 60_000 }, () => {
  let dir: string
  beforeAll(async () => {
    dir = await folder()
    await writeVillage(join(dir, 'city'))
    await buildTiles(join(dir, 'city'), join(dir, 'tiles'))
  })
  const simulate = async (name: string, given: object, ...options: string[]) => {
    await writeFile(join(dir, `${name}.json`), JSON.stringify({ tiles: 'tiles', ...given }))
    return vithanh([`${name}.json`, '--out', name, ...options], dir)
  }
  const summary = async (name: string) =>
    JSON.parse(await readFile(join(dir, name, 'summary.json'), 'utf8')) as CitySummary
  interface CitySummary {
    indicators: { vehicleKilometres: Record<string, number>; unservedTrips: number; trips: Record<string, number> }
    difference: CitySummary['indicators']
    notice: string[]
    digest: string
    baselineDigest: string
  }
  const close = { kind: 'road.state', target: 'vt:road/2', from: 'open', to: 'closed' }

  it('writes links, zones and what an edit changes, with their marks', async () => {
    expect(await simulate('whole', {}, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' })
    expect((await readdir(join(dir, 'whole'))).sort()).toEqual([
      'links.csv',
      'links.geojson',
      'summary.json',
      'zones.csv',
    ])
    const whole = await summary('whole')
    expect(whole.notice).toEqual(['minh họa / illustrative', 'chưa hiệu chỉnh / not calibrated'])
    expect(whole.indicators.vehicleKilometres.motorbike).toBeGreaterThan(0)
    expect([whole.difference.vehicleKilometres.motorbike, whole.digest]).toEqual([0, whole.baselineDigest])

    expect((await simulate('closed', { edits: [close] }, '--threads', '2')).stdout).toContain('digest')
    const closed = await summary('closed')
    expect([closed.baselineDigest, closed.digest === whole.digest]).toEqual([whole.digest, false])
    const geo = JSON.parse(await readFile(join(dir, 'closed', 'links.geojson'), 'utf8')) as {
      vithanh: object
      features: { geometry: { coordinates: [number, number][] }; properties: Record<string, unknown> }[]
    }
    expect(geo.vithanh).toMatchObject({ illustrative: 'minh họa / illustrative', digest: closed.digest })
    const shut = geo.features.filter(({ properties }) => properties.road === 'vt:road/2')
    expect(shut.map(({ properties }) => [properties.closed, properties.unitsPerHour])).toEqual([
      [true, 0],
      [true, 0],
    ])
    expect(shut[0]!.geometry.coordinates[0]![0]).toBeCloseTo(105.47, 1)
    expect(await readFile(join(dir, 'closed', 'links.csv'), 'utf8')).toContain('changeInUnits')
  })

  it('takes trips and water from files', async () => {
    const [header, ...zones] = (await readFile(join(dir, 'whole', 'zones.csv'), 'utf8')).trimEnd().split('\r\n')
    expect(header).toContain('id,name,kind,lon,lat')
    const [a, b] = [zones[0]!, zones.at(-1)!].map((line) => line.split(',')[0])
    await writeFile(join(dir, 'trips.csv'), `origin,destination,class,vehiclesPerHour\n${a},${b},motorbike,100\n`)
    await writeFile(
      join(dir, 'water.asc'),
      `ncols 1\nnrows 1\nxllcorner ${WEST}\nyllcorner ${SOUTH}\ncellsize 1280\n1\n`,
    )
    expect((await simulate('wet', { matrix: 'trips.csv', flood: { scenario: 'water.asc' } })).status).toBe(0)
    const { indicators, difference } = await summary('wet')
    expect([indicators.trips.motorbike, indicators.trips.car]).toEqual([100, 0])
    expect([indicators.unservedTrips, difference.unservedTrips]).toEqual([100, 100])
  })

  it('names what is wrong with a case, and leaves nothing behind', async () => {
    const before = await readdir(dir)
    for (const [given, said] of [
      [{ colour: 'red' }, /bad\.json: colour/],
      [{ tiles: 'none' }, /tiles\.json/],
      [{ edits: [{ ...close, target: 'vt:road/9' }] }, /vt:road\/9/],
      [{ matrix: 'none.csv' }, /none\.csv \(matrix\)/],
    ] as const) {
      const { status, stderr } = await simulate('bad', given)
      expect([status, stderr]).toEqual([2, expect.stringMatching(said)])
    }
    expect((await simulate('bad', {}, '--gap', '1e-8')).stderr).toContain('--gap: “1e-8” cannot be used')
    expect((await readdir(dir)).filter((name) => !before.includes(name))).toEqual(['bad.json'])
  })

  it('prints the schema of a case', async () => {
    const { status, stdout } = await vithanh(['--schema'], tmpdir())
    const { properties } = JSON.parse(stdout) as { properties: object }
    expect([status, Object.keys(properties)]).toEqual([
      0,
      expect.arrayContaining(['tiles', 'traffic', 'edits', 'flood']),
    ])
  })
})

/** A town of 20 × 20 crossings, all of them zones, with trips between all: more iterations than anyone waits for. */
function endless() {
  const side = 20
  const links: string[] = []
  for (let node = 1; node <= side * side; node++) {
    const free = 1 + ((node * 7919) % 13)
    for (const next of [node % side === 0 ? 0 : node + 1, node + side]) {
      if (next === 0 || next > side * side) continue
      for (const [a, b] of [
        [node, next],
        [next, node],
      ])
        links.push(`${a} ${b} 500 1 ${free} 0.15 4 0 0 1 ;`)
    }
  }
  const zones = Array.from({ length: side * side }, (_, z) => z + 1)
  const origins = zones.map((o) => `Origin ${o}\n${zones.map((d) => `${d} : ${o === d ? 0 : 1};`).join(' ')}`)
  const head = `<NUMBER OF ZONES> ${side * side}\n<NUMBER OF NODES> ${side * side}\n<NUMBER OF LINKS> ${links.length}\n`
  return { net: `${head}${links.join('\n')}\n`, trips: `<NUMBER OF ZONES> ${side * side}\n${origins.join('\n')}\n` }
}
