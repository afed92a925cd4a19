/**
 * Street works: registrations, their steps, clashes, common trenches, streets paved of late, and what the public sees.
 *
 *     GET    /api/works                     → PublicWorksAnswer  (anyone: what is dug or will be, no people) ?from= &to= dates
 *     GET    /api/works.geojson             → the same as GeoJSON, WGS 84
 *     POST   /api/works                     NewWorks → WorksFiled        (anyone: a utility, limited; a reviewer at the desk)
 *     POST   /api/works/check               WorksApplication → Clash[]   (anyone, limited: before anything is filed)
 *     GET    /api/works/cases               → WorksPage                  (staff) ?q= &state= &page=
 *     GET    /api/works/cases/:id           → WorksCase                  (staff; people: reviewers and approvers of its unit alone)
 *     POST   /api/works/cases/:id/events    WorksStep → WorksCase        (staff, by the state table and the role; 409 where `revision` is old)
 *     GET    /api/works/cases/:id/reach     → WorksReach                 (staff: who is cut off from an ambulance by the closures; advice)
 *     POST   /api/works/cases/:id/joint     JointAnswer → WorksCase      (reviewer, for the one who registered it)
 *     POST   /api/works/cases/:id/photos    the file → Attachment        (reviewer, approver) ?name=
 *     GET    /api/works/cases/:id/photos/:hash → the file, to be saved   (who may see people)
 *     DELETE /api/works/cases/:id/people    → 204  erases people and photos of works that have ended (admin)
 *     GET    /api/works/joints              → JointPage                  (staff: proposed by the server, and as agreed)
 *     POST   /api/works/joints              NewJoint → JointPage         (reviewer: puts a common trench to those who dig)
 *     GET    /api/works/follow              → WorksFollow                (anyone with the code)
 *     POST   /api/works/follow/events       WorksStep → WorksFollow      (the utility's: revise, submit, withdraw, start, note, restore)
 *     POST   /api/works/follow/joint        JointAnswer → WorksFollow
 *     POST   /api/works/follow/photos       the file → Attachment        ?name=
 *     GET    /api/works/rules               → WorksRules                 (anyone)
 *     PUT    /api/works/rules               WorksRules → WorksRules      (admin)
 *     GET    /api/pavings                   → Paving[]                   (anyone: streets paved, newest first)
 *     POST   /api/pavings                   PavingForm → Paving[]         (reviewer, approver)
 *
 * Who has a unit sees and moves that unit's works alone (403 `permit/unit`). The code of a utility goes into the header
 * `x-follow-code`, as an applicant's of a permit.
 */
import { z } from 'zod'
import { bilingualSchema } from '../provenance.ts'
import { clashSchema } from '../works/clashes.ts'
import { jointSchema } from '../works/joint.ts'
import { permittedStates, worksEvents, worksStates } from '../works/process.ts'
import { materials, stretchSchema, worksApplicationSchema, worksPeopleSchema } from '../works/works.ts'
import { attachmentSchema, clockSchema } from './permits.ts'

export const WORKS_A_PAGE = 50
export const PHOTOS_A_WORKS = 60
/** Of the public list, days ahead that are shown where no last day is asked for. */
export const PUBLIC_DAYS = 90

export const newWorksSchema = z.strictObject({
  people: worksPeopleSchema,
  application: worksApplicationSchema,
  /** False: a draft, which only its code opens. */
  submit: z.boolean(),
})
export type NewWorks = z.infer<typeof newWorksSchema>
export const worksFiledSchema = z.object({ id: z.uuid(), code: z.string(), followCode: z.string() })
export type WorksFiled = z.infer<typeof worksFiledSchema>

export const worksQuerySchema = z.strictObject({
  q: z.string().trim().max(200).optional(),
  state: z.enum(worksStates).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export type WorksQuery = z.input<typeof worksQuerySchema>

export const worksSummarySchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(worksStates),
  revision: z.number().int().positive(),
  application: worksApplicationSchema,
  filedAt: z.iso.datetime(),
  clock: clockSchema,
  /** n/GPĐĐ-year, counted by unit; with -MẪU of a specimen. */
  permitNumber: z.string().nullable(),
  /** It rests on generated roads: its permit is a specimen (guard 2). */
  specimen: z.boolean(),
  openedOn: z.iso.date().nullable(),
  restoredOn: z.iso.date().nullable(),
})
export type WorksSummary = z.infer<typeof worksSummarySchema>
export const worksPageSchema = z.object({ works: z.array(worksSummarySchema), total: z.number().int() })
export type WorksPage = z.infer<typeof worksPageSchema>

export const worksStepSchema = z.strictObject({
  event: z.enum(worksEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  note: z.string().trim().max(4000),
  /** `revise`, `submit`: the registration as it is now. */
  application: worksApplicationSchema.optional(),
  /** `extend`: the new last day. */
  until: z.iso.date().optional(),
})
export type WorksStep = z.input<typeof worksStepSchema>

export const worksHistorySchema = z.object({
  event: z.enum(['file', ...worksEvents]),
  state: z.enum(worksStates),
  at: z.iso.datetime(),
  /** The name of one of the staff; `utility`, or `clock`. */
  actor: z.string(),
  note: z.string(),
  until: z.iso.date().nullable(),
  ledgerSequence: z.number().int().positive(),
})

/** A common trench that was put to those who dig. */
export const jointAgreementSchema = jointSchema.extend({
  id: z.uuid(),
  state: z.enum(['proposed', 'agreed', 'declined']),
  /** Of the works, those that have agreed. */
  agreed: z.array(z.uuid()),
  titles: z.array(z.object({ id: z.uuid(), title: z.string(), organisation: z.string() })),
})
export type JointAgreement = z.infer<typeof jointAgreementSchema>
export const jointProposalSchema = jointSchema.extend({ titles: jointAgreementSchema.shape.titles })
export const jointPageSchema = z.object({
  /** What the server finds now, and nobody has been asked about yet. */
  proposals: z.array(jointProposalSchema),
  agreements: z.array(jointAgreementSchema),
})
export type JointPage = z.infer<typeof jointPageSchema>
export const newJointSchema = z.strictObject({ works: z.array(z.uuid()).min(2).max(20) })
export const jointAnswerSchema = z.strictObject({ joint: z.uuid(), agree: z.boolean() })

export const worksFollowSchema = worksSummarySchema.extend({
  history: z.array(worksHistorySchema),
  clashes: z.array(clashSchema),
  joints: z.array(jointAgreementSchema),
  photos: z.array(attachmentSchema),
  may: z.array(z.enum(worksEvents)),
})
export type WorksFollow = z.infer<typeof worksFollowSchema>
export const worksCaseSchema = worksFollowSchema.extend({
  /** Null for those without the right to see people, and where they have been erased. */
  people: worksPeopleSchema.nullable(),
})
export type WorksCase = z.infer<typeof worksCaseSchema>

export const worksReachSchema = z.object({
  /** Households that no ambulance reaches with the closures of these days, beyond those that none reaches anyway. */
  cutOff: z.number(),
  clash: clashSchema.nullable(),
  /** Rests on generated or assumed data. */
  illustrative: z.boolean(),
})
export type WorksReach = z.infer<typeof worksReachSchema>

const { title, kind, organisation, stretches, hours, closure } = worksApplicationSchema.shape
export const publicWorksSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(permittedStates),
  permitNumber: z.string(),
  specimen: z.boolean(),
  /** From the first barrier to the street open again: as it was, else as permitted. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Vehicles are barred at this moment. */
  barsNow: z.boolean(),
  ...{ title, kind, organisation, stretches, hours, closure },
  /** Names of the streets. */
  streets: z.array(z.string()),
})
export type PublicWorks = z.infer<typeof publicWorksSchema>
export const publicQuerySchema = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() })
export const publicWorksAnswerSchema = z.object({
  works: z.array(publicWorksSchema),
  /** Roads are generated or assumed (minh họa). */
  illustrative: z.boolean(),
  notes: z.array(bilingualSchema),
})
export type PublicWorksAnswer = z.infer<typeof publicWorksAnswerSchema>
export const publicGeojsonSchema = z.object({
  type: z.literal('FeatureCollection'),
  ...publicWorksAnswerSchema.omit({ works: true }).shape,
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.uuid(),
      geometry: z.object({
        type: z.literal('MultiLineString'),
        coordinates: z.array(z.array(z.tuple([z.number(), z.number()]))),
      }),
      properties: publicWorksSchema.omit({ id: true, stretches: true }).extend({
        kindTitle: bilingualSchema,
        stateTitle: bilingualSchema,
        closureTitle: bilingualSchema,
      }),
    }),
  ),
})
export type PublicWorksMap = z.infer<typeof publicGeojsonSchema>

export const pavingSchema = z.object({
  id: z.uuid(),
  road: z.string(),
  street: z.string().nullable(),
  fromMetres: z.number(),
  toMetres: z.number(),
  pavedOn: z.iso.date(),
  material: z.enum(materials),
  /** What it is known from: what staff wrote, or `works/<id>` whose restoration was accepted. */
  source: z.string(),
})
export type PavingEntry = z.infer<typeof pavingSchema>
export const pavingFormSchema = z.strictObject({
  stretches: z.array(stretchSchema).min(1).max(200),
  pavedOn: z.iso.date(),
  material: z.enum(materials),
  source: z.string().trim().min(1).max(300),
})
