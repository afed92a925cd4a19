/** Settings of a running server: environment variables with plain defaults, read once, here. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Role, roleSchema } from '../scenarios/api/api.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  /** Everything that the server keeps: database, tiles, keys, logs. */
  readonly dataDir: string
  /** Folder of the dataset to serve; null: the built-in city, made on the first start. */
  readonly city: string | null
  /** A PostgreSQL 15+ server; null: the embedded one. */
  readonly databaseUrl: string | null
  /** Where the first administrator's password is read from, or written to where the file is missing; null: printed once. */
  readonly adminPasswordFile: string | null
  readonly signIn: SignInSettings
  readonly signing: SigningSettings
  readonly portal: PortalSettings | null
  /** What all people without an account may upload in a day, bytes. */
  readonly visitorBytesADay: number
  /** Whether the standard floods are worked out by themselves. */
  readonly floods: boolean
}

/** The national portal, over the bus of the province. Plain data, as the settings of signing in. */
export interface PortalSettings {
  /** Where steps are told. */
  readonly url: string
  /** JSON `{ "send", "receive" }`: our secret there, and theirs here. */
  readonly credentialFile: string
  /** Origins that files of cases may be fetched from. */
  readonly filesFrom: readonly string[]
  /** Left out: as in use. */
  readonly pace?: PortalPace
}

export interface PortalPace {
  /** How often what waits is looked for. */
  readonly lookMs: number
  /** How long a step waits for its answer. */
  readonly answerMs: number
  /** How long a step is its sender's, more than an attempt takes: who is gone by then was killed. */
  readonly leaseSeconds: number
}

/** How people come in. Plain data: it is handed to the process of the API. */
export interface SignInSettings {
  /** Where people reach the server, without a slash behind; null: as the request says. */
  readonly publicUrl: string | null
  /** Addresses or subnets of the proxies before us, whose word on the address of a person is taken. */
  readonly trustProxy: readonly string[]
  /** Roles whose accounts must have a second step; the others are offered it. */
  readonly secondStepRoles: readonly Role[]
  readonly oidc: OidcSettings | null
}

/** Whose digital signatures are trusted. Plain data, as above. */
export interface SigningSettings {
  /** PEM of the authorities; null: no signed file can be taken. */
  readonly trust: string | null
  /** A revocation list, or a folder of them; null: revocation is not checked, and every record says so. */
  readonly lists: string | null
}

/** The province's single sign-on: OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client, by PKCE alone. */
  readonly clientSecretFile: string | null
  /** The claim that holds a subject's groups, and the role of each, the first that fits; null: an administrator gives the role. */
  readonly roleClaim: string | null
  readonly roles: readonly (readonly [value: string, role: Role])[]
  /** The claim that holds the code of the subject's unit. */
  readonly unitClaim: string | null
}

export const plainSigning: SigningSettings = { trust: null, lists: null }
export const plainSignIn: SignInSettings = { publicUrl: null, trustProxy: [], secondStepRoles: [], oidc: null }

export const projectDir = dirname(import.meta.dirname)
export const version: string = JSON.parse(readFileSync(`${projectDir}/package.json`, 'utf8')).version

/** @throws Problem `settings/…` that names the variable */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const port = Number(env.PORT || 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Problem({
      code: 'settings/port',
      message: both('Cổng không hợp lệ', 'Not a port'),
      place: 'PORT',
      expected: '0 … 65535',
    })
  }
  return {
    port,
    host: env.HOST || '127.0.0.1',
    dataDir: resolve(env.DATA_DIR || `${projectDir}/.data`),
    city: env.CITY ? resolve(env.CITY) : null,
    databaseUrl: env.DATABASE_URL || null,
    adminPasswordFile: env.ADMIN_PASSWORD_FILE ? resolve(env.ADMIN_PASSWORD_FILE) : null,
    portal: readPortal(env),
    visitorBytesADay: gigabytesOf('VISITOR_GB_A_DAY', env.VISITOR_GB_A_DAY || '4'),
    floods: env.STANDARD_FLOODS !== 'off',
    signIn: {
      publicUrl: env.PUBLIC_URL ? addressOf('PUBLIC_URL', env.PUBLIC_URL).replace(/\/+$/, '') : null,
      trustProxy: listOf(env.TRUST_PROXY),
      secondStepRoles: listOf(env.SECOND_STEP_ROLES).map((role) => roleOf('SECOND_STEP_ROLES', role)),
      oidc: readOidc(env),
    },
    signing: {
      trust: pathOf('SIGNING_TRUST', env.SIGNING_TRUST),
      lists: pathOf('SIGNING_CRLS', env.SIGNING_CRLS),
    },
  }
}

function readOidc(env: Record<string, string | undefined>): OidcSettings | null {
  if (!env.OIDC_ISSUER) return null
  if (!env.OIDC_CLIENT_ID) throw wrong('OIDC_CLIENT_ID', 'OIDC_CLIENT_ID=…')
  const roles = listOf(env.OIDC_ROLES).map((pair) => {
    const at = pair.lastIndexOf('=')
    if (at < 1) throw wrong('OIDC_ROLES', 'nhóm=vai trò / group=role, …')
    return [pair.slice(0, at).trim(), roleOf('OIDC_ROLES', pair.slice(at + 1).trim())] as const
  })
  if (Boolean(env.OIDC_ROLE_CLAIM) !== roles.length > 0) throw wrong('OIDC_ROLE_CLAIM', 'OIDC_ROLE_CLAIM, OIDC_ROLES')
  return {
    issuer: addressOf('OIDC_ISSUER', env.OIDC_ISSUER),
    clientId: env.OIDC_CLIENT_ID,
    clientSecretFile: env.OIDC_CLIENT_SECRET_FILE ? resolve(env.OIDC_CLIENT_SECRET_FILE) : null,
    roleClaim: env.OIDC_ROLE_CLAIM || null,
    roles,
    unitClaim: env.OIDC_UNIT_CLAIM || null,
  }
}

/** Something is there: better told at the start than at the first permit. */
function pathOf(variable: string, path: string | undefined): string | null {
  if (!path) return null
  const whole = resolve(path)
  if (!existsSync(whole)) throw wrong(variable, 'tệp có thật / a file that is there')
  return whole
}

function readPortal(env: Record<string, string | undefined>): PortalSettings | null {
  if (!env.PORTAL_URL) return null
  const url = addressOf('PORTAL_URL', env.PORTAL_URL)
  if (!env.PORTAL_CREDENTIAL_FILE) throw wrong('PORTAL_CREDENTIAL_FILE', '{ "send": "…", "receive": "…" }')
  const filesFrom = listOf(env.PORTAL_FILES).map((text) => new URL(addressOf('PORTAL_FILES', text)).origin)
  return {
    url,
    credentialFile: resolve(env.PORTAL_CREDENTIAL_FILE),
    filesFrom: [new URL(url).origin, ...filesFrom],
  }
}

function gigabytesOf(variable: string, text: string): number {
  const gigabytes = Number(text)
  if (!(gigabytes > 0 && gigabytes <= 10_000)) throw wrong(variable, '0 < … ≤ 10000')
  return Math.round(gigabytes * 2 ** 30)
}

const listOf = (text = ''): string[] => text.split(',').flatMap((part) => part.trim() || [])

function roleOf(variable: string, text: string): Role {
  const role = roleSchema.safeParse(text)
  if (!role.success) throw wrong(variable, roleSchema.options.join(', '))
  return role.data
}

/** Secrets go over it: encrypted, or to this machine itself. */
function addressOf(variable: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local)) return text
  throw wrong(variable, 'https://…')
}

const wrong = (variable: string, expected: string): Problem =>
  new Problem({
    code: `settings/${variable.toLowerCase().replaceAll('_', '-')}`,
    message: both('Thiết lập không hợp lệ', 'The setting is not valid'),
    place: variable,
    expected,
  })
