/**
 * A worker that answers one question after another about a city: what its door and it say to each other, and the half of
 * either. Told to stop or that an answer is no longer wanted, the door goes on at once; the worker sees it by its signal.
 */
import {
  Cancelled,
  Problem,
  type ProblemDetail,
  type Progress,
  type Signal,
  throwIfAborted,
} from '../../scenarios/problem.ts'

export type Asked<Question> =
  | { readonly kind: 'open'; readonly tilesUrl: string }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Close, when what is under way has ended. */
  | { readonly kind: 'stop' }

export type Told =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly message: string
      readonly problem: ProblemDetail | null
      readonly cancelled: boolean
    }

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
  readonly progress: Progress | undefined
}

export interface Conversation<Question> {
  /** @throws Cancelled when the signal aborts or the conversation is closed · Problem of the world, as the worker met it */
  ask<T>(question: Question, signal?: AbortSignal, progress?: Progress): Promise<T>
  close(): void
}

/**
 * The door's half.
 * @param graceMs a worker that has not closed by itself after this long is ended
 * @param hear whatever the worker tells, before anything else is done about it
 */
export function openConversation<Question, Also extends { readonly kind: string } = never>(
  worker: Worker,
  tilesUrl: string,
  graceMs: number,
  hear: (told: Told | Also) => void,
): Conversation<Question> {
  const tell = (message: Asked<Question>) => worker.postMessage(message)
  const waiting = new Map<number, Waiting>()
  let broken: Error | null = null
  let asked = 0

  function end(reason: Error): void {
    broken = reason
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }
  worker.onerror = (event) => end(new Error(event.message || 'Expected the worker to start, got an error'))
  worker.onmessage = ({ data }: MessageEvent<Told | Also>) => {
    hear(data)
    const told = data as Told
    if (told.kind === 'progress') waiting.get(told.id)?.progress?.(told.fraction)
    if (told.kind !== 'answer' && told.kind !== 'failed') return
    const one = waiting.get(told.id)
    waiting.delete(told.id)
    if (told.kind === 'answer') one?.resolve(told.answer)
    else {
      const { cancelled, problem, message } = told
      one?.reject(cancelled ? new Cancelled() : problem ? new Problem(problem) : new Error(message))
    }
  }
  tell({ kind: 'open', tilesUrl })

  return {
    async ask<T>(question: Question, signal?: AbortSignal, progress?: Progress): Promise<T> {
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
    },
    close() {
      end(new Cancelled())
      tell({ kind: 'stop' })
      setTimeout(() => worker.terminate(), graceMs)
    },
  }
}

export interface Answer {
  readonly answer: unknown
  readonly transfer?: ArrayBuffer[]
}

/** The worker's half. */
export function answerQuestions<Question>(given: {
  open(tilesUrl: string): void
  answer(question: Question, signal: Signal, progress: Progress): Promise<Answer>
  /** Nothing is under way any more. */
  stopped(): void
}): void {
  const scope = globalThis as unknown as {
    postMessage(message: Told, transfer?: ArrayBuffer[]): void
    onmessage: (event: MessageEvent<Asked<Question>>) => void
  }
  const cancelled = new Set<number>()
  let stopping = false
  /** One question after another. */
  let work: Promise<void> = Promise.resolve()

  async function answer(id: number, question: Question): Promise<void> {
    const signal: Signal = {
      get aborted() {
        return stopping || cancelled.has(id)
      },
    }
    try {
      throwIfAborted(signal)
      const progress = (fraction: number) => scope.postMessage({ kind: 'progress', id, fraction })
      const said = await given.answer(question, signal, progress)
      scope.postMessage({ kind: 'answer', id, answer: said.answer }, said.transfer ?? [])
    } catch (error) {
      const problem = error instanceof Problem ? error.detail : null
      const message = error instanceof Error ? error.message : String(error)
      scope.postMessage({ kind: 'failed', id, message, problem, cancelled: error instanceof Cancelled })
    }
    cancelled.delete(id)
  }

  scope.onmessage = ({ data }) => {
    if (data.kind === 'open') given.open(data.tilesUrl)
    else if (data.kind === 'cancel') cancelled.add(data.id)
    else if (data.kind === 'ask') work = work.then(() => answer(data.id, data.question))
    else {
      stopping = true
      work.then(given.stopped)
    }
  }
}
