/** One thing that a person sends: busy while it goes, the server’s own word where it fails. */
import { useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/ui.tsx'

export function useAttempt() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  /** @returns whether it went */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, attempt }
}
