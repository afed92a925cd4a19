/**
 * `npm run load`: the real server under many people at once, on this machine and from it. 300 requests a second for ten
 * minutes must leave no error and answer within 300 ms (p99); then the rate rises until that no longer holds.
 *
 *     npm run load                    MINUTES=… shorter or longer, RATE=… another rate, SEED=… another mix
 *     npm run load -- --short         20 s, for `npm test`: errors count, times are only told
 */
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import makeCity from '../e2e/city.setup.ts'
import { freePort, makeDataDir, startServer, stopServer } from '../started-server.ts'
import { load, type Mix, type Outcome, readMix } from './people.ts'

const short = process.argv.includes('--short')
const seconds = short ? 20 : 60 * Number(process.env.MINUTES ?? 10)
const rate = Number(process.env.RATE ?? (short ? 100 : 300))
const seed = Number(process.env.SEED ?? 1)
/** What the issue asks for, ms. */
const P99_MS = 300
/** Above this in a short run something is broken, whatever the machine, ms. */
const BROKEN_MS = 8000
const STEP = { factor: 1.25, seconds: 15, most: 5000 }

const say = (line: string) => process.stdout.write(`${line}\n`)

const forgetCity = await makeCity()
const dataDir = makeDataDir('load')
const port = await freePort()
// We stand where a proxy stands: each person keeps an address, and its limits, of their own.
const server = await startServer(dataDir, port, { TRUST_PROXY: '127.0.0.1' })
try {
  const url = `http://127.0.0.1:${port}`
  const mix = await readMix(url)
  const { model } = cpus()[0]!
  say(`${cpus().length} × ${model}; the load comes from the same machine`)
  say(`${rate} requests/s for ${seconds} s, seed ${seed}`)
  const { p99, errors } = tell(await load(url, mix, rate, seconds, seed), seconds)
  process.exitCode = errors === 0 && p99 < (short ? BROKEN_MS : P99_MS) ? 0 : 1
  if (!short) await ceiling(url, mix)
} finally {
  await stopServer(server.process)
  rmSync(dataDir, { recursive: true, force: true })
  forgetCity?.()
}

/** The highest rate at which the requirement still holds. */
async function ceiling(url: string, mix: Mix): Promise<void> {
  let held = 0
  for (let asked = rate; asked <= STEP.most; asked = Math.round(asked * STEP.factor)) {
    const outcome = await load(url, mix, asked, STEP.seconds, seed + asked)
    const { p99, errors, aSecond } = totals(outcome, STEP.seconds)
    say(`  ${asked} requests/s asked: ${aSecond.toFixed(0)} answered, p99 ${p99.toFixed(0)} ms, ${errors} errors`)
    if (errors > 0 || p99 >= P99_MS || aSecond < 0.95 * asked) break
    held = asked
  }
  say(held > 0 ? `ceiling: ${held} requests/s` : `ceiling: below ${rate} requests/s`)
}

function totals({ times, errors, bytes }: Outcome, seconds: number) {
  const all = [...times.values()].flat().toSorted((a, b) => a - b)
  const count = [...errors.values()].reduce((sum, n) => sum + n, 0)
  return { all, errors: count, p99: at(all, 0.99), aSecond: all.length / seconds, megabytes: bytes / 1e6 }
}

function tell(outcome: Outcome, seconds: number) {
  const whole = totals(outcome, seconds)
  const row = (kind: string, sorted: readonly number[]) =>
    say(
      `  ${kind.padEnd(12)}${String(sorted.length).padStart(8)}${[0.5, 0.975, 0.99, 1].map((part) => at(sorted, part).toFixed(1).padStart(10)).join('')}`,
    )
  say(
    `  ${'kind'.padEnd(12)}${'answers'.padStart(8)}${['p50', 'p97.5', 'p99', 'max'].map((name) => `${name} ms`.padStart(10)).join('')}`,
  )
  for (const [kind, ms] of [...outcome.times].toSorted())
    row(
      kind,
      ms.toSorted((a, b) => a - b),
    )
  row('all', whole.all)
  say(`  ${whole.aSecond.toFixed(0)} answers/s, ${whole.megabytes.toFixed(0)} MB, ${whole.errors} errors`)
  for (const [what, count] of [...outcome.errors].slice(0, 20)) say(`  error × ${count}: ${what}`)
  return whole
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
