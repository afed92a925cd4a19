#!/usr/bin/env node
/**
 * What stands before `npm start` and `npm test` on a bare clone, in plain JavaScript for any Node from 18 on: installs the
 * packages when the lock has changed since the last time, links our own command, and on demand (`web`) builds the web app
 * when its inputs have changed, or (`browser`) makes sure that a Chromium is there.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const binFolder = join(root, 'node_modules', '.bin')
const wanted = process.argv.slice(2)

process.chdir(root)
process.env.PATH = `${binFolder}${delimiter}${process.env.PATH ?? ''}`

installPackages()
linkCommand()
if (wanted.includes('web')) buildWeb()
if (wanted.includes('browser')) ensureBrowser()

function installPackages() {
  const lock = hash([readFileSync('package-lock.json')])
  const stamp = join('node_modules', '.vithanh-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('Đang cài các gói / installing packages …')
  must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (!existsSync(join(binFolder, 'node'))) {
    fail(
      'Không có Node 24 cho máy này (cần Linux x64 hoặc arm64) / no Node 24 for this machine (Linux x64 or arm64 needed)',
    )
  }
  writeFileSync(stamp, lock)
}

/** npm does not link a package's own command into its own `.bin`. */
function linkCommand() {
  const link = join(binFolder, 'vithanh')
  if (existsSync(link)) return
  rmSync(link, { force: true })
  symlinkSync(join('..', '..', 'bin', 'vithanh'), link)
}

function buildWeb() {
  const inputs = [
    'package-lock.json',
    'index.html',
    'map.html',
    'vite.config.ts',
    'vite',
    'public',
    'web',
    'scenarios',
    'tiles/read',
    'workers',
    'data/readers',
  ]
  const now = hash(inputs.flatMap(filesUnder).map((file) => `${file}\n${readFileSync(file)}`))
  const stamp = join('build', 'web.stamp')
  if (existsSync(join('dist', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  say('Đang dựng giao diện web / building the web app …')
  must('vite', ['build', '--logLevel', 'warn'])
  mkdirSync('build', { recursive: true })
  writeFileSync(stamp, now)
}

/** Debian's Chromium, or the one named by CHROMIUM_PATH. */
function ensureBrowser() {
  if (process.env.CHROMIUM_PATH || existsSync('/usr/bin/chromium')) return
  if (process.getuid?.() !== 0) {
    fail(
      'Cần Chromium: apt-get install chromium, hoặc đặt CHROMIUM_PATH / Chromium is needed: apt-get install chromium, or set CHROMIUM_PATH',
    )
  }
  say('Đang cài Chromium / installing Chromium …')
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  must('apt-get', ['update', '-qq'])
  must('apt-get', [
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    'chromium',
    'libegl1',
    'libgles2',
    'libgl1-mesa-dri',
  ])
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)))
    .filter((file) => !file.endsWith('.test.ts'))
}

function hash(parts) {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex')
}

function must(command, args) {
  // Standard output stays free for the one line that says where the city is served.
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) fail(`${command} ${args[0]}: ${error?.message ?? `status ${status}`}`)
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  say(text)
  process.exit(1)
}
