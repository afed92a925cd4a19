/** Light or dark: as the system says until the person chooses. */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

export type Theme = 'light' | 'dark'
const KEY = 'vithanh.theme'
const ThemeContext = createContext<{ theme: Theme; toggle(): void }>({ theme: 'light', toggle: () => {} })

const preferred = (): Theme => {
  const kept = localStorage.getItem(KEY)
  if (kept === 'light' || kept === 'dark') return kept
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState<Theme>(preferred)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const toggle = () => {
    const next = theme === 'light' ? 'dark' : 'light'
    localStorage.setItem(KEY, next)
    setTheme(next)
  }
  return <ThemeContext value={{ theme, toggle }}>{children}</ThemeContext>
}

export const useTheme = () => useContext(ThemeContext)
