/** The figures that the model rests on, each with its source and how sure it is. */
import { valueTitles } from '../../scenarios/city/values.ts'
import { modeTitles, trafficFacts } from '../../scenarios/traffic-facts.ts'
import { useWords } from '../shared/language.tsx'
import { confidenceTitles, factKeys, trafficText as text } from './traffic-text.ts'

export function TrafficFacts() {
  const { t, language } = useWords()
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  const figure = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(figure).join(' · ')
    if (typeof value !== 'number') return String(value)
    return Number.isFinite(value) ? value.toLocaleString(locale, { maximumFractionDigits: 4 }) : '∞'
  }
  const title = (key: string): string => {
    const words = (modeTitles as Record<string, typeof modeTitles.car>)[key] ?? factKeys[key] ?? valueTitles[key]
    return words ? t(words) : key
  }
  return (
    <details>
      <summary>{t(text.figures)}</summary>
      <ul className="facts-list small">
        {trafficFacts.map((fact) => (
          <li key={fact.title.en}>
            <strong>{t(fact.title)}</strong> ({side(fact.unit, language)})
            <br />
            {Object.entries(fact.values)
              .map(([key, value]) => `${title(key)}: ${figure(value)}`)
              .join('; ')}
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

/** Units and sources are written “vi / en” where they differ. */
const side = (words: string, language: 'vi' | 'en'): string => {
  const parts = words.split(' / ')
  return parts.length === 2 ? parts[language === 'vi' ? 0 : 1]! : words
}
