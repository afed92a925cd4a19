/** What is told of requests for planning information, and to whom: who asks, and of which place, to reviewers and approvers of the unit alone. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  STATEMENTS_A_PAGE,
  type StatementCase,
  type StatementFollow,
  type StatementPage,
  type StatementSummary,
  type statementQuerySchema,
} from '../../scenarios/api/statements.ts'
import { type StatementTerms, statementClockOf } from '../../scenarios/statements/clock.ts'
import { mayDoStatement, type StatementPast, type StatementRole } from '../../scenarios/statements/process.ts'
import type { Db, StatementRow } from '../database.ts'
import { notFound } from '../http.ts'
import { clockSettings } from '../permits/calendar.ts'
import { expectUnit, followHash, seesPeople } from '../permits/desk.ts'
import { prefixQuery, wordsIn } from '../permits/words.ts'
import { recordsOf } from '../records.ts'
import { pastOfRecord, readTerms, type StatementDesk } from './desk.ts'
import { type StatementRecord, statementColumns } from './record.ts'

type Tell = Pick<StatementDesk, 'db' | 'tiles'>

/** Open ones first, by the day on which they are due. */
export async function readStatementPage(
  desk: Tell,
  user: User,
  { q, state, page }: z.output<typeof statementQuerySchema>,
): Promise<StatementPage> {
  const { db } = desk
  const all = db.selectFrom('statements').where((eb) => {
    const wanted: Expression<SqlBool>[] = wordsIn([q ?? '']).map((word) =>
      // Whoever may not read the places must not find them either.
      answers(user)
        ? sql<SqlBool>`words @@ ${prefixQuery(word)}`
        : sql<SqlBool>`strpos(upper(code), upper(${word})) > 0`,
    )
    if (user.unitCode !== null) wanted.push(eb('unitCode', '=', user.unitCode))
    if (state !== undefined) wanted.push(eb('state', '=', state))
    return eb.and(wanted)
  })
  const [rows, { total }, names] = await Promise.all([
    all
      .select(statementColumns)
      .orderBy('closed')
      .orderBy('due')
      .orderBy('filedAt')
      .orderBy('id')
      .limit(STATEMENTS_A_PAGE)
      .offset((page - 1) * STATEMENTS_A_PAGE)
      .execute(),
    all.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
    namesOf(db),
  ])
  const terms = await readTerms(db)
  const statements = []
  for (const row of rows) {
    const history = await historyOf(db, row.id)
    const seen = seesPeople(user, row.unitCode)
    statements.push({ ...(await summaryOf(desk, row, history, terms, seen)), assignee: nameOf(names, row.assigneeId) })
  }
  return { statements, total }
}

const historyOf = async (db: Db, id: string): Promise<StatementPast[]> =>
  (await recordsOf(db, `statement/${id}`)).map(pastOfRecord)

const namesOf = async (db: Db): Promise<Map<string, string>> =>
  new Map((await db.selectFrom('users').select(['id', 'displayName']).execute()).map((u) => [u.id, u.displayName]))
const nameOf = (names: ReadonlyMap<string, string>, id: string | null) =>
  id === null ? null : { id, name: names.get(id) ?? '' }

const answers = ({ role }: User): boolean => role === 'reviewer' || role === 'approver'

/** @param seen whether it may be read what was asked, and of which place */
async function summaryOf(
  { db, tiles }: Tell,
  row: StatementRow,
  history: readonly StatementPast[],
  terms: StatementTerms,
  seen: boolean,
): Promise<StatementSummary> {
  const { id, code, state, revision, ask } = row
  return {
    ...{ id, code, state, revision },
    ask: seen ? ask : null,
    unitName: (await tiles.units()).get(row.unitCode) ?? null,
    filedAt: row.filedAt.toISOString(),
    clock: statementClockOf(history, new Date().toISOString(), terms, await clockSettings(db)),
  }
}

/** @throws Refusal 404, 403 `permit/unit` */
export async function rowForStaff(db: Db, user: User, id: string): Promise<StatementRow> {
  const row = await db.selectFrom('statements').select(statementColumns).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`statement/${id}`)
  expectUnit(user, row.unitCode)
  return row
}

export async function readStatement(desk: Tell, user: User, id: string): Promise<StatementCase> {
  const { db } = desk
  const row = await rowForStaff(db, user, id)
  const sees = seesPeople(user, row.unitCode)
  const [told, names, people] = await Promise.all([
    fullOf(desk, row, user.role as StatementRole, sees),
    namesOf(db),
    sees
      ? db.selectFrom('statementPeople').select('people').where('statementId', '=', id).executeTakeFirst()
      : undefined,
  ])
  return {
    ...{ ...told, ask: sees ? row.ask : null },
    ...{ assignee: nameOf(names, row.assigneeId), people: people?.people ?? null },
  }
}

/** @throws Refusal 404 where the code is nobody's */
export async function followedStatement(db: Db, code: string): Promise<StatementRow> {
  const row = await db
    .selectFrom('statements')
    .select(statementColumns)
    .where('followHash', '=', followHash(code))
    .executeTakeFirst()
  if (!row) throw notFound('x-follow-code')
  return row
}

export async function readFollowed(desk: Tell, code: string): Promise<StatementFollow> {
  const row = await followedStatement(desk.db, code)
  return { ...(await fullOf(desk, row, 'asker', true)), ask: row.ask }
}

async function fullOf(desk: Tell, row: StatementRow, role: StatementRole, sees: boolean) {
  const { db } = desk
  const [kept, notes, files, terms] = await Promise.all([
    recordsOf(db, `statement/${row.id}`),
    db
      .selectFrom('statementNotes')
      .leftJoin('users', 'users.id', 'actorId')
      .select(['revision', 'note', 'displayName'])
      .where('statementId', '=', row.id)
      .execute(),
    db.selectFrom('statementFiles').selectAll().where('statementId', '=', row.id).orderBy('addedAt').execute(),
    readTerms(db),
  ])
  const history = kept.map(pastOfRecord)
  // Who asks learns what the office says, not who of its people handles what.
  const told = role === 'asker' ? kept.filter(({ record }) => (record as StatementRecord).event !== 'assign') : kept
  return {
    ...(await summaryOf(desk, row, history, terms, sees)),
    history: told.map(({ record, at, revision, ledgerSequence }) => {
      const { event, state, role: by } = record as StatementRecord
      const note = notes.find((one) => one.revision === revision)
      const actor = by === 'asker' ? 'asker' : role === 'asker' ? 'office' : (note?.displayName ?? by)
      return { event, state, at: at.toISOString(), actor, note: sees ? (note?.note ?? '') : '', ledgerSequence }
    }),
    files: (sees ? files : []).map(({ hash, name, kind, bytes, ofOffice, addedAt }) => ({
      ...{ hash, name, kind, bytes, ofOffice },
      addedAt: addedAt.toISOString(),
    })),
    may: mayDoStatement(row.state, role),
    terms,
  }
}
