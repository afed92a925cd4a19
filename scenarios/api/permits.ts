/**
 * The permit desk's requests and answers.
 *
 *     GET    /api/permits                     → PermitPage      ?q= &state= &kind= &orders= &bucket= &assignee= &unit= &sort= &page= (PermitQuery)
 *     POST   /api/permits                     NewPermit → PermitFiled        (anyone: a citizen online, limited; a reviewer at the desk)
 *     GET    /api/permits/staff               → PermitStaff[]                (to whom a case may be assigned)
 *     GET    /api/permits/:id                 → PermitCase                   (people: reviewers and approvers of its unit alone)
 *     POST   /api/permits/:id/events          PermitStep → PermitCase        (by the state table and the role; 409 where `revision` is old)
 *     POST   /api/permits/:id/check           → CheckReport                  (the server's own; kept with the case)
 *     POST   /api/permits/:id/impact          ImpactAsk → ImpactJob          (without and with the building, queued; reviewers and approvers)
 *     DELETE /api/permits/:id/impact          → ImpactJob                    (the one under way is stopped)
 *     POST   /api/permits/:id/attachments     the file → Attachment          (?name=, body application/octet-stream ≤ 25 MB, by its content)
 *     GET    /api/permits/:id/attachments/:hash  → the file, to be saved     (who may see people)
 *     DELETE /api/permits/:id/people          → 204  erases people and files of a closed case (admin)
 *     GET    /api/permits/follow              → PermitFollow                 (anyone with the code: state and dates, no people)
 *     POST   /api/permits/follow/events       PermitStep → PermitFollow      (the applicant's: `supplement`, `withdraw`, `start`)
 *     POST   /api/permits/follow/attachments  the file → Attachment          (the applicant's, as above)
 *     GET    /api/register                    → RegisterPage                 (anyone: issued permits, people masked) ?q= &page=
 *     GET    /api/register.geojson            → RegisterMap                  (anyone: the newest of them where they lie, nobody named) ?bbox= &q=
 *     GET    /api/holidays                    → WorkCalendarAnswer           (anyone)
 *     PUT    /api/holidays                    WorkCalendar → WorkCalendarAnswer  (admin; the whole of it; every clock is set anew)
 *
 * The cases themselves are for reviewers, approvers and administrators; who has a unit sees that unit's cases alone (403
 * `permit/unit`). An applicant's code goes into the header `x-follow-code`, so that no log and no history of addresses keeps it.
 */
import { z } from 'zod'
import { applicationSchema, peopleSchema } from '../permits/application.ts'
import { caseImpactSchema, impactAskSchema, impactParts } from '../permits/impact.ts'
import { permitEvents, permitStates } from '../permits/process.ts'
import { deskHoursSchema, holidayTableSchema } from '../permits/working-days.ts'
import { bilingualSchema, provenanceSchema } from '../provenance.ts'
import { checkReportSchema } from '../rules/report.ts'
import { apiErrorSchema, jobSchema } from './api.ts'

export { FOLLOW_HEADER } from '../follow.ts'
export const ATTACHMENT_BYTES = 25 * 2 ** 20
export const ATTACHMENTS_A_CASE = 30
/** Cases, or entries of the register, on a page. */
export const PERMITS_A_PAGE = 50

/** Trước hạn, sắp đến hạn, quá hạn; `paused`: the clock stands; `closed`: nothing runs any more. */
export const buckets = ['ahead', 'soon', 'late', 'paused', 'closed'] as const
export const bucketSchema = z.enum(buckets)
export type Bucket = z.infer<typeof bucketSchema>

const page = z.coerce.number().int().min(1).max(100_000).default(1)
/** Words in any order, with or without diacritics, each from its beginning. */
const words = z.string().trim().max(200).optional()

export const permitQuerySchema = z.strictObject({
  q: words,
  state: z.enum(permitStates).optional(),
  bucket: bucketSchema.optional(),
  kind: z.enum(['permit', 'notice']).optional(),
  /** Sites with an order that is to be obeyed, or should have been by now. */
  orders: z.enum(['open', 'overdue']).optional(),
  /** An account's id; `none`: nobody's yet. */
  assignee: z.union([z.uuid(), z.literal('none')]).optional(),
  unit: z
    .string()
    .regex(/^[0-9A-Za-z]{1,10}$/)
    .optional(),
  /** By `due`, the first to be late comes first and what has no day last. */
  sort: z.enum(['due', 'newest', 'oldest', 'code']).default('due'),
  page,
})
export type PermitQuery = z.input<typeof permitQuerySchema>

export const newPermitSchema = z.strictObject({ people: peopleSchema, application: applicationSchema })
export type NewPermit = z.infer<typeof newPermitSchema>

/** Both codes are told once: the case's own (mã hồ sơ), and the secret one that the applicant follows it by. */
export const permitFiledSchema = z.object({ id: z.uuid(), code: z.string(), followCode: z.string() })
export type PermitFiled = z.infer<typeof permitFiledSchema>

export const permitStaffSchema = z.object({ id: z.uuid(), displayName: z.string(), role: z.string() })
export type PermitStaff = z.infer<typeof permitStaffSchema>

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
  /** The work's title, with the names of its people masked. */
  title: z.string(),
  /** Thửa, tờ, đường. */
  site: z.string(),
  unitCode: z.string(),
  filedAt: z.iso.datetime(),
  clock: clockSchema,
  /** Whose case it is: the account's id and the name to show. */
  assigneeId: z.uuid().nullable(),
  assignee: z.string().nullable(),
  /** Of the last check; null where none ran. */
  verdict: checkReportSchema.shape.verdict.nullable(),
  /** It rests on generated data: what is approved here is a specimen (mẫu, minh họa), never a permit (guard 2). */
  specimen: z.boolean(),
  /** Of works that need no permit: a notice of start. */
  notice: z.boolean(),
  /** The first day by which an order of its site is to be obeyed; null: none is open. */
  orderDue: z.iso.date().nullable(),
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
  /** Masked for those without the right to see people. */
  name: z.string(),
  kind: z.enum(attachmentKinds),
  bytes: z.number().int(),
  addedAt: z.iso.datetime(),
  /** Of a visit to the site: never public, never told to the applicant. */
  photo: z.literal(true).optional(),
})
export type Attachment = z.infer<typeof attachmentSchema>

export const permitStepSchema = z.strictObject({
  event: z.enum(permitEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  /** Shown to the applicant where the paper of the step shows it; a refusal needs one, and clauses. */
  note: z.string().trim().max(4000),
  /** Clauses that a refusal cites: of rules that failed in the last check, never of a simulation (guard 4). */
  clauses: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** `assign`: the id of an account; `consult`: who is asked. */
  to: z.string().trim().max(120).optional(),
  /** `supplement`, `adjust`: the application as it is now. */
  application: applicationSchema.optional(),
})
export type PermitStep = z.input<typeof permitStepSchema>

/** The impact that lay before the one who decided: its revision, and whether it was of the application as it stood. */
export const stepImpactSchema = z.object({ revision: z.number().int().positive(), current: z.boolean() })
export type StepImpact = z.infer<typeof stepImpactSchema>

export const permitHistorySchema = z.object({
  event: z.enum(['file', ...permitEvents]),
  state: z.enum(permitStates),
  at: z.iso.datetime(),
  /** The name of one of the staff; `applicant`, or `clock`. */
  actor: z.string(),
  /** Empty for those without the right to see people. */
  note: z.string(),
  clauses: z.array(z.string()),
  /** The name of whom it was assigned to, or who was asked. */
  to: z.string().nullable(),
  impact: stepImpactSchema.nullable(),
  ledgerSequence: z.number().int().positive(),
})

/** An impact that is being computed, or was stopped or failed before it came to a record. */
export const impactJobSchema = z.object({
  id: z.uuid(),
  asked: impactAskSchema,
  state: z.enum(['running', 'failed', 'cancelled']),
  startedAt: z.iso.datetime(),
  error: apiErrorSchema.nullable(),
  /** Their progress is told by `job` events and `GET /api/jobs/:id`. */
  jobs: z.array(jobSchema.pick({ id: true, state: true }).extend({ part: z.enum(impactParts) })),
})
export type ImpactJob = z.infer<typeof impactJobSchema>

export const permitCaseSchema = permitSummarySchema.extend({
  revision: z.number().int().positive(),
  application: applicationSchema,
  /** Null for those without the right to see people, and where they have been erased. */
  people: peopleSchema.nullable(),
  attachments: z.array(attachmentSchema),
  report: checkReportSchema.nullable(),
  /** SHA-256 of the report's canonical form, as the ledger holds it. */
  reportHash: z.string().nullable(),
  /** The report is of the application as it stands: a decision may rest on it. */
  reportCurrent: z.boolean(),
  history: z.array(permitHistorySchema),
  /** What the one who asks may do now, by the state table and the role. */
  may: z.array(z.enum(permitEvents)),
  /** The last impact that is done. */
  impact: caseImpactSchema.nullable(),
  /** One asked for after it that has no record yet. */
  impactJob: impactJobSchema.nullable(),
  /** n/GPXD, counted by unit and year; n/GPXD-MẪU of a specimen; null before it is issued. */
  permitNumber: z.string().nullable(),
  /** The application before its figures were last changed; null: they never were. */
  former: applicationSchema.nullable(),
})
export type PermitCase = z.infer<typeof permitCaseSchema>

export const permitFollowSchema = z.object({
  code: z.string(),
  state: z.enum(permitStates),
  revision: z.number().int().positive(),
  clock: clockSchema,
  /** With the notes of the steps that a paper to the applicant tells of: supplement asked for, refused. */
  history: z.array(permitHistorySchema.pick({ event: true, state: true, at: true, note: true, clauses: true })),
  attachments: z.array(attachmentSchema),
  may: z.array(z.enum(permitEvents)),
  permitNumber: z.string().nullable(),
  specimen: z.boolean(),
  /** Where it may be changed now. */
  application: applicationSchema.nullable(),
})
export type PermitFollow = z.infer<typeof permitFollowSchema>

export const registerQuerySchema = z.strictObject({ q: words, page })
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
  specimen: z.boolean(),
})
export type RegisterEntry = z.infer<typeof registerEntrySchema>
export const registerPageSchema = z.object({ entries: z.array(registerEntrySchema), total: z.number().int() })
export type RegisterPage = z.infer<typeof registerPageSchema>

/** Permits that one answer shows on the map at most, the newest. */
export const REGISTER_ON_MAP = 1000

/** `west,south,east,north` in WGS 84 degrees. */
export const bboxSchema = z
  .string()
  .max(120)
  .transform((text) => text.split(','))
  .refine((parts) => parts.length === 4 && parts.every((part) => /^-?\d{1,3}(\.\d{1,15})?$/.test(part)), 'w,s,e,n')
  .transform((parts) => parts.map(Number) as [number, number, number, number])
  .refine(([w, s, e, n]) => w >= -180 && s >= -90 && e <= 180 && n <= 90 && w <= e && s <= n, 'w,s,e,n')
export const registerMapQuerySchema = z.strictObject({ bbox: bboxSchema.optional(), q: words })

/** GeoJSON (RFC 7946). Of people not even a masked name: a map is looked through, a register is looked up. */
export const registerMapSchema = z.object({
  type: z.literal('FeatureCollection'),
  /** There are more of them here: look closer. */
  more: z.boolean(),
  licence: z.string(),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.uuid(),
      /** The middle of the lot. */
      geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
      properties: z.object({
        permitNumber: z.string(),
        /** Thửa, tờ, đường. */
        site: z.string(),
        unitCode: z.string(),
        procedure: bilingualSchema,
        kind: bilingualSchema,
        storeys: z.number(),
        floorSquareMetres: z.number(),
        issuedOn: z.iso.date(),
        state: z.enum(permitStates),
        stateTitle: bilingualSchema,
        specimen: z.boolean(),
        provenance: provenanceSchema,
      }),
    }),
  ),
})
export type RegisterMap = z.infer<typeof registerMapSchema>

/** What the administrator settles of the working calendar: years that have been announced, and the desk's hours. */
export const workCalendarSchema = z.strictObject({ years: holidayTableSchema, hours: deskHoursSchema })
export type WorkCalendar = z.infer<typeof workCalendarSchema>
export const workCalendarAnswerSchema = workCalendarSchema.extend({
  /** Days off besides weekends, of last year, this one and the next, as the clocks count them. */
  days: z.array(
    z.object({
      date: z.iso.date(),
      title: bilingualSchema,
      source: z.string(),
      /** It hangs on what is not confirmed for its year. */
      assumed: z.boolean(),
    }),
  ),
})
export type WorkCalendarAnswer = z.infer<typeof workCalendarAnswerSchema>
