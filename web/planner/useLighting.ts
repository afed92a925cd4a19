/**
 * Street lighting from the draft to the screen: what a run computes, lines of equal illuminance for what is in view, and what
 * the map gets.
 */
import { type Dispatch, useMemo, useState } from 'react'
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { Isolux, LightingSettings } from '../../scenarios/lighting.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { type LightingSession, openLighting } from '../../workers/client/lighting.ts'
import type { StageLight, StageView } from '../stage/index.ts'
import { isoluxLevels } from '../stage/plain.ts'
import { type Loaded, useLoaded } from './city.ts'
import { lightingHash } from './draft.ts'
import { nightLamps } from './lighting-lamps.ts'
import type { LightingState } from './lighting-state.ts'
import type { Action } from './state.ts'
import { useModelRun } from './useModelRun.ts'

/** Isolux lines: points of the window that they are drawn from, its half around the middle of the view, and the highest view, m. */
const WINDOW = { points: 40_000, half: 400, height: 600 }

export type Lighting = ReturnType<typeof useLighting>

export function useLighting(given: {
  tiles: Tiles
  state: LightingState
  edits: readonly Edit[]
  settings: LightingSettings
  dispatch: Dispatch<Action>
}) {
  const { tiles, state, edits, settings, dispatch } = given
  const { done, view } = state
  const comparison = done?.comparison ?? null
  /** Nothing differs: there is the baseline alone to see. */
  const alone = comparison?.baseline === comparison?.scenario
  const { city, hash: cityHash } = tiles.manifest
  const hash = useMemo(() => lightingHash(cityHash, edits, settings), [cityHash, edits, settings])

  const { session, start, cancel, stale } = useModelRun<LightingSession>({
    name: 'lighting',
    state,
    hash,
    waits: false,
    open: openLighting,
    compute: async (session, options) => {
      const compared = await session.compare(edits, { ...options, settings })
      return { type: 'lighting/done', done: { hash, comparison: compared } }
    },
    dispatch,
  })

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
