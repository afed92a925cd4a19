/** Which papers a case can give as it stands: what the screen offers. */
import type { PermitCase } from '../../api/permits.ts'
import { lastOf, type PaperKind, paperKinds } from './paper.ts'
import { drawableStates } from './permit.ts'

const conditions: Readonly<Record<PaperKind, (permit: PermitCase) => boolean>> = {
  receipt: (permit) => lastOf(permit, 'receive') !== null && permit.people !== null,
  supplement: (permit) => lastOf(permit, 'request-supplement') !== null && permit.people !== null,
  'intake-refusal': (permit) => permit.state === 'refused-at-intake' && permit.people !== null,
  refusal: (permit) => permit.state === 'refused' && permit.people !== null,
  apology: (permit) => permit.clock.bucket === 'late' && permit.people !== null,
  control: () => true,
  // Of a visit or a matter: offered beside it.
  inspection: () => false,
  violation: () => false,
  order: () => false,
  'start-notice': (permit) =>
    (lastOf(permit, 'start') ?? lastOf(permit, 'register')) !== null && permit.people !== null,
  completion: (permit) => permit.state === 'completed' && permit.people !== null,
  fee: (permit) => lastOf(permit, 'receive') !== null && permit.people !== null,
  permit: (permit) =>
    !permit.application.notice && drawableStates.has(permit.state) && permit.report !== null && permit.people !== null,
  'check-report': (permit) => permit.report !== null,
}

export const availablePapers = (permit: PermitCase): PaperKind[] =>
  paperKinds.filter((kind) => conditions[kind](permit))
