import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { guard } from './access.ts'
import type { Db } from './database.ts'
import { withZod } from './http.ts'

test('a route that declares no rule is refused when the server is built', async () => {
  const app = withZod(fastify())
  await app.register(cookie)
  // Never asked: no route is called.
  guard(app, {} as Db)
  expect(() => app.get('/open', { config: { access: 'anyone' } }, async () => '')).not.toThrow()
  expect(() => app.get('/forgotten', async () => '')).toThrow('Expected an access rule on GET /forgotten, got none')
})
