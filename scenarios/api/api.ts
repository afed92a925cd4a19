/**
 * The schemas of every request and answer. The server validates with them, the browser parses with them, OpenAPI is made
 * from them: the schema is the contract.
 *
 *     GET    /api/health                     → Health
 *     GET    /api/session                    → Session
 *     POST   /api/session                    LogIn → Session           (sign in)
 *     DELETE /api/session                    → SignedOut
 *     POST   /api/session/password           ChangePassword → Session
 *     …      /api/session/code, /api/session/second-step, /api/session/sso, /api/identities   accounts.ts
 *     GET    /api/users                      → Account[]               (admin; accounts.ts)
 *     POST   /api/users                      NewUser → CreatedUser     (admin; the one-time password is shown once)
 *     PATCH  /api/users/:id                  UserChange → ChangedUser  (admin; a reset answers the one-time password)
 *     GET    /api/scenarios                  → ScenarioSummary[]
 *     POST   /api/scenarios                  Scenario → SavedScenario  (planner)
 *     GET    /api/scenarios/:id              → SavedScenario
 *     PUT    /api/scenarios/:id              SaveScenario → SavedScenario, 409 where `revision` is old (planner)
 *     POST   /api/runs                       NewRun → Job              (planner)
 *     GET    /api/runs                       → StoredRun[]   newest first, ?scenarioId= &kind=
 *     GET    /api/runs/:id                   → StoredRun
 *     GET    /api/jobs/:id                   → Job
 *     DELETE /api/jobs/:id                   → Job           (planner: stop it)
 *     GET    /api/route                      → RouteAnswer   ?mode=&from=lon,lat&to=lon,lat (travel.ts)
 *     GET    /api/reach                      → ReachAnswer   ?mode=&category= (travel.ts)
 *     GET    /api/lamps                      → LampsAnswer   ?lon=&lat= (lamps.ts)
 *     GET    /api/changes                    → ChangesAnswer what is approved, being built, standing (changes.ts)
 *     GET    /api/events                     SSE of Event, Last-Event-ID
 *     GET    /api/runs/:id/body              → ScenarioBody  what it was computed of
 *     GET    /api/ledger                     → LedgerEntry[] ?after=sequence (signed in)
 *     GET    /api/ledger/entries             → LedgerPage    newest first, ?subject= &action= &role= &page= (signed in)
 *     GET    /api/ledger/head                → LedgerHead    the last published
 *     GET    /api/ledger/chain               → ChainEntry[]  ?after= &to= sequences
 *     GET    /api/ledger/:sequence           → LedgerProof
 *     GET    /tiles/…                        files of tiles/, Range and ETag; layers that are not for visitors: signed in
 *     …      /api/permits, /api/register, /api/holidays   permits.ts
 *     …      /api/works, /api/pavings   works.ts
 *     …      /api/plans, /api/plan-terms   plans.ts
 *     …      /api/reports, /api/report-settings   reports.ts
 */
import { z } from 'zod'
import { chainEntrySchema, ledgerEntrySchema, ledgerHeadSchema } from '../ledger/ledger.ts'
import { bilingualSchema } from '../provenance.ts'
import { runKinds, runRecordSchema } from '../run.ts'
import { scenarioBodySchema, scenarioSchema } from '../scenario.ts'

export const roles = ['planner', 'reviewer', 'approver', 'operator', 'admin'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const apiErrorSchema = z.object({
  code: z.string(),
  message: bilingualSchema,
  place: z.string().optional(),
  expected: z.string().optional(),
})
export type ApiError = z.infer<typeof apiErrorSchema>

export const healthSchema = z.object({ status: z.enum(['ok', 'degraded']), version: z.string(), city: z.string() })

const userName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,62}$/)
export const passwordSchema = z.string().min(12).max(200)
const unitCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{1,10}$/)
  .nullable()

export const userSchema = z.object({
  id: z.uuid(),
  name: userName,
  displayName: z.string(),
  role: roleSchema,
  /** The administrative unit whose permit cases and people the account may see; null: every unit's. */
  unitCode: z.string().nullable(),
  active: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type User = z.infer<typeof userSchema>

/** Who is looking; `user` is null for a visitor. `csrf` goes into the `x-csrf-token` header of every change. */
export const sessionSchema = z.object({
  user: userSchema.nullable(),
  csrf: z.string().nullable(),
  /** Before work begins: the code of the second step (`user` is null until then), or a second step to be set up. */
  waitsFor: z.enum(['code', 'second-step']).nullable(),
  /** How many are left; null: the account has no second step. */
  recoveryCodes: z.number().int().nullable(),
  /** Signed in by the single sign-on, which has passwords and second steps of its own. */
  bySso: z.boolean(),
  /** The server offers a single sign-on. */
  offersSso: z.boolean(),
})
export type Session = z.infer<typeof sessionSchema>
/** Where the browser goes to sign out of the single sign-on too; null: nowhere. */
export const signedOutSchema = z.object({ leave: z.url().nullable() })

export const logInSchema = z.strictObject({ name: userName, password: z.string().min(1).max(200) })
export const changePasswordSchema = z.strictObject({ current: z.string().min(1).max(200), next: passwordSchema })
export const newUserSchema = z.strictObject({
  name: userName,
  displayName: z.string().trim().min(1).max(120),
  role: roleSchema,
  unitCode: unitCode.default(null),
})
export const createdUserSchema = z.object({ user: userSchema, oneTimePassword: z.string() })
export const userChangeSchema = z.strictObject({
  displayName: z.string().trim().min(1).max(120).optional(),
  role: roleSchema.optional(),
  unitCode: unitCode.optional(),
  active: z.boolean().optional(),
  resetPassword: z.literal(true).optional(),
  /** Takes the second step away: a lost phone. */
  resetSecondStep: z.literal(true).optional(),
  /** Ends the wait after wrong passwords and codes. */
  unlock: z.literal(true).optional(),
})
/** With a one-time password where one was asked for. */
export const changedUserSchema = userSchema.extend({ oneTimePassword: z.string().optional() })

export const savedScenarioSchema = z.object({
  scenario: scenarioSchema,
  /** Counts up with every save; a save must name the one that it changes. */
  revision: z.number().int().positive(),
  hash: z.string(),
  savedAt: z.iso.datetime(),
  author: z.string(),
})
export type SavedScenario = z.infer<typeof savedScenarioSchema>
export const scenarioSummarySchema = savedScenarioSchema.omit({ scenario: true }).extend({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  title: z.string(),
  edits: z.number().int(),
})
export type ScenarioSummary = z.infer<typeof scenarioSummarySchema>
export const saveScenarioSchema = z.strictObject({ scenario: scenarioSchema, revision: z.number().int().positive() })

/** Ask the server to compute. `clientDigest` is the browser's own result: compared, never trusted. */
export const newRunSchema = z.strictObject({
  kind: z.enum(runKinds).default('drainage'),
  scenarioId: z.uuid().nullable(),
  /** Null scenarioId: this body is run as it stands; otherwise the scenario's saved body is. */
  body: scenarioBodySchema.nullable(),
  clientDigest: z.string().length(64).nullable(),
})
export type NewRun = z.input<typeof newRunSchema>

export const jobSchema = z.object({
  id: z.uuid(),
  kind: z.enum(runKinds),
  scenarioId: z.uuid().nullable(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** 0 … 1 */
  progress: z.number(),
  runId: z.uuid().nullable(),
  error: apiErrorSchema.nullable(),
  createdAt: z.iso.datetime(),
})
export type Job = z.infer<typeof jobSchema>

export const storedRunSchema = z.object({
  record: runRecordSchema,
  title: z.string(),
  /** Null where the browser sent none. */
  clientDigest: z.string().nullable(),
  digestsAgree: z.boolean().nullable(),
  ledgerSequence: z.number().int().positive(),
})
export type StoredRun = z.infer<typeof storedRunSchema>

export const ledgerAnswerSchema = z.object({
  entries: z.array(ledgerEntrySchema),
  /** SPKI, PEM */
  publicKey: z.string(),
})

export const LEDGER_ENTRIES_A_PAGE = 50
export const ledgerQuerySchema = z.object({
  /** What the subject begins with: `run/`, or a whole one. */
  subject: z.string().trim().max(200).optional(),
  /** What the action begins with. */
  action: z.string().trim().max(100).optional(),
  role: z.string().trim().max(40).optional(),
  /** 1, 2, … */
  page: z.coerce.number().int().positive().max(1_000_000).default(1),
})
export type LedgerQuery = z.input<typeof ledgerQuerySchema>
export const ledgerPageSchema = z.object({ entries: z.array(ledgerEntrySchema), total: z.number().int() })
export type LedgerPage = z.infer<typeof ledgerPageSchema>

/** The last published head, null where none is yet, and the key that signs today (SPKI, PEM). */
export const ledgerHeadAnswerSchema = z.object({ head: ledgerHeadSchema.nullable(), publicKey: z.string() })

/** What an entry is checked with: its neighbours, published heads, and how signing went from key to key. */
export const ledgerProofSchema = z.object({
  /** Those of accounts are sealed for who has not signed in. */
  entry: chainEntrySchema,
  before: chainEntrySchema.nullable(),
  after: chainEntrySchema.nullable(),
  /** The first published at or after it; null where none is yet. */
  covering: ledgerHeadSchema.nullable(),
  /** The last published. */
  head: ledgerHeadSchema.nullable(),
  publicKey: z.string(),
  rotations: z.array(ledgerEntrySchema),
})
export type LedgerProof = z.infer<typeof ledgerProofSchema>
/** Entries that one request for a part of the chain gets at most. */
export const LEDGER_CHAIN_LIMIT = 500
export const ledgerChainQuerySchema = z.object({
  /** The sequence that the part follows. */
  after: z.coerce.number().int().nonnegative(),
  to: z.coerce.number().int().positive(),
})

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('scenario'), id: z.uuid(), revision: z.number() }),
  z.object({ type: z.literal('run'), id: z.uuid() }),
  z.object({ type: z.literal('permit'), id: z.uuid(), revision: z.number() }),
  z.object({ type: z.literal('plan'), id: z.uuid(), revision: z.number() }),
  z.object({ type: z.literal('works'), id: z.uuid(), revision: z.number() }),
  /** One was published, updated or cancelled; that one is over is told by its own time. */
  z.object({ type: z.literal('warning'), id: z.string() }),
  z.object({ type: z.literal('statement'), id: z.uuid(), revision: z.number() }),
  /** To the staff alone. */
  z.object({ type: z.literal('report'), id: z.uuid(), revision: z.number() }),
  /** What is approved, being built or standing has changed. */
  z.object({ type: z.literal('changes') }),
])
export type Event = z.infer<typeof eventSchema>
