/**
 * Vehicles on their ways, as squares of a few pixels on a canvas over the picture: the engine draws nothing anew while they
 * move, which without a graphics card takes a third of a second a picture. Seen through what stands before
 * them, as the lines of an analysis are.
 */
import { Color, type Scene } from 'cesium'
import { createClock } from './clock.ts'
import type { Part } from './scene.ts'
import { canvasOver, screenOf } from './screen.ts'
import type { Surface } from './surface.ts'
import { createTravel, type Travel } from './travel.ts'
import type { StageProps, StageVehicles } from './types.ts'

/** Edge of a vehicle: as long as that, m, but within these pixels. */
const LENGTH_METRES = 3
const LEAST_PIXELS = 3
const MOST_PIXELS = 9
const RIM = 0xff1a1a1a

interface Fleet {
  readonly vehicles: StageVehicles
  readonly travel: Travel
  /** Of each kind, as a pixel of a picture. */
  readonly pixels: Uint32Array
  readonly xy: Float64Array
  readonly who: Int32Array
}

export function createVehicles(scene: Scene, surface: Surface, now: () => StageProps): Part {
  const clock = createClock()
  const canvas = canvasOver(scene)
  const brush = canvas.getContext('2d', { willReadFrequently: true })!
  let fleet: Fleet | null = null
  let picture: ImageData | null = null
  let frame = 0

  const paint = () => {
    if (!fleet) return
    const { clientWidth: width, clientHeight: height } = scene.canvas
    if (picture?.width !== width || picture.height !== height) {
      if (width === 0 || height === 0) return
      canvas.width = width
      canvas.height = height
      picture = new ImageData(width, height)
    }
    paintFleet(fleet, clock.second, scene, surface, picture)
    brush.putImageData(picture, 0, 0)
  }
  const step = (milliseconds: number) => {
    frame = 0
    const { vehicleSpeed = 0, onVehicleSecond } = now()
    if (!fleet || vehicleSpeed <= 0) return clock.rest()
    const end = fleet.vehicles.durationSeconds
    const told = clock.tick(milliseconds / 1000, vehicleSpeed, end)
    paint()
    if (told !== null) onVehicleSecond?.(told)
    // The browser itself asks for no frames of a page that is hidden.
    if (clock.second < end) frame = requestAnimationFrame(step)
    else clock.rest()
  }
  const rendered = scene.postRender.addEventListener(paint)
  return {
    over: canvas,
    update: ({ vehicles = null, vehicleSpeed = 0, vehicleSecond }) => {
      if ((fleet?.vehicles ?? null) !== vehicles) {
        fleet = vehicles && fleetOf(vehicles)
        canvas.style.display = fleet ? '' : 'none'
      }
      clock.set(vehicleSecond)
      paint()
      if (fleet && vehicleSpeed > 0 && frame === 0) frame = requestAnimationFrame(step)
    },
    destroy: () => {
      cancelAnimationFrame(frame)
      if (!scene.isDestroyed()) rendered()
      canvas.remove()
    },
  }
}

function fleetOf(vehicles: StageVehicles): Fleet {
  const count = vehicles.end.length
  return {
    vehicles,
    travel: createTravel(vehicles),
    pixels: Uint32Array.from(vehicles.colours, (css) => {
      const [red, green, blue] = Color.fromCssColorString(css).toBytes()
      return (0xff << 24) | (blue! << 16) | (green! << 8) | red!
    }),
    xy: new Float64Array(2 * count),
    who: new Int32Array(count),
  }
}

function paintFleet(
  { vehicles, travel, pixels, xy, who }: Fleet,
  second: number,
  scene: Scene,
  surface: Surface,
  picture: ImageData,
) {
  const { width, height, data } = picture
  const buffer = new Uint32Array(data.buffer)
  buffer.fill(0)
  const screen = screenOf(scene, surface)
  const at = new Float64Array(3)
  const square = (left: number, top: number, edge: number, colour: number) => {
    const x0 = Math.max(0, left)
    const x1 = Math.min(width, left + edge)
    const y1 = Math.min(height, top + edge)
    for (let y = Math.max(0, top); y < y1; y++) {
      const row = y * width
      for (let x = x0; x < x1; x++) buffer[row + x] = colour
    }
  }
  const pixelsPerMetre = scene.camera.frustum.projectionMatrix[0]! * (width / 2)
  const found = travel.at(second, xy, who)
  for (let i = 0; i < found; i++) {
    screen.put(xy[2 * i]!, xy[2 * i + 1]!, at)
    const w = at[2]!
    if (w < 1) continue
    const x = at[0]! / w
    const y = at[1]! / w
    if (x < 0 || y < 0 || x >= width || y >= height) continue
    const edge = Math.round(Math.max(LEAST_PIXELS, Math.min(MOST_PIXELS, (LENGTH_METRES * pixelsPerMetre) / w)))
    const left = Math.round(x - edge / 2)
    const top = Math.round(y - edge / 2)
    square(left - 1, top - 1, edge + 2, RIM)
    square(left, top, edge, pixels[vehicles.kind[who[i]!]!] ?? RIM)
  }
}
