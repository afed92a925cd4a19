/** What the page knows of its own version and of the server, for notices and the panel. */
import { useSyncExternalStore } from 'react'

export interface OfflineState {
  /** A new version waits for the person. */
  readonly waiting: ServiceWorker | null
  /** Null: not asked yet. */
  readonly serverAnswers: boolean | null
  /** Of what is shown while the server does not answer, ISO 8601. */
  readonly keptAt: string | null
}

let state: OfflineState = { waiting: null, serverAnswers: null, keptAt: null }
const listeners = new Set<() => void>()

export function change(part: Partial<OfflineState>): void {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}

export const useOffline = (): OfflineState =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
