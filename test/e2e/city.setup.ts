/**
 * A data folder as a first start leaves it, made once for all browser tests: the built-in city, its tiles, the database. `E2E_CITY_FROM`
 * names one that is there; one with city and tiles alone will do.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startServer, stopServer } from '../started-server.ts'

const root = join(import.meta.dirname, '..', '..')

export default async function makeCity(): Promise<(() => void) | undefined> {
  if (process.env.E2E_CITY_FROM) return
  const dir = mkdtempSync(join(tmpdir(), 'vithanh-city-'))
  chmodSync(dir, 0o755)
  const vithanh = (...args: string[]) => {
    const command = [join(root, 'bin', 'vithanh.ts'), ...args]
    const { status } = spawnSync(join(root, 'node_modules', '.bin', 'node'), command, { stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error(`Expected vithanh ${args.join(' ')} to end well, got ${status}`)
  }
  vithanh('city', 'build', '--out', join(dir, 'city'))
  vithanh('tiles', 'build', join(dir, 'city'), '--out', join(dir, 'tiles', 'vi-thanh'), '--quiet')
  await stopServer((await startServer(dir, await freePort())).process)
  process.env.E2E_CITY_FROM = dir
  return () => rmSync(dir, { recursive: true, force: true })
}
