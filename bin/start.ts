/**
 * `npm start`: one address for everything. A supervisor that sees to the database, the city and its tiles, then keeps two
 * children: an embedded PostgreSQL and the API. What it does stands on standard error; standard output gets the address
 * when it is ready, and on the very first start the administrator's one-time password.
 *
 *     npm start                      http://127.0.0.1:8080, data in .data
 *     CITY=dir npm start             another dataset
 *     npm run dev                    the same, with Vite's development server before it
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { isOutdated } from '../data/city/generate/version.ts'
import { readManifest } from '../data/city/read.ts'
import { Cancelled, describeProblem, Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { makeVersion, standingIn } from '../server/city-version.ts'
import { prepareDatabase } from '../server/prepare.ts'
import { projectDir, readSettings, type Settings } from '../server/settings.ts'
import { type Kept, keepApi, keepPostgres } from '../server/supervise.ts'
import { progressLine } from './progress.ts'

const stop = new AbortController()
/** What runs, in the order of starting. */
const running: Kept[] = []

async function start(settings: Settings, dev: boolean): Promise<void> {
  const { dataDir, host, port, signIn, signing, portal, visitorBytesADay, floods } = settings
  await expectFreePort(host, port)

  say('Cơ sở dữ liệu / database')
  const database = settings.databaseUrl
    ? { connection: { connectionString: settings.databaseUrl } }
    : await keep(keepPostgres(dataDir))
  const oneTimePassword = await prepareDatabase(database.connection, dataDir, settings.adminPasswordFile)
  if (oneTimePassword) {
    process.stdout.write(
      `Quản trị viên / administrator: admin   Mật khẩu một lần / one-time password: ${oneTimePassword}\n`,
    )
  }

  const city = settings.city ?? (await builtInCity(dataDir))
  const { name } = await readManifest(city)
  const tilesDir = `${dataDir}/tiles/${name}`
  say(`Thành phố / city: ${name}`)
  const line = progressLine('· Ô dữ liệu / tiles', false)
  const standing = await standingIn(database.connection)
  await makeVersion({ cityDir: city, dataDir, tilesDir, standing }, { signal: stop.signal, progress: line })
  line.end()
  if (stop.signal.aborted) throw new Cancelled()

  say('Máy chủ / server')
  const api = await keep(
    keepApi({
      ...{ connection: database.connection, dataDir, cityDir: city, tilesDir, host, port },
      ...{ signIn, signing, portal, visitorBytesADay, floods },
    }),
  )
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${api.port}`
  if (dev) running.push(startVite(address))
  process.stdout.write(`Vị Thanh Twin: ${address}\n`)
}

async function keep<K extends Kept>(starting: Promise<K>): Promise<K> {
  const kept = await starting
  running.push(kept)
  if (stop.signal.aborted) throw new Cancelled()
  return kept
}

/** Before minutes of work: a port that someone else holds for longer than our own predecessor needs to end. */
async function expectFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return
  for (const end = Date.now() + 3000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const code = await new Promise<string | null>((resolve) => {
      const probe = createServer()
      probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EUNKNOWN'))
      probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
    })
    if (code === null) return
    if (code === 'EADDRINUSE' && Date.now() < end) continue
    throw new Problem({
      code: 'start/port',
      message: both(
        'Không mở được cổng này; hãy đặt PORT hoặc HOST khác',
        'This port cannot be opened; set another PORT or HOST',
      ),
      place: `${host}:${port}`,
      expected: code === 'EADDRINUSE' ? 'một cổng chưa ai dùng / a free port' : code,
    })
  }
}

/** The built-in city, made on the first start by a process of its own, and again when what makes it has changed. */
async function builtInCity(dataDir: string): Promise<string> {
  const dir = `${dataDir}/city`
  const there = await readManifest(dir).catch(() => null)
  if (there && !isOutdated(there)) return dir
  say(there ? 'Dựng lại thành phố theo bản mới / building the city anew' : 'Dựng thành phố / building the city')
  const child = spawn(process.execPath, [`${projectDir}/bin/vithanh.ts`, 'city', 'build', '--out', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.pipe(process.stderr, { end: false })
  const halt = () => child.kill('SIGTERM')
  stop.signal.addEventListener('abort', halt)
  const status = await ended(child)
  stop.signal.removeEventListener('abort', halt)
  if (stop.signal.aborted) throw new Cancelled()
  if (status === 0) return dir
  throw new Problem({
    code: 'start/city',
    message: both('Không dựng được thành phố', 'The city could not be built'),
    file: dir,
  })
}

/** Vite's development server: its own address, /api and /tiles passed on to the API. */
function startVite(server: string): Kept {
  const child = spawn(`${projectDir}/node_modules/.bin/vite`, [], {
    cwd: projectDir,
    env: { ...process.env, SERVER: server },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await ended(child)
    },
  }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (status) => resolve(status))
  })

const say = (line: string) => process.stderr.write(`· ${line}\n`)

/** Everything that runs, last first; once. */
async function stopAll(): Promise<void> {
  for (const kept of running.splice(0).reverse()) await kept.stop()
}

async function main(): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        stop.abort()
        resolve()
      })
    }
  })
  try {
    await start(readSettings(), process.argv.includes('--dev'))
    await stopped
    return 0
  } catch (error) {
    if (stop.signal.aborted) return 0
    if (!(error instanceof Problem)) throw error
    process.stderr.write(`${describeProblem(error.detail, 'vi')}\n${describeProblem(error.detail, 'en')}\n`)
    return 2
  } finally {
    await stopAll()
  }
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
