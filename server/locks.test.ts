import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('every advisory lock has a number of its own: two that share one wait for each other for ever', () => {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const numbers = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/const (\w+_LOCK) = ([\d_]+)/g)].map(
      ([, name, number]) => ({ name, number }),
    ),
  )
  expect(numbers.length).toBeGreaterThan(3)
  expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length)
})
