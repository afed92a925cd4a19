import { expect, it } from 'vitest'
import { type Plate, platesDocument, platesOnPage } from './plates.ts'

const plate = (i: number): Plate => ({
  printed: 'K7M-4P2X',
  label: `${i} Đường 30/4, Khu vực 1, Phường Vị Thanh, TP Cần Thơ`,
  url: `https://a.vn/c/${i}`,
})
const qr = () => ({ size: 25, path: 'M0 0h1v1h-1z' })

it('fills sheets with as many as lie on one', () => {
  expect([platesOnPage(200, 150), platesOnPage(150, 100), platesOnPage(100, 60)]).toEqual([
    [1, 1],
    [1, 2],
    [2, 4],
  ])
  const pages = (size: string) =>
    platesDocument(
      Array.from({ length: 9 }, (_, i) => plate(i)),
      size,
      '2026-11-26T00:00:00Z',
      qr,
      false,
    ).content
  expect([pages('200x150'), pages('150x100'), pages('100x60')].map(({ length }) => length)).toEqual([9, 5, 2])
})

it('says on every plate of generated addresses that it is for no door', () => {
  const svg = (specimen: boolean) =>
    JSON.stringify(platesDocument([plate(1)], '100x60', '2026-11-26T00:00:00Z', qr, specimen).content)
  expect(svg(true)).toContain('MINH')
  expect(svg(false)).not.toContain('MINH')
  expect(svg(false)).toContain('a.vn/c/1')
})
