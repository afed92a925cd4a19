/**
 * Runs the tasks of a build, here or in several threads. Tasks are independent of each other and every file is named by what
 * it is made from: the number of threads changes nothing in the result.
 */
import { Worker } from 'node:worker_threads'
import {
  Cancelled,
  Problem,
  type ProblemDetail,
  type Progress,
  type Signal,
  throwIfAborted,
} from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { type Made, makeParts, type Task, type Workshop } from './parts.ts'

/** What a thread tells. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'made'; readonly made: readonly Made[] }
  | { readonly kind: 'problem'; readonly detail: ProblemDetail }

/** How often a plain flag is looked at while threads work, ms; an AbortSignal is heard at once. */
const LOOK_MS = 20

/**
 * Memory of a thread, MB: for what is new, and for the rest by the bytes of the largest layer. An engine that may take all
 * that the machine has lets garbage grow to several times what is needed.
 */
const YOUNG_MEGABYTES = 24
const OLD_MEGABYTES = 400
const OLD_PER_LAYER_BYTE = 12

const noMemory = (layer: string, megabytes: number) =>
  new Problem({
    code: 'tiles/memory',
    message: both('lớp này cần quá nhiều bộ nhớ', 'this layer needs too much memory'),
    place: layer,
    expected: `a layer whose tiles are made within ${megabytes} MB`,
  })

/** @returns what was made, in no order. @throws Cancelled · Problem of a task; the others are given up */
export async function runTasks(
  tasks: readonly Task[],
  workshop: Workshop,
  threads: number,
  { signal, progress }: { readonly signal?: Signal | undefined; readonly progress?: Progress | undefined },
): Promise<Made[]> {
  const all = tasks.reduce((sum, { work }) => sum + work, 0) || 1
  const shares = tasks.map(() => 0)
  let told = 0
  const tell = (index: number, share: number) => {
    shares[index] = Math.max(shares[index]!, share)
    const done = tasks.reduce((sum, { work }, i) => sum + work * shares[i]!, 0) / all
    if (done <= told) return
    told = Math.min(1, done)
    progress?.(told)
  }
  throwIfAborted(signal)
  // the longest first, so that no thread is left alone with one at the end
  const order = tasks.map((_, i) => i).sort((a, b) => tasks[b]!.work - tasks[a]!.work || a - b)
  const made = threads > 1 && tasks.length > 1 ? inThreads(order.length) : here()
  const result = await made
  if (told < 1) progress?.(1)
  return result

  async function here(): Promise<Made[]> {
    const parts: Made[] = []
    for (const index of order) {
      const pause = async (share: number) => {
        await new Promise((resolve) => setImmediate(resolve))
        throwIfAborted(signal)
        tell(index, share)
      }
      parts.push(...(await makeParts(tasks[index]!, workshop, pause)))
      await pause(1)
    }
    return parts
  }

  async function inThreads(count: number): Promise<Made[]> {
    const workers: Worker[] = []
    const largest = Math.max(0, ...workshop.dataset.city.layers.map(({ bytes }) => bytes))
    const limits = {
      maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      maxOldGenerationSizeMb: Math.ceil(OLD_MEGABYTES + (OLD_PER_LAYER_BYTE * largest) / 1e6),
    }
    let looking: NodeJS.Timeout | undefined
    try {
      return await new Promise<Made[]>((resolve, reject) => {
        const parts: Made[] = []
        let left = count
        if (signal) looking = setInterval(() => signal.aborted && reject(new Cancelled()), LOOK_MS)
        if (signal instanceof AbortSignal)
          signal.addEventListener('abort', () => reject(new Cancelled()), { once: true })
        for (let i = 0; i < Math.min(threads, count); i++) {
          const worker = new Worker(new URL('./crew.worker.ts', import.meta.url), {
            workerData: workshop,
            resourceLimits: limits,
          })
          workers.push(worker)
          let at = -1
          const next = () => {
            at = order.shift() ?? -1
            if (at >= 0) worker.postMessage(tasks[at])
            else void worker.terminate()
          }
          worker.on('message', (message: Told) => {
            if (message.kind === 'ready') next()
            else if (message.kind === 'share') tell(at, message.share)
            else if (message.kind === 'problem') reject(new Problem(message.detail))
            else {
              parts.push(...message.made)
              tell(at, 1)
              next()
              if (--left === 0) resolve(parts)
            }
          })
          worker.on('error', (error: NodeJS.ErrnoException) => {
            const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            reject(outOfMemory ? noMemory(tasks[at]!.source, limits.maxOldGenerationSizeMb) : error)
          })
          worker.on('exit', (code) => {
            if (at >= 0) reject(new Error(`Expected the parts of ${tasks[at]!.source}, got exit code ${code}`))
          })
        }
      })
    } finally {
      clearInterval(looking)
      await Promise.all(workers.map((worker) => worker.terminate()))
    }
  }
}
