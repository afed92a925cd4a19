/** The 3D view of a case with its surroundings in the city, which are read once for a lot. */
import { useEffect, useMemo, useState } from 'react'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { problemOf } from '../shared/problem.ts'
import { type PlacedModel, readSurrounds, type Surrounds, type View3d, viewOf } from './view3d.ts'

export interface CaseView {
  readonly view: View3d
  /** Why the surroundings could not be read. */
  readonly problem: ProblemDetail | null
}

export function useView(check: PermitCheck, tiles: Tiles | null, file: PlacedModel | null): CaseView {
  const [surrounds, setSurrounds] = useState<Surrounds | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { ring } = check.site
  const key = JSON.stringify(ring)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again where the lot lies elsewhere
  useEffect(() => {
    if (!tiles) return
    const stop = new AbortController()
    readSurrounds(tiles, ring, stop.signal)
      .then((read) => {
        setSurrounds(read)
        setProblem(null)
      })
      .catch((error) => {
        if (!stop.signal.aborted && !(error instanceof Cancelled)) setProblem(problemOf(error))
      })
    return () => stop.abort()
  }, [tiles, key])
  const view = useMemo(() => viewOf(check, surrounds, file), [check, surrounds, file])
  return { view, problem }
}
