/** When works bar the traffic, where, and the same as edits of a scenario. */
import type { Feature } from '../city/dataset.ts'
import { directionOf, type Edit } from '../edit.ts'
import { type IsoDate, localDate } from '../permits/working-days.ts'
import type { WorksState } from './process.ts'
import type { Dates, Side, Stretch, WorksApplication } from './works.ts'

/** Of works, what their closure hangs on. */
export interface Closing {
  readonly state: WorksState
  readonly application: Pick<WorksApplication, 'dates' | 'hours' | 'closure' | 'stretches'>
  /** Days on which digging began, and the street was restored; null: not yet. */
  readonly openedOn: IsoDate | null
  readonly restoredOn: IsoDate | null
}

/** From when to when the street is taken: by what happened where it has, else by the permit. */
export function takenDates({ application: { dates }, openedOn, restoredOn }: Closing): Dates {
  const from = openedOn ?? dates.from
  const to = restoredOn ?? dates.to
  return { from, to: to < from ? from : to }
}

const minuteOf = (instant: string): number => Math.floor(((Date.parse(instant) + 7 * 3_600_000) % 86_400_000) / 60_000)

/**
 * Whether the traffic meets the closure at an instant. Works that dig longer than permitted still bar the street today; works
 * with a permit that have not begun bar it on days to come.
 */
export function closesAt(works: Closing, at: string, now: string): boolean {
  const { state, application, openedOn, restoredOn } = works
  const { kind, allDay } = application.closure
  if (kind !== 'one-direction' && kind !== 'whole-street') return false
  const [day, today] = [localDate(at), localDate(now)]
  const { from, to } = takenDates(works)
  const overrun = state === 'open' && day <= today
  const taken =
    openedOn !== null
      ? day >= from && (restoredOn !== null ? day <= restoredOn : day <= to || overrun)
      : state === 'permitted' && day > today && day >= from && day <= to
  return taken && (allDay || withinHours(application.hours, minuteOf(at)))
}

/** Over midnight where it begins later than it ends; the same twice: the whole day. */
export const withinHours = ({ fromMinutes, toMinutes }: WorksApplication['hours'], minute: number): boolean =>
  fromMinutes === toMinutes ||
  (fromMinutes < toMinutes ? minute >= fromMinutes && minute < toMinutes : minute >= fromMinutes || minute < toMinutes)

export interface Bar {
  readonly road: string
  readonly fromMetres: number
  readonly toMetres: number
  /** Along the road's line, against it, or both. */
  readonly direction: 'both' | 'forward' | 'backward'
}

/** Vehicles drive on the right: who digs there bars those that follow the line. */
const barredBy: Readonly<Record<Side, Bar['direction']>> = { right: 'forward', left: 'backward', whole: 'both' }

/** What vehicles may not pass. */
export const barsOf = ({ closure, stretches }: Pick<WorksApplication, 'closure' | 'stretches'>): Bar[] =>
  closure.kind === 'whole-street' || closure.kind === 'one-direction'
    ? stretches.map(({ road, fromMetres, toMetres, side }: Stretch) => ({
        ...{ road, fromMetres, toMetres },
        direction: closure.kind === 'whole-street' ? 'both' : barredBy[side],
      }))
    : []

/**
 * The closures as edits of the city as it stands: a scenario closes roads by their id, whole. Roads that are not there or are
 * barred already have none.
 */
export function closureEdits(bars: readonly Bar[], roads: ReadonlyMap<string, Feature<'roads'>>): Edit[] {
  const byRoad = new Map<string, Set<'forward' | 'backward'>>()
  for (const { road, direction } of bars) {
    const barred = byRoad.get(road) ?? new Set()
    if (direction !== 'backward') barred.add('forward')
    if (direction !== 'forward') barred.add('backward')
    byRoad.set(road, barred)
  }
  return [...byRoad].flatMap(([target, barred]): Edit[] => {
    const road = roads.get(target)
    if (!road || road.properties.state === 'closed') return []
    const from = directionOf(road)
    const left = (['forward', 'backward'] as const).filter(
      (way) => (from === 'both' || from === way) && !barred.has(way),
    )
    if (left.length === 0) return [{ kind: 'road.state', target, from: 'open', to: 'closed' }]
    const to = left.length === 2 ? 'both' : left[0]!
    return to === from ? [] : [{ kind: 'road.direction', target, from, to }]
  })
}
