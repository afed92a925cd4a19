/** What is shown of something that is being read. */
import type { ReactNode } from 'react'
import { useWords } from '../shared/language.tsx'
import type { Loaded } from '../shared/loaded.ts'
import { ProblemBanner } from '../shared/ui.tsx'
import { text } from './text.ts'

export function When<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ReactNode }) {
  const { t } = useWords()
  if (loaded.status === 'failed') return <ProblemBanner problem={loaded.problem} />
  if (loaded.status === 'loading') return <p role="status">{t(text.loading)}</p>
  return children(loaded.value)
}
