/** `vithanh plan verify`: computes the runs that a plan's decision rests on again, and compares; ends with 3 where one differs. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readManifest } from '../../data/city/read.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { verifyPlan } from '../../server/plans/verify.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'
import { cityDir } from '../paths.ts'
import { progressLine } from '../progress.ts'

export const usage =
  'plan verify <id> [--tiles <dir>] [--json]   tính lại các kết quả làm căn cứ của quyết định / computes what a plan’s decision rests on again'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { tiles: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const [id] = positionals
  if (!id || positionals.length > 1) {
    const message = both('Cần đúng một mã đồ án', 'Exactly one plan’s id is needed')
    throw new Problem({ code: 'plan/options', message, expected: usage })
  }
  const settings = readSettings()
  const tilesDir = values.tiles ?? join(settings.dataDir, 'tiles', (await readManifest(cityDir())).name)
  const line = (text: string) => process.stdout.write(`${text}\n`)
  const bar = progressLine('· Tính lại / computing', false)
  const found = await visitDatabase(settings, (db) => verifyPlan(db, tilesDir, id, bar))
  bar.end()
  const differ = found.runs.some(({ differences }) => differences.length > 0)
  if (values.json) {
    line(JSON.stringify(found, null, 2))
    return differ ? 3 : 0
  }
  line([found.decisionNumber, found.title, found.state].filter(Boolean).join(' · '))
  for (const { runId, kind, of, differences } of found.runs) {
    const same = differences.length === 0
    line(`${same ? '✓' : '✗'} ${kind}/${of} ${runId}: ${same ? 'như cũ / the same' : 'khác / differs'}`)
    for (const { what, expected, found: is } of differences) line(`    ${what}: ${expected} → ${is}`)
  }
  return differ ? 3 : 0
}
