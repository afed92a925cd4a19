import { expect, test, vi } from 'vitest'
import { createFrames } from './frames.ts'
import { createRaster } from './raster.ts'
import type { StageProps, StageRaster } from './types.ts'

/** The engine as far as the raster speaks to it. */
vi.mock('cesium', () => {
  class Thing {
    constructor(parts: object) {
      Object.assign(this, parts)
    }
  }
  class Material {
    uniforms: object
    constructor({ fabric }: { fabric: { uniforms: object } }) {
      this.uniforms = fabric.uniforms
    }
  }
  class MaterialAppearance extends Thing {
    static MaterialSupport = { TEXTURED: { vertexFormat: {} } }
  }
  class GroundPrimitive extends Thing {
    ready = true
  }
  return {
    Math: { toDegrees: (value: number) => value },
    ClassificationType: { TERRAIN: 0 },
    Color: { TRANSPARENT: {}, WHITE: { withAlpha: (alpha: number) => ({ alpha }) } },
    GeometryInstance: Thing,
    RectangleGeometry: Thing,
    TextureMagnificationFilter: {},
    TextureMinificationFilter: {},
    GroundPrimitive,
    Material,
    MaterialAppearance,
  }
})

const frame = (value: number) => new Float32Array(4).fill(value)
const raster = (count: number, west = 0): StageRaster => ({
  grid: { columns: 2, rows: 2, cellSize: 1, west, north: 2 },
  frames: Array.from({ length: count }, (_, i) => frame(i)),
  times: Float64Array.from({ length: count }, (_, i) => i * 60),
  mode: 'depth',
  illustrative: false,
})

test('frames are painted once, neighbours ahead, and the picture shown is never painted over', () => {
  const painted: number[] = []
  let shown: { at: number } | null = null
  const frames = createFrames(
    () => ({ at: -1 }),
    (picture, _, at) => {
      expect(picture).not.toBe(shown)
      picture.at = at
      painted.push(at)
    },
  )
  const film = raster(12)
  for (let at = 0; at < 12; at++) {
    const before = painted.length
    shown = frames.picture(film, at)
    expect(shown.at).toBe(at)
    if (at > 0) expect(painted.length, 'it was painted ahead').toBe(before)
    frames.ahead(film, at)
    expect(shown.at).toBe(at)
  }
  expect(painted).toEqual([...Array(12).keys()])
  expect(frames.picture({ ...film, opacity: 0.5 }, 11)).toBe(shown)
  expect(frames.picture(film, 99)).toBe(shown)
})

test('a new moment is a new picture of the same primitive; only another grid makes another', () => {
  vi.useFakeTimers()
  const brush = new Proxy({}, { get: () => () => ({ data: new Uint8ClampedArray(4 * 1024 * 1024) }), set: () => true })
  vi.stubGlobal('document', { createElement: () => ({ width: 0, height: 0, getContext: () => brush }) })
  vi.stubGlobal(
    'ImageData',
    class {
      data: Uint8ClampedArray
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(4 * width * height)
      }
    },
  )
  const primitives: { appearance: { material: { uniforms: { image: unknown } } } }[] = []
  let [added, removed] = [0, 0]
  const scene = {
    isDestroyed: () => false,
    requestRender: () => {},
    postRender: { addEventListener: () => () => {} },
    primitives: {
      add: (one: (typeof primitives)[number]) => {
        added++
        primitives.push(one)
      },
      remove: () => removed++,
    },
  }
  const place = {
    rectangle: () => ({ west: 0, east: 1, south: 0, north: 1 }),
    fromWgs84: (x: number, y: number) => [x, y],
  }
  const part = createRaster(scene as never, place as never)
  const film = raster(6)
  const pictures = new Set<unknown>()
  for (let at = 0; at < 6; at++) {
    part.update({ raster: film, frame: at } as StageProps)
    const { image } = primitives[0]!.appearance.material.uniforms
    expect(image).toBeTruthy()
    pictures.add(image)
    vi.runAllTimers()
  }
  part.update({ raster: { ...film, opacity: 0.4 }, frame: 5 } as StageProps)
  expect([added, removed]).toEqual([1, 0])
  expect(pictures.size).toBeGreaterThan(1)
  part.update({ raster: raster(6, 100), frame: 0 } as StageProps)
  expect([added, removed]).toEqual([2, 1])
  part.update({ raster: null, frame: 0 } as StageProps)
  expect([added, removed]).toEqual([2, 2])
})
