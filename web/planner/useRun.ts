/** The run in the browser and the run on the server, from a button to the state. */
import { type Dispatch, useCallback, useEffect, useRef } from 'react'
import type { Job } from '../../scenarios/api/api.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import { type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { api, listen } from '../shared/api.ts'
import { problemOf } from '../shared/ui.tsx'
import { compare } from './run.ts'
import type { Action, ServerState } from './state.ts'

/** Progress closer together than this is not worth a redraw. */
const LEAST_PROGRESS = 0.01

export function useRun(tiles: Tiles, dispatch: Dispatch<Action>) {
  const going = useRef<AbortController | null>(null)
  useEffect(() => () => going.current?.abort(), [])

  const start = useCallback(
    async (body: ScenarioBody, threads: number) => {
      going.current?.abort()
      const stop = new AbortController()
      going.current = stop
      const shown = { baseline: 0, scenario: 0 }
      dispatch({ type: 'run/start', hash: scenarioHash(body) })
      try {
        const comparison = await compare(tiles, body, threads, {
          signal: stop.signal,
          progress: (side, fraction) => {
            if (fraction < 1 && fraction - shown[side] < LEAST_PROGRESS) return
            shown[side] = fraction
            if (going.current === stop) dispatch({ type: 'run/progress', side, fraction })
          },
        })
        if (going.current === stop) dispatch({ type: 'run/done', comparison })
      } catch (error) {
        // One of the two failed: the other need not go on.
        const stopped = stop.signal.aborted || error instanceof Cancelled
        stop.abort()
        if (going.current !== stop) return
        dispatch(stopped ? { type: 'run/cancelled' } : { type: 'run/failed', problem: problemOf(error) })
      }
    },
    [tiles, dispatch],
  )
  const cancel = useCallback(() => going.current?.abort(), [])
  return { start, cancel }
}

const ASK_EVERY_MS = 2000

/** Follows the server's job by its events, and asks now and then in case one was missed; ends at the stored run. */
export function useJob(server: ServerState, dispatch: Dispatch<Action>): void {
  const id = server.status === 'job' && isOpen(server.job) ? server.job.id : null
  useEffect(() => {
    if (id === null) return
    let over = false
    const take = async (job: Job) => {
      if (over || job.id !== id) return
      if (job.state !== 'done' || !job.runId) return dispatch({ type: 'server/job', job })
      over = true
      try {
        dispatch({ type: 'server', server: { status: 'stored', run: await api.runs.get(job.runId) } })
      } catch (error) {
        dispatch({ type: 'server', server: { status: 'failed', problem: problemOf(error) } })
      }
    }
    const deaf = listen((event) => {
      if (event.type === 'job') void take(event.job)
    })
    // A server that is away for a moment is asked again.
    const timer = setInterval(() => void api.jobs.get(id).then(take, () => {}), ASK_EVERY_MS)
    return () => {
      over = true
      deaf()
      clearInterval(timer)
    }
  }, [id, dispatch])
}

const isOpen = (job: Job): boolean => job.state === 'queued' || job.state === 'running'
