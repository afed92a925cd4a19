/** Approval of plans: their steps, comments, conflicts, files, what is built of them; and what everyone may read. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ATTACHMENT_BYTES, FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import {
  answerCommentSchema,
  followedCommentSchema,
  moderateCommentSchema,
  movePlanChangeSchema,
  newPlanCommentSchema,
  newPlanSchema,
  newPublicCommentSchema,
  planAttachmentPurposes,
  planAttachmentSchema,
  planCommentSchema,
  planConflictSchema,
  planEditsSchema,
  planPageSchema,
  planQuerySchema,
  planRevisionSchema,
  planStepSchema,
  planTermsAnswerSchema,
  planViewSchema,
  publicCommentSentSchema,
  settleConflictSchema,
} from '../../scenarios/api/plans.ts'
import { projection } from '../../scenarios/frame.ts'
import { type PlanTerms, planTermsSchema } from '../../scenarios/plans/terms.ts'
import { sendKept } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, nothing } from '../http.ts'
import { movePlanChange } from '../plans/build.ts'
import { runPlanClock } from '../plans/clock.ts'
import {
  addPublicComment,
  addStaffComment,
  answerComment,
  erasePublic,
  moderateComment,
  readComments,
  readFollowedComment,
  resolveComment,
} from '../plans/comments.ts'
import { settleConflict, tellConflicts } from '../plans/conflicts.ts'
import { openPlan, stepPlan } from '../plans/desk.ts'
import { attachToPlan } from '../plans/files.ts'
import { expectOwn, isOwn, isPlanStaff, planStaff } from '../plans/plan-row.ts'
import { readAttachments, readPlan, readPlanEdits, readPlans, readRevision, visiblePlan } from '../plans/read.ts'
import { readTerms, TERMS_SUBJECT } from '../plans/terms.ts'
import { keepRecord } from '../records.ts'

const deciders = ['reviewer', 'approver'] as const
/** Comments that an address without an account may send an hour. */
const COMMENTS = 20

const commentParams = idParams.extend({ comment: z.uuid() })
const changeParams = idParams.extend({ change: z.uuid() })
const hashParams = idParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const revisionParams = idParams.extend({ n: z.coerce.number().int().positive().max(1_000_000) })
const submissionQuery = z.strictObject({ submission: z.coerce.number().int().min(0).max(1_000_000).optional() })
const fileQuery = z.strictObject({ name: z.string().min(1).max(300), purpose: z.enum(planAttachmentPurposes) })
const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(8).max(80) })

const frameOf = async ({ tiles }: House) => projection((await tiles.manifest()).city.frame)

/** An office comes from one address. */
const hourly = (max: number) => ({
  max: (request: FastifyRequest) => (isPlanStaff(request.user) ? 100_000 : max),
  timeWindow: '1 hour',
})

export function planRoutes(app: App, house: House): void {
  const { db, secrets, dataDir } = house
  const forReaders = { access: 'anyone', rateLimit: { max: 600, timeWindow: '1 minute' } } as const

  app.get(
    '/api/plans',
    { config: forReaders, schema: { querystring: planQuerySchema, response: { 200: planPageSchema } } },
    async ({ user, query }) => readPlans(house, user, query),
  )

  app.post(
    '/api/plans',
    { config: { access: ['planner'] }, schema: { body: newPlanSchema, response: { 201: planViewSchema } } },
    async ({ user, body }, reply) => {
      const id = await openPlan(house, user!, body)
      return reply.code(201).send(await readPlan(house, user, id))
    },
  )

  app.get(
    '/api/plans/:id',
    { config: forReaders, schema: { params: idParams, response: { 200: planViewSchema } } },
    async ({ user, params }) => readPlan(house, user, params.id),
  )

  app.post(
    '/api/plans/:id/events',
    {
      config: { access: planStaff },
      schema: { params: idParams, body: planStepSchema, response: { 200: planViewSchema } },
    },
    async ({ user, params, body }) => {
      await stepPlan(house, { user: user! }, params.id, body)
      // What holds from today on stands today.
      if (body.event === 'approve') await runPlanClock(house)
      return readPlan(house, user, params.id)
    },
  )

  app.get(
    '/api/plans/:id/revisions/:n',
    { config: forReaders, schema: { params: revisionParams, response: { 200: planRevisionSchema } } },
    async ({ user, params }) => readRevision(house, user, params.id, params.n),
  )

  app.get(
    '/api/plans/:id/edits.geojson',
    {
      config: forReaders,
      schema: { params: idParams, querystring: submissionQuery, response: { 200: planEditsSchema } },
    },
    async ({ user, params, query }, reply) => {
      const edits = await readPlanEdits(house, user, params.id, query.submission)
      return reply.type('application/geo+json').send(edits)
    },
  )

  const conflictsAnswer = { response: { 200: z.array(planConflictSchema) } }
  app.get(
    '/api/plans/:id/conflicts',
    { config: { access: planStaff }, schema: { params: idParams, ...conflictsAnswer } },
    async ({ user, params }) => {
      const plan = await visiblePlan(db, user, params.id)
      expectOwn(user!, plan)
      return tellConflicts(db, plan)
    },
  )

  app.post(
    '/api/plans/:id/conflicts',
    {
      config: { access: deciders },
      schema: { params: idParams, body: settleConflictSchema, ...conflictsAnswer },
    },
    async ({ user, params, body }) => {
      await settleConflict(house, user!, params.id, body)
      return tellConflicts(db, await visiblePlan(db, user, params.id))
    },
  )

  app.get(
    '/api/plans/:id/comments',
    {
      config: forReaders,
      schema: { params: idParams, querystring: submissionQuery, response: { 200: z.array(planCommentSchema) } },
    },
    async ({ user, params, query }) => {
      const [comments, { toWgs84 }] = await Promise.all([
        readComments(db, user, params.id, query.submission),
        frameOf(house),
      ])
      return comments.map((comment) => {
        const { anchor } = comment
        return anchor && 'x' in anchor ? { ...comment, place: toWgs84(anchor.x, anchor.y) } : comment
      })
    },
  )

  app.post(
    '/api/plans/:id/comments',
    {
      config: { access: planStaff },
      schema: { params: idParams, body: newPlanCommentSchema, response: { 201: planCommentSchema } },
    },
    async ({ user, params, body }, reply) => reply.code(201).send(await addStaffComment(house, user!, params.id, body)),
  )

  app.post(
    '/api/plans/:id/comments/public',
    {
      bodyLimit: 64 * 1024,
      config: { access: 'anyone', rateLimit: hourly(COMMENTS) },
      schema: { params: idParams, body: newPublicCommentSchema, response: { 201: publicCommentSentSchema } },
    },
    async ({ params, body }, reply) => {
      const { anchor } = body
      if (!anchor || !('lon' in anchor)) {
        return reply.code(201).send(await addPublicComment(house, params.id, { ...body, anchor }))
      }
      const [x, y] = (await frameOf(house))
        .toLocal(anchor.lon, anchor.lat)
        .map((metres) => Math.round(metres * 100) / 100)
      return reply.code(201).send(await addPublicComment(house, params.id, { ...body, anchor: { x: x!, y: y! } }))
    },
  )

  app.get(
    '/api/plans/comments/follow',
    {
      config: { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { headers: followHeaders, response: { 200: followedCommentSchema } },
    },
    async ({ headers }) => readFollowedComment(db, (headers as z.output<typeof followHeaders>)[FOLLOW_HEADER]),
  )

  const onComment = { params: commentParams, response: { 200: planCommentSchema } }
  app.post(
    '/api/plans/:id/comments/:comment/resolve',
    { config: { access: deciders }, schema: onComment },
    async ({ user, params }) => resolveComment(house, user!, params.id, params.comment),
  )

  app.post(
    '/api/plans/:id/comments/:comment/moderate',
    { config: { access: ['reviewer'] }, schema: { ...onComment, body: moderateCommentSchema } },
    async ({ user, params, body }) => moderateComment(house, user!, params.id, params.comment, body),
  )

  app.post(
    '/api/plans/:id/comments/:comment/answer',
    { config: { access: ['planner', 'reviewer'] }, schema: { ...onComment, body: answerCommentSchema } },
    async ({ user, params, body }) => answerComment(house, user!, params.id, params.comment, body),
  )

  app.post(
    '/api/plans/:id/attachments',
    {
      bodyLimit: ATTACHMENT_BYTES,
      config: { access: planStaff },
      schema: { params: idParams, querystring: fileQuery, response: { 201: planAttachmentSchema } },
    },
    async ({ user, params, query, body }, reply) =>
      reply.code(201).send(await attachToPlan(house, user!, params.id, query, body)),
  )

  app.get(
    '/api/plans/:id/attachments/:hash',
    { config: forReaders, schema: { params: hashParams } },
    async ({ user, params: { id, hash } }, reply) => {
      const plan = await visiblePlan(db, user, id)
      const file = (await readAttachments(db, isOwn(user, plan), plan)).find((one) => one.hash === hash)
      if (!file) throw notFound(`plan/${id}/${hash}`)
      return sendKept(reply, dataDir, file, 'plan/attachment-lost')
    },
  )

  app.post(
    '/api/plans/:id/changes/:change/events',
    {
      config: { access: deciders },
      schema: { params: changeParams, body: movePlanChangeSchema, response: { 200: planViewSchema } },
    },
    async ({ user, params, body }) => {
      await movePlanChange(house, user!, params.id, params.change, body)
      return readPlan(house, user, params.id)
    },
  )

  app.delete(
    '/api/plans/:id/people',
    { config: { access: ['admin'] }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await erasePublic(house, user!, params.id)
      return reply.code(204).send(null)
    },
  )

  const told = (terms: PlanTerms) => ({ ...terms, assumed: terms.source === null })
  app.get(
    '/api/plan-terms',
    { config: { access: 'anyone' }, schema: { response: { 200: planTermsAnswerSchema } } },
    async () => told(await readTerms(db)),
  )

  app.put(
    '/api/plan-terms',
    {
      config: { access: ['admin'] },
      schema: { body: planTermsSchema, response: { 200: planTermsAnswerSchema } },
    },
    async ({ user, body }) => {
      await db.transaction().execute((trx) =>
        keepRecord(trx, secrets, {
          userId: user!.id,
          role: user!.role,
          subject: TERMS_SUBJECT,
          action: 'plan-terms.saved',
          record: body,
          detail: {},
        }),
      )
      return told(body)
    },
  )
}
