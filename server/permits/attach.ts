/** A file becomes one of a case: on disk before a row names it. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { ATTACHMENTS_A_CASE, type Attachment } from '../../scenarios/api/permits.ts'
import { type PermitState, terminalStates } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { both } from '../../scenarios/text.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import type { Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import { refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { type Desk, doerOf, expectUnit, lockPermit, type Mover } from './desk.ts'

interface Given {
  readonly name: string
  readonly bytes: Buffer
  /** Of the portal: it may come when the case has gone on; what is expected of it is looked at in the same transaction. */
  readonly still?: (trx: Trx) => Promise<boolean>
}

const fromApplicant: ReadonlySet<PermitState> = new Set(['submitted', 'supplement-requested'])

/** @throws Refusal 409, 415, 422 */
export async function attachFile(desk: Desk, mover: Mover, id: string, given: Given): Promise<Attachment> {
  const { db, dataDir, secrets } = desk
  const { bytes } = given
  const kind = await kindOf(bytes)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const row = { hash, name: safeName(given.name, kind), kind, bytes: bytes.length, addedAt: new Date() }
  return placeFile({ db, dataDir }, { hash, bytes }, async (trx, place) => {
    const permit = await lockPermit(trx, id)
    if (typeof mover !== 'string') expectUnit(mover.user, permit.unitCode)
    const inTime =
      mover === 'applicant' && !given.still ? fromApplicant.has(permit.state) : !terminalStates.has(permit.state)
    if (!inTime || (given.still && !(await given.still(trx)))) {
      const message = both('Hồ sơ không nhận thêm tệp ở bước này', 'The case takes no files at this step')
      throw refuse(409, 'permit/attachments-closed', message, permit.state)
    }
    const known = await trx.selectFrom('permitAttachments').selectAll().where('permitId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (!same) {
      if (known.filter(({ photo }) => !photo).length >= ATTACHMENTS_A_CASE) {
        const message = both('Hồ sơ đã đủ số tệp cho phép', 'The case has as many files as it may')
        throw refuse(409, 'permit/attachments-full', message, 'body', `≤ ${ATTACHMENTS_A_CASE}`)
      }
      await place()
      await trx
        .insertInto('permitAttachments')
        .values({ permitId: id, ...row, photo: null })
        .execute()
      await appendLedger(trx, secrets, {
        ...doerOf(mover),
        subject: `permit/${id}`,
        action: 'permit.attached',
        detail: { file: hash, kind, bytes: bytes.length },
      })
      await appendEvent(trx, { type: 'permit', id, revision: permit.revision })
    }
    const { name, addedAt } = same ?? row
    return { hash, name, kind, bytes: bytes.length, addedAt: addedAt.toISOString() }
  })
}

/**
 * Counts bytes of people without an account against what all of them may bring in a day: the disk is everybody's. They are
 * counted when they come, whatever becomes of them.
 * @throws Refusal 429 `permit/uploads-full`
 */
export async function countVisitorBytes({ db }: Desk, bytes: number, most: number): Promise<void> {
  const day = localDate(new Date().toISOString())
  const counted = await db
    .insertInto('visitorUploads')
    .values({ day, bytes: `${bytes}` })
    .onConflict((conflict) =>
      conflict
        .column('day')
        .doUpdateSet({ bytes: sql`visitor_uploads.bytes + excluded.bytes` })
        .where(sql<boolean>`visitor_uploads.bytes + excluded.bytes <= ${most}`),
    )
    .returning('bytes')
    .executeTakeFirst()
  if (counted && Number(counted.bytes) <= most) return
  const message = both(
    'Hôm nay máy chủ đã nhận đủ dung lượng tệp gửi trực tuyến; hãy gửi lại vào ngày mai hoặc nộp tại bộ phận một cửa',
    'The server has taken as much online as it may in a day; send the file tomorrow, or hand it in at the desk',
  )
  throw refuse(429, 'permit/uploads-full', message, 'body', `≤ ${Math.floor(most / 2 ** 20)} MiB / ${day}`)
}
