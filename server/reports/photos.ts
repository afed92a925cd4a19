/**
 * Photos of a report: stripped at the door of where and with what they were taken, on disk before a row names them. What may be
 * published is a copy that a person blurred; the photo itself never leaves for those without the right (guard 7).
 */
import { createHash } from 'node:crypto'
import { readPhoto } from '../../data/readers/photo/photo.ts'
import type { ReportPhoto } from '../../scenarios/api/reports.ts'
import { restingStates } from '../../scenarios/reports/process.ts'
import { REPORT_PHOTOS } from '../../scenarios/reports/report.ts'
import { both } from '../../scenarios/text.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import type { Db, Tables, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import { notFound, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { expectReportUnit, lockReport, type ReportDesk, type ReportMover, reportDoer } from './desk.ts'
import { type Report, subjectOfReport } from './record.ts'

/** A phone’s photo that was not made smaller; what comes from our own page is a tenth of it. */
export const PHOTO_BYTES = 12 * 2 ** 20

type PhotoRow = Tables['reportPhotos']

export const toldPhoto = ({ hash, party, name, kind, bytes, addedAt, publicHash, boxes }: PhotoRow): ReportPhoto => ({
  ...{ hash, party, name, kind, bytes, addedAt: addedAt.toISOString() },
  blurred: publicHash === null ? null : { hash: publicHash, boxes: boxes ?? 0 },
})

export const photosOf = (db: Db, id: string): Promise<PhotoRow[]> =>
  db
    .selectFrom('reportPhotos')
    .selectAll()
    .where('reportId', '=', id)
    .where('kept', '=', true)
    .orderBy('addedAt')
    .orderBy('hash')
    .execute()

async function stripped(body: unknown) {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
  const bytes = Buffer.from(readPhoto(body).bytes)
  const kind = (await kindOf(bytes)) as 'jpeg' | 'png'
  return { bytes, kind, hash: createHash('sha256').update(bytes).digest('hex') }
}

/** The same photo again is the same one: a phone may send it as often as its line breaks. */
export async function addReportPhoto(
  desk: ReportDesk,
  mover: ReportMover,
  id: string,
  givenName: string,
  body: unknown,
): Promise<ReportPhoto> {
  const photo = await stripped(body)
  const { hash, kind } = photo
  const party = mover === 'citizen' ? 'citizen' : 'staff'
  return placeFile(desk, photo, async (trx, place) => {
    const report = await lockReport(trx, id)
    if (mover !== 'citizen') expectReportUnit(mover.user, report)
    const known = await trx.selectFrom('reportPhotos').selectAll().where('reportId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (same) return toldPhoto(same)
    if (report.erased || (mover === 'citizen' && restingStates.has(report.state))) {
      const message = both('Phản ánh không nhận thêm ảnh ở bước này', 'The report takes no photos at this step')
      throw refuse(409, 'report/photos-closed', message, report.state)
    }
    if (known.filter((one) => one.party === party).length >= REPORT_PHOTOS) {
      const message = both('Phản ánh đã đủ số ảnh cho phép', 'The report has as many photos as it may')
      throw refuse(409, 'report/photos-full', message, 'body', `≤ ${REPORT_PHOTOS}`)
    }
    await place()
    const row: PhotoRow = {
      ...{ reportId: id, hash, party, name: safeName(givenName, kind), kind, bytes: photo.bytes.length },
      ...{ addedAt: new Date(), kept: true, publicHash: null, publicKind: null, publicBytes: null, boxes: null },
    }
    await trx.insertInto('reportPhotos').values(row).execute()
    await tell(desk, trx, mover, report, 'report.photo', { file: hash, kind, bytes: photo.bytes.length })
    return toldPhoto(row)
  })
}

/** @param boxes how many places a person blurred: none, where they saw neither face nor plate */
export async function addBlurredCopy(
  desk: ReportDesk,
  mover: Exclude<ReportMover, string>,
  id: string,
  original: string,
  boxes: number,
  body: unknown,
): Promise<{ photo: ReportPhoto; former: string | null }> {
  const copy = await stripped(body)
  return placeFile(desk, copy, async (trx, place) => {
    const report = await lockReport(trx, id)
    expectReportUnit(mover.user, report)
    const row = await trx
      .selectFrom('reportPhotos')
      .selectAll()
      .where('reportId', '=', id)
      .where('hash', '=', original)
      .where('kept', '=', true)
      .executeTakeFirst()
    if (!row) throw notFound(`reports/${id}/${original}`)
    const all = await trx.selectFrom('reportPhotos').select('hash').where('reportId', '=', id).execute()
    if (all.some(({ hash }) => hash === copy.hash)) {
      const message = both('Đây là ảnh gốc, chưa phải bản đã che', 'This is the photo itself, not a blurred copy')
      throw refuse(422, 'report/not-a-copy', message, 'body')
    }
    // Nor once it lies before who approves it: what was looked at is what goes out.
    const isOut = report.publishedAt !== null || report.state === 'awaiting-publication'
    if (isOut && report.publication?.photos.includes(original)) {
      const message = both('Ảnh đang công khai; hãy gỡ trước', 'The photo is published; take it back first')
      throw refuse(409, 'report/photo-published', message, original)
    }
    await place()
    const changed = {
      ...{ publicHash: copy.hash, publicKind: copy.kind, publicBytes: copy.bytes.length, boxes },
    }
    await trx.updateTable('reportPhotos').set(changed).where('reportId', '=', id).where('hash', '=', original).execute()
    await tell(desk, trx, mover, report, 'report.photo-blurred', { file: original, copy: copy.hash, boxes })
    return { photo: toldPhoto({ ...row, ...changed }), former: row.publicHash }
  })
}

async function tell(
  { secrets }: ReportDesk,
  trx: Trx,
  mover: ReportMover,
  { id, revision }: Report,
  action: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await appendLedger(trx, secrets, { ...reportDoer(mover), subject: subjectOfReport(id), action, detail })
  await appendEvent(trx, { type: 'report', id, revision })
}
