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
import type { House } from './house.ts'
import { refuse } from './http.ts'
import { appendLedger } from './ledger.ts'
import { accountKeys, countTry, forgetFailures } from './lockout.ts'
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

export type UserRow = Selectable<Tables['users']>

export const userOf = (row: UserRow): User => ({
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
    const row = await insertUser(trx, secrets, by, user, passwordHash)
    if (!row) {
      throw new Problem({
        code: 'user/name-taken',
        message: both('Tên đăng nhập đã có người dùng', 'The name is taken'),
        place: user.name,
      })
    }
    return { user: userOf(row), oneTimePassword: password }
  })
}

/** Null where the name is taken. A hash of its own password: null for an account that has none, by the single sign-on alone. */
export async function insertUser(trx: Trx, secrets: Secrets, by: Doer, user: NewUser, passwordHash: string | null) {
  const row = await trx
    .insertInto('users')
    .values({
      id: recordId(),
      ...user,
      passwordHash: passwordHash ?? (await noPassword),
      mustChangePassword: passwordHash !== null,
      active: true,
      createdAt: new Date(),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row) await recordUser(trx, secrets, by, row.id, 'user.created', { role: row.role })
  return row ?? null
}

/** A new one-time password; every session of the account ends, and so does the wait after wrong ones. */
export async function resetPassword(trx: Trx, secrets: Secrets, by: Doer, userId: string): Promise<string> {
  const password = oneTimePassword()
  await setPassword(trx, userId, password, true)
  const user = await trx.selectFrom('users').select(['id', 'name']).where('id', '=', userId).executeTakeFirstOrThrow()
  await forgetFailures(trx, accountKeys(secrets, user))
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

/** An account's rights and standing as an administrator, or the single sign-on, wants them. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly unitCode?: string | null | undefined
  readonly active?: boolean | undefined
}

/**
 * Under `lockAccounts`.
 * @throws Refusal `user/last-admin`
 */
export async function changeUser(
  trx: Trx,
  secrets: Secrets,
  by: Doer,
  before: UserRow,
  change: AccountChange,
): Promise<UserRow> {
  const after = await trx
    .updateTable('users')
    .set({
      displayName: change.displayName ?? before.displayName,
      role: change.role ?? before.role,
      unitCode: change.unitCode === undefined ? before.unitCode : change.unitCode,
      active: change.active ?? before.active,
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const admins = trx.selectFrom('users').select('id').where('role', '=', 'admin').where('active', '=', true)
  if (!(await admins.limit(1).executeTakeFirst())) {
    throw refuse(409, 'user/last-admin', both('Phải còn ít nhất một quản trị viên', 'One administrator must remain'))
  }
  if (!after.active) await trx.deleteFrom('sessions').where('userId', '=', after.id).execute()
  if (after.role !== before.role || after.active !== before.active || after.unitCode !== before.unitCode) {
    const detail = { role: after.role, active: after.active, unit: after.unitCode }
    await recordUser(trx, secrets, by, after.id, 'user.changed', detail)
  }
  return after
}

/** The account whose name and password these are; null where they are not, in the same time. */
export async function authenticate(db: Db, name: string, password: string): Promise<User | null> {
  const row = await db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()
  const right = await checkPassword(password, row?.passwordHash ?? (await noPassword))
  return row && right && row.active ? userOf(row) : null
}

/**
 * The same for a person at an address, who waits after wrong tries. The first wait of an account stands in the ledger; it is
 * written after the answer, so that the answer takes as long for a name that is nobody's.
 * @throws Refusal `session/wait`
 */
export async function tryPassword(
  { db, secrets, later }: Pick<House, 'db' | 'secrets' | 'later'>,
  name: string,
  password: string,
  address: string,
): Promise<User | null> {
  const attempt = await countTry(db, secrets, { kind: 'name', of: name, address })
  const user = await authenticate(db, name, password)
  if (user) await attempt.right()
  else if (attempt.last) later(() => recordWait(db, secrets, 'password', { name }))
  return user
}

/** Tells the administrator, in the ledger, that an account was guessed at; nothing for a name that is nobody's. */
export async function recordWait(
  db: Db,
  secrets: Secrets,
  what: 'password' | 'code',
  whose: { name: string } | { id: string },
): Promise<void> {
  const [column, value] = 'id' in whose ? (['id', whose.id] as const) : (['name', whose.name] as const)
  const user = await db.selectFrom('users').select('id').where(column, '=', value).executeTakeFirst()
  if (user)
    await db.transaction().execute((trx) => recordUser(trx, secrets, theServer, user.id, 'user.locked', { what }))
}

const SESSION_DAYS = 7
const IDLE_HOURS = 12
/** Between the password and the code. */
const CODE_MINUTES = 10
const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Follows from the session's secret, so it needs no place of its own. */
export const csrfOf = (token: string): string => createHash('sha256').update(`csrf\n${token}`).digest('base64url')

export interface NewSession {
  readonly waitsForCode?: boolean
  /** The single sign-on's token of the person, kept for signing out there. */
  readonly idToken?: { readonly text: string; readonly secrets: Secrets }
}

/** Opens a session; the answer is the secret for the cookie, kept here only as a hash. */
export async function openSession(db: Db, userId: string, { waitsForCode, idToken }: NewSession = {}): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = new Date()
  await db.deleteFrom('sessions').where(expired).execute()
  await db
    .insertInto('sessions')
    .values({
      tokenHash: tokenHash(token),
      userId,
      createdAt: now,
      lastSeenAt: now,
      waitsForCode: waitsForCode ?? false,
      bySso: idToken !== undefined,
      idToken: idToken ? idToken.secrets.seal(idToken.text, ID_TOKEN) : null,
    })
    .execute()
  return token
}
const ID_TOKEN = 'id-token'

/** A session that is open, and what it still waits for. */
export interface OpenSession {
  readonly user: User
  readonly waitsForCode: boolean
  readonly bySso: boolean
  /** The account has a second step. */
  readonly secondStep: boolean
}

export async function readSession(db: Db, token: string): Promise<OpenSession | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .leftJoin('secondSteps', (join) =>
      join.onRef('secondSteps.userId', '=', 'users.id').on('secondSteps.confirmed', '=', true),
    )
    .selectAll('users')
    .select(['lastSeenAt', 'waitsForCode', 'bySso', 'secondSteps.confirmed'])
    .where('tokenHash', '=', tokenHash(token))
    .where('active', '=', true)
    .where(sql<boolean>`not ${expired}`)
    .executeTakeFirst()
  if (!row) return null
  if (Date.now() - row.lastSeenAt.getTime() > 60_000) {
    await db.updateTable('sessions').set({ lastSeenAt: new Date() }).where('tokenHash', '=', tokenHash(token)).execute()
  }
  const { waitsForCode, bySso } = row
  const user = userOf(row)
  return {
    // The password here is none of its business.
    user: bySso ? { ...user, mustChangePassword: false } : user,
    waitsForCode,
    bySso,
    secondStep: row.confirmed === true,
  }
}

/** Answers the single sign-on's token of the session, where it has one. */
export async function closeSession(db: Db, secrets: Secrets, token: string): Promise<string | null> {
  const row = await db
    .deleteFrom('sessions')
    .where('tokenHash', '=', tokenHash(token))
    .returning('idToken')
    .executeTakeFirst()
  return row?.idToken ? secrets.open(row.idToken, ID_TOKEN) : null
}

/** Every session of an account but this one. */
export const closeOtherSessions = (trx: Trx, userId: string, token: string) =>
  trx.deleteFrom('sessions').where('userId', '=', userId).where('tokenHash', '!=', tokenHash(token)).execute()

const expired = sql<boolean>`(sessions.created_at < now() - ${sql.lit(`${SESSION_DAYS} days`)}::interval
  or sessions.last_seen_at < now() - ${sql.lit(`${IDLE_HOURS} hours`)}::interval
  or sessions.waits_for_code and sessions.created_at < now() - ${sql.lit(`${CODE_MINUTES} minutes`)}::interval)`
