/** Reads changed files one after another, as `fuzz.ts` says, and tells it what came of each; where it stands is in shared memory. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import { fork } from '../../scenarios/random.ts'
import { mutate } from './mutate.ts'
import { FILE, subjects } from './subjects.ts'

export interface FuzzOrder {
  readonly subject: string
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly mostMegabytes: number
  /** [0] the file that is being read, [1] 1 while one is */
  readonly standing: Int32Array
}
export interface FuzzTally {
  readonly values: number
  readonly problems: number
  readonly slowestMs: number
  readonly slowestFile: number
  readonly failures: FuzzFailure[]
}
export interface FuzzFailure {
  readonly subject: string
  readonly file: number
  readonly why: string
}

/** File `index` of a reader: the same for ever for the same seed. */
export const fuzzedFile = (samples: readonly Uint8Array[], seed: number, subject: string, index: number): Uint8Array =>
  mutate(samples, fork(seed, `${subject}/${index}`))

if (parentPort) {
  const { subject: name, seed, from, to, mostMegabytes, standing } = workerData as FuzzOrder
  const { samples, read } = subjects.find((subject) => subject.name === name)!
  const whole = samples()
  for (const sample of whole) await read(sample) // a sample that cannot be read would test nothing
  const failures: FuzzFailure[] = []
  let [values, problems, slowestMs, slowestFile] = [0, 0, 0, 0]
  for (let index = from; index < to; index++) {
    const bytes = fuzzedFile(whole, seed, name, index)
    Atomics.store(standing, 0, index)
    Atomics.store(standing, 1, 1)
    const [start, memory] = [performance.now(), process.resourceUsage().maxRSS]
    const fault = await read(bytes).then(
      () => null,
      (error: unknown) => error ?? 'nothing was thrown',
    )
    const took = performance.now() - start
    Atomics.store(standing, 1, 0)
    if (took > slowestMs) [slowestMs, slowestFile] = [took, index]
    const grown = (process.resourceUsage().maxRSS - memory) / 1024
    const why = fault === null ? null : faultOf(fault)
    if (fault === null) values++
    else if (why === null) problems++
    if (why !== null) failures.push({ subject: name, file: index, why })
    if (grown > mostMegabytes) failures.push({ subject: name, file: index, why: `took ${grown.toFixed(0)} MB` })
  }
  parentPort.postMessage({ values, problems, slowestMs, slowestFile, failures } satisfies FuzzTally)
}

/** What is wrong with how a read ended; null where it is as it must be. */
function faultOf(error: unknown): string | null {
  if (!(error instanceof Problem)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { file, message, place, expected } = error.detail
  if (!file?.includes(FILE)) return `a Problem that names the file “${file}”: ${error.message}`
  if (message.vi === message.en || !message.vi) return `a Problem in one language: ${error.message}`
  return place || expected ? null : `a Problem without a place: ${error.message}`
}
