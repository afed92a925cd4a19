/**
 * The register of address codes: one household, one code.
 *
 *     GET    /api/codes/:code             → CodeAnswer      anyone, limited: the place of a code, or what became of it
 *     GET    /api/codes                   → CodePage        staff ?q= &unitCode= &state= &lost= &page=
 *     GET    /api/codes/addresses         → AddressPage     staff: addresses with their codes ?q= &unitCode= &without= &page=
 *     GET    /api/codes/statistics        → CodeStatistics  staff
 *     GET    /api/codes/export            → CSV             staff ?unitCode=
 *     GET    /api/codes/plates            → PDF             staff ?size= and codes= or unitCode= &street=
 *     GET    /api/codes/:code/history     → CodePast[]      staff
 *     POST   /api/codes                   NewCodes → CodeRow[]      reviewer, admin: codes of one address
 *     GET    /api/codes/assignment        → Assignment      staff
 *     POST   /api/codes/assignment        NewAssignment → Assignment  reviewer, admin: a whole unit, in the background
 *     DELETE /api/codes/assignment        → Assignment      stops it: what was given stays given
 *     POST   /api/codes/:code/events      CodeStep → CodeRow[]      reviewer, admin
 *
 * Who has a unit sees and changes codes of that unit alone (403 `permit/unit`).
 */
import { z } from 'zod'
import { CODE_FORM } from '../codes/code.ts'
import { codeEvents, codeStates } from '../codes/process.ts'

export const CODES_A_PAGE = 50
export const PLATES_A_FILE = 400
/** Households at one address. */
export const HOUSEHOLDS_MOST = 500

export const codeSchema = z.string().regex(CODE_FORM)

/** A place as the address search tells of one (`scenarios/address/candidate.ts`). */
export const codePlaceSchema = z.object({
  label: z.string(),
  oldLabel: z.string().nullable(),
  kind: z.literal('address'),
  lon: z.number(),
  lat: z.number(),
  unitCode: z.string().nullable(),
  oldUnitCode: z.string().nullable(),
  postcode: z.string().nullable(),
  oldPostcode: z.string().nullable(),
  gridCode: z.string(),
  score: z.number(),
})
export type CodePlace = z.infer<typeof codePlaceSchema>

const tellingSchema = z.object({
  code: codeSchema,
  printed: z.string(),
  state: z.enum(codeStates),
  /** Where it is, or was. */
  place: codePlaceSchema,
  /** False: the address is not in the city's data any more. */
  onMap: z.boolean(),
})
export const codeAnswerSchema = tellingSchema.extend({
  changedAt: z.iso.datetime(),
  /** Of a code that has ended: those in use that came of it, at the end of the way. */
  now: z.array(tellingSchema),
  /** The city's addresses are generated or assumed (minh họa). */
  illustrative: z.boolean(),
})
export type CodeAnswer = z.infer<typeof codeAnswerSchema>

export const codeRowSchema = z.object({
  code: codeSchema,
  printed: z.string(),
  state: z.enum(codeStates),
  addressId: z.string(),
  household: z.number().int(),
  label: z.string(),
  unitCode: z.string().nullable(),
  street: z.string().nullable(),
  successors: z.array(codeSchema),
  reason: z.string(),
  assignedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  onMap: z.boolean(),
})
export type CodeRow = z.infer<typeof codeRowSchema>

const page = z.coerce.number().int().min(1).max(100_000).default(1)
const q = z.string().trim().max(200).optional()
const unitCode = z
  .string()
  .regex(/^\d{5}$/)
  .optional()
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

export const codesQuerySchema = z.strictObject({ q, unitCode, state: z.enum(codeStates).optional(), lost: flag, page })
export const codePageSchema = z.object({ codes: z.array(codeRowSchema), total: z.number() })
export type CodePage = z.infer<typeof codePageSchema>

export const addressesQuerySchema = z.strictObject({ q, unitCode, without: flag, page })
export const codeAddressSchema = z.object({
  addressId: z.string(),
  label: z.string(),
  oldLabel: z.string().nullable(),
  unitCode: z.string().nullable(),
  street: z.string().nullable(),
  codes: z.array(z.object({ code: codeSchema, household: z.number() })),
})
export const addressPageSchema = z.object({ addresses: z.array(codeAddressSchema), total: z.number() })
export type AddressPage = z.infer<typeof addressPageSchema>

export const codeStatisticsSchema = z.object({
  units: z.array(
    z.object({
      unitCode: z.string().nullable(),
      name: z.string(),
      addresses: z.number(),
      /** Of them, those with a code in use. */
      withCode: z.number(),
      codes: z.number(),
      ended: z.number(),
      /** In use, whose address is not in the city's data any more. */
      lost: z.number(),
    }),
  ),
  illustrative: z.boolean(),
})
export type CodeStatistics = z.infer<typeof codeStatisticsSchema>

export const newCodesSchema = z.strictObject({
  addressId: z.string().min(1).max(200),
  /** How many households are to have one; those there are stay. */
  households: z.number().int().min(1).max(HOUSEHOLDS_MOST).default(1),
})
export type NewCodes = z.input<typeof newCodesSchema>

export const newAssignmentSchema = z.strictObject({
  unitCode: z.string().regex(/^\d{5}$/),
  /** One for each address, or as many as the buildings at it have households. */
  households: z.enum(['one', 'counted']),
})
export type NewAssignment = z.input<typeof newAssignmentSchema>

export const assignmentSchema = z.object({
  unitCode: z.string().nullable(),
  state: z.enum(['none', 'running', 'done', 'cancelled', 'failed']),
  addresses: z.number(),
  seen: z.number(),
  given: z.number(),
})
export type Assignment = z.infer<typeof assignmentSchema>

export const codeStepSchema = z.strictObject({
  event: z.enum(codeEvents),
  reason: z.string().trim().min(3).max(500),
  /** Of `merge`: the code in use that takes its place. */
  into: codeSchema.optional(),
  /** Of `split`: the addresses of the new codes, one each; the same one more than once where households share it. Of `move`: the one. */
  addressIds: z.array(z.string().min(1).max(200)).min(1).max(HOUSEHOLDS_MOST).optional(),
})
export type CodeStep = z.input<typeof codeStepSchema>

export const codePastSchema = z.object({
  event: z.enum(['assign', ...codeEvents]),
  state: z.enum(codeStates),
  at: z.iso.datetime(),
  role: z.string(),
  successors: z.array(codeSchema),
  ledgerSequence: z.number(),
})
export type CodePast = z.infer<typeof codePastSchema>

/** Of plates, mm. */
export const plateSizes = ['200x150', '150x100', '100x60'] as const
export const platesQuerySchema = z
  .strictObject({
    size: z.enum(plateSizes).default('150x100'),
    codes: z
      .string()
      .max(20_000)
      .transform((text) => text.split(','))
      .pipe(z.array(codeSchema).min(1).max(PLATES_A_FILE))
      .optional(),
    unitCode,
    street: z.string().max(200).optional(),
  })
  .refine(({ codes, unitCode }) => codes !== undefined || unitCode !== undefined, 'codes | unitCode')
export type PlatesQuery = z.input<typeof platesQuerySchema>

export const exportQuerySchema = z.strictObject({ unitCode })
