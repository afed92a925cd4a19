/**
 * The permit desk's requests and answers.
 *
 *     GET    /api/permits                     → PermitPage      ?q= &state= &bucket= &assignee= &unit= &sort= &page= (reviewer, approver, admin)
 *     POST   /api/permits                     NewPermit → PermitFiled        (anyone: a citizen online, limited; a reviewer at the desk)
 *     GET    /api/permits/:id                 → PermitCase                   (reviewer, approver, admin; people only for their own unit's desk)
 *     POST   /api/permits/:id/events          PermitStep → PermitCase        (by the state table and the role; 409 where `revision` is old)
 *     POST   /api/permits/:id/check           → CheckReport                  (the server's own; kept with the case)
 *     POST   /api/permits/:id/attachments     the file → Attachment          (type-checked, size-limited, by hash)
 *     GET    /api/permits/:id/attachments/:hash  → the file
 *     GET    /api/permits/follow/:code        → PermitFollow                 (anyone with the code: state and dates, no people)
 *     GET    /api/register                    → RegisterEntry[]              (anyone: issued permits, people masked) ?q= &page=
 */
import { z } from 'zod'
import { applicationSchema, peopleSchema } from '../permits/application.ts'
import { permitEvents, permitStates } from '../permits/process.ts'
import { checkReportSchema } from '../rules/report.ts'

/** Trước hạn, sắp đến hạn, quá hạn; `paused`: the clock stands; `closed`: nothing runs any more. */
export const buckets = ['ahead', 'soon', 'late', 'paused', 'closed'] as const
export const bucketSchema = z.enum(buckets)
export type Bucket = z.infer<typeof bucketSchema>

export const newPermitSchema = z.strictObject({ people: peopleSchema, application: applicationSchema })
export type NewPermit = z.infer<typeof newPermitSchema>

/** Both codes are told once: the case's own (mã hồ sơ), and the secret one that the applicant follows it by. */
export const permitFiledSchema = z.object({ id: z.uuid(), code: z.string(), followCode: z.string() })
export type PermitFiled = z.infer<typeof permitFiledSchema>

export const clockSchema = z.object({
  bucket: bucketSchema,
  /** The day that an answer is due, Asia/Ho_Chi_Minh; null before the clock has started. */
  due: z.iso.date().nullable(),
  /** Working days left of `termDays`; below 0: late. */
  leftDays: z.number().int().nullable(),
  termDays: z.number().int(),
})
export type Clock = z.infer<typeof clockSchema>

export const permitSummarySchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(permitStates),
  title: z.string(),
  /** Thửa, tờ, đường. */
  site: z.string(),
  unitCode: z.string(),
  filedAt: z.iso.datetime(),
  clock: clockSchema,
  assignee: z.string().nullable(),
  /** Of the last check; null where none ran. */
  verdict: checkReportSchema.shape.verdict.nullable(),
})
export type PermitSummary = z.infer<typeof permitSummarySchema>

export const permitPageSchema = z.object({
  cases: z.array(permitSummarySchema),
  total: z.number().int(),
  /** Over all that the filters other than the bucket let through. */
  counts: z.record(bucketSchema, z.number().int()),
})
export type PermitPage = z.infer<typeof permitPageSchema>

export const attachmentKinds = ['pdf', 'png', 'jpeg', 'dxf', 'geojson', 'ifc', 'glb'] as const
export const attachmentSchema = z.object({
  hash: z.string().length(64),
  name: z.string(),
  kind: z.enum(attachmentKinds),
  bytes: z.number().int(),
  addedAt: z.iso.datetime(),
})
export type Attachment = z.infer<typeof attachmentSchema>

export const permitStepSchema = z.strictObject({
  event: z.enum(permitEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  /** Shown to the applicant where the paper of the step shows it; a refusal needs one, and clauses. */
  note: z.string().trim().max(4000),
  /** Clauses that a refusal cites: of rules that failed, never of a simulation (guard 4). */
  clauses: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** `assign`: to whom; `consult`: who is asked. */
  to: z.string().trim().max(120).optional(),
  /** `supplement`: the application as it is now. */
  application: applicationSchema.optional(),
})
export type PermitStep = z.input<typeof permitStepSchema>

export const permitHistorySchema = z.object({
  event: z.enum(['file', ...permitEvents]),
  state: z.enum(permitStates),
  at: z.iso.datetime(),
  actor: z.string(),
  note: z.string(),
  clauses: z.array(z.string()),
  to: z.string().nullable(),
  ledgerSequence: z.number().int().positive(),
})

export const permitCaseSchema = permitSummarySchema.extend({
  revision: z.number().int().positive(),
  application: applicationSchema,
  /** Null for those without the right to see people. */
  people: peopleSchema.nullable(),
  attachments: z.array(attachmentSchema),
  report: checkReportSchema.nullable(),
  history: z.array(permitHistorySchema),
  /** What the one who asks may do now, by the state table and the role. */
  may: z.array(z.enum(permitEvents)),
  /** …/GPXD; null before it is issued. */
  permitNumber: z.string().nullable(),
})
export type PermitCase = z.infer<typeof permitCaseSchema>

export const permitFollowSchema = z.object({
  code: z.string(),
  state: z.enum(permitStates),
  clock: clockSchema,
  history: z.array(permitHistorySchema.pick({ event: true, state: true, at: true })),
})
export type PermitFollow = z.infer<typeof permitFollowSchema>

export const registerEntrySchema = z.object({
  permitNumber: z.string(),
  title: z.string(),
  site: z.string(),
  unitCode: z.string(),
  issuedAt: z.iso.datetime(),
  state: z.enum(permitStates),
  storeys: z.number(),
  floorSquareMetres: z.number(),
  /** “N*** V** A”: enough to know one's own, not to look people up. */
  owner: z.string(),
})
export type RegisterEntry = z.infer<typeof registerEntrySchema>
