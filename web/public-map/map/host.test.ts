import { expect, test, vi } from 'vitest'
import { both } from '../../../scenarios/text.ts'
import type { MapView, Overlay } from '../map-control.ts'
import { toDegrees, toPixels } from './cover.ts'
import { createMapHost } from './host.ts'
import type { Stage } from './stage.ts'

const SIZE = [400, 800] as const
const town: MapView = { lon: 105.47, lat: 9.784, zoom: 15 }

/** A picture that keeps where it was told to look. */
function stageAt(first: MapView) {
  let view = first
  const stage = {
    view: () => view,
    goal: () => view,
    size: () => SIZE,
    lookAt: vi.fn((next: MapView) => {
      view = next
    }),
    setLook: vi.fn(),
    setOverlays: vi.fn(),
    pixel: ({ lon, lat }) => {
      const [ax, ay] = toPixels(lon, lat, view.zoom)
      const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
      return { x: ax - bx + SIZE[0] / 2, y: ay - by + SIZE[1] / 2 }
    },
    place: (x, y) => {
      const [bx, by] = toPixels(view.lon, view.lat, view.zoom)
      return toDegrees(bx + x - SIZE[0] / 2, by + y - SIZE[1] / 2, view.zoom)
    },
    inView: async () => [],
    destroy: vi.fn(),
  } satisfies Stage
  return stage
}

test('what was asked for before the picture is done when it comes', () => {
  const host = createMapHost()
  host.lookAt({ lon: 105.5, lat: 9.8 }, 16)
  const overlay: Overlay = { title: both('a', 'a'), features: [] }
  host.overlay('a', overlay)
  const stage = stageAt(town)
  host.attach(stage)
  expect(stage.view().lon).toBeCloseTo(105.5, 9)
  expect(stage.view().zoom).toBe(16)
  expect(stage.setOverlays).toHaveBeenLastCalledWith(new Map([['a', overlay]]))
  host.overlay('a', null)
  expect(stage.setOverlays).toHaveBeenLastCalledWith(new Map())
})

test('a place is shown in the middle of what the sheet leaves free', () => {
  const host = createMapHost()
  const stage = stageAt(town)
  host.attach(stage)
  host.setCovered(400)
  host.lookAt({ lon: 105.48, lat: 9.79 }, 16)
  const { x, y } = stage.pixel({ lon: 105.48, lat: 9.79 })
  expect([x, y]).toEqual([expect.closeTo(200, 3), expect.closeTo(200, 3)])
  expect(host.view().lat).toBeCloseTo(9.79, 6)
  host.lookAtBounds([105.46, 9.77, 105.49, 9.8])
  for (const [lon, lat] of [
    [105.46, 9.77],
    [105.49, 9.8],
  ] as const) {
    const corner = stage.pixel({ lon, lat })
    expect(corner.x).toBeGreaterThanOrEqual(0)
    expect(corner.x).toBeLessThanOrEqual(SIZE[0])
    expect(corner.y).toBeGreaterThanOrEqual(0)
    expect(corner.y).toBeLessThanOrEqual(400)
  }
})

test('a place is chosen by a tap, given up by hand or by the one who asked; a new question ends the old', async () => {
  const host = createMapHost()
  host.attach(stageAt(town))
  const first = host.choosePlace(both('Chọn', 'Choose'))
  expect(host.choosing()).toEqual(both('Chọn', 'Choose'))
  expect(host.tapped({ lon: 1, lat: 2 }, { x: 0, y: 0 })).toBe(true)
  expect(await first).toEqual({ lon: 1, lat: 2 })
  expect(host.choosing()).toBeNull()

  const stop = new AbortController()
  const second = host.choosePlace(both('Chọn', 'Choose'), stop.signal)
  stop.abort()
  expect(await second).toBeNull()

  const third = host.choosePlace(both('Chọn', 'Choose'))
  const fourth = host.choosePlace(both('Chọn nữa', 'Again'))
  expect(await third).toBeNull()
  host.chosen(null)
  expect(await fourth).toBeNull()
})

test('a tap goes to the nearest feature of an overlay that can be picked, a point before the surface under it', () => {
  const host = createMapHost()
  const stage = stageAt(town)
  host.attach(stage)
  const onPick = vi.fn()
  const at = (x: number, y: number) => Object.values(stage.place(x, y)) as [number, number]
  const point = {
    type: 'Feature' as const,
    properties: { id: 1 },
    geometry: { type: 'Point' as const, coordinates: at(200, 400) },
  }
  const ring = [at(100, 300), at(300, 300), at(300, 500), at(100, 500), at(100, 300)]
  const surface = {
    type: 'Feature' as const,
    properties: { id: 2 },
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
  }
  host.overlay('a', { title: both('a', 'a'), features: [surface, point], onPick })
  expect(host.tapped(stage.place(205, 405), { x: 205, y: 405 })).toBe(true)
  expect(onPick).toHaveBeenLastCalledWith(point)
  expect(host.tapped(stage.place(260, 460), { x: 260, y: 460 })).toBe(true)
  expect(onPick).toHaveBeenLastCalledWith(surface)
  expect(host.tapped(stage.place(30, 30), { x: 30, y: 30 })).toBe(false)
})
