/** Reads changed files one after another, as `fuzz.ts` says, and tells it what went wrong; where it stands is in shared memory. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import { type FuzzFailure, type FuzzOrder, fuzzedFile, Standing } from './fuzz-order.ts'
import { FILE, subjects } from './subjects.ts'

const { subject: name, seed, from, to, mostMegabytes, standing } = workerData as FuzzOrder
const { samples, read } = subjects.find((subject) => subject.name === name)!
const whole = samples()
for (const sample of whole) await read(sample) // a sample that cannot be read would test nothing
const say = (file: number, why: string) => parentPort!.postMessage({ subject: name, file, why } satisfies FuzzFailure)
for (let file = from; file < to; file++) {
  const bytes = fuzzedFile(whole, seed, name, file)
  Atomics.store(standing, Standing.file, file)
  Atomics.store(standing, Standing.busy, 1)
  const [start, memory] = [performance.now(), process.resourceUsage().maxRSS]
  const fault = await Promise.resolve(bytes)
    .then(read)
    .then(
      () => null,
      (error: unknown) => error ?? 'nothing was thrown',
    )
  const took = Math.round(performance.now() - start)
  Atomics.store(standing, Standing.busy, 0)
  if (took > standing[Standing.slowestMs]!) {
    standing[Standing.slowestMs] = took
    standing[Standing.slowestFile] = file
  }
  const grown = (process.resourceUsage().maxRSS - memory) / 1024
  const why = fault === null ? null : faultOf(fault)
  if (why !== null) say(file, why)
  else standing[fault === null ? Standing.values : Standing.problems]!++
  if (grown > mostMegabytes) say(file, `took ${grown.toFixed(0)} MB`)
}
standing[Standing.done] = 1

/** What is wrong with how a read ended; null where it is as it must be. */
function faultOf(error: unknown): string | null {
  if (!(error instanceof Problem)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { file, message, place, expected } = error.detail
  if (!file?.includes(FILE)) return `a Problem that names the file “${file}”: ${error.message}`
  if (message.vi === message.en || !message.vi) return `a Problem in one language: ${error.message}`
  return place || expected ? null : `a Problem without a place: ${error.message}`
}
