/**
 * The traffic part of the planner's state: whether the session is open, its run, what of it the map shows, what ways are
 * asked for, and the server's job. Pure; the answers to ways are read by the hook and never kept here.
 */
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficComparison, TravelMode, UserClass } from '../../scenarios/traffic.ts'
import { initialModel, type ModelAction, type ModelState, reduceModel } from './model-state.ts'
import type { Side } from './state.ts'

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

export interface TrafficState extends ModelState<TrafficDone> {
  readonly view: TrafficView
  readonly ways: Ways
}

export type TrafficAction =
  | ModelAction<'traffic', TrafficDone>
  | { readonly type: 'traffic/view'; readonly view: Partial<TrafficView> }
  | { readonly type: 'traffic/ways'; readonly ways: Partial<Ways> }
  | { readonly type: 'traffic/point'; readonly at: XY }

export const initialTraffic: TrafficState = {
  ...initialModel,
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
    case 'traffic/view':
      return { ...state, view: { ...state.view, ...action.view } }
    case 'traffic/ways':
      return { ...state, ways: { ...state.ways, ...action.ways } }
    case 'traffic/point':
      return pointed(state, action.at)
    default:
      return reduceModel<TrafficDone, TrafficState>(state, action)
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
