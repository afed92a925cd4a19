/**
 * The province's single sign-on: OpenID Connect, authorization code flow with PKCE, state and nonce, all on the server's
 * side. What has to be remembered between going and coming back travels with the browser, sealed.
 */
import { readFileSync } from 'node:fs'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import type { Secrets } from './secrets.ts'
import type { OidcSettings } from './settings.ts'

export const TICKET_MINUTES = 10
const TIMEOUT_SECONDS = 10
const SEALED_FOR = 'sso-ticket'

const ticketSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  at: z.number(),
})

/** Who came back, as the issuer says. */
export interface Subject {
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
  readonly idToken: string
  /** The page that the person wanted. */
  readonly next: string
}

export interface SignOn {
  readonly settings: OidcSettings
  /** The address to go to, and the ticket to come back with. */
  start(next: string, callback: string): Promise<{ url: string; ticket: string }>
  /**
   * @param url of the callback, as the browser asked for it
   * @throws Error where anything of it is not what was asked for: state, nonce, issuer, audience, signature, time
   */
  finish(url: URL, ticket: string): Promise<Subject>
  /** Where to sign out there; null where it has no such place. */
  leave(idToken: string, back: string): Promise<string | null>
}

export function openSignOn(settings: OidcSettings, secrets: Secrets): SignOn {
  const { issuer, clientId, clientSecretFile } = settings
  let known: Promise<Configuration> | null = null

  /** Asked for once; again where it failed. */
  function configuration(): Promise<Configuration> {
    known ??= discover().catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
  async function discover(): Promise<Configuration> {
    const secret = clientSecretFile ? readFileSync(clientSecretFile, 'utf8').split('\n')[0]!.trim() : null
    // The settings let plain HTTP through for this machine alone.
    const plain = new URL(issuer).protocol === 'http:' ? [allowInsecureRequests] : []
    return discovery(new URL(issuer), clientId, undefined, secret ? ClientSecretBasic(secret) : None(), {
      execute: [...plain, enableNonRepudiationChecks],
      timeout: TIMEOUT_SECONDS,
    })
  }

  return {
    settings,
    async start(next, callback) {
      const config = await configuration()
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
      const url = buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid profile email',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const ticket = secrets.seal(JSON.stringify({ state, nonce, verifier, next, at: Date.now() }), SEALED_FOR)
      return { url: url.href, ticket }
    },

    async finish(url, ticket) {
      const { state, nonce, verifier, next, at } = ticketSchema.parse(JSON.parse(secrets.open(ticket, SEALED_FOR)))
      if (Date.now() - at > TICKET_MINUTES * 60_000) throw new Error('The ticket is too old')
      const config = await configuration()
      const tokens = await authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      const { userinfo_endpoint } = config.serverMetadata()
      const more = userinfo_endpoint ? await fetchUserInfo(config, tokens.access_token, claims.sub) : {}
      return {
        issuer: claims.iss,
        subject: claims.sub,
        claims: { ...more, ...claims },
        idToken: tokens.id_token!,
        next,
      }
    },

    async leave(idToken, back) {
      const config = await configuration().catch(() => null)
      if (!config?.serverMetadata().end_session_endpoint) return null
      return buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back }).href
    },
  }
}
