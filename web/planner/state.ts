/**
 * The planner's state: the draft, the run, what of it is shown, and the server's job. One pure reducer; React only draws it.
 */
import type { Job, StoredRun } from '../../scenarios/api/api.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { branchDraft, type Draft, redo, type Settings, undo, withEdits, withoutSlots } from './draft.ts'
import {
  initialLighting,
  type LightingAction,
  type LightingState,
  lightingForAnotherDraft,
  reduceLighting,
} from './lighting-state.ts'
import type { Comparison } from './run.ts'
import {
  forAnotherDraft,
  initialTraffic,
  reduceTraffic,
  type TrafficAction,
  type TrafficState,
} from './traffic-state.ts'

export type Side = 'baseline' | 'scenario'

export type RunState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly hash: string; readonly baseline: number; readonly scenario: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'cancelled' }
  | { readonly status: 'done' }

export type ServerState =
  | { readonly status: 'idle' }
  | { readonly status: 'asking' }
  | { readonly status: 'job'; readonly job: Job }
  | { readonly status: 'stored'; readonly run: StoredRun }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }

/** What of the results the map shows. */
export interface View {
  readonly show: 'baseline' | 'scenario' | 'difference'
  /** The worst of all times instead of one moment. */
  readonly maximum: boolean
  readonly frame: number
  readonly playing: boolean
  readonly visible: boolean
}

export interface PlannerState {
  readonly draft: Draft
  readonly run: RunState
  /** The last finished run; kept while the next one goes. */
  readonly comparison: Comparison | null
  readonly view: View
  readonly server: ServerState
  readonly traffic: TrafficState
  readonly lighting: LightingState
}

export type Action =
  | TrafficAction
  | LightingAction
  | { readonly type: 'draft/open'; readonly draft: Draft }
  | { readonly type: 'draft/branch'; readonly title: string }
  | { readonly type: 'draft/title'; readonly title: string }
  | { readonly type: 'draft/settings'; readonly settings: Partial<Settings> }
  | { readonly type: 'draft/saved'; readonly id: string; readonly revision: number; readonly savedHash: string }
  | { readonly type: 'edit/add'; readonly edits: readonly Edit[] }
  | { readonly type: 'edit/remove'; readonly slots: readonly string[] }
  | { readonly type: 'edit/undo' }
  | { readonly type: 'edit/redo' }
  | { readonly type: 'run/start'; readonly hash: string }
  | { readonly type: 'run/progress'; readonly side: Side; readonly fraction: number }
  | { readonly type: 'run/done'; readonly comparison: Comparison }
  | { readonly type: 'run/failed'; readonly problem: ProblemDetail }
  | { readonly type: 'run/cancelled' }
  | { readonly type: 'view'; readonly view: Partial<View> }
  | { readonly type: 'view/tick' }
  | { readonly type: 'server'; readonly server: ServerState }
  | { readonly type: 'server/job'; readonly job: Job }

export const initialState = (draft: Draft): PlannerState => ({
  draft,
  run: { status: 'idle' },
  comparison: null,
  view: { show: 'scenario', maximum: true, frame: 0, playing: false, visible: true },
  server: { status: 'idle' },
  traffic: initialTraffic,
  lighting: initialLighting,
})

export function reduce(state: PlannerState, action: Action): PlannerState {
  const draft = (next: Draft): PlannerState => (next === state.draft ? state : { ...state, draft: next })
  switch (action.type) {
    case 'draft/open':
      return {
        ...initialState(action.draft),
        traffic: forAnotherDraft(state.traffic),
        lighting: lightingForAnotherDraft(state.lighting),
      }
    case 'draft/branch':
      return draft(branchDraft(state.draft, action.title))
    case 'draft/title':
      return draft({ ...state.draft, title: action.title })
    case 'draft/settings':
      return draft({ ...state.draft, settings: { ...state.draft.settings, ...action.settings } })
    case 'draft/saved':
      if (state.draft.id !== action.id) return state
      return draft({ ...state.draft, revision: action.revision, savedHash: action.savedHash })
    case 'edit/add':
      return draft(withEdits(state.draft, action.edits))
    case 'edit/remove':
      return draft(withoutSlots(state.draft, action.slots))
    case 'edit/undo':
      return draft(undo(state.draft))
    case 'edit/redo':
      return draft(redo(state.draft))
    case 'run/start':
      return { ...state, run: { status: 'running', hash: action.hash, baseline: 0, scenario: 0 } }
    case 'run/progress':
      // News of a run that was stopped comes too late.
      if (state.run.status !== 'running') return state
      return { ...state, run: { ...state.run, [action.side]: action.fraction } }
    case 'run/done':
      if (state.run.status !== 'running') return state
      return {
        ...state,
        run: { status: 'done' },
        comparison: action.comparison,
        server: { status: 'idle' },
        view: { ...state.view, frame: 0, playing: false, visible: true },
      }
    case 'run/failed':
      return { ...state, run: { status: 'failed', problem: action.problem } }
    case 'run/cancelled':
      return { ...state, run: { status: 'cancelled' } }
    case 'view':
      return { ...state, view: { ...state.view, ...action.view } }
    case 'view/tick': {
      const frames = state.comparison?.times.length ?? 0
      if (!state.view.playing || frames < 2) return state
      const frame = Math.floor(state.view.frame) + 1
      if (frame >= frames) return { ...state, view: { ...state.view, playing: false, frame: frames - 1 } }
      return { ...state, view: { ...state.view, frame } }
    }
    case 'server':
      return { ...state, server: action.server }
    case 'server/job':
      if (state.server.status !== 'job' || state.server.job.id !== action.job.id) return state
      return { ...state, server: { status: 'job', job: action.job } }
    default: {
      if (isLighting(action)) {
        const lighting = reduceLighting(state.lighting, action)
        return lighting === state.lighting ? state : { ...state, lighting }
      }
      const traffic = reduceTraffic(state.traffic, action)
      return traffic === state.traffic ? state : { ...state, traffic }
    }
  }
}

const isLighting = (action: TrafficAction | LightingAction): action is LightingAction =>
  action.type.startsWith('lighting/')
