/** Who is looking, and whether the server answers. Both are asked once here and shared by every page. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Session, User } from '../../scenarios/api/api.ts'
import { api } from './api.ts'

export interface SessionState {
  /** Undefined until the server has said. */
  readonly user: User | null | undefined
  /** All that the server says of it; a visitor's until it has. */
  readonly session: Session
  readonly online: boolean
  set(session: Session): void
  refresh(): Promise<void>
}

export const visitor: Session = {
  user: null,
  csrf: null,
  waitsFor: null,
  recoveryCodes: null,
  bySso: false,
  offersSso: false,
}

const SessionContext = createContext<SessionState>({
  user: undefined,
  session: visitor,
  online: true,
  set: () => {},
  refresh: async () => {},
})

const ASK_EVERY_MS = 15_000

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, set] = useState<Session | undefined>(undefined)
  const [online, setOnline] = useState(true)

  const refresh = useCallback(async () => {
    try {
      set(await api.session.get())
      setOnline(true)
    } catch {
      setOnline(false)
      set((now) => now ?? visitor)
    }
  }, [])

  useEffect(() => {
    void refresh()
    const timer = setInterval(async () => {
      try {
        await api.health()
        setOnline((was) => {
          if (!was) void refresh()
          return true
        })
      } catch {
        setOnline(false)
      }
    }, ASK_EVERY_MS)
    const lost = () => setOnline(false)
    const back = () => void refresh()
    addEventListener('offline', lost)
    addEventListener('online', back)
    return () => {
      clearInterval(timer)
      removeEventListener('offline', lost)
      removeEventListener('online', back)
    }
  }, [refresh])

  const value = useMemo<SessionState>(
    () => ({ user: session?.user, session: session ?? visitor, online, set, refresh }),
    [session, online, refresh],
  )
  return <SessionContext value={value}>{children}</SessionContext>
}

export const useSession = (): SessionState => useContext(SessionContext)

/** Ends the session here, and at the single sign-on where it came from there. */
export function useSignOut(): () => Promise<void> {
  const { session, set } = useSession()
  return async () => {
    const leave = await api.session.signOut().catch(() => null)
    set({ ...visitor, offersSso: session.offersSso })
    if (leave) location.assign(leave)
  }
}

/** Whether the server shows what is not for visitors: an account that has nothing left to set up. */
export const isStaff = ({ user, waitsFor }: Session): boolean =>
  user?.active === true && !user.mustChangePassword && waitsFor === null

/** Who may write scenarios and ask the server to compute. */
export const maySave = (user: User | null | undefined): boolean =>
  user?.active === true && !user.mustChangePassword && (user.role === 'planner' || user.role === 'admin')
