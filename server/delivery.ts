/**
 * How answers of the API leave: compressed where that gives nothing away, with an ETag where they are the same for everyone,
 * and kept by nobody where they depend on who asks.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FOLLOW_HEADER } from '../scenarios/api/permits.ts'

/** Text that is worth packing; streams of events must leave line by line. */
const PACKED = /^(application\/([\w.-]+\+)?(json|xml)|text\/(?!event-stream)[\w-]+|image\/svg\+xml)(;|$)/
/** Smaller answers fill one packet either way. */
const WORTH_BYTES = 1024
/** Up to here the loop packs on its own (about 1 ms); larger answers go through the thread pool. */
const AT_ONCE_BYTES = 32 * 1024
const ETAG_BYTES = 8 * 2 ** 20

/** Before the routes that it is about. */
export async function delivery(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    // BREACH: no packing where the token of a session stands beside what a stranger may have chosen.
    const methods = [route.method].flat()
    const secret = route.url.startsWith('/api/session') || !methods.every((method) => /^(GET|HEAD)$/.test(method))
    if (secret) route.compress ??= false
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.hasHeader('cache-control')) return payload
    if (reply.statusCode !== 200 || !isForEveryone(request)) {
      reply.header('cache-control', 'private, no-store')
      return payload
    }
    reply.header('cache-control', 'no-cache').header('vary', 'accept-encoding, cookie')
    if (typeof payload !== 'string' || payload.length > ETAG_BYTES) return payload
    // Weak: the same answer, packed or not.
    const etag = `W/"${createHash('sha1').update(payload).digest('base64url')}"`
    reply.header('etag', etag)
    if (!request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) return payload
    reply.code(304).removeHeader('content-type').removeHeader('content-length')
    return null
  })
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    customTypes: PACKED,
    threshold: WORTH_BYTES,
    syncThreshold: AT_ONCE_BYTES,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    globalDecompression: false,
  })
}

/** Asked by nobody in particular, of what anyone may read: no session, no code, no credential. */
function isForEveryone({ method, headers, routeOptions, token, url }: FastifyRequest): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    routeOptions.config.access === 'anyone' &&
    token === null &&
    headers[FOLLOW_HEADER] === undefined &&
    headers.authorization === undefined &&
    !url.startsWith('/api/session')
  )
}
