/** The ledger and the state of the server, for whoever may see them. */
import { z } from 'zod'
import { healthSchema, ledgerAnswerSchema } from '../../scenarios/api/api.ts'
import type { House } from '../house.ts'
import type { App } from '../http.ts'
import { readLedger } from '../ledger.ts'
import { version } from '../settings.ts'

const PAGE = 1000

export function ledgerRoutes(app: App, { db, secrets }: House): void {
  app.get(
    '/api/ledger',
    {
      config: { access: 'signed-in' },
      schema: {
        querystring: z.object({ after: z.coerce.number().int().nonnegative().default(0) }),
        response: { 200: ledgerAnswerSchema },
      },
    },
    async ({ query }) => ({ entries: await readLedger(db, query.after, PAGE), publicKey: secrets.publicKeyPem }),
  )
}

export function healthRoutes(app: App, { db, tiles }: House): void {
  app.get('/api/health', { config: { access: 'anyone' }, schema: { response: { 200: healthSchema } } }, async () => {
    const [database, city] = await Promise.allSettled([
      db.selectFrom('ledger').select('sequence').limit(1).execute(),
      tiles.manifest(),
    ])
    return {
      status: database.status === 'fulfilled' && city.status === 'fulfilled' ? ('ok' as const) : ('degraded' as const),
      version,
      city: city.status === 'fulfilled' ? city.value.city.name : '',
    }
  })
}
