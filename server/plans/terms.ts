/** The terms of plans as the administrator set them last, or the assumed ones. */
import { assumedTerms, type PlanTerms, planTermsSchema } from '../../scenarios/plans/terms.ts'
import type { Db } from '../database.ts'
import { lastRecords } from '../records.ts'

export const TERMS_SUBJECT = 'plan-terms'

export async function readTerms(db: Db): Promise<PlanTerms> {
  const [last] = await lastRecords(db, TERMS_SUBJECT)
  return last ? planTermsSchema.parse(last.record) : assumedTerms
}
