import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, blurBox, type Pixels, within } from './blur.ts'

/** Black and white by turns: the finest that a picture can tell. */
function board(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(4 * width * height)
  for (let i = 0; i < width * height; i++) {
    const grey = (i + Math.floor(i / width)) % 2 === 0 ? 255 : 0
    data.set([grey, grey, grey, 255], 4 * i)
  }
  return { data, width, height }
}
const at = ({ data, width }: Pixels, x: number, y: number) => data[4 * (y * width + x)]!

test('what was fine in a box is gone, what is outside stays as it was', () => {
  const before = board(80, 60)
  const after = board(80, 60)
  const box: Box = { x: 20, y: 10, width: 30, height: 40 }
  blurBox(after, box)
  for (let y = 0; y < 60; y++)
    for (let x = 0; x < 80; x++) {
      const inside = x >= 20 && x < 50 && y >= 10 && y < 50
      if (inside) expect(Math.abs(at(after, x, y) - 127.5)).toBeLessThan(4)
      else expect(at(after, x, y)).toBe(at(before, x, y))
    }
})

test('two boxes with the same means cannot be told apart', () => {
  // A stroke one pixel wide, somewhere in a cell: where in the cell is lost.
  const stroke = (x: number) => {
    const pixels = { data: new Uint8ClampedArray(4 * 50 * 50).fill(255), width: 50, height: 50 }
    for (let y = 0; y < 50; y++) pixels.data.set([0, 0, 0, 255], 4 * (y * 50 + x))
    blurBox(pixels, { x: 0, y: 0, width: 50, height: 50 })
    return [...pixels.data]
  }
  expect(stroke(11)).toEqual(stroke(18))
})

test('boxes anywhere, of any size, stay within the picture', () => {
  const number = fc.double({ min: -100, max: 200, noNaN: true })
  fc.assert(
    fc.property(number, number, number, number, (x, y, w, h) => {
      const pixels = board(40, 30)
      const box = { x, y, width: Math.abs(w), height: Math.abs(h) }
      const inside = within(box, pixels)
      expect(inside.x >= 0 && inside.y >= 0 && inside.x + inside.width <= 40 && inside.y + inside.height <= 30).toBe(
        true,
      )
      blurBox(pixels, box)
      expect(pixels.data.length).toBe(4 * 40 * 30)
    }),
  )
})
