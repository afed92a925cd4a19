/**
 * What happens to street works: they are registered, moved on by the state table, joined into a common trench, erased of their people. Each
 * step is one transaction with its record (`records.ts`), its entry in the ledger and its event; the row is locked first.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { NewWorks, WorksFiled, worksStepSchema } from '../../scenarios/api/works.ts'
import { canonicalJson, hashRecord } from '../../scenarios/canonical.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { recordId } from '../../scenarios/ids.ts'
import { visitorLayers } from '../../scenarios/open-data/layers.ts'
import { dayOf, isoOf, localDate } from '../../scenarios/permits/working-days.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { type Clash, findClashes, type Surroundings, type WorksPeer } from '../../scenarios/works/clashes.ts'
import {
  countedStates,
  endedStates,
  nextWorksState,
  startBefore,
  type WorksEvent,
  type WorksFacts,
  type WorksPast,
  type WorksRole,
  warrantyUntil,
} from '../../scenarios/works/process.ts'
import { assumedRules, type WorksRules, worksRulesSchema } from '../../scenarios/works/rules.ts'
import type { Dates, WorksApplication, WorksPeople } from '../../scenarios/works/works.ts'
import { dropFiles } from '../attachments.ts'
import { readChanges } from '../city-changes.ts'
import type { Db, Trx, WorksRow } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound, type Refusal, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { oneTimePassword } from '../passwords.ts'
import { expectKnownUnit, expectUnit, followHash, nextNumber } from '../permits/desk.ts'
import { vectorOf } from '../permits/words.ts'
import { keepRecord, recordsOf } from '../records.ts'
import { cityAround, cityRoads, expectOnRoads, roadsAreIllustrative } from './city.ts'
import { type WorksRecord, worksColumns } from './record.ts'

export type WorksDesk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles'>
export type WorksMover = { readonly user: User } | 'utility' | 'clock'

export const worksRoleOf = (mover: WorksMover): WorksRole =>
  typeof mover === 'string' ? mover : (mover.user.role as WorksRole)
export const worksDoer = (mover: WorksMover) =>
  mover === 'clock'
    ? { userId: null, role: 'clock', by: 'clock' as const }
    : mover === 'utility'
      ? { userId: null, role: 'utility', by: 'applicant' as const }
      : { userId: mover.user.id, role: mover.user.role }

/** As the administrator has set them; else what is assumed. */
export async function readRules(db: Db): Promise<WorksRules> {
  const last = (await recordsOf(db, 'works-rules')).at(-1)
  return last ? worksRulesSchema.parse(last.record) : assumedRules
}

export async function lockWorks(trx: Trx, id: string): Promise<WorksRow> {
  const row = await trx.selectFrom('works').select(worksColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound(`works/${id}`)
  return row as WorksRow
}

export const worksHistory = async (db: Db, id: string): Promise<WorksPast[]> =>
  (await recordsOf(db, `works/${id}`)).map(pastOfRecord)

export function pastOfRecord({ record, at }: { record: unknown; at: Date }): WorksPast {
  const { event, state } = record as WorksRecord
  return { event, state, at: at.toISOString() }
}

/** Of the same province as permits. */
const WORKS_CODE = 'DD'

export async function fileWorks(desk: WorksDesk, mover: WorksMover, body: NewWorks): Promise<WorksFiled> {
  const { db, secrets, tiles } = desk
  const { people, application, submit } = body
  await expectKnownUnit(desk, application.unitCode, 'body.application.unitCode')
  const roads = await cityRoads(tiles)
  expectOnRoads(application.stretches, roads)
  const id = recordId()
  const followCode = oneTimePassword()
  const specimen = await roadsAreIllustrative(tiles)
  return db.transaction().execute(async (trx) => {
    const now = new Date()
    const day = localDate(now.toISOString()).replaceAll('-', '').slice(2)
    const count = await nextNumber(trx, `works/${application.unitCode}/${day}`)
    const code = `${WORKS_CODE}.${application.unitCode}-${day}-${String(count).padStart(4, '0')}`
    const state = submit ? 'submitted' : 'draft'
    await trx
      .insertInto('works')
      .values({
        id,
        code,
        unitCode: application.unitCode,
        state,
        revision: 1,
        ...columnsOf(application, code, null, streetsOf(application, roads)),
        openedOn: null,
        restoredOn: null,
        followHash: followHash(followCode),
        filedAt: now,
        actsOn: null,
        permitNumber: null,
        specimen,
      })
      .execute()
    await trx
      .insertInto('worksPeople')
      .values({ worksId: id, people: JSON.stringify(people) })
      .execute()
    await keep(desk, trx, mover, id, {
      ...{ code, event: 'file', state, role: worksRoleOf(mover), application, note: null, until: null, clashes: null },
      people: secrets.actor(`people\n${canonicalJson(people)}`),
      ...{ openedOn: null, restoredOn: null, permitNumber: null, specimen },
    })
    return { id, code, followCode }
  })
}

const columnsOf = (application: WorksApplication, code: string, permitNumber: string | null, streets: string[]) => ({
  application: JSON.stringify(application),
  startsOn: application.dates.from,
  endsOn: application.dates.to,
  words: vectorOf([code, permitNumber, application.title, application.organisation, ...streets]),
})

export const streetsOf = (
  { stretches }: Pick<WorksApplication, 'stretches'>,
  roads: ReadonlyMap<string, { readonly name: string | null }>,
): string[] => [...new Set(stretches.flatMap(({ road }) => roads.get(road)?.name ?? []))]

/** @returns the ledger's sequence */
async function keep(desk: WorksDesk, trx: Trx, mover: WorksMover, id: string, record: WorksRecord): Promise<number> {
  const { event, state, permitNumber, specimen, clashes } = record
  const { revision, ledgerSequence } = await keepRecord(trx, desk.secrets, {
    ...worksDoer(mover),
    subject: `works/${id}`,
    action: `works.${event}`,
    record,
    detail: {
      state,
      ...(permitNumber ? { permitNumber, specimen } : {}),
      ...(clashes ? { clashes: hashRecord(clashes) } : {}),
    },
  })
  await appendEvent(trx, { type: 'works', id, revision })
  return ledgerSequence
}

/** Everything that works may clash with, now. */
export async function surroundingsOf(
  { db, tiles }: WorksDesk,
  application: WorksApplication,
  told: readonly LayerId[],
): Promise<Surroundings> {
  const [city, others, pavings, changes] = await Promise.all([
    cityAround(tiles, application.stretches, told),
    peersOn(
      db,
      application.stretches.map(({ road }) => road),
    ),
    db
      .selectFrom('pavings')
      .selectAll()
      .where(
        'road',
        'in',
        application.stretches.map(({ road }) => road),
      )
      .execute(),
    readChanges(db, ['approved', 'under-construction']),
  ])
  return { ...city, others, pavings, changes }
}

/** Works on some roads that others must reckon with. */
const peersOn = (db: Db, roads: readonly string[]): Promise<WorksPeer[]> =>
  db
    .selectFrom('works')
    .select(['id', 'state', 'application', 'openedOn', 'restoredOn'])
    .where('state', 'in', [...countedStates])
    .where(
      sql<boolean>`exists (select 1 from jsonb_array_elements(application -> 'stretches') s
        where s ->> 'road' = any(${[...new Set(roads)]}::text[]))`,
    )
    .execute()

export const clashesOf = async (
  desk: WorksDesk,
  works: Clashing,
  told: readonly LayerId[] = layerIds,
): Promise<Clash[]> => findClashes(works, await surroundingsOf(desk, works.application, told), await readRules(desk.db))
type Clashing = Pick<WorksRow, 'state' | 'application' | 'openedOn' | 'restoredOn'> & { readonly id: string | null }

/** As people without an account are told: networks that are not for them have to be asked for. */
export async function clashesForVisitor(desk: WorksDesk, works: Clashing): Promise<Clash[]> {
  const clashes = await clashesOf(desk, works, visitorLayers)
  return [...clashes, unseenNetworks]
}

const unseenNetworks: Clash = {
  ...{ kind: 'network', severity: 'note', clause: null, with: null, where: [], dates: null },
  why: both(
    'Ống cấp nước, cáp điện không hiện ở đây; hỏi đơn vị vận hành trước khi đào, giấy phép sẽ ghi rõ',
    'Water mains and power cables are not shown here; ask who runs them before you dig, the permit will name them',
  ),
}

export const countClashes = (clashes: readonly Clash[]): WorksFacts['clashes'] => ({
  stop: clashes.filter(({ severity }) => severity === 'stop').length,
  person: clashes.filter(({ severity }) => severity === 'person').length,
})

/** Steps that bring a registration along. */
const bringing: ReadonlySet<WorksEvent> = new Set(['revise', 'submit'])

/**
 * Moves works by one step of the state table.
 * @throws Refusal 409 `works/conflict` where the revision is old, 403 `works/role`, 422 with the table's reason
 */
export async function stepWorks(
  desk: WorksDesk,
  mover: WorksMover,
  id: string,
  step: z.output<typeof worksStepSchema>,
): Promise<void> {
  const { db, secrets, tiles } = desk
  const roads = await cityRoads(tiles)
  const illustrative = await roadsAreIllustrative(tiles)
  const { event, note } = step
  if (step.application && bringing.has(event)) expectOnRoads(step.application.stretches, roads)
  await db.transaction().execute(async (trx) => {
    const works = await lockWorks(trx, id)
    if (typeof mover !== 'string') expectUnit(mover.user, works.unitCode)
    if (works.revision !== step.revision) {
      const message = both(
        'Hồ sơ đã được xử lý ở nơi khác trong lúc bạn xem',
        'The works were moved on while you looked',
      )
      throw refuse(409, 'works/conflict', message, id, `revision ${works.revision}`)
    }
    const now = new Date()
    const at = now.toISOString()
    const rules = await readRules(trx)
    const history = await worksHistory(trx, id)
    const clashes = event === 'permit' ? await clashesOf({ ...desk, db: trx }, works) : null
    const facts: WorksFacts = {
      ...{ at, application: works.application, rules },
      clashes: countClashes(clashes ?? []),
    }
    const state = nextWorksState(history, { event, role: worksRoleOf(mover), note, until: step.until }, facts)
    if (state instanceof Problem) throw refusalOf(state)
    const application = applicationAfter(works, step)
    if (application.unitCode !== works.unitCode) {
      const message = both('Không đổi đơn vị của hồ sơ', 'The unit stays')
      throw refuse(422, 'works/unit', message, 'body.application.unitCode', works.unitCode)
    }
    const today = localDate(at)
    // Once the permit is out, it is what was permitted.
    const specimen = works.permitNumber === null ? works.specimen || illustrative : works.specimen
    const permitNumber = event === 'permit' ? await digNumber(trx, works.unitCode, specimen, at) : works.permitNumber
    const openedOn = event === 'start' ? today : works.openedOn
    const restoredOn = event === 'restore' ? today : event === 'reject' ? null : works.restoredOn
    const past: WorksPast = { event, state, at }
    await trx
      .updateTable('works')
      .set({
        state,
        revision: works.revision + 1,
        ...columnsOf(application, works.code, permitNumber, streetsOf(application, roads)),
        ...{ openedOn, restoredOn, permitNumber, specimen },
        actsOn: actsOn([...history, past], application, rules),
      })
      .where('id', '=', id)
      .execute()
    if (note !== '' || typeof mover !== 'string')
      await trx
        .insertInto('worksNotes')
        .values({
          worksId: id,
          revision: works.revision + 1,
          actorId: typeof mover === 'string' ? null : mover.user.id,
          note,
        })
        .execute()
    await keep(desk, trx, mover, id, {
      ...{ code: works.code, event, state, role: worksRoleOf(mover), application, people: null, clashes },
      note: note === '' ? null : secrets.actor(`note\n${note}`),
      until: step.until ?? null,
      ...{ openedOn, restoredOn, permitNumber, specimen },
    })
    if (event === 'accept') await addPavings(desk, trx, mover, pavingsOf(works, restoredOn ?? today))
  })
}

/** The dates of a common trench, once every side has agreed. */
export async function joinWorks(desk: WorksDesk, trx: Trx, works: WorksRow, dates: Dates): Promise<void> {
  const application = { ...works.application, dates }
  await trx
    .updateTable('works')
    .set({
      revision: works.revision + 1,
      application: JSON.stringify(application),
      ...{ startsOn: dates.from, endsOn: dates.to },
    })
    .where('id', '=', works.id)
    .execute()
  await keep(desk, trx, 'clock', works.id, {
    ...{ code: works.code, event: 'join', state: works.state, role: 'clock', application, people: null, note: null },
    ...{ until: null, clashes: null, openedOn: works.openedOn, restoredOn: works.restoredOn },
    ...{ permitNumber: works.permitNumber, specimen: works.specimen },
  })
}

function applicationAfter({ application }: WorksRow, { event, until, ...step }: z.output<typeof worksStepSchema>) {
  if (bringing.has(event) && step.application) return step.application
  if (event !== 'extend' || until === undefined) return application
  const { dates, window } = application
  return {
    ...application,
    dates: { ...dates, to: until },
    window: { ...window, to: window.to > until ? window.to : until },
  }
}

/** n/GPĐĐ of a unit and a year; specimens are counted apart, so that they leave no gaps among permits. */
async function digNumber(trx: Trx, unitCode: string, specimen: boolean, at: string): Promise<string> {
  const year = localDate(at).slice(0, 4)
  const mark = specimen ? '-MẪU' : ''
  return `${await nextNumber(trx, `GPĐĐ${mark}/${unitCode}/${year}`)}/GPĐĐ-${year}${mark}`
}

/** The first day on which the clock may act; null: it does not. */
export function actsOn(history: readonly WorksPast[], application: WorksApplication, rules: WorksRules): string | null {
  const state = history.at(-1)?.state
  const after = (day: string) => isoOf(dayOf(day) + 1)
  if (state === 'permitted') return after(startBefore({ application, rules }))
  const until = state === 'accepted' ? warrantyUntil(history, application) : null
  return until && after(until)
}

/** Not for the role: 403; not possible as it stands: 422. */
function refusalOf({ detail }: Problem): Refusal {
  const { code, message, place, expected } = detail
  return refuse(code === 'works/role' ? 403 : 422, code, message, place && `body.${place}`, expected)
}

type NewPaving = Omit<Surroundings['pavings'][number], 'id'> & { readonly source: string }

/** An accepted restoration paves the street anew: from its day on the next may not dig there. */
const pavingsOf = ({ id, application }: WorksRow, pavedOn: string): NewPaving[] =>
  application.trench.method === 'trenchless'
    ? []
    : application.stretches.map(({ road, fromMetres, toMetres }) => ({
        ...{ road, fromMetres, toMetres, pavedOn },
        material: application.restoration.material,
        source: `works/${id}`,
      }))

export async function addPavings(
  { secrets }: Pick<WorksDesk, 'secrets'>,
  trx: Trx,
  mover: WorksMover,
  pavings: readonly NewPaving[],
): Promise<void> {
  for (const paving of pavings) {
    const row = { id: recordId(), ...paving }
    await trx.insertInto('pavings').values(row).execute()
    await keepRecord(trx, secrets, {
      ...worksDoer(mover),
      subject: `paving/${row.id}`,
      action: 'paving.added',
      record: row,
      detail: { pavedOn: row.pavedOn },
    })
  }
}

/** Erases who it was: names, phones, what was written and photos. What was decided stays. */
export async function eraseWorksPeople(desk: WorksDesk, user: User, id: string): Promise<void> {
  const { db, secrets, dataDir } = desk
  const hashes = await db.transaction().execute(async (trx) => {
    const works = await lockWorks(trx, id)
    expectUnit(user, works.unitCode)
    if (!endedStates.has(works.state)) {
      const message = both('Chỉ xóa dữ liệu người của hồ sơ đã kết thúc', 'Only of works that have ended')
      throw refuse(409, 'works/still-going', message, id, [...endedStates].join(' | '))
    }
    const people = await trx.deleteFrom('worksPeople').where('worksId', '=', id).returning('worksId').execute()
    await trx.deleteFrom('worksNotes').where('worksId', '=', id).execute()
    const photos = await trx.deleteFrom('worksPhotos').where('worksId', '=', id).returning('hash').execute()
    if (people.length + photos.length > 0) {
      const deed = { subject: `works/${id}`, action: 'works.people-erased', detail: { files: photos.length } }
      await appendLedger(trx, secrets, { userId: user.id, role: user.role, ...deed })
      await appendEvent(trx, { type: 'works', id, revision: works.revision })
    }
    return photos.map(({ hash }) => hash)
  })
  await dropFiles(db, dataDir, hashes)
}

export async function worksPeopleOf(db: Db, id: string): Promise<WorksPeople | null> {
  const row = await db.selectFrom('worksPeople').select('people').where('worksId', '=', id).executeTakeFirst()
  return row?.people ?? null
}
