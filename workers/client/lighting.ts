/**
 * The browser door of the lighting simulation: the city, its streets and the baseline live in a module worker, which answers
 * one question after another. Told to stop, the door answers at once; the worker looks up every 50 ms.
 */
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type {
  Isolux,
  LightingComparison,
  LightingOutcome,
  LightingSettings,
  Luminaire,
} from '../../scenarios/lighting.ts'
import { Cancelled, Problem, type Progress } from '../../scenarios/problem.ts'
import type { Asked, Compared, Question, Told } from './lighting-protocol.ts'

export { about } from '../lighting/about.ts'
export { checkSection } from '../lighting/check.ts'
export { library, libraryLuminaire } from '../lighting/library.ts'
export { r3 } from '../lighting/r3.ts'
/** A straight section takes milliseconds: on this thread. */
export { computeSection } from '../lighting/section.ts'

/** The city is read once, the baseline computed once for its settings; of a scenario only what its edits change. */
export interface LightingSession {
  /**
   * @param luminaires from files, that lamps may name
   * @throws Cancelled when the signal aborts · Problem where the city cannot be read or edited
   */
  compare(
    edits: readonly Edit[],
    options: {
      readonly settings: LightingSettings
      readonly luminaires?: readonly Luminaire[]
      readonly signal?: AbortSignal
      readonly progress?: Progress
    },
  ): Promise<LightingComparison>
  /** Over the ground of a window, of the last `compare`. @throws Error where it has more than a million points */
  isolux(
    which: 'baseline' | 'scenario',
    area: Bounds,
    options: { readonly stepMetres: number; readonly levels: readonly number[]; readonly signal?: AbortSignal },
  ): Promise<Isolux[]>
  close(): void
}

/** A worker that has not closed by itself after this long is ended, ms. */
const GRACE_MS = 1000

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
  readonly progress: Progress | undefined
}

/** @param tilesUrl folder of the tiles, with its slash, absolute */
export function openLighting(tilesUrl: string): LightingSession {
  const worker = new Worker(new URL('./lighting.worker.ts', import.meta.url), { type: 'module' })
  const tell = (message: Asked) => worker.postMessage(message)
  const waiting = new Map<number, Waiting>()
  let baseline: LightingOutcome | null = null
  let broken: Error | null = null
  let asked = 0

  function end(reason: Error): void {
    broken = reason
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }
  worker.onerror = (event) => end(new Error(event.message || 'Expected the lighting worker to start, got an error'))
  worker.onmessage = ({ data }: MessageEvent<Told>) => {
    const one = waiting.get(data.id)
    if (data.kind === 'progress') {
      one?.progress?.(data.fraction)
      return
    }
    waiting.delete(data.id)
    if (data.kind === 'answer') {
      // Kept even where nobody waits any more: the worker tells a baseline once.
      const told = data.answer as Partial<Compared>
      if (told.baseline) baseline = told.baseline
      one?.resolve(data.answer)
    } else {
      const { cancelled, problem, message } = data
      one?.reject(cancelled ? new Cancelled() : problem ? new Problem(problem) : new Error(message))
    }
  }
  tell({ kind: 'open', tilesUrl })

  async function ask<T>(question: Question, signal?: AbortSignal, progress?: Progress): Promise<T> {
    if (broken) throw broken
    if (signal?.aborted) throw new Cancelled()
    const id = ++asked
    const cancel = () => {
      waiting.get(id)?.reject(new Cancelled())
      waiting.delete(id)
      tell({ kind: 'cancel', id })
    }
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      return await new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, progress })
        tell({ kind: 'ask', id, question })
      })
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  return {
    async compare(edits, { settings, luminaires = [], signal, progress }) {
      const { scenario, sameGround } = await ask<Compared>(
        { kind: 'compare', edits, settings, luminaires },
        signal,
        progress,
      )
      const own = baseline!
      if (!scenario) return { baseline: own, scenario: own }
      if (!sameGround) return { baseline: own, scenario }
      const { points, obstacles } = own.model.input
      const input = { ...scenario.model.input, points, obstacles }
      return { baseline: own, scenario: { ...scenario, model: { ...scenario.model, input } } }
    },
    isolux: (which, area, { stepMetres, levels, signal }) =>
      ask({ kind: 'isolux', which, area, stepMetres, levels }, signal),
    close() {
      end(new Cancelled())
      tell({ kind: 'stop' })
      setTimeout(() => worker.terminate(), GRACE_MS)
    },
  }
}
