/** The tables, the door to them, and their migrations. One driver, one dialect: PostgreSQL 15 or later. */
import {
  CamelCasePlugin,
  type ColumnType,
  type Generated,
  Kysely,
  PostgresDialect,
  type RawBuilder,
  type Selectable,
  type Transaction,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import type { ApiError, Event, Job, Role } from '../scenarios/api/api.ts'
import type { Assignment, CodePlace, NewAssignment } from '../scenarios/api/codes.ts'
import type { Attachment, StepImpact, WorkCalendar } from '../scenarios/api/permits.ts'
import type { FloodMap } from '../scenarios/api/place.ts'
import type {
  Anchor,
  ClaimedRun,
  PlanAttachment,
  PlanComment,
  PlanDecision,
  PlanKind,
  RunDifference,
} from '../scenarios/api/plans.ts'
import type { Publication } from '../scenarios/api/reports.ts'
import type { Signature, Signer } from '../scenarios/api/signing.ts'
import type { CodeState } from '../scenarios/codes/process.ts'
import type { Edit } from '../scenarios/edit.ts'
import type { Geometry } from '../scenarios/geometry.ts'
import type { Application, People, Procedure } from '../scenarios/permits/application.ts'
import type { VisitPhoto } from '../scenarios/permits/control/visit.ts'
import type { ImpactAsk, ImpactPart, ImpactPlan } from '../scenarios/permits/impact.ts'
import type { Found } from '../scenarios/permits/impact-figures.ts'
import type { PermitTerms } from '../scenarios/permits/papers/permit.ts'
import type { OutboxItem, PortalStep } from '../scenarios/permits/portal.ts'
import type { PermitEvent, PermitState } from '../scenarios/permits/process.ts'
import type { Conflict, Settlement } from '../scenarios/plans/conflicts.ts'
import type { PlanState } from '../scenarios/plans/process.ts'
import { Problem } from '../scenarios/problem.ts'
import type { BuildState } from '../scenarios/provenance.ts'
import type { ReportCategory } from '../scenarios/reports/categories.ts'
import type { ReportState } from '../scenarios/reports/process.ts'
import type { PermitCheck } from '../scenarios/rules/case.ts'
import type { CheckReport, Verdict } from '../scenarios/rules/report.ts'
import type { RunKind, RunRecord } from '../scenarios/run.ts'
import type { Scenario, ScenarioBody } from '../scenarios/scenario.ts'
import type { StatementAsk, StatementPeople } from '../scenarios/statements/ask.ts'
import type { StatementState } from '../scenarios/statements/process.ts'
import { type Bilingual, both } from '../scenarios/text.ts'
import type { Warning } from '../scenarios/warnings.ts'
import type { Paving } from '../scenarios/works/clashes.ts'
import type { Joint } from '../scenarios/works/joint.ts'
import type { WorksState } from '../scenarios/works/process.ts'
import type { WorksApplication, WorksPeople } from '../scenarios/works/works.ts'
import * as first from './migrations/0001-first.ts'
import * as runKinds from './migrations/0002-run-kinds.ts'
import * as permits from './migrations/0003-permits.ts'
import * as accounts from './migrations/0004-accounts.ts'
import * as signatures from './migrations/0005-signatures.ts'
import * as office from './migrations/0006-office.ts'
import * as records from './migrations/0007-records.ts'
import * as impact from './migrations/0008-impact.ts'
import * as after from './migrations/0009-after.ts'
import * as works from './migrations/0010-works.ts'
import * as plans from './migrations/0011-plans.ts'
import * as reports from './migrations/0012-reports.ts'
import * as codes from './migrations/0013-codes.ts'
import * as statements from './migrations/0014-statements.ts'
import * as warnings from './migrations/0015-warnings.ts'
import * as codeAssignments from './migrations/0016-code-assignments.ts'
import type { Connection } from './postgres.ts'

type Json<T> = ColumnType<T, string, string>
/** A text search vector: written by `wordsOf`, never read. */
type Words = ColumnType<never, RawBuilder<unknown>, RawBuilder<unknown>>
export type PermitActor = 'staff' | 'applicant' | 'clock'
type AttachmentKind = Attachment['kind']
type PhotoFacts = Omit<VisitPhoto, 'hash'>

export interface Tables {
  users: {
    id: string
    name: string
    displayName: string
    role: Role
    unitCode: string | null
    passwordHash: string
    mustChangePassword: boolean
    active: boolean
    createdAt: Date
  }
  sessions: {
    tokenHash: string
    userId: string
    createdAt: Date
    lastSeenAt: Date
    /** The password was right, the code of the second step is yet to come. */
    waitsForCode: Generated<boolean>
    bySso: Generated<boolean>
    /** Sealed: tells the single sign-on whom to sign out. */
    idToken: string | null
  }
  /** Wrong tries of a name, an address or a second step, by salted hash. */
  signInFailures: { key: string; failures: number; lastAt: Date; waitUntil: Date }
  /** One-time codes (TOTP): the secret is sealed; `lastCounter` is the last 30 s whose code was used. */
  secondSteps: { userId: string; secret: string; confirmed: boolean; lastCounter: number }
  recoveryCodes: { userId: string; codeHash: string }
  /** Subjects of the single sign-on; `userId` null: no account here yet. */
  identities: {
    id: string
    issuer: string
    subject: string
    userId: string | null
    /** The sign-in name there. */
    name: string | null
    displayName: string
    firstSeenAt: Date
    lastSeenAt: Date
  }
  scenarios: {
    id: string
    parentId: string | null
    title: string
    edits: number
    revision: number
    hash: string
    authorId: string
    savedAt: Date
  }
  scenarioRevisions: {
    scenarioId: string
    revision: number
    scenario: Json<Scenario>
    hash: string
    authorId: string
    savedAt: Date
  }
  jobs: {
    id: string
    kind: RunKind
    scenarioId: string | null
    title: string
    body: Json<ScenarioBody>
    clientDigest: string | null
    /** Null: the server by itself. */
    authorId: string | null
    state: Job['state']
    attempts: number
    runId: string | null
    error: Json<ApiError> | null
    createdAt: Date
    /** The impact of a permit case that it is a part of. */
    impactId: string | null
    impactPart: ImpactPart | null
  }
  runs: {
    id: string
    jobId: string
    scenarioId: string | null
    title: string
    body: Json<ScenarioBody>
    record: Json<RunRecord>
    clientDigest: string | null
    ledgerSequence: number
    createdAt: Date
  }
  ledger: {
    sequence: number
    actor: string
    role: string
    time: string
    subject: string
    action: string
    detail: Json<Record<string, unknown>>
    previous: string
    hash: string
    signature: string
  }
  permits: {
    id: string
    /** Mã hồ sơ. */
    code: string
    unitCode: string
    procedure: Procedure
    /** Một ngôi nhà riêng lẻ: its terms are shorter. */
    house: boolean
    state: PermitState
    revision: number
    application: Json<Application>
    /** Of its canonical form. */
    applicationHash: string
    /** With the names of people masked. */
    title: string
    site: string
    words: Words
    assigneeId: string | null
    /** Of the secret that the applicant follows it by. */
    followHash: string
    filedAt: Date
    /** A date, as text. */
    due: string | null
    termDays: number
    paused: boolean
    closed: boolean
    /** From when on it is soon due, and late. */
    soonAt: Date | null
    lateAt: Date | null
    /** When the clock itself does the next step: silence as consent, lapse. */
    actsAt: Date | null
    verdict: Verdict | null
    specimen: boolean
    /** The last check. */
    checkId: string | null
    permitNumber: string | null
    issuedAt: Date | null
    storeys: number
    floorSquareMetres: number
    /** Of works that need no permit: registered, not issued. */
    notice: boolean
    /** The first day on which an order of its site is to be obeyed, as text; null: none is open. */
    orderDue: string | null
  }
  /** Who it is: apart, so that it can be erased. */
  permitPeople: { permitId: string; people: Json<People>; words: Words }
  permitHistory: {
    permitId: string
    revision: number
    event: PermitEvent | 'file'
    state: PermitState
    at: Date
    actorId: string | null
    /** `staff`, `applicant` or `clock`. */
    actor: PermitActor
    note: string
    clauses: Json<string[]>
    /** The account it was assigned to, or who was asked. */
    target: string | null
    /** Where the step brought a new one. */
    application: Json<Application> | null
    /** What a decision stands on. */
    checkId: string | null
    /** The impact that lay before the one who decided. */
    impact: Json<StepImpact> | null
    ledgerSequence: number
  }
  /** Impacts that were asked for; what came of one is a kept record, `permit-impact/<case>` at its revision. */
  permitImpacts: {
    id: string
    permitId: string
    /** Of the application that it is computed for. */
    applicationHash: string
    asked: Json<ImpactAsk>
    plan: Json<ImpactPlan>
    authorId: string
    at: Date
    /** By part, as its run came in. */
    found: Json<Found>
    /** Why no record could be made of what was found. */
    error: Json<ApiError> | null
    /** Null: not done. */
    revision: number | null
    /** Ids of the drainage cells that the lot lies in, and the room for water that the work takes there. */
    cells: Json<string[]> | null
    lostCubicMetres: number | null
  }
  permitChecks: {
    id: string
    permitId: string
    applicationHash: string
    /** What the rules were given, so that anyone can check again. */
    input: Json<PermitCheck>
    report: Json<CheckReport>
    reportHash: string
    specimen: boolean
    actorId: string | null
    at: Date
    ledgerSequence: number
  }
  permitAttachments: {
    permitId: string
    hash: string
    name: string
    kind: AttachmentKind
    bytes: number
    addedAt: Date
    /** Of a visit to the site; null: sent with the dossier. */
    photo: Json<PhotoFacts> | null
  }
  /** Their records are kept versions of `visit/<id>` and `matter/<id>`. */
  siteVisits: { id: string; permitId: string; inspectorId: string; receivedAt: Date }
  siteMatters: { id: string; permitId: string }
  siteMatterSteps: { matterId: string; revision: number; actorId: string }
  /** What was written of people there: erased with them. */
  siteWords: { subject: string; revision: number; permitId: string; words: Json<unknown> }
  permitCounters: { name: string; last: number }
  /** Of permits that went out to be signed: theirs for good, so that none is lost unseen and none comes twice. */
  permitNumbers: { permitId: string; kind: string; unitCode: string; year: number; number: string }
  /** Files that went out to be signed; the last one counts. `kept`: the file has not been erased. */
  permitPapers: {
    id: string
    permitId: string
    /** Of the case: nothing may happen to it until the file comes back. */
    revision: number
    permitNumber: string
    terms: Json<PermitTerms>
    hash: string
    bytes: number
    kept: boolean
    at: Date
    actorId: string | null
    ledgerSequence: number
  }
  /** Whose signature is taken, deny by default; `unitCode` null: for every unit. */
  signers: {
    id: string
    unitCode: string | null
    userId: string
    match: Signer['match']
    certificate: Json<Signer['certificate']>
    fingerprint: string
    active: boolean
    addedAt: Date
  }
  /** Files that came back signed, and by whom. */
  permitSignatures: {
    permitId: string
    paperId: string
    signerId: string
    hash: string
    bytes: number
    kept: boolean
    signature: Json<Signature>
    at: Date
    ledgerSequence: number
  }
  /** One row, or none: then the usual. */
  workCalendar: { onlyOne: true; calendar: Json<WorkCalendar> }
  /** Versions of what decisions may stand on (`records.ts`). */
  records: {
    subject: string
    revision: number
    action: string
    record: Json<unknown>
    at: Date
    ledgerSequence: number
  }
  /** What was approved, and how far it is built (`city-changes.ts`). */
  cityChanges: {
    id: string
    /** `plan/<id>`, `permit/<id>` */
    source: string
    position: number
    slot: string
    edit: Json<Edit>
    buildState: BuildState
    /** A date, as text. */
    effectiveFrom: string
    movedAt: Date
    /** The order in which it came to stand; null: it does not. */
    modelOrder: number | null
  }
  /** Cases of the national portal: `code` is theirs, `messageHash` salted. */
  portalCases: { code: string; permitId: string; messageHash: string; receivedAt: Date }
  /** Files of theirs that have not come yet. */
  portalFiles: {
    permitId: string
    hash: string
    name: string
    url: string
    state: 'pending' | 'refused'
    attempts: number
    nextAt: Date
    /** Someone is at it until then. */
    leasedUntil: Date | null
    lastError: string | null
  }
  /** Steps for the portal: `sequence` is their place in the ledger, and so their order. */
  portalOutbox: {
    id: string
    permitId: string
    code: string
    sequence: number
    step: Json<PortalStep>
    state: OutboxItem['state']
    attempts: number
    nextAt: Date
    leasedUntil: Date | null
    lastError: string | null
    createdAt: Date
    sentAt: Date | null
  }
  /** Bytes that came from people without an account, by the day in Vietnam. */
  visitorUploads: { day: string; bytes: string }
  works: {
    id: string
    code: string
    unitCode: string
    state: WorksState
    revision: number
    application: Json<WorksApplication>
    /** When the street is taken; dates, as text. */
    startsOn: string
    endsOn: string
    openedOn: string | null
    restoredOn: string | null
    words: Words
    followHash: string
    filedAt: Date
    /** From this day on the clock itself may do a step: lapse, end of warranty. */
    actsOn: string | null
    permitNumber: string | null
    specimen: boolean
  }
  /** Who to call: apart, so that it can be erased. */
  worksPeople: { worksId: string; people: Json<WorksPeople> }
  /** What was written with a step, and by which account: apart from the record, which holds its salted hash. */
  worksNotes: { worksId: string; revision: number; actorId: string | null; note: string }
  worksPhotos: { worksId: string; hash: string; name: string; kind: AttachmentKind; bytes: number; addedAt: Date }
  worksJoints: {
    id: string
    joint: Json<Joint>
    /** Ids of works. */
    agreed: Json<string[]>
    state: 'proposed' | 'agreed' | 'declined'
    proposedAt: Date
  }
  pavings: Paving & { source: string }
  /** To the public, each as it was published. */
  warnings: {
    id: string
    warning: Json<Warning>
    sent: Date
    expires: Date
    publishedAt: Date
    /** The warning that updated or cancelled it. */
    endedBy: string | null
  }
  /** As its last record left it (`reports/record.ts`); what people wrote beside it. */
  reports: {
    /** Made by the sender's device. */
    id: string
    code: string
    /** Null: near the city, in none of its wards. */
    unitCode: string | null
    state: ReportState
    revision: number
    category: ReportCategory
    text: string
    lon: number
    lat: number
    urgent: boolean
    danger: boolean
    anonymous: boolean
    notPublic: boolean
    unit: string | null
    words: Words
    photosExpected: number
    writtenAt: Date
    sentAt: Date
    changedAt: Date
    handlerId: string | null
    /** When the awaited step is due. */
    dueAt: Date | null
    joinedInto: string | null
    /** Proposed, or public since `publishedAt`. */
    publication: ColumnType<Publication | null, string | null, string | null>
    publishedAt: Date | null
    followHash: string
    erased: boolean
  }
  /** Who sent it: apart, so that it can be erased. */
  reportPeople: { reportId: string; name: string; phone: string }
  /** What was written with a step, and by which account: apart from the record, which holds its salted hash. */
  reportNotes: { reportId: string; revision: number; actorId: string | null; note: string }
  reportPhotos: {
    reportId: string
    hash: string
    party: 'citizen' | 'staff'
    name: string
    kind: 'jpeg' | 'png'
    bytes: number
    addedAt: Date
    /** False: erased, its published copy alone is left. */
    kept: boolean
    /** The blurred copy. */
    publicHash: string | null
    publicKind: 'jpeg' | 'png' | null
    publicBytes: number | null
    boxes: number | null
  }
  /** Salted hashes of random tokens: nobody can be told from them. */
  reportSupporters: { reportId: string; key: string }
  /** As its last record left it (`plans/record.ts`). */
  plans: {
    id: string
    unitCode: string | null
    kind: PlanKind
    title: string
    purpose: string
    words: Words
    adjusts: string | null
    state: PlanState
    revision: number
    submissions: number
    edits: number
    /** Dates, as text. */
    consultedUntil: string | null
    decision: Json<PlanDecision> | null
    decisionNumber: string | null
    effectiveFrom: string | null
    expiresOn: string | null
    specimen: boolean
    openedAt: Date
    changedAt: Date
  }
  /** Which account made which revision of a plan: the records hold no people. */
  planActors: { planId: string; revision: number; actorId: string }
  planSubmissions: {
    planId: string
    number: number
    scenarioId: string
    scenarioRevision: number
    /** What the edits touch, by slot, m in the local frame, as it lay then. */
    places: Json<Record<string, Geometry>>
    submittedAt: Date
    openedAt: Date | null
    days: number | null
    consultedUntil: string | null
    /** The plan's revision in whose record its comments are summarised. */
    summarised: number | null
  }
  planRuns: {
    planId: string
    submission: number
    position: number
    claimed: Json<ClaimedRun>
    jobId: string
    runId: string | null
    /** Null: not compared yet. */
    differences: Json<RunDifference[]> | null
  }
  planSettlements: {
    planId: string
    key: string
    conflict: Json<Conflict>
    how: Settlement
    reason: string
    actorId: string
    at: Date
  }
  /** What a decision put an end to: another plan, or one of its changes. */
  planReplacements: { planId: string; otherPlanId: string | null; changeId: string | null; reason: string }
  planAttachments: {
    planId: string
    hash: string
    name: string
    kind: AttachmentKind
    bytes: number
    purpose: PlanAttachment['purpose']
    addedAt: Date
  }
  planChangeDocuments: { changeId: string; planId: string; hash: string }
  planComments: {
    id: string
    planId: string
    submission: number
    party: PlanComment['party']
    replyTo: string | null
    anchor: Json<NonNullable<Anchor>> | null
    text: string
    at: Date
    authorId: string | null
    resolvedBy: string | null
    resolvedAt: Date | null
    state: PlanComment['state']
    reason: string
    answer: string | null
    answeredBy: string | null
    answeredAt: Date | null
    followHash: string | null
  }
  /** Who it is: apart, so that it can be erased. */
  planCommenters: { commentId: string; name: string; contact: string }
  addressCodes: {
    code: string
    addressId: string
    /** Counted from 1 at its address. */
    household: number
    state: CodeState
    successors: string[]
    /** As it was told when the code was given, or moved. */
    place: Json<CodePlace>
    unitCode: string | null
    street: string | null
    /** Folded, to be looked in. */
    words: string
    reason: string
    assignedAt: Date
    changedAt: Date
    /** The record of its last change: `codes/<uuid>`. */
    batch: string
  }
  /** Orders to give a whole unit its codes. */
  codeAssignments: {
    id: string
    unitCode: string
    households: NewAssignment['households']
    userId: string
    state: Exclude<Assignment['state'], 'none'>
    addresses: number
    seen: number
    given: number
    startedAt: Date
  }
  statements: {
    id: string
    code: string
    unitCode: string
    state: StatementState
    revision: number
    ask: Json<StatementAsk>
    words: Words
    followHash: string
    filedAt: Date
    closed: boolean
    assigneeId: string | null
    due: string | null
  }
  /** Who asks: apart, so that it can be erased. */
  statementPeople: { statementId: string; people: Json<StatementPeople> }
  statementNotes: { statementId: string; revision: number; actorId: string | null; note: string }
  statementFiles: {
    statementId: string
    hash: string
    name: string
    kind: Attachment['kind']
    bytes: number
    ofOffice: boolean
    addedAt: Date
  }
  floods: {
    id: string
    /** Of a standard one. */
    key: string | null
    title: Json<Bilingual>
    says: Json<Bilingual>
    /** Hash of the tiles that it is computed of. */
    city: string
    jobId: string
    state: FloodMap['state']
    bounds: Json<FloodMap['bounds']>
    errorMetres: number
    /** Of the file with its depths. */
    gridHash: string | null
    createdAt: Date
    publishedAt: Date | null
    publishedBy: string | null
  }
  serverKeys: { publicKey: string; createdAt: Date }
  events: { id: Generated<string>; payload: Json<Event>; createdAt: ColumnType<Date, never, never> }
}

export type PermitRow = Selectable<Tables['permits']>
export type WorksRow = Selectable<Tables['works']>
export type ReportRow = Selectable<Tables['reports']>
export type AddressCodeRow = Selectable<Tables['addressCodes']>
export type StatementRow = Omit<Selectable<Tables['statements']>, 'words'>

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export interface Store {
  readonly db: Db
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** A date is its text: no time zone moves it. */
const DATE = 1082
const types = {
  getTypeParser: ((id: number, format?: 'text') =>
    id === DATE ? (text: string) => text : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
}

export function openStore(connection: Connection): Store {
  const pool = new pg.Pool({ ...connection, types, max: 12, connectionTimeoutMillis: 10_000 })
  // A lost idle connection is replaced at the next query; the query that fails is the one to answer for it.
  pool.on('error', () => {})
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}

/** Every migration there is, by name: forward only, never changed once released. */
export const migrations = {
  '0001-first': first,
  '0002-run-kinds': runKinds,
  '0003-permits': permits,
  '0004-accounts': accounts,
  '0005-signatures': signatures,
  '0006-office': office,
  '0007-records': records,
  '0008-impact': impact,
  '0009-after': after,
  '0010-works': works,
  '0011-plans': plans,
  '0012-reports': reports,
  '0013-codes': codes,
  '0014-statements': statements,
  '0015-warnings': warnings,
  '0016-code-assignments': codeAssignments,
}

/**
 * Brings the tables up to date, in one transaction: its own, or the one given.
 * @param to the last migration to run; left out: every one
 * @throws Problem `database/newer` where the database was made by a later version
 */
export async function migrate(db: Db, to?: string): Promise<void> {
  const migrator = new Migrator({ db: db.withoutPlugins(), provider: { getMigrations: async () => migrations } })
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to))
  if (!error) return
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new Problem({
      code: 'database/newer',
      message: both(
        'Cơ sở dữ liệu thuộc phiên bản mới hơn của phần mềm',
        'The database belongs to a later version of this software',
      ),
      expected: Object.keys(migrations).at(-1) ?? '',
    })
  }
  throw error
}
