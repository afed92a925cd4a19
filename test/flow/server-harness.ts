/** A whole server for tests: a real PostgreSQL (`shared.setup.ts`), the village's tiles, people with sessions. */
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Role } from '../../scenarios/api/api.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { addUser, csrfOf, openSession, setPassword, theServer } from '../../server/accounts.ts'
import { type BuildOptions, build } from '../../server/app.ts'
import { type Db, openStore, type Store } from '../../server/database.ts'
import type { Connection } from '../../server/postgres.ts'
import { prepareDatabase } from '../../server/prepare.ts'
import { readSecrets, type Secrets } from '../../server/secrets.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { healthPost, SOUTH, WEST, writeVillage } from '../village.ts'
import { createDatabase, shared, startDatabase } from './databases.ts'

export const PASSWORD = 'mật khẩu dài của thử nghiệm'

export interface Person {
  readonly cookie: string
  readonly csrf: string
  readonly name: string
  readonly id: string
}

export interface TestServer {
  app: FastifyInstance
  readonly connection: Connection
  readonly db: Db
  readonly secrets: Secrets
  readonly dir: string
  readonly dataDir: string
  readonly manifest: TilesManifest
  /** Of the first administrator. */
  readonly oneTimePassword: string
  /** One of a role, in a unit where one is named: the same one each time. */
  person(role: Role, unitCode?: string): Promise<Person>
  inject(
    who: Person | null,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    /** Besides who it is. */
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** With other options, where some are given. */
  restart(more?: Partial<BuildOptions>): Promise<void>
  stop(): Promise<void>
}
export type Answer = Awaited<ReturnType<FastifyInstance['inject']>>

/** A folder that a system user can enter too. */
export function openFolder(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `vithanh-${name}-`))
  chmodSync(dir, 0o755)
  return dir
}

/**
 * @param ownDatabase on a PostgreSQL that it does not share: a command that is given its DATA_DIR finds it
 * @param renews whether what comes to stand reaches the tiles at once
 * @param cellSize of the village's ground, m, where it is not the 5 m of the shared one: a coarse one is computed faster
 */
export async function startServer({
  ownDatabase = false,
  renews = false,
  cellSize,
  ...more
}: { ownDatabase?: boolean; renews?: boolean; cellSize?: number } & Partial<BuildOptions> = {}): Promise<TestServer> {
  const dir = openFolder('server')
  const [dataDir, tilesDir] = [join(dir, 'data'), join(dir, 'tiles')]
  const common = shared()
  if (common && cellSize === undefined) {
    for (const part of ['city', 'tiles']) cpSync(join(common.dir, part), join(dir, part), { recursive: true })
  } else await writeVillage(join(dir, 'city'), [healthPost], null, cellSize)
  const manifest = await buildTiles(join(dir, 'city'), tilesDir)
  const database =
    common && !ownDatabase ? await createDatabase(common.connection, common.template) : await startDatabase(dataDir)
  const { connection } = database
  const oneTimePassword = (await prepareDatabase(connection, dataDir, null))!
  const store: Store = openStore(connection)
  const secrets = readSecrets(dataDir)
  const options = {
    connection,
    dataDir,
    tilesDir,
    webDir: join(dir, 'web'),
    ...(renews && { cityDir: join(dir, 'city') }),
    ...more,
  }
  const people = new Map<string, Promise<Person>>()

  async function makePerson(role: Role, unitCode: string | null): Promise<Person> {
    const name = `${role}.${randomBytes(3).toString('hex')}`
    const account = { name, displayName: `Người ${role}`, role, unitCode }
    const { user } = await addUser(store.db, secrets, theServer, account)
    await store.db.transaction().execute((trx) => setPassword(trx, user.id, PASSWORD, false))
    const token = await openSession(store.db, user.id)
    return { cookie: `vithanh_session=${token}`, csrf: csrfOf(token), name, id: user.id }
  }

  const server: TestServer = {
    app: await build(options),
    connection,
    db: store.db,
    secrets,
    dir,
    dataDir,
    manifest,
    oneTimePassword,
    person(role, unitCode) {
      const key = `${role} ${unitCode}`
      const known = people.get(key) ?? makePerson(role, unitCode ?? null)
      people.set(key, known)
      return known
    },
    inject(who, method, url, body, headers) {
      const request: InjectOptions = { method, url, headers: { ...headersOf(who), ...headers } }
      return server.app.inject(body === undefined ? request : { ...request, payload: body })
    },
    async restart(changed = {}) {
      await server.app.close()
      server.app = await build({ ...options, ...changed })
    },
    async stop() {
      await server.app.close()
      await store.close()
      await database.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return server
}

export const headersOf = (who: Person | null): Record<string, string> =>
  who ? { cookie: who.cookie, 'x-csrf-token': who.csrf } : {}

export const villageBody = (manifest: TilesManifest, hours = 1): ScenarioBody => ({
  city: manifest.hash,
  area: [WEST + 200, SOUTH + 500, WEST + 1100, SOUTH + 1000],
  cellSizeMetres: 10,
  edits: [],
  forcing: manifest.city.forcing,
  start: '2026-11-21T00:00:00Z',
  horizonSeconds: hours * 3600,
  outputEverySeconds: 1800,
  seed: 1,
})

/** Until it is so; fails after two minutes. */
export async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + 120_000; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Expected it to become so within two minutes')
}
