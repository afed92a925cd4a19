/**
 * Traffic from the draft to the screen: what a run computes, the ways that are asked of its session, and what the map gets.
 */
import { type Dispatch, useCallback, useEffect, useMemo, useRef } from 'react'
import type { Grid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { Reach, Route, TrafficComparison } from '../../scenarios/traffic.ts'
import { floodOnStreets } from '../../scenarios/traffic-flood.ts'
import { unitChanges } from '../../scenarios/traffic-tables.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { openTraffic, type TrafficSession, type Which } from '../../workers/client/traffic.ts'
import { useWords } from '../shared/language.tsx'
import type { Picked } from '../stage/index.ts'
import { type Loaded, useLoaded } from './city.ts'
import { createClock } from './clock.ts'
import { trafficHash } from './draft.ts'
import { type Roads, readRoads, withNewRoads } from './roads.ts'
import type { Comparison } from './run.ts'
import type { Action } from './state.ts'
import { desiresOf, flowsOf, vehiclesOf } from './TrafficMap.ts'
import type { Naming } from './traffic-rows.ts'
import type { TrafficState } from './traffic-state.ts'
import { useModelRun } from './useModelRun.ts'

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
  dispatch: Dispatch<Action>
}) {
  const { tiles, state, body, drainage, drainageHash, threads, dispatch } = given
  const words = useWords()
  const { number } = words
  const { opened, done, view, ways } = state
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

  /** The last run without water. */
  const dry = useRef<{ hash: string; comparison: TrafficComparison } | null>(null)
  const { session, start, cancel, stale } = useModelRun<TrafficSession>({
    name: 'traffic',
    state,
    hash,
    waits: flood === 'missing',
    open: openTraffic,
    compute: async (session, given) => {
      const options = { ...given, threads }
      const flooded = body.traffic?.flood && drainage ? floodOf(drainage) : null
      if (flooded) {
        const without = withoutFlood(body)
        const dryHash = trafficHash(without, null)
        if (dry.current?.hash !== dryHash) {
          dry.current = { hash: dryHash, comparison: await session.compare(without, { ...options, flood: null }) }
        }
      }
      const compared = await session.compare(body, { ...options, flood: flooded })
      if (!flooded) dry.current = { hash, comparison: compared }
      const before = flooded ? (dry.current?.comparison ?? null) : null
      return { type: 'traffic/done', done: { hash, comparison: compared, dry: before } }
    },
    dispatch,
  })

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
