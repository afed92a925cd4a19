/** The built-in city and its tiles, made once for all browser tests; `E2E_CITY_FROM` names a data folder that has them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export default function makeCity(): (() => void) | undefined {
  if (process.env.E2E_CITY_FROM) return
  const dir = mkdtempSync(join(tmpdir(), 'vithanh-city-'))
  const vithanh = (...args: string[]) => {
    const command = [join(root, 'bin', 'vithanh.ts'), ...args]
    const { status } = spawnSync(join(root, 'node_modules', '.bin', 'node'), command, { stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error(`Expected vithanh ${args.join(' ')} to end well, got ${status}`)
  }
  vithanh('city', 'build', '--out', join(dir, 'city'))
  vithanh('tiles', 'build', join(dir, 'city'), '--out', join(dir, 'tiles', 'vi-thanh'), '--quiet')
  process.env.E2E_CITY_FROM = dir
  return () => rmSync(dir, { recursive: true, force: true })
}
