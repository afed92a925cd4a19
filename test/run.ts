/**
 * `npm test`: types, lint, unit, property and flow tests, the server under load, then the real browser. Every part runs even when one before it
 * failed; at the end stand the names of what failed, and how many checks passed and failed.
 *
 *     npm test                    everything
 *     npm test -- unit            only the named parts: check, unit, flow, load, e2e
 *     npm run pictures            the browser part, writing docs/img
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import makeCity from './e2e/city.setup.ts'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const pictures = args.includes('--pictures')
const only = args.filter((arg) => !arg.startsWith('--'))
const scratch = mkdtempSync(join(tmpdir(), 'vithanh-test-'))

interface Tally {
  passed: number
  failed: number
  skipped: number
}
const total: Tally = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

const parts: Record<string, () => Promise<Tally>> = {
  check: async () => add(await command('types', 'tsc', ['-b']), await command('lint', 'biome', ['check'])),
  unit: () => vitest('unit', ['--project', 'unit']),
  flow: () => vitest('flow', ['--project', 'flow']),
  load: () => command('load', 'node', ['test/load/run.ts', '--short']),
  e2e: browser,
}
const chosen = pictures ? ['e2e'] : only.length > 0 ? only : Object.keys(parts)
// The built-in city is made once for the parts that need it.
const forgetCity = chosen.some((name) => name === 'load' || name === 'e2e') ? await makeCity() : undefined
for (const name of chosen) {
  const part = parts[name]
  if (!part) throw new Error(`Expected a part of ${Object.keys(parts).join(', ')}, got ${name}`)
  process.stdout.write(`\n— ${name}\n`)
  Object.assign(total, add(total, await part()))
}
forgetCity?.()
rmSync(scratch, { recursive: true, force: true })
for (const failure of failures) process.stdout.write(`\nfailed: ${failure}`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

async function command(title: string, file: string, commandArgs: string[]): Promise<Tally> {
  const status = await run(file, commandArgs)
  process.stdout.write(`${title}: ${status === 0 ? 'ok' : 'failed'}\n`)
  if (status !== 0) failures.push(title)
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 }
}

/** The browser's files; one that failed is run once more, against a server of its own, and what failed at first is said. */
async function browser(): Promise<Tally> {
  const config = ['--config', 'test/e2e/vitest.config.ts']
  const env: NodeJS.ProcessEnv = pictures ? { PICTURES: '1' } : {}
  const first = await results('e2e', config, env)
  const bad = (first ?? []).filter((file) => file.status === 'failed')
  if (!first || bad.length === 0) return told('e2e', first)
  for (const line of bad.flatMap(failed)) process.stdout.write(`\nfailed at first: ${line}`)
  const files = bad.map(({ name }) => relative(root, name))
  process.stdout.write(`\n\n— e2e once more: ${files.join(' ')}\n`)
  const second = await results('e2e-again', [...config, ...files, '--no-file-parallelism'], env)
  return told('e2e', second && [...first.filter((file) => !bad.includes(file)), ...second])
}

async function vitest(title: string, vitestArgs: string[]): Promise<Tally> {
  return told(title, await results(title, vitestArgs))
}

/** What each file's tests came to; null where vitest said nothing. */
async function results(title: string, vitestArgs: string[], env: NodeJS.ProcessEnv = {}): Promise<Result[] | null> {
  const report = join(scratch, `${title}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = await run('vitest', ['run', ...vitestArgs, ...reporters], env)
  try {
    const files: Result[] = JSON.parse(readFileSync(report, 'utf8')).testResults
    if (status === 0 || files.some((file) => file.status === 'failed')) return files
    return [
      ...files,
      { name: join(root, `${title}: an error outside of any test`), status: 'failed', assertionResults: [] },
    ]
  } catch {
    return null
  }
}

function told(title: string, files: readonly Result[] | null): Tally {
  if (!files) {
    failures.push(title)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  failures.push(...files.flatMap(failed))
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const count = (...statuses: string[]) => tests.filter(({ status }) => statuses.includes(status)).length
  return {
    passed: count('passed'),
    // A file that cannot even be loaded has no failed test, only a status.
    failed: files.flatMap(failed).length,
    skipped: count('pending', 'skipped', 'todo', 'disabled'),
  }
}

interface Result {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly fullName: string
    readonly failureMessages: string[]
  }[]
}

/** Each failed test of a file with its first line of why; the file itself where it has a fault but no failed test. */
function failed({ name, status, assertionResults }: Result): string[] {
  const tests = assertionResults.filter((test) => test.status === 'failed')
  const file = relative(root, name)
  if (tests.length === 0) return status === 'failed' ? [file] : []
  return tests.map((test) => `${file}: ${test.fullName}: ${(test.failureMessages[0] ?? '').split('\n')[0]}`)
}

function run(file: string, commandArgs: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', file), commandArgs, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('close', (status) => resolve(status ?? 1))
    child.on('error', () => resolve(1))
  })
}

function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}
