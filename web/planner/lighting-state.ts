/**
 * The lighting part of the planner's state: whether the session is open, its run, what of it the map shows, and the server's
 * job. Pure; lines of equal illuminance are read by the hook and never kept here.
 */
import type { Job } from '../../scenarios/api/api.ts'
import type { LightingComparison } from '../../scenarios/lighting.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { ServerState, Side } from './state.ts'
import type { TrafficRunState } from './traffic-state.ts'

export const lightShows = ['off', 'lux', 'night'] as const

export interface LightingView {
  readonly side: Side
  /** Nothing, illuminance as colours, or the lit ground by night. */
  readonly show: (typeof lightShows)[number]
  readonly isolux: boolean
}

export interface LightingDone {
  readonly hash: string
  readonly comparison: LightingComparison
}

export interface LightingState {
  /** The session is opened when lighting is first looked at. */
  readonly opened: boolean
  /** Computes by itself after each change. */
  readonly auto: boolean
  readonly run: TrafficRunState
  /** The last finished run, kept while the next one goes; `hash` names what was asked. */
  readonly done: LightingDone | null
  readonly view: LightingView
  readonly server: ServerState
}

export type LightingAction =
  | { readonly type: 'lighting/open' }
  | { readonly type: 'lighting/auto'; readonly auto: boolean }
  | { readonly type: 'lighting/start'; readonly hash: string }
  | { readonly type: 'lighting/progress'; readonly fraction: number }
  | ({ readonly type: 'lighting/done' } & LightingDone)
  | { readonly type: 'lighting/failed'; readonly problem: ProblemDetail }
  | { readonly type: 'lighting/cancelled' }
  | { readonly type: 'lighting/view'; readonly view: Partial<LightingView> }
  | { readonly type: 'lighting/server'; readonly server: ServerState }
  | { readonly type: 'lighting/job'; readonly job: Job }

export const initialLighting: LightingState = {
  opened: false,
  auto: true,
  run: { status: 'idle' },
  done: null,
  view: { side: 'scenario', show: 'lux', isolux: false },
  server: { status: 'idle' },
}

/** Another draft: what is shown stays chosen, what was computed goes. */
export const lightingForAnotherDraft = ({ opened, auto, view }: LightingState): LightingState => ({
  ...initialLighting,
  opened,
  auto,
  view,
})

export function reduceLighting(state: LightingState, action: LightingAction): LightingState {
  switch (action.type) {
    case 'lighting/open':
      return state.opened ? state : { ...state, opened: true }
    case 'lighting/auto':
      return { ...state, auto: action.auto }
    case 'lighting/start':
      return { ...state, run: { status: 'running', hash: action.hash, fraction: 0 } }
    case 'lighting/progress':
      // News of a run that was stopped comes too late.
      if (state.run.status !== 'running') return state
      return { ...state, run: { ...state.run, fraction: action.fraction } }
    case 'lighting/done': {
      if (state.run.status !== 'running' || state.run.hash !== action.hash) return state
      const { hash, comparison } = action
      return { ...state, run: { status: 'done' }, done: { hash, comparison }, server: { status: 'idle' } }
    }
    case 'lighting/failed':
      return { ...state, run: { status: 'failed', problem: action.problem } }
    case 'lighting/cancelled':
      return { ...state, run: { status: 'cancelled' } }
    case 'lighting/view':
      return { ...state, view: { ...state.view, ...action.view } }
    case 'lighting/server':
      return { ...state, server: action.server }
    case 'lighting/job':
      if (state.server.status !== 'job' || state.server.job.id !== action.job.id) return state
      return { ...state, server: { status: 'job', job: action.job } }
  }
}
