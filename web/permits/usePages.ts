/** Cases of a query, page by page as they come into view; each page is asked for once, what is no longer asked is dropped. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { PERMITS_A_PAGE, type PermitPage, type PermitSummary } from '../../scenarios/api/permits.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { problemOf } from '../shared/ui.tsx'
import { type QueueQuery, searchOf } from './queue-query.ts'
import { pagesOf, type Slice } from './window.ts'

export interface Pages {
  /** Null until the first page of this query is there. */
  readonly total: number | null
  readonly counts: PermitPage['counts'] | null
  readonly problem: ProblemDetail | null
  row(index: number): PermitSummary | undefined
  /** Tells which rows are looked at. */
  see(slice: Slice): void
  reload(): void
}

export function usePages(query: QueueQuery): Pages {
  const key = searchOf(query)
  const [turn, setTurn] = useState(0)
  const [first, setFirst] = useState<{ key: string; page: PermitPage } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [, redraw] = useState(0)
  const held = useRef({ stop: new AbortController(), pages: new Map<number, readonly PermitSummary[] | null>() })

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the query
  const ask = useCallback(
    (page: number) => {
      const { stop, pages } = held.current
      if (pages.has(page)) return
      pages.set(page, null)
      api.permits
        .list({ ...query, page }, stop.signal)
        .then((answer) => {
          pages.set(page, answer.cases)
          if (held.current.pages !== pages) return
          setProblem(null)
          if (page === 1) setFirst({ key, page: answer })
          else redraw((n) => n + 1)
        })
        .catch((error) => {
          pages.delete(page)
          if (!(error instanceof Cancelled) && held.current.pages === pages) setProblem(problemOf(error))
        })
    },
    [key],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when told
  useEffect(() => {
    const mine = { stop: new AbortController(), pages: new Map() }
    held.current = mine
    setProblem(null)
    ask(1)
    return () => mine.stop.abort()
  }, [ask, turn])

  return {
    total: first?.page.total ?? null,
    counts: first?.page.counts ?? null,
    problem,
    row: (index) =>
      first?.key === key
        ? (held.current.pages.get(Math.floor(index / PERMITS_A_PAGE) + 1)?.[index % PERMITS_A_PAGE] ?? undefined)
        : first?.page.cases[index],
    see: (slice) => {
      if (first?.key === key) for (const page of pagesOf(slice, PERMITS_A_PAGE)) ask(page)
    },
    reload: () => setTurn((n) => n + 1),
  }
}
