import { expect, test } from 'vitest'
import { coverOf, DEEPEST, holds, tilesOf, toDegrees, toPixels } from './cover.ts'

const town = { lon: 105.47, lat: 9.784 }

test('degrees and pixels are each other’s way back; known corners stand where Web Mercator has them', () => {
  for (const zoom of [0, 7.3, 19]) {
    const back = toDegrees(...toPixels(town.lon, town.lat, zoom), zoom)
    expect(back.lon).toBeCloseTo(town.lon, 9)
    expect(back.lat).toBeCloseTo(town.lat, 9)
  }
  expect(toPixels(0, 0, 0)).toEqual([256, 256])
  expect(toPixels(-180, 85.05112878, 0)[1]).toBeCloseTo(0, 5)
})

test('a cover holds every corner of its view, is no larger than it must be, and is never cut deeper than the tiles', () => {
  for (const zoom of [10, 13.7, 16, 18.2]) {
    const view = { ...town, zoom }
    const cover = coverOf(view, [1000, 600])
    expect(cover.z).toBe(Math.min(DEEPEST, Math.floor(zoom)))
    const [x, y] = toPixels(town.lon, town.lat, cover.z)
    const scale = 2 ** (cover.z - zoom)
    expect(cover.x0 * 512).toBeLessThanOrEqual(x - 500 * scale)
    expect(cover.x1 * 512).toBeGreaterThanOrEqual(x + 500 * scale)
    expect(cover.y0 * 512).toBeLessThanOrEqual(y - 300 * scale)
    expect(cover.y1 * 512).toBeGreaterThanOrEqual(y + 300 * scale)
    expect((cover.x1 - cover.x0) * 512).toBeLessThan(1000 * scale + 1024)
    expect(holds(coverOf(view, [1000, 600], 64), cover)).toBe(true)
    expect(tilesOf(cover)).toHaveLength((cover.x1 - cover.x0) * (cover.y1 - cover.y0))
  }
})
