/** From where to where, how and when: as the address of the page says it, and as the server is asked. Pure but for what is kept. */
import type { RouteAnswer } from '../../../scenarios/api/travel.ts'
import type { LonLat } from '../map-control.ts'

export const manners = ['foot', 'motorbike'] as const
export type Manner = (typeof manners)[number]
const modes = { foot: 'walk', motorbike: 'motorbike' } as const

export interface Trip {
  readonly from: LonLat | null
  readonly to: LonLat | null
  readonly by: Manner
  /** `2026-11-26T17:30` as the clock is in Vietnam; null: now. */
  readonly at: string | null
}

const PLACE = /^(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,2}(?:\.\d{1,15})?)$/
function placeOf(text: string | null): LonLat | null {
  const [, lon, lat] = PLACE.exec(text ?? '') ?? []
  if (lon === undefined || lat === undefined || Math.abs(Number(lon)) > 180 || Math.abs(Number(lat)) > 90) return null
  return { lon: Number(lon), lat: Number(lat) }
}
/** 0.1 m */
const written = ({ lon, lat }: LonLat): string => `${Number(lon.toFixed(6))},${Number(lat.toFixed(6))}`

/** What is not understood is left out. */
export function tripOf(search: string): Trip {
  const query = new URLSearchParams(search)
  const at = query.get('at')
  return {
    from: placeOf(query.get('from')),
    to: placeOf(query.get('to')),
    by: query.get('by') === 'foot' ? 'foot' : 'motorbike',
    at: at && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(at) ? at : null,
  }
}

export const searchOf = ({ from, to, by, at }: Trip): string =>
  `?${new URLSearchParams({
    ...(from && { from: written(from) }),
    ...(to && { to: written(to) }),
    by,
    ...(at && { at }),
  })}`

/** Null while an end is missing. */
export const requestOf = ({ from, to, by, at }: Trip): string | null =>
  from &&
  to &&
  `/api/route?${new URLSearchParams({
    mode: modes[by],
    from: written(from),
    to: written(to),
    ...(at && { at: `${at}:00+07:00` }),
  })}`

export interface KeptRoute {
  readonly request: string
  readonly answer: RouteAnswer
  /** When the server said it. */
  readonly at: string
}
const KEY = 'vithanh.route'

/** The last route, for where the server is away. */
export function keptRoute(): KeptRoute | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as KeptRoute | null
    return kept?.answer?.geometry?.coordinates && kept.request && kept.at ? kept : null
  } catch {
    return null
  }
}

export function keepRoute(kept: KeptRoute): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // No room or not allowed: nothing is kept.
  }
}
