/**
 * What happens to a case: it is filed, checked, moved on by the state table, and erased of its people. Each is one
 * transaction with its entry in the ledger and its event; the row of the case is locked first, so that two at once follow
 * each other and the second sees the revision of the first.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { NewPermit, PermitFiled, permitStepSchema, StepImpact } from '../../scenarios/api/permits.ts'
import { canonicalJson, hashRecord } from '../../scenarios/canonical.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { recordId } from '../../scenarios/ids.ts'
import type { Application, People } from '../../scenarios/permits/application.ts'
import { clockOf } from '../../scenarios/permits/clock.ts'
import { agencyOf, caseCode } from '../../scenarios/permits/portal.ts'
import {
  nextState,
  type PermitEvent,
  type PermitFacts,
  type PermitPast,
  type PermitRole,
  type PermitState,
  terminalStates,
} from '../../scenarios/permits/process.ts'
import { countsFrom, localDate } from '../../scenarios/permits/working-days.ts'
import { Problem } from '../../scenarios/problem.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { CheckReport } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { dropFiles } from '../attachments.ts'
import type { Db, PermitActor, PermitRow, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound, type Refusal, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { readRuleSettings } from '../office.ts'
import { oneTimePassword } from '../passwords.ts'
import { clockColumns, clockSettings, pastOf, subjectOf } from './calendar.ts'
import { changeCity } from './city.ts'
import { unfinished } from './control-read.ts'
import { lastImpact } from './impact-read.ts'
import { tellPortal } from './portal.ts'
import { type Step, stepRecord } from './record.ts'
import { maskPeople, vectorOf } from './words.ts'

/** Of the house, what the desk needs. */
export type Desk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles'>

/** Who moves a case. */
export type Mover = { readonly user: User } | 'applicant' | 'clock'
/** Of the staff, those whose work it is; anyone else who has signed in comes as a citizen does. */
const deskRoles = ['reviewer', 'approver', 'admin'] as const
export const isStaff = (user: User | null): user is User =>
  user !== null && deskRoles.some((role) => role === user.role)

export const roleOf = (mover: Mover): PermitRole =>
  mover === 'clock' ? 'clock' : mover === 'applicant' ? 'citizen' : (mover.user.role as PermitRole)
const actorOf = (mover: Mover): PermitActor => (typeof mover === 'string' ? mover : 'staff')
const idOf = (mover: Mover): string | null => (typeof mover === 'string' ? null : mover.user.id)
/** The ledger's who. */
export const doerOf = (mover: Mover) =>
  typeof mover === 'string'
    ? { userId: null, role: roleOf(mover), by: mover }
    : { userId: mover.user.id, role: mover.user.role }

export const followHash = (code: string): string => createHash('sha256').update(`follow\n${code.trim()}`).digest('hex')

/** @throws Refusal 403 `permit/unit` */
export function expectUnit(user: User, unitCode: string): void {
  if (user.unitCode === null || user.unitCode === unitCode) return
  const message = both('Hồ sơ thuộc đơn vị khác', 'The case belongs to another unit')
  throw refuse(403, 'permit/unit', message, unitCode, user.unitCode)
}

export const seesPeople = (user: User, unitCode: string): boolean =>
  (user.role === 'reviewer' || user.role === 'approver') && (user.unitCode === null || user.unitCode === unitCode)

/** A case that was filed elsewhere, with the code that it got there. */
export interface FiledElsewhere {
  readonly code: string
  /** The instant, ISO 8601. */
  readonly filedAt: string
  /** Written with the case, before its first step. */
  with(trx: Trx, permitId: string): Promise<void>
}

export async function filePermit(
  desk: Desk,
  mover: Mover,
  { people, application }: NewPermit,
  elsewhere: FiledElsewhere | null = null,
): Promise<PermitFiled> {
  const { db, secrets } = desk
  expectCoherent(application)
  await expectKnownUnit(desk, application.site.unitCode)
  const id = recordId()
  const followCode = oneTimePassword()
  const { unitCode } = application.site
  const settings = await clockSettings(db)
  return db.transaction().execute(async (trx) => {
    const now = elsewhere ? new Date(Math.min(Date.parse(elsewhere.filedAt), Date.now())) : new Date()
    const code = elsewhere?.code ?? (await nextCode(trx, unitCode, localDate(now.toISOString())))
    const past: PermitPast = { event: 'file', state: 'submitted', at: now.toISOString(), to: null }
    const columns = columnsOf(application, people, code, null)
    await trx
      .insertInto('permits')
      .values({
        id,
        code,
        unitCode,
        procedure: application.procedure,
        state: 'submitted',
        revision: 1,
        ...columns,
        assigneeId: null,
        followHash: followHash(followCode),
        filedAt: now,
        ...clockColumns([past], subjectOf(application), settings, past.at),
        verdict: null,
        specimen: restsOnGenerated(await desk.tiles.manifest()) || isIllustrative([application.check.site.provenance]),
        checkId: null,
        permitNumber: null,
        issuedAt: null,
        notice: application.notice ?? false,
        orderDue: null,
      })
      .execute()
    await trx
      .insertInto('permitPeople')
      .values({ permitId: id, people: JSON.stringify(people), words: vectorOf(wordsOfPeople(people)) })
      .execute()
    await elsewhere?.with(trx, id)
    await keep(desk, trx, mover, {
      ...blank,
      permitId: id,
      revision: 1,
      event: 'file',
      state: 'submitted',
      at: now,
      application,
      more: { people: secrets.actor(`people\n${canonicalJson(people)}`) },
    })
    return { id, code, followCode }
  })
}

const wordsOfPeople = ({ ownerName, ownerId, phone, representative }: People): string[] => [
  ownerName,
  ownerId,
  phone,
  representative?.name ?? '',
]

/** What the queue and the register look at, of an application. */
function columnsOf(application: Application, people: People | null, code: string, permitNumber: string | null) {
  const { site, workTitle, check } = application
  const { above, basement, mezzanine, tum } = check.building.floors
  const title = maskPeople(workTitle, people)
  const place = `Thửa ${site.parcel}, tờ ${site.mapSheet}, ${site.street}`
  return {
    application: JSON.stringify(application),
    applicationHash: hashRecord(application),
    house: check.work.kind === 'house',
    title,
    site: maskPeople(place, people),
    words: vectorOf([code, title, maskPeople(place, people), site.unitCode, permitNumber]),
    storeys: Math.max(...check.building.parts.map(({ storeys }) => storeys)),
    floorSquareMetres: above + basement + mezzanine + tum,
  }
}

/** Generated ground or parcels decide nothing (guard 2): what stands on them is a specimen. */
export function restsOnGenerated({ city }: TilesManifest): boolean {
  const parcels = city.layers.filter(({ id }) => id === 'parcels')
  return isIllustrative([...parcels, ...city.grids].map(({ provenance }) => provenance))
}

function expectCoherent({ procedure, site, check }: Application): void {
  const wrong = (place: string, expected: string) =>
    refuse(422, 'permit/incoherent', both('Hai chỗ của đơn khác nhau', 'Two places differ'), place, expected)
  if (check.procedure !== procedure) throw wrong('body.application.check.procedure', procedure)
  if (check.place.unitCode !== site.unitCode) throw wrong('body.application.check.place.unitCode', site.unitCode)
}

/** A case in a unit that does not exist would be seen by nobody. */
export async function expectKnownUnit(
  { tiles }: Pick<Desk, 'tiles'>,
  unitCode: string,
  place = 'body.application.site.unitCode',
): Promise<void> {
  const units = await tiles.units()
  if (/^[0-9A-Za-z]+$/.test(unitCode) && (units.size === 0 || units.has(unitCode))) return
  const message = both('Không có đơn vị hành chính này', 'There is no such administrative unit')
  throw refuse(422, 'permit/unit-unknown', message, place, [...units.keys()].join(', '))
}

/** 1, 2, 3, … of each name: taken in the transaction that uses it, so that none is lost and none comes twice. */
export async function nextNumber(trx: Trx, name: string): Promise<number> {
  const { last } = await trx
    .insertInto('permitCounters')
    .values({ name, last: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ last: sql`permit_counters.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}

/** The next of a unit and a day that no case has: the portal gives codes of the same kind. */
async function nextCode(trx: Trx, unitCode: string, date: string): Promise<string> {
  const counter = `case/${unitCode}/${date.replaceAll('-', '').slice(2)}`
  for (;;) {
    const code = caseCode(agencyOf(unitCode), date, await nextNumber(trx, counter))
    if (!(await trx.selectFrom('permits').select('id').where('code', '=', code).executeTakeFirst())) return code
  }
}

/**
 * n/GPXD of a unit and a year; specimens are counted apart, so that they leave no gaps among permits. One that went out to be signed
 * has its number already, and keeps it.
 */
export async function permitNumberOf(trx: Trx, { id, unitCode, specimen }: PermitRow, at: string): Promise<string> {
  const kind = specimen ? 'GPXD-MẪU' : 'GPXD'
  const reserved = await trx
    .selectFrom('permitNumbers')
    .select('number')
    .where('permitId', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (reserved) return reserved.number
  const year = Number(localDate(at).slice(0, 4))
  const number = `${await nextNumber(trx, `${kind}/${unitCode}/${year}`)}/${kind}`
  await trx.insertInto('permitNumbers').values({ permitId: id, kind, unitCode, year, number }).execute()
  return number
}

/** The case's row, locked until the transaction ends. */
export async function lockPermit(trx: Trx, id: string): Promise<PermitRow> {
  const row = await trx.selectFrom('permits').select(permitColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound(`permit/${id}`)
  return row as PermitRow
}

/** All but the words, which nobody reads. */
export const permitColumns = [
  ...(['id', 'code', 'unitCode', 'procedure', 'house', 'state', 'revision', 'application', 'applicationHash'] as const),
  ...(['title', 'site', 'assigneeId', 'followHash', 'filedAt', 'due', 'termDays', 'paused', 'closed'] as const),
  ...(['soonAt', 'lateAt', 'actsAt', 'verdict', 'specimen', 'checkId', 'permitNumber', 'issuedAt'] as const),
  ...(['storeys', 'floorSquareMetres', 'notice', 'orderDue'] as const),
] as const

export async function historyOf(db: Db, id: string) {
  return db
    .selectFrom('permitHistory')
    .leftJoin('users', 'users.id', 'permitHistory.actorId')
    .selectAll('permitHistory')
    .select('displayName')
    .where('permitId', '=', id)
    .orderBy('revision')
    .execute()
}

export async function lastCheck(db: Db, { checkId }: Pick<PermitRow, 'checkId'>) {
  if (checkId === null) return null
  const row = await db.selectFrom('permitChecks').selectAll().where('id', '=', checkId).executeTakeFirst()
  return row ?? null
}

/** What the process's conditions look at; a report of another application than the one that stands is none. */
export async function factsOf(
  db: Db,
  permit: PermitRow,
  history: readonly PermitPast[],
  at: string,
  signed = false,
): Promise<PermitFacts> {
  const check = await lastCheck(db, permit)
  return {
    at,
    calendar: (await clockSettings(db)).calendar,
    report: check?.applicationHash === hashRecord(permit.application) ? (check?.report ?? null) : null,
    // A specimen may be signed, as a rehearsal; it is issued without, too, and stays a specimen.
    signed: signed || permit.specimen,
    notice: permit.notice,
    unfinished: await unfinished(db, permit, history),
  }
}

/** What a step keeps besides itself, in its transaction; answers what the ledger is to tell of it. */
export type Beside = (trx: Trx, permit: PermitRow, at: Date) => Promise<Record<string, unknown>>

/**
 * Moves a case by one step of the state table.
 * @param signature of a permit that came back signed and verifies, kept with its issue
 * @throws Refusal 409 `permit/conflict` where the revision is old, 403 `permit/role`, 422 with the table's reason
 */
export async function stepPermit(
  desk: Desk,
  mover: Mover,
  id: string,
  step: z.output<typeof permitStepSchema>,
  signature: Beside | null = null,
): Promise<void> {
  const { db } = desk
  const generated = restsOnGenerated(await desk.tiles.manifest())
  await db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, id)
    if (typeof mover !== 'string') expectUnit(mover.user, permit.unitCode)
    if (permit.revision !== step.revision) {
      const message = both('Hồ sơ đã được xử lý ở nơi khác trong lúc bạn xem', 'The case was moved on while you looked')
      throw refuse(409, 'permit/conflict', message, id, `revision ${permit.revision}`)
    }
    // Read behind the lock: a calendar that is being changed waits for this case, or this case for it.
    const settings = await clockSettings(trx)
    const now = new Date()
    const at = now.toISOString()
    const history = (await historyOf(trx, id)).map(pastOf)
    const facts = await factsOf(trx, permit, history, at, signature !== null)
    const { event, note, clauses, to } = step
    const state = nextState(history, { event, role: roleOf(mover), note, clauses, to: to ?? null }, facts)
    if (state instanceof Problem) throw refusalOf(state)
    if (event === 'assign') await expectAssignable(trx, to ?? '', permit.unitCode)
    if (event === 'approve' || event === 'refuse') expectChecked(step, permit, facts.report)

    const application = event === 'supplement' || event === 'adjust' ? step.application : undefined
    if (application) expectSame(permit, application)
    const people = application || event === 'issue' ? await peopleOf(trx, id) : null
    const current = application ?? (permit.application as Application)
    const permitNumber = event === 'issue' ? await permitNumberOf(trx, permit, at) : permit.permitNumber
    const beside = (await signature?.(trx, permit, now)) ?? {}
    const past: PermitPast = { event, state, at, to: to ?? null }
    // Once decided, it is what was decided.
    const decided = event === 'issue' || event === 'register' || !undecided.has(permit.state)
    const specimen = permit.specimen || (!decided && (generated || isIllustrative([current.check.site.provenance])))
    const check = await decisionCheck(desk, trx, mover, { ...permit, application: current }, event, history, facts)
    await trx
      .updateTable('permits')
      .set({
        state,
        revision: permit.revision + 1,
        ...(application || event === 'issue' ? columnsOf(current, people, permit.code, permitNumber) : {}),
        ...(event === 'assign' ? { assigneeId: to! } : {}),
        ...(event === 'issue' ? { permitNumber, issuedAt: now } : {}),
        ...clockColumns([...history, past], subjectOf(current), settings, at),
        specimen,
      })
      .where('id', '=', id)
      .execute()
    await keep(desk, trx, mover, {
      permitId: id,
      revision: permit.revision + 1,
      event,
      state,
      at: now,
      note,
      clauses,
      target: to ?? null,
      application: application ?? null,
      impact: decisions.has(event) ? await stepImpact(trx, permit) : null,
      check,
      more: {
        ...(event === 'issue' ? { permitNumber } : {}),
        ...(decisions.has(event) ? { specimen } : {}),
        ...beside,
      },
    })
    const city = { id, application: current, specimen, underWay: state === 'under-construction' }
    await changeCity(trx, desk, doerOf(mover), event, city, localDate(at), application !== undefined)
  })
}

/** What lay before the one who decides: an impact that is out of date says so. */
async function stepImpact(db: Db, permit: PermitRow): Promise<StepImpact | null> {
  const last = await lastImpact(db, permit)
  return last && { revision: last.revision, current: last.current }
}

/** Steps that stand on a check. */
const decisions: ReadonlySet<PermitEvent> = new Set(['propose', 'approve', 'refuse', 'issue', 'register'])

/** The check that a step stands on; figures that adjust a permit are checked with the step itself. */
async function decisionCheck(
  desk: Desk,
  trx: Trx,
  mover: Mover,
  permit: PermitRow,
  event: PermitEvent,
  history: readonly PermitPast[],
  facts: PermitFacts,
) {
  if (event !== 'adjust' || hashRecord(permit.application) === permit.applicationHash)
    return facts.report && decisions.has(event) ? lastCheck(trx, permit) : null
  const check = await keepCheck(desk, trx, mover, permit, history, permit.specimen)
  expectNothingFails(check.report)
  return { id: check.checkId, reportHash: check.reportHash }
}

function expectNothingFails({ rules }: CheckReport): void {
  const failed = rules.filter(({ verdict, basis }) => verdict === 'fail' && basis !== 'advice')
  if (failed.length === 0) return
  const message = both('Không thể duyệt hồ sơ có quy định không đạt', 'A case that fails a rule cannot be approved')
  throw refuse(422, 'permit/fails', message, failed.map(({ id }) => id).join(', '), 'pass | person')
}

/** Not for the role: 403; not possible as it stands: 422. */
function refusalOf({ detail }: Problem): Refusal {
  const { code, message, place, expected } = detail
  return refuse(code === 'permit/role' ? 403 : 422, code, message, place && `body.${place}`, expected)
}

async function expectAssignable(trx: Trx, userId: string, unitCode: string): Promise<void> {
  const someone = /^[0-9a-f-]{36}$/.test(userId)
    ? await trx.selectFrom('users').select(['active', 'role', 'unitCode']).where('id', '=', userId).executeTakeFirst()
    : undefined
  const fits = someone?.active && (someone.role === 'reviewer' || someone.role === 'approver')
  if (fits && (someone.unitCode === null || someone.unitCode === unitCode)) return
  const message = both('Người này không thụ lý hồ sơ của đơn vị', 'This account does not handle cases of the unit')
  throw refuse(422, 'permit/assignee', message, 'body.to', 'GET /api/permits/staff')
}

/** A decision stands on the server's own check of the application as it is now, and on a person's word where that asks for one. */
function expectChecked(
  { event, note }: z.output<typeof permitStepSchema>,
  permit: PermitRow,
  report: CheckReport | null,
): void {
  if (event === 'refuse' && permit.state === 'supplement-requested') return
  if (!report) {
    const message = both(
      'Quyết định phải dựa trên lần kiểm tra của máy chủ đối với đúng hồ sơ này; hãy kiểm tra lại',
      'A decision must stand on the server’s check of the application as it is now; check it again',
    )
    throw refuse(422, 'permit/check-missing', message, permit.id, `POST /api/permits/${permit.id}/check`)
  }
  if (event === 'refuse') return
  expectNothingFails(report)
  if (report.verdict !== 'person' || note !== '') return
  const message = both(
    'Có quy định cần người xem xét: hãy ghi nhận định của bạn',
    'Some rules need a person: write down what you found',
  )
  throw refuse(422, 'permit/judgement', message, 'body.note')
}

/** A supplement completes the same case: not another procedure, and not in another unit. */
function expectSame({ procedure, unitCode }: PermitRow, application: Application): void {
  expectCoherent(application)
  const [place, expected] = application.procedure !== procedure ? ['procedure', procedure] : ['site.unitCode', unitCode]
  if (application.procedure === procedure && application.site.unitCode === unitCode) return
  const message = both('Bổ sung không đổi thủ tục và đơn vị', 'A supplement keeps the procedure and the unit')
  throw refuse(422, 'permit/other-case', message, `body.application.${place}`, expected)
}

export async function peopleOf(db: Db, permitId: string): Promise<People | null> {
  const row = await db.selectFrom('permitPeople').select('people').where('permitId', '=', permitId).executeTakeFirst()
  return row?.people ?? null
}

interface Kept extends Omit<Step, 'checkId'> {
  readonly check: { readonly id: string; readonly reportHash: string } | null
  /** For the ledger alone. */
  readonly more: Record<string, unknown>
}
const blank = { note: '', clauses: [], target: null, application: null, check: null, impact: null }

async function keep(desk: Desk, trx: Trx, mover: Mover, { more, check, ...step }: Kept): Promise<void> {
  const checkId = check?.id ?? null
  const { permitId, revision, event, state } = step
  const ledgerSequence = await appendLedger(trx, desk.secrets, {
    ...doerOf(mover),
    subject: `permit/${permitId}`,
    action: `permit.${event}`,
    detail: {
      revision,
      state,
      record: hashRecord(stepRecord({ ...step, checkId })),
      ...(step.application ? { application: hashRecord(step.application) } : {}),
      ...(check ? { report: check.reportHash } : {}),
      ...(step.impact ? { impact: step.impact } : {}),
      ...more,
    },
  })
  await trx
    .insertInto('permitHistory')
    .values({
      ...step,
      clauses: JSON.stringify(step.clauses),
      application: step.application && JSON.stringify(step.application),
      impact: step.impact && JSON.stringify(step.impact),
      actorId: idOf(mover),
      actor: actorOf(mover),
      checkId,
      ledgerSequence,
    })
    .execute()
  await tellPortal(desk, trx, permitId)
  await appendEvent(trx, { type: 'permit', id: permitId, revision })
}

/** What was decided stands on the check of then. */
const undecided: ReadonlySet<PermitState> = new Set([
  ...(['submitted', 'received', 'in-review', 'supplement-requested', 'consulting', 'to-sign'] as const),
])

/** The deepest water on the lot with the building, of the server's own run for the application as it stands: advice. */
async function simulatedFlood(db: Db, permit: PermitRow): Promise<PermitCheck['flood']['simulated']> {
  const last = await lastImpact(db, permit)
  const run = last?.record.runs.find(({ part }) => part === 'with')
  const depth = last?.record.water.lot.after ?? null
  return last?.current && run && depth !== null ? { runId: run.id, maxDepthMetres: depth } : null
}

/** The server's own check of the application as it stands; kept with its input, its hash in the ledger. */
export async function checkStored(desk: Desk, mover: Mover, id: string): Promise<CheckReport> {
  const generated = restsOnGenerated(await desk.tiles.manifest())
  return desk.db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, id)
    if (typeof mover !== 'string') expectUnit(mover.user, permit.unitCode)
    if (!undecided.has(permit.state)) {
      const message = both('Hồ sơ đã có quyết định', 'The case has been decided')
      throw refuse(409, 'permit/decided', message, permit.state, [...undecided].join(' | '))
    }
    const history = (await historyOf(trx, id)).map(pastOf)
    const { report } = await keepCheck(desk, trx, mover, permit, history, generated)
    await appendEvent(trx, { type: 'permit', id, revision: permit.revision })
    return report
  })
}

/** @param generated whether it is a specimen whatever the report says */
async function keepCheck(
  desk: Desk,
  trx: Trx,
  mover: Mover,
  permit: PermitRow,
  history: readonly PermitPast[],
  generated: boolean,
) {
  const { id } = permit
  const settings = await clockSettings(trx)
  const { limits } = await readRuleSettings(trx)
  const now = new Date()
  const received = history.find(({ event }) => event === 'receive')
  const application = permit.application as Application
  const { leftDays, termDays } = clockOf(history, now.toISOString(), subjectOf(application), settings)
  const input: PermitCheck = {
    ...application.check,
    // Of the complete dossier: the law of that day applies, whatever the form says.
    date: received ? countsFrom(received.at, settings.desk, settings.calendar) : localDate(now.toISOString()),
    workingDaysPassed: leftDays === null ? null : Math.max(0, termDays - leftDays),
    flood: { ...application.check.flood, simulated: await simulatedFlood(trx, permit) },
    // The office's, whatever the form says.
    settled: limits,
  }
  const report = checkPermit(input)
  const specimen = generated || report.illustrative
  const reportHash = hashRecord(report)
  const checkId = recordId()
  const ledgerSequence = await appendLedger(trx, desk.secrets, {
    ...doerOf(mover),
    subject: `permit/${id}`,
    action: 'permit.checked',
    detail: { check: checkId, report: reportHash, case: report.caseHash, verdict: report.verdict, specimen },
  })
  await trx
    .insertInto('permitChecks')
    .values({
      id: checkId,
      permitId: id,
      applicationHash: hashRecord(application),
      input: JSON.stringify(input),
      report: JSON.stringify(report),
      reportHash,
      specimen,
      actorId: idOf(mover),
      at: now,
      ledgerSequence,
    })
    .execute()
  await trx.updateTable('permits').set({ checkId, verdict: report.verdict, specimen }).where('id', '=', id).execute()
  return { checkId, report, reportHash }
}

/** Erases who it was: their data and the files that they sent. What was decided, and on what, stays. */
export async function erasePeople(desk: Desk, user: User, id: string): Promise<void> {
  const { db, secrets, dataDir } = desk
  const hashes = await db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, id)
    expectUnit(user, permit.unitCode)
    if (!terminalStates.has(permit.state)) {
      const message = both('Chỉ xóa dữ liệu người của hồ sơ đã kết thúc', 'Only of a case that has ended')
      throw refuse(409, 'permit/open', message, id, [...terminalStates].join(' | '))
    }
    const people = await trx.deleteFrom('permitPeople').where('permitId', '=', id).returning('permitId').execute()
    await trx.deleteFrom('siteWords').where('permitId', '=', id).execute()
    await trx.deleteFrom('portalFiles').where('permitId', '=', id).execute()
    const files = await trx.deleteFrom('permitAttachments').where('permitId', '=', id).returning('hash').execute()
    const papers = await erasePapers(trx, id)
    if (people.length + files.length + papers.length > 0) {
      const count = files.length + papers.length
      const deed = { subject: `permit/${id}`, action: 'permit.people-erased', detail: { files: count } }
      await appendLedger(trx, secrets, { userId: user.id, role: user.role, ...deed })
      await appendEvent(trx, { type: 'permit', id, revision: permit.revision })
    }
    return [...files.map(({ hash }) => hash), ...papers]
  })
  await dropFiles(db, dataDir, hashes)
}

/** Permits name their owners. Their hashes stay: who holds one may still ask whether it was issued. */
async function erasePapers(trx: Trx, id: string): Promise<string[]> {
  const erased = await Promise.all(
    (['permitPapers', 'permitSignatures'] as const).map((table) =>
      trx
        .updateTable(table)
        .set({ kept: false })
        .where('permitId', '=', id)
        .where('kept', '=', true)
        .returning('hash')
        .execute(),
    ),
  )
  return erased.flat().map(({ hash }) => hash)
}
