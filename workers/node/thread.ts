/**
 * A kernel in a thread of its own, stopped by ending the thread. It stops within milliseconds, even in the middle of a step of
 * millions of cells, and nothing stays behind.
 */
import { Worker } from 'node:worker_threads'
import { Cancelled, Problem, type ProblemDetail, type Progress, type Signal } from '../../scenarios/problem.ts'

/** What the thread tells its door. */
export type Told<Result> =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'problem'; readonly detail: ProblemDetail }

export interface RunOptions {
  readonly signal?: Signal | undefined
  readonly progress?: Progress | undefined
}

/** How often a plain flag is looked at, ms; an AbortSignal is heard at once. */
const LOOK_MS = 20

/**
 * @param file of the thread, which is given the input and tells `Told` @param options.progress is called with rising
 * fractions, 1 at the end
 * @throws Cancelled when the signal aborts · Problem that the thread tells · Error when the input contradicts itself
 */
export async function inThread<Input, Result>(file: URL, input: Input, options: RunOptions = {}): Promise<Result> {
  const { signal, progress } = options
  if (signal?.aborted) throw new Cancelled()
  const worker = new Worker(file, { workerData: input })
  let looking: NodeJS.Timeout | undefined
  try {
    return await new Promise<Result>((resolve, reject) => {
      if (signal) looking = setInterval(() => signal.aborted && reject(new Cancelled()), LOOK_MS)
      if (signal instanceof AbortSignal) signal.addEventListener('abort', () => reject(new Cancelled()), { once: true })
      worker.on('message', (told: Told<Result>) => {
        if (told.kind === 'progress') progress?.(told.fraction)
        else if (told.kind === 'result') resolve(told.result)
        else reject(new Problem(told.detail))
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`Expected a result of the thread ${file}, got exit code ${code}`)))
    })
  } finally {
    clearInterval(looking)
    await worker.terminate()
  }
}
