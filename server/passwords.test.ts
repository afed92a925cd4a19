import { expect, test } from 'vitest'
import { checkPassword, hashPassword, oneTimePassword } from './passwords.ts'

test('a hash knows its password, composed or not, and no other; two of the same differ', async () => {
  const [a, b] = await Promise.all([hashPassword('mật khẩu'), hashPassword('mật khẩu')])
  expect(a).not.toBe(b)
  expect(a).toMatch(/^scrypt\$32768\$8\$1\$/)
  expect(await checkPassword('mật khẩu'.normalize('NFD'), a)).toBe(true)
  expect(await checkPassword('mat khau', a)).toBe(false)
})

test('one-time passwords can be read aloud and do not repeat', () => {
  const made = new Set(Array.from({ length: 200 }, oneTimePassword))
  expect(made.size).toBe(200)
  for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}$/)
})
