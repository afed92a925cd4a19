/**
 * `npm run bench`: every `*.bench.ts` beside this file, one after another, and docs/benchmarks.md written anew: what was
 * measured on which machine, as a ratio to a peer, a yardstick or a limit of the same run.
 *
 *     npm run bench                 all of them
 *     npm run bench -- drainage     only these; the table keeps the rows of the others
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { basename, join } from 'node:path'

export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The peer, yardstick or limit. */
  readonly against: string
  /** > 1 is better than it; null where there is nothing to compare with. */
  readonly ratio: number | null
  readonly note: string
}

const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md')
const only = process.argv.slice(2)
const sections = previousSections()
for (const path of globSync('*.bench.ts', { cwd: import.meta.dirname }).sort()) {
  const name = basename(path, '.bench.ts')
  if (only.length > 0 && !only.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  const { bench } = (await import(join(import.meta.dirname, path))) as { bench: () => Promise<BenchRow[]> }
  sections.set(name, table(await bench()))
  writeFileSync(file, page())
}
process.stdout.write(readFileSync(file, 'utf8'))

function page(): string {
  const parts = [...sections].sort().map(([name, text]) => `## ${name}\n\n${text}`)
  return `# Benchmarks

Written by \`npm run bench\`; read the ratios, not the absolute times. A ratio above 1 is better than what it stands against.
Machine of the last run: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}.

${parts.join('\n')}`
}

function table(rows: readonly BenchRow[]): string {
  const lines = rows.map(
    (r) =>
      `| ${r.name} | ${number(r.value)} ${r.unit} | ${r.against} | ${r.ratio === null ? '–' : `${number(r.ratio)}×`} | ${r.note} |`,
  )
  return `| what | measured | against | ratio | note |\n|---|---:|---|---:|---|\n${lines.join('\n')}\n`
}

function number(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

function previousSections(): Map<string, string> {
  try {
    const parts = readFileSync(file, 'utf8').split(/^## /m).slice(1)
    return new Map(
      parts.map((part) => [part.slice(0, part.indexOf('\n')), `${part.slice(part.indexOf('\n')).trim()}\n`]),
    )
  } catch {
    return new Map()
  }
}
