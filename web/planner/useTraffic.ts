/**
 * Traffic from the draft to the screen: the session in its worker, the run that follows every change, the ways that are asked
 * of it, and what the map gets. The session opens with the first run and closes with the page.
 */
import { type Dispatch, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Grid } from '../../scenarios/grid.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { Reach, Route, TrafficComparison } from '../../scenarios/traffic.ts'
import { floodOnStreets } from '../../scenarios/traffic-flood.ts'
import { unitChanges } from '../../scenarios/traffic-tables.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { openTraffic, type TrafficSession, type Which } from '../../workers/client/traffic.ts'
import { useWords } from '../shared/language.tsx'
import { problemOf } from '../shared/ui.tsx'
import type { Picked } from '../stage/index.ts'
import { type Loaded, TILES_URL, useLoaded } from './city.ts'
import { createClock } from './clock.ts'
import { trafficHash } from './draft.ts'
import { type Roads, readRoads, withNewRoads } from './roads.ts'
import type { Comparison } from './run.ts'
import type { Action } from './state.ts'
import { desiresOf, flowsOf, vehiclesOf } from './TrafficMap.ts'
import type { Naming } from './traffic-rows.ts'
import type { TrafficAction, TrafficState } from './traffic-state.ts'
import { useJob } from './useRun.ts'

/** Edits closer together than this are one, ms: with the run itself an answer stands within two seconds. */
const SETTLE_MS = 250
/** Progress closer together than this is not worth a redraw. */
const LEAST_PROGRESS = 0.02
/** Vehicles drawn at most. */
const VEHICLES = 20_000

/** The same question put to both sides; one answer where there is one outcome. */
export interface Both<T> {
  readonly baseline: T
  readonly scenario: T
}

/** `missing`: streets are to flood and nothing has been computed; `old`: for the scenario as it was. */
export type FloodInput = 'off' | 'missing' | 'old' | 'ready'

export type Traffic = ReturnType<typeof useTraffic>

export function useTraffic(given: {
  tiles: Tiles
  state: TrafficState
  /** With `traffic` set. */
  body: ScenarioBody
  drainage: Comparison | null
  drainageHash: string
  threads: number
  dispatch: Dispatch<TrafficAction>
}) {
  const { tiles, state, body, drainage, drainageHash, threads, dispatch } = given
  const words = useWords()
  const { number } = words
  const { opened, auto, done, view, ways } = state
  const comparison = done?.comparison ?? null
  /** Nothing differs: there is the baseline alone to see. */
  const alone =
    comparison?.baseline === comparison?.scenario ||
    (body.edits.length === 0 && comparison?.baseline.result.digest === comparison?.scenario.result.digest)
  const hash = useMemo(() => trafficHash(body, drainage?.hash ?? null), [body, drainage])
  const flood: FloodInput = !body.traffic?.flood
    ? 'off'
    : !drainage
      ? 'missing'
      : drainage.hash === drainageHash
        ? 'ready'
        : 'old'

  const session = useRef<TrafficSession | null>(null)
  const going = useRef<AbortController | null>(null)
  /** The last run without water. */
  const dry = useRef<{ hash: string; comparison: TrafficComparison } | null>(null)
  const latest = useRef({ body, hash, drainage, threads })
  latest.current = { body, hash, drainage, threads }
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
    dispatch({ type: 'traffic/start', hash: asked.hash })
    try {
      session.current ??= openTraffic(new URL(TILES_URL, location.href).href)
      const options = {
        threads: asked.threads,
        signal: stop.signal,
        progress: (fraction: number) => {
          if (going.current !== stop || (fraction < 1 && Math.abs(fraction - shown) < LEAST_PROGRESS)) return
          shown = fraction
          dispatch({ type: 'traffic/progress', fraction })
        },
      }
      const flooded = asked.body.traffic?.flood && asked.drainage ? floodOf(asked.drainage) : null
      if (flooded) {
        const body = withoutFlood(asked.body)
        const hash = trafficHash(body, null)
        if (dry.current?.hash !== hash) {
          dry.current = { hash, comparison: await session.current.compare(body, { ...options, flood: null }) }
        }
      }
      const compared = await session.current.compare(asked.body, { ...options, flood: flooded })
      if (!flooded) dry.current = { hash: asked.hash, comparison: compared }
      if (going.current !== stop) return
      const before = flooded ? (dry.current?.comparison ?? null) : null
      dispatch({ type: 'traffic/done', hash: asked.hash, comparison: compared, dry: before })
    } catch (error) {
      if (going.current !== stop) return
      const stopped = stop.signal.aborted || error instanceof Cancelled
      dispatch(stopped ? { type: 'traffic/cancelled' } : { type: 'traffic/failed', problem: problemOf(error) })
    }
  }, [dispatch])
  const cancel = useCallback(() => going.current?.abort(), [])

  // Each change is followed by a run once the hand rests; a run that failed waits for the next change.
  const wanted = opened && auto && flood !== 'missing' && hash !== done?.hash
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the change
  useEffect(() => {
    if (!wanted) return
    const timer = setTimeout(() => void start(), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [wanted, hash, start])

  const roads = useLoaded<Roads | null>(async (signal) => (opened ? readRoads(tiles, signal) : null), [tiles, opened])
  const naming = useMemo((): Naming => {
    const known = withNewRoads(ready(roads), body.edits)
    return {
      roads: known,
      city: { manifest: tiles.manifest.city, nameOf: (road) => known?.get(road)?.name ?? null },
      words,
    }
  }, [roads, body.edits, tiles, words])
  const twice = async <T>(ask: (session: TrafficSession, which: Which) => Promise<T>): Promise<Both<T> | null> => {
    const open = session.current
    if (!open || !comparison) return null
    const baseline = await ask(open, 'baseline')
    return { baseline, scenario: alone ? baseline : await ask(open, 'scenario') }
  }
  const route: Loaded<Both<Route | null> | null> = useLoaded(async () => {
    const { mode, from, to } = ways
    return from && to ? twice((open, which) => open.route(which, { mode, from, to })) : null
  }, [comparison, ways.mode, ways.from, ways.to])
  const reach: Loaded<Both<Reach> | null> = useLoaded(async () => {
    const to = ways.reach
    return to ? twice((open, which) => open.reach(which, ways.mode, to)) : null
  }, [comparison, ways.mode, ways.reach])
  const motion = useLoaded(
    async (signal) =>
      view.vehicles && comparison
        ? ((await session.current?.motion(view.side, { vehicles: VEHICLES, signal })) ?? null)
        : null,
    [comparison, view.vehicles, view.side],
  )

  const change = useMemo(() => (comparison ? unitChanges(comparison) : null), [comparison])
  const side = view.show === 'difference' ? 'scenario' : view.side
  const shownReach = ready(reach)?.[side] ?? null
  const shownRoute = ready(route)?.[side] ?? null
  const { show, class: of } = view
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock of the vehicles moves no street
  const flows = useMemo(
    () => (comparison ? flowsOf(comparison, view, { reach: shownReach, change, route: shownRoute }) : null),
    [comparison, side, show, of, shownReach, change, shownRoute],
  )
  const desires = useMemo(
    () => (comparison && view.desires ? desiresOf(comparison[side], number) : null),
    [comparison, side, view.desires, number],
  )
  const moving = ready(motion)
  const vehicles = useMemo(
    () => (comparison && moving ? vehiclesOf(comparison[view.side], moving) : null),
    [comparison, view.side, moving],
  )
  const clock = useMemo(createClock, [])

  /** @returns true where the click was meant for traffic and for nothing else */
  const picking = ways.picking !== null
  const takeClick = useCallback(
    (picked: Picked | null): boolean => {
      if (!picking) return false
      if (picked) dispatch({ type: 'traffic/point', at: [picked.at.x, picked.at.y] })
      return true
    },
    [picking, dispatch],
  )
  // Esc gives up the click that is waited for.
  useEffect(() => {
    if (!picking) return
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dispatch({ type: 'traffic/ways', ways: { picking: null } })
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [picking, dispatch])

  const follow = useCallback(
    (action: Action) => {
      if (action.type === 'server') dispatch({ type: 'traffic/server', server: action.server })
      if (action.type === 'server/job') dispatch({ type: 'traffic/job', job: action.job })
    },
    [dispatch],
  )
  useJob(state.server, follow)

  const stale = done !== null && done.hash !== hash
  return {
    state,
    dispatch,
    hash,
    flood,
    comparison,
    alone,
    change,
    stale,
    /** Of the scenario as it stands; null where it has not been computed so. */
    digest: comparison && !stale && flood !== 'old' ? comparison.scenario.result.digest : null,
    naming,
    route,
    reach,
    motion,
    flows,
    desires,
    vehicles,
    clock,
    start,
    cancel,
    takeClick,
  }
}

const ready = <T>(loaded: Loaded<T>): T | null => (loaded.status === 'ready' ? loaded.value : null)

const withoutFlood = (body: ScenarioBody): ScenarioBody => ({
  ...body,
  ...(body.traffic ? { traffic: { ...body.traffic, flood: false } } : {}),
})

const floodOf = ({ baseline, scenario }: Comparison): Both<Grid> => ({
  baseline: floodOnStreets(baseline.city, baseline.result),
  scenario: floodOnStreets(scenario.city, scenario.result),
})
