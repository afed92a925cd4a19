/** Settings of a running server: environment variables with plain defaults, read once, here. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
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
}

export const projectDir = dirname(import.meta.dirname)
export const version: string = JSON.parse(readFileSync(`${projectDir}/package.json`, 'utf8')).version

/** @throws Problem `settings/port` */
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
  }
}
