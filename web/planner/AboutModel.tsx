/** The simulation introduces itself: how it computes, what it cannot do, whom it follows. */
import type { SimulationAbout } from '../../scenarios/about.ts'
import { useWords } from '../shared/language.tsx'
import { text } from './text.ts'

export function AboutModel({ about }: { about: SimulationAbout }) {
  const { t } = useWords()
  const { name, version, title, method, limits, citations } = about
  return (
    <details>
      <summary>{t(text.aboutModel)}</summary>
      <div className="stack small">
        <p>
          <strong>{t(title)}</strong> ({name}@{version})
        </p>
        <p>{t(method)}</p>
        <p>{t(text.modelLimits)}</p>
        <ul>
          {limits.map((limit) => (
            <li key={limit.en}>{t(limit)}</li>
          ))}
        </ul>
        <p>{t(text.modelCitations)}</p>
        <ul>
          {citations.map((citation) => (
            <li key={citation}>{citation}</li>
          ))}
        </ul>
      </div>
    </details>
  )
}
