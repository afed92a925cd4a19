/** What is kept of a site: visits and matters, as they were last written. */

import type { User } from '../../scenarios/api/api.ts'
import type { Control } from '../../scenarios/api/control.ts'
import type { Application, People } from '../../scenarios/permits/application.ts'
import { noEditsWhy, noneMadeWhy } from '../../scenarios/permits/building-edits.ts'
import { unfinishedOf } from '../../scenarios/permits/control/completion.ts'
import { isOverdue, type MatterRecord, mayDoMatter, openStates } from '../../scenarios/permits/control/matter.ts'
import { type VisitRecord, type VisitWords, visitable } from '../../scenarios/permits/control/visit.ts'
import type { PermitPast, PermitRole } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import type { Problem } from '../../scenarios/problem.ts'
import { changesOf } from '../city-changes.ts'
import type { Db, PermitRow } from '../database.ts'
import { maskAll, maskName } from './words.ts'

interface Version<T> {
  readonly record: T
  readonly revision: number
  readonly at: Date
  readonly ledgerSequence: number
}

/** Every version of each subject. */
async function versionsOf<T>(db: Db, subjects: readonly string[]): Promise<Map<string, Version<T>[]>> {
  const found = new Map<string, Version<T>[]>()
  if (subjects.length === 0) return found
  const rows = await db
    .selectFrom('records')
    .select(['subject', 'revision', 'record', 'at', 'ledgerSequence'])
    .where('subject', 'in', [...subjects])
    .orderBy('subject')
    .orderBy('revision')
    .execute()
  for (const { subject, ...row } of rows) {
    const version = row as Version<T>
    const list = found.get(subject)
    if (list) list.push(version)
    else found.set(subject, [version])
  }
  return found
}

export async function visitsOf(db: Db, permitId: string) {
  const rows = await db
    .selectFrom('siteVisits')
    .innerJoin('users', 'users.id', 'siteVisits.inspectorId')
    .select(['siteVisits.id', 'receivedAt', 'displayName'])
    .where('permitId', '=', permitId)
    .execute()
  const versions = await versionsOf<VisitRecord>(
    db,
    rows.map(({ id }) => `visit/${id}`),
  )
  return rows
    .map((row) => ({ ...row, ...versions.get(`visit/${row.id}`)![0]! }))
    .sort((a, b) => a.record.startedAt.localeCompare(b.record.startedAt))
}

/** Each with all its versions, the oldest matter first. */
export async function mattersOf(db: Db, permitId: string): Promise<Version<MatterRecord>[][]> {
  const rows = await db.selectFrom('siteMatters').select('id').where('permitId', '=', permitId).execute()
  const versions = await versionsOf<MatterRecord>(
    db,
    rows.map(({ id }) => `matter/${id}`),
  )
  return [...versions.values()].sort((a, b) => a[0]!.ledgerSequence - b[0]!.ledgerSequence)
}

export const hasOpenMatter = async (db: Db, permitId: string): Promise<boolean> =>
  (await mattersOf(db, permitId)).some((versions) => openStates.has(versions.at(-1)!.record.state))

/** Why the works cannot be accepted yet; null too where they are not under construction. */
export async function unfinished(
  db: Db,
  permit: Pick<PermitRow, 'id' | 'state' | 'application'>,
  history: readonly PermitPast[],
): Promise<Problem | null> {
  if (permit.state !== 'under-construction') return null
  const begun = history.find(({ event }) => event === 'start' || event === 'register')
  const [visits, matters] = await Promise.all([visitsOf(db, permit.id), mattersOf(db, permit.id)])
  return unfinishedOf(
    permit.application as Application,
    begun?.at ?? null,
    visits.map(({ record }) => record),
    matters.map((versions) => versions.at(-1)!.record),
  )
}

/** @param seen whether names and words may be told  @param people whose names are masked otherwise */
export async function readControl(
  db: Db,
  user: User,
  permit: PermitRow,
  history: readonly PermitPast[],
  people: People | null,
  seen: boolean,
): Promise<Control> {
  const [visits, matters, changes, problem, words, actors] = await Promise.all([
    visitsOf(db, permit.id),
    mattersOf(db, permit.id),
    changesOf(db, `permit/${permit.id}`),
    unfinished(db, permit, history),
    seen ? wordsOf(db, permit.id) : new Map<string, unknown>(),
    matterActorsOf(db, permit.id),
  ])
  const role = user.role as PermitRole
  const open = matters.some((versions) => openStates.has(versions.at(-1)!.record.state))
  const today = localDate(new Date().toISOString())
  const name = (shown: string) => (seen ? shown : maskName(shown))
  const control: Control = {
    visits: visits.map(({ record: { permitId: _, ...record }, ledgerSequence, receivedAt, displayName }) => ({
      ...record,
      receivedAt: receivedAt.toISOString(),
      inspector: name(displayName),
      words: (words.get(`visit/${record.id}@1`) as VisitWords | undefined) ?? null,
      ledgerSequence,
    })),
    matters: matters.map((versions) => {
      const { record, revision } = versions.at(-1)!
      const { permitId: _, words: _words, ...rest } = record
      return {
        ...rest,
        revision,
        overdue: isOverdue(record, today),
        steps: versions.map(({ record: then, revision: n, ledgerSequence }) => ({
          event: then.event,
          at: then.at,
          by: name(actors.get(`${record.id}@${n}`) ?? ''),
          note: (words.get(`matter/${record.id}@${n}`) as { note: string } | undefined)?.note ?? null,
          due: then.due,
          followUpId: then.followUpId,
          ledgerSequence,
        })),
        may: mayDoMatter(record.state, role),
      }
    }),
    changes,
    noChanges:
      noEditsWhy(permit.application as Application, permit.specimen) ??
      (changes.length === 0 && history.some(({ event }) => event === 'issue' || event === 'register')
        ? noneMadeWhy
        : null),
    unfinished: problem && {
      code: problem.detail.code,
      message: problem.detail.message,
      ...(problem.detail.place ? { place: problem.detail.place } : {}),
    },
    mayVisit: (visitable(permit.state) || open) && (role === 'reviewer' || role === 'approver'),
  }
  return seen ? control : maskAll(control, people)
}

async function wordsOf(db: Db, permitId: string): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('siteWords')
    .select(['subject', 'revision', 'words'])
    .where('permitId', '=', permitId)
    .execute()
  return new Map(rows.map(({ subject, revision, words }) => [`${subject}@${revision}`, words]))
}

/** Who took each step, by matter and revision. */
async function matterActorsOf(db: Db, permitId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('siteMatterSteps')
    .innerJoin('siteMatters', 'siteMatters.id', 'siteMatterSteps.matterId')
    .innerJoin('users', 'users.id', 'siteMatterSteps.actorId')
    .select(['matterId', 'revision', 'displayName'])
    .where('permitId', '=', permitId)
    .execute()
  return new Map(rows.map(({ matterId, revision, displayName }) => [`${matterId}@${revision}`, displayName]))
}
