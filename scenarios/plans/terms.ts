/**
 * Terms of making a plan known: an administrator's settings. Luật Quy hoạch đô thị và nông thôn 47/2024/QH15 sets them, but its
 * figures were not read for the fact sheet: the usual ones here are assumed, and are shown so until an office confirms them.
 */
import { z } from 'zod'

/** Days of the calendar, as the law on planning counts them. */
const days = z.number().int().min(1).max(365)

export const planTermsSchema = z.strictObject({
  /** A consultation of the public lasts no less. */
  consultationDays: days,
  /** From the decision to its announcement (công bố), and from that to the markers in the ground (cắm mốc): shown, not enforced. */
  publishWithinDays: days,
  markWithinDays: days,
  /** Document, article; null: not confirmed. */
  source: z.string().trim().min(1).max(200).nullable(),
})
export type PlanTerms = z.infer<typeof planTermsSchema>

/** Memory, low: Luật 47/2024/QH15, the articles on consultation and announcement. */
export const assumedTerms: PlanTerms = {
  consultationDays: 30,
  publishWithinDays: 15,
  markWithinDays: 30,
  source: null,
}
