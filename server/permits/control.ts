/**
 * Visits and matters of a site, as they are written down. Each is one transaction behind the lock of its case, with its kept
 * record in the ledger and the case's event; what was written of people lies apart and stands in the record as a salted hash.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { readPhoto } from '../../data/readers/photo/photo.ts'
import type { User } from '../../scenarios/api/api.ts'
import { type Control, PHOTOS_A_CASE, VISITS_A_CASE } from '../../scenarios/api/control.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { judge } from '../../scenarios/permits/control/figures.ts'
import {
  type MatterRecord,
  type matterStepSchema,
  type NewMatter,
  nextMatter,
} from '../../scenarios/permits/control/matter.ts'
import { type NewVisit, type VisitPhoto, type VisitRecord, visitable } from '../../scenarios/permits/control/visit.ts'
import type { PermitRole } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import type { PermitRow, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import { notFound, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { keepRecord } from '../records.ts'
import { pastOf } from './calendar.ts'
import { hasOpenMatter, mattersOf, readControl, visitsOf } from './control-read.ts'
import {
  type Desk,
  doerOf,
  expectUnit,
  historyOf,
  lastCheck,
  lockPermit,
  nextNumber,
  peopleOf,
  seesPeople,
} from './desk.ts'

type Writer = { readonly user: User }

/** A phone's clock may be ahead of ours by so much. */
const AHEAD_MS = 5 * 60_000

/** @throws Refusal 404, 403 `permit/unit` */
export async function controlOf({ db }: Desk, user: User, id: string): Promise<Control> {
  const permit = await db.selectFrom('permits').selectAll().where('id', '=', id).executeTakeFirst()
  if (!permit) throw notFound(`permit/${id}`)
  expectUnit(user, permit.unitCode)
  const history = (await historyOf(db, id)).map(pastOf)
  const people = await peopleOf(db, id)
  return readControl(db, user, permit as unknown as PermitRow, history, people, seesPeople(user, permit.unitCode))
}

/** The case, locked, of the writer's unit, in a state in which its site is looked at. */
async function lockSite(trx: Trx, { user }: Writer, id: string): Promise<PermitRow> {
  const permit = await lockPermit(trx, id)
  expectUnit(user, permit.unitCode)
  return permit
}

/** A site with an open matter is looked at whatever has become of its permit. */
async function expectVisitable(trx: Trx, { id, state }: PermitRow): Promise<void> {
  if (visitable(state) || (await hasOpenMatter(trx, id))) return
  const message = both('Hồ sơ ở bước này không kiểm tra thực địa', 'The site is not looked at in this state')
  throw refuse(409, 'visit/state', message, state)
}

/** Kept without its place; the place by its own word is told, and goes into the record of the visit. */
export async function addPhoto(
  desk: Desk,
  writer: Writer,
  id: string,
  givenName: string,
  body: Buffer,
): Promise<VisitPhoto> {
  const { db, secrets, dataDir } = desk
  const { bytes, place, takenAt } = readPhoto(body)
  const photo = Buffer.from(bytes)
  const kind = await kindOf(photo)
  const hash = createHash('sha256').update(photo).digest('hex')
  const at = place && projection(vn2000).toLocal(place.longitude, place.latitude)
  const facts = {
    place: at && ([Math.round(at[0] * 10) / 10, Math.round(at[1] * 10) / 10] as [number, number]),
    takenAt,
  }
  return placeFile({ db, dataDir }, { hash, bytes: photo }, async (trx, put) => {
    const permit = await lockSite(trx, writer, id)
    await expectVisitable(trx, permit)
    const known = await trx.selectFrom('permitAttachments').selectAll().where('permitId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (same?.photo) return { hash, ...same.photo }
    if (same) {
      const message = both('Ảnh này đã nằm trong hồ sơ xin phép', 'This photo is in the dossier already')
      throw refuse(409, 'visit/photo-known', message, 'body')
    }
    if (known.filter((one) => one.photo).length >= PHOTOS_A_CASE) {
      const message = both('Công trình đã đủ số ảnh cho phép', 'The site has as many photos as it may')
      throw refuse(409, 'visit/photos-full', message, 'body', `≤ ${PHOTOS_A_CASE}`)
    }
    await put()
    await trx
      .insertInto('permitAttachments')
      .values({
        permitId: id,
        hash,
        name: safeName(givenName, kind),
        kind,
        bytes: photo.length,
        addedAt: new Date(),
        photo: JSON.stringify(facts),
      })
      .execute()
    const detail = { file: hash, kind, bytes: photo.length, photo: true }
    await appendLedger(trx, secrets, {
      ...doerOf(writer),
      subject: `permit/${id}`,
      action: 'permit.attached',
      detail,
    })
    return { hash, ...facts }
  })
}

/** A visit that came before, under the same id and with the same content, changes nothing. */
export async function addVisit(desk: Desk, writer: Writer, id: string, visit: NewVisit): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const permit = await lockSite(trx, writer, id)
    const known = await trx.selectFrom('siteVisits').select('permitId').where('id', '=', visit.id).executeTakeFirst()
    if (known) {
      if (known.permitId === id) return
      throw refuse(409, 'visit/known', both('Mã lần kiểm tra đã dùng', 'The id is another visit’s'), 'body.id')
    }
    await expectVisitable(trx, permit)
    const now = new Date()
    expectTimes(visit, permit, now)
    const before = await trx.selectFrom('siteVisits').select('id').where('permitId', '=', id).execute()
    if (before.length >= VISITS_A_CASE) {
      const message = both('Công trình đã đủ số lần kiểm tra', 'The site has as many visits as it may')
      throw refuse(409, 'visit/full', message, 'body', `≤ ${VISITS_A_CASE}`)
    }
    const { photos, words, ...rest } = visit
    const report = (await lastCheck(trx, permit))?.report ?? null
    const record: VisitRecord = {
      ...rest,
      permitId: id,
      photos: await photosNamed(trx, id, photos),
      lines: judge(permit.application as Application, visit.measured, report),
      words: secrets.actor(`words\n${canonicalJson(words)}`),
    }
    await trx
      .insertInto('siteVisits')
      .values({ id: visit.id, permitId: id, inspectorId: writer.user.id, receivedAt: now })
      .execute()
    const subject = `visit/${visit.id}`
    const beyond = record.lines.filter(({ within }) => within === false).map(({ key }) => key)
    const { revision } = await keepRecord(trx, secrets, {
      ...doerOf(writer),
      subject,
      action: 'visit.kept',
      record,
      detail: { permit: id, purpose: visit.purpose, photos: photos.length, beyond },
    })
    await keepWords(trx, id, subject, revision, words)
    await appendEvent(trx, { type: 'permit', id, revision: permit.revision })
  })
}

function expectTimes({ startedAt, endedAt }: NewVisit, { filedAt }: PermitRow, now: Date): void {
  const [from, to] = [Date.parse(startedAt), Date.parse(endedAt)]
  if (from <= to && to <= now.getTime() + AHEAD_MS && from >= filedAt.getTime()) return
  const message = both('Thời gian kiểm tra không hợp lý', 'The times of the visit cannot be')
  throw refuse(422, 'visit/times', message, 'body.startedAt', 'filed ≤ startedAt ≤ endedAt ≤ now')
}

async function photosNamed(trx: Trx, permitId: string, hashes: readonly string[]): Promise<VisitPhoto[]> {
  const files = await trx
    .selectFrom('permitAttachments')
    .select(['hash', 'photo'])
    .where('permitId', '=', permitId)
    .where('photo', 'is not', null)
    .execute()
  return hashes.map((hash) => {
    const file = files.find((one) => one.hash === hash)
    if (file?.photo) return { hash, ...file.photo }
    const message = both('Ảnh chưa được gửi lên', 'The photo has not come')
    throw refuse(422, 'visit/photo-missing', message, 'body.photos', 'POST …/control/photos')
  })
}

/** Biên bản: what a visit found beyond the permit, or found otherwise and put into words. */
export async function openMatter(desk: Desk, writer: Writer, id: string, matter: NewMatter): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const permit = await lockSite(trx, writer, id)
    const known = await trx.selectFrom('siteMatters').select('permitId').where('id', '=', matter.id).executeTakeFirst()
    if (known) {
      if (known.permitId === id) return
      throw refuse(409, 'matter/known', both('Mã vụ việc đã dùng', 'The id is another matter’s'), 'body.id')
    }
    await expectVisitable(trx, permit)
    const visit = (await visitsOf(trx, id)).find((one) => one.id === matter.visitId)
    if (!visit) {
      const message = both('Không có lần kiểm tra này', 'There is no such visit')
      throw refuse(422, 'matter/no-visit', message, 'body.visitId')
    }
    const at = new Date().toISOString()
    const words = { note: matter.note }
    const record: MatterRecord = {
      id: matter.id,
      permitId: id,
      number: await numberOf(trx, permit, 'BB-TTXD', at),
      state: 'recorded',
      event: 'record',
      at,
      visitId: visit.id,
      foundAt: visit.record.startedAt,
      lines: judge(permit.application as Application, visit.record.measured, null).flatMap((line) => {
        const told = visit.record.lines.find(({ key }) => key === line.key)
        return line.within === false ? [{ ...line, clause: told?.clause ?? line.clause }] : []
      }),
      order: null,
      orderNumber: null,
      due: null,
      followUpId: null,
      words: secrets.actor(`words\n${canonicalJson(words)}`),
    }
    await trx.insertInto('siteMatters').values({ id: matter.id, permitId: id }).execute()
    await keepMatter(desk, trx, writer, permit, record, words)
  })
}

/** Numbers of a specimen are counted apart. */
const numberOf = async (trx: Trx, { unitCode, specimen }: PermitRow, kind: string, at: string): Promise<string> => {
  const named = specimen ? `${kind}-MẪU` : kind
  return `${await nextNumber(trx, `${named}/${unitCode}/${localDate(at).slice(0, 4)}`)}/${named}`
}

export async function stepMatter(
  desk: Desk,
  writer: Writer,
  id: string,
  matterId: string,
  step: z.output<typeof matterStepSchema>,
): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const permit = await lockSite(trx, writer, id)
    const last = (await mattersOf(trx, id)).find((versions) => versions[0]!.record.id === matterId)?.at(-1)
    if (!last) throw notFound(`matter/${matterId}`)
    if (last.revision !== step.revision) {
      const message = both('Vụ việc đã được xử lý ở nơi khác', 'The matter was moved on while you looked')
      throw refuse(409, 'matter/conflict', message, matterId, `revision ${last.revision}`)
    }
    const seen = step.visitId ? (await visitsOf(trx, id)).find((one) => one.id === step.visitId) : undefined
    // Against the permit as it stands: an adjustment may have settled it.
    const application = permit.application as Application
    const visit = seen && {
      id: seen.id,
      startedAt: seen.record.startedAt,
      lines: judge(application, seen.record.measured, null),
    }
    const at = new Date().toISOString()
    const next = nextMatter(last.record, step, writer.user.role as PermitRole, at, visit ?? null)
    if (next instanceof Problem) {
      const { code, message, place } = next.detail
      throw refuse(code === 'matter/role' ? 403 : 422, code, message, place && `body.${place}`)
    }
    const words = { note: step.note }
    const record: MatterRecord = {
      ...next,
      orderNumber: step.event === 'order' ? await numberOf(trx, permit, 'QĐ-TTXD', at) : last.record.orderNumber,
      words: secrets.actor(`words\n${canonicalJson(words)}`),
    }
    await keepMatter(desk, trx, writer, permit, record, words)
  })
}

async function keepMatter(
  { secrets }: Desk,
  trx: Trx,
  writer: Writer,
  permit: PermitRow,
  record: MatterRecord,
  words: { note: string },
): Promise<void> {
  const subject = `matter/${record.id}`
  const { number, state, due, orderNumber } = record
  const { revision } = await keepRecord(trx, secrets, {
    ...doerOf(writer),
    subject,
    action: `matter.${record.event}`,
    record,
    detail: { permit: permit.id, number, state, ...(orderNumber ? { orderNumber } : {}), ...(due ? { due } : {}) },
  })
  await keepWords(trx, permit.id, subject, revision, words)
  await trx.insertInto('siteMatterSteps').values({ matterId: record.id, revision, actorId: writer.user.id }).execute()
  const orders = (await mattersOf(trx, permit.id)).map((versions) => versions.at(-1)!.record)
  const dues = orders.flatMap((one) => (one.state === 'ordered' && one.due ? [one.due] : []))
  await trx
    .updateTable('permits')
    .set({ orderDue: dues.toSorted()[0] ?? null })
    .where('id', '=', permit.id)
    .execute()
  await appendEvent(trx, { type: 'permit', id: permit.id, revision: permit.revision })
}

const keepWords = (trx: Trx, permitId: string, subject: string, revision: number, words: unknown) =>
  trx
    .insertInto('siteWords')
    .values({ subject, revision, permitId, words: JSON.stringify(words) })
    .execute()
