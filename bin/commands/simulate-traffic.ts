/**
 * `vithanh simulate traffic`: a TNTP network and its trips → flows and a summary in a folder, whole or not at all; or a case
 * file of a city (see `bin/traffic-case.ts`).
 */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readTntpNetwork, type TntpNetwork, tntpClass } from '../../data/readers/tntp/network.ts'
import { readTntpTrips, type TntpTrips } from '../../data/readers/tntp/trips.ts'
import { trafficCaseSchema } from '../../scenarios/case/traffic-case.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { traffic } from '../../workers/node/traffic.ts'
import { stoppable } from '../progress.ts'
import { commandVersion, refuseFile, writeFolder } from '../result-folder.ts'
import { bytesOf } from '../source-file.ts'
import { simulateCity } from '../traffic-case.ts'

export const usage =
  'simulate traffic --net x_net.tntp --trips x_trips.tntp --out dir [--gap 1e-6] [--objective user|system] [--toll-factor n] ' +
  '[--distance-factor n] [--threads n] [--max-iterations n] [--quiet] | case.json --out dir [--threads n] [--quiet] | --schema' +
  '   phân bổ giao thông / assigns traffic'

/** Options that a case file has no use for. */
const ofNetwork = ['gap', 'objective', 'toll-factor', 'distance-factor', 'max-iterations'] as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      net: { type: 'string' },
      trips: { type: 'string' },
      out: { type: 'string' },
      gap: { type: 'string' },
      objective: { type: 'string' },
      'toll-factor': { type: 'string' },
      'distance-factor': { type: 'string' },
      threads: { type: 'string' },
      'max-iterations': { type: 'string' },
      quiet: { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    },
  })
  if (values.schema) {
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(trafficCaseSchema, { io: 'input' }), null, 2)}\n`)
    return 0
  }
  const { net, trips, out, quiet } = values
  const [file] = positionals
  if (!out || positionals.length > 1 || (file ? net || trips : !net || !trips)) {
    const needed = 'Cần --net, --trips và --out, hoặc một tệp case và --out'
    process.stderr.write(
      `${needed} / --net, --trips and --out, or one case file and --out are needed\nvithanh ${usage}\n`,
    )
    return 2
  }
  const threads = values.threads === undefined ? undefined : numberOf('--threads', values.threads, 1, 16, true)
  if (file) {
    const foreign = ofNetwork.find((option) => values[option] !== undefined)
    if (foreign)
      throw unusable(`--${foreign}`, values[foreign]!, 'an option of --net; a case has its own under “traffic”')
    return simulateCity(file, out, threads, quiet)
  }
  const settings: Settings = {
    objective: objectiveOf(values.objective ?? 'user'),
    relativeGap: numberOf('--gap', values.gap ?? '1e-6', 0, 1),
    maxIterations: numberOf('--max-iterations', values['max-iterations'] ?? '1000', 1, 1_000_000, true),
    threads: threads ?? 1,
  }
  const factor = (name: 'toll-factor' | 'distance-factor') => {
    const given = values[name]
    return given === undefined ? undefined : numberOf(`--${name}`, given, 0, 1e9)
  }
  const factors = { toll: factor('toll-factor'), distance: factor('distance-factor') }
  return stoppable('simulate traffic', quiet, async (signal, line) => {
    await refuseFile(out)
    const network = readTntpNetwork(await bytesOf(net!, net), net!, factors)
    const demand = readTntpTrips(await bytesOf(trips!, trips), trips!, network.network.zoneCount)
    const input = { network: network.network, classes: [tntpClass(network, demand.demand)], ...settings }
    const result = await traffic.run(input, { signal, progress: line })
    const summary = {
      ...(await summaryOf(network, demand, input, result)),
      net: basename(net!),
      trips: basename(trips!),
    }
    await writeFolder(out, [], async (folder) => {
      await writeFile(join(folder, 'flows.csv'), flowsCsv(input, result))
      await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
    })
    return quiet ? '' : told(result, out)
  })
}

type Settings = Pick<TrafficInput, 'objective' | 'relativeGap' | 'maxIterations' | 'threads'>

function numberOf(option: string, text: string, least: number, most: number, whole = false): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  throw unusable(option, text, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`)
}

function objectiveOf(text: string): TrafficInput['objective'] {
  if (text === 'user' || text === 'system') return text
  throw unusable('--objective', text, 'user or system')
}

const unusable = (place: string, text: string, expected: string) =>
  new Problem({
    code: 'command/option',
    message: both(`“${text}” không dùng được`, `“${text}” cannot be used`),
    place,
    expected,
  })

/** Nodes as the file numbers them; cost is time and what tolls and length cost, at this volume. */
function flowsCsv({ network: { from, to }, classes }: TrafficInput, { volume, time }: TrafficResult): string {
  const lines = ['from,to,volume,cost']
  const { fixedCost } = classes[0]!
  for (const [i, node] of from.entries())
    lines.push(`${node + 1},${to[i]! + 1},${volume[i]},${time[i]! + fixedCost[i]!}`)
  return `${lines.join('\n')}\n`
}

async function summaryOf(
  { network, tollFactor, distanceFactor }: TntpNetwork,
  { demand, total, declared }: TntpTrips,
  { objective, relativeGap, threads }: TrafficInput,
  { diagnostics: d, ...result }: TrafficResult,
) {
  return {
    objective: result.objective,
    totalTravelTime: result.totalTravelTime,
    totalCost: result.totalCost,
    relativeGap: result.relativeGap,
    iterations: d.iterations,
    converged: d.converged,
    wallSeconds: d.wallSeconds,
    cpuSeconds: d.cpuSeconds,
    digest: result.digest,
    gaps: [...result.gaps],
    equilibrium: objective,
    relativeGapAsked: relativeGap,
    units: 'as in the files: volumes and trips in vehicles per their period, cost and time in their unit of time',
    tollFactor,
    distanceFactor,
    zones: network.zoneCount,
    nodes: network.nodeCount,
    links: network.from.length,
    totalTrips: total,
    totalTripsDeclared: declared,
    intrazonalTrips: demand.reduce((sum, trips, pair) => (pair % (network.zoneCount + 1) === 0 ? sum + trips : sum), 0),
    unservedTrips: result.unserved.reduce((sum, { trips }) => sum + trips, 0),
    unservedPairs: result.unserved.length,
    paths: d.paths,
    kernel: `${traffic.about.name}@${traffic.about.version}`,
    threads,
    version: await commandVersion(),
  }
}

function told(
  { diagnostics: d, relativeGap, objective, totalTravelTime, unserved, digest }: TrafficResult,
  out: string,
) {
  const lines = [
    `${d.iterations} vòng lặp / iterations, ${d.wallSeconds.toFixed(2)} s (CPU ${d.cpuSeconds.toFixed(2)} s)`,
    `khoảng hở tương đối / relative gap ${relativeGap.toExponential(2)}${d.converged ? '' : ' – chưa hội tụ / not converged'}`,
    `hàm mục tiêu / objective ${objective}, tổng thời gian / total travel time ${totalTravelTime}`,
  ]
  if (unserved.length > 0) lines.push(`${unserved.length} cặp vùng không có đường đi / pairs of zones without a path`)
  return [...lines, `digest ${digest}`, `${out}\n`].join('\n')
}
