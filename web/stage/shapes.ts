/** Shapes lying on the ground: filled rings in one ground primitive, lines in another; replaced as a whole when they change. */
import {
  Cartesian3,
  ClassificationType,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  GroundPolylineGeometry,
  GroundPolylinePrimitive,
  GroundPrimitive,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  PolylineColorAppearance,
  type Scene,
} from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import type { Place } from './place.ts'

export interface Shape {
  readonly points: readonly XY[]
  readonly closed: boolean
  /** CSS colour, `#rrggbbaa`. */
  readonly fill?: string
  readonly stroke?: string
  /** Pixels. */
  readonly width?: number
}

export interface Shapes {
  /** `key`: what the shapes depend on; nothing happens while it is the same in every place. */
  show(key: readonly unknown[], make: () => Shape[]): void
  destroy(): void
}

/** @param over what lines are drawn: over roofs too, since an outline that houses cut up reads as many; or the ground alone */
export function createShapes(scene: Scene, place: Place, over = ClassificationType.BOTH): Shapes {
  let known: readonly unknown[] = []
  let added: (GroundPrimitive | GroundPolylinePrimitive)[] = []
  const clear = () => {
    if (!scene.isDestroyed()) for (const primitive of added) scene.groundPrimitives.remove(primitive)
    added = []
  }
  const show = (shapes: readonly Shape[]) => {
    clear()
    const fills = shapes.filter((shape) => shape.fill).map((shape) => fillOf(shape, place))
    const lines = shapes.filter((shape) => shape.stroke).map((shape) => lineOf(shape, place))
    if (fills.length > 0) {
      const appearance = new PerInstanceColorAppearance({ flat: true, translucent: true })
      added.push(
        scene.groundPrimitives.add(
          new GroundPrimitive({
            geometryInstances: fills,
            appearance,
            allowPicking: false,
            classificationType: ClassificationType.TERRAIN,
          }),
        ),
      )
    }
    if (lines.length > 0) {
      const appearance = new PolylineColorAppearance()
      added.push(
        scene.groundPrimitives.add(
          new GroundPolylinePrimitive({
            geometryInstances: lines,
            appearance,
            allowPicking: false,
            classificationType: over,
          }),
        ),
      )
    }
  }
  return {
    show: (key, make) => {
      if (key.length === known.length && key.every((value, i) => value === known[i])) return
      known = key
      show(make())
      scene.requestRender()
    },
    destroy: clear,
  }
}

const colour = (css: string) => ({ color: ColorGeometryInstanceAttribute.fromColor(Color.fromCssColorString(css)) })

function fillOf({ points, fill }: Shape, place: Place): GeometryInstance {
  const hierarchy = new PolygonHierarchy(positions(points, place))
  return new GeometryInstance({
    geometry: new PolygonGeometry({ polygonHierarchy: hierarchy }),
    attributes: colour(fill!),
  })
}

function lineOf({ points, closed, stroke, width = 3 }: Shape, place: Place): GeometryInstance {
  const geometry = new GroundPolylineGeometry({ positions: positions(points, place), loop: closed, width })
  return new GeometryInstance({ geometry, attributes: colour(stroke!) })
}

/** Corners on the ellipsoid; a ring that repeats its first corner loses the repeat. */
function positions(points: readonly XY[], place: Place): Cartesian3[] {
  const [first, last] = [points[0], points.at(-1)]
  const open = points.length > 2 && first![0] === last![0] && first![1] === last![1] ? points.slice(0, -1) : points
  return open.map(([x, y]) => {
    const [lon, lat] = place.toWgs84(x, y)
    return Cartesian3.fromDegrees(lon, lat)
  })
}
