/** The page of drainage.test.ts: runs, stops and fails through the browser door, and leaves what came in `answer`. */
import { drainage } from '../drainage.ts'
import { town } from './input.ts'

export interface Answer {
  readonly isolated: boolean
  readonly digests: string[]
  readonly progress: number[]
  readonly stopped: string
  readonly refused: string
}

/** What it is at: told by the test where no answer comes. */
const at = (doing: string) => Object.assign(globalThis, { doing })

async function answer(): Promise<Answer> {
  const digests: string[] = []
  const progress: number[] = []
  for (const threads of [1, 2]) {
    at(`a run with ${threads} thread(s)`)
    const result = await drainage.run(town(threads, 120), {
      progress: (f) => (threads === 1 ? progress.push(f) : at(`2 threads, ${f}`)),
    })
    digests.push(result.digest)
  }
  at('a run to be stopped')
  const stop = new AbortController()
  const stopped = await drainage
    .run(town(2, 1e7), {
      signal: stop.signal,
      progress: (fraction) => {
        if (fraction > 0) stop.abort()
      },
    })
    .catch((error: Error) => error.name)
  at('a run to be refused')
  const refused = await drainage
    .run({ ...town(1, 1), ground: new Float32Array(1) })
    .catch((error: Error) => error.message)
  return {
    isolated: globalThis.crossOriginIsolated,
    digests,
    progress,
    stopped: String(stopped),
    refused: String(refused),
  }
}

answer().then(
  (value) => Object.assign(globalThis, { answer: value }),
  (error: Error) => Object.assign(globalThis, { answer: { failed: error.message } }),
)
