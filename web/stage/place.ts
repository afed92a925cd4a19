/** Where things are: local metres ↔ the engine's Earth-fixed metres, and the ground under a pixel. */
import { Cartesian2, Cartesian3, Cartographic, Math as CesiumMath, Rectangle, type Scene } from 'cesium'
import { type Frame, projection, type XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf } from '../../scenarios/geometry.ts'

export interface Place {
  /** `height` in m above the city's vertical datum. */
  toCartesian(x: number, y: number, height: number): Cartesian3
  /** Of a level above the vertical datum: above the ellipsoid, m. */
  ellipsoidHeight(height: number): number
  toLocal(position: Cartesian3): XY
  toWgs84(x: number, y: number): XY
  /** Degrees → local metres. */
  fromWgs84(lon: number, lat: number): XY
  /** m above the vertical datum; undefined before the ground is there. */
  groundAt(x: number, y: number): number | undefined
  /** The ground under a point of the canvas, CSS pixels. */
  groundUnder(left: number, top: number): { position: Cartesian3; at: XY; height: number } | undefined
  /** Size of a CSS pixel of the canvas on the ground, m; 1 where it shows none. */
  metresPerPixel(left: number, top: number): number
  /** The smallest rectangle of longitude and latitude around an area. */
  rectangle(bounds: Bounds): Rectangle
}

export function createPlace(scene: Scene, frame: Frame): Place {
  const { toLocal, toWgs84 } = projection(frame)
  const offset = frame.ellipsoidMinusHeight
  const local = (position: Cartesian3): XY => {
    const at = Cartographic.fromCartesian(position)
    return toLocal(CesiumMath.toDegrees(at.longitude), CesiumMath.toDegrees(at.latitude))
  }
  const groundUnder: Place['groundUnder'] = (left, top) => {
    const ray = scene.camera.getPickRay(new Cartesian2(left, top))
    const position = ray && scene.globe.pick(ray, scene)
    if (!position) return undefined
    return { position, at: local(position), height: Cartographic.fromCartesian(position).height - offset }
  }
  return {
    groundUnder,
    metresPerPixel: (left, top) => {
      const [a, b] = [groundUnder(left - 4, top), groundUnder(left + 4, top)]
      return a && b ? Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) / 8 : 1
    },
    toWgs84,
    fromWgs84: toLocal,
    ellipsoidHeight: (height) => height + offset,
    toLocal: local,
    toCartesian: (x, y, height) => {
      const [lon, lat] = toWgs84(x, y)
      return Cartesian3.fromDegrees(lon, lat, height + offset)
    },
    groundAt: (x, y) => {
      const [lon, lat] = toWgs84(x, y)
      const height = scene.globe.getHeight(Cartographic.fromDegrees(lon, lat))
      return height === undefined ? undefined : height - offset
    },
    rectangle: ([x0, y0, x1, y1]) =>
      Rectangle.fromCartographicArray(
        [toWgs84(x0, y0), toWgs84(x1, y0), toWgs84(x1, y1), toWgs84(x0, y1)].map(([lon, lat]) =>
          Cartographic.fromDegrees(lon, lat),
        ),
      ),
  }
}

/**
 * Around the ground under a lattice of points of the view; null where it shows the sky alone.
 * @param rows of the lattice: many find the horizon
 */
export function seenGround({ canvas }: Scene, { groundUnder }: Place, rows = [0.02, 0.5, 0.98]): Bounds | null {
  const points = [0.02, 0.5, 0.98].flatMap((right) =>
    rows.flatMap((down) => {
      const hit = groundUnder(canvas.clientWidth * right, canvas.clientHeight * down)
      return hit ? [hit.at] : []
    }),
  )
  return points.length > 0 ? boundsOf(points) : null
}
