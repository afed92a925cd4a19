import { expect, test } from 'vitest'
import { vn2000 } from '../../scenarios/frame.ts'
import { type DepthGrid, depthAt, readGrid, UNKNOWN, WATER, writeGrid } from './grid.ts'
import { boundsOfGrid, drawDepth } from './picture.ts'

/** 5 × 5 cells of 10 m: a house in the middle, a canal in the east, 0.35 m beside the house, unknown in the north. */
const grid = (): DepthGrid => {
  const millimetres = new Uint16Array(25)
  millimetres.fill(UNKNOWN, 0, 5)
  for (let row = 1; row < 5; row++) millimetres[row * 5 + 4] = WATER
  millimetres[2 * 5 + 2] = UNKNOWN
  millimetres[2 * 5 + 1] = 350
  return { spec: { columns: 5, rows: 5, cellSize: 10, west: 551_000, north: 1_082_050 }, millimetres }
}
const at = (column: number, row: number): [number, number] => [551_005 + column * 10, 1_082_045 - row * 10]

test('a file is read as it was written, and its bytes are the same each time', async () => {
  const [once, twice] = [await writeGrid(grid()), await writeGrid(grid())]
  expect(once.equals(twice)).toBe(true)
  expect(await readGrid(once)).toEqual(grid())
  await expect(readGrid(Buffer.from('{"format":"depth@2","spec":{}}\n'))).rejects.toThrow('Expected depth@1')
})

test('at a place: its depth, that of the walls under a house, water, unknown; never “dry” beyond the grid', () => {
  expect(depthAt(grid(), at(1, 2))).toBe(0.35)
  expect(depthAt(grid(), at(0, 4))).toBe(0)
  expect(depthAt(grid(), at(2, 2))).toBe(0.35)
  expect(depthAt(grid(), at(4, 3))).toBe('water')
  expect(depthAt(grid(), at(9, 9))).toBeNull()
  const lost = grid()
  lost.millimetres.fill(UNKNOWN)
  expect(depthAt(lost, at(2, 2))).toBeNull()
})

test('the picture lies over the grid; the mark of generated ground is in its pixels', () => {
  const [west, south, east, north] = boundsOfGrid(grid().spec, vn2000)
  expect(west).toBeLessThan(east)
  expect(south).toBeLessThan(north)
  expect((north - south) * 111_000).toBeCloseTo(50, -1)
  const deep = grid()
  deep.millimetres.fill(700)
  const [plain, marked] = [drawDepth(deep, vn2000, false), drawDepth(deep, vn2000, true)]
  expect(plain.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect(plain.readUInt32BE(16)).toBe(15)
  expect(marked.equals(plain)).toBe(false)
  expect(drawDepth(deep, vn2000, true).equals(marked)).toBe(true)
})
