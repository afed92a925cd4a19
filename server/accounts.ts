/** Accounts and sessions as they are stored: what routes and commands both do to them. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { type newUserSchema, passwordSchema, type Role, type User } from '../scenarios/api/api.ts'
import { recordId } from '../scenarios/ids.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { Db, Tables, Trx } from './database.ts'
import { appendLedger } from './ledger.ts'
import { checkPassword, hashPassword, noPassword, oneTimePassword } from './passwords.ts'
import type { Secrets } from './secrets.ts'

export type NewUser = z.output<typeof newUserSchema>

/** Who does it; `id` null: the server itself or its operator at the command line. */
export interface Doer {
  readonly id: string | null
  readonly role: Role | 'server'
}
export const theServer: Doer = { id: null, role: 'server' }

/** Held while accounts are made or lose their rights: the last administrator stays. */
const ACCOUNTS_LOCK = 7_105_003
export const lockAccounts = (trx: Trx) => sql`select pg_advisory_xact_lock(${ACCOUNTS_LOCK})`.execute(trx)

export const userOf = (row: Selectable<Tables['users']>): User => ({
  id: row.id,
  name: row.name,
  displayName: row.displayName,
  role: row.role,
  unitCode: row.unitCode,
  active: row.active,
  mustChangePassword: row.mustChangePassword,
  createdAt: row.createdAt.toISOString(),
})

/**
 * Makes an account that must change its password at the first sign-in.
 * @throws Problem `user/name-taken`
 */
export async function addUser(db: Db, secrets: Secrets, by: Doer, user: NewUser, password = oneTimePassword()) {
  const passwordHash = await hashPassword(password)
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('users')
      .values({ id: recordId(), ...user, passwordHash, mustChangePassword: true, active: true, createdAt: new Date() })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!row) {
      throw new Problem({
        code: 'user/name-taken',
        message: both('Tên đăng nhập đã có người dùng', 'The name is taken'),
        place: user.name,
      })
    }
    await recordUser(trx, secrets, by, row.id, 'user.created', { role: row.role })
    return { user: userOf(row), oneTimePassword: password }
  })
}

/** A new one-time password; every session of the account ends. */
export async function resetPassword(trx: Trx, secrets: Secrets, by: Doer, userId: string): Promise<string> {
  const password = oneTimePassword()
  await setPassword(trx, userId, password, true)
  await recordUser(trx, secrets, by, userId, 'user.password-reset', {})
  return password
}

export async function setPassword(trx: Trx, userId: string, password: string, mustChangePassword: boolean) {
  const passwordHash = await hashPassword(password)
  await trx.updateTable('users').set({ passwordHash, mustChangePassword }).where('id', '=', userId).execute()
  await trx.deleteFrom('sessions').where('userId', '=', userId).execute()
}

/** The ledger's word on an account: by its salted hash, never by name. */
export const recordUser = (
  trx: Trx,
  secrets: Secrets,
  by: Doer,
  userId: string,
  action: string,
  detail: Record<string, unknown>,
): Promise<number> =>
  appendLedger(trx, secrets, { userId: by.id, role: by.role, subject: `user/${secrets.actor(userId)}`, action, detail })

/**
 * Makes `admin` where there is no account at all.
 * @returns its one-time password where a person must be told it; null where there are accounts or the file holds it
 */
export async function ensureAdministrator(
  db: Db,
  secrets: Secrets,
  passwordFile: string | null,
): Promise<string | null> {
  const someone = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  if (someone) return null
  const given =
    passwordFile && existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8').split('\n')[0]!.trim() : null
  if (given !== null && !passwordSchema.safeParse(given).success) {
    throw new Problem({
      code: 'user/password',
      message: both('Mật khẩu trong tệp không đạt yêu cầu', 'The password in the file will not do'),
      file: passwordFile!,
      expected: '12 … 200',
    })
  }
  const user: NewUser = { name: 'admin', displayName: 'Quản trị viên', role: 'admin', unitCode: null }
  const { oneTimePassword } = await addUser(db, secrets, theServer, user, given ?? undefined)
  if (given !== null) return null
  if (!passwordFile) return oneTimePassword
  writeFileSync(passwordFile, `${oneTimePassword}\n`, { mode: 0o600, flag: 'wx' })
  return null
}

const SESSION_DAYS = 7
const IDLE_HOURS = 12
const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Follows from the session's secret, so it needs no place of its own. */
export const csrfOf = (token: string): string => createHash('sha256').update(`csrf\n${token}`).digest('base64url')

/** The account whose name and password these are; null where they are not, in the same time. */
export async function authenticate(db: Db, name: string, password: string): Promise<User | null> {
  const row = await db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()
  const right = await checkPassword(password, row?.passwordHash ?? (await noPassword))
  return row && right && row.active ? userOf(row) : null
}

/** Opens a session; the answer is the secret for the cookie, kept here only as a hash. */
export async function openSession(db: Db, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = new Date()
  await db.deleteFrom('sessions').where(expired).execute()
  await db
    .insertInto('sessions')
    .values({ tokenHash: tokenHash(token), userId, createdAt: now, lastSeenAt: now })
    .execute()
  return token
}

export async function sessionUser(db: Db, token: string): Promise<User | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .selectAll('users')
    .select('lastSeenAt')
    .where('tokenHash', '=', tokenHash(token))
    .where('active', '=', true)
    .where(sql<boolean>`not ${expired}`)
    .executeTakeFirst()
  if (!row) return null
  if (Date.now() - row.lastSeenAt.getTime() > 60_000) {
    await db.updateTable('sessions').set({ lastSeenAt: new Date() }).where('tokenHash', '=', tokenHash(token)).execute()
  }
  return userOf(row)
}

export const closeSession = (db: Db, token: string) =>
  db.deleteFrom('sessions').where('tokenHash', '=', tokenHash(token)).execute()

const expired = sql<boolean>`(sessions.created_at < now() - ${sql.lit(`${SESSION_DAYS} days`)}::interval
  or sessions.last_seen_at < now() - ${sql.lit(`${IDLE_HOURS} hours`)}::interval)`
