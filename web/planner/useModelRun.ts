/**
 * A model that follows the draft in its own worker: its session opens with the first run and closes with the page, each
 * change is followed by a run once the hand rests, and the server's job is followed to its end.
 */
import { type Dispatch, useCallback, useEffect, useRef } from 'react'
import { Cancelled, type Progress } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/ui.tsx'
import { TILES_URL } from './city.ts'
import type { Model, ModelState } from './model-state.ts'
import type { Action } from './state.ts'
import { useJob } from './useRun.ts'

/** Edits closer together than this are one, ms: with the run itself an answer stands within two seconds. */
const SETTLE_MS = 250
/** Progress closer together than this is not worth a redraw. */
const LEAST_PROGRESS = 0.02

export interface RunOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
}

export function useModelRun<S extends { close(): void }>(given: {
  name: Model
  state: ModelState<{ readonly hash: string }>
  /** Of what is asked now. */
  hash: string
  /** Something is missing that a run needs. */
  waits: boolean
  open(tilesUrl: string): S
  /** @returns what tells the result */
  compute(session: S, options: RunOptions): Promise<Action>
  dispatch: Dispatch<Action>
}) {
  const { name, state, hash, waits, open, compute, dispatch } = given
  const { opened, auto, done, server } = state
  const session = useRef<S | null>(null)
  const going = useRef<AbortController | null>(null)
  const latest = useRef({ hash, open, compute })
  latest.current = { hash, open, compute }
  useEffect(
    () => () => {
      going.current?.abort()
      session.current?.close()
      session.current = null
    },
    [],
  )

  const start = useCallback(async () => {
    going.current?.abort()
    const stop = new AbortController()
    going.current = stop
    const { hash, open, compute } = latest.current
    let shown = 0
    dispatch({ type: `${name}/start`, hash })
    try {
      session.current ??= open(new URL(TILES_URL, location.href).href)
      const told = await compute(session.current, {
        signal: stop.signal,
        progress: (fraction) => {
          if (going.current !== stop || (fraction < 1 && Math.abs(fraction - shown) < LEAST_PROGRESS)) return
          shown = fraction
          dispatch({ type: `${name}/progress`, fraction })
        },
      })
      if (going.current === stop) dispatch(told)
    } catch (error) {
      if (going.current !== stop) return
      const stopped = stop.signal.aborted || error instanceof Cancelled
      dispatch(stopped ? { type: `${name}/cancelled` } : { type: `${name}/failed`, problem: problemOf(error) })
    }
  }, [name, dispatch])
  const cancel = useCallback(() => going.current?.abort(), [])

  // A run that failed waits for the next change.
  const wanted = opened && auto && !waits && hash !== done?.hash
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the change
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(() => void start(), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [wanted, hash, start])

  const follow = useCallback(
    (action: Action) => {
      if (action.type === 'server') dispatch({ type: `${name}/server`, server: action.server })
      if (action.type === 'server/job') dispatch({ type: `${name}/job`, job: action.job })
    },
    [name, dispatch],
  )
  useJob(server, follow)

  return { session, start, cancel, stale: done !== null && done.hash !== hash }
}
