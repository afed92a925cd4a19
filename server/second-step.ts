/**
 * The second step: one-time codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, 30 s) and recovery codes for the
 * day it is lost. The secret is sealed; a code works once, also within its own 30 s.
 */
import { createHash } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { User } from '../scenarios/api/api.ts'
import { both } from '../scenarios/text.ts'
import { type Doer, recordUser } from './accounts.ts'
import type { Db, Trx } from './database.ts'
import { refuse } from './http.ts'
import { readableSecret } from './passwords.ts'
import type { Secrets } from './secrets.ts'

const PERIOD_SECONDS = 30
/** Clocks differ by as many periods. */
const WINDOW = 1
const SECRET_BYTES = 20
const RECOVERY_CODES = 10

const sealedFor = (userId: string): string => `second-step/${userId}`

/**
 * A new secret, which counts for nothing until a code confirms it.
 * @throws Refusal `second-step/on` where there is one
 */
export async function beginSecondStep(
  trx: Trx,
  secrets: Secrets,
  user: User,
): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: SECRET_BYTES })
  const values = { secret: secrets.seal(secret.base32, sealedFor(user.id)), confirmed: false, lastCounter: 0 }
  const stored = await trx
    .insertInto('secondSteps')
    .values({ userId: user.id, ...values })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(values).where('secondSteps.confirmed', '=', false))
    .returning('userId')
    .executeTakeFirst()
  if (!stored) throw refuse(409, 'second-step/on', both('Bước thứ hai đã bật', 'The second step is on already'))
  const uri = new TOTP({ issuer: 'Vi Thanh Twin', label: user.name, secret, period: PERIOD_SECONDS }).toString()
  return { secret: secret.base32, uri }
}

/** Switches it on with its first code; answers the recovery codes. Null: the code is not it, or nothing was begun. */
export async function confirmSecondStep(
  trx: Trx,
  secrets: Secrets,
  userId: string,
  code: string,
): Promise<string[] | null> {
  if (!(await rightCode(trx, secrets, userId, code, false))) return null
  await trx.updateTable('secondSteps').set({ confirmed: true }).where('userId', '=', userId).execute()
  const codes = Array.from({ length: RECOVERY_CODES }, () => readableSecret(3))
  await trx
    .insertInto('recoveryCodes')
    .values(codes.map((made) => ({ userId, codeHash: hashCode(userId, made.replaceAll('-', '')) })))
    .execute()
  return codes
}

/** Which kind of code it is, used up now; null: neither. */
export async function useCode(
  trx: Trx,
  secrets: Secrets,
  userId: string,
  code: string,
): Promise<'authenticator' | 'recovery' | null> {
  if (/^\d{6}$/.test(code)) return (await rightCode(trx, secrets, userId, code, true)) ? 'authenticator' : null
  const used = await trx
    .deleteFrom('recoveryCodes')
    .where('userId', '=', userId)
    .where('codeHash', '=', hashCode(userId, code))
    .returning('codeHash')
    .executeTakeFirst()
  return used ? 'recovery' : null
}

/** Takes it away with its recovery codes; false where there was none. */
export async function removeSecondStep(trx: Trx, secrets: Secrets, by: Doer, userId: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('secondSteps')
    .where('userId', '=', userId)
    .returning('confirmed')
    .executeTakeFirst()
  if (!gone?.confirmed) return false
  await recordUser(trx, secrets, by, userId, 'user.second-step-off', {})
  return true
}

/** How many recovery codes are left; null where there is no second step. */
export async function recoveryCodesLeft(db: Db, userId: string): Promise<number | null> {
  const row = await db
    .selectFrom('secondSteps')
    .leftJoin('recoveryCodes', 'recoveryCodes.userId', 'secondSteps.userId')
    .select(({ fn }) => fn.count<string>('codeHash').as('left'))
    .where('secondSteps.userId', '=', userId)
    .where('confirmed', '=', true)
    .groupBy('secondSteps.userId')
    .executeTakeFirst()
  return row ? Number(row.left) : null
}

async function rightCode(trx: Trx, secrets: Secrets, userId: string, code: string, confirmed: boolean) {
  const row = await trx
    .selectFrom('secondSteps')
    .selectAll()
    .where('userId', '=', userId)
    .where('confirmed', '=', confirmed)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return false
  const secret = Secret.fromBase32(secrets.open(row.secret, sealedFor(userId)))
  const timestamp = Date.now()
  const delta = new TOTP({ secret, period: PERIOD_SECONDS }).validate({ token: code, window: WINDOW, timestamp })
  const counter = TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + (delta ?? 0)
  if (delta === null || counter <= row.lastCounter) return false
  await trx.updateTable('secondSteps').set({ lastCounter: counter }).where('userId', '=', userId).execute()
  return true
}

/** Codes have about 59 bits: a plain hash does. */
const hashCode = (userId: string, code: string): string =>
  createHash('sha256').update(`recovery\n${userId}\n${code}`).digest('hex')
