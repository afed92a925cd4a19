/**
 * The browser door of the drainage simulation: the kernel in a module worker, stopped by ending the worker. It stops within
 * milliseconds, even in the middle of a step of millions of cells, and nothing stays behind: its helpers end with it.
 */
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { Cancelled, type Progress, type Signal } from '../../scenarios/problem.ts'
import { about } from '../drainage/about.ts'

export { prepareDrainage } from '../drainage/prepare.ts'

/** What the worker tells its door. */
export type Told =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: DrainageResult }
  | { readonly kind: 'error'; readonly message: string }

/** How often a plain flag is looked at, ms; an AbortSignal is heard at once. */
const LOOK_MS = 20

/**
 * More than one thread needs a cross-origin isolated page; elsewhere the run takes one and gives the same bits.
 * @param options.progress is called with rising fractions, 1 at the end
 * @throws Cancelled when the signal aborts · Error when the input contradicts itself
 */
async function run(
  input: DrainageInput,
  options: { readonly signal?: Signal | undefined; readonly progress?: Progress | undefined } = {},
): Promise<DrainageResult> {
  const { signal, progress } = options
  if (signal?.aborted) throw new Cancelled()
  const worker = new Worker(new URL('./drainage.worker.ts', import.meta.url), { type: 'module' })
  let looking: ReturnType<typeof setInterval> | undefined
  try {
    return await new Promise<DrainageResult>((resolve, reject) => {
      if (signal) looking = setInterval(() => signal.aborted && reject(new Cancelled()), LOOK_MS)
      if (signal instanceof AbortSignal) signal.addEventListener('abort', () => reject(new Cancelled()), { once: true })
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data.kind === 'progress') progress?.(data.fraction)
        else if (data.kind === 'result') resolve(data.result)
        else reject(new Error(data.message))
      }
      worker.onerror = (event) =>
        reject(new Error(event.message || 'Expected the drainage worker to start, got an error'))
      worker.postMessage(globalThis.crossOriginIsolated ? input : { ...input, threads: 1 })
    })
  } finally {
    clearInterval(looking)
    worker.terminate()
  }
}

export const drainage = { about, run }
