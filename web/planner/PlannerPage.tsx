/** `/planner`: the city opened, or a plain word on why it is not. */
import { useState } from 'react'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import { useTiles } from './city.ts'
import { Planner } from './Planner.tsx'
import { text } from './text.ts'

export default function PlannerPage() {
  const { t } = useWords()
  const [attempt, setAttempt] = useState(0)
  const tiles = useTiles(attempt)
  if (tiles.status === 'ready') return <Planner tiles={tiles.value} />
  return (
    <>
      <Header />
      <main className="page slim" id="main">
        {tiles.status === 'loading' ? (
          <p role="status">{t(text.loading)}</p>
        ) : (
          <div className="card stack">
            <h1>{t(text.failed)}</h1>
            <ProblemBanner problem={tiles.problem} />
            <div>
              <button type="button" className="primary" onClick={() => setAttempt(attempt + 1)}>
                {t(text.retry)}
              </button>
            </div>
          </div>
        )}
      </main>
    </>
  )
}
