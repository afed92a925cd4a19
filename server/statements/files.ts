/** Files of requests: what who asks sends in, and what the office answers with. By their content, on disk before a row names them. */
import { createHash } from 'node:crypto'
import type { Attachment } from '../../scenarios/api/permits.ts'
import { FILES_A_STATEMENT } from '../../scenarios/api/statements.ts'
import { endedStatements } from '../../scenarios/statements/process.ts'
import { both } from '../../scenarios/text.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import { appendEvent } from '../events.ts'
import { refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { expectUnit } from '../permits/desk.ts'
import { lockStatement, type StatementDesk, type StatementMover, statementDoer } from './desk.ts'

const KINDS = ['png', 'jpeg', 'pdf']
const BEGINNINGS = /^(%PDF-|\x89PNG|\xff\xd8\xff)/

export async function addStatementFile(
  { db, secrets, dataDir }: StatementDesk,
  mover: StatementMover,
  id: string,
  givenName: string,
  body: unknown,
): Promise<Attachment> {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
  // Looked at before anything is read: a drawing would be read whole.
  const kind = BEGINNINGS.test(body.subarray(0, 8).toString('latin1')) ? await kindOf(body) : null
  if (kind === null || !KINDS.includes(kind)) {
    const message = both('Chỉ nhận ảnh và PDF', 'Pictures and PDF only')
    throw refuse(422, 'statement/file-kind', message, 'body', KINDS.join(' | '))
  }
  const hash = createHash('sha256').update(body).digest('hex')
  const row = { hash, name: safeName(givenName, kind), kind, bytes: body.length, addedAt: new Date() }
  return placeFile({ db, dataDir }, { hash, bytes: body }, async (trx, place) => {
    const statement = await lockStatement(trx, id)
    if (mover !== 'asker') expectUnit(mover.user, statement.unitCode)
    if (endedStatements.has(statement.state)) {
      const message = both('Yêu cầu đã kết thúc', 'The request has ended')
      throw refuse(409, 'statement/ended', message, statement.state)
    }
    const known = await trx.selectFrom('statementFiles').selectAll().where('statementId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (!same) {
      // Each side has its own share: who asks cannot use up the office's.
      if (known.filter(({ ofOffice }) => ofOffice === (mover !== 'asker')).length >= FILES_A_STATEMENT) {
        const message = both('Yêu cầu đã đủ số tệp cho phép', 'The request has as many files as it may')
        throw refuse(409, 'statement/files-full', message, 'body', `≤ ${FILES_A_STATEMENT}`)
      }
      await place()
      await trx
        .insertInto('statementFiles')
        .values({ statementId: id, ...row, ofOffice: mover !== 'asker' })
        .execute()
      await appendLedger(trx, secrets, {
        ...statementDoer(mover),
        subject: `statement/${id}`,
        action: 'statement.attached',
        detail: { file: hash, kind, bytes: body.length },
      })
      await appendEvent(trx, { type: 'statement', id, revision: statement.revision })
    }
    const { name, addedAt } = same ?? row
    return { hash, name, kind, bytes: body.length, addedAt: addedAt.toISOString() }
  })
}
