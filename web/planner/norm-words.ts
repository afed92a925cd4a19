/** A norm and a change in words: on the screen and in the report. */
import type { RuleLine } from '../../scenarios/rules/report.ts'
import type { Words } from '../shared/language.tsx'
import { titleOfUnit, valueInWords } from '../shared/rule-words.ts'
import { indicatorText as text } from './indicator-text.ts'

/** Density is a most; everything else that the panel shows is a least. */
export const normInWords = (line: RuleLine, words: Words): string => {
  // What is not known may have a limit: only what is certain has none.
  if (line.limit === null) return line.verdict === 'pass' ? words.t(text.noNorm) : '–'
  const limit = valueInWords(line.limit, line.unit, words)
  return words.t(line.id.startsWith('indicator.density') ? text.atMost : text.atLeast, { limit })
}

export const changeInWords = (change: number, unit: string, words: Words): string => {
  const figure = valueInWords(Math.abs(change), '', words)
  if (figure === '0') return '0'
  return `${change > 0 ? '+' : '−'}${figure} ${words.t(titleOfUnit(unit))}`
}
