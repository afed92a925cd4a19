/** The API and the files, put together. Building is not listening: tests inject, `main.ts` listens. */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { both } from '../scenarios/text.ts'
import { guard } from './access.ts'
import { cityAddresses } from './addresses/addresses.ts'
import { startRenewal } from './city-version.ts'
import type { Compute } from './compute.ts'
import { openStore } from './database.ts'
import { delivery } from './delivery.ts'
import { openEventStream, pruneEvents } from './events.ts'
import { startFloods } from './floods/desk.ts'
import { startGis } from './gis/fill.ts'
import type { House } from './house.ts'
import { answerError, notFound, refuse, withZod } from './http.ts'
import { publishHead } from './ledger.ts'
import { pruneFailures } from './lockout.ts'
import { openSignOn } from './oidc.ts'
import { startClock } from './permits/clock.ts'
import { startPlanClock } from './plans/clock.ts'
import { openPortal, startPortal } from './portal.ts'
import type { Connection } from './postgres.ts'
import { changeRoutes } from './routes/changes.ts'
import { codeRoutes } from './routes/codes.ts'
import { controlRoutes } from './routes/control.ts'
import { documentation } from './routes/docs.ts'
import { eventRoutes } from './routes/events.ts'
import { fileRoutes } from './routes/files.ts'
import { identityRoutes } from './routes/identities.ts'
import { lampRoutes } from './routes/lamps.ts'
import { healthRoutes, ledgerRoutes } from './routes/ledger.ts'
import { officeRoutes } from './routes/office.ts'
import { openDataRoutes } from './routes/open-data.ts'
import { permitRoutes } from './routes/permits.ts'
import { placeRoutes } from './routes/place.ts'
import { planRoutes } from './routes/plans.ts'
import { portalRoutes } from './routes/portal.ts'
import { reportRoutes } from './routes/reports.ts'
import { runRoutes } from './routes/runs.ts'
import { scenarioRoutes } from './routes/scenarios.ts'
import { secondStepRoutes } from './routes/second-step.ts'
import { sessionRoutes } from './routes/session.ts'
import { signOnRoutes } from './routes/sign-on.ts'
import { signerRoutes } from './routes/signers.ts'
import { signingRoutes } from './routes/signing.ts'
import { statementRoutes } from './routes/statements.ts'
import { textPageRoutes } from './routes/text-page.ts'
import { travelRoutes } from './routes/travel.ts'
import { userRoutes } from './routes/users.ts'
import { warningRoutes } from './routes/warnings.ts'
import { worksRoutes } from './routes/works.ts'
import { startRunner } from './runner.ts'
import { readSecrets } from './secrets.ts'
import {
  type PortalSettings,
  plainSignIn,
  plainSigning,
  projectDir,
  type SignInSettings,
  type SigningSettings,
} from './settings.ts'
import { cityTiles } from './tiles.ts'
import { cityTravel } from './travel.ts'

export interface BuildOptions {
  /** Of a database that `prepareDatabase` has brought up to date. */
  readonly connection: Connection
  readonly dataDir: string
  /** The folder of `tiles.json`. */
  readonly tilesDir: string
  /** The dataset that the tiles are made of; left out: what comes to stand reaches the model at the next start. */
  readonly cityDir?: string
  /** The built web app. */
  readonly webDir?: string
  /** One line a request and one a run go there. */
  readonly logTo?: NodeJS.WritableStream
  readonly compute?: Compute
  /** Left out: by name and password, a second step offered. */
  readonly signIn?: SignInSettings
  /** Left out: no signed file is taken. */
  readonly signing?: SigningSettings
  /** Left out: not joined. */
  readonly portal?: PortalSettings | null
  readonly visitorBytesADay?: number
  /** Works out the standard floods by itself. */
  readonly floods?: boolean
}

/** Requests a minute from one address; signing in has a limit of its own. */
const REQUESTS_A_MINUTE = 3000
const PUBLISH_HEAD_MS = 10 * 60_000

export async function build(options: BuildOptions): Promise<FastifyInstance> {
  const signIn = options.signIn ?? plainSignIn
  const instance = fastify({
    logger: options.logTo ? { level: 'info', stream: options.logTo } : false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit: 64 * 1024,
    // A file of 25 MB over a slow line.
    requestTimeout: 300_000,
    routerOptions: { ignoreTrailingSlash: false },
    trustProxy: signIn.trustProxy.length > 0 ? [...signIn.trustProxy] : false,
  })
  const app = withZod(instance)
  app.setErrorHandler(answerError)

  const { connection, dataDir } = options
  const store = openStore(connection)
  const secrets = readSecrets(dataDir)
  const events = await openEventStream(store.db, connection)
  const tiles = cityTiles(options.tilesDir)
  const travel = cityTravel(tiles)
  const addresses = cityAddresses(tiles)
  const runner = await startRunner({
    db: store.db,
    connection,
    secrets,
    tiles,
    dataDir,
    events,
    compute: options.compute ?? (await import('./compute.ts')).computeRun,
    log: app.log,
  })
  const { cityDir, tilesDir } = options
  const renewal = cityDir ? startRenewal({ db: store.db, events, log: app.log, cityDir, dataDir, tilesDir }) : null
  const waiting = new Set<Promise<void>>()
  const later = (work: () => Promise<void>) => {
    const done = work()
      .catch((error: unknown) => app.log.error(error))
      .finally(() => waiting.delete(done))
    waiting.add(done)
  }
  const signOn = signIn.oidc ? openSignOn(signIn.oidc, secrets) : null
  const portal = options.portal ? openPortal(options.portal) : null
  const signing = options.signing ?? plainSigning
  const house: House = {
    ...{
      db: store.db,
      secrets,
      dataDir,
      tiles,
      travel,
      addresses,
      events,
      runner,
      renewal,
      signIn,
      signOn,
      signing,
      portal,
      later,
    },
    visitorBytesADay: options.visitorBytesADay ?? 4 * 2 ** 30,
  }

  const publish = () =>
    publishHead(store.db, dataDir).then(
      (whole) => whole || app.log.error('the ledger no longer holds its last published head'),
      (error: unknown) => app.log.error(error),
    )
  await publish()
  const timer = setInterval(() => {
    void publish()
    pruneEvents(store.db).catch((error: unknown) => app.log.error(error))
    pruneFailures(store.db).catch((error: unknown) => app.log.error(error))
  }, PUBLISH_HEAD_MS)

  const stopClock = startClock(house, app.log)
  const stopPortal = startPortal(house, app.log)
  const stopPlanClock = startPlanClock(house, app.log)
  const stopFloods = options.floods ? startFloods(house, app.log) : () => {}
  const stopGis = startGis(store.db, options.tilesDir, app.log)

  app.addHook('onClose', async () => {
    clearInterval(timer)
    await stopClock()
    await stopPortal()
    await stopPlanClock()
    await renewal?.close()
    stopFloods()
    await stopGis()
    await runner.close()
    await travel.close()
    await addresses.close()
    await Promise.all(waiting)
    await events.close()
    await publish()
    await store.close()
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, user } = request
    const ms = Math.round(reply.elapsedTime)
    app.log.info({ method, url: url.split('?')[0], status: reply.statusCode, ms, role: user?.role }, 'request')
  })
  refuseUnstorableText(app)

  await app.register(helmet, security)
  await app.register(cookie)
  guard(app, store.db, signIn.secondStepRoles)
  await app.register(rateLimit, { max: REQUESTS_A_MINUTE, timeWindow: '1 minute' })
  await delivery(instance)
  await documentation(app)
  sessionRoutes(app, house)
  secondStepRoutes(app, house)
  signOnRoutes(app, house)
  userRoutes(app, house)
  identityRoutes(app, house)
  scenarioRoutes(app, house)
  runRoutes(app, house)
  travelRoutes(app, house)
  permitRoutes(app, house)
  signingRoutes(app, house)
  signerRoutes(app, house)
  controlRoutes(app, house)
  worksRoutes(app, house)
  warningRoutes(app, house)
  planRoutes(app, house)
  reportRoutes(app, house)
  placeRoutes(app, house)
  statementRoutes(app, house)
  officeRoutes(app, house)
  portalRoutes(app, house)
  lampRoutes(app, house)
  changeRoutes(app, house)
  eventRoutes(app, house)
  ledgerRoutes(app, house)
  healthRoutes(app, house)
  await openDataRoutes(app, house)
  codeRoutes(app, house)
  textPageRoutes(app, house)
  await fileRoutes(app, house, options.webDir ?? `${projectDir}/dist`)
  app.setNotFoundHandler((request) => {
    throw notFound(request.url)
  })
  await app.ready()
  return instance
}

const security = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'script-src': ["'self'", "'wasm-unsafe-eval'"],
      'worker-src': ["'self'", 'blob:'],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginEmbedderPolicy: { policy: 'require-corp' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
  strictTransportSecurity: false,
} as const

/** Text that PostgreSQL cannot keep as it is: NUL and halves of surrogate pairs. Only JSON escapes can bring them in. */
function refuseUnstorableText(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (/\\u(0000|d[89a-f])/i.test(text as string) && hasUnstorable(JSON.stringify(safeParse(text as string)))) {
      const message = both('Văn bản có ký tự không hợp lệ', 'The text has characters that are not valid')
      return done(refuse(400, 'request/invalid', message, 'body'), undefined)
    }
    parse(request, text as string, done)
  })
}

/** In JSON made here only NUL and lone surrogates are escaped so. */
const hasUnstorable = (json: string | undefined): boolean => /(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(json ?? '')

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // the parser says what is wrong with it
  }
}
