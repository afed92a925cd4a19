/** What was approved is begun, built and accepted, or given up: each change by itself. */
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import type { movePlanChangeSchema } from '../../scenarios/api/plans.ts'
import { both } from '../../scenarios/text.ts'
import { changesOf, moveChange } from '../city-changes.ts'
import { appendEvent } from '../events.ts'
import { notFound, refuse } from '../http.ts'
import { keepRecord } from '../records.ts'
import { expectOwn, type PlanDesk } from './plan-row.ts'
import { mayBuild } from './read.ts'
import { doerOf, lockPlan, subjectOf } from './record.ts'

/** @throws Refusal 404, 409 `change/state`, 422 `plan/acceptance` where what was built is not accepted by a document */
export async function movePlanChange(
  { db, secrets }: PlanDesk,
  user: User,
  id: string,
  changeId: string,
  { event, note, document }: z.output<typeof movePlanChangeSchema>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    expectOwn(user, plan)
    const change = (await changesOf(trx, subjectOf(id))).find((one) => one.id === changeId)
    if (!change) throw notFound(`${subjectOf(id)}/changes/${changeId}`)
    if (!mayBuild(change, event)) {
      const message = both(
        'Thay đổi này không thể chuyển như vậy; quy hoạch sử dụng đất tự có hiệu lực từ ngày của nó',
        'The change cannot go there from here; zoning comes to stand by itself on its day',
      )
      throw refuse(409, 'change/state', message, changeId, change.buildState)
    }
    if (event === 'abandon' && note === '')
      throw refuse(422, 'plan/no-reason', both('Phải nêu lý do', 'A reason must be given'), 'body.note')
    if (event === 'complete') {
      const known = await trx
        .selectFrom('planAttachments')
        .select('hash')
        .where('planId', '=', id)
        .where('purpose', '=', 'acceptance')
        .execute()
      if (document === null || !known.some(({ hash }) => hash === document)) {
        const message = both('Hoàn công phải kèm văn bản nghiệm thu', 'What was built is accepted by a document')
        const expected = known.map(({ hash }) => hash).join(', ') || 'an attachment with the purpose acceptance'
        throw refuse(422, 'plan/acceptance', message, 'body.document', expected)
      }
      await trx.insertInto('planChangeDocuments').values({ changeId, planId: id, hash: document }).execute()
    }
    await moveChange(trx, secrets, doerOf({ user }), changeId, event)
    await keepRecord(trx, secrets, {
      ...doerOf({ user }),
      subject: `plan-change/${changeId}`,
      action: `plan-change.${event}`,
      record: { planId: id, changeId, event, note, document },
      detail: { plan: id },
    })
    await appendEvent(trx, { type: 'plan', id, revision: plan.revision })
  })
}
