/** How the figures behind the traffic model are written: on the screen and in the report. */
import { valueTitles } from '../../scenarios/city/values.ts'
import { modeTitles, type TrafficFact } from '../../scenarios/traffic-facts.ts'
import { locales, type Words } from '../shared/language.tsx'
import { factKeys } from './traffic-text.ts'

export function factValues({ values }: TrafficFact, { t, language }: Words): string {
  const figure = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(figure).join(' · ')
    if (typeof value !== 'number') return String(value)
    return Number.isFinite(value) ? value.toLocaleString(locales[language], { maximumFractionDigits: 4 }) : '∞'
  }
  const title = (key: string): string => {
    const words = (modeTitles as Record<string, typeof modeTitles.car>)[key] ?? factKeys[key] ?? valueTitles[key]
    return words ? t(words) : key
  }
  return Object.entries(values)
    .map(([key, value]) => `${title(key)}: ${figure(value)}`)
    .join('; ')
}

/** Units and sources are written “vi / en” where they differ. */
export const side = (words: string, language: Words['language']): string => {
  const parts = words.split(' / ')
  return parts.length === 2 ? parts[language === 'vi' ? 0 : 1]! : words
}
