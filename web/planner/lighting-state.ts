/**
 * The lighting part of the planner's state: whether the session is open, its run, what of it the map shows, and the server's
 * job. Pure; lines of equal illuminance are read by the hook and never kept here.
 */
import type { LightingComparison } from '../../scenarios/lighting.ts'
import { initialModel, type ModelAction, type ModelState, reduceModel } from './model-state.ts'
import type { Side } from './state.ts'

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

export interface LightingState extends ModelState<LightingDone> {
  readonly view: LightingView
}

export type LightingAction =
  | ModelAction<'lighting', LightingDone>
  | { readonly type: 'lighting/view'; readonly view: Partial<LightingView> }

export const initialLighting: LightingState = {
  ...initialModel,
  view: { side: 'scenario', show: 'lux', isolux: false },
}

/** Another draft: what is shown stays chosen, what was computed goes. */
export const lightingForAnotherDraft = ({ opened, auto, view }: LightingState): LightingState => ({
  ...initialLighting,
  opened,
  auto,
  view,
})

export function reduceLighting(state: LightingState, action: LightingAction): LightingState {
  return action.type === 'lighting/view'
    ? { ...state, view: { ...state.view, ...action.view } }
    : reduceModel<LightingDone, LightingState>(state, action)
}
