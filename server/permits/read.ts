/** What is told of cases, and to whom: names of people go to reviewers and approvers of the case's own unit alone. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  type Attachment,
  type Bucket,
  buckets,
  PERMITS_A_PAGE,
  type PermitCase,
  type PermitFollow,
  type PermitPage,
  type PermitStaff,
  type PermitSummary,
  type permitQuerySchema,
  type RegisterPage,
  type registerQuerySchema,
} from '../../scenarios/api/permits.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { type ClockSettings, type ClockSubject, clockOf } from '../../scenarios/permits/clock.ts'
import { mayDo, type PermitEvent, type PermitPast } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { safeName } from '../attachments.ts'
import type { Db, PermitRow, Tables } from '../database.ts'
import { notFound } from '../http.ts'
import { clockSettings, historiesOf, pastOf, subjectOf } from './calendar.ts'
import {
  expectUnit,
  factsOf,
  followHash,
  historyOf,
  lastCheck,
  peopleOf,
  permitColumns,
  roleOf,
  seesPeople,
} from './desk.ts'
import { caseImpactOf, impactJobOf } from './impact-read.ts'
import { maskAll, maskName, prefixQuery, wordsIn } from './words.ts'

/** In which bucket a case lies at this moment: what `clockOf` says, of the columns that it set. */
const bucketOf = sql<Bucket>`case
  when permits.closed then 'closed'
  when permits.paused then 'paused'
  when permits.late_at <= now() then 'late'
  when permits.soon_at <= now() then 'soon'
  else 'ahead' end`

/**
 * @param unit null: of every unit
 * @param people whether words may be found in names and numbers of people
 */
function filters(query: z.output<typeof permitQuerySchema>, unit: string | null, people: boolean) {
  const { q, state, assignee, unit: asked, kind, orders } = query
  return (eb: ExpressionBuilder<Tables, 'permits'>) => {
    const all: Expression<SqlBool>[] = wordsIn([q ?? '']).map((word) => {
      const own = sql<SqlBool>`permits.words @@ ${prefixQuery(word)}`
      const theirs = sql<SqlBool>`permits.id in (select permit_id from permit_people where words @@ ${prefixQuery(word)})`
      return people ? eb.or([own, theirs]) : own
    })
    if (unit !== null) all.push(eb('permits.unitCode', '=', unit))
    if (asked !== undefined) all.push(eb('permits.unitCode', '=', asked))
    if (state !== undefined) all.push(eb('permits.state', '=', state))
    if (kind !== undefined) all.push(eb('permits.notice', '=', kind === 'notice'))
    if (orders !== undefined) all.push(eb('permits.orderDue', 'is not', null))
    if (orders === 'overdue') all.push(eb('permits.orderDue', '<', localDate(new Date().toISOString())))
    if (assignee === 'none') all.push(eb('permits.assigneeId', 'is', null))
    else if (assignee !== undefined) all.push(eb('permits.assigneeId', '=', assignee))
    return eb.and(all)
  }
}

export async function readQueue(db: Db, user: User, query: z.output<typeof permitQuerySchema>): Promise<PermitPage> {
  const where = filters(query, user.unitCode, user.role !== 'admin')
  const counted = db
    .selectFrom('permits')
    .select([bucketOf.as('bucket'), sql<number>`count(*)::int`.as('cases')])
    .where(where)
    .groupBy(sql`1`)
  let rows = db
    .selectFrom('permits')
    .leftJoin('users', 'users.id', 'permits.assigneeId')
    .select([
      ...(['permits.id', 'code', 'state', 'title', 'site', 'permits.unitCode', 'filedAt', 'verdict'] as const),
      ...(['specimen', 'assigneeId', 'displayName', 'procedure', 'house', 'notice', 'orderDue'] as const),
    ])
    .where(where)
  if (query.bucket !== undefined) rows = rows.where(bucketOf, '=', query.bucket)
  if (query.sort === 'due') rows = rows.orderBy('due', (order) => order.asc().nullsLast()).orderBy('filedAt')
  else if (query.sort === 'code') rows = rows.orderBy('code')
  else rows = rows.orderBy('filedAt', query.sort === 'newest' ? 'desc' : 'asc')
  const [found, sums] = await Promise.all([
    rows
      .orderBy('permits.id')
      .limit(PERMITS_A_PAGE)
      .offset((query.page - 1) * PERMITS_A_PAGE)
      .execute(),
    counted.execute(),
  ])
  const histories = await historiesOf(
    db,
    found.map(({ id }) => id),
  )
  const settings = await clockSettings(db)
  const now = new Date().toISOString()
  const counts = Object.fromEntries(
    buckets.map((bucket) => [bucket, sums.find((sum) => sum.bucket === bucket)?.cases ?? 0]),
  ) as Record<Bucket, number>
  const total = query.bucket ? counts[query.bucket] : sums.reduce((sum, { cases }) => sum + cases, 0)
  return { cases: found.map((row) => summaryOf(row, histories.get(row.id) ?? [], row, settings, now)), total, counts }
}

type SummaryRow = Pick<
  PermitRow,
  | 'id'
  | 'code'
  | 'state'
  | 'title'
  | 'site'
  | 'unitCode'
  | 'filedAt'
  | 'verdict'
  | 'specimen'
  | 'assigneeId'
  | 'notice'
  | 'orderDue'
> & { displayName: string | null }

const summaryOf = (
  row: SummaryRow,
  history: readonly PermitPast[],
  subject: ClockSubject,
  settings: ClockSettings,
  now: string,
): PermitSummary => ({
  id: row.id,
  code: row.code,
  state: row.state,
  title: row.title,
  site: row.site,
  unitCode: row.unitCode,
  filedAt: row.filedAt.toISOString(),
  clock: clockOf(history, now, subject, settings),
  assigneeId: row.assigneeId,
  assignee: row.displayName,
  verdict: row.verdict,
  specimen: row.specimen,
  notice: row.notice,
  orderDue: row.orderDue,
})

const permitWithAssignee = (db: Db) =>
  db
    .selectFrom('permits')
    .leftJoin('users', 'users.id', 'permits.assigneeId')
    .select([...permitColumns.map((column) => `permits.${column}` as const), 'users.displayName'])

/** @throws Refusal 404, 403 `permit/unit` */
export async function readPermit(db: Db, user: User, id: string): Promise<PermitCase> {
  const permit = await permitWithAssignee(db).where('permits.id', '=', id).executeTakeFirst()
  if (!permit) throw notFound(`permit/${id}`)
  expectUnit(user, permit.unitCode)
  const application = permit.application as Application
  const settings = await clockSettings(db)
  const now = new Date().toISOString()
  const rows = await historyOf(db, id)
  const history = rows.map(pastOf)
  const check = await lastCheck(db, permit)
  const people = await peopleOf(db, id)
  const names = await namesOf(
    db,
    rows.flatMap(({ event, target }) => (event === 'assign' && target ? [target] : [])),
  )
  const full: PermitCase = {
    ...summaryOf(permit, history, subjectOf(application), settings, now),
    revision: permit.revision,
    application,
    people,
    attachments: await attachmentsOf(db, id),
    report: check?.report ?? null,
    reportHash: check?.reportHash ?? null,
    reportCurrent: check?.applicationHash === permit.applicationHash,
    history: rows.map((row) => ({
      event: row.event,
      state: row.state,
      at: row.at.toISOString(),
      actor: row.displayName ?? row.actor,
      note: row.note,
      clauses: row.clauses,
      to: row.event === 'assign' ? (names.get(row.target ?? '') ?? null) : row.target,
      impact: row.impact,
      ledgerSequence: row.ledgerSequence,
    })),
    may: mayDo(history, roleOf({ user }), await factsOf(db, permit, history, now)),
    impact: await caseImpactOf(db, permit),
    impactJob: await impactJobOf(db, id),
    permitNumber: permit.permitNumber,
    former: formerApplication(rows),
  }
  return seesPeople(user, permit.unitCode) ? full : withoutPeople(full)
}

/** What the applicant had filed before they changed it; null: they never did. */
const formerApplication = (rows: readonly { application: unknown }[]): Application | null =>
  rows.flatMap(({ application }) => (application ? [application as Application] : [])).at(-2) ?? null

/** A case for those without the right to see people: theirs, the neighbours' and what was written about them. */
function withoutPeople({ people, ...rest }: PermitCase): PermitCase {
  const { application, attachments, history } = rest
  const neighbours = application.check.neighbours?.map((one) => ({ ...one, name: '' })) ?? null
  return maskAll(
    {
      ...rest,
      people: null,
      former: null,
      application: {
        ...application,
        workTitle: rest.title,
        check: { ...application.check, ...(neighbours ? { neighbours } : {}) },
      },
      // Its lines may name neighbours; the numbers stay.
      report: rest.report && { ...rest.report, rules: rest.report.rules.map((line) => ({ ...line, why: unsaid })) },
      attachments: attachments.map((one) => ({ ...one, name: safeName('', one.kind) })),
      history: history.map((past) => ({ ...past, note: '' })),
    },
    people,
  )
}
const unsaid = { vi: '***', en: '***' }

async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('users')
    .select(['id', 'displayName'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, displayName }) => [id, displayName]))
}

export async function attachmentsOf(db: Db, permitId: string): Promise<Attachment[]> {
  const rows = await db
    .selectFrom('permitAttachments')
    .selectAll()
    .where('permitId', '=', permitId)
    .orderBy('addedAt')
    .execute()
  return rows.map(({ hash, name, kind, bytes, addedAt, photo }) => ({
    hash,
    name,
    kind,
    bytes,
    addedAt: addedAt.toISOString(),
    ...(photo ? { photo: true as const } : {}),
  }))
}

/** The case of an applicant's code. @throws Refusal 404 */
export async function followed(db: Db, code: string) {
  const permit = await permitWithAssignee(db).where('followHash', '=', followHash(code)).executeTakeFirst()
  if (!permit) throw notFound('x-follow-code')
  return permit
}

/** Steps whose paper tells the applicant why. */
const told: ReadonlySet<PermitEvent | 'file'> = new Set([
  ...(['refuse-at-intake', 'request-supplement', 'refuse', 'revoke', 'adjust', 'extend'] as const),
])

export async function readFollowed(db: Db, code: string): Promise<PermitFollow> {
  const permit = await followed(db, code)
  const rows = await historyOf(db, permit.id)
  const history = rows.map(pastOf)
  const now = new Date().toISOString()
  const may = mayDo(history, 'citizen', await factsOf(db, permit, history, now))
  return {
    code: permit.code,
    state: permit.state,
    revision: permit.revision,
    clock: clockOf(history, now, permit, await clockSettings(db)),
    history: rows.map(({ event, state, at, note, clauses }) => ({
      event,
      state,
      at: at.toISOString(),
      note: told.has(event) ? note : '',
      clauses: told.has(event) ? clauses : [],
    })),
    attachments: (await attachmentsOf(db, permit.id)).filter(({ photo }) => !photo),
    may,
    permitNumber: permit.permitNumber,
    specimen: permit.specimen,
    application: may.includes('supplement') ? (permit.application as Application) : null,
  }
}

/** Issued permits, the newest first, their owners' names masked. */
export async function readRegister(db: Db, { q, page }: z.output<typeof registerQuerySchema>): Promise<RegisterPage> {
  let issued = db
    .selectFrom('permits')
    .leftJoin('permitPeople', 'permitPeople.permitId', 'permits.id')
    .where('issuedAt', 'is not', null)
  for (const word of wordsIn([q ?? ''])) issued = issued.where(sql<SqlBool>`permits.words @@ ${prefixQuery(word)}`)
  const [rows, { total }] = await Promise.all([
    issued
      .select(['permitNumber', 'title', 'site', 'unitCode', 'issuedAt', 'state', 'storeys', 'floorSquareMetres'])
      .select(['specimen', 'people'])
      .orderBy('issuedAt', 'desc')
      .orderBy('id')
      .limit(PERMITS_A_PAGE)
      .offset((page - 1) * PERMITS_A_PAGE)
      .execute(),
    issued.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  return {
    entries: rows.map(({ people, permitNumber, issuedAt, ...row }) => ({
      ...row,
      permitNumber: permitNumber!,
      issuedAt: issuedAt!.toISOString(),
      owner: people ? maskName(people.ownerName) : '***',
    })),
    total,
  }
}

/** To whom cases of the unit may be assigned. */
export async function readStaff(db: Db, { unitCode }: User): Promise<PermitStaff[]> {
  let staff = db
    .selectFrom('users')
    .select(['id', 'displayName', 'role'])
    .where('active', '=', true)
    .where('role', 'in', ['reviewer', 'approver'])
  if (unitCode !== null) staff = staff.where((eb) => eb.or([eb('unitCode', 'is', null), eb('unitCode', '=', unitCode)]))
  return staff.orderBy('displayName').execute()
}
