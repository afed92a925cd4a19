/**
 * The wait after wrong passwords and codes: free tries first, then twice as long each time, up to a quarter of an hour.
 * A try is counted before it is looked at, so that many at once are no way around it, and taken back where it was right.
 * Kept in the database by salted hash: a restart forgives nothing, and a password typed as a name is not kept.
 */
import { sql } from 'kysely'
import type { Db, Trx } from './database.ts'
import { Refusal } from './http.ts'
import type { Secrets } from './secrets.ts'

export interface WaitRule {
  /** Wrong tries before the first wait. */
  readonly free: number
  /** One wrong try is forgotten in this time. */
  readonly forgetSeconds: number
}
/** An office shares one address. */
const rules = {
  name: { free: 5, forgetSeconds: 3600 },
  code: { free: 5, forgetSeconds: 3600 },
  address: { free: 30, forgetSeconds: 60 },
} as const satisfies Record<string, WaitRule>

const FIRST_WAIT_SECONDS = 30
export const LONGEST_WAIT_SECONDS = 900

/** After this many wrong tries. */
export const waitSeconds = (failures: number, { free }: WaitRule): number =>
  failures <= free ? 0 : Math.min(FIRST_WAIT_SECONDS * 2 ** (failures - free - 1), LONGEST_WAIT_SECONDS)

/** What is left of the wrong tries after some time. */
export const remaining = (failures: number, elapsedSeconds: number, { forgetSeconds }: WaitRule): number =>
  Math.max(0, failures - Math.floor(Math.max(0, elapsedSeconds) / forgetSeconds))

/** What is guessed at: a sign-in name, known or not; the second step of an account; and where from. */
export interface Guess {
  readonly kind: 'name' | 'code'
  readonly of: string
  readonly address: string
}

export interface Try {
  /** It was right: this name's or code's failures are forgotten, and the address loses the one counted. */
  right(): Promise<void>
  /** Where it was wrong: this try is the first that a wait follows. */
  readonly last: boolean
}

const failureKey = (secrets: Secrets, kind: keyof typeof rules, of: string): string =>
  `${kind}/${secrets.actor(`sign-in ${kind} ${of}`)}`

/** Where an account's wrong passwords and codes are counted. */
export const accountKeys = (secrets: Secrets, { id, name }: { id: string; name: string }): string[] => [
  failureKey(secrets, 'name', name),
  failureKey(secrets, 'code', id),
]

/**
 * Counts a try.
 * @throws Refusal `session/wait` while there is a wait; it is not counted then
 */
export async function countTry(db: Db, secrets: Secrets, guess: Guess): Promise<Try> {
  const key = failureKey(secrets, guess.kind, guess.of)
  const addressKey = failureKey(secrets, 'address', guess.address)
  const failures = await db.transaction().execute(async (trx) => {
    // Always in this order, so that two tries never wait for each other.
    const own = await lockRow(trx, key, rules[guess.kind])
    const shared = await lockRow(trx, addressKey, rules.address)
    const wait = Math.max(own.waitSeconds, shared.waitSeconds)
    if (wait > 0) throw waitRefusal(wait)
    await store(trx, own, own.failures + 1)
    await store(trx, shared, shared.failures + 1)
    return own.failures + 1
  })
  return {
    last: failures === rules[guess.kind].free + 1,
    async right() {
      await db.deleteFrom('signInFailures').where('key', '=', key).execute()
      await db.transaction().execute(async (trx) => {
        const shared = await lockRow(trx, addressKey, rules.address)
        await store(trx, shared, Math.max(0, shared.failures - 1))
      })
    },
  }
}

/** Whoever waits now, and until when, by key. */
export async function waitsUntil(db: Db): Promise<Map<string, Date>> {
  const waiting = db.selectFrom('signInFailures').select(['key', 'waitUntil']).where('waitUntil', '>', new Date())
  return new Map((await waiting.execute()).map(({ key, waitUntil }) => [key, waitUntil]))
}

export const forgetFailures = (trx: Trx, keys: readonly string[]) =>
  trx.deleteFrom('signInFailures').where('key', 'in', keys).execute()

/** Rows whose failures are all forgotten. */
export const pruneFailures = (db: Db) =>
  db.deleteFrom('signInFailures').where('lastAt', '<', sql<Date>`now() - interval '3 days'`).execute()

async function lockRow(trx: Trx, key: string, rule: WaitRule) {
  const now = new Date()
  await trx
    .insertInto('signInFailures')
    .values({ key, failures: 0, lastAt: now, waitUntil: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const row = await trx
    .selectFrom('signInFailures')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const at = Date.now()
  const failures = remaining(row.failures, (at - row.lastAt.getTime()) / 1000, rule)
  return {
    key,
    rule,
    failures,
    // What has passed of the time in which the next one is forgotten is kept, however often somebody comes.
    since: failures === 0 ? at : row.lastAt.getTime() + (row.failures - failures) * rule.forgetSeconds * 1000,
    waitSeconds: Math.ceil((row.waitUntil.getTime() - at) / 1000),
  }
}

async function store(trx: Trx, { key, rule, since }: Awaited<ReturnType<typeof lockRow>>, failures: number) {
  const waitUntil = new Date(Date.now() + waitSeconds(failures, rule) * 1000)
  await trx
    .updateTable('signInFailures')
    .set({ failures, lastAt: new Date(since), waitUntil })
    .where('key', '=', key)
    .execute()
}

function waitRefusal(seconds: number) {
  const minutes = Math.ceil(seconds / 60)
  const [vi, en] = seconds < 60 ? [`${seconds} giây`, `${seconds} s`] : [`${minutes} phút`, `${minutes} min`]
  const message = {
    vi: `Đã thử sai nhiều lần; hãy chờ ${vi} rồi thử lại`,
    en: `Too many wrong tries; wait ${en}, then try again`,
  }
  return new Refusal(429, { code: 'session/wait', message }, seconds)
}
