/** What is told of street works, and to whom: people to reviewers and approvers of the unit alone, drafts to their code alone. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  PUBLIC_DAYS,
  type PublicWorks,
  type PublicWorksAnswer,
  type publicQuerySchema,
  WORKS_A_PAGE,
  type WorksCase,
  type WorksFollow,
  type WorksPage,
  type WorksSummary,
  type worksQuerySchema,
} from '../../scenarios/api/works.ts'
import { dayOf, isoOf, localDate } from '../../scenarios/permits/working-days.ts'
import { both } from '../../scenarios/text.ts'
import { worksClockOf } from '../../scenarios/works/clock.ts'
import { closesAt, takenDates } from '../../scenarios/works/closures.ts'
import { mayDoWorks, permittedStates, type WorksPast, type WorksRole } from '../../scenarios/works/process.ts'
import type { Db, WorksRow } from '../database.ts'
import { notFound } from '../http.ts'
import { clockSettings } from '../permits/calendar.ts'
import { expectUnit, followHash, seesPeople } from '../permits/desk.ts'
import { prefixQuery, wordsIn } from '../permits/words.ts'
import { recordsOf } from '../records.ts'
import { cityRoads, roadsAreIllustrative } from './city.ts'
import {
  clashesForVisitor,
  clashesOf,
  countClashes,
  pastOfRecord,
  readRules,
  streetsOf,
  type WorksDesk,
  worksPeopleOf,
} from './desk.ts'
import { jointsOf } from './joints.ts'
import { type WorksRecord, worksColumns } from './record.ts'

export async function readWorksPage(
  db: Db,
  user: User,
  { q, state, page }: z.output<typeof worksQuerySchema>,
): Promise<WorksPage> {
  const all = db.selectFrom('works').where((eb) => {
    const wanted: Expression<SqlBool>[] = [eb('state', '!=', 'draft')]
    for (const word of wordsIn([q ?? ''])) wanted.push(sql<SqlBool>`words @@ ${prefixQuery(word)}`)
    if (user.unitCode !== null) wanted.push(eb('unitCode', '=', user.unitCode))
    if (state !== undefined) wanted.push(eb('state', '=', state))
    return eb.and(wanted)
  })
  const [rows, { total }] = await Promise.all([
    all
      .select(worksColumns)
      .orderBy('filedAt', 'desc')
      .orderBy('id')
      .limit(WORKS_A_PAGE)
      .offset((page - 1) * WORKS_A_PAGE)
      .execute(),
    all.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  const histories = await historiesOf(
    db,
    rows.map(({ id }) => id),
  )
  return { works: await summaries(db, rows as WorksRow[], histories), total }
}

async function historiesOf(db: Db, ids: readonly string[]): Promise<Map<string, WorksPast[]>> {
  const histories = new Map<string, WorksPast[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return histories
  const rows = await db
    .selectFrom('records')
    .select(['subject', 'record', 'at'])
    .where(
      'subject',
      'in',
      ids.map((id) => `works/${id}`),
    )
    .orderBy('revision')
    .execute()
  for (const row of rows) histories.get(row.subject.slice('works/'.length))?.push(pastOfRecord(row))
  return histories
}

async function summaries(
  db: Db,
  rows: readonly WorksRow[],
  histories: ReadonlyMap<string, readonly WorksPast[]>,
): Promise<WorksSummary[]> {
  const [rules, settings] = await Promise.all([readRules(db), clockSettings(db)])
  const now = new Date().toISOString()
  return rows.map((row) => ({
    ...{ id: row.id, code: row.code, state: row.state, revision: row.revision, application: row.application },
    filedAt: row.filedAt.toISOString(),
    clock: worksClockOf(histories.get(row.id) ?? [], now, rules, settings),
    ...{ permitNumber: row.permitNumber, specimen: row.specimen, openedOn: row.openedOn, restoredOn: row.restoredOn },
  }))
}

async function rowOf(db: Db, id: string): Promise<WorksRow> {
  const row = await db.selectFrom('works').select(worksColumns).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`works/${id}`)
  return row as WorksRow
}

/** @throws Refusal 403 `permit/unit` · 404 where it is a draft: not handed in yet */
export async function rowForStaff(db: Db, user: User, id: string): Promise<WorksRow> {
  const row = await rowOf(db, id)
  if (row.state === 'draft') throw notFound(`works/${id}`)
  expectUnit(user, row.unitCode)
  return row
}

export async function readWorks(desk: WorksDesk, user: User, id: string): Promise<WorksCase> {
  const row = await rowForStaff(desk.db, user, id)
  const sees = seesPeople(user, row.unitCode)
  const told = await fullOf(desk, row, user.role as WorksRole, sees)
  return { ...told, people: sees ? await worksPeopleOf(desk.db, id) : null }
}

/** @throws Refusal 404 where the code is nobody's */
export async function followedWorks(db: Db, code: string): Promise<WorksRow> {
  const row = await db
    .selectFrom('works')
    .select(worksColumns)
    .where('followHash', '=', followHash(code))
    .executeTakeFirst()
  if (!row) throw notFound('x-follow-code')
  return row as WorksRow
}

export const readFollowedWorks = async (desk: WorksDesk, code: string): Promise<WorksFollow> =>
  fullOf(desk, await followedWorks(desk.db, code), 'utility', true)

async function fullOf(desk: WorksDesk, row: WorksRow, role: WorksRole, sees: boolean): Promise<WorksFollow> {
  const { db } = desk
  const [kept, notes, photos, joints, clashes, rules] = await Promise.all([
    recordsOf(db, `works/${row.id}`),
    db
      .selectFrom('worksNotes')
      .leftJoin('users', 'users.id', 'actorId')
      .select(['revision', 'note', 'displayName'])
      .where('worksId', '=', row.id)
      .execute(),
    db.selectFrom('worksPhotos').selectAll().where('worksId', '=', row.id).orderBy('addedAt').execute(),
    jointsOf(db, row.id),
    role === 'utility' && row.permitNumber === null ? clashesForVisitor(desk, row) : clashesOf(desk, row),
    readRules(db),
  ])
  const history = kept.map(pastOfRecord)
  const [summary] = await summaries(db, [row], new Map([[row.id, history]]))
  const facts = { at: new Date().toISOString(), application: row.application, rules, clashes: countClashes(clashes) }
  return {
    ...summary!,
    history: kept.map(({ record, at, revision, ledgerSequence }) => {
      const { event, state, until, role: by } = record as WorksRecord
      const note = notes.find((one) => one.revision === revision)
      const actor = by === 'utility' || by === 'clock' ? by : (note?.displayName ?? by)
      return { event, state, at: at.toISOString(), actor, note: sees ? (note?.note ?? '') : '', until, ledgerSequence }
    }),
    clashes,
    joints,
    photos: photos.map(({ hash, name, kind, bytes, addedAt }) => {
      const shown = sees ? name : `${hash.slice(0, 8)}.${kind}`
      return { hash, name: shown, kind, bytes, addedAt: addedAt.toISOString() }
    }),
    may: mayDoWorks(history, role, facts),
  }
}

/** What is dug, or will be: permits that stand, without anyone's name. */
export async function readPublicWorks(
  { db, tiles }: WorksDesk,
  query: z.output<typeof publicQuerySchema>,
): Promise<PublicWorksAnswer> {
  const now = new Date().toISOString()
  const today = localDate(now)
  const from = query.from ?? today
  const to = query.to ?? isoOf(dayOf(from) + PUBLIC_DAYS)
  const [roads, illustrative, rows] = await Promise.all([
    cityRoads(tiles),
    roadsAreIllustrative(tiles),
    db
      .selectFrom('works')
      .select(worksColumns)
      .where('state', 'in', [...permittedStates])
      .where('permitNumber', 'is not', null)
      .where((eb) => eb.or([eb('startsOn', '<=', to), eb('openedOn', '<=', to)]))
      .where((eb) => eb.or([eb('endsOn', '>=', from), eb('state', '=', 'open')]))
      .orderBy('startsOn')
      .orderBy('id')
      .execute(),
  ])
  const works = (rows as WorksRow[]).flatMap((row): PublicWorks[] => {
    const taken = takenDates(row)
    if (row.restoredOn !== null && row.restoredOn < from) return []
    const { title, kind, organisation, stretches, hours, closure } = row.application
    return [
      {
        ...{ id: row.id, code: row.code, state: row.state as PublicWorks['state'] },
        ...{ permitNumber: row.permitNumber!, specimen: row.specimen, from: taken.from, to: taken.to },
        barsNow: closesAt(row, now, now),
        ...{ title, kind, organisation, stretches, hours, closure, streets: streetsOf(row.application, roads) },
      },
    ]
  })
  return { works, illustrative, notes: [publicNote] }
}

const publicNote = both(
  'Chỉ gồm công trình đã có giấy phép đào; sự cố khẩn cấp có thể chưa ghi ở đây.',
  'Only works with a dig permit; emergency repairs may not be here yet.',
)
