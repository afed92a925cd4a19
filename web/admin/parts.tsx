/** What the administrator's forms share: loading once, saving with what went wrong, and a line of input. */
import { useCallback, useEffect, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { useWords } from '../shared/language.tsx'
import { Field, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'

/** What the server holds, and work on it that may fail; `work` answers what the server holds then, or nothing. */
export function useServer<T>(load: () => Promise<T>) {
  const [value, setValue] = useState<T | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = useCallback(async (work: () => Promise<T | undefined>): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    try {
      const now = await work()
      if (now !== undefined) setValue(now)
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void attempt(load), [attempt])
  return { value, problem, busy, attempt }
}

export function TextField(props: {
  label: string
  value: string
  hint?: string
  required?: boolean
  max?: number
  pattern?: string
  type?: 'text' | 'url' | 'date' | 'time'
  onChange(value: string): void
}) {
  const { label, value, hint, required = false, max = 120, pattern, type = 'text', onChange } = props
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(id) => (
        <input
          id={id}
          type={type}
          value={value}
          required={required}
          maxLength={type === 'text' || type === 'url' ? max : undefined}
          {...(pattern ? { pattern } : {})}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function SavedLine({ revision, savedAt }: { revision: number; savedAt: string | null }) {
  const { t, number, dateTime } = useWords()
  return (
    <p className="soft">
      {savedAt ? t(text.saved, { revision: number(revision), time: dateTime(savedAt) }) : t(text.usual)}
    </p>
  )
}

export function SaveButton({ busy, disabled = false }: { busy: boolean; disabled?: boolean }) {
  const { t } = useWords()
  return (
    <button type="submit" className="primary" disabled={busy || disabled}>
      {t(busy ? text.saving : text.save)}
    </button>
  )
}
