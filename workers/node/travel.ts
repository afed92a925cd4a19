/**
 * The Node door of ways and reach: a thread that reads the city, solves the hour as it stands, and answers in WGS 84. It is
 * started by the first question and kept.
 */
import { Worker } from 'node:worker_threads'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import type { Reach, Route, TravelMode } from '../../scenarios/traffic.ts'
import type { Bar } from '../../scenarios/works/closures.ts'

/** Degrees */
export type LonLat = [lon: number, lat: number]

/** @see bars what vehicles may not pass besides what the city's data have as closed */
export type TravelQuestion = { readonly mode: TravelMode; readonly bars: readonly Bar[] } & (
  | { readonly kind: 'route'; readonly from: LonLat; readonly to: LonLat }
  | { readonly kind: 'reach'; readonly category: string }
)

/** Of the model that answered. */
export interface TravelBasis {
  readonly calibrated: boolean
  readonly illustrative: boolean
  readonly inputs: readonly { readonly name: string; readonly provenance: Provenance }[]
}

export type RouteFound = Omit<Route, 'line'> & { readonly line: LonLat[] }

export interface ReachFound extends Pick<Reach, 'households' | 'cutOff'> {
  /** Places of the category; no reach without. */
  readonly places: number
  /** Streets; null beyond the last band. */
  readonly bands: { readonly withinSeconds: number | null; readonly cutOff: boolean; readonly lines: LonLat[][] }[]
}

export interface Travelling {
  /** Null where there is no way. */
  route(
    mode: TravelMode,
    from: LonLat,
    to: LonLat,
    bars: readonly Bar[],
  ): Promise<{ basis: TravelBasis; found: RouteFound | null }>
  reach(mode: TravelMode, category: string, bars: readonly Bar[]): Promise<{ basis: TravelBasis; found: ReachFound }>
  close(): Promise<void>
}

/** What the thread tells its door. */
export type Told =
  | { readonly id: number; readonly basis: TravelBasis; readonly found: unknown }
  | { readonly id: number; readonly message: string; readonly problem: ProblemDetail | null }

/** @throws Problem of the tiles, with every question while they cannot be read */
export function openTravel(tilesDir: string): Travelling {
  let worker: Worker | null = null
  let asked = 0
  const waiting = new Map<number, { resolve(told: never): void; reject(error: Error): void }>()

  function start(): Worker {
    const started = new Worker(new URL('./travel.worker.ts', import.meta.url), { workerData: tilesDir })
    started.on('message', (told: Told) => {
      const one = waiting.get(told.id)
      waiting.delete(told.id)
      // A process that has nothing else to do may end.
      if (waiting.size === 0) started.unref()
      if ('basis' in told) one?.resolve(told as never)
      else one?.reject(told.problem ? new Problem(told.problem) : new Error(told.message))
    })
    const end = (error: Error) => {
      if (worker === started) worker = null
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('error', end)
    started.on('exit', (code) => end(new Error(`Expected answers of the travel thread, got exit code ${code}`)))
    return started
  }

  function ask<T>(question: TravelQuestion): Promise<T> {
    return new Promise((resolve, reject) => {
      worker ??= start()
      const id = ++asked
      waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, question })
    })
  }

  return {
    route: (mode, from, to, bars) => ask({ kind: 'route', mode, from, to, bars }),
    reach: (mode, category, bars) => ask({ kind: 'reach', mode, category, bars }),
    async close() {
      await worker?.terminate()
    },
  }
}
