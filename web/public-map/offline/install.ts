/** Installing is offered in the panel, where a person looks for it; the browser's own bar is held back. */
import { useSyncExternalStore } from 'react'

interface InstallEvent extends Event {
  prompt(): Promise<unknown>
}

let event: InstallEvent | null = null
const listeners = new Set<() => void>()
const set = (value: InstallEvent | null) => {
  event = value
  for (const listener of listeners) listener()
}

/** From the first moment: the browser says it once. */
export function listenForInstall(): void {
  addEventListener('beforeinstallprompt', (offered) => {
    offered.preventDefault()
    set(offered as InstallEvent)
  })
  addEventListener('appinstalled', () => set(null))
}

/** Asks the browser to install the map; null where it cannot now. */
export const useInstall = (): (() => void) | null => {
  const offered = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => event,
  )
  return offered && (() => void offered.prompt().finally(() => set(null)))
}
