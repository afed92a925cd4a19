/** `vithanh permit schema`: the JSON Schema of a permit case, with what each field means. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { permitCheckSchema } from '../../scenarios/rules/case.ts'

export const usage =
  'permit schema   lược đồ JSON của hồ sơ kiểm tra / JSON Schema of the case that `permit check` reads'

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  process.stdout.write(`${JSON.stringify(z.toJSONSchema(permitCheckSchema, { io: 'input' }), null, 2)}\n`)
  return 0
}
