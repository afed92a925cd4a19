/**
 * The traffic part of the planner's state: whether the session is open, its run, what of it the map shows, what ways are
 * asked for, and the server's job. Pure; the answers to ways are read by the hook and never kept here.
 */
import type { Job } from '../../scenarios/api/api.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { TrafficComparison, TravelMode, UserClass } from '../../scenarios/traffic.ts'
import type { ServerState, Side } from './state.ts'

export type TrafficRunState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly hash: string; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'cancelled' }
  | { readonly status: 'done' }

export const shows = ['level', 'volume', 'speed', 'difference', 'depth', 'reach', 'none'] as const
/** What the colours of the streets say. */
export type TrafficShow = (typeof shows)[number]

export interface TrafficView {
  readonly side: Side
  readonly show: TrafficShow
  /** Whose volume; null: all, in equivalent units. */
  readonly class: UserClass | null
  readonly desires: boolean
  readonly vehicles: boolean
  readonly playing: boolean
  /** Seconds of the clock that pass in one of the screen. */
  readonly speed: number
  /** Where the clock was last set by hand, s. */
  readonly second: number
}

/** What the next click on the map is for. */
export type Picking = 'from' | 'to' | 'reach' | null

export interface Ways {
  readonly mode: TravelMode
  readonly from: XY | null
  readonly to: XY | null
  /** The places that reach is measured to, or the place it is measured from. */
  readonly reach: { readonly category: string } | { readonly from: XY } | null
  readonly picking: Picking
}

export interface TrafficDone {
  readonly hash: string
  readonly comparison: TrafficComparison
  /** The same without water, where streets flood: what the flood changes is told against it. */
  readonly dry: TrafficComparison | null
}

export interface TrafficState {
  /** The session is opened when traffic is first looked at. */
  readonly opened: boolean
  /** Computes by itself after each change. */
  readonly auto: boolean
  readonly run: TrafficRunState
  /** The last finished run, kept while the next one goes; `hash` names what was asked. */
  readonly done: TrafficDone | null
  readonly view: TrafficView
  readonly ways: Ways
  readonly server: ServerState
}

export type TrafficAction =
  | { readonly type: 'traffic/open' }
  | { readonly type: 'traffic/auto'; readonly auto: boolean }
  | { readonly type: 'traffic/start'; readonly hash: string }
  | { readonly type: 'traffic/progress'; readonly fraction: number }
  | ({ readonly type: 'traffic/done' } & TrafficDone)
  | { readonly type: 'traffic/failed'; readonly problem: ProblemDetail }
  | { readonly type: 'traffic/cancelled' }
  | { readonly type: 'traffic/view'; readonly view: Partial<TrafficView> }
  | { readonly type: 'traffic/ways'; readonly ways: Partial<Ways> }
  | { readonly type: 'traffic/point'; readonly at: XY }
  | { readonly type: 'traffic/server'; readonly server: ServerState }
  | { readonly type: 'traffic/job'; readonly job: Job }

export const initialTraffic: TrafficState = {
  opened: false,
  auto: true,
  run: { status: 'idle' },
  done: null,
  view: {
    side: 'scenario',
    show: 'level',
    class: null,
    desires: false,
    vehicles: false,
    playing: false,
    speed: 10,
    second: 0,
  },
  ways: { mode: 'motorbike', from: null, to: null, reach: null, picking: null },
  server: { status: 'idle' },
}

/** Another draft: what is shown stays chosen, what was computed goes. */
export const forAnotherDraft = ({ opened, auto, view }: TrafficState): TrafficState => ({
  ...initialTraffic,
  opened,
  auto,
  view: { ...view, vehicles: false, playing: false, show: view.show === 'reach' ? 'level' : view.show },
})

export function reduceTraffic(state: TrafficState, action: TrafficAction): TrafficState {
  switch (action.type) {
    case 'traffic/open':
      return state.opened ? state : { ...state, opened: true }
    case 'traffic/auto':
      return { ...state, auto: action.auto }
    case 'traffic/start':
      return { ...state, run: { status: 'running', hash: action.hash, fraction: 0 } }
    case 'traffic/progress':
      // News of a run that was stopped comes too late.
      if (state.run.status !== 'running') return state
      return { ...state, run: { ...state.run, fraction: action.fraction } }
    case 'traffic/done': {
      if (state.run.status !== 'running' || state.run.hash !== action.hash) return state
      const { hash, comparison, dry } = action
      return { ...state, run: { status: 'done' }, done: { hash, comparison, dry }, server: { status: 'idle' } }
    }
    case 'traffic/failed':
      return { ...state, run: { status: 'failed', problem: action.problem } }
    case 'traffic/cancelled':
      return { ...state, run: { status: 'cancelled' } }
    case 'traffic/view':
      return { ...state, view: { ...state.view, ...action.view } }
    case 'traffic/ways':
      return { ...state, ways: { ...state.ways, ...action.ways } }
    case 'traffic/point':
      return pointed(state, action.at)
    case 'traffic/server':
      return { ...state, server: action.server }
    case 'traffic/job':
      if (state.server.status !== 'job' || state.server.job.id !== action.job.id) return state
      return { ...state, server: { status: 'job', job: action.job } }
  }
}

/** A click on the map while a place is asked for: start, then end; a place to reach from turns the map to reach. */
function pointed(state: TrafficState, at: XY): TrafficState {
  const { ways, view } = state
  switch (ways.picking) {
    case 'from':
      return { ...state, ways: { ...ways, from: at, to: null, picking: 'to' } }
    case 'to':
      return { ...state, ways: { ...ways, to: at, picking: null } }
    case 'reach':
      return {
        ...state,
        ways: { ...ways, reach: { from: at }, picking: null },
        view: { ...view, show: 'reach' },
      }
    case null:
      return state
  }
}
