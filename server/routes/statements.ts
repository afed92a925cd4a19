/** Requests for official planning information: the desk of the office, and the door of who asks. */
import { z } from 'zod'
import { ATTACHMENT_BYTES, attachmentSchema, FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import {
  newStatementSchema,
  statementCaseSchema,
  statementFiledSchema,
  statementFollowSchema,
  statementPageSchema,
  statementQuerySchema,
  statementStaffSchema,
  statementStepSchema,
} from '../../scenarios/api/statements.ts'
import { statementTermsSchema } from '../../scenarios/statements/clock.ts'
import { statementAnswer, statementReceipt } from '../../scenarios/statements/papers.ts'
import { sendKept, toBeSaved } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, nothing } from '../http.ts'
import { officeOf } from '../office.ts'
import { countVisitorBytes } from '../permits/attach.ts'
import { restsOnGenerated, seesPeople } from '../permits/desk.ts'
import { paperPdf } from '../permits/pdf.ts'
import { eraseAsker, fileStatement, readTerms, saveTerms, staffOf, stepStatement } from '../statements/desk.ts'
import { addStatementFile } from '../statements/files.ts'
import { followedStatement, readFollowed, readStatement, readStatementPage, rowForStaff } from '../statements/read.ts'
import { hourly } from './permits.ts'
import { publicUrl } from './sign-on.ts'

const staff = ['reviewer', 'approver', 'admin'] as const
const answerers = ['reviewer', 'approver'] as const
/** From one address, an hour. */
const FILINGS = 10
const FILES = 20

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const hashParams = idParams.extend({ hash })
const nameQuery = z.strictObject({ name: z.string().trim().min(1).max(200) })
const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(1).max(100) })
const codeOf = (headers: z.output<typeof followHeaders>): string => headers[FOLLOW_HEADER]!

export function statementRoutes(app: App, house: House): void {
  const { db, dataDir } = house

  app.post(
    '/api/statements',
    {
      config: { access: 'anyone', rateLimit: hourly(FILINGS) },
      schema: { body: newStatementSchema, response: { 201: statementFiledSchema } },
    },
    async ({ body }, reply) => reply.code(201).send(await fileStatement(house, body)),
  )

  app.get(
    '/api/statements',
    {
      config: { access: staff },
      schema: { querystring: statementQuerySchema, response: { 200: statementPageSchema } },
    },
    async ({ user, query }) => readStatementPage(house, user!, query),
  )

  app.get(
    '/api/statements/staff',
    { config: { access: answerers }, schema: { response: { 200: statementStaffSchema } } },
    async ({ user }) =>
      (await staffOf(db, user!.unitCode).execute()).map(({ id, displayName }) => ({ id, name: displayName })),
  )

  app.get(
    '/api/statements/terms',
    { config: { access: 'anyone' }, schema: { response: { 200: statementTermsSchema } } },
    async () => readTerms(db),
  )

  app.put(
    '/api/statements/terms',
    {
      config: { access: ['admin'] },
      schema: { body: statementTermsSchema, response: { 200: statementTermsSchema } },
    },
    async ({ user, body }) => {
      await saveTerms(house, user!, body)
      return readTerms(db)
    },
  )

  const asAsker = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

  app.get(
    '/api/statements/follow',
    { config: asAsker, schema: { headers: followHeaders, response: { 200: statementFollowSchema } } },
    async ({ headers }) => readFollowed(house, codeOf(headers)),
  )

  app.post(
    '/api/statements/follow/events',
    {
      config: asAsker,
      schema: { headers: followHeaders, body: statementStepSchema, response: { 200: statementFollowSchema } },
    },
    async ({ headers, body }) => {
      const { id } = await followedStatement(db, codeOf(headers))
      await stepStatement(house, 'asker', id, body)
      return readFollowed(house, codeOf(headers))
    },
  )

  for (const [name, paperOf] of [
    ['receipt', statementReceipt],
    ['answer', statementAnswer],
  ] as const) {
    app.get(
      `/api/statements/follow/${name}.pdf`,
      { config: asAsker, schema: { headers: followHeaders } },
      async (request, reply) => {
        const followCode = codeOf(request.headers)
        const [{ unitCode }, statement, manifest] = await Promise.all([
          followedStatement(db, followCode),
          readFollowed(house, followCode),
          house.tiles.manifest(),
        ])
        const { office } = await officeOf(db, house.tiles, unitCode, publicUrl(house, request))
        const specimen = restsOnGenerated(manifest)
        const paper = paperOf({ statement, office, followCode, specimen })
        const bytes = await paperPdf(paper, new Date().toISOString())
        return toBeSaved(reply, 'application/pdf', `${statement.code}-${name}.pdf`).send(Buffer.from(bytes))
      },
    )
  }

  const takesFiles = { bodyLimit: ATTACHMENT_BYTES } as const
  const fileSchema = { querystring: nameQuery, response: { 201: attachmentSchema } }

  app.post(
    '/api/statements/follow/files',
    {
      ...takesFiles,
      config: { access: 'anyone', rateLimit: hourly(FILES) },
      schema: { ...fileSchema, headers: followHeaders },
    },
    async ({ headers, query, body }, reply) => {
      const { id } = await followedStatement(db, codeOf(headers))
      if (Buffer.isBuffer(body)) await countVisitorBytes(house, body.length, house.visitorBytesADay)
      return reply.code(201).send(await addStatementFile(house, 'asker', id, query.name, body))
    },
  )

  const fileOf = async (statementId: string, of: string) => {
    const row = await db
      .selectFrom('statementFiles')
      .selectAll()
      .where('statementId', '=', statementId)
      .where('hash', '=', of)
      .executeTakeFirst()
    if (!row) throw notFound(`statement/${statementId}/${of}`)
    return row
  }

  app.get(
    '/api/statements/follow/files/:hash',
    { config: asAsker, schema: { headers: followHeaders, params: z.object({ hash }) } },
    async ({ headers, params }, reply) => {
      const { id } = await followedStatement(db, codeOf(headers))
      return sendKept(reply, dataDir, await fileOf(id, params.hash), 'statement/file-lost')
    },
  )

  app.get(
    '/api/statements/:id',
    { config: { access: staff }, schema: { params: idParams, response: { 200: statementCaseSchema } } },
    async ({ user, params }) => readStatement(house, user!, params.id),
  )

  app.post(
    '/api/statements/:id/events',
    {
      config: { access: answerers },
      schema: { params: idParams, body: statementStepSchema, response: { 200: statementCaseSchema } },
    },
    async ({ user, params, body }) => {
      await stepStatement(house, { user: user! }, params.id, body)
      return readStatement(house, user!, params.id)
    },
  )

  app.post(
    '/api/statements/:id/files',
    { ...takesFiles, config: { access: answerers }, schema: { ...fileSchema, params: idParams } },
    async ({ user, params, query, body }, reply) =>
      reply.code(201).send(await addStatementFile(house, { user: user! }, params.id, query.name, body)),
  )

  app.get(
    '/api/statements/:id/files/:hash',
    { config: { access: answerers }, schema: { params: hashParams } },
    async ({ user, params }, reply) => {
      const { unitCode } = await rowForStaff(db, user!, params.id)
      if (!seesPeople(user!, unitCode)) throw notFound(`statement/${params.id}/${params.hash}`)
      return sendKept(reply, dataDir, await fileOf(params.id, params.hash), 'statement/file-lost')
    },
  )

  app.delete(
    '/api/statements/:id/people',
    { config: { access: ['admin'] }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await eraseAsker(house, user!, params.id)
      return reply.code(204).send(null)
    },
  )
}
