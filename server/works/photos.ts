/** Photos and papers of the site: by their content, on disk before a row names them. They are never published (guard 7). */
import { createHash } from 'node:crypto'
import type { Attachment } from '../../scenarios/api/permits.ts'
import { PHOTOS_A_WORKS } from '../../scenarios/api/works.ts'
import { both } from '../../scenarios/text.ts'
import { endedStates } from '../../scenarios/works/process.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import { appendEvent } from '../events.ts'
import { refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { expectUnit } from '../permits/desk.ts'
import { lockWorks, type WorksDesk, type WorksMover, worksDoer } from './desk.ts'

const KINDS = ['png', 'jpeg', 'pdf']

export async function addPhoto(
  { db, secrets, dataDir }: WorksDesk,
  mover: WorksMover,
  id: string,
  givenName: string,
  body: unknown,
): Promise<Attachment> {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
  const kind = await kindOf(body)
  if (!KINDS.includes(kind))
    throw refuse(
      422,
      'works/photo-kind',
      both('Chỉ nhận ảnh và PDF', 'Pictures and PDF only'),
      'body',
      KINDS.join(' | '),
    )
  const hash = createHash('sha256').update(body).digest('hex')
  const row = { hash, name: safeName(givenName, kind), kind, bytes: body.length, addedAt: new Date() }
  return placeFile({ db, dataDir }, { hash, bytes: body }, async (trx, place) => {
    const works = await lockWorks(trx, id)
    if (typeof mover !== 'string') expectUnit(mover.user, works.unitCode)
    if (endedStates.has(works.state)) {
      const message = both('Hồ sơ đã kết thúc', 'The works have ended')
      throw refuse(409, 'works/ended', message, works.state)
    }
    const known = await trx.selectFrom('worksPhotos').selectAll().where('worksId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (!same) {
      if (known.length >= PHOTOS_A_WORKS) {
        const message = both('Hồ sơ đã đủ số tệp cho phép', 'The works have as many files as they may')
        throw refuse(409, 'works/photos-full', message, 'body', `≤ ${PHOTOS_A_WORKS}`)
      }
      await place()
      await trx
        .insertInto('worksPhotos')
        .values({ worksId: id, ...row })
        .execute()
      await appendLedger(trx, secrets, {
        ...worksDoer(mover),
        subject: `works/${id}`,
        action: 'works.photo',
        detail: { file: hash, kind, bytes: body.length },
      })
      await appendEvent(trx, { type: 'works', id, revision: works.revision })
    }
    const { name, addedAt } = same ?? row
    return { hash, name, kind, bytes: body.length, addedAt: addedAt.toISOString() }
  })
}
