/**
 * Field reports (phản ánh hiện trường): anyone sends, follows by a code and rates; the desk receives, passes on, answers, publishes.
 *
 *     POST   /api/reports                   NewReport → ReportSent       (anyone, limited; the same id again is the same report)
 *     GET    /api/reports                   → PublicReportPage           (anyone: what is published, no people) ?category= &page=
 *     GET    /api/reports.geojson           → the same as GeoJSON, WGS 84, the newest
 *     GET    /api/reports/near              → NearReport[]               (anyone) ?lon= &lat= &category=: open ones of its kind, no words
 *     GET    /api/reports/:id/photos/:hash  → the published copy         (anyone, while it is published)
 *     GET    /api/reports/:id/state         → NearReport                 (anyone: how it stands, no words)
 *     POST   /api/reports/:id/support       Support → NearReport         (anyone, limited: "I see it too", nobody’s name)
 *     GET    /api/reports/follow            → ReportFollow               (anyone with the code)
 *     POST   /api/reports/follow/events     ReportStep → ReportFollow    (the sender's: supplement, withdraw, rate, reopen)
 *     POST   /api/reports/follow/photos     the file → ReportPhoto       ?name=; JPEG or PNG: where it was taken is taken out
 *     GET    /api/reports/follow/photos/:hash  → the blurred copy of what was done (once there is an answer)
 *     GET    /api/reports/follow/receipt.pdf   → the receipt, in Vietnamese, with the code
 *     DELETE /api/reports/follow/people     → 204                        (the sender's own name and phone)
 *     GET    /api/reports/cases             → ReportPage                 (operator, approver, admin) ReportQuery
 *     GET    /api/reports/cases/:id         → ReportCase
 *     POST   /api/reports/cases/:id/events  ReportStep → ReportCase      (by the state table and the role; 409 where `revision` is old)
 *     POST   /api/reports/cases/:id/photos  the file → ReportPhoto       ?name=, of what was done (operator, admin)
 *     GET    /api/reports/cases/:id/photos/:hash          → the file
 *     POST   /api/reports/cases/:id/photos/:hash/public   the blurred copy → ReportPhoto   ?boxes= how many places were blurred
 *     GET    /api/reports/cases/:id/photos/:hash/public   → the blurred copy
 *     DELETE /api/reports/cases/:id/people  → 204  erases people, words and photos of a report at rest (admin)
 *     GET    /api/report-settings           → ReportSettings             (anyone)
 *     PUT    /api/report-settings           ReportSettings → ReportSettings (admin)
 *
 * The sender's code is made on their own device with the id, so that what was sent twice over a bad line is one report with one code;
 * it goes into the header `x-follow-code`. Who has a unit sees and moves that unit's reports alone (403 `permit/unit`).
 */
import { z } from 'zod'
import { reportCategories } from '../reports/categories.ts'
import { ratings, reportEvents, reportStates } from '../reports/process.ts'
import { REPORT_PHOTOS, REPORT_TEXT } from '../reports/report.ts'

export const REPORTS_A_PAGE = 50
/** Of the map: the newest. */
export const PUBLIC_FEATURES = 2000

const lon = z.number().min(-180).max(180)
const lat = z.number().min(-90).max(90)
const category = z.enum(reportCategories)
const text = z.string().trim().min(1).max(REPORT_TEXT)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const contactSchema = z.strictObject({
  name: z.string().trim().max(120),
  phone: z
    .string()
    .trim()
    .max(30)
    .regex(/^[0-9+ .()-]*$/),
})
export type ReportContact = z.infer<typeof contactSchema>

export const newReportSchema = z.strictObject({
  /** Made on the device: sent again, it is the same report. */
  id: z.uuid(),
  /** Made on the device too: opens the report for its sender. */
  followCode: z.string().trim().min(16).max(80),
  category,
  text,
  lon,
  lat,
  /** Someone may come to harm now. */
  danger: z.boolean(),
  notPublic: z.boolean(),
  contact: contactSchema.nullable(),
  /** How many photos are to come. */
  photos: z.number().int().min(0).max(REPORT_PHOTOS),
  /** When it was written, where it waited for a line. */
  writtenAt: z.iso.datetime(),
})
export type NewReport = z.input<typeof newReportSchema>
export const reportSentSchema = z.object({ id: z.uuid(), code: z.string(), state: z.enum(reportStates) })
export type ReportSent = z.infer<typeof reportSentSchema>

export const nearQuerySchema = z.strictObject({
  lon: z.coerce.number().pipe(lon),
  lat: z.coerce.number().pipe(lat),
  category,
})
export const nearReportSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  category,
  state: z.enum(reportStates),
  sentAt: z.iso.datetime(),
  /** To the next 10 m; null where nobody asked from a place. */
  metres: z.number().nullable(),
  /** Besides the sender; null: fewer than five, which are not counted out (guard 7). */
  supporters: z.number().int().nullable(),
})
export type NearReport = z.infer<typeof nearReportSchema>
/** Made at random for this one report, kept on the device: the same again counts once. */
export const supportSchema = z.strictObject({ token: z.uuid() })

export const reportPhotoSchema = z.object({
  hash,
  party: z.enum(['citizen', 'staff']),
  name: z.string(),
  kind: z.enum(['jpeg', 'png']),
  bytes: z.number().int(),
  addedAt: z.iso.datetime(),
  /** The blurred copy: how many places a person blurred in it; null: there is none. */
  blurred: z.object({ hash, boxes: z.number().int() }).nullable(),
})
export type ReportPhoto = z.infer<typeof reportPhotoSchema>

/** What everyone will read: words as staff edited them, copies of photos that a person has looked at. */
export const publicationSchema = z.strictObject({
  text,
  answer: text,
  lon,
  lat,
  /** Hashes of photos, each with a blurred copy. */
  photos: z.array(hash).max(2 * REPORT_PHOTOS),
})
export type Publication = z.infer<typeof publicationSchema>

export const reportStepSchema = z.strictObject({
  event: z.enum(reportEvents),
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
  note: z.string().trim().max(REPORT_TEXT),
  /** `assign`, `forward`. */
  unit: z.string().trim().max(200).optional(),
  /** `ask-extension`, `extend`. */
  until: z.iso.date().optional(),
  /** `rate`. */
  rating: z.enum(ratings).optional(),
  /** `receive`, `classify`. */
  category: category.optional(),
  urgent: z.boolean().optional(),
  /** `classify`: not to be published. */
  notPublic: z.boolean().optional(),
  /** `join`: the report that it goes into. */
  into: z.uuid().optional(),
  /** `propose`, `publish`. */
  publication: publicationSchema.optional(),
})
export type ReportStep = z.input<typeof reportStepSchema>

export const reportQuerySchema = z.strictObject({
  /** Words, or a code. */
  q: z.string().trim().max(200).optional(),
  bucket: z.enum(['new', 'open', 'late', 'mine', 'publication', 'all']).default('open'),
  state: z.enum(reportStates).optional(),
  category: category.optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export type ReportQuery = z.input<typeof reportQuerySchema>

export const reportSummarySchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(reportStates),
  revision: z.number().int().positive(),
  category,
  text: z.string(),
  lon,
  lat,
  /** Of the ward; null: near the city, in none of its wards. */
  unitCode: z.string().nullable(),
  sentAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  urgent: z.boolean(),
  anonymous: z.boolean(),
  notPublic: z.boolean(),
  isPublished: z.boolean(),
  /** The unit in charge. */
  unit: z.string().nullable(),
  /** Who moved it last, of the desk. */
  handler: z.string().nullable(),
  /** When the step that is awaited is due; null: nothing runs. */
  due: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  photos: z.number().int(),
  supporters: z.number().int(),
})
export type ReportSummary = z.infer<typeof reportSummarySchema>
const count = z.number().int()
export const reportPageSchema = z.object({
  reports: z.array(reportSummarySchema),
  total: count,
  /** Of each bucket, whatever is searched for. */
  counts: z.object({ new: count, open: count, late: count, mine: count, publication: count, all: count }),
})
export type ReportPage = z.infer<typeof reportPageSchema>

export const reportHistorySchema = z.object({
  event: z.enum(['send', ...reportEvents]),
  state: z.enum(reportStates),
  at: z.iso.datetime(),
  /** The name of one of the staff, or `citizen`. */
  actor: z.string(),
  note: z.string(),
  unit: z.string().nullable(),
  until: z.iso.date().nullable(),
  rating: z.enum(ratings).nullable(),
  ledgerSequence: z.number().int().positive(),
})
export type ReportHistory = z.infer<typeof reportHistorySchema>

export const reportCaseSchema = reportSummarySchema.extend({
  /** Of the ward. */
  unitName: z.string().nullable(),
  history: z.array(reportHistorySchema),
  contact: contactSchema.nullable(),
  photoList: z.array(reportPhotoSchema),
  photosExpected: z.number().int(),
  danger: z.boolean(),
  writtenAt: z.iso.datetime(),
  /** As it was proposed, or stands in public. */
  publication: publicationSchema.nullable(),
  answerDue: z.iso.datetime().nullable(),
  latestDay: z.iso.date(),
  joinedInto: z.object({ id: z.uuid(), code: z.string() }).nullable(),
  /** Open ones of the same kind near by, to be joined. */
  near: z.array(nearReportSchema),
  may: z.array(z.enum(reportEvents)),
  /** Words and people have been erased. */
  erased: z.boolean(),
})
export type ReportCase = z.infer<typeof reportCaseSchema>

export const reportFollowSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  state: z.enum(reportStates),
  revision: z.number().int().positive(),
  category,
  text: z.string(),
  lon,
  lat,
  sentAt: z.iso.datetime(),
  /** When an answer is due; null: none is awaited. */
  answerDue: z.iso.datetime().nullable(),
  overdue: z.boolean(),
  unit: z.string().nullable(),
  hasContact: z.boolean(),
  /** The sender's own. */
  photos: z.number().int(),
  photosExpected: z.number().int(),
  isPublished: z.boolean(),
  /** Once there is an answer: copies of the office's own photos in which a person blurred faces and plates. */
  results: z.array(hash),
  /** Of the report that it was joined into. */
  joinedInto: z.object({ code: z.string(), state: z.enum(reportStates) }).nullable(),
  history: z.array(reportHistorySchema.omit({ actor: true, ledgerSequence: true })),
  may: z.array(z.enum(reportEvents)),
})
export type ReportFollow = z.infer<typeof reportFollowSchema>

export const publicReportSchema = z.object({
  id: z.uuid(),
  code: z.string(),
  category,
  state: z.enum(reportStates),
  text: z.string(),
  answer: z.string(),
  lon,
  lat,
  unit: z.string().nullable(),
  sentAt: z.iso.datetime(),
  publishedAt: z.iso.datetime(),
  /** Hashes of the copies that may be shown. */
  photos: z.array(hash),
  supporters: z.number().int().nullable(),
})
export type PublicReport = z.infer<typeof publicReportSchema>
export const publicReportQuerySchema = z.strictObject({
  category: category.optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
export const publicReportPageSchema = z.object({ reports: z.array(publicReportSchema), total: count })
export type PublicReportPage = z.infer<typeof publicReportPageSchema>
export const publicReportFeaturesSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.uuid(),
      geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([lon, lat]) }),
      properties: publicReportSchema.omit({ id: true, lon: true, lat: true }),
    }),
  ),
})
