/** What edits, the simulated area and a choice look like on the ground. Pure: features in, shapes out. */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { selectionColour, zoneColour } from '../shared/colours.ts'
import { arrowsOn } from './arrows.ts'
import type { Shape } from './shapes.ts'

export const areaShapes = (area: Bounds): Shape[] => [outline(rectangle(area), '#101820', 3)]

/** Fills, ponds, closed roads, and parcels whose zoning is not what it was. */
export function editShapes(city: City, base: City | null): Shape[] {
  const shapes: Shape[] = []
  if (base && base.layers.parcels !== city.layers.parcels) {
    for (const [id, parcel] of city.layers.parcels) {
      if (parcel === base.layers.parcels.get(id)) continue
      const { colour } = zoneColour(parcel.properties.zoning.code)
      for (const [ring] of polygonsOf(parcel.geometry))
        shapes.push({ ...outline(ring!, '#8e24aa', 4), fill: `${colour}e0` })
    }
  }
  for (const { ring } of city.fills.values()) shapes.push({ ...outline(ring, '#b45309', 3), fill: '#e08a2e99' })
  for (const { ring } of city.ponds.values()) shapes.push({ ...outline(ring, '#0b4f8a', 3), fill: '#2f80c9b0' })
  for (const road of city.layers.roads.values()) {
    if (road.properties.state !== 'closed') continue
    for (const line of linesOf(road.geometry)) shapes.push({ points: line, closed: false, stroke: '#c62828', width: 6 })
  }
  return shapes
}

export function selectionShapes(feature: Feature): Shape[] {
  const rings = polygonsOf(feature.geometry).flat()
  if (rings.length > 0) return rings.map((ring) => outline(ring, selectionColour, 4))
  const lines = linesOf(feature.geometry)
  const stroke = (points: readonly XY[], width: number): Shape => ({
    points,
    closed: false,
    stroke: selectionColour,
    width,
  })
  // Of a road it is said which way "forward" is.
  if ('oneWay' in feature.properties)
    return lines.flatMap((line) => [stroke(line, 6), ...arrowsOn(line, 80, 6).map((arrow) => stroke(arrow, 5))])
  if (lines.length > 0) return lines.map((line) => stroke(line, 6))
  return feature.geometry.type === 'Point' ? [outline(circle(feature.geometry.coordinates, 3), selectionColour, 4)] : []
}

const outline = (points: readonly XY[], stroke: string, width: number): Shape => ({
  points,
  closed: true,
  stroke,
  width,
})

const rectangle = ([x0, y0, x1, y1]: Bounds): XY[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

const circle = ([x, y]: XY, radius: number): XY[] =>
  Array.from({ length: 16 }, (_, i) => [
    x + radius * Math.cos((i * Math.PI) / 8),
    y + radius * Math.sin((i * Math.PI) / 8),
  ])
