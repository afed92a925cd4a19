/**
 * Changed files, by the hundred thousand, over every reader of `subjects.ts`: each must end in a value or a `Problem`, within a limit of
 * time and of memory. Each reader runs in a thread of its own that is stopped where a file does not end.
 */
import { Worker } from 'node:worker_threads'
import { type FuzzFailure, type FuzzOrder, Standing } from './fuzz-order.ts'
import { subjects } from './subjects.ts'

const FILE_LIMIT_MS = 20_000
const FILE_LIMIT_MEGABYTES = 400
const HEAP_LIMIT_MEGABYTES = 1024

export interface FuzzReport {
  readonly files: number
  readonly problems: number
  readonly failures: readonly FuzzFailure[]
}

/**
 * @param files how many in all, shared among the readers @param only name of one reader, with a file number to read it alone
 */
export async function fuzzReaders(
  files: number,
  seed: number,
  say: (line: string) => void,
  only: { subject?: string | undefined; file?: number | undefined } = {},
): Promise<FuzzReport> {
  const chosen = subjects.filter(({ name }) => only.subject === undefined || name === only.subject)
  if (chosen.length === 0) throw new Error(`Expected one of ${subjects.map(({ name }) => name)}, got ${only.subject}`)
  const shares = chosen.reduce((sum, { share = 1 }) => sum + share, 0)
  let [read, problems] = [0, 0]
  const failures: FuzzFailure[] = []
  for (const { name, share = 1 } of chosen) {
    const [from, to] = only.file === undefined ? [0, Math.ceil((files * share) / shares)] : [only.file, only.file + 1]
    const standing = new Int32Array(new SharedArrayBuffer(4 * Object.keys(Standing).length))
    const found: FuzzFailure[] = []
    for (let next = from; next < to; ) next = await fuzzPart(name, seed, next, to, standing, found)
    const of = (what: keyof typeof Standing) => standing[Standing[what]]!
    read += to - from
    problems += of('problems')
    failures.push(...found)
    say(
      `${name}: ${to - from} files, ${of('values')} values, ${of('problems')} problems, ` +
        `slowest ${of('slowestMs')} ms (file ${of('slowestFile')}), ${found.length} failures`,
    )
    for (const { file, why } of found.slice(0, 5)) say(`  SEED=${seed} SUBJECT=${name} FILE=${file}: ${why}`)
  }
  return { files: read, problems, failures }
}

/** Reads files from `from` on in a thread; gives the file to go on with where one had to be stopped, else `to`. */
async function fuzzPart(
  subject: string,
  seed: number,
  from: number,
  to: number,
  standing: Int32Array,
  found: FuzzFailure[],
): Promise<number> {
  const order: FuzzOrder = { subject, seed, from, to, mostMegabytes: FILE_LIMIT_MEGABYTES, standing }
  standing.fill(0, Standing.file, Standing.values)
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MEGABYTES },
  })
  worker.on('message', (failure: FuzzFailure) => found.push(failure))
  let watch: NodeJS.Timeout | undefined
  const stopped = await new Promise<string>((resolve) => {
    let [file, since] = [-1, 0]
    watch = setInterval(() => {
      const [now, busy] = [Atomics.load(standing, Standing.file), Atomics.load(standing, Standing.busy)]
      if (!busy || now !== file) [file, since] = [now, Date.now()]
      else if (Date.now() - since > FILE_LIMIT_MS) resolve(`did not end within ${FILE_LIMIT_MS / 1000} s`)
    }, 500)
    worker.once('error', (error: Error) => resolve(error.stack ?? error.message))
    worker.once('exit', () => resolve('the thread ended'))
  })
  clearInterval(watch)
  await worker.terminate()
  if (standing[Standing.done] === 1) return to
  if (standing[Standing.busy] === 0) throw new Error(`Expected the samples of ${subject} to be read, got: ${stopped}`)
  const file = standing[Standing.file]!
  found.push({ subject, file, why: stopped })
  return file + 1
}
