/** The real server, started as `npm start` starts it, on the built-in city (`e2e/city.setup.ts`). */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Nothing is computed but what a test asks for. */
const quiet = { STANDARD_FLOODS: 'off' }

/** A data folder that holds what the one has that `E2E_CITY_FROM` names: the files of the database stay their owner's. */
export function makeDataDir(name: string): string {
  const dataDir = mkdtempSync(join(tmpdir(), `vithanh-${name}-`))
  const from = process.env.E2E_CITY_FROM
  if (from) {
    const [running] = globSync('**/postmaster.pid', { cwd: from })
    if (running)
      throw new Error(`Expected E2E_CITY_FROM to name a folder that no server uses, got ${from} with ${running}`)
    execFileSync('cp', ['-a', `${from}/.`, dataDir])
  }
  // The database's own user must reach it; a folder for root alone would send the database elsewhere.
  chmodSync(dataDir, 0o755)
  return dataDir
}

/** The administrator's, as it was said at the first start of a folder or of the one that it is a copy of. */
function oneTimePassword(dataDir: string, said: string): string | null {
  const file = join(dataDir, 'one-time-password')
  const [, password] = /(?:password|mật khẩu)[^\n]*?:\s*(\S+)/i.exec(said) ?? []
  if (password) writeFileSync(file, password)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

export async function startServer(dataDir: string, port: number, env: NodeJS.ProcessEnv = {}) {
  const node = join(root, 'node_modules', '.bin', 'node')
  if (!existsSync(node)) throw new Error(`Expected ${node}: run npm test, which installs it`)
  const child = spawn(node, ['bin/start.ts'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, CITY: '', ...quiet, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  await until(
    'the server to be ready',
    async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
      return out.includes(`:${port}`)
    },
    240,
  )
  return { process: child, oneTimePassword: oneTimePassword(dataDir, out) }
}

export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Polls from outside: a strict CSP forbids what evaluates strings in a page. */
export async function until(what: string, holds: () => Promise<boolean>, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    if (await holds().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`Expected ${what} within ${seconds} s`)
}
