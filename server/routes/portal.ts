/** The door of the national portal, which has a credential of its own, and the administrator's view of what waits. */
import {
  portalQueueQuerySchema,
  portalQueueSchema,
  portalRetrySchema,
  portalTakenSchema,
} from '../../scenarios/api/office.ts'
import { both } from '../../scenarios/text.ts'
import type { House } from '../house.ts'
import { type App, refuse } from '../http.ts'
import { readPortalQueue, retryPortal, takeIn } from '../permits/portal.ts'

/** A case with its neighbours' footprints, and the list of its files. */
const MESSAGE_BYTES = 4 * 2 ** 20

export function portalRoutes(app: App, house: House): void {
  const { portal } = house

  app.post(
    '/api/portal/cases',
    {
      bodyLimit: MESSAGE_BYTES,
      config: { access: 'anyone', rateLimit: { max: 600, timeWindow: '1 minute' } },
      onRequest: async (request) => {
        if (!portal) throw refuse(404, 'portal/off', both('Chưa nối Cổng dịch vụ công', 'The portal is not joined'))
        if (portal.isTheirs(request.headers.authorization)) return
        throw refuse(401, 'portal/credential', both('Khóa không đúng', 'The credential is not right'), 'authorization')
      },
      schema: { response: { 200: portalTakenSchema, 201: portalTakenSchema } },
    },
    async ({ body }, reply) => {
      const { code, known } = await takeIn(house, body, portal!.filesFrom)
      return reply.code(known ? 200 : 201).send({ MaHoSo: code, TrangThai: 1 })
    },
  )

  app.get(
    '/api/portal',
    {
      config: { access: ['admin'] },
      schema: { querystring: portalQueueQuerySchema, response: { 200: portalQueueSchema } },
    },
    async ({ user, query }) => readPortalQueue(house, user!, query),
  )

  app.post(
    '/api/portal/retry',
    {
      config: { access: ['admin'] },
      schema: { body: portalRetrySchema, response: { 200: portalQueueSchema } },
    },
    async ({ user, body }) => {
      await retryPortal(house, user!, body.code)
      return readPortalQueue(house, user!, { page: 1 })
    },
  )
}
