/** The lines of a report as the reviewer reads them: fails first, then what needs a person, advice last. Pure. */
import type { CheckReport, RuleLine, Verdict } from '../../scenarios/rules/report.ts'
import type { Words } from '../shared/language.tsx'
import { titleOfUnit } from './names.ts'

const order: Record<Verdict, number> = { fail: 0, person: 1, pass: 2 }

/** Fails first; among lines alike, those that decide before those that advise, else as the rules have them. */
export const sortedLines = (rules: readonly RuleLine[]): RuleLine[] =>
  rules.toSorted(
    (a, b) => order[a.verdict] - order[b.verdict] || Number(a.basis === 'advice') - Number(b.basis === 'advice'),
  )

export function countsOf({ rules }: CheckReport): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, person: 0 }
  for (const { verdict } of rules) counts[verdict]++
  return counts
}

/** A limit or an actual value, in the reader's language; a dash where there is none. */
export function valueInWords(value: RuleLine['limit'], unit: string, { t, language }: Words): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  const figure = value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 2 })
  return unit ? `${figure} ${t(titleOfUnit(unit))}` : figure
}
