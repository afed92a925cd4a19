/**
 * The wire format: what leaves memory carries its schema's name and version; what comes in is migrated forward, step by
 * step, and then validated. An unknown or newer version is refused by name.
 */
import type { z } from 'zod'
import { Problem } from './problem.ts'
import { runRecordSchema } from './run.ts'
import { scenarioSchema } from './scenario.ts'
import { both } from './text.ts'

const current = { scenario: scenarioSchema, run: runRecordSchema } as const
type Kind = keyof typeof current
type Value<K extends Kind> = z.infer<(typeof current)[K]>

/** `scenario@1 → scenario@2` will stand here as `'scenario@1': (old) => …`; each step sets the new name. */
const migrations: Record<string, (old: Record<string, unknown>) => Record<string, unknown>> = {}

/** A record from text or from a parsed value; a Problem names the key that is wrong. */
export function readRecord<K extends Kind>(kind: K, from: unknown, file?: string): Value<K> {
  let value = typeof from === 'string' ? parseJson(from, file) : from
  for (;;) {
    const name = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : ''
    const step = migrations[name]
    if (!step) break
    value = step(value as Record<string, unknown>)
  }
  const parsed = current[kind].safeParse(value)
  if (parsed.success) return parsed.data as Value<K>
  throw new Problem({ code: `${kind}/invalid`, ...firstIssue(parsed.error), ...(file ? { file } : {}) })
}

/** The first thing that a schema found wrong, as place and expectation. */
export function firstIssue(error: z.ZodError): Pick<Problem['detail'], 'message' | 'place' | 'expected'> {
  const issue = deepest(error.issues[0]!)
  return {
    message: both('Giá trị không đúng dạng', 'Value not of the expected form'),
    place: keyOf(issue.path) || '(root)',
    expected: issue.message,
  }
}

/** Where a union failed, the branch that went furthest says most. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flatMap((branch) => branch.slice(0, 1).map(deepest))
  const best = inner.toSorted((a, b) => b.path.length - a.path.length)[0]
  return best && best.path.length > 0 ? { ...best, path: [...issue.path, ...best.path] } : issue
}

/** `boundaries[2].series` */
export const keyOf = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${String(part)}` : String(part))).join('')

function parseJson(text: string, file?: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem({
      code: 'json/syntax',
      message: both('Không phải JSON hợp lệ', 'Not valid JSON'),
      place: error instanceof Error ? error.message : '',
      expected: 'JSON',
      ...(file ? { file } : {}),
    })
  }
}
