/** `vithanh simulate drainage`: a case file → gauges, maxima, frames and a summary in a folder, whole or not at all. */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readDrainageCase } from '../../data/readers/case/drainage-case.ts'
import { writeGeoTiff } from '../../data/readers/geotiff/write.ts'
import { drainageCaseSchema } from '../../scenarios/case/drainage-case.ts'
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import { drainage } from '../../workers/node/drainage.ts'
import { stoppable } from '../progress.ts'
import { commandVersion, refuseFile, writeFolder } from '../result-folder.ts'
import { bytesOf } from '../source-file.ts'

export const usage =
  'simulate drainage case.json --out dir [--threads n] [--frames] [--quiet] | --schema' +
  '   mô phỏng ngập từ tệp / simulates a drainage case'

/** Most bytes of frames kept in memory. */
const MAX_FRAME_BYTES = 4 * 2 ** 30

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      threads: { type: 'string' },
      frames: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    },
  })
  if (values.schema) {
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(drainageCaseSchema, { io: 'input' }), null, 2)}\n`)
    return 0
  }
  const [file] = positionals
  if (!file || !values.out || positionals.length > 1) {
    process.stderr.write(`Cần một tệp case và --out / one case file and --out are needed\nvithanh ${usage}\n`)
    return 2
  }
  const { out } = values
  return stoppable('simulate drainage', values.quiet, async (signal, line) => {
    await refuseFile(out)
    const input = withOptions(await readCase(file), values.threads, values.frames)
    const result = await drainage.run(input, { signal, progress: line })
    await writeResult(out, input, result)
    return values.quiet ? '' : told(result, out)
  })
}

async function readCase(file: string): Promise<DrainageInput> {
  const folder = dirname(resolve(file))
  const text = new TextDecoder().decode(await bytesOf(file, file))
  return readDrainageCase(text, (path) => bytesOf(resolve(folder, path), path), basename(file))
}

function withOptions(input: DrainageInput, threads: string | undefined, frames: boolean): DrainageInput {
  const n = threads === undefined ? input.threads : Number(threads)
  if (!Number.isInteger(n) || n < 1 || n > 16) {
    throw new Problem({
      code: 'case/threads',
      message: { vi: `số luồng “${threads}” không dùng được`, en: `“${threads}” threads cannot be used` },
      place: '--threads',
      expected: 'a whole number from 1 to 16',
    })
  }
  const count = Math.ceil(input.durationSeconds / input.outputEverySeconds) + 1
  if (frames && count * input.ground.byteLength > MAX_FRAME_BYTES) {
    throw new Problem({
      code: 'case/frames',
      message: { vi: `${count} khung hình quá lớn`, en: `${count} frames are too much` },
      place: 'outputEverySeconds',
      expected: `at most ${Math.floor(MAX_FRAME_BYTES / input.ground.byteLength)} frames of this grid`,
    })
  }
  return { ...input, threads: n, frames }
}

async function writeResult(out: string, input: DrainageInput, result: DrainageResult): Promise<void> {
  await writeFolder(out, ['frames'], async (folder) => {
    const raster = (data: Float32Array, missing: (i: number) => boolean) =>
      writeGeoTiff(
        createGrid(
          input.grid,
          data.map((value, i) => (missing(i) ? Number.NaN : value)),
        ),
      )
    const closed = (i: number) => input.open[i] !== 1
    await writeFile(join(folder, 'gauges.csv'), gaugesCsv(result))
    await writeFile(join(folder, 'max_depth.tif'), raster(result.maxDepth, closed))
    await writeFile(join(folder, 'max_speed.tif'), raster(result.maxSpeed, closed))
    await writeFile(
      join(folder, 'arrival.tif'),
      raster(result.arrival, (i) => closed(i) || result.arrival[i]! < 0),
    )
    if (input.frames) await mkdir(join(folder, 'frames'))
    for (const [i, depth] of result.depth.entries()) {
      await writeFile(join(folder, 'frames', `depth_${result.times[i]}.tif`), raster(depth, closed))
    }
    await writeFile(join(folder, 'summary.json'), `${JSON.stringify(await summaryOf(input, result), null, 2)}\n`)
  })
}

function gaugesCsv({ times, gauges }: DrainageResult): string {
  const lines = ['time,id,stage,depth,speedX,speedY']
  const quoted = (id: string) => (/[",\n\r]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id)
  for (const [k, time] of times.entries()) {
    for (const gauge of gauges) {
      const values = [gauge.stage[k]!, gauge.depth[k]!, gauge.speedX[k]!, gauge.speedY[k]!]
      lines.push([time, quoted(gauge.id), ...values.map((v) => Number(v.toPrecision(9)))].join(','))
    }
  }
  return `${lines.join('\n')}\n`
}

/** Volumes in m³; inflow is all that comes in but rain: inflows and open boundaries. */
async function summaryOf(input: DrainageInput, { volumes: v, diagnostics: d, digest }: DrainageResult) {
  return {
    steps: d.steps,
    cpuSeconds: d.cpuSeconds,
    wallSeconds: d.wallSeconds,
    volumes: {
      inflow: v.inflow + v.boundaryInflow,
      boundaryInflow: v.boundaryInflow,
      rain: v.rain,
      outflow: v.outflow,
      infiltration: v.infiltration,
      flooding: v.flooding,
      stored: v.stored,
      initial: v.initial,
    },
    ledgerError: d.ledgerError,
    massError: d.massError,
    digest,
    kernel: `${drainage.about.name}@${drainage.about.version}`,
    threads: input.threads,
    cells: input.ground.length,
    cellUpdates: d.cellUpdates,
    smallestStepSeconds: d.smallestStepSeconds,
    durationSeconds: input.durationSeconds,
    version: await commandVersion(),
  }
}

const told = ({ diagnostics: d, volumes: v, digest }: DrainageResult, out: string): string =>
  [
    `${d.steps} bước / steps, ${d.wallSeconds.toFixed(1)} s (CPU ${d.cpuSeconds.toFixed(1)} s)`,
    `mưa / rain ${v.rain.toFixed(0)} m³, vào / in ${(v.inflow + v.boundaryInflow).toFixed(0)} m³, ra / out ${v.outflow.toFixed(0)} m³, ` +
      `thấm / infiltration ${v.infiltration.toFixed(0)} m³, trữ / stored ${v.stored.toFixed(0)} m³`,
    `massError ${d.massError.toExponential(2)}, ledgerError ${d.ledgerError.toExponential(2)}`,
    `digest ${digest}`,
    `${out}\n`,
  ].join('\n')
