/** The permit desk: cases, their steps, checks and files; what an applicant sees by their code; the public register. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  ATTACHMENT_BYTES,
  type Attachment,
  attachmentSchema,
  FOLLOW_HEADER,
  impactJobSchema,
  newPermitSchema,
  permitCaseSchema,
  permitFiledSchema,
  permitFollowSchema,
  permitPageSchema,
  permitQuerySchema,
  permitStaffSchema,
  permitStepSchema,
  registerMapQuerySchema,
  registerMapSchema,
  registerPageSchema,
  registerQuerySchema,
  type WorkCalendarAnswer,
  workCalendarAnswerSchema,
  workCalendarSchema,
} from '../../scenarios/api/permits.ts'
import { impactAskSchema } from '../../scenarios/permits/impact.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { checkReportSchema } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { sendKept } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, nothing, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import { attachFile, countVisitorBytes } from '../permits/attach.ts'
import { readCalendar, resetClocks, settingsOf } from '../permits/calendar.ts'
import {
  checkStored,
  doerOf,
  erasePeople,
  expectUnit,
  filePermit,
  isStaff,
  type Mover,
  seesPeople,
  stepPermit,
} from '../permits/desk.ts'
import { startImpact, stopImpact } from '../permits/impact.ts'
import { followed, readFollowed, readPermit, readQueue, readRegister, readStaff } from '../permits/read.ts'
import { readRegisterMap } from '../permits/register-map.ts'
import { resetReportClocks } from '../reports/desk.ts'

const staff = ['reviewer', 'approver', 'admin'] as const
const reviewers = ['reviewer', 'approver'] as const
/** A case with its neighbours' footprints. */
const CASE_BYTES = 2 * 2 ** 20
/** Of an address without an account, an hour. */
const FILINGS = 20
const FILES = 120

const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(8).max(80) })
const nameQuery = z.strictObject({ name: z.string().min(1).max(300) })
const hashParams = idParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

/** Who has signed in to the desk is not counted: an office comes from one address. */
export const hourly = (max: number) => ({
  max: (request: FastifyRequest) => (isStaff(request.user) ? 100_000 : max),
  timeWindow: '1 hour',
})

export function permitRoutes(app: App, house: House): void {
  const { db, secrets, dataDir } = house
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  app.get(
    '/api/permits',
    {
      config: { access: staff },
      schema: { querystring: permitQuerySchema, response: { 200: permitPageSchema } },
    },
    async ({ user, query }) => readQueue(db, user!, query),
  )

  app.post(
    '/api/permits',
    {
      bodyLimit: CASE_BYTES,
      config: { access: 'anyone', rateLimit: hourly(FILINGS) },
      schema: { body: newPermitSchema, response: { 201: permitFiledSchema } },
    },
    async ({ user, body }, reply) => {
      if (isStaff(user)) expectUnit(user, body.application.site.unitCode)
      return reply.code(201).send(await filePermit(house, isStaff(user) ? { user } : 'applicant', body))
    },
  )

  app.get(
    '/api/permits/staff',
    { config: { access: staff }, schema: { response: { 200: z.array(permitStaffSchema) } } },
    async ({ user }) => readStaff(db, user!),
  )

  app.get(
    '/api/permits/:id',
    { config: { access: staff }, schema: { params: idParams, response: { 200: permitCaseSchema } } },
    async ({ user, params }) => readPermit(db, user!, params.id),
  )

  app.post(
    '/api/permits/:id/events',
    {
      bodyLimit: CASE_BYTES,
      config: { access: staff },
      schema: { params: idParams, body: permitStepSchema, response: { 200: permitCaseSchema } },
    },
    async ({ user, params, body }) => {
      await stepPermit(house, { user: user! }, params.id, body)
      return readPermit(db, user!, params.id)
    },
  )

  app.post(
    '/api/permits/:id/check',
    {
      config: { access: reviewers, rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: { params: idParams, response: { 200: checkReportSchema } },
    },
    async ({ user, params }) => checkStored(house, { user: user! }, params.id),
  )

  app.post(
    '/api/permits/:id/impact',
    {
      config: { access: reviewers, rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: { params: idParams, body: impactAskSchema, response: { 202: impactJobSchema } },
    },
    async ({ user, params, body }, reply) => reply.code(202).send(await startImpact(house, user!, params.id, body)),
  )

  app.delete(
    '/api/permits/:id/impact',
    { config: { access: reviewers }, schema: { params: idParams, response: { 200: impactJobSchema } } },
    async ({ user, params }) => stopImpact(house, user!, params.id),
  )

  const takesFiles = { bodyLimit: ATTACHMENT_BYTES } as const
  const fileSchema = { querystring: nameQuery, response: { 201: attachmentSchema } }

  app.post(
    '/api/permits/:id/attachments',
    {
      ...takesFiles,
      config: { access: reviewers },
      schema: { ...fileSchema, params: idParams },
    },
    async ({ user, params, query, body }, reply) =>
      reply.code(201).send(await attach({ user: user! }, params.id, query.name, body)),
  )

  app.get(
    '/api/permits/:id/attachments/:hash',
    { config: { access: reviewers }, schema: { params: hashParams } },
    async ({ user, params: { id, hash } }, reply) => {
      const row = await db
        .selectFrom('permitAttachments')
        .innerJoin('permits', 'permits.id', 'permitId')
        .select(['name', 'kind', 'bytes', 'unitCode'])
        .where('permitId', '=', id)
        .where('hash', '=', hash)
        .executeTakeFirst()
      if (!row) throw notFound(`permit/${id}/${hash}`)
      expectUnit(user!, row.unitCode)
      if (!seesPeople(user!, row.unitCode)) throw notFound(`permit/${id}/${hash}`)
      return sendKept(reply, dataDir, { ...row, hash }, 'permit/attachment-lost')
    },
  )

  app.delete(
    '/api/permits/:id/people',
    { config: { access: ['admin'] }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await erasePeople(house, user!, params.id)
      return reply.code(204).send(null)
    },
  )

  const asApplicant = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

  app.get(
    '/api/permits/follow',
    { config: asApplicant, schema: { headers: followHeaders, response: { 200: permitFollowSchema } } },
    async ({ headers }) => readFollowed(db, codeOf(headers)),
  )

  app.post(
    '/api/permits/follow/events',
    {
      bodyLimit: CASE_BYTES,
      config: asApplicant,
      schema: { headers: followHeaders, body: permitStepSchema, response: { 200: permitFollowSchema } },
    },
    async ({ headers, body }) => {
      const { id } = await followed(db, codeOf(headers))
      await stepPermit(house, 'applicant', id, body)
      return readFollowed(db, codeOf(headers))
    },
  )

  app.post(
    '/api/permits/follow/attachments',
    {
      ...takesFiles,
      config: { access: 'anyone', rateLimit: hourly(FILES) },
      schema: { ...fileSchema, headers: followHeaders },
    },
    async ({ headers, query, body }, reply) => {
      const { id } = await followed(db, codeOf(headers))
      return reply.code(201).send(await attach('applicant', id, query.name, body))
    },
  )

  app.get(
    '/api/register',
    {
      config: { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: { querystring: registerQuerySchema, response: { 200: registerPageSchema } },
    },
    async ({ query }) => readRegister(db, query),
  )

  app.get(
    '/api/register.geojson',
    {
      config: { access: 'anyone', rateLimit: { max: 240, timeWindow: '1 minute' } },
      schema: { querystring: registerMapQuerySchema, response: { 200: registerMapSchema } },
    },
    async ({ query }, reply) => reply.type('application/geo+json').send(await readRegisterMap(db, query)),
  )

  app.get(
    '/api/holidays',
    { config: { access: 'anyone' }, schema: { response: { 200: workCalendarAnswerSchema } } },
    async () => calendarAnswer(),
  )

  app.put(
    '/api/holidays',
    {
      config: { access: ['admin'] },
      schema: { body: workCalendarSchema, response: { 200: workCalendarAnswerSchema } },
    },
    async ({ user, body }) => {
      await db.transaction().execute(async (trx) => {
        const calendar = JSON.stringify(body)
        await trx
          .insertInto('workCalendar')
          .values({ onlyOne: true, calendar })
          .onConflict((conflict) => conflict.column('onlyOne').doUpdateSet({ calendar }))
          .execute()
        await resetClocks(trx, settingsOf(body))
        await resetReportClocks(trx)
        await appendLedger(trx, secrets, {
          ...doerOf({ user: user! }),
          subject: 'work-calendar',
          action: 'calendar.saved',
          detail: { ...body },
        })
      })
      return calendarAnswer()
    },
  )

  async function calendarAnswer(): Promise<WorkCalendarAnswer> {
    const stored = await readCalendar(db)
    const { calendar } = settingsOf(stored)
    const year = Number(localDate(new Date().toISOString()).slice(0, 4))
    const days = [year - 1, year, year + 1].flatMap((one) => [...calendar.holidays(one)])
    return { ...stored, days }
  }

  async function attach(mover: Mover, id: string, name: string, body: unknown): Promise<Attachment> {
    if (!Buffer.isBuffer(body) || body.length === 0) {
      throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
    }
    if (mover === 'applicant') await countVisitorBytes(house, body.length, house.visitorBytesADay)
    return attachFile(house, mover, id, { name, bytes: body })
  }
}

/** Node keeps headers in small letters. */
const codeOf = (headers: z.output<typeof followHeaders>): string => headers[FOLLOW_HEADER]
