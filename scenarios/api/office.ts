/**
 * What an administrator sees to.
 *
 *     GET    /api/gis                         → GisState         (admin: the schema for QGIS, where the database has PostGIS)
 *     GET    /api/office                      → OfficeAnswer     (reviewer, approver, admin: what papers print, by unit)
 *     PUT    /api/office/units/:code          SaveUnit → OfficeAnswer        (admin; of their unit where they have one; 409 where `revision` is old)
 *     PUT    /api/office/procedures           SaveProcedures → OfficeAnswer  (admin: the portal's codes of procedures)
 *     POST   /api/holidays/preview            WorkCalendar → HolidayPreview  (admin: how deadlines would move; nothing is written)
 *     GET    /api/rules                       → RuleSettings     (reviewer, approver, admin: limits that the office has set)
 *     PUT    /api/rules                       SaveRules → RuleSettings       (admin)
 *     GET    /api/rules/recheck               → RecheckState     (admin)
 *     POST   /api/rules/recheck               → RecheckState     (admin: every stored case again, by the rules as they are; writes nothing)
 *     POST   /api/portal/cases                a case of the national portal → PortalTaken  (the portal’s own credential; twice is once)
 *     GET    /api/portal                      → PortalQueue      (admin; of their unit) ?state= &page=
 *     POST   /api/portal/retry                PortalRetry → PortalQueue      (admin; of their unit)
 */
import { z } from 'zod'
import { procedures } from '../permits/application.ts'
import { feeTableSchema } from '../permits/papers/fee.ts'
import { officeSchema } from '../permits/papers/paper.ts'
import { bilingualSchema } from '../provenance.ts'
import { verdictSchema } from '../rules/report.ts'
import { settledLimitsSchema } from '../rules/settled.ts'

export const gisStateSchema = z.object({
  /** `not-made`: it is installed, and who owns the database may not create the extension. */
  postgis: z.enum(['none', 'not-made', 'ready']),
  /** Null where the schema is not there. */
  srid: z.number().int().nullable(),
  /** Of the tiles whose layers are in it; null: none yet. */
  cityHash: z.string().nullable(),
  filledAt: z.iso.datetime().nullable(),
  features: z.number().int(),
  /** Shapes that were not valid: made valid, and left out. */
  mended: z.number().int(),
  refused: z.number().int(),
})
export type GisState = z.infer<typeof gisStateSchema>

/** A unit's permit desk: what its papers print. */
export const unitSettingSchema = z.strictObject({ office: officeSchema, fees: feeTableSchema })
export type UnitSetting = z.infer<typeof unitSettingSchema>

/** Of the portal (MaTTHC), each with the procedure that it is here. */
export const procedureCodesSchema = z
  .record(
    z
      .string()
      .trim()
      .regex(/^[\w.-]{1,40}$/),
    z.enum(procedures),
  )
  .refine((codes) => Object.keys(codes).length <= 100, '100 codes at the most')

/** 0: as usual, nothing was saved. */
const revision = z.number().int().min(0)
const saved = { revision, savedAt: z.iso.datetime().nullable() }
export const officeAnswerSchema = z.object({
  units: z.array(z.object({ code: z.string(), name: z.string(), setting: unitSettingSchema, ...saved })),
  procedures: z.object({ codes: procedureCodesSchema, ...saved }),
})
export type OfficeAnswer = z.infer<typeof officeAnswerSchema>

export const saveUnitSchema = z.strictObject({ setting: unitSettingSchema, revision })
export type SaveUnit = z.input<typeof saveUnitSchema>
export const saveProceduresSchema = z.strictObject({ codes: procedureCodesSchema, revision })
export type SaveProcedures = z.input<typeof saveProceduresSchema>

/** How open cases would stand by another calendar. */
export const holidayPreviewSchema = z.object({
  open: z.number().int(),
  moved: z.number().int(),
  /** The first of those that move, by the day that stands. */
  cases: z.array(
    z.object({
      code: z.string(),
      unitCode: z.string(),
      before: z.iso.date().nullable(),
      after: z.iso.date().nullable(),
      /** It would be late, today, and is not. */
      becomesLate: z.boolean(),
    }),
  ),
})
export type HolidayPreview = z.infer<typeof holidayPreviewSchema>
export const PREVIEWED_CASES = 50

export const ruleSettingsSchema = z.object({ limits: settledLimitsSchema, ...saved })
export type RuleSettings = z.infer<typeof ruleSettingsSchema>
export const saveRulesSchema = z.strictObject({ limits: settledLimitsSchema, revision })
export type SaveRules = z.input<typeof saveRulesSchema>

const count = z.number().int()
const problem = z.object({
  code: z.string(),
  message: bilingualSchema,
  ...{ file: z.string().optional(), place: z.string().optional(), expected: z.string().optional() },
})
export const recheckSchema = z.object({
  cases: count,
  verdicts: z.record(verdictSchema, count),
  changed: z.array(
    z.object({ code: z.string(), before: verdictSchema, after: verdictSchema, rules: z.array(z.string()) }),
  ),
  broken: z.array(z.object({ code: z.string(), problem })),
})
export const recheckStateSchema = z.object({
  /** 0 … 1; null: none runs. */
  progress: z.number().nullable(),
  /** Of the last one that ended since the server started. */
  found: recheckSchema.extend({ at: z.iso.datetime(), seconds: z.number() }).nullable(),
})
export type RecheckState = z.infer<typeof recheckStateSchema>

export const portalTakenSchema = z.object({ MaHoSo: z.string(), TrangThai: z.literal(1) })
export const outboxStates = ['pending', 'refused', 'sent'] as const
export const portalQueueQuerySchema = z.strictObject({
  state: z.enum(outboxStates).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
})
const tried = {
  attempts: count,
  nextAt: z.iso.datetime(),
  lastError: z.string().nullable(),
}
export const portalQueueSchema = z.object({
  on: z.boolean(),
  /** Where steps go; null where the portal is not joined. */
  url: z.string().nullable(),
  counts: z.record(z.enum(outboxStates), count),
  steps: z.array(
    z.object({
      id: z.string(),
      permitId: z.uuid(),
      code: z.string(),
      unitCode: z.string(),
      /** Of the national system. */
      status: z.number().int(),
      words: z.string(),
      state: z.enum(outboxStates),
      createdAt: z.iso.datetime(),
      sentAt: z.iso.datetime().nullable(),
      ...tried,
    }),
  ),
  /** Files that the portal still owes. */
  files: z.array(
    z.object({
      permitId: z.uuid(),
      code: z.string(),
      unitCode: z.string(),
      hash: z.string(),
      state: z.enum(['pending', 'refused']),
      ...tried,
    }),
  ),
})
export type PortalQueue = z.infer<typeof portalQueueSchema>
/** Of a case, or null: of all. */
export const portalRetrySchema = z.strictObject({ code: z.string().max(60).nullable() })
