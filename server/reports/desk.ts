/**
 * What happens to a field report: it is sent, moved on by the state table, supported, erased of its people. Each step is one transaction
 * with its record (`records.ts`), its entry in the ledger and its event; the row is locked first.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { newReportSchema, ReportSent, reportStepSchema } from '../../scenarios/api/reports.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { Problem } from '../../scenarios/problem.ts'
import { categoryFacts } from '../../scenarios/reports/categories.ts'
import { latestDay, reportClock } from '../../scenarios/reports/clock.ts'
import {
  nextReportState,
  openStates,
  type ReportFacts,
  type ReportPast,
  type ReportRole,
  restingStates,
} from '../../scenarios/reports/process.ts'
import { assumedSettings, type ReportSettings, reportSettingsSchema } from '../../scenarios/reports/settings.ts'
import { both } from '../../scenarios/text.ts'
import { dropFiles } from '../attachments.ts'
import type { Db, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound, type Refusal, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { clockSettings } from '../permits/calendar.ts'
import { expectUnit, followHash, nextNumber } from '../permits/desk.ts'
import { vectorOf } from '../permits/words.ts'
import { keepRecord, recordsOf } from '../records.ts'
import { unitOfPlace } from './place.ts'
import { type Report, type ReportRecord, reportColumns, reportHistory, saidOf, subjectOfReport } from './record.ts'

export type ReportDesk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles'>
export type ReportMover = { readonly user: User } | 'citizen'

/** Held while a report is sent or joined: the same one twice is one, and none is joined round in a ring. */
const REPORTS_LOCK = 7_105_012
const lockReports = (trx: Trx) => sql`select pg_advisory_xact_lock(${REPORTS_LOCK})`.execute(trx)

/** Of the city’s field reports. */
const REPORT_CODE = 'PA'
/** Near the city, in none of its wards. */
const NO_UNIT = '00000'

export const reportRoleOf = (mover: ReportMover): ReportRole =>
  mover === 'citizen' ? mover : (mover.user.role as ReportRole)
export const reportDoer = (mover: ReportMover) =>
  mover === 'citizen'
    ? { userId: null, role: 'citizen', by: 'applicant' as const }
    : { userId: mover.user.id, role: mover.user.role }

/** As the administrator has set them; else what is assumed. */
export async function readReportSettings(db: Db): Promise<ReportSettings> {
  const last = (await recordsOf(db, 'report-settings')).at(-1)
  return last ? reportSettingsSchema.parse(last.record) : assumedSettings
}

export async function lockReport(trx: Trx, id: string): Promise<Report> {
  const row = await trx.selectFrom('reports').select(reportColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound(`reports/${id}`)
  return row
}

/** A report near the city, in no ward, is everyone’s. @throws Refusal 403 `permit/unit` */
export function expectReportUnit(user: User, { unitCode }: Pick<Report, 'unitCode'>): void {
  if (unitCode !== null) expectUnit(user, unitCode)
}

export async function factsOfReport(db: Db, row: Report, history: readonly ReportPast[]): Promise<ReportFacts> {
  const [settings, { calendar }] = await Promise.all([readReportSettings(db), clockSettings(db)])
  const { answerDue } = reportClock(history, row.urgent, settings, calendar)
  return {
    notPublic: row.notPublic || categoryFacts[row.category].sensitive,
    isPublished: row.publishedAt !== null,
    latestDay: latestDay(history, settings, calendar),
    dueDay: answerDue && localDate(answerDue),
  }
}

const wordsOfReport = ({ code, category, text, unit }: Pick<Report, 'code' | 'category' | 'text' | 'unit'>) =>
  vectorOf([code, categoryFacts[category].title.vi, categoryFacts[category].title.en, text, unit])

/** Sent again with the same id and code, it is the same report: nothing is written, the answer is the same. */
export async function sendReport(desk: ReportDesk, body: z.output<typeof newReportSchema>): Promise<ReportSent> {
  const { db, secrets, tiles } = desk
  const { id, category, text, lon, lat, danger, notPublic, contact } = body
  const unitCode = await unitOfPlace(tiles, lon, lat)
  const secret = followHash(body.followCode)
  const [settings, { calendar }] = await Promise.all([readReportSettings(db), clockSettings(db)])
  return db.transaction().execute(async (trx) => {
    await lockReports(trx)
    const known = await trx
      .selectFrom('reports')
      .select(['id', 'code', 'state', 'followHash'])
      .where((eb) => eb.or([eb('id', '=', id), eb('followHash', '=', secret)]))
      .executeTakeFirst()
    if (known) {
      if (known.id === id && known.followHash === secret) return { id, code: known.code, state: known.state }
      throw refuse(409, 'report/id-taken', both('Mã phản ánh này đã được dùng', 'This id is taken'), 'body.id')
    }
    const now = new Date()
    const at = now.toISOString()
    const day = localDate(at).replaceAll('-', '').slice(2)
    const count = await nextNumber(trx, `report/${unitCode ?? NO_UNIT}/${day}`)
    const code = `${REPORT_CODE}.${unitCode ?? NO_UNIT}-${day}-${String(count).padStart(4, '0')}`
    const urgent = danger || categoryFacts[category].urgent
    const { due } = reportClock([{ event: 'send', state: 'new', at, role: 'citizen' }], urgent, settings, calendar)
    const named = contact !== null && (contact.name !== '' || contact.phone !== '')
    const row: Report = {
      ...{ id, code, unitCode, state: 'new', revision: 1, category, text, lon, lat, urgent, danger, notPublic },
      ...{ anonymous: !named, unit: null, photosExpected: body.photos, sentAt: now, changedAt: now },
      // A device’s clock may be wrong: what it says is told, and nothing rests on it.
      writtenAt: new Date(Math.min(Date.parse(body.writtenAt), now.getTime())),
      ...{ handlerId: null, dueAt: due === null ? null : new Date(due), joinedInto: null, publication: null },
      ...{ publishedAt: null, followHash: secret, erased: false },
    }
    await trx
      .insertInto('reports')
      .values({ ...row, publication: null, words: wordsOfReport(row) })
      .execute()
    if (named)
      await trx
        .insertInto('reportPeople')
        .values({ reportId: id, ...contact })
        .execute()
    await keep(desk, trx, 'citizen', row, {
      event: 'send',
      sent: secrets.actor(`report\n${canonicalJson({ text, lon, lat, contact })}`),
    })
    return { id, code, state: row.state }
  })
}

async function keep(
  { secrets }: ReportDesk,
  trx: Trx,
  mover: ReportMover,
  row: Report,
  step: Pick<ReportRecord, 'event'> & Partial<ReportRecord>,
): Promise<void> {
  const record: ReportRecord = {
    ...{ sent: null, note: null, until: null, rating: null, role: reportRoleOf(mover) },
    ...step,
    ...saidOf(row),
  }
  const { revision } = await keepRecord(trx, secrets, {
    ...reportDoer(mover),
    subject: subjectOfReport(row.id),
    action: `report.${step.event}`,
    record,
    detail: { state: row.state, ...(record.publication ? { publication: record.publication } : {}) },
  })
  await appendEvent(trx, { type: 'report', id: row.id, revision })
}

/**
 * Moves a report by one step of the state table.
 * @throws Refusal 409 `report/conflict` where the revision is old, 403 `report/role`, 422 with the table’s reason
 */
export async function stepReport(
  desk: ReportDesk,
  mover: ReportMover,
  id: string,
  step: z.output<typeof reportStepSchema>,
): Promise<void> {
  const { db, secrets, tiles } = desk
  const { event, note } = step
  if (step.publication) await unitOfPlace(tiles, step.publication.lon, step.publication.lat)
  await db.transaction().execute(async (trx) => {
    if (event === 'join') await lockReports(trx)
    const row = await lockReport(trx, id)
    if (mover !== 'citizen') expectReportUnit(mover.user, row)
    if (row.revision !== step.revision) {
      const message = both(
        'Phản ánh đã được xử lý ở nơi khác trong lúc bạn xem; hãy tải lại',
        'The report was moved on while you looked; load it again',
      )
      throw refuse(409, 'report/conflict', message, id, `revision ${row.revision}`)
    }
    const history = await reportHistory(trx, id)
    const role = reportRoleOf(mover)
    const state = nextReportState(history, { ...step, role }, await factsOfReport(trx, row, history))
    if (state instanceof Problem) throw refusalOf(state)
    const now = new Date()
    const until = event === 'extend' || event === 'ask-extension' ? (step.until ?? null) : null
    const past: ReportPast = { event, state, at: now.toISOString(), role, until }
    const found = classified(row, step)
    const told = { ...row, ...found }
    // What may no longer be public is off the list with the step that says so.
    const hidden = told.notPublic || categoryFacts[told.category].sensitive || state === 'withdrawn'
    const changed: Report = {
      ...row,
      ...found,
      ...(event === 'assign' || event === 'forward' ? { unit: step.unit ?? null } : {}),
      ...(event === 'join' ? { joinedInto: await joinable(trx, mover, id, step.into) } : {}),
      ...(event === 'reopen' ? { joinedInto: null } : {}),
      ...(hidden ? { publication: null, publishedAt: null } : await publicationAfter(trx, row, step, now)),
      ...{ state, revision: row.revision + 1, changedAt: now },
      ...(mover !== 'citizen' && role !== 'approver' ? { handlerId: mover.user.id } : {}),
    }
    const [settings, { calendar }] = await Promise.all([readReportSettings(trx), clockSettings(trx)])
    const { due } = reportClock([...history, past], changed.urgent, settings, calendar)
    const { publication, ...columns } = { ...changed, dueAt: due === null ? null : new Date(due) }
    await trx
      .updateTable('reports')
      .set({
        ...columns,
        publication: publication && JSON.stringify(publication),
        words: wordsOfReport(changed),
      })
      .where('id', '=', id)
      .execute()
    if (note !== '' || mover !== 'citizen')
      await trx
        .insertInto('reportNotes')
        .values({
          reportId: id,
          revision: changed.revision,
          actorId: mover === 'citizen' ? null : mover.user.id,
          note,
        })
        .execute()
    await keep(desk, trx, mover, changed, {
      event,
      note: note === '' ? null : secrets.actor(`note\n${note}`),
      until,
      rating: event === 'rate' || event === 'reopen' ? (step.rating ?? null) : null,
    })
  })
}

type Step = z.output<typeof reportStepSchema>

/** What the desk finds it to be. What the sender asked to be kept from the public stays so. */
function classified(row: Report, { event, category, urgent, notPublic }: Step): Partial<Report> {
  if (event !== 'receive' && event !== 'classify') return {}
  return {
    ...(category ? { category } : {}),
    ...(urgent === undefined ? {} : { urgent }),
    notPublic: row.notPublic || notPublic === true,
  }
}

/** The report that another goes into: one that lives itself. */
async function joinable(trx: Trx, mover: ReportMover, id: string, into: string | undefined): Promise<string> {
  const other =
    into === undefined || into === id
      ? undefined
      : await trx.selectFrom('reports').select(reportColumns).where('id', '=', into).executeTakeFirst()
  const dead = other && (other.state === 'joined' || other.state === 'withdrawn' || other.state === 'rejected')
  if (!other || dead) {
    const message = both('Không gộp được vào phản ánh này', 'It cannot be joined with this report')
    throw refuse(422, 'report/into', message, 'body.into', 'another report, itself not joined, withdrawn or rejected')
  }
  if (mover !== 'citizen') expectReportUnit(mover.user, other)
  return other.id
}

/**
 * What stands in public after a step. A photo goes out as the blurred copy that a person made, and only where it is named. What is
 * proposed anew is off the public list until it has been looked at.
 */
async function publicationAfter(trx: Trx, row: Report, step: Step, now: Date): Promise<Partial<Report>> {
  switch (step.event) {
    case 'propose':
    case 'publish': {
      const publication = step.publication ?? (step.event === 'publish' ? row.publication : null)
      if (!publication) {
        const message = both('Phải soạn nội dung công khai', 'Write what is to be published')
        throw refuse(422, 'report/no-publication', message, 'body.publication')
      }
      const photos = await trx
        .selectFrom('reportPhotos')
        .select('hash')
        .where('reportId', '=', row.id)
        .where('publicHash', 'is not', null)
        .execute()
      const unseen = publication.photos.find((hash) => !photos.some((photo) => photo.hash === hash))
      if (unseen !== undefined) {
        const message = both(
          'Ảnh chưa được che mặt người và biển số thì không công khai',
          'A photo without its blurred copy is not published',
        )
        throw refuse(422, 'report/photo-not-blurred', message, 'body.publication.photos', unseen)
      }
      return { publication, publishedAt: step.event === 'publish' ? now : null }
    }
    case 'unpublish':
      return { publication: null, publishedAt: null }
    case 'complete':
      return { publication: row.publishedAt ? row.publication : null }
    default:
      return {}
  }
}

/** Not for the role: 403; not possible as it stands: 422. */
function refusalOf({ detail }: Problem): Refusal {
  const { code, message, place, expected } = detail
  return refuse(code === 'report/role' ? 403 : 422, code, message, place && `body.${place}`, expected)
}

/** One more who sees it too. The token’s salted hash is all that is kept. */
export async function supportReport({ db, secrets }: ReportDesk, id: string, token: string): Promise<void> {
  const row = await db
    .selectFrom('reports')
    .select(['category', 'notPublic', 'state'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || row.notPublic || categoryFacts[row.category].sensitive || !openStates.has(row.state))
    throw notFound(`reports/${id}`)
  await db
    .insertInto('reportSupporters')
    .values({ reportId: id, key: secrets.actor(`support\n${id}\n${token}`) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Erases who it was: name, phone, words, photos. What was published, and what was decided, stays. */
export async function eraseReportPeople(desk: ReportDesk, user: User, id: string): Promise<void> {
  const { db, secrets, dataDir } = desk
  const hashes = await db.transaction().execute(async (trx) => {
    const row = await lockReport(trx, id)
    expectReportUnit(user, row)
    if (!restingStates.has(row.state)) {
      const message = both('Chỉ xóa dữ liệu người của phản ánh đã xong', 'Only of reports that have come to rest')
      throw refuse(409, 'report/still-going', message, id, [...restingStates].join(' | '))
    }
    if (row.erased) return []
    await trx.deleteFrom('reportPeople').where('reportId', '=', id).execute()
    await trx.deleteFrom('reportNotes').where('reportId', '=', id).execute()
    const photos = await trx.selectFrom('reportPhotos').selectAll().where('reportId', '=', id).execute()
    const shown = new Set(row.publishedAt ? row.publication?.photos : [])
    const [left, gone] = [photos.filter(({ hash }) => shown.has(hash)), photos.filter(({ hash }) => !shown.has(hash))]
    const named = (some: typeof photos) => some.map(({ hash }) => hash)
    if (left.length > 0)
      await trx
        .updateTable('reportPhotos')
        .set({ kept: false, name: '' })
        .where('reportId', '=', id)
        .where('hash', 'in', named(left))
        .execute()
    if (gone.length > 0)
      await trx.deleteFrom('reportPhotos').where('reportId', '=', id).where('hash', 'in', named(gone)).execute()
    const blank = { ...row, text: '', anonymous: true, erased: true }
    await trx
      .updateTable('reports')
      // What was only proposed never stood in public.
      .set({
        ...{ text: '', anonymous: true, erased: true, words: wordsOfReport(blank) },
        ...(row.publishedAt ? {} : { publication: null }),
      })
      .where('id', '=', id)
      .execute()
    await appendLedger(trx, secrets, {
      ...{ userId: user.id, role: user.role, subject: subjectOfReport(id), action: 'report.people-erased' },
      detail: { files: photos.length },
    })
    await appendEvent(trx, { type: 'report', id, revision: row.revision })
    return photos.flatMap(({ hash, publicHash }) => [hash, ...(publicHash ? [publicHash] : [])])
  })
  await dropFiles(db, dataDir, hashes)
}

/** The sender takes back their own name and phone. */
export async function forgetSender({ db, secrets }: ReportDesk, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockReport(trx, id)
    const gone = await trx.deleteFrom('reportPeople').where('reportId', '=', id).returning('reportId').execute()
    if (gone.length === 0) return
    await trx.updateTable('reports').set({ anonymous: true }).where('id', '=', id).execute()
    await appendLedger(trx, secrets, {
      ...reportDoer('citizen'),
      ...{ subject: subjectOfReport(id), action: 'report.people-erased', detail: { files: 0 } },
    })
  })
}

const AT_A_TIME = 500

/** Sets the terms of all open reports anew, after the settings or the calendar have changed. */
/** All that a new clock would move. */
export const lockOpenReports = (trx: Trx) =>
  trx
    .selectFrom('reports')
    .select('id')
    .where('state', 'in', [...openStates])
    .orderBy('id')
    .forUpdate()
    .execute()

export async function resetReportClocks(trx: Trx): Promise<void> {
  const [settings, { calendar }] = await Promise.all([readReportSettings(trx), clockSettings(trx)])
  for (let after = ''; ; ) {
    const rows = await trx
      .selectFrom('reports')
      .select(['id', 'urgent'])
      .where('state', 'in', [...openStates])
      .$if(after !== '', (query) => query.where('id', '>', after))
      .orderBy('id')
      .limit(AT_A_TIME)
      .forUpdate()
      .execute()
    for (const { id, urgent } of rows) {
      const { due } = reportClock(await reportHistory(trx, id), urgent, settings, calendar)
      await trx
        .updateTable('reports')
        .set({ dueAt: due === null ? null : new Date(due) })
        .where('id', '=', id)
        .execute()
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
