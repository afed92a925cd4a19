/** The Problem in whatever was thrown; a bug is shown as one, with its own words. */
import type { ApiError } from '../../scenarios/api/api.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

export function problemOf(error: unknown): ProblemDetail {
  if (error instanceof Problem) return error.detail
  const words = error instanceof Error ? error.message : String(error)
  return { code: 'bug', message: both(`Lỗi của chương trình: ${words}`, `A fault of the program: ${words}`) }
}

/** The wire says `undefined` where a Problem leaves the key out. */
export function problemOfError({ code, message, place, expected }: ApiError): ProblemDetail {
  return { code, message, ...(place ? { place } : {}), ...(expected ? { expected } : {}) }
}
