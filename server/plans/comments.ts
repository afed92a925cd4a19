/**
 * Comments: the staff's threads, each on an edit, a place or the whole plan, and the public's while the plan is consulted on.
 * Every comment stays with the scenario that it was made on. What the public says is seen by reviewers before anyone else;
 * who said it lies apart. The ledger holds their words by salted hash.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  type Anchor,
  type answerCommentSchema,
  type FollowedComment,
  MAX_PUBLIC_COMMENTS,
  MAX_STAFF_COMMENTS,
  type moderateCommentSchema,
  type newPlanCommentSchema,
  type newPublicCommentSchema,
  type PlanComment,
  type PublicCommentSent,
} from '../../scenarios/api/plans.ts'
import { slotOf } from '../../scenarios/edit.ts'
import { recordId } from '../../scenarios/ids.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { publicStates, terminalPlanStates } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import type { Db, Trx } from '../database.ts'
import { notFound, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { oneTimePassword } from '../passwords.ts'
import { followHash } from '../permits/desk.ts'
import { expectOwn, isOwn, maySee, type PlanDesk, type PlanRow, planColumns } from './plan-row.ts'
import { summaryAt } from './read.ts'
import { doerOf, keepComment, lockPlan, subjectOf } from './record.ts'
import { editsOf } from './submission.ts'

const commentsOf = (db: Db) =>
  db
    .selectFrom('planComments')
    .leftJoin('planCommenters', 'planCommenters.commentId', 'planComments.id')
    .leftJoin('users as author', 'author.id', 'planComments.authorId')
    .leftJoin('users as resolver', 'resolver.id', 'planComments.resolvedBy')
    .leftJoin('users as answerer', 'answerer.id', 'planComments.answeredBy')
    .selectAll('planComments')
    .select(['planCommenters.name', 'contact', 'author.displayName as author'])
    .select(['resolver.displayName as resolver', 'answerer.displayName as answerer'])
type CommentRow = Awaited<ReturnType<ReturnType<typeof commentsOf>['execute']>>[number]

/** @param people whether the reader may know who of the public wrote */
const told = (row: CommentRow, staff: boolean, people: boolean): PlanComment => ({
  id: row.id,
  submission: row.submission,
  party: row.party,
  replyTo: row.replyTo,
  anchor: row.anchor,
  text: row.text,
  at: row.at.toISOString(),
  author: row.party === 'staff' ? (row.author ?? '') : people ? (row.name ?? '') : '',
  contact: people ? (row.contact ?? '') : '',
  resolved: row.resolvedAt && { by: row.resolver ?? '', at: row.resolvedAt.toISOString() },
  state: row.state,
  reason: staff ? row.reason : '',
  answer: row.answeredAt && {
    text: row.answer ?? '',
    at: row.answeredAt.toISOString(),
    by: staff ? (row.answerer ?? '') : '',
  },
})

const knowsPeople = (user: User | null): boolean => user?.role === 'reviewer' || user?.role === 'approver'

/** All for the plan's staff; for everyone else the public's that are shown. */
export async function readComments(
  db: Db,
  user: User | null,
  id: string,
  submission: number | undefined,
): Promise<PlanComment[]> {
  const plan = await db.selectFrom('plans').select(['unitCode', 'state']).where('id', '=', id).executeTakeFirst()
  if (!plan || !maySee(user, plan)) throw notFound(subjectOf(id))
  const own = isOwn(user, plan)
  let rows = commentsOf(db).where('planId', '=', id).orderBy('at').orderBy('planComments.id')
  if (submission !== undefined) rows = rows.where('submission', '=', submission)
  if (!own) rows = rows.where('party', '=', 'public').where('planComments.state', '=', 'shown')
  return (await rows.execute()).map((row) => told(row, own, own && knowsPeople(user)))
}

async function readComment(db: Db, user: User, commentId: string): Promise<PlanComment> {
  const row = await commentsOf(db).where('planComments.id', '=', commentId).executeTakeFirstOrThrow()
  return told(row, true, knowsPeople(user))
}

/** An edit's anchor names an edit of the scenario that stands. */
async function expectAnchor(db: Db, plan: PlanRow, anchor: Anchor): Promise<void> {
  if (!anchor || !('slot' in anchor)) return
  const edits = plan.submissions === 0 ? [] : await editsOf(db, plan)
  if (edits.some((edit) => slotOf(edit) === anchor.slot)) return
  const message = both('Phương án không có thay đổi này', 'The scenario has no such edit')
  throw refuse(422, 'plan/anchor', message, 'body.anchor.slot', anchor.slot)
}

const blank = {
  replyTo: null,
  authorId: null,
  resolvedBy: null,
  resolvedAt: null,
  reason: '',
  answer: null,
  answeredBy: null,
  answeredAt: null,
  followHash: null,
}

async function expectRoom(trx: Trx, planId: string, party: 'staff' | 'public', most: number): Promise<void> {
  const { count } = await trx
    .selectFrom('planComments')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('planId', '=', planId)
    .where('party', '=', party)
    .executeTakeFirstOrThrow()
  if (count < most) return
  const message = both('Đồ án đã nhận đủ số ý kiến có thể nhận', 'The plan has as many comments as it takes')
  throw refuse(409, 'plan/comments-full', message, planId, `≤ ${most}`)
}

export async function addStaffComment(
  desk: PlanDesk,
  user: User,
  id: string,
  { text, anchor, replyTo }: z.output<typeof newPlanCommentSchema>,
): Promise<PlanComment> {
  const commentId = recordId()
  await desk.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    expectOwn(user, plan)
    if (terminalPlanStates.has(plan.state)) {
      const message = both('Đồ án đã kết thúc', 'The plan has ended')
      throw refuse(409, 'plan/closed', message, plan.state)
    }
    await expectAnchor(trx, plan, anchor)
    await expectRoom(trx, id, 'staff', MAX_STAFF_COMMENTS)
    if (replyTo !== null) {
      const thread = await trx.selectFrom('planComments').selectAll().where('id', '=', replyTo).executeTakeFirst()
      if (thread?.planId !== id || thread.party !== 'staff' || thread.replyTo !== null) {
        const message = both('Không có ý kiến này để trả lời', 'There is no such thread to reply in')
        throw refuse(422, 'plan/no-thread', message, 'body.replyTo', 'the first comment of a thread')
      }
    }
    const row = await trx
      .insertInto('planComments')
      .values({
        ...blank,
        id: commentId,
        planId: id,
        submission: plan.submissions,
        party: 'staff',
        replyTo,
        anchor: anchor && JSON.stringify(anchor),
        text,
        at: new Date(),
        authorId: user.id,
        state: 'shown',
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await keepComment(desk, trx, doerOf({ user }), row, 'added')
  })
  return readComment(desk.db, user, commentId)
}

export async function addPublicComment(
  desk: PlanDesk,
  id: string,
  {
    text,
    anchor,
    name,
    contact,
  }: Omit<z.output<typeof newPublicCommentSchema>, 'anchor'> & { readonly anchor: Anchor },
): Promise<PublicCommentSent> {
  const commentId = recordId()
  const followCode = oneTimePassword()
  await desk.db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('plans').select('state').where('id', '=', id).executeTakeFirst()
    if (!found || !publicStates.has(found.state)) throw notFound(subjectOf(id))
    const plan = await lockPlan(trx, id)
    const now = new Date()
    if (plan.state !== 'consulting' || localDate(now.toISOString()) > (plan.consultedUntil ?? '')) {
      const message = both('Đồ án không trong thời gian lấy ý kiến', 'The plan is not open for comments')
      throw refuse(409, 'plan/not-consulting', message, plan.state, plan.consultedUntil ?? undefined)
    }
    await expectAnchor(trx, plan, anchor)
    await expectRoom(trx, id, 'public', MAX_PUBLIC_COMMENTS)
    const row = await trx
      .insertInto('planComments')
      .values({
        ...blank,
        id: commentId,
        planId: id,
        submission: plan.submissions,
        party: 'public',
        anchor: anchor && JSON.stringify(anchor),
        text,
        at: now,
        state: 'waiting',
        followHash: followHash(followCode),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    if (name !== '' || contact !== '')
      await trx.insertInto('planCommenters').values({ commentId, name, contact }).execute()
    await keepComment(desk, trx, { userId: null, role: 'citizen', by: 'applicant' }, row, 'sent')
  })
  return { id: commentId, followCode }
}

/** Locks the plan, changes one of its comments, keeps what it is now. */
async function changeComment(
  desk: PlanDesk,
  user: User,
  id: string,
  commentId: string,
  action: string,
  change: (
    row: { party: 'staff' | 'public'; replyTo: string | null; state: PlanComment['state'] },
    plan: PlanRow,
  ) => object,
): Promise<PlanComment> {
  await desk.db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    expectOwn(user, plan)
    const row = await trx
      .selectFrom('planComments')
      .select(['party', 'replyTo', 'state'])
      .where('id', '=', commentId)
      .where('planId', '=', id)
      .executeTakeFirst()
    if (!row) throw notFound(`plan-comment/${commentId}`)
    const changed = await trx
      .updateTable('planComments')
      .set(change(row, plan))
      .where('id', '=', commentId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await keepComment(desk, trx, doerOf({ user }), changed, action)
  })
  return readComment(desk.db, user, commentId)
}

const notOfTheirs = (expected: string) =>
  refuse(
    422,
    'plan/comment-party',
    both('Không làm được với loại ý kiến này', 'Not with this kind of comment'),
    'comment',
    expected,
  )

export const resolveComment = (desk: PlanDesk, user: User, id: string, commentId: string): Promise<PlanComment> =>
  changeComment(desk, user, id, commentId, 'resolved', ({ party, replyTo }) => {
    if (party !== 'staff' || replyTo !== null) throw notOfTheirs('a thread of the staff')
    return { resolvedBy: user.id, resolvedAt: new Date() }
  })

/** What its summary tells of was decided then. */
function expectUnsummarised({ state }: PlanRow): void {
  if (state === 'consulting' || state === 'consulted') return
  const message = both('Ý kiến đã được tổng hợp vào hồ sơ', 'The comments are part of the record already')
  throw refuse(409, 'plan/comments-closed', message, state, 'consulting | consulted')
}

export const moderateComment = (
  desk: PlanDesk,
  user: User,
  id: string,
  commentId: string,
  { show, reason }: z.output<typeof moderateCommentSchema>,
): Promise<PlanComment> =>
  changeComment(desk, user, id, commentId, show ? 'shown' : 'hidden', ({ party }, plan) => {
    if (party !== 'public') throw notOfTheirs('a comment of the public')
    expectUnsummarised(plan)
    if (!show && reason === '') {
      const message = both('Không hiển thị thì phải nêu lý do', 'Say why it is not shown')
      throw refuse(422, 'plan/no-reason', message, 'body.reason', 'a sentence or more')
    }
    return { state: show ? 'shown' : 'hidden', reason: show ? '' : reason }
  })

export const answerComment = (
  desk: PlanDesk,
  user: User,
  id: string,
  commentId: string,
  { text }: z.output<typeof answerCommentSchema>,
): Promise<PlanComment> =>
  changeComment(desk, user, id, commentId, 'answered', ({ party, state }, plan) => {
    if (party !== 'public') throw notOfTheirs('a comment of the public')
    expectUnsummarised(plan)
    if (state === 'waiting') {
      const message = both('Hãy duyệt hiển thị ý kiến trước khi trả lời', 'Decide whether it is shown before answering')
      throw refuse(409, 'plan/comment-waiting', message, commentId, 'shown | hidden')
    }
    return { answer: text, answeredBy: user.id, answeredAt: new Date() }
  })

/** What became of one's own comment. */
export async function readFollowedComment(db: Db, code: string): Promise<FollowedComment> {
  const row = await db
    .selectFrom('planComments')
    .selectAll()
    .where('followHash', '=', followHash(code))
    .executeTakeFirst()
  if (!row) throw notFound('plan-comment')
  const plan = (await db
    .selectFrom('plans')
    .select(planColumns)
    .where('id', '=', row.planId)
    .executeTakeFirstOrThrow()) as PlanRow
  return {
    id: row.id,
    text: row.text,
    anchor: row.anchor,
    at: row.at.toISOString(),
    state: row.state,
    reason: row.reason,
    answer: row.answeredAt && { text: row.answer ?? '', at: row.answeredAt.toISOString() },
    plan: { id: plan.id, title: plan.title, state: plan.state, shown: publicStates.has(plan.state) },
    summary: await summaryAt(db, plan.id, row.submission),
  }
}

/** Erases who commented. What was said, and what was answered, stays. */
export async function erasePublic(desk: PlanDesk, user: User, id: string): Promise<void> {
  const { db, secrets } = desk
  await db.transaction().execute(async (trx) => {
    const plan = await lockPlan(trx, id)
    if (plan.state === 'consulting' || plan.state === 'consulted') {
      const message = both('Đồ án còn đang lấy ý kiến', 'The plan is still being consulted on')
      throw refuse(409, 'plan/consulting', message, plan.state)
    }
    const erased = await trx
      .deleteFrom('planCommenters')
      .where('commentId', 'in', trx.selectFrom('planComments').select('id').where('planId', '=', id))
      .returning('commentId')
      .execute()
    if (erased.length === 0) return
    await appendLedger(trx, secrets, {
      userId: user.id,
      role: user.role,
      subject: subjectOf(id),
      action: 'plan.people-erased',
      detail: { comments: erased.length },
    })
  })
}
