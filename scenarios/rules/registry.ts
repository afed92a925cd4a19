/** Every rule, in the order in which a reviewer reads a case; and which of its versions a day's law is. */
import { hashRecord } from '../canonical.ts'
import { corridorRules } from './corridors.ts'
import { deadlineRules } from './deadlines.ts'
import { densityRules } from './density.ts'
import { accessRules } from './fire.ts'
import { greenParkingRules } from './green-parking.ts'
import { groundRules } from './ground.ts'
import { landRules } from './land.ts'
import { lotRules } from './lot.ts'
import { permitRules } from './permit.ts'
import { planRules } from './plan.ts'
import type { Rule } from './rule.ts'
import { setbackRules } from './setback.ts'
import { spacingRules } from './spacing.ts'

export const rules: readonly Rule[] = [
  ...permitRules,
  ...landRules,
  ...lotRules,
  ...planRules,
  ...densityRules,
  ...setbackRules,
  ...spacingRules,
  ...greenParkingRules,
  ...accessRules,
  ...groundRules,
  ...corridorRules,
  ...deadlineRules,
]

/** All versions of each rule, by id, in the order above. */
export const versionsById: ReadonlyMap<string, readonly Rule[]> = new Map(
  rules.map(({ id }) => [id, rules.filter((rule) => rule.id === id)]),
)

/** The version in force on a day (YYYY-MM-DD); undefined where none is on file. */
export const versionOn = (versions: readonly Rule[], date: string): Rule | undefined =>
  versions.find(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date <= validTo))

/**
 * Of the whole set, by its content: texts, validity, figures and each rule's own version, which is raised when the way that it
 * is checked changes.
 */
export const rulesVersion: string = hashRecord(rules.map(({ check: _check, ...data }) => data)).slice(0, 16)
