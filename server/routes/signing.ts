/** Permits that go out to be signed and come back; papers made here; what anyone may ask of a file that they have. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import { fileCheckSchema, prepareSchema, SIGNED_BYTES, signingSchema } from '../../scenarios/api/signing.ts'
import { permitTermsSchema } from '../../scenarios/permits/papers/permit.ts'
import { both } from '../../scenarios/text.ts'
import { toBeSaved } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, refuse } from '../http.ts'
import { followed } from '../permits/read.ts'
import {
  acceptSigned,
  checkFile,
  draftPdf,
  paperFile,
  preparePaper,
  readSigning,
  readWithPeople,
} from '../permits/signing.ts'

const staff = ['reviewer', 'approver', 'admin'] as const
/** Who moves a permit on, and sees whose it is. */
const desk = ['reviewer', 'approver'] as const
/** Pages are laid out in this process. */
const rendering = { max: 30, timeWindow: '1 minute' } as const

const paperParams = idParams.extend({ kind: z.enum(['permit', 'check-report']) })
const termsQuery = z.strictObject({
  landPapers: z.string().trim().max(200).default(''),
  workId: z.string().trim().max(200).default(''),
})
const hashParams = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(8).max(80) })

export function signingRoutes(app: App, house: House): void {
  const { db, signIn } = house
  const addressOf = (request: FastifyRequest): string => signIn.publicUrl ?? `${request.protocol}://${request.host}`

  app.get(
    '/api/permits/:id/papers/:kind',
    { config: { access: desk, rateLimit: rendering }, schema: { params: paperParams, querystring: termsQuery } },
    async (request, reply) => {
      const { id, kind } = request.params
      const { landPapers, workId } = request.query
      const paper =
        kind === 'permit' ? { kind, terms: permitTermsSchema.parse({ landPapers, workId: workId || null }) } : { kind }
      const bytes = await draftPdf(house, request.user!, id, paper, addressOf(request))
      return sendPdf(reply, `${kind}.pdf`, bytes)
    },
  )

  app.get(
    '/api/permits/:id/signing',
    { config: { access: staff }, schema: { params: idParams, response: { 200: signingSchema } } },
    async ({ user, params }) => readSigning(house, user!, params.id),
  )

  app.post(
    '/api/permits/:id/signing',
    {
      config: { access: desk, rateLimit: rendering },
      schema: { params: idParams, body: prepareSchema, response: { 200: signingSchema } },
    },
    async (request) => {
      const { user, params, body } = request
      await preparePaper(house, user!, params.id, body, addressOf(request))
      return readSigning(house, user!, params.id)
    },
  )

  for (const [path, which] of [
    ['file', 'to-sign'],
    ['signed', 'signed'],
  ] as const)
    app.get(
      `/api/permits/:id/signing/${path}`,
      { config: { access: desk }, schema: { params: idParams } },
      async ({ user, params }, reply) => {
        await readWithPeople(db, user!, params.id)
        const { name, bytes } = await paperFile(house, params.id, which)
        return sendPdf(reply, name, bytes)
      },
    )

  app.post(
    '/api/permits/:id/signing/file',
    {
      bodyLimit: SIGNED_BYTES,
      config: { access: desk, rateLimit: rendering },
      schema: {
        params: idParams,
        querystring: z.strictObject({ name: z.string().max(300).optional() }),
        response: { 200: signingSchema },
      },
    },
    async ({ user, params, body }) => {
      if (!Buffer.isBuffer(body) || body.length === 0)
        throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
      await acceptSigned(house, user!, params.id, body)
      return readSigning(house, user!, params.id)
    },
  )

  app.get(
    '/api/permits/follow/signed',
    {
      config: { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { headers: followHeaders },
    },
    async ({ headers }, reply) => {
      const { id } = await followed(db, headers[FOLLOW_HEADER])
      const { name, bytes } = await paperFile(house, id, 'signed')
      return sendPdf(reply, name, bytes)
    },
  )

  app.get(
    '/api/register/files/:hash',
    {
      config: { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } },
      schema: { params: hashParams, response: { 200: fileCheckSchema } },
    },
    async ({ params }) => checkFile(db, params.hash),
  )
}

const sendPdf = (reply: FastifyReply, name: string, bytes: Uint8Array) =>
  toBeSaved(reply, 'application/pdf', name).send(Buffer.from(bytes))
