/** What a citizen learns about a place beyond its address; and the floods whose maps are published. Nothing is kept of who asks. */
import { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  buildingAnswerSchema,
  floodAnswerSchema,
  floodMapSchema,
  floodStepSchema,
  newFloodSchema,
  parcelQuerySchema,
  parcelsAnswerSchema,
  placeQuerySchema,
} from '../../scenarios/api/place.ts'
import { askFloods, floodStaff, pictureOf, readFloods, stepFlood } from '../floods/desk.ts'
import type { House } from '../house.ts'
import { type App, idParams } from '../http.ts'
import { floodAt } from '../place/flood.ts'
import { whatMayBeBuilt } from '../place/lot.ts'
import { findParcels } from '../place/parcels.ts'

const asked = { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } } as const

export function placeRoutes(app: App, house: House): void {
  app.get(
    '/api/place/building',
    { config: asked, schema: { querystring: placeQuerySchema, response: { 200: buildingAnswerSchema } } },
    async ({ query: { lon, lat } }) => whatMayBeBuilt(house, lon, lat),
  )

  app.get(
    '/api/place/flood',
    { config: asked, schema: { querystring: placeQuerySchema, response: { 200: floodAnswerSchema } } },
    async ({ query: { lon, lat } }) => floodAt(house, lon, lat),
  )

  app.get(
    '/api/parcels',
    { config: asked, schema: { querystring: parcelQuerySchema, response: { 200: parcelsAnswerSchema } } },
    async ({ query }) => findParcels(house.tiles, query),
  )

  const maps = async (user: User | null) => (await readFloods(house, user)).map(({ map }) => map)
  const answer = { response: { 200: z.array(floodMapSchema) } }

  app.get('/api/floods', { config: asked, schema: answer }, async ({ user }) => maps(user))

  app.post(
    '/api/floods',
    {
      config: { access: floodStaff, rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { body: newFloodSchema, ...answer },
    },
    async ({ user, body }) => {
      await askFloods(house, user!, body)
      return maps(user)
    },
  )

  app.post(
    '/api/floods/:id',
    { config: { access: floodStaff }, schema: { params: idParams, body: floodStepSchema, ...answer } },
    async ({ user, params, body }) => {
      await stepFlood(house, user!, params.id, body.event)
      return maps(user)
    },
  )

  app.get('/api/floods/:id/depth.png', { config: asked, schema: { params: idParams } }, async (request, reply) => {
    const { bytes, tag } = await pictureOf(house, request.user, request.params.id)
    reply.header('etag', tag).header('cache-control', request.user ? 'private, no-store' : 'public, no-cache')
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type('image/png').send(bytes)
  })
}
