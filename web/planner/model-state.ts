/**
 * What traffic and lighting have in common in the planner's state: whether the session is open, its run, the last result, and
 * the server's job. Pure.
 */
import type { Job } from '../../scenarios/api/api.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { ServerState } from './state.ts'

export type Model = 'traffic' | 'lighting'

export type ModelRunState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly hash: string; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'cancelled' }
  | { readonly status: 'done' }

export interface ModelState<Done> {
  /** The session is opened when the model is first looked at. */
  readonly opened: boolean
  /** Computes by itself after each change. */
  readonly auto: boolean
  readonly run: ModelRunState
  /** The last finished run, kept while the next one goes; its `hash` names what was asked. */
  readonly done: Done | null
  readonly server: ServerState
}

export type ModelAction<M extends Model, Done> =
  | { readonly type: `${M}/open` }
  | { readonly type: `${M}/auto`; readonly auto: boolean }
  | { readonly type: `${M}/start`; readonly hash: string }
  | { readonly type: `${M}/progress`; readonly fraction: number }
  | { readonly type: `${M}/done`; readonly done: Done }
  | { readonly type: `${M}/failed`; readonly problem: ProblemDetail }
  | { readonly type: `${M}/cancelled` }
  | { readonly type: `${M}/server`; readonly server: ServerState }
  | { readonly type: `${M}/job`; readonly job: Job }

export const initialModel: ModelState<never> = {
  opened: false,
  auto: true,
  run: { status: 'idle' },
  done: null,
  server: { status: 'idle' },
}

export function reduceModel<Done extends { readonly hash: string }, S extends ModelState<Done>>(
  state: S,
  action: ModelAction<Model, Done>,
): S {
  switch (action.type) {
    case 'traffic/open':
    case 'lighting/open':
      return state.opened ? state : { ...state, opened: true }
    case 'traffic/auto':
    case 'lighting/auto':
      return { ...state, auto: action.auto }
    case 'traffic/start':
    case 'lighting/start':
      return { ...state, run: { status: 'running', hash: action.hash, fraction: 0 } }
    case 'traffic/progress':
    case 'lighting/progress':
      // News of a run that was stopped comes too late.
      if (state.run.status !== 'running') return state
      return { ...state, run: { ...state.run, fraction: action.fraction } }
    case 'traffic/done':
    case 'lighting/done':
      if (state.run.status !== 'running' || state.run.hash !== action.done.hash) return state
      return { ...state, run: { status: 'done' }, done: action.done, server: { status: 'idle' } }
    case 'traffic/failed':
    case 'lighting/failed':
      return { ...state, run: { status: 'failed', problem: action.problem } }
    case 'traffic/cancelled':
    case 'lighting/cancelled':
      return { ...state, run: { status: 'cancelled' } }
    case 'traffic/server':
    case 'lighting/server':
      return { ...state, server: action.server }
    case 'traffic/job':
    case 'lighting/job':
      if (state.server.status !== 'job' || state.server.job.id !== action.job.id) return state
      return { ...state, server: { status: 'job', job: action.job } }
  }
}
