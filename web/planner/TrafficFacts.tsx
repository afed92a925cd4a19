/** The figures that the model rests on, each with its source and how sure it is. */
import { trafficFacts } from '../../scenarios/traffic-facts.ts'
import { useWords } from '../shared/language.tsx'
import { factValues, side } from './fact-words.ts'
import { confidenceTitles, trafficText as text } from './traffic-text.ts'

export function TrafficFacts() {
  const words = useWords()
  const { t, language } = words
  return (
    <details>
      <summary>{t(text.figures)}</summary>
      <ul className="facts-list small">
        {trafficFacts.map((fact) => (
          <li key={fact.title.en}>
            <strong>{t(fact.title)}</strong> ({side(fact.unit, language)})
            <br />
            {factValues(fact, words)}
            <br />
            <span className="soft">
              {t(text.source)}: {side(fact.source, language)} · {t(confidenceTitles[fact.confidence])}
              {fact.note ? ` · ${t(fact.note)}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
