/**
 * What the rule engine answers: one line a rule, with its clause, limit, actual value and the geometry that it concerns.
 * Never a silent pass: a rule without sure input answers `person` and says why (product guards 2 and 4).
 */
import { z } from 'zod'
import { bilingualSchema } from '../provenance.ts'

export const verdicts = ['pass', 'fail', 'person'] as const
export const verdictSchema = z.enum(verdicts)
export type Verdict = z.infer<typeof verdictSchema>

/**
 * In the order in which they bind: the approved plan's figures for the lot, urban design (thiết kế đô thị), architecture
 * regulation (quy chế quản lý kiến trúc), the code as the floor under them (QCVN 01), other law; advice decides nothing.
 */
export const bases = ['plan', 'urban-design', 'architecture', 'code', 'law', 'advice'] as const

export const ruleLineSchema = z.object({
  /** Stable, e.g. `density.house`. */
  id: z.string(),
  title: bilingualSchema,
  /** Document, article, table, e.g. `QCVN 01:2021/BXD, 2.6.3, Bảng 2.8`. */
  clause: z.string(),
  verdict: verdictSchema,
  /** Null where there is none to compare. A word where the rule compares words (an authority, a land use). */
  limit: z.union([z.number(), z.string()]).nullable(),
  actual: z.union([z.number(), z.string()]).nullable(),
  /** `%`, `m`, `m²`, `storeys`, `working days`, … ; empty for words. */
  unit: z.string(),
  /** Why the verdict is what it is, for the applicant: numbers in words, what is missing, who judges. */
  why: bilingualSchema,
  basis: z.enum(bases),
  /** The rule's own version and validity; `validTo` null: still in force. */
  version: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  /** Of the rule's text in our sources. */
  confidence: z.enum(['found', 'reconstructed', 'memory', 'assumed']),
  /** GeoJSON geometry in VN-2000 metres ([easting, northing]); null where the rule concerns no place. */
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
})
export type RuleLine = z.infer<typeof ruleLineSchema>

export const checkReportSchema = z.object({
  schema: z.literal('permit-report@1'),
  /** Version of the whole set of rules. */
  rulesVersion: z.string(),
  /** The day whose law was applied. */
  date: z.iso.date(),
  /** SHA-256 of the case's canonical form: the same case and rules give the same report. */
  caseHash: z.string(),
  rules: z.array(ruleLineSchema),
  /** `fail` where one fails; else `person` where one needs a person; else `pass`. */
  verdict: verdictSchema,
  /** Worked out on the way: areas, density, FAR, height …, SI. */
  figures: z.record(z.string(), z.number().nullable()),
  /** True where an input is generated: the report is a specimen (minh họa). */
  illustrative: z.boolean(),
})
export type CheckReport = z.infer<typeof checkReportSchema>
