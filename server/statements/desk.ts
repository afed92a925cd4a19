/**
 * What happens to requests for planning information: they are received, moved on by the state table, answered, erased of who asked.
 * Each step is one transaction with its record (`records.ts`), its entry in the ledger and its event; the row is locked first.
 */
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { NewStatement, StatementFiled, statementStepSchema } from '../../scenarios/api/statements.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import { recordId } from '../../scenarios/ids.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { StatementAsk } from '../../scenarios/statements/ask.ts'
import {
  assumedTerms,
  type StatementTerms,
  statementClockOf,
  statementTermsSchema,
} from '../../scenarios/statements/clock.ts'
import {
  endedStatements,
  nextStatementState,
  type StatementPast,
  type StatementRole,
} from '../../scenarios/statements/process.ts'
import { both } from '../../scenarios/text.ts'
import { dropFiles } from '../attachments.ts'
import type { Db, StatementRow, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound, type Refusal, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { oneTimePassword } from '../passwords.ts'
import { clockSettings } from '../permits/calendar.ts'
import { expectUnit, followHash, nextNumber } from '../permits/desk.ts'
import { vectorOf } from '../permits/words.ts'
import { unitAt } from '../place/units.ts'
import { keepRecord, recordsOf } from '../records.ts'
import { type StatementRecord, statementColumns } from './record.ts'

export type StatementDesk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles'>
export type StatementMover = { readonly user: User } | 'asker'

export const statementRoleOf = (mover: StatementMover): StatementRole =>
  mover === 'asker' ? 'asker' : (mover.user.role as StatementRole)
export const statementDoer = (mover: StatementMover) =>
  mover === 'asker'
    ? { userId: null, role: 'asker', by: 'applicant' as const }
    : { userId: mover.user.id, role: mover.user.role }

/** As the administrator has set them; else what is assumed. */
export async function readTerms(db: Db): Promise<StatementTerms> {
  const last = (await recordsOf(db, 'statement-terms')).at(-1)
  return last ? statementTermsSchema.parse(last.record) : assumedTerms
}

export async function lockStatement(trx: Trx, id: string): Promise<StatementRow> {
  const row = await trx
    .selectFrom('statements')
    .select(statementColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound(`statement/${id}`)
  return row
}

export function pastOfRecord({ record, at }: { record: unknown; at: Date }): StatementPast {
  const { event, state } = record as StatementRecord
  return { event, state, at: at.toISOString() }
}

/** Quy hoạch. */
const STATEMENT_CODE = 'QH'

/** @throws Refusal 422 `statement/outside` where the place lies in no unit of the city */
export async function fileStatement(
  desk: StatementDesk,
  { people, ask: asked }: NewStatement,
): Promise<StatementFiled> {
  const { db, secrets, tiles } = desk
  const unit = await unitAt(tiles, asked.lon, asked.lat)
  if (!unit) {
    const message = both('Vị trí nằm ngoài thành phố', 'The place lies outside the city')
    throw refuse(422, 'statement/outside', message, 'body.ask.lon')
  }
  const ask: StatementAsk = { ...asked, unitCode: unit.code }
  const id = recordId()
  const followCode = oneTimePassword()
  const settings = await clockSettings(db)
  return db.transaction().execute(async (trx) => {
    const terms = await readTerms(trx)
    const filedAt = new Date()
    const at = filedAt.toISOString()
    const day = localDate(at).replaceAll('-', '').slice(2)
    const count = await nextNumber(trx, `statement/${unit.code}/${day}`)
    const code = `${STATEMENT_CODE}.${unit.code}-${day}-${String(count).padStart(4, '0')}`
    const clock = statementClockOf([{ event: 'file', state: 'received', at }], at, terms, settings)
    await trx
      .insertInto('statements')
      .values({
        ...{ id, code, unitCode: unit.code, state: 'received', revision: 1, ask: JSON.stringify(ask) },
        words: vectorOf([code, ask.place, ask.parcel?.sheet ?? null, ask.parcel?.number ?? null]),
        ...{ followHash: followHash(followCode), filedAt, closed: false, assigneeId: null, due: clock.due },
      })
      .execute()
    await trx
      .insertInto('statementPeople')
      .values({ statementId: id, people: JSON.stringify(people) })
      .execute()
    await keep(desk, trx, 'asker', id, {
      ...{ code, event: 'file', state: 'received', ask },
      people: secrets.actor(`people\n${canonicalJson(people)}`),
      ...{ note: null, assignee: null },
    })
    return { id, code, followCode, filedAt: at, clock, terms }
  })
}

type Step = Omit<StatementRecord, 'role' | 'ask' | 'words'> & { readonly ask: StatementAsk }

async function keep(
  { secrets }: StatementDesk,
  trx: Trx,
  mover: StatementMover,
  id: string,
  { ask: { question, place, ...ask }, ...step }: Step,
): Promise<void> {
  const record: StatementRecord = {
    ...step,
    role: statementRoleOf(mover),
    ask,
    words: secrets.actor(`words\n${canonicalJson({ question, place })}`),
  }
  const { revision } = await keepRecord(trx, secrets, {
    ...statementDoer(mover),
    subject: `statement/${id}`,
    action: `statement.${step.event}`,
    record,
    detail: { state: step.state },
  })
  await appendEvent(trx, { type: 'statement', id, revision })
}

/**
 * Moves a request by one step of the state table.
 * @throws Refusal 409 `statement/conflict` where the revision is old, 403 `statement/role`, 422 with the table's reason
 */
export async function stepStatement(
  desk: StatementDesk,
  mover: StatementMover,
  id: string,
  step: z.output<typeof statementStepSchema>,
): Promise<void> {
  const { db, secrets } = desk
  const { event, note } = step
  const settings = await clockSettings(db)
  await db.transaction().execute(async (trx) => {
    const row = await lockStatement(trx, id)
    if (mover !== 'asker') expectUnit(mover.user, row.unitCode)
    if (row.revision !== step.revision) {
      const message = both(
        'Yêu cầu đã được xử lý ở nơi khác trong lúc bạn xem',
        'The request was moved on while you looked',
      )
      throw refuse(409, 'statement/conflict', message, id, `revision ${row.revision}`)
    }
    const role = statementRoleOf(mover)
    const state = nextStatementState(row.state, { event, role, note, assignee: step.assignee })
    if (state instanceof Problem) throw refusalOf(state)
    const assignee = event === 'assign' ? (step.assignee ?? null) : row.assigneeId
    if (event === 'assign' && assignee !== null) await expectStaff(trx, assignee, row.unitCode)
    const at = new Date().toISOString()
    const history = [...(await recordsOf(trx, `statement/${id}`)).map(pastOfRecord), { event, state, at }]
    const clock = statementClockOf(history, at, await readTerms(trx), settings)
    const revision = row.revision + 1
    await trx
      .updateTable('statements')
      .set({ state, revision, closed: endedStatements.has(state), assigneeId: assignee, due: clock.due })
      .where('id', '=', id)
      .execute()
    if (note !== '' || mover !== 'asker') {
      const actorId = mover === 'asker' ? null : mover.user.id
      await trx.insertInto('statementNotes').values({ statementId: id, revision, actorId, note }).execute()
    }
    await keep(desk, trx, mover, id, {
      ...{ code: row.code, event, state, ask: row.ask, people: null, assignee },
      note: note === '' ? null : secrets.actor(`note\n${note}`),
    })
  })
}

/** Who may answer requests of a unit. */
export const staffOf = (db: Db, unitCode: string | null) =>
  db
    .selectFrom('users')
    .select(['id', 'displayName'])
    .where('role', 'in', ['reviewer', 'approver'])
    .where('active', '=', true)
    .$if(unitCode !== null, (query) =>
      query.where((eb) => eb.or([eb('unitCode', 'is', null), eb('unitCode', '=', unitCode)])),
    )
    .orderBy('displayName')
    .orderBy('id')

async function expectStaff(trx: Trx, id: string, unitCode: string): Promise<void> {
  const found = await staffOf(trx, unitCode).where('id', '=', id).executeTakeFirst()
  if (found) return
  const message = both(
    'Người này không xử lý được yêu cầu của đơn vị',
    'This person may not handle requests of the unit',
  )
  throw refuse(422, 'statement/assignee', message, 'body.assignee')
}

/** Not for the role: 403; not possible as it stands: 422. */
function refusalOf({ detail }: Problem): Refusal {
  const { code, message, place, expected } = detail
  return refuse(code === 'statement/role' ? 403 : 422, code, message, place && `body.${place}`, expected)
}

const ERASED = '(đã xóa)'

/** Erases who asked: name, phone, what was written and the files that they sent. What the office answered with stays. */
export async function eraseAsker(desk: StatementDesk, user: User, id: string): Promise<void> {
  const { db, secrets, dataDir } = desk
  const hashes = await db.transaction().execute(async (trx) => {
    const row = await lockStatement(trx, id)
    expectUnit(user, row.unitCode)
    if (!endedStatements.has(row.state)) {
      const message = both('Chỉ xóa dữ liệu người của yêu cầu đã kết thúc', 'Only of requests that have ended')
      throw refuse(409, 'statement/still-going', message, id, [...endedStatements].join(' | '))
    }
    const people = await trx
      .deleteFrom('statementPeople')
      .where('statementId', '=', id)
      .returning('statementId')
      .execute()
    await trx.deleteFrom('statementNotes').where('statementId', '=', id).where('actorId', 'is', null).execute()
    const files = await trx
      .deleteFrom('statementFiles')
      .where('statementId', '=', id)
      .where('ofOffice', '=', false)
      .returning('hash')
      .execute()
    if (people.length + files.length > 0) {
      const ask: StatementAsk = { ...row.ask, question: '', place: ERASED }
      const { sheet = null, number = null } = row.ask.parcel ?? {}
      await trx
        .updateTable('statements')
        .set({ ask: JSON.stringify(ask), words: vectorOf([row.code, sheet, number]) })
        .where('id', '=', id)
        .execute()
      const deed = { subject: `statement/${id}`, action: 'statement.people-erased', detail: { files: files.length } }
      await appendLedger(trx, secrets, { userId: user.id, role: user.role, ...deed })
      await appendEvent(trx, { type: 'statement', id, revision: row.revision })
    }
    return files.map(({ hash }) => hash)
  })
  await dropFiles(db, dataDir, hashes)
}

/** New terms, and every open request's day by them. */
export async function saveTerms({ db, secrets }: StatementDesk, user: User, terms: StatementTerms): Promise<void> {
  const settings = await clockSettings(db)
  await db.transaction().execute(async (trx) => {
    const at = new Date().toISOString()
    const open = await trx.selectFrom('statements').select('id').where('closed', '=', false).forUpdate().execute()
    for (const { id } of open) {
      const history = (await recordsOf(trx, `statement/${id}`)).map(pastOfRecord)
      const { due } = statementClockOf(history, at, terms, settings)
      await trx.updateTable('statements').set({ due }).where('id', '=', id).execute()
    }
    // Rows first, then the ledger, as every step takes them.
    await keepRecord(trx, secrets, {
      ...{ userId: user.id, role: user.role, subject: 'statement-terms', action: 'statement-terms.saved' },
      record: terms,
      detail: {},
    })
  })
}
