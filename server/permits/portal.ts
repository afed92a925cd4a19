/**
 * Cases of the national portal: filed as they come, once each; every step of theirs goes into the box of what the portal is to be
 * told, in the transaction of the step. `server/portal.ts` carries it.
 */
import { sql } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import type { PortalQueue } from '../../scenarios/api/office.ts'
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { clockOf } from '../../scenarios/permits/clock.ts'
import { caseFromPortal, portalSteps } from '../../scenarios/permits/portal.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { Trx } from '../database.ts'
import type { House } from '../house.ts'
import { refuse } from '../http.ts'
import { officeOf, readProcedureCodes } from '../office.ts'
import { clockSettings, pastOf, subjectOf } from './calendar.ts'
import { type Desk, filePermit, historyOf, lockPermit } from './desk.ts'

/** Held while a message of the portal is filed: the same one twice at once is one case. */
const PORTAL_LOCK = 7_105_007

export interface TakenIn {
  readonly code: string
  /** The same message came before. */
  readonly known: boolean
}

/**
 * Files a case of the portal, or finds it filed.
 * @throws Problem of `caseFromPortal`; `portal/file-from`; Refusal 409 `portal/changed`, `portal/code-taken`; those of filing
 */
export async function takeIn(desk: Desk, message: unknown, filesFrom: readonly string[]): Promise<TakenIn> {
  const { db, secrets } = desk
  const said = caseFromPortal(message, (await readProcedureCodes(db)).codes)
  for (const { url, name } of said.files) {
    if (filesFrom.includes(new URL(url).origin)) continue
    throw new Problem({
      code: 'portal/file-from',
      message: both('Tệp nằm ở máy chủ không được phép', 'The file lies on a server that is not allowed'),
      file: said.code,
      place: `TaiLieuNop: ${name}`,
      expected: filesFrom.join(', '),
    })
  }
  // Of people, too: salted, so that nobody can try who it was.
  const messageHash = secrets.actor(`portal\n${canonicalJson(message)}`)
  const known = async (): Promise<TakenIn | null> => {
    const before = await db.selectFrom('portalCases').selectAll().where('code', '=', said.code).executeTakeFirst()
    if (!before) return null
    if (before.messageHash === messageHash) return { code: said.code, known: true }
    const words = both('Hồ sơ này đã được gửi với nội dung khác', 'This case was sent before with other contents')
    throw refuse(409, 'portal/changed', words, said.code)
  }
  const before = await known()
  if (before) return before
  try {
    await filePermit(desk, 'applicant', said, {
      code: said.code,
      filedAt: said.filedAt,
      async with(trx, permitId) {
        await sql`select pg_advisory_xact_lock(${PORTAL_LOCK})`.execute(trx)
        const receivedAt = new Date()
        await trx.insertInto('portalCases').values({ code: said.code, permitId, messageHash, receivedAt }).execute()
        const once = new Map(said.files.map((file) => [file.hash, file]))
        for (const { hash, name, url } of once.values()) {
          await trx
            .insertInto('portalFiles')
            .values({
              ...{ permitId, hash, name, url, state: 'pending', attempts: 0, nextAt: receivedAt },
              ...{ leasedUntil: null, lastError: null },
            })
            .execute()
        }
      },
    })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== UNIQUE_VIOLATION) throw error
    const meanwhile = await known()
    if (meanwhile) return meanwhile
    const words = both('Mã hồ sơ đã dùng cho hồ sơ khác', 'The code is that of another case')
    throw refuse(409, 'portal/code-taken', words, said.code)
  }
  return { code: said.code, known: false }
}
const UNIQUE_VIOLATION = '23505'

/** What the last step of a case says to the portal, where the case came from there. */
export async function tellPortal(desk: Desk, trx: Trx, permitId: string): Promise<void> {
  const from = await trx.selectFrom('portalCases').select('code').where('permitId', '=', permitId).executeTakeFirst()
  if (!from) return
  const permit = await lockPermit(trx, permitId)
  const rows = await historyOf(trx, permitId)
  const now = new Date()
  const clock = clockOf(
    rows.map(pastOf),
    now.toISOString(),
    subjectOf(permit.application as Application),
    await clockSettings(trx),
  )
  const history = rows.map(({ event, state, at, actor, clauses, ledgerSequence }) => ({
    ...{ event, state, at: at.toISOString(), actor, note: '', clauses, to: null, impact: null, ledgerSequence },
  }))
  const { name } = (await officeOf(trx, desk.tiles, permit.unitCode)).office
  const step = portalSteps({ code: permit.code, clock, permitNumber: permit.permitNumber, history }, name).at(-1)!
  await trx
    .insertInto('portalOutbox')
    .values({
      id: step.MaGoiTin,
      permitId,
      code: permit.code,
      sequence: rows.at(-1)!.ledgerSequence,
      step: JSON.stringify(step),
      ...{
        state: 'pending',
        attempts: 0,
        nextAt: now,
        leasedUntil: null,
        lastError: null,
        createdAt: now,
        sentAt: null,
      },
    })
    .execute()
}

const ROWS_A_PAGE = 50

/** What waits for the portal and what it would not have; of an administrator's unit where they have one. */
export async function readPortalQueue(
  { db, portal }: Pick<House, 'db' | 'portal'>,
  { unitCode }: User,
  { state, page }: { state?: 'pending' | 'refused' | 'sent' | undefined; page: number },
): Promise<PortalQueue> {
  let steps = db.selectFrom('portalOutbox').innerJoin('permits', 'permits.id', 'portalOutbox.permitId')
  let files = db.selectFrom('portalFiles').innerJoin('permits', 'permits.id', 'portalFiles.permitId')
  if (unitCode !== null) {
    steps = steps.where('permits.unitCode', '=', unitCode)
    files = files.where('permits.unitCode', '=', unitCode)
  }
  const counted = await steps
    .select(['portalOutbox.state', sql<number>`count(*)::int`.as('items')])
    .groupBy('portalOutbox.state')
    .execute()
  const counts = { pending: 0, refused: 0, sent: 0 }
  for (const row of counted) counts[row.state] = row.items
  const asked = state ? steps.where('portalOutbox.state', '=', state) : steps
  const rows = await asked
    .selectAll('portalOutbox')
    .select('permits.unitCode')
    .orderBy('portalOutbox.sequence', state === 'sent' ? 'desc' : 'asc')
    .limit(ROWS_A_PAGE)
    .offset((page - 1) * ROWS_A_PAGE)
    .execute()
  const waiting = await files
    .select([
      'permits.code',
      'hash',
      'portalFiles.state',
      'attempts',
      'nextAt',
      'lastError',
      'permitId',
      'permits.unitCode',
    ])
    .orderBy('permits.code')
    .orderBy('hash')
    .limit(ROWS_A_PAGE)
    .execute()
  return {
    on: portal !== null,
    url: portal?.url ?? null,
    counts,
    steps: rows.map((row) => ({
      id: row.id,
      permitId: row.permitId,
      code: row.code,
      unitCode: row.unitCode,
      status: row.step.TrangThai,
      words: row.step.NoiDungXuLy,
      state: row.state,
      attempts: row.attempts,
      createdAt: row.createdAt.toISOString(),
      nextAt: row.nextAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      lastError: row.lastError,
    })),
    files: waiting.map((row) => ({ ...row, nextAt: row.nextAt.toISOString() })),
  }
}

/** Sends again at once what waits or was refused: the steps and files of a case, or all. */
export async function retryPortal({ db }: Pick<House, 'db'>, { unitCode }: User, code: string | null): Promise<void> {
  let cases = db.selectFrom('permits').select('id')
  if (unitCode !== null) cases = cases.where('unitCode', '=', unitCode)
  if (code !== null) cases = cases.where('code', '=', code)
  const again = { state: 'pending', nextAt: new Date() } as const
  await db.updateTable('portalOutbox').set(again).where('state', '!=', 'sent').where('permitId', 'in', cases).execute()
  await db.updateTable('portalFiles').set(again).where('permitId', 'in', cases).execute()
}
