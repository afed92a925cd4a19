/** Which layers the person has switched on; kept on this device, carried by a link. */
import { useSyncExternalStore } from 'react'
import type { Shown } from '../map/look.ts'

const KEY = 'vithanh.map.layers'
const usual: readonly Shown[] = ['units', 'landmarks', 'buildings', 'houses']
export const switches: readonly Shown[] = [...usual, 'subunits', 'zones', 'parcels', 'gridcells']

let shown: readonly Shown[] = kept()
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}

function kept(): readonly Shown[] {
  const text = localStorage.getItem(KEY)
  return text === null ? usual : switches.filter((id) => text.split(' ').includes(id))
}

export const shownLayers = (): readonly Shown[] => shown

/** Names that are no layer are passed over: a link may be older than the map, or younger. */
export function showLayers(ids: readonly string[]): void {
  shown = switches.filter((id) => ids.includes(id))
  localStorage.setItem(KEY, shown.join(' '))
  for (const changed of listeners) changed()
}

export const switchLayer = (id: Shown, on: boolean): void =>
  showLayers(on ? [...shown, id] : shown.filter((other) => other !== id))

export const useShownLayers = (): readonly Shown[] => useSyncExternalStore(subscribe, shownLayers)
