/** What a paper of the case is made of: the case, its office, the moment. */
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { type PaperContext, usualOffice } from '../../scenarios/permits/papers/paper.ts'
import { useUnits } from '../shared/units.ts'

export function usePaperContext(permit: PermitCase): () => PaperContext {
  const units = useUnits()
  return () => ({
    permit,
    office: usualOffice(units.find(({ code }) => code === permit.unitCode)?.name ?? permit.unitCode, location.origin),
    at: new Date().toISOString(),
  })
}
