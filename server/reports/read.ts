/** What is told of field reports, and to whom: people and their words to the desk, the way of it to the sender, what was let out to all. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  type NearReport,
  type nearQuerySchema,
  PUBLIC_FEATURES,
  type PublicReport,
  type PublicReportPage,
  type publicReportQuerySchema,
  REPORTS_A_PAGE,
  type ReportCase,
  type ReportFollow,
  type ReportHistory,
  type ReportPage,
  type ReportSummary,
  type reportQuerySchema,
} from '../../scenarios/api/reports.ts'
import { categoryFacts, type ReportCategory } from '../../scenarios/reports/categories.ts'
import { latestDay, reportClock } from '../../scenarios/reports/clock.ts'
import { mayDoReport, openStates, type ReportRole, toldSender, wordsToSender } from '../../scenarios/reports/process.ts'
import { metresBetween, NEAR_METRES } from '../../scenarios/reports/report.ts'
import type { Db } from '../database.ts'
import { notFound } from '../http.ts'
import { clockSettings } from '../permits/calendar.ts'
import { followHash } from '../permits/desk.ts'
import { prefixQuery, wordsIn } from '../permits/words.ts'
import { recordsOf } from '../records.ts'
import { expectReportUnit, factsOfReport, type ReportDesk, readReportSettings } from './desk.ts'
import { photosOf, toldPhoto } from './photos.ts'
import { pastOfReport, type Report, type ReportRecord, reportColumns, subjectOfReport } from './record.ts'

/** Fewer people than this are not counted out to the public (guard 7). */
const COUNTED_FROM = 5
const suppressed = (count: number): number | null => (count < COUNTED_FROM ? null : count)

const rowsOf = (db: Db) =>
  db
    .selectFrom('reports')
    .leftJoin('users', 'users.id', 'reports.handlerId')
    .select(reportColumns.map((column) => `reports.${column}` as const))
    .select((eb) => [
      'users.displayName as handler',
      eb
        .selectFrom('reportPhotos')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('reportPhotos.reportId', '=', 'reports.id')
        .where('kept', '=', true)
        .as('photos'),
      // Those who said so, and those who sent the same.
      sql<number>`(select count(*) from report_supporters s
          where s.report_id = reports.id or s.report_id in (select id from reports j where j.joined_into = reports.id))::int
        + (select count(*) from reports j where j.joined_into = reports.id)::int`.as('supporters'),
    ])
type Row = Report & { handler: string | null; photos: number | null; supporters: number }

const summaryOf = (row: Row, now: number): ReportSummary => ({
  ...{ id: row.id, code: row.code, state: row.state, revision: row.revision, category: row.category, text: row.text },
  ...{ lon: row.lon, lat: row.lat, unitCode: row.unitCode, urgent: row.urgent, anonymous: row.anonymous },
  notPublic: row.notPublic || categoryFacts[row.category].sensitive,
  isPublished: row.publishedAt !== null,
  sentAt: row.sentAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  ...{ unit: row.unit, handler: row.handler, photos: row.photos ?? 0, supporters: row.supporters },
  due: row.dueAt?.toISOString() ?? null,
  overdue: row.dueAt !== null && row.dueAt.getTime() < now,
})

type Bucket = z.output<typeof reportQuerySchema>['bucket']
const open = [...openStates]

/** What of the reports a bucket holds, as SQL: the list and its counts ask the same. */
function inBucket(bucket: Bucket, user: User, now: Date) {
  switch (bucket) {
    case 'new':
      return sql<SqlBool>`reports.state in ('new', 'reopened')`
    case 'open':
      return sql<SqlBool>`reports.state = any(${open}::text[])`
    case 'late':
      return sql<SqlBool>`reports.due_at < ${now}`
    case 'mine':
      return sql<SqlBool>`reports.handler_id = ${user.id} and reports.state = any(${[...open, 'answered', 'awaiting-publication']}::text[])`
    case 'publication':
      return sql<SqlBool>`reports.state in ('answered', 'awaiting-publication')`
    case 'all':
      return sql<SqlBool>`true`
  }
}
const buckets = ['new', 'open', 'late', 'mine', 'publication', 'all'] as const

export async function readReportPage(
  db: Db,
  user: User,
  { q, bucket, state, category, page }: z.output<typeof reportQuerySchema>,
): Promise<ReportPage> {
  const now = new Date()
  const own =
    user.unitCode === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(reports.unit_code = ${user.unitCode} or reports.unit_code is null)`
  const wanted: Expression<SqlBool>[] = [own, inBucket(bucket, user, now)]
  for (const word of wordsIn([q ?? ''])) wanted.push(sql<SqlBool>`words @@ ${prefixQuery(word)}`)
  if (state !== undefined) wanted.push(sql<SqlBool>`reports.state = ${state}`)
  if (category !== undefined) wanted.push(sql<SqlBool>`reports.category = ${category}`)
  const pressing = bucket === 'all' || bucket === 'publication' ? sql`null::timestamptz` : sql`due_at`
  const [rows, { total }, counts] = await Promise.all([
    rowsOf(db)
      .where((eb) => eb.and(wanted))
      .orderBy(sql`${pressing} asc nulls last`)
      .orderBy('sentAt', 'desc')
      .orderBy('reports.id')
      .limit(REPORTS_A_PAGE)
      .offset((page - 1) * REPORTS_A_PAGE)
      .execute(),
    db
      .selectFrom('reports')
      .where((eb) => eb.and(wanted))
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('reports')
      .where(own)
      .select(buckets.map((one) => sql<number>`count(*) filter (where ${inBucket(one, user, now)})::int`.as(one)))
      .executeTakeFirstOrThrow(),
  ])
  return { reports: rows.map((row) => summaryOf(row, now.getTime())), total, counts }
}

async function rowOf(db: Db, id: string): Promise<Row> {
  const row = await rowsOf(db).where('reports.id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`reports/${id}`)
  return row
}

/** @throws Refusal 403 `permit/unit` */
export async function reportForStaff(db: Db, user: User, id: string): Promise<Row> {
  const row = await rowOf(db, id)
  expectReportUnit(user, row)
  return row
}

async function historyTold(db: Db, id: string): Promise<ReportHistory[]> {
  const [kept, notes] = await Promise.all([
    recordsOf(db, subjectOfReport(id)),
    db
      .selectFrom('reportNotes')
      .leftJoin('users', 'users.id', 'actorId')
      .select(['revision', 'note', 'displayName'])
      .where('reportId', '=', id)
      .execute(),
  ])
  return kept.map(({ record, at, revision, ledgerSequence }) => {
    const { event, state, role, unit, until, rating } = record as ReportRecord
    const written = notes.find((one) => one.revision === revision)
    const moved = event === 'assign' || event === 'forward'
    return {
      ...{ event, state, at: at.toISOString(), actor: written?.displayName ?? role, note: written?.note ?? '' },
      ...{ unit: moved ? unit : null, until, rating, ledgerSequence },
    }
  })
}

export async function readReport(desk: ReportDesk, user: User, id: string): Promise<ReportCase> {
  const { db, tiles } = desk
  const row = await reportForStaff(db, user, id)
  const [history, told, contact, photos, settings, { calendar }, into, near] = await Promise.all([
    recordsOf(db, subjectOfReport(id)).then((kept) => kept.map(pastOfReport)),
    historyTold(db, id),
    db.selectFrom('reportPeople').select(['name', 'phone']).where('reportId', '=', id).executeTakeFirst(),
    photosOf(db, id),
    readReportSettings(db),
    clockSettings(db),
    row.joinedInto ? rowOf(db, row.joinedInto) : null,
    openStates.has(row.state) ? nearOf(db, row, row.category, false, user.unitCode) : [],
  ])
  const facts = await factsOfReport(db, row, history)
  return {
    ...summaryOf(row, Date.now()),
    unitName: row.unitCode === null ? null : ((await tiles.units()).get(row.unitCode) ?? null),
    history: told,
    // Who approves a publication does not handle the report.
    contact: user.role === 'approver' ? null : (contact ?? null),
    photoList: photos.map(toldPhoto),
    ...{ photosExpected: row.photosExpected, danger: row.danger, writtenAt: row.writtenAt.toISOString() },
    publication: row.publication,
    answerDue: reportClock(history, row.urgent, settings, calendar).answerDue,
    latestDay: latestDay(history, settings, calendar),
    joinedInto: into && { id: into.id, code: into.code },
    near: near.filter((one) => one.id !== id),
    may: mayDoReport(history, user.role as ReportRole, facts),
    erased: row.erased,
  }
}

/** @throws Refusal 404 where the code is nobody’s */
export async function followedReport(db: Db, code: string): Promise<Row> {
  const row = await rowsOf(db).where('followHash', '=', followHash(code)).executeTakeFirst()
  if (!row) throw notFound('x-follow-code')
  return row
}

/** A joined report goes the way of the one that it went into. */
const LINKS = 10
async function lastInto(db: Db, row: Report): Promise<Row | null> {
  let at: Row | null = null
  for (let next = row.joinedInto, n = 0; next !== null && n < LINKS; next = at.joinedInto, n++)
    at = await rowOf(db, next)
  return at
}

export async function readFollowedReport({ db }: ReportDesk, code: string): Promise<ReportFollow> {
  const row = await followedReport(db, code)
  const [history, told, contact, settings, { calendar }, into, photos] = await Promise.all([
    recordsOf(db, subjectOfReport(row.id)).then((kept) => kept.map(pastOfReport)),
    historyTold(db, row.id),
    db.selectFrom('reportPeople').select('reportId').where('reportId', '=', row.id).executeTakeFirst(),
    readReportSettings(db),
    clockSettings(db),
    lastInto(db, row),
    photosOf(db, row.id),
  ])
  const { answerDue } = reportClock(history, row.urgent, settings, calendar)
  return {
    ...{ id: row.id, code: row.code, state: row.state, revision: row.revision, category: row.category },
    ...{ text: row.text, lon: row.lon, lat: row.lat, sentAt: row.sentAt.toISOString(), unit: row.unit },
    answerDue,
    overdue: answerDue !== null && Date.parse(answerDue) < Date.now(),
    hasContact: contact !== undefined,
    photos: photos.filter(({ party }) => party === 'citizen').length,
    ...{ photosExpected: row.photosExpected, isPublished: row.publishedAt !== null },
    results: resultsIn(history, photos).map(({ publicHash }) => publicHash!),
    joinedInto: into && { code: into.code, state: into.state },
    history: told
      .filter(({ event }) => toldSender.has(event))
      .map(({ actor: _actor, ledgerSequence: _sequence, note, ...past }) => ({
        ...past,
        note: wordsToSender.has(past.event) ? note : '',
      })),
    may: mayDoReport(history, 'citizen', await factsOfReport(db, row, history)),
  }
}

/** What the office shows the sender of what was done: copies that a person looked at, once there is an answer (guard 7). */
function resultsIn(
  history: readonly { readonly event: string }[],
  photos: Awaited<ReturnType<typeof photosOf>>,
): Awaited<ReturnType<typeof photosOf>> {
  if (!history.some(({ event }) => event === 'answer')) return []
  return photos.filter(({ party, publicHash }) => party === 'staff' && publicHash !== null)
}

/** @throws Refusal 404 */
export async function resultPhoto({ db }: ReportDesk, code: string, hash: string) {
  const { id } = await followedReport(db, code)
  const [kept, photos] = await Promise.all([recordsOf(db, subjectOfReport(id)), photosOf(db, id)])
  const photo = resultsIn(kept.map(pastOfReport), photos).find(({ publicHash }) => publicHash === hash)
  if (!photo) throw notFound(`reports/follow/photos/${hash}`)
  return photo
}

/** @param from where one asks; null: the place itself */
const nearTold = (row: Row, metres: number | null): NearReport => ({
  ...{ id: row.id, code: row.code, category: row.category, state: row.state, sentAt: row.sentAt.toISOString() },
  metres: metres === null ? null : Math.ceil(metres / 10) * 10,
  supporters: suppressed(row.supporters),
})

/** A degree of latitude, m. */
const DEGREE_METRES = 111_000

/** Open reports of a kind about a place, the nearest first. @param publicly without those that the public is not told of */
async function nearOf(
  db: Db,
  place: { lon: number; lat: number },
  category: ReportCategory,
  publicly: boolean,
  unitCode: string | null = null,
): Promise<NearReport[]> {
  const byLat = NEAR_METRES / DEGREE_METRES
  const byLon = byLat / Math.max(0.01, Math.cos((place.lat * Math.PI) / 180))
  const rows = await rowsOf(db)
    .where('category', '=', category)
    .where('reports.state', 'in', open)
    .where('lat', '>=', place.lat - byLat)
    .where('lat', '<=', place.lat + byLat)
    .where('lon', '>=', place.lon - byLon)
    .where('lon', '<=', place.lon + byLon)
    .$if(publicly, (query) => query.where('notPublic', '=', false))
    .$if(unitCode !== null, (query) =>
      query.where((eb) => eb.or([eb('reports.unitCode', 'is', null), eb('reports.unitCode', '=', unitCode)])),
    )
    .limit(100)
    .execute()
  return rows
    .map((row) => ({ row, metres: metresBetween(place, row) }))
    .filter(({ metres }) => metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres)
    .map(({ row, metres }) => nearTold(row, metres))
}

export const readNear = async (
  { db }: ReportDesk,
  { lon, lat, category }: z.output<typeof nearQuerySchema>,
): Promise<NearReport[]> => (categoryFacts[category].sensitive ? [] : nearOf(db, { lon, lat }, category, true))

/** How it stands, for those who see it too; nothing of what was written. */
export async function readSupported({ db }: ReportDesk, id: string): Promise<NearReport> {
  const row = await rowOf(db, id)
  if (row.notPublic || categoryFacts[row.category].sensitive) throw notFound(`reports/${id}`)
  return nearTold(row, null)
}

const publicRows = (db: Db, category: ReportCategory | undefined) =>
  rowsOf(db)
    .where('publishedAt', 'is not', null)
    .$if(category !== undefined, (query) => query.where('category', '=', category!))
    .orderBy('publishedAt', 'desc')
    .orderBy('reports.id')

async function toldPublicly(db: Db, rows: readonly Row[]): Promise<PublicReport[]> {
  if (rows.length === 0) return []
  const copies = await db
    .selectFrom('reportPhotos')
    .select(['reportId', 'hash', 'publicHash'])
    .where(
      'reportId',
      'in',
      rows.map(({ id }) => id),
    )
    .where('publicHash', 'is not', null)
    .execute()
  return rows.flatMap((row) => {
    const { publication } = row
    if (!publication || !row.publishedAt) return []
    const photos = publication.photos.flatMap(
      (hash) => copies.find((one) => one.reportId === row.id && one.hash === hash)?.publicHash ?? [],
    )
    return [
      {
        ...{ id: row.id, code: row.code, category: row.category, state: row.state, unit: row.unit },
        ...{ text: publication.text, answer: publication.answer, lon: publication.lon, lat: publication.lat },
        sentAt: row.sentAt.toISOString(),
        publishedAt: row.publishedAt.toISOString(),
        photos,
        supporters: suppressed(row.supporters),
      },
    ]
  })
}

export async function readPublicReports(
  { db }: ReportDesk,
  { category, page }: z.output<typeof publicReportQuerySchema>,
): Promise<PublicReportPage> {
  const [rows, { total }] = await Promise.all([
    publicRows(db, category)
      .limit(REPORTS_A_PAGE)
      .offset((page - 1) * REPORTS_A_PAGE)
      .execute(),
    db
      .selectFrom('reports')
      .where('publishedAt', 'is not', null)
      .$if(category !== undefined, (query) => query.where('category', '=', category!))
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow(),
  ])
  return { reports: await toldPublicly(db, rows), total }
}

/** The newest, for a map. */
export const readPublicFeatures = async ({ db }: ReportDesk, category?: ReportCategory): Promise<PublicReport[]> =>
  toldPublicly(db, await publicRows(db, category).limit(PUBLIC_FEATURES).execute())

/** The copy of a photo that may be shown, while it is published; null: there is none. */
export async function publishedCopy({ db }: ReportDesk, id: string, hash: string) {
  const report = await db
    .selectFrom('reports')
    .select('publication')
    .where('id', '=', id)
    .where('publishedAt', 'is not', null)
    .executeTakeFirst()
  const photo = await db
    .selectFrom('reportPhotos')
    .selectAll()
    .where('reportId', '=', id)
    .where('publicHash', '=', hash)
    .executeTakeFirst()
  return photo && report?.publication?.photos.includes(photo.hash) ? photo : null
}
