/** What the parts of the register share. */
import type { ReactNode } from 'react'
import { useWords } from '../shared/language.tsx'
import type { Loaded } from '../shared/loaded.ts'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { text } from './text.ts'

export function When<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ReactNode }) {
  const { t } = useWords()
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  if (loaded.status === 'loading') return <p role="status">{t(text.loading)}</p>
  return children(loaded.value)
}

export interface UnitName {
  readonly unitCode: string | null
  readonly name: string
}

export function UnitField({
  units,
  value,
  onChange,
}: {
  units: readonly UnitName[]
  value: string
  onChange(unit: string): void
}) {
  const { t } = useWords()
  if (units.length < 2) return null
  return (
    <Field label={t(text.unit)}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t(text.anyUnit)}</option>
          {units.flatMap(({ unitCode, name }) =>
            unitCode === null
              ? []
              : [
                  <option key={unitCode} value={unitCode}>
                    {name}
                  </option>,
                ],
          )}
        </select>
      )}
    </Field>
  )
}

export const platesUrl = (query: Record<string, string>): string => `/api/codes/plates?${new URLSearchParams(query)}`
