import { expect, test } from 'vitest'
import { type Qr, qrOf } from './qr.ts'

const darkOf = ({ path }: Qr) => new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))

test('a square of whole modules with its three finders, timing lines and dark module (ISO/IEC 18004 §6.3)', () => {
  const qr = qrOf(
    'otpauth://totp/Vi%20Thanh%20Twin:lan?issuer=Vi%20Thanh%20Twin&secret=JBSWY3DPEHPK3PXP&digits=6&period=30',
  )
  const dark = darkOf(qr)
  expect((qr.size - 17) % 4).toBe(0)
  for (const [x0, y0] of [
    [0, 0],
    [qr.size - 7, 0],
    [0, qr.size - 7],
  ] as const)
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 7; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3))
        expect(dark.has(`${x0 + x} ${y0 + y}`)).toBe(ring !== 2)
      }
  for (let i = 8; i < qr.size - 8; i++) {
    expect(dark.has(`${i} 6`)).toBe(i % 2 === 0)
    expect(dark.has(`6 ${i}`)).toBe(i % 2 === 0)
  }
  expect(dark.has(`8 ${qr.size - 8}`)).toBe(true)
  expect(darkOf(qrOf('otpauth://totp/x'))).not.toEqual(dark)
})
