/** Which published floods lie over the map: none, one, or two that are compared. A link carries them; they stay when a panel is closed. */
import { useSyncExternalStore } from 'react'
import type { FloodMap } from '../../../scenarios/api/place.ts'

let shown: readonly string[] = []
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}

/** A standard flood keeps its name when the city's data change. */
export const floodName = ({ key, id }: Pick<FloodMap, 'key' | 'id'>): string => key ?? id

export const shownFloods = (): readonly string[] => shown

/** @param names at most two; the second is compared with the first */
export function showFloods(names: readonly string[]): void {
  shown = names
  for (const changed of listeners) changed()
}

export const useShownFloods = (): readonly string[] => useSyncExternalStore(subscribe, shownFloods)
