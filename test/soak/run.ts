/**
 * `npm run soak`: fifty random kills under load, then a hundred thousand changed files over the readers. SEED=… repeats one.
 *
 *     npm run soak -- kills      KILLS=… makes more or fewer
 *     npm run soak -- fuzz       FILES=… more or fewer; SUBJECT=osm-pbf one reader; FILE=… one file of it, which is also written
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fuzzReaders } from './fuzz.ts'
import { fuzzedFile } from './fuzz-order.ts'
import { killUnderLoad } from './kills.ts'
import { subjects } from './subjects.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 0xffffffff))
const soaks: Record<string, () => Promise<boolean>> = { kills, fuzz }
const chosen = process.argv.slice(2)
const unknown = chosen.find((name) => !Object.hasOwn(soaks, name))
if (unknown) throw new Error(`Expected ${Object.keys(soaks).join(' or ')}, got ${unknown}`)

let [passed, failed] = [0, 0]
for (const [name, soak] of Object.entries(soaks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  if (await soak()) passed++
  else failed++
}
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function kills(): Promise<boolean> {
  const count = Number(process.env.KILLS ?? 50)
  say(`seed ${seed}, ${count} kills`)
  const report = await killUnderLoad(count, seed, say)
  say(JSON.stringify(report, null, 2))
  return report.lost.length === 0
}

async function fuzz(): Promise<boolean> {
  const files = Number(process.env.FILES ?? 100_000)
  const { SUBJECT: subject, FILE: file } = process.env
  say(`seed ${seed}, ${file === undefined ? `${files} changed files` : `file ${file} of ${subject}`}`)
  const report = await fuzzReaders(files, seed, say, { subject, file: file === undefined ? undefined : Number(file) })
  say(`${report.files} files, ${report.problems} problems, ${report.failures.length} failures`)
  const dir = join(import.meta.dirname, '..', '..', 'build', 'fuzz')
  const kept = subjects.find(({ name }) => name === subject && file !== undefined)
  if (kept || report.failures.length > 0) mkdirSync(dir, { recursive: true })
  if (report.failures.length > 0) {
    writeFileSync(join(dir, 'failures.json'), `${JSON.stringify({ seed, failures: report.failures }, null, 2)}\n`)
    say(`build/fuzz/failures.json`)
  }
  if (kept) {
    writeFileSync(join(dir, `${subject}-${file}`), fuzzedFile(kept.samples(), seed, kept.name, Number(file)))
    say(`build/fuzz/${subject}-${file}`)
  }
  return report.failures.length === 0
}
