/** Common trenches: found by the server, put to those who dig by a reviewer, and agreed to by every side before any date moves. */
import { sql } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import type { JointAgreement, JointPage } from '../../scenarios/api/works.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { recordId } from '../../scenarios/ids.ts'
import { both } from '../../scenarios/text.ts'
import { type Joint, jointTrenches, savedMetres } from '../../scenarios/works/joint.ts'
import { movableStates } from '../../scenarios/works/process.ts'
import type { Db, Trx } from '../database.ts'
import { notFound, refuse } from '../http.ts'
import { expectUnit } from '../permits/desk.ts'
import { keepRecord } from '../records.ts'
import { joinWorks, lockWorks, type WorksDesk, type WorksMover, worksDoer } from './desk.ts'

export async function readJoints(db: Db, user: User): Promise<JointPage> {
  const works = await movableWorks(db, user.unitCode)
  const agreements = await agreementsOf(db, null)
  const own = new Set(works.map(({ id }) => id))
  const asked = new Set(agreements.filter(({ state }) => state === 'proposed').flatMap((one) => one.works))
  const declined = new Set(agreements.filter(({ state }) => state === 'declined').map((one) => one.works.join()))
  const proposals = jointTrenches(works.filter(({ id }) => !asked.has(id)))
    .filter((joint) => !declined.has(joint.works.join()))
    .map((joint) => ({ ...joint, titles: titlesIn(works, joint.works) }))
  const unit = user.unitCode
  const seen = unit === null ? agreements : agreements.filter((one) => one.works.some((id) => own.has(id)))
  return { proposals, agreements: seen }
}

/** Works that may still be moved onto each other's dates, of a unit or of all. */
async function movableWorks(db: Db, unitCode: string | null) {
  const rows = db
    .selectFrom('works')
    .select(['id', 'application', 'unitCode'])
    .where('state', 'in', [...movableStates])
  return (unitCode === null ? rows : rows.where('unitCode', '=', unitCode)).orderBy('id').execute()
}

const titlesIn = (
  works: readonly { id: string; application: { title: string; organisation: string } }[],
  ids: readonly string[],
): JointAgreement['titles'] =>
  ids.flatMap((id) => {
    const one = works.find((of) => of.id === id)
    return one ? [{ id, title: one.application.title, organisation: one.application.organisation }] : []
  })

/** @param worksId those that it belongs to; null: all, newest first */
async function agreementsOf(db: Db, worksId: string | null): Promise<JointAgreement[]> {
  const rows = await db
    .selectFrom('worksJoints')
    .selectAll()
    .$if(worksId !== null, (query) =>
      query.where(sql<boolean>`joint -> 'works' @> ${JSON.stringify([worksId])}::jsonb`),
    )
    .orderBy('proposedAt', 'desc')
    .limit(200)
    .execute()
  const ids = [...new Set(rows.flatMap(({ joint }) => joint.works))]
  const works =
    ids.length === 0 ? [] : await db.selectFrom('works').select(['id', 'application']).where('id', 'in', ids).execute()
  return rows.map(({ id, joint, agreed, state }) => ({
    ...joint,
    id,
    agreed,
    state,
    titles: titlesIn(works, joint.works),
  }))
}
export const jointsOf = (db: Db, worksId: string): Promise<JointAgreement[]> => agreementsOf(db, worksId)

/** Puts a common trench to those who dig. @throws Refusal 422 `works/joint` where these cannot share one */
export async function proposeJoint(desk: WorksDesk, user: User, ids: readonly string[]): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const works = []
    for (const id of [...ids].sort()) {
      const row = await lockWorks(trx, id)
      expectUnit(user, row.unitCode)
      works.push(row)
    }
    const pending = (await agreementsOf(trx, null)).filter(({ state }) => state === 'proposed')
    const [joint] = jointTrenches(works)
    const movable = works.every(({ state }) => movableStates.has(state))
    const free = !pending.some((one) => one.works.some((id) => ids.includes(id)))
    if (!joint || joint.works.length !== works.length || !movable || !free) {
      const message = both('Các công trình này không đào chung được lúc này', 'These works cannot share a trench now')
      throw refuse(422, 'works/joint', message, 'body.works', 'GET /api/works/joints')
    }
    const id = recordId()
    await trx
      .insertInto('worksJoints')
      .values({ id, joint: JSON.stringify(joint), agreed: '[]', state: 'proposed', proposedAt: new Date() })
      .execute()
    await keepRecord(trx, secrets, {
      ...worksDoer({ user }),
      subject: `works-joint/${id}`,
      action: 'works-joint.proposed',
      record: { joint, agreed: [], state: 'proposed' },
      detail: { joint: hashRecord(joint) },
    })
  })
}

/**
 * One side's answer. With the last yes, the dates of all move to the common ones; what has changed meanwhile so that the trench would not
 * be shared any more is refused.
 */
export async function answerJoint(
  desk: WorksDesk,
  mover: WorksMover,
  worksId: string,
  { joint: id, agree }: { joint: string; agree: boolean },
): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('worksJoints').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row?.joint.works.includes(worksId)) throw notFound(`works-joint/${id}`)
    const { joint } = row
    if (row.state !== 'proposed') {
      const message = both('Đề xuất đào chung này đã kết thúc', 'This common trench has been settled')
      throw refuse(409, 'works/joint-settled', message, id, row.state)
    }
    const agreed = agree ? [...new Set([...row.agreed, worksId])].sort() : row.agreed
    const state = !agree ? 'declined' : agreed.length === joint.works.length ? 'agreed' : 'proposed'
    if (state === 'agreed') await joinAll(desk, trx, id, joint)
    await trx
      .updateTable('worksJoints')
      .set({ agreed: JSON.stringify(agreed), state })
      .where('id', '=', id)
      .execute()
    await keepRecord(trx, secrets, {
      ...worksDoer(mover),
      subject: `works-joint/${id}`,
      action: `works-joint.${agree ? 'agreed' : 'declined'}`,
      record: { joint, agreed, state },
      detail: { works: worksId, state },
    })
  })
}

async function joinAll(desk: WorksDesk, trx: Trx, id: string, joint: Joint) {
  const rows = []
  for (const one of joint.works) rows.push(await lockWorks(trx, one))
  const fits = rows.every(
    ({ state, application: { window } }) =>
      movableStates.has(state) && window.from <= joint.dates.from && joint.dates.to <= window.to,
  )
  if (!fits || savedMetres(rows) < joint.savedMetres - 0.01) {
    const message = both(
      'Công trình đã thay đổi, không còn đào chung được',
      'The works have changed since it was proposed',
    )
    throw refuse(409, 'works/joint-stale', message, id)
  }
  for (const row of rows) await joinWorks(desk, trx, row, joint.dates)
}
