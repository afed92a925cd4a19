/** The Problem in whatever was thrown; a bug is shown as one, with its own words. */
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

export function problemOf(error: unknown): ProblemDetail {
  if (error instanceof Problem) return error.detail
  const words = error instanceof Error ? error.message : String(error)
  return { code: 'bug', message: both(`Lỗi của chương trình: ${words}`, `A fault of the program: ${words}`) }
}
