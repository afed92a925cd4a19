/** Who is looking, and whether the server answers. Both are asked once here and shared by every page. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import type { Session, User } from '../../scenarios/api/api.ts'
import { api } from './api.ts'

export interface SessionState {
  /** Undefined until the server has said. */
  readonly user: User | null | undefined
  readonly online: boolean
  set(session: Session): void
  refresh(): Promise<void>
}

const SessionContext = createContext<SessionState>({
  user: undefined,
  online: true,
  set: () => {},
  refresh: async () => {},
})

const ASK_EVERY_MS = 15_000

export function SessionProvider({ children }: { children: ReactNode }) {
  const [user, setUser] = useState<User | null | undefined>(undefined)
  const [online, setOnline] = useState(true)

  const refresh = useCallback(async () => {
    try {
      setUser((await api.session.get()).user)
      setOnline(true)
    } catch {
      setOnline(false)
      setUser((now) => now ?? null)
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
    () => ({ user, online, set: (session) => setUser(session.user), refresh }),
    [user, online, refresh],
  )
  return <SessionContext value={value}>{children}</SessionContext>
}

export const useSession = (): SessionState => useContext(SessionContext)

/** Who may write scenarios and ask the server to compute. */
export const maySave = (user: User | null | undefined): boolean =>
  user?.active === true && !user.mustChangePassword && (user.role === 'planner' || user.role === 'admin')
