/** Building control: photos, visits and matters of a case's site. */
import { z } from 'zod'
import { controlSchema } from '../../scenarios/api/control.ts'
import { ATTACHMENT_BYTES } from '../../scenarios/api/permits.ts'
import { matterStepSchema, newMatterSchema } from '../../scenarios/permits/control/matter.ts'
import { newVisitSchema, visitPhotoSchema } from '../../scenarios/permits/control/visit.ts'
import { both } from '../../scenarios/text.ts'
import type { House } from '../house.ts'
import { type App, idParams, refuse } from '../http.ts'
import { addPhoto, addVisit, controlOf, openMatter, stepMatter } from '../permits/control.ts'

const reviewers = ['reviewer', 'approver'] as const
const nameQuery = z.strictObject({ name: z.string().min(1).max(300) })
const matterParams = idParams.extend({ matter: z.uuid() })
const control = { 200: controlSchema }

export function controlRoutes(app: App, house: House): void {
  app.get(
    '/api/permits/:id/control',
    { config: { access: [...reviewers, 'admin'] }, schema: { params: idParams, response: control } },
    async ({ user, params }) => controlOf(house, user!, params.id),
  )

  app.post(
    '/api/permits/:id/control/photos',
    {
      bodyLimit: ATTACHMENT_BYTES,
      config: { access: reviewers },
      schema: { params: idParams, querystring: nameQuery, response: { 201: visitPhotoSchema } },
    },
    async ({ user, params, query, body }, reply) => {
      if (!Buffer.isBuffer(body) || body.length === 0) {
        throw refuse(400, 'request/invalid', both('Thiếu tệp', 'No file came'), 'body', 'application/octet-stream')
      }
      return reply.code(201).send(await addPhoto(house, { user: user! }, params.id, query.name, body))
    },
  )

  app.post(
    '/api/permits/:id/control/visits',
    { config: { access: reviewers }, schema: { params: idParams, body: newVisitSchema, response: control } },
    async ({ user, params, body }) => {
      await addVisit(house, { user: user! }, params.id, body)
      return controlOf(house, user!, params.id)
    },
  )

  app.post(
    '/api/permits/:id/control/matters',
    { config: { access: reviewers }, schema: { params: idParams, body: newMatterSchema, response: control } },
    async ({ user, params, body }) => {
      await openMatter(house, { user: user! }, params.id, body)
      return controlOf(house, user!, params.id)
    },
  )

  app.post(
    '/api/permits/:id/control/matters/:matter/events',
    { config: { access: reviewers }, schema: { params: matterParams, body: matterStepSchema, response: control } },
    async ({ user, params, body }) => {
      await stepMatter(house, { user: user! }, params.id, params.matter, body)
      return controlOf(house, user!, params.id)
    },
  )
}
