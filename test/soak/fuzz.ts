/**
 * Changed files, by the hundred thousand, over every reader of `subjects.ts`: each must end in a value or a `Problem`, within a limit of
 * time and of memory. Each reader runs in a thread of its own that is stopped where a file does not end.
 */
import { Worker } from 'node:worker_threads'
import type { FuzzFailure, FuzzOrder, FuzzTally } from './fuzz-worker.ts'
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
    const tally = await fuzzOne(name, seed, from, to)
    read += to - from
    problems += tally.problems
    failures.push(...tally.failures)
    const slowest = `slowest ${tally.slowestMs.toFixed(0)} ms (file ${tally.slowestFile})`
    say(
      `${name}: ${to - from} files, ${tally.values} values, ${tally.problems} problems, ${slowest}, ${tally.failures.length} failures`,
    )
    for (const { file, why } of tally.failures.slice(0, 5)) say(`  SEED=${seed} SUBJECT=${name} FILE=${file}: ${why}`)
  }
  return { files: read, problems, failures }
}

/** Files `from` … `to` of a reader; goes on with the next where one has to be stopped. */
async function fuzzOne(subject: string, seed: number, from: number, to: number): Promise<FuzzTally> {
  const standing = new Int32Array(new SharedArrayBuffer(8))
  const order: FuzzOrder = { subject, seed, from, to, mostMegabytes: FILE_LIMIT_MEGABYTES, standing }
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MEGABYTES },
  })
  const ended = await new Promise<FuzzTally | string>((resolve) => {
    let [file, since] = [-1, 0]
    const watch = setInterval(() => {
      const [now, busy] = [Atomics.load(standing, 0), Atomics.load(standing, 1)]
      if (!busy || now !== file) [file, since] = [now, Date.now()]
      else if (Date.now() - since > FILE_LIMIT_MS) resolve(`did not end within ${FILE_LIMIT_MS / 1000} s`)
    }, 500)
    worker.once('message', resolve)
    worker.once('error', (error: Error) => resolve(error.stack ?? error.message))
    worker.once('exit', () => clearInterval(watch))
  })
  await worker.terminate()
  if (typeof ended !== 'string') return ended
  const file = Atomics.load(standing, 0)
  if (Atomics.load(standing, 1) === 0) throw new Error(`Expected the samples of ${subject} to be read, got ${ended}`)
  const before = await fuzzPart(subject, seed, from, file)
  const after = await fuzzPart(subject, seed, file + 1, to)
  const slower = before.slowestMs > after.slowestMs ? before : after
  return {
    values: before.values + after.values,
    problems: before.problems + after.problems,
    slowestMs: slower.slowestMs,
    slowestFile: slower.slowestFile,
    failures: [...before.failures, { subject, file, why: ended }, ...after.failures],
  }
}

const fuzzPart = (subject: string, seed: number, from: number, to: number): Promise<FuzzTally> =>
  from < to
    ? fuzzOne(subject, seed, from, to)
    : Promise.resolve({ values: 0, problems: 0, slowestMs: 0, slowestFile: 0, failures: [] })
