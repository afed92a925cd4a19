/**
 * The Node door of the drainage simulation: the kernel in a thread of its own, stopped by ending the thread. It stops within
 * milliseconds, even in the middle of a step of millions of cells, and nothing stays behind.
 */
import { Worker } from 'node:worker_threads'
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { Cancelled, type Progress, type Signal } from '../../scenarios/problem.ts'
import { about } from '../drainage/about.ts'

export { prepareDrainage } from '../drainage/prepare.ts'

/** What the thread tells its door. */
export type Told =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: DrainageResult }

/** How often a plain flag is looked at, ms; an AbortSignal is heard at once. */
const LOOK_MS = 20

/**
 * @param options.progress is called with rising fractions, 1 at the end
 * @throws Cancelled when the signal aborts · Error when the input contradicts itself
 */
async function run(
  input: DrainageInput,
  options: { readonly signal?: Signal | undefined; readonly progress?: Progress | undefined } = {},
): Promise<DrainageResult> {
  const { signal, progress } = options
  if (signal?.aborted) throw new Cancelled()
  const worker = new Worker(new URL('./drainage.worker.ts', import.meta.url), { workerData: input })
  let looking: NodeJS.Timeout | undefined
  try {
    return await new Promise<DrainageResult>((resolve, reject) => {
      if (signal) looking = setInterval(() => signal.aborted && reject(new Cancelled()), LOOK_MS)
      if (signal instanceof AbortSignal) signal.addEventListener('abort', () => reject(new Cancelled()), { once: true })
      worker.on('message', (told: Told) => {
        if (told.kind === 'progress') progress?.(told.fraction)
        else resolve(told.result)
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`Expected a result of the drainage thread, got exit code ${code}`)))
    })
  } finally {
    clearInterval(looking)
    await worker.terminate()
  }
}

export const drainage = { about, run }
