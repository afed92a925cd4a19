/**
 * Accounts beyond name and password: the second step and the single sign-on.
 *
 *     POST   /api/session/code                  Code → Session               (after the password)
 *     POST   /api/session/second-step           Password → SecondStep        (the secret, shown once)
 *     POST   /api/session/second-step/confirm   Code → SecondStepOn          (the recovery codes, shown once)
 *     POST   /api/session/second-step/off       PasswordAndCode → Session
 *     GET    /api/session/sso                   → redirect to the province   ?next=
 *     GET    /api/session/sso/callback          → redirect back here
 *     GET    /api/identities                    → Identity[]                 (admin: subjects without an account)
 *     POST   /api/identities/:id                Admit → Account              (admin)
 */
import { z } from 'zod'
import { newUserSchema, sessionSchema, userSchema } from './api.ts'

/** Six digits of the authenticator, or a recovery code; spaces, hyphens and case do not matter. */
const code = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^(\d{6}|[a-z0-9]{12})$/))
const password = z.string().min(1).max(200)

export const codeSchema = z.strictObject({ code })
export const confirmPasswordSchema = z.strictObject({ password })
export const passwordAndCodeSchema = z.strictObject({ password, code })

export const secondStepSchema = z.object({
  /** Base32 (RFC 4648), to be typed where no camera is. */
  secret: z.string(),
  /** `otpauth://totp/…`, what the QR code holds. */
  uri: z.string(),
})
export const secondStepOnSchema = z.object({ recoveryCodes: z.array(z.string()), session: sessionSchema })

/** What an administrator sees of an account. */
export const accountSchema = userSchema.extend({
  secondStep: z.boolean(),
  /** Until when wrong passwords or codes make it wait. */
  waitsUntil: z.iso.datetime().nullable(),
  /** Its sign-in names at the single sign-on. */
  ssoNames: z.array(z.string()),
})
export type Account = z.infer<typeof accountSchema>

/** A subject of the single sign-on that has no account here yet. */
export const identitySchema = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  displayName: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
})
export type Identity = z.infer<typeof identitySchema>

/** An account of its own, or one that is there. */
export const admitSchema = z.union([z.strictObject({ userId: z.uuid() }), newUserSchema])

/** How the browser comes back from a single sign-on that opened no session (`/login?sso=`). */
export const ssoOutcomes = ['waiting', 'refused', 'away'] as const
