/**
 * The browser door of the drainage simulation: the kernel in a module worker of its own. Told to stop, the door answers at
 * once; the worker looks up every 50 ms and lets its helpers go, and is ended then. (A browser leaves a busy worker that is
 * merely terminated running for seconds.)
 */
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { Cancelled, type Progress, type Signal } from '../../scenarios/problem.ts'
import { about } from '../drainage/about.ts'
import { STOP, type Told } from './protocol.ts'

export { prepareDrainage } from '../drainage/prepare.ts'

/** How long the worker has to let its helpers go before it is ended, ms. */
const GRACE_MS = 1000
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
    worker.postMessage(STOP)
    setTimeout(() => worker.terminate(), GRACE_MS)
  }
}

export const drainage = { about, run }
