/** A form of the session: what it sends, whether it is being sent, and what came back wrong. */
import { type FormEvent, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'

export function useForm(send: (form: FormData) => Promise<void>) {
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await send(new FormData(event.currentTarget))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, submit }
}
