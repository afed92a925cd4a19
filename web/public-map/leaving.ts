/** Aborted when the form is taken away: what it asked for is asked for no more. */
import { useEffect, useRef } from 'react'

export function useLeaving() {
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    leaving.current = stop
    return () => stop.abort()
  }, [])
  return leaving
}
