import { expect, test } from 'vitest'
import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { Builder, colourOf, merged, type Triangles, VERTEX_BYTES, WIDEST } from './mesh.ts'

const red = colourOf('#ff0000')
const as = { dx: 0, dy: 0, scale: 1 }

const surface = (...rings: number[][]): TileFeature => ({
  type: 3,
  properties: {},
  parts: rings.map((ring) => new Float32Array(ring)),
  bounds: [0, 0, 0, 0],
})
/** Clockwise on the screen. */
const square = (x0: number, y0: number, x1: number, y1: number) => [x0, y0, x1, y0, x1, y1, x0, y1]
const turned = (ring: number[]) =>
  Array.from({ length: ring.length }, (_, i) => ring[ring.length - 2 - (i & ~1) + (i & 1)]!)

/** Corners widened by their own half width, as the card does at the tile's zoom. */
function corners({ vertices, indices }: Triangles): [number, number][] {
  const view = new DataView(vertices.buffer)
  return [...indices].map((index) => {
    const at = index * VERTEX_BYTES
    const widened = (i: number) => (view.getInt16(at + 8 + 2 * i, true) / 32767) * WIDEST
    return [view.getFloat32(at, true) + widened(0), view.getFloat32(at + 4, true) + widened(1)]
  })
}
function area(triangles: Triangles): number {
  const points = corners(triangles)
  let sum = 0
  for (let i = 0; i < points.length; i += 3) {
    const [[ax, ay], [bx, by], [cx, cy]] = [points[i]!, points[i + 1]!, points[i + 2]!]
    sum += Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
  }
  return sum
}
const built = (draw: (builder: Builder) => void): Triangles => {
  const builder = new Builder()
  draw(builder)
  return builder.finish()
}

test('a surface keeps its area, without its holes, and is cut at the sides of the tile', () => {
  const whole = surface(square(100, 100, 300, 200), turned(square(150, 120, 200, 180)))
  expect(area(built((b) => b.surface(whole, as, red)))).toBeCloseTo(200 * 100 - 50 * 60, 1)
  const beyond = surface(square(-80, 400, 50, 600))
  expect(area(built((b) => b.surface(beyond, as, red)))).toBeCloseTo(50 * 112, -1.5)
  expect(area(built((b) => b.surface(beyond, { dx: 80, dy: -400, scale: 1 }, red)))).toBeCloseTo(130 * 200, 1)
})

test('a hole along the side of the tile is a hole still', () => {
  const ring = surface(square(-96, -96, 608, 608), turned(square(-96, 100, 200, 300)))
  expect(area(built((b) => b.surface(ring, as, red)))).toBeCloseTo(512 * 512 - 200 * 200, -3)
})

test('several outer rings are several surfaces', () => {
  const two = surface(square(0, 0, 10, 10), square(20, 0, 30, 10), turned(square(22, 2, 24, 4)))
  expect(area(built((b) => b.surface(two, as, red)))).toBeCloseTo(100 + 100 - 4, 1)
})

test('a line is as wide as it says, around a corner too, and is cut at the sides', () => {
  expect(area(built((b) => b.line([10, 10, 110, 10], as, 3, red, 0)))).toBeCloseTo(100 * 6, 0)
  const bent = area(built((b) => b.line([10, 10, 110, 10, 110, 60], as, 3, red, 0)))
  expect(bent).toBeGreaterThan(150 * 6 - 20)
  expect(bent).toBeLessThan(150 * 6 + 20)
  expect(area(built((b) => b.line([-100, 50, 100, 50], as, 2, red, 0)))).toBeCloseTo(100 * 4, 0)
  expect(area(built((b) => b.line([-100, 50, 100, 50], as, 2, red, 4)))).toBeCloseTo(104 * 4, 0)
  expect(built((b) => b.line([-100, -50, -10, -50], as, 2, red, 4)).indices).toHaveLength(0)
})

test('dashes share a line as they are asked to', () => {
  expect(area(built((b) => b.dashes([0, 10, 120, 10], as, 1, red, 8, 4)))).toBeCloseTo(10 * 8 * 2, 0)
})

test('tiles put together keep their triangles, each at its place', () => {
  const one = built((b) => b.surface(surface(square(0, 0, 10, 10)), as, red))
  const two = built((b) => b.surface(surface(square(0, 0, 20, 10)), as, red))
  const both = merged([
    { triangles: one, dx: 0, dy: 0 },
    { triangles: two, dx: 512, dy: 1024 },
  ])
  expect(area(both)).toBeCloseTo(300, 1)
  const xs = corners(both).map(([x]) => x)
  expect(Math.max(...xs)).toBeCloseTo(532, 3)
  expect(Math.min(...xs)).toBeCloseTo(0, 3)
})
