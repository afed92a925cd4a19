/** Places found last: on this device alone, and only until the person clears them. */
import type { Candidate } from '../../../scenarios/address/candidate.ts'

const KEY = 'vithanh.map.recent'
const MOST = 6

export function recentPlaces(): Candidate[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPlace).slice(0, MOST) : []
  } catch {
    return []
  }
}

const isPlace = (one: unknown): one is Candidate => {
  const { label, lon, lat, gridCode } = (one ?? {}) as Partial<Candidate>
  return typeof label === 'string' && typeof gridCode === 'string' && Number.isFinite(lon) && Number.isFinite(lat)
}

export function rememberPlace(place: Candidate): void {
  const others = recentPlaces().filter(({ label }) => label !== place.label)
  try {
    localStorage.setItem(KEY, JSON.stringify([place, ...others].slice(0, MOST)))
  } catch {
    // A browser that keeps nothing still finds.
  }
}

export const forgetPlaces = (): void => localStorage.removeItem(KEY)
