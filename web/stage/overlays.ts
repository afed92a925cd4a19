/** What the scenario adds to the map: the simulated area, edits, and the outline of what is chosen. */

import type { Scene } from 'cesium'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { selectionColour, zoneColour } from './colours.ts'
import type { Finder } from './finder.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { createShapes, type Shape } from './shapes.ts'

export function createOverlays(scene: Scene, place: Place, finder: Finder): Part {
  const area = createShapes(scene, place)
  const edits = createShapes(scene, place)
  const chosen = createShapes(scene, place)
  return {
    update: (props) => {
      area.show(props.area ? [...props.area] : [], () =>
        props.area ? [outline(rectangle(props.area), '#101820', 3)] : [],
      )
      const { city, base = null } = props
      edits.show([city?.fills, city?.ponds, city?.layers.parcels, city?.layers.roads, base], () =>
        city ? editShapes(city, base) : [],
      )
      const hit = props.selection ? finder.find(props.selection) : null
      chosen.show([hit?.feature], () => (hit && hit.layer !== 'buildings' ? selectionShapes(hit.feature) : []))
    },
    destroy: () => {
      area.destroy()
      edits.destroy()
      chosen.destroy()
    },
  }
}

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

function selectionShapes(feature: Feature): Shape[] {
  const rings = polygonsOf(feature.geometry).flat()
  if (rings.length > 0) return rings.map((ring) => outline(ring, selectionColour, 4))
  const lines = linesOf(feature.geometry)
  if (lines.length > 0) return lines.map((points) => ({ points, closed: false, stroke: selectionColour, width: 6 }))
  return feature.geometry.type === 'Point' ? [outline(circle(feature.geometry.coordinates, 3), selectionColour, 4)] : []
}

const outline = (points: readonly XY[], stroke: string, width: number): Shape => ({
  points,
  closed: true,
  stroke,
  width,
})

const rectangle = ([x0, y0, x1, y1]: readonly [number, number, number, number]): XY[] => [
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
