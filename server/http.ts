/**
 * The edge: every request and answer goes through its zod schema, every route says who may use it, and every error leaves as
 * an `ApiError` in both languages.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify'
import { z } from 'zod'
import type { ApiError, Role, Session, User } from '../scenarios/api/api.ts'
import { Problem, type ProblemDetail } from '../scenarios/problem.ts'
import { type Bilingual, both } from '../scenarios/text.ts'
import type { OpenSession } from './accounts.ts'

/** Who may use a route. A visitor has no account; `new` is an account that has yet to change its password. */
export type Access = 'anyone' | 'signed-in' | readonly Role[]

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A function: by what is asked for. */
    access?: Access | ((request: FastifyRequest) => Access)
    /** Open to an account that must change its password or set up a second step. */
    beforeReady?: true
  }
  interface FastifyRequest {
    /** Also one that waits for its code: then `user` is null. */
    session: (OpenSession & { readonly waitsFor: Session['waitsFor'] }) | null
    user: User | null
    /** The session's secret, where there is a session. */
    token: string | null
    /** Takes up the session of this secret, where it is one. */
    identify(token: string): Promise<void>
  }
}

export interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypes>

export const idParams = z.object({ id: z.uuid() })
export const nothing = z.null()

/** The request cannot be done, for a reason that the person can act on. */
export class Refusal extends Error {
  readonly status: number
  readonly detail: ApiError
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, detail: ApiError, retryAfterSeconds?: number) {
    super(detail.message.en)
    this.name = 'Refusal'
    this.status = status
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const refuse = (status: number, code: string, message: Bilingual, place?: string, expected?: string): Refusal =>
  new Refusal(status, { code, message, ...(place ? { place } : {}), ...(expected ? { expected } : {}) })

export const notFound = (place: string): Refusal =>
  refuse(404, 'request/not-found', both('Không tìm thấy', 'Not found'), place)

/** Schemas are zod's; an answer that breaks its own schema is a bug. */
export function withZod(app: FastifyInstance): App {
  app.setValidatorCompiler(({ schema }) => {
    const zod = schema as unknown as z.ZodType
    return (data: unknown) => {
      const parsed = zod.safeParse(data)
      return parsed.success ? { value: parsed.data } : { error: parsed.error }
    }
  })
  app.setSerializerCompiler(({ schema, url }) => {
    const zod = schema as unknown as z.ZodType
    return (data: unknown) => {
      const parsed = zod.safeParse(data)
      if (parsed.success) return JSON.stringify(parsed.data)
      throw new Error(`Expected the answer of ${url} to fit its schema, got ${z.prettifyError(parsed.error)}`)
    }
  })
  return app.withTypeProvider<ZodTypes>()
}

/** What leaves for an error, and with which status. Bugs tell nothing but that they are ours. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, detail } = describeError(error)
  if (status >= 500) request.log.error(error)
  if (error instanceof Refusal && error.retryAfterSeconds) reply.header('retry-after', error.retryAfterSeconds)
  return reply.code(status).type('application/json').send(JSON.stringify(detail))
}

export function describeError(error: unknown): { status: number; detail: ApiError } {
  if (error instanceof Refusal) return error
  if (error instanceof Problem) return { status: 422, detail: apiErrorOf(error.detail) }
  const { validation, validationContext, statusCode, code } = error as Partial<FastifyError>
  const invalid = validation as unknown
  if (invalid instanceof z.ZodError || error instanceof z.ZodError) {
    const issue = (invalid instanceof z.ZodError ? invalid : (error as z.ZodError)).issues[0]
    const place = [validationContext ?? 'body', ...(issue?.path ?? [])].map(String).join('.')
    return refuse(
      400,
      'request/invalid',
      both('Dữ liệu gửi lên không hợp lệ', 'The request is not valid'),
      place,
      issue?.message,
    )
  }
  if (statusCode === 429) {
    return refuse(
      429,
      'request/too-many',
      both('Quá nhiều yêu cầu; hãy chờ một phút', 'Too many requests; wait a minute'),
    )
  }
  if (statusCode === 413)
    return refuse(413, 'request/too-large', both('Dữ liệu gửi lên quá lớn', 'The request is too large'))
  if (statusCode === 415) {
    return refuse(415, 'request/type', both('Chỉ nhận JSON', 'Only JSON is taken'), undefined, 'application/json')
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return refuse(statusCode, 'request/invalid', both('Yêu cầu không hợp lệ', 'The request is not valid'), code)
  }
  if (isDatabaseAway(error)) {
    return refuse(
      503,
      'server/database',
      both('Cơ sở dữ liệu đang gián đoạn; hãy thử lại', 'The database is away; try again'),
    )
  }
  return refuse(500, 'server/bug', both('Lỗi của máy chủ; đã ghi lại', 'An error of the server; it was written down'))
}

export const apiErrorOf = ({ code, message, file, place, expected }: ProblemDetail): ApiError => ({
  code,
  message: { ...message },
  ...(file || place ? { place: [file, place].filter(Boolean).join(': ') } : {}),
  ...(expected ? { expected } : {}),
})

/** Connection exceptions (class 08), operator intervention (57P) and sockets that are gone. */
function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (code && (/^(08|57P)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code))) return true
  return /Connection terminated|timeout exceeded when trying to connect/.test(message ?? '')
}
