/** Something that is read, on the screen: on its way, failed, or there. */
import { useEffect, useState } from 'react'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from './problem.ts'

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'ready'; readonly value: T }

/** A value that is read again whenever what it is read from changes. */
export function useLoaded<T>(read: (signal: AbortSignal) => Promise<T>, from: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' })
  useEffect(() => {
    const stop = new AbortController()
    setLoaded({ status: 'loading' })
    read(stop.signal)
      .then((value) => {
        if (!stop.signal.aborted) setLoaded({ status: 'ready', value })
      })
      .catch((error) => {
        if (!stop.signal.aborted && !(error instanceof Cancelled))
          setLoaded({ status: 'failed', problem: problemOf(error) })
      })
    return () => stop.abort()
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what it reads from
  }, from)
  return loaded
}
