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
  unit: () => vitest('unit', ['--exclude', 'test/flow/**']),
  flow: () => vitest('flow', ['test/flow']),
  load: () => command('load', 'node', ['test/load/run.ts', '--short']),
  e2e: () => vitest('e2e', ['--config', 'test/e2e/vitest.config.ts'], pictures ? { PICTURES: '1' } : {}),
}
const chosen = pictures ? ['e2e'] : only.length > 0 ? only : Object.keys(parts)
// The built-in city is made once for the parts that need it.
const forgetCity = chosen.some((name) => name === 'load' || name === 'e2e') ? makeCity() : undefined
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

async function vitest(title: string, vitestArgs: string[], env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const report = join(scratch, `${title}.json`)
  const status = await run(
    'vitest',
    ['run', ...vitestArgs, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    env,
  )
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    for (const file of testResults as Result[]) failures.push(...failed(file))
    // A file that cannot even be loaded has no failed test, only a status.
    return { passed: numPassedTests, failed: numFailedTests || (status === 0 ? 0 : 1), skipped: numPendingTests }
  } catch {
    failures.push(title)
    return { passed: 0, failed: 1, skipped: 0 }
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
