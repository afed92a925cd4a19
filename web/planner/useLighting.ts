/**
 * Street lighting from the draft to the screen: the session in its worker, the run that follows every change, lines of equal
 * illuminance for what is in view, and what the map gets. The session opens with the first run and closes with the page.
 */
import { type Dispatch, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { Isolux, LightingSettings } from '../../scenarios/lighting.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { type LightingSession, openLighting } from '../../workers/client/lighting.ts'
import { problemOf } from '../shared/ui.tsx'
import type { StageLight, StageView } from '../stage/index.ts'
import { isoluxLevels } from '../stage/plain.ts'
import { type Loaded, TILES_URL, useLoaded } from './city.ts'
import { lightingHash } from './draft.ts'
import { nightLamps } from './lighting-lamps.ts'
import type { LightingAction, LightingState } from './lighting-state.ts'
import type { Action } from './state.ts'
import { useJob } from './useRun.ts'

/** Edits closer together than this are one, ms. */
const SETTLE_MS = 250
/** Progress closer together than this is not worth a redraw. */
const LEAST_PROGRESS = 0.02
/** Isolux lines: points of the window that they are drawn from, its half around the middle of the view, and the highest view, m. */
const WINDOW = { points: 40_000, half: 400, height: 600 }

export type Lighting = ReturnType<typeof useLighting>

export function useLighting(given: {
  tiles: Tiles
  state: LightingState
  edits: readonly Edit[]
  settings: LightingSettings
  dispatch: Dispatch<LightingAction>
}) {
  const { tiles, state, edits, settings, dispatch } = given
  const { opened, auto, done, view } = state
  const comparison = done?.comparison ?? null
  /** Nothing differs: there is the baseline alone to see. */
  const alone = comparison?.baseline === comparison?.scenario
  const { city, hash: cityHash } = tiles.manifest
  const hash = useMemo(() => lightingHash(cityHash, edits, settings), [cityHash, edits, settings])

  const session = useRef<LightingSession | null>(null)
  const going = useRef<AbortController | null>(null)
  const latest = useRef({ edits, settings, hash })
  latest.current = { edits, settings, hash }
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
    const asked = latest.current
    let shown = 0
    dispatch({ type: 'lighting/start', hash: asked.hash })
    try {
      session.current ??= openLighting(new URL(TILES_URL, location.href).href)
      const compared = await session.current.compare(asked.edits, {
        settings: asked.settings,
        signal: stop.signal,
        progress: (fraction) => {
          if (going.current !== stop || (fraction < 1 && Math.abs(fraction - shown) < LEAST_PROGRESS)) return
          shown = fraction
          dispatch({ type: 'lighting/progress', fraction })
        },
      })
      if (going.current !== stop) return
      dispatch({ type: 'lighting/done', hash: asked.hash, comparison: compared })
    } catch (error) {
      if (going.current !== stop) return
      const stopped = stop.signal.aborted || error instanceof Cancelled
      dispatch(stopped ? { type: 'lighting/cancelled' } : { type: 'lighting/failed', problem: problemOf(error) })
    }
  }, [dispatch])
  const cancel = useCallback(() => going.current?.abort(), [])

  // Each change is followed by a run once the hand rests; a run that failed waits for the next change.
  const wanted = opened && auto && hash !== done?.hash
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the change
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(() => void start(), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [wanted, hash, start])

  const [seen, setSeen] = useState<StageView | null>(null)
  const side = alone ? 'baseline' : view.side
  const asked = view.isolux && view.show !== 'off'
  const window = useMemo(() => (asked && seen ? windowOf(seen) : null), [asked, seen])
  const isolux: Loaded<Isolux[] | null> = useLoaded(
    async (signal) => {
      const open = session.current
      if (!open || !comparison || !window) return null
      return open.isolux(side, window, { stepMetres: stepOf(window), levels: isoluxLevels, signal })
    },
    [comparison, side, window],
  )
  const lines = isolux.status === 'ready' ? isolux.value : null

  const lamps = useMemo(() => (comparison ? nightLamps(comparison[side].model) : null), [comparison, side])
  const light = useMemo((): StageLight | null => {
    if (!comparison || !lamps || view.show === 'off') return null
    const { model, result, summary } = comparison[side]
    const { x, y } = model.input.points
    const night = view.show === 'night'
    return { x, y, lux: result.illuminance, isolux: lines ?? [], night, lamps, illustrative: summary.illustrative }
  }, [comparison, side, view.show, lines, lamps])

  const follow = useCallback(
    (action: Action) => {
      if (action.type === 'server') dispatch({ type: 'lighting/server', server: action.server })
      if (action.type === 'server/job') dispatch({ type: 'lighting/job', job: action.job })
    },
    [dispatch],
  )
  useJob(state.server, follow)

  const stale = done !== null && done.hash !== hash
  return {
    state,
    dispatch,
    city,
    edits,
    settings,
    comparison,
    alone,
    /** What the map shows of it. */
    side,
    stale,
    /** Of the scenario as it stands; null where it has not been computed so. */
    digest: comparison && !stale ? comparison.scenario.result.digest : null,
    isolux,
    /** Lines are asked for, and the view is too wide for them. */
    tooWide: asked && seen !== null && window === null,
    light,
    onView: setSeen,
    start,
    cancel,
  }
}

/** The ground around the middle of the view; null where it is seen from too high. */
export function windowOf({ x, y, height, bounds: [x0, y0, x1, y1] }: StageView): Bounds | null {
  const { half } = WINDOW
  if (height > WINDOW.height) return null
  return [Math.max(x0, x - half), Math.max(y0, y - half), Math.min(x1, x + half), Math.min(y1, y + half)]
}

/** Metres between the points of a window, whole halves. */
export const stepOf = ([x0, y0, x1, y1]: Bounds): number =>
  Math.max(1, Math.ceil(2 * Math.sqrt(((x1 - x0) * (y1 - y0)) / WINDOW.points)) / 2)
