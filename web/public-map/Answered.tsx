/** What was asked, once it is there; until then that it is being asked, or why not, with a way to ask again. */
import type { ReactNode } from 'react'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import type { Asked } from './useAsked.ts'

const text = {
  asking: both('Đang hỏi máy chủ…', 'Asking the server…'),
  again: both('Thử lại', 'Try again'),
}

export function Answered<T>({ asked, children }: { asked: Asked<T>; children(answer: T): ReactNode }) {
  const { t } = useWords()
  if (asked.answer !== null) return <>{children(asked.answer)}</>
  if (asked.problem === null) {
    return (
      <p className="soft" role="status">
        {t(text.asking)}
      </p>
    )
  }
  return (
    <div className="stack">
      <ProblemBanner problem={asked.problem} />
      <div>
        <button type="button" onClick={asked.again}>
          {t(text.again)}
        </button>
      </div>
    </div>
  )
}
