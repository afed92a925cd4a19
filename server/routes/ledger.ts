/**
 * The ledger and the state of the server, for whoever may see them. Entries one by one, parts of the chain and heads are for
 * everyone: they hold no person's data (citizens are `applicant`, staff salted hashes), and evidence that only the office can
 * check is none. Searching through who did what and when, and what happened to accounts, is for those who sign in.
 */
import { type ExpressionBuilder, sql } from 'kysely'
import { z } from 'zod'
import {
  healthSchema,
  LEDGER_CHAIN_LIMIT,
  LEDGER_ENTRIES_A_PAGE,
  ledgerAnswerSchema,
  ledgerChainQuerySchema,
  ledgerHeadAnswerSchema,
  ledgerPageSchema,
  ledgerProofSchema,
  ledgerQuerySchema,
} from '../../scenarios/api/api.ts'
import { chainEntrySchema } from '../../scenarios/ledger/ledger.ts'
import type { Tables } from '../database.ts'
import type { House } from '../house.ts'
import { type App, notFound } from '../http.ts'
import { coveringHead, publishedHead, readLedger, readRotations, sealAccounts, signingKey } from '../ledger.ts'
import { version } from '../settings.ts'

const PAGE = 1000

export function ledgerRoutes(app: App, { db, dataDir, secrets }: House): void {
  app.get(
    '/api/ledger',
    {
      config: { access: 'signed-in' },
      schema: {
        querystring: z.object({ after: z.coerce.number().int().nonnegative().default(0) }),
        response: { 200: ledgerAnswerSchema },
      },
    },
    async ({ query }) => ({ entries: await readLedger(db, query.after, PAGE), publicKey: await signingKey(db) }),
  )

  app.get(
    '/api/ledger/entries',
    {
      config: { access: 'signed-in' },
      schema: { querystring: ledgerQuerySchema, response: { 200: ledgerPageSchema } },
    },
    async ({ query: { subject, action, role, page } }) => {
      const matching = ({ eb, and, fn }: ExpressionBuilder<Tables, 'ledger'>) =>
        and([
          ...(subject ? [fn<boolean>('starts_with', ['subject', sql.val(subject)])] : []),
          ...(action ? [fn<boolean>('starts_with', ['action', sql.val(action)])] : []),
          ...(role ? [eb('role', '=', role)] : []),
        ])
      const { count } = await db
        .selectFrom('ledger')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where(matching)
        .executeTakeFirstOrThrow()
      const entries = await db
        .selectFrom('ledger')
        .selectAll()
        .where(matching)
        .orderBy('sequence', 'desc')
        .limit(LEDGER_ENTRIES_A_PAGE)
        .offset((page - 1) * LEDGER_ENTRIES_A_PAGE)
        .execute()
      return { entries, total: Number(count) }
    },
  )

  app.get(
    '/api/ledger/head',
    { config: { access: 'anyone' }, schema: { response: { 200: ledgerHeadAnswerSchema } } },
    async () => ({ head: publishedHead(dataDir), publicKey: await signingKey(db) }),
  )

  app.get(
    '/api/ledger/chain',
    {
      config: { access: 'anyone' },
      schema: { querystring: ledgerChainQuerySchema, response: { 200: z.array(chainEntrySchema) } },
    },
    async ({ user, query: { after, to } }) => {
      const entries = await readLedger(db, after, Math.min(LEDGER_CHAIN_LIMIT, Math.max(0, to - after)))
      return user ? entries : sealAccounts(db, secrets, entries)
    },
  )

  app.get(
    '/api/ledger/:sequence',
    {
      config: { access: 'anyone' },
      schema: {
        params: z.object({
          sequence: z.coerce
            .number()
            .int()
            .positive()
            .max(2 ** 31 - 1),
        }),
        response: { 200: ledgerProofSchema },
      },
    },
    async ({ user, params: { sequence } }) => {
      const entries = await readLedger(db, sequence - 2, 3)
      const near = user ? entries : await sealAccounts(db, secrets, entries)
      const at = (wanted: number) => near.find((entry) => entry.sequence === wanted) ?? null
      const entry = at(sequence)
      if (!entry) throw notFound(`ledger/${sequence}`)
      return {
        entry,
        before: at(sequence - 1),
        after: at(sequence + 1),
        covering: coveringHead(dataDir, sequence),
        head: publishedHead(dataDir),
        publicKey: await signingKey(db),
        rotations: await readRotations(db),
      }
    },
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
