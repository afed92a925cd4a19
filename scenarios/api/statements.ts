/**
 * Requests for official planning information (yêu cầu cung cấp thông tin quy hoạch).
 *
 *     POST   /api/statements                  NewStatement → StatementFiled    (anyone, limited)
 *     GET    /api/statements                  → StatementPage                  (reviewer, approver, admin) ?q= &state= &page=
 *     GET    /api/statements/staff            → { id, name }[]                 (reviewer, approver: whom a request may be given to)
 *     GET    /api/statements/terms            → StatementTerms                 (anyone)
 *     PUT    /api/statements/terms            StatementTerms → StatementTerms  (admin)
 *     GET    /api/statements/follow           → StatementFollow                (anyone with the code)
 *     POST   /api/statements/follow/events    StatementStep → StatementFollow  (who asks: supply, withdraw)
 *     POST   /api/statements/follow/files     the file → Attachment            ?name=
 *     GET    /api/statements/follow/receipt.pdf, answer.pdf → the papers, in Vietnamese; 422 `paper/not-yet` before the answer
 *     GET    /api/statements/follow/files/:hash → the file, to be saved
 *     GET    /api/statements/:id              → StatementCase                  (reviewer, approver, admin; people: not the admin)
 *     POST   /api/statements/:id/events       StatementStep → StatementCase    (by the state table and the role; 409 where `revision` is old)
 *     POST   /api/statements/:id/files        the file → Attachment            (reviewer, approver) ?name=
 *     GET    /api/statements/:id/files/:hash  → the file, to be saved          (reviewer, approver)
 *     DELETE /api/statements/:id/people       → 204  erases who asked, of a request that has ended (admin)
 *
 * Who has a unit sees and moves that unit's requests alone (403 `permit/unit`). The code goes into the header `x-follow-code`.
 */
import { z } from 'zod'
import { statementAskSchema, statementPeopleSchema } from '../statements/ask.ts'
import { statementTermsSchema } from '../statements/clock.ts'
import { statementEvents, statementStates } from '../statements/process.ts'
import { attachmentSchema, clockSchema } from './permits.ts'

export const STATEMENTS_A_PAGE = 50
export const FILES_A_STATEMENT = 20

export const newStatementSchema = z.strictObject({
  people: statementPeopleSchema,
  /** Of which unit it is, the place says. */
  ask: statementAskSchema.omit({ unitCode: true }),
})
export type NewStatement = z.infer<typeof newStatementSchema>
export const statementFiledSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  followCode: z.string(),
  filedAt: z.iso.datetime(),
  clock: clockSchema,
  terms: statementTermsSchema,
})
export type StatementFiled = z.infer<typeof statementFiledSchema>

export const statementQuerySchema = z.strictObject({
  q: z.string().trim().max(200).optional(),
  state: z.enum(statementStates).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})

export const statementStepSchema = z.strictObject({
  event: z.enum(statementEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  note: z.string().trim().max(8000),
  /** `assign`: to whom; null: to nobody. */
  assignee: z.uuid().nullable().optional(),
})
export type StatementStep = z.infer<typeof statementStepSchema>

const staffSchema = z.object({ id: z.uuid(), name: z.string() })
export const statementStaffSchema = z.array(staffSchema)

export const statementSummarySchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(statementStates),
  revision: z.number().int().positive(),
  /** Null for whoever keeps the desk and answers nobody at it. */
  ask: statementAskSchema.nullable(),
  unitName: z.string().nullable(),
  filedAt: z.iso.datetime(),
  clock: clockSchema,
})
export type StatementSummary = z.infer<typeof statementSummarySchema>
export const statementPageSchema = z.object({
  statements: z.array(statementSummarySchema.extend({ assignee: staffSchema.nullable() })),
  total: z.number().int(),
})
export type StatementPage = z.infer<typeof statementPageSchema>

export const statementHistorySchema = z.object({
  event: z.enum(['file', ...statementEvents]),
  state: z.enum(statementStates),
  at: z.iso.datetime(),
  /** `asker`, or the name of one of the staff (to who asks: `office`). */
  actor: z.string(),
  note: z.string(),
  ledgerSequence: z.number().int().positive(),
})
const fileSchema = attachmentSchema.extend({ ofOffice: z.boolean() })

export const statementFollowSchema = statementSummarySchema.extend({
  ask: statementAskSchema,
  history: z.array(statementHistorySchema),
  files: z.array(fileSchema),
  may: z.array(z.enum(statementEvents)),
  terms: statementTermsSchema,
})
export type StatementFollow = z.infer<typeof statementFollowSchema>
export const statementCaseSchema = statementFollowSchema.extend({
  ask: statementSummarySchema.shape.ask,
  assignee: staffSchema.nullable(),
  /** Null for those without the right to see people, and where they have been erased. */
  people: statementPeopleSchema.nullable(),
})
export type StatementCase = z.infer<typeof statementCaseSchema>
