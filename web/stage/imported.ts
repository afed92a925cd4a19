/**
 * What a person asked to have marked: a file that is open, places of a norm. Outlines in a colour that no layer of the city has. Lines in the air about half a metre
 * above the ground, seen through what stands before them: thousands cost little, while lines draped on the ground (shadow
 * volumes) stop a machine without a graphics card for half a minute.
 */
import {
  ArcType,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  PolylineColorAppearance,
  PolylineGeometry,
  Primitive,
  type Scene,
} from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf } from '../../scenarios/geometry.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'

const COLOUR = Color.fromCssColorString('#d500f9')
const ABOVE_GROUND_METRES = 0.5
/** Half the side of a point's mark, m. */
const MARK_METRES = 1.5

export interface ImportedLine {
  /** One point is a mark. */
  readonly points: readonly XY[]
  readonly closed: boolean
}

export function createImported(scene: Scene, place: Place): Part {
  let shown: readonly ImportedLine[] | null = null
  let primitive: Primitive | null = null
  const clear = () => {
    if (primitive && !scene.isDestroyed()) scene.primitives.remove(primitive)
    primitive = null
  }
  return {
    update: ({ imported = null }) => {
      if (imported === shown) return
      shown = imported
      clear()
      if (imported && imported.length > 0) primitive = scene.primitives.add(primitiveOf(imported, place))
    },
    destroy: clear,
  }
}

/** The ground is asked for at most about so often: each answer searches a tile's triangles. */
const MOST_ASKED = 1000
const LEAST_SQUARE_METRES = 20

/** Ground levels by square of the plane; 0 where the ground is not there yet. */
function levelsFor(lines: readonly ImportedLine[], place: Place): (x: number, y: number) => number {
  const [x0, y0, x1, y1] = boundsOf(lines.flatMap(({ points }) => points))
  const size = Math.max(LEAST_SQUARE_METRES, Math.sqrt(((x1 - x0) * (y1 - y0)) / MOST_ASKED))
  const known = new Map<string, number>()
  return (x, y) => {
    const key = `${Math.floor(x / size)},${Math.floor(y / size)}`
    const level = known.get(key) ?? place.groundAt(x, y) ?? 0
    known.set(key, level)
    return level
  }
}

function primitiveOf(lines: readonly ImportedLine[], place: Place): Primitive {
  const levelAt = levelsFor(lines, place)
  const color = ColorGeometryInstanceAttribute.fromColor(COLOUR)
  const geometryInstances = lines.map((line) => {
    const positions = cornersOf(line).map(([x, y]) => place.toCartesian(x, y, levelAt(x, y) + ABOVE_GROUND_METRES))
    const width = line.points.length === 1 ? 6 : 2.5
    const geometry = new PolylineGeometry({
      positions,
      width,
      arcType: ArcType.NONE,
      vertexFormat: PolylineColorAppearance.VERTEX_FORMAT,
    })
    return new GeometryInstance({ geometry, attributes: { color, depthFailColor: color } })
  })
  const appearance = () => new PolylineColorAppearance({ translucent: false })
  return new Primitive({
    geometryInstances,
    appearance: appearance(),
    depthFailAppearance: appearance(),
    allowPicking: false,
  })
}

function cornersOf({ points, closed }: ImportedLine): readonly XY[] {
  if (points.length === 1) return mark(points[0]!)
  const [first, last] = [points[0]!, points.at(-1)!]
  return closed && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points
}

const mark = ([x, y]: XY): XY[] => [
  [x - MARK_METRES, y],
  [x, y - MARK_METRES],
  [x + MARK_METRES, y],
  [x, y + MARK_METRES],
  [x - MARK_METRES, y],
]
