/**
 * From a subject of the single sign-on to an account here. A subject is known by issuer and `sub` alone: a name or an e-mail
 * that equals an account's ties nothing. Who it may be is said by an administrator, or by a claim where settings map it.
 */

import type { Role } from '../scenarios/api/api.ts'
import { recordId } from '../scenarios/ids.ts'
import { changeUser, insertUser, lockAccounts, type NewUser, theServer } from './accounts.ts'
import type { Db, Trx } from './database.ts'
import type { Subject } from './oidc.ts'
import { plainOf } from './password-rules.ts'
import type { Secrets } from './secrets.ts'
import type { OidcSettings } from './settings.ts'

/** The account's id; `waiting`: it has none, or no role; `refused`: it was put to rest. */
export type SsoAccount = { readonly userId: string } | 'waiting' | 'refused'

export function accountOfSubject(db: Db, secrets: Secrets, settings: OidcSettings, who: Subject): Promise<SsoAccount> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx)
    const identity = await meet(trx, who)
    const rights = mappedRights(settings, who.claims)
    if (rights === 'none') return 'waiting'
    if (identity.userId === null) {
      if (rights === 'by-administrator') return 'waiting'
      const user = { displayName: identity.displayName, unitCode: null, ...rights }
      const userId = await makeUser(trx, secrets, who, user)
      await trx.updateTable('identities').set({ userId }).where('id', '=', identity.id).execute()
      return { userId }
    }
    const row = await trx.selectFrom('users').selectAll().where('id', '=', identity.userId).executeTakeFirstOrThrow()
    if (!row.active) return 'refused'
    if (rights !== 'by-administrator') await changeUser(trx, secrets, theServer, row, rights)
    return { userId: row.id }
  })
}

/** Remembers when it was here, and what it is called now. */
async function meet(trx: Trx, { issuer, subject, claims }: Subject) {
  const name = textOf(claims.preferred_username) ?? textOf(claims.email)
  const displayName = textOf(claims.name) ?? name ?? subject.slice(0, 120)
  const now = new Date()
  return trx
    .insertInto('identities')
    .values({ id: recordId(), issuer, subject, userId: null, name, displayName, firstSeenAt: now, lastSeenAt: now })
    .onConflict((conflict) =>
      conflict.columns(['issuer', 'subject']).doUpdateSet({ name, displayName, lastSeenAt: now }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

export function mappedRights(
  { roleClaim, roles, unitClaim }: OidcSettings,
  claims: Readonly<Record<string, unknown>>,
): { role: Role; unitCode?: string } | 'none' | 'by-administrator' {
  if (!roleClaim) return 'by-administrator'
  const held = new Set([claims[roleClaim]].flat())
  const role = roles.find(([value]) => held.has(value))?.[1]
  if (!role) return 'none'
  if (!unitClaim) return { role }
  // No unit is every unit: never by a claim that is missing.
  const unitCode = textOf(claims[unitClaim])
  return unitCode && /^[0-9A-Za-z]{1,10}$/.test(unitCode) ? { role, unitCode } : 'none'
}

/** By its name there, with a number behind where that is taken. */
async function makeUser(trx: Trx, secrets: Secrets, { claims, subject }: Subject, user: Omit<NewUser, 'name'>) {
  const wanted = textOf(claims.preferred_username) ?? textOf(claims.email)?.split('@')[0] ?? subject
  const base = signInName(wanted)
  for (let i = 1; ; i++) {
    const made = await insertUser(trx, secrets, theServer, { ...user, name: i === 1 ? base : `${base}-${i}` }, null)
    if (made) return made.id
  }
}

export function signInName(text: string): string {
  const name = text
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(plainOf)
    .filter(Boolean)
    .join('.')
    .slice(0, 50)
  return name.length >= 2 ? name : `tinh.${name || 'x'}`
}

const textOf = (claim: unknown): string | null =>
  typeof claim === 'string' && claim.trim() !== '' ? claim.replaceAll('\0', '').trim().slice(0, 120) : null
