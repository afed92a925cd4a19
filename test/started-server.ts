/** The real server, started as `npm start` starts it, on the built-in city (`e2e/city.setup.ts`). */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Nothing is computed but what a test asks for. */
const quiet = { STANDARD_FLOODS: 'off' }

/** A data folder that has the city already, where `E2E_CITY_FROM` names one that does. */
export function makeDataDir(name: string): string {
  const dataDir = mkdtempSync(join(tmpdir(), `vithanh-${name}-`))
  // The database's own user must reach it; a folder for root alone would send the database elsewhere.
  chmodSync(dataDir, 0o755)
  const from = process.env.E2E_CITY_FROM
  if (from) for (const part of ['city', 'tiles']) cpSync(join(from, part), join(dataDir, part), { recursive: true })
  return dataDir
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
  return { process: child, oneTimePassword: /(?:password|mật khẩu)[^\n]*?:\s*(\S+)/i.exec(out)?.[1] ?? null }
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
