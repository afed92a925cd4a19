/** What the engine answers to a line that is being typed: only to the last one, and not to every letter. */
import { useEffect, useState } from 'react'
import type { Answer } from '../../../scenarios/address/candidate.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { problemOf } from '../../shared/problem.ts'

const TYPING_MS = 90

export type Found =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly before: Answer | null }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'ready'; readonly line: string; readonly answer: Answer }

/** @param attempt raised to ask again */
export function useSearch(line: string, attempt: number): Found {
  const [found, setFound] = useState<Found>({ status: 'idle' })
  const asked = line.trim()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with every attempt
  useEffect(() => {
    if (asked === '') {
      setFound({ status: 'idle' })
      return
    }
    let stale = false
    setFound((last) => ({ status: 'searching', before: last.status === 'ready' ? last.answer : null }))
    const wait = setTimeout(async () => {
      try {
        const { search } = await import('./engine.ts')
        const answer = await search(line)
        if (!stale) setFound({ status: 'ready', line, answer })
      } catch (error) {
        if (!stale) setFound({ status: 'failed', problem: problemOf(error) })
      }
    }, TYPING_MS)
    return () => {
      stale = true
      clearTimeout(wait)
    }
  }, [asked, attempt])
  return found
}
