/** What the server is asked as soon as something is shown, and again where that failed. */
import { useCallback, useEffect, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'
import { ask } from './ask.ts'

export interface Asked<T> {
  readonly answer: T | null
  readonly problem: ProblemDetail | null
  again(): void
}

/** @param path null: nothing is asked */
export function useAsked<T>(path: string | null): Asked<T> {
  const [state, setState] = useState<{ answer: T | null; problem: ProblemDetail | null }>({
    answer: null,
    problem: null,
  })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again where that is wanted
  useEffect(() => {
    setState({ answer: null, problem: null })
    if (path === null) return
    const stop = new AbortController()
    ask<T>(path, { signal: stop.signal }).then(
      (answer) => setState({ answer, problem: null }),
      (error) => {
        if (!stop.signal.aborted) setState({ answer: null, problem: problemOf(error) })
      },
    )
    return () => stop.abort()
  }, [path, attempt])
  const again = useCallback(() => setAttempt((n) => n + 1), [])
  return { ...state, again }
}
