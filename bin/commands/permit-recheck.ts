/** `vithanh permit recheck`: what the rules as they are now would say of every stored case. Writes nothing. */
import { parseArgs } from 'node:util'
import { describeProblem } from '../../scenarios/problem.ts'
import { recheckStored } from '../../server/permits/recheck.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage =
  'permit recheck [--json]   kiểm tra lại mọi hồ sơ đã lưu bằng bộ quy tắc hiện nay / checks every stored case again'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const started = performance.now()
  const found = await visitDatabase(readSettings(), (db) => recheckStored(db))
  const line = (text: string) => process.stdout.write(`${text}\n`)
  if (values.json) {
    line(JSON.stringify(found, null, 2))
    return 0
  }
  const { cases, verdicts, changed, broken } = found
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  line(`${cases} hồ sơ / cases, ${seconds} s: ${verdicts.pass} ✓  ${verdicts.fail} ✗  ${verdicts.person} ?`)
  for (const { code, before, after, rules } of changed) line(`  ${code}: ${before} → ${after} (${rules.join(', ')})`)
  for (const { code, problem } of broken) {
    line(`  ${code}: ${describeProblem(problem, 'vi')}`)
    line(`  ${code}: ${describeProblem(problem, 'en')}`)
  }
  return 0
}
