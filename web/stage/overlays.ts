/** What the scenario adds to the map: the simulated area, edits, and the outline of what is chosen. */

import type { Scene } from 'cesium'
import type { Finder } from './finder.ts'
import { areaShapes, editShapes, selectionShapes } from './outlines.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { createShapes } from './shapes.ts'

export function createOverlays(scene: Scene, place: Place, finder: Finder): Part {
  const area = createShapes(scene, place)
  const edits = createShapes(scene, place)
  const chosen = createShapes(scene, place)
  return {
    update: (props) => {
      area.show(props.area ? [...props.area] : [], () => (props.area ? areaShapes(props.area) : []))
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
