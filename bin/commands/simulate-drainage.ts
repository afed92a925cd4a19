/** `vithanh simulate drainage`: a case file → gauges, maxima, frames and a summary in a folder, whole or not at all. */
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
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
import { projectRoot } from '../paths.ts'
import { stoppable } from '../progress.ts'

export const usage =
  'simulate drainage case.json --out dir [--threads n] [--frames] [--quiet] | --schema' +
  '   mô phỏng ngập từ tệp / simulates a drainage case'

/** Most bytes of one file that a case names. */
const MAX_FILE_BYTES = 2 ** 30
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

async function bytesOf(file: string, name: string): Promise<Uint8Array> {
  const facts = await stat(file).catch(() => null)
  if (!facts?.isFile()) {
    throw new Problem({
      code: 'file/unreadable',
      message: { vi: 'không mở được tệp', en: 'the file cannot be opened' },
      file: name,
      expected: 'a file that exists; paths in a case are relative to the case file',
    })
  }
  if (facts.size <= MAX_FILE_BYTES) return readFile(file)
  throw new Problem({
    code: 'file/too-large',
    message: { vi: `tệp có ${facts.size} byte`, en: `the file has ${facts.size} bytes` },
    file: name,
    expected: `at most ${MAX_FILE_BYTES} bytes`,
  })
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

/** Writes beside and moves in at the end; the summary comes last. A folder that this made is removed again on failure. */
async function writeResult(out: string, input: DrainageInput, result: DrainageResult): Promise<void> {
  const made = await mkdir(out, { recursive: true }).catch((error: Error) => {
    throw unwritable(out, error.message)
  })
  const beside = join(out, `.writing-${process.pid}`)
  try {
    await mkdir(join(beside, 'frames'), { recursive: true })
    const raster = (data: Float32Array, missing: (i: number) => boolean) =>
      writeGeoTiff(
        createGrid(
          input.grid,
          data.map((value, i) => (missing(i) ? Number.NaN : value)),
        ),
      )
    const closed = (i: number) => input.open[i] !== 1
    await writeFile(join(beside, 'gauges.csv'), gaugesCsv(result))
    await writeFile(join(beside, 'max_depth.tif'), raster(result.maxDepth, closed))
    await writeFile(join(beside, 'max_speed.tif'), raster(result.maxSpeed, closed))
    await writeFile(
      join(beside, 'arrival.tif'),
      raster(result.arrival, (i) => closed(i) || result.arrival[i]! < 0),
    )
    for (const [i, depth] of result.depth.entries()) {
      await writeFile(join(beside, 'frames', `depth_${result.times[i]}.tif`), raster(depth, closed))
    }
    await writeFile(join(beside, 'summary.json'), `${JSON.stringify(await summaryOf(input, result), null, 2)}\n`)
    await rm(join(out, 'summary.json'), { force: true })
    await rm(join(out, 'frames'), { recursive: true, force: true })
    if (!input.frames) await rmdir(join(beside, 'frames'))
    for (const name of (await readdir(beside)).sort()) await rename(join(beside, name), join(out, name))
    await rmdir(beside)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    if (made) await rm(made, { recursive: true, force: true })
    throw typeof (error as NodeJS.ErrnoException).code === 'string' ? unwritable(out, (error as Error).message) : error
  }
}

/** Before the long work: a file stands where the folder should. */
async function refuseFile(out: string): Promise<void> {
  const facts = await stat(out).catch(() => null)
  if (facts && !facts.isDirectory()) throw unwritable(out, 'not a directory')
}

const unwritable = (out: string, said: string) =>
  new Problem({
    code: 'file/unwritable',
    message: {
      vi: `không ghi được vào thư mục kết quả (${said})`,
      en: `the folder of results cannot be written (${said})`,
    },
    file: out,
    expected: 'a folder that can be made or written',
  })

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

async function commandVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return version
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
