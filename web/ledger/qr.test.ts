import { expect, test } from 'vitest'
import { qrPath } from './qr.ts'

test('an address of some length is a code of version 3, with its three finders and its quiet zone', () => {
  const { side, path } = qrPath('https://vithanh.example.vn/ledger/123456')
  expect(side).toBe(29 + 8)
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x} ${y}`))
  for (const [x, y] of [
    [4, 4],
    [26, 4],
    [4, 26],
  ] as const) {
    for (let i = 0; i < 7; i++) expect(dark.has(`${x + i} ${y}`) && dark.has(`${x} ${y + i}`)).toBe(true)
    expect(dark.has(`${x + 1} ${y + 1}`)).toBe(false)
  }
  expect([...dark].every((at) => at.split(' ').every((n) => Number(n) >= 4 && Number(n) < 33))).toBe(true)
})
