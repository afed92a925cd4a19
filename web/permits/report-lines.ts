/** The lines of a report as the reviewer reads them: fails first, then what needs a person, advice last. Pure. */
import type { CheckReport, RuleLine, Verdict } from '../../scenarios/rules/report.ts'

const order: Record<Verdict, number> = { fail: 0, person: 1, pass: 2 }

/** A pass that compared nothing: the rule does not concern this case, as its `why` says. */
export const comparesNothing = ({ verdict, limit, actual }: RuleLine): boolean =>
  verdict === 'pass' && limit === null && actual === null

/** Fails first; then those that decide before those that advise, what compared nothing last, else as the rules have them. */
export const sortedLines = (rules: readonly RuleLine[]): RuleLine[] => {
  const rank = (line: RuleLine) =>
    order[line.verdict] * 4 + Number(comparesNothing(line)) * 2 + Number(line.basis === 'advice')
  return rules.toSorted((a, b) => rank(a) - rank(b))
}

export function countsOf({ rules }: CheckReport): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, person: 0 }
  for (const { verdict } of rules) counts[verdict]++
  return counts
}

/** A rule names the field of the case that it lacks, for programs: ` (place.industrialZone)`; people read the words before it. */
export const withoutFields = (why: string): string => why.replace(/ \((?:[a-z]+\.)+[a-zA-Z]+\)/g, '')
