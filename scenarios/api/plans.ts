/**
 * Requests and answers of the approval of plans.
 *
 *     GET    /api/plans                           → PlanPage        ?state= &q= &page= (anyone: public ones; its staff: all of their unit)
 *     POST   /api/plans                           NewPlan → PlanView            (planner: opens a task)
 *     GET    /api/plans/:id                       → PlanView                    (as above; 404 to whom it is not shown)
 *     POST   /api/plans/:id/events                PlanStep → PlanView           (by the state table and the role; 409 where `revision` is old)
 *     GET    /api/plans/:id/revisions/:n          → PlanRevision                (the n-th scenario submitted, as it was; the public: those it was asked about)
 *     GET    /api/plans/:id/edits.geojson         → PlanEdits                   ?submission= (WGS 84; as above)
 *     GET    /api/plans/:id/conflicts             → PlanConflict[]              (planner, reviewer, approver)
 *     POST   /api/plans/:id/conflicts             SettleConflict → PlanConflict[]   (reviewer, approver)
 *     GET    /api/plans/:id/comments              → PlanComment[]   ?submission=  (staff: all; anyone: the public's that are shown)
 *     POST   /api/plans/:id/comments              NewPlanComment → PlanComment  (planner, reviewer, approver: a thread or a reply in one)
 *     POST   /api/plans/:id/comments/public       NewPublicComment → PublicCommentSent  (anyone, while it is consulted on; limited)
 *     POST   /api/plans/:id/comments/:comment/resolve    → PlanComment          (reviewer, approver: closes a thread)
 *     POST   /api/plans/:id/comments/:comment/moderate   ModerateComment → PlanComment  (reviewer: shows or hides one of the public's)
 *     POST   /api/plans/:id/comments/:comment/answer     AnswerComment → PlanComment    (planner, reviewer)
 *     GET    /api/plans/comments/follow           → FollowedComment             (anyone with the code, in the header `x-follow-code`)
 *     POST   /api/plans/:id/attachments           the file → PlanAttachment     ?name= &purpose= (planner, reviewer, approver)
 *     GET    /api/plans/:id/attachments/:hash     → the file, to be saved       (staff; anyone: drawings of a decided plan)
 *     POST   /api/plans/:id/changes/:change/events   MovePlanChange → PlanView  (reviewer, approver: what was approved is begun, built, given up)
 *     DELETE /api/plans/:id/people                → 204  erases who commented, of a plan no longer consulted on (admin)
 *     GET    /api/plan-terms                      → PlanTermsAnswer             (anyone)
 *     PUT    /api/plan-terms                      PlanTerms → PlanTermsAnswer   (admin)
 *
 * Planners, reviewers and approvers are a plan's staff; who has a unit acts on that unit's plans alone (403 `plan/unit`) and
 * sees of others what everyone sees. The administrator decides nothing here and sees what everyone sees. Every change of a
 * plan counts its `revision` up and is an event `plan` of the stream.
 */
import { z } from 'zod'
import { changeEvents, cityChangeSchema } from '../city-changes.ts'
import { editSchema } from '../edit.ts'
import { conflictSchema, settlements } from '../plans/conflicts.ts'
import { planEvents, planStates } from '../plans/process.ts'
import { planTermsSchema } from '../plans/terms.ts'
import { bilingualSchema, provenanceSchema } from '../provenance.ts'
import { runKinds } from '../run.ts'
import { apiErrorSchema, savedScenarioSchema, storedRunSchema } from './api.ts'
import { attachmentSchema } from './permits.ts'

export const PLANS_A_PAGE = 50
export const MAX_PLAN_RUNS = 6
export const PLAN_ATTACHMENTS = 60
/** Comments of the public that one plan takes. */
export const MAX_PUBLIC_COMMENTS = 20_000
export const MAX_STAFF_COMMENTS = 5000

const page = z.coerce.number().int().min(1).max(100_000).default(1)
const title = z.string().trim().min(1).max(200)
/** Lines of a person. */
const words = (most: number) => z.string().trim().min(1).max(most)
const note = z.string().trim().max(4000).default('')
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const unitCode = z
  .string()
  .regex(/^[0-9A-Za-z]{1,10}$/)
  .nullable()

/** Quy hoạch chung, phân khu, chi tiết (Luật 47/2024/QH15). */
export const planKinds = ['general', 'zone', 'detail'] as const
export type PlanKind = (typeof planKinds)[number]

export const planQuerySchema = z.strictObject({
  state: z.enum(planStates).optional(),
  /** In the title or the decision's number, with or without diacritics. */
  q: z.string().trim().max(200).optional(),
  page,
})
export type PlanQuery = z.input<typeof planQuerySchema>

/** Nhiệm vụ quy hoạch. */
export const planTaskSchema = z.strictObject({
  title,
  kind: z.enum(planKinds),
  /** Mục tiêu, phạm vi, yêu cầu. */
  purpose: words(4000),
})
export const newPlanSchema = planTaskSchema.extend({
  /** Whose plan it is; null: the whole city's. */
  unitCode: unitCode.default(null),
  /** The plan in force that this one adjusts (điều chỉnh); it replaces it when approved. */
  adjusts: z.uuid().nullable().default(null),
})
export type NewPlan = z.input<typeof newPlanSchema>

/** A run as the browser found it: the server computes its own and compares. */
export const claimedRunSchema = z.strictObject({
  kind: z.enum(runKinds),
  /** The city with the edits, or the same world without them. */
  of: z.enum(['scenario', 'baseline']).default('scenario'),
  digest: hash,
  /** `name@version` */
  kernel: z.string().min(1).max(100),
  /** Hash of the tiles. */
  city: z.string().min(1).max(200),
  scenarioHash: hash,
})
export type ClaimedRun = z.input<typeof claimedRunSchema>

export const submissionSchema = z.strictObject({
  scenarioId: z.uuid(),
  /** The saved revision: later saves of the scenario change nothing here. */
  scenarioRevision: z.number().int().positive(),
  runs: z
    .array(claimedRunSchema)
    .min(1)
    .max(MAX_PLAN_RUNS)
    .refine((runs) => new Set(runs.map((run) => `${run.kind} ${run.of}`)).size === runs.length, 'each run once'),
})
export type Submission = z.input<typeof submissionSchema>

export const decisionSchema = z.strictObject({
  /** 1234/QĐ-UBND */
  number: words(60),
  /** Ủy ban nhân dân thành phố Cần Thơ */
  issuer: words(200),
  signedOn: z.iso.date(),
  effectiveFrom: z.iso.date(),
  /** The last day of the plan's period; null: until it is replaced. */
  expiresOn: z.iso.date().nullable().default(null),
  /** Attachments of the plan, by hash. */
  drawings: z.array(hash).max(PLAN_ATTACHMENTS),
  /** Plans in force that end with it. */
  replaces: z.array(z.uuid()).max(50).default([]),
})
export type PlanDecision = z.infer<typeof decisionSchema>

export const planStepSchema = z.strictObject({
  event: z.enum(planEvents),
  /** The plan's, that the person looked at. */
  revision: z.number().int().positive(),
  note,
  /** `describe` */
  task: planTaskSchema.optional(),
  /** `submit` */
  submission: submissionSchema.optional(),
  /** `consult`: for how many days. */
  days: z.number().int().min(1).max(1000).optional(),
  /** `approve` */
  decision: decisionSchema.optional(),
})
export type PlanStep = z.input<typeof planStepSchema>

/** A value that the server found to be another than the one claimed. */
export const runDifferenceSchema = z.object({
  what: z.enum(['digest', 'kernel', 'city', 'scenario', 'failed']),
  claimed: z.string(),
  computed: z.string(),
})
export type RunDifference = z.infer<typeof runDifferenceSchema>

export const planRunSchema = z.object({
  claimed: claimedRunSchema,
  jobId: z.uuid(),
  state: z.enum(['waiting', 'same', 'different']),
  /** 0 … 1 of the server's computation. */
  progress: z.number(),
  differences: z.array(runDifferenceSchema),
  /** The server's own; the decision rests on it. */
  run: storedRunSchema.nullable(),
})
export type PlanRun = z.infer<typeof planRunSchema>

const consultationSchema = z.object({
  openedAt: z.iso.datetime(),
  /** The last day. */
  until: z.iso.date(),
  days: z.number().int(),
})

/** A scenario as it was submitted, and what came of it. */
export const planRevisionSchema = z.object({
  /** 1, 2, … of the plan. */
  number: z.number().int().positive(),
  submittedAt: z.iso.datetime(),
  scenario: savedScenarioSchema,
  /** One a slot, as they are decided on. */
  edits: z.array(editSchema),
  runs: z.array(planRunSchema),
  consultation: consultationSchema.nullable(),
  /** How it ended: still the one that stands, returned, or decided so. */
  current: z.boolean(),
})
export type PlanRevision = z.infer<typeof planRevisionSchema>

export const planSummarySchema = z.object({
  id: z.uuid(),
  revision: z.number().int().positive(),
  kind: z.enum(planKinds),
  title,
  unitCode,
  state: z.enum(planStates),
  /** Submissions so far; 0: none yet. */
  submissions: z.number().int(),
  edits: z.number().int(),
  /** The last day of the consultation that runs or ran last; null: none. */
  consultedUntil: z.iso.date().nullable(),
  decisionNumber: z.string().nullable(),
  effectiveFrom: z.iso.date().nullable(),
  /** It rests on generated data: what is approved here is a specimen (mẫu, minh họa), never a plan (guard 2). */
  specimen: z.boolean(),
  changedAt: z.iso.datetime(),
})
export type PlanSummary = z.infer<typeof planSummarySchema>
export const planPageSchema = z.object({
  plans: z.array(
    planSummarySchema.extend({
      /** Of the places of its changes, WGS 84 [west, south, east, north]; null: they have none. */
      bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
    }),
  ),
  total: z.number().int(),
})
export type PlanPage = z.infer<typeof planPageSchema>

export const planHistorySchema = z.object({
  /** Of the plan. */
  revision: z.number().int().positive(),
  /** `open`: the task was opened; `settle`: a conflict was settled. */
  event: z.enum(['open', 'settle', ...planEvents]),
  state: z.enum(planStates),
  submission: z.number().int(),
  at: z.iso.datetime(),
  /** The name of one of the staff for the staff, else the role; `clock`. */
  actor: z.string(),
  /** Empty for those who are not its staff, but of the steps that tell the public something. */
  note: z.string(),
  ledgerSequence: z.number().int().positive(),
})
export type PlanHistory = z.infer<typeof planHistorySchema>

export const planAttachmentPurposes = ['task', 'drawing', 'explanation', 'appraisal', 'acceptance', 'other'] as const
export const planAttachmentSchema = attachmentSchema.extend({ purpose: z.enum(planAttachmentPurposes) })
export type PlanAttachment = z.infer<typeof planAttachmentSchema>

/** What became of a plan's comments of the public, for the record. */
export const commentCountsSchema = z.object({
  total: z.number().int(),
  waiting: z.number().int(),
  shown: z.number().int(),
  hidden: z.number().int(),
  answered: z.number().int(),
})
export type CommentCounts = z.infer<typeof commentCountsSchema>
export const commentSummarySchema = z.object({
  submission: z.number().int(),
  at: z.iso.datetime(),
  text: z.string(),
  counts: commentCountsSchema,
  /** SHA-256 of its record, as the ledger holds it. */
  hash: z.string().length(64),
  ledgerSequence: z.number().int().positive(),
})
export type CommentSummary = z.infer<typeof commentSummarySchema>

export const planChangeSchema = cityChangeSchema.extend({
  /** What may be done with it now, by whom may: zoning comes to stand by itself on its day. */
  may: z.array(z.enum(changeEvents)),
  /** The acceptance document (nghiệm thu), by hash; null: none yet. */
  document: z.string().nullable(),
})
export type PlanChange = z.infer<typeof planChangeSchema>

/** Another plan or one of its changes, that this one takes the place of or that took its place. */
const replacedSchema = z.object({
  planId: z.uuid().nullable(),
  /** A single change; null: the whole plan. */
  changeId: z.uuid().nullable(),
  title: z.string(),
  reason: z.string(),
})

export const planViewSchema = planSummarySchema.extend({
  purpose: z.string(),
  adjusts: z.uuid().nullable(),
  openedAt: z.iso.datetime(),
  /** Of the scenario that stands; null before the first submission, and to those who are not shown it. */
  current: planRevisionSchema.nullable(),
  decision: decisionSchema.nullable(),
  replaces: z.array(replacedSchema),
  replacedBy: z.array(replacedSchema),
  /** Each approved edit and how far it is built. */
  changes: z.array(planChangeSchema),
  attachments: z.array(planAttachmentSchema),
  comments: commentCountsSchema,
  summary: commentSummarySchema.nullable(),
  history: z.array(planHistorySchema),
  /** What the one who asks may do now, by the state table, the role and the conditions. */
  may: z.array(z.enum(planEvents)),
  /** What their role lets them do here, but not yet: each with what is missing. */
  heldBack: z.array(z.object({ event: z.enum(planEvents), problem: apiErrorSchema })),
  /** Terms to show beside the steps. */
  terms: planTermsSchema,
})
export type PlanView = z.infer<typeof planViewSchema>

export const planConflictSchema = conflictSchema.extend({
  /** What each is, in a sentence. */
  ours: bilingualSchema,
  theirs: bilingualSchema,
  /** The other's plan or permit, as it is called. */
  theirTitle: z.string(),
  settleable: z.array(z.enum(settlements)),
  settled: z.object({ how: z.enum(settlements), reason: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
})
export type PlanConflict = z.infer<typeof planConflictSchema>
export const settleConflictSchema = z.strictObject({
  key: hash,
  how: z.enum(settlements),
  reason: words(2000),
  revision: z.number().int().positive(),
})

/** On an edit of the plan by its slot, at a place (m, local frame), or on the plan as a whole. */
export const anchorSchema = z
  .union([
    z.strictObject({ slot: z.string().min(1).max(700) }),
    z.strictObject({ x: z.number().min(-1e7).max(1e7), y: z.number().min(-1e7).max(1e7) }),
  ])
  .nullable()
export type Anchor = z.infer<typeof anchorSchema>

export const newPlanCommentSchema = z.strictObject({
  text: words(4000),
  anchor: anchorSchema.default(null),
  /** A reply stands in the thread of the comment that it answers. */
  replyTo: z.uuid().nullable().default(null),
})
export type NewPlanComment = z.input<typeof newPlanCommentSchema>

export const newPublicCommentSchema = z.strictObject({
  text: words(4000),
  /** A place in WGS 84 degrees is kept in the local frame. */
  anchor: z
    .union([anchorSchema, z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })])
    .default(null),
  /** Both are told to nobody but the plan's reviewers, and erased after it. */
  name: z.string().trim().max(120).default(''),
  contact: z.string().trim().max(200).default(''),
})
export type NewPublicComment = z.input<typeof newPublicCommentSchema>
/** The code is told once. */
export const publicCommentSentSchema = z.object({ id: z.uuid(), followCode: z.string() })
export type PublicCommentSent = z.infer<typeof publicCommentSentSchema>

export const commentStates = ['waiting', 'shown', 'hidden'] as const
export const moderateCommentSchema = z.strictObject({
  show: z.boolean(),
  /** Why it is not shown, for the one who wrote it. */
  reason: z.string().trim().max(1000).default(''),
})
export const answerCommentSchema = z.strictObject({ text: words(4000) })

export const planCommentSchema = z.object({
  id: z.uuid(),
  /** The scenario that it was made on. */
  submission: z.number().int(),
  party: z.enum(['staff', 'public']),
  replyTo: z.uuid().nullable(),
  anchor: anchorSchema,
  /** Of an anchor that is a place: WGS 84 [lon, lat], where comments are listed. */
  place: z.tuple([z.number(), z.number()]).optional(),
  text: z.string(),
  at: z.iso.datetime(),
  /** The name of one of the staff; of the public the name that was given, for reviewers alone; else empty. */
  author: z.string(),
  /** As `author`. */
  contact: z.string(),
  /** Of a thread of the staff: by whom and when it was closed. */
  resolved: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  /** Of the public: before it is looked at, nobody but reviewers sees it. */
  state: z.enum(commentStates),
  reason: z.string(),
  answer: z.object({ text: z.string(), at: z.iso.datetime(), by: z.string() }).nullable(),
})
export type PlanComment = z.infer<typeof planCommentSchema>

export const followedCommentSchema = planCommentSchema
  .pick({ id: true, text: true, anchor: true, at: true, state: true, reason: true })
  .extend({
    answer: z.object({ text: z.string(), at: z.iso.datetime() }).nullable(),
    plan: z.object({ id: z.uuid(), title: z.string(), state: z.enum(planStates), shown: z.boolean() }),
    summary: commentSummarySchema.nullable(),
  })
export type FollowedComment = z.infer<typeof followedCommentSchema>

export const movePlanChangeSchema = z.strictObject({
  event: z.enum(['begin', 'complete', 'abandon']),
  note: z.string().trim().max(2000).default(''),
  /** `complete`: the acceptance document, an attachment of the plan. */
  document: hash.nullable().default(null),
})
export type MovePlanChange = z.input<typeof movePlanChangeSchema>

export const planTermsAnswerSchema = planTermsSchema.extend({
  /** Nobody has confirmed them: memory, shown as assumed. */
  assumed: z.boolean(),
})
export type PlanTermsAnswer = z.infer<typeof planTermsAnswerSchema>

const position = z.array(z.number()).min(2).max(3)
/** GeoJSON (RFC 7946) with what says that it is a phương án, or an approved plan. */
export const planEditsSchema = z.object({
  type: z.literal('FeatureCollection'),
  /** What it changes, in sentences with the names of what is changed; those of one street or cabinet together. */
  lines: z.array(z.object({ slots: z.array(z.string()).min(1), words: bilingualSchema })),
  plan: z.object({
    id: z.uuid(),
    title,
    state: z.enum(planStates),
    /** `Phương án (chưa phê duyệt)`, `Quy hoạch đã phê duyệt` … */
    standing: bilingualSchema,
    approved: z.boolean(),
    decision: z
      .object({ number: z.string(), issuer: z.string(), signedOn: z.iso.date(), effectiveFrom: z.iso.date() })
      .nullable(),
    submission: z.number().int(),
    /** Of the data that it was drawn upon. */
    specimen: z.boolean(),
    licence: z.string(),
    provenance: provenanceSchema,
  }),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      /** The edit's slot. */
      id: z.string(),
      geometry: z
        .discriminatedUnion('type', [
          z.object({ type: z.literal('Point'), coordinates: position }),
          z.object({ type: z.literal('LineString'), coordinates: z.array(position) }),
          z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
          z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
          z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position)) }),
        ])
        .nullable(),
      properties: z.object({
        kind: z.string(),
        target: z.string(),
        title: bilingualSchema,
        standing: bilingualSchema,
        /** proposed, or how far it is built. */
        buildState: z.string(),
        buildStateTitle: bilingualSchema,
        provenance: provenanceSchema,
        licence: z.string(),
      }),
    }),
  ),
})
export type PlanEdits = z.infer<typeof planEditsSchema>
