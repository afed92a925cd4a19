/** Files of a plan: task, drawings, explanation, appraisal, acceptance; kept by their hash. */
import { createHash } from 'node:crypto'
import type { User } from '../../scenarios/api/api.ts'
import { PLAN_ATTACHMENTS, type PlanAttachment } from '../../scenarios/api/plans.ts'
import { decidedStates, terminalPlanStates } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { kindOf, placeFile, safeName } from '../attachments.ts'
import { appendEvent } from '../events.ts'
import { refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { expectOwn, type PlanDesk } from './plan-row.ts'
import { doerOf, lockPlan, subjectOf } from './record.ts'

/** The file is on disk before a row names it. */
export async function attachToPlan(
  { db, secrets, dataDir }: PlanDesk,
  user: User,
  id: string,
  { name: givenName, purpose }: Pick<PlanAttachment, 'name' | 'purpose'>,
  body: unknown,
): Promise<PlanAttachment> {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
  }
  const kind = await kindOf(body)
  const hash = createHash('sha256').update(body).digest('hex')
  const row = { hash, name: safeName(givenName, kind), kind, bytes: body.length, purpose, addedAt: new Date() }
  return placeFile({ db, dataDir }, { hash, bytes: body }, async (trx, place) => {
    const plan = await lockPlan(trx, id)
    expectOwn(user, plan)
    // After the decision what is built comes with its documents; the plan itself takes no more.
    const decided = decidedStates.has(plan.state)
    const late = decided ? purpose !== 'acceptance' && purpose !== 'other' : terminalPlanStates.has(plan.state)
    if (late) {
      const message = both('Đồ án không nhận thêm tệp này ở bước này', 'The plan takes no such file at this step')
      throw refuse(409, 'plan/attachments-closed', message, plan.state)
    }
    const known = await trx.selectFrom('planAttachments').selectAll().where('planId', '=', id).execute()
    const same = known.find((one) => one.hash === hash)
    if (!same) {
      if (known.length >= PLAN_ATTACHMENTS) {
        const message = both('Đồ án đã đủ số tệp cho phép', 'The plan has as many files as it may')
        throw refuse(409, 'plan/attachments-full', message, 'body', `≤ ${PLAN_ATTACHMENTS}`)
      }
      await place()
      await trx
        .insertInto('planAttachments')
        .values({ planId: id, ...row })
        .execute()
      await appendLedger(trx, secrets, {
        ...doerOf({ user }),
        subject: subjectOf(id),
        action: 'plan.attached',
        detail: { file: hash, kind, bytes: body.length, purpose },
      })
      await appendEvent(trx, { type: 'plan', id, revision: plan.revision })
    }
    const { addedAt, ...rest } = same ?? row
    return {
      hash,
      name: rest.name,
      kind: rest.kind,
      bytes: rest.bytes,
      purpose: rest.purpose,
      addedAt: addedAt.toISOString(),
    }
  })
}
