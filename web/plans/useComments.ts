/** The comments of a plan, read anew after each that is written. */
import { useCallback, useEffect, useState } from 'react'
import type { PlanComment } from '../../scenarios/api/plans.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { problemOf } from '../shared/ui.tsx'

export interface Comments {
  readonly list: readonly PlanComment[]
  readonly problem: ProblemDetail | null
  reload(): Promise<void>
}

/** @param revision of the plan: others’ comments come with it */
export function useComments(plan: string, submission: number, revision: number): Comments {
  const [list, setList] = useState<readonly PlanComment[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const reload = useCallback(async () => {
    if (submission === 0) return setList([])
    try {
      setList(await api.plans.comments(plan, submission))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [plan, submission])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan’s revision counts its comments too
  useEffect(() => void reload(), [reload, revision])
  return { list, problem, reload }
}
