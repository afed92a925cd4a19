/** Who may sign permits: an administrator's list. */
import { z } from 'zod'
import { newSignerSchema, signerSchema } from '../../scenarios/api/signing.ts'
import type { House } from '../house.ts'
import { type App, idParams, nothing } from '../http.ts'
import { addSigner, endSigner, readSigners } from '../permits/signers.ts'

const access = ['admin'] as const

export function signerRoutes(app: App, { db, secrets, tiles }: House): void {
  app.get('/api/signers', { config: { access }, schema: { response: { 200: z.array(signerSchema) } } }, async () =>
    readSigners(db),
  )

  app.post(
    '/api/signers',
    { config: { access }, schema: { body: newSignerSchema, response: { 201: signerSchema } } },
    async ({ user, body }, reply) =>
      reply.code(201).send(await addSigner(db, secrets, user!, await tiles.units(), body)),
  )

  app.delete(
    '/api/signers/:id',
    { config: { access }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await endSigner(db, secrets, user!, params.id)
      return reply.code(204).send(null)
    },
  )
}
