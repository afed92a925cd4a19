/** OpenAPI at /api/docs, made from the schemas that requests and answers go through. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { version } from '../settings.ts'

/** Registered before the routes that it describes. */
export async function documentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vị Thanh Twin',
        version,
        description:
          'Kịch bản, lượt tính, sổ cái / Scenarios, runs, ledger. Changes carry the session cookie and `x-csrf-token`.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'vithanh_session' } } },
    },
    transform: ({ schema, url, route }) => {
      const { access } = route.config ?? {}
      const described = {
        ...schema,
        ...(access === 'anyone' ? {} : { security: [{ session: [] }], description: describe(access) }),
      }
      for (const part of ['body', 'querystring', 'params', 'headers'] as const) {
        const zod = described[part]
        if (zod instanceof z.ZodType) described[part] = jsonSchema(zod, 'input')
      }
      if (described.response) {
        described.response = Object.fromEntries(
          Object.entries(described.response as Record<string, unknown>).map(([status, zod]) => [
            status,
            zod instanceof z.ZodType ? jsonSchema(zod, 'output') : zod,
          ]),
        )
      }
      return { schema: described, url }
    },
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
}

const describe = (access: unknown): string => (Array.isArray(access) ? `Roles: ${access.join(', ')}` : 'Signed in')

const jsonSchema = (zod: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(zod, { io, unrepresentable: 'any', target: 'draft-2020-12' })
