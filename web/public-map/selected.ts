/** The place that the person looks at: one for the whole page; the map shows it, its card tells of it, a link carries it. */
import { useSyncExternalStore } from 'react'
import type { Candidate } from '../../scenarios/address/candidate.ts'

let place: Candidate | null = null
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}

export const selectedPlace = (): Candidate | null => place

export function selectPlace(next: Candidate | null): void {
  if (next === place) return
  place = next
  for (const changed of listeners) changed()
}

export const usePlace = (): Candidate | null => useSyncExternalStore(subscribe, selectedPlace)
