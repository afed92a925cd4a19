/** What a person has opened from a file: outlines on the ground, in a colour that no layer of the city has. */
import type { Scene } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { createShapes, type Shape } from './shapes.ts'

const COLOUR = '#d500f9'
/** Half the side of a point's mark, m. */
const MARK_METRES = 1.5

export interface ImportedLine {
  /** One point is a mark. */
  readonly points: readonly XY[]
  readonly closed: boolean
}

export function createImported(scene: Scene, place: Place): Part {
  const shapes = createShapes(scene, place)
  return {
    update: ({ imported = null }) => shapes.show([imported], () => (imported ?? []).map(shapeOf)),
    destroy: shapes.destroy,
  }
}

const shapeOf = ({ points, closed }: ImportedLine): Shape =>
  points.length === 1
    ? { points: mark(points[0]!), closed: true, stroke: COLOUR, width: 6 }
    : { points, closed, stroke: COLOUR, width: 3 }

const mark = ([x, y]: XY): XY[] => [
  [x - MARK_METRES, y],
  [x, y - MARK_METRES],
  [x + MARK_METRES, y],
  [x, y + MARK_METRES],
]
