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
  let selected: string | null = null
  /** Whether what is chosen is at hand and outlined, or a building that is coloured itself. */
  const outline = (): boolean => {
    const hit = selected ? finder.find(selected) : null
    chosen.show([hit?.feature], () => (hit && hit.layer !== 'buildings' ? selectionShapes(hit.feature) : []))
    return hit !== null
  }
  return {
    update: (props) => {
      area.show(props.area ? [...props.area] : [], () => (props.area ? areaShapes(props.area) : []))
      const { city, base = null, selection, selectionAt } = props
      edits.show([city?.fills, city?.ponds, city?.layers.parcels, city?.layers.roads, base], () =>
        city ? editShapes(city, base) : [],
      )
      const changed = selection !== selected
      selected = selection
      if (outline() || !selected || !selectionAt || !changed) return
      // Chosen in a list, not under a click: it is read once, and outlined if it is still meant when it has come.
      finder.near(selectionAt).then(
        () => {
          if (scene.isDestroyed()) return
          outline()
          scene.requestRender()
        },
        () => {},
      )
    },
    destroy: () => {
      area.destroy()
      edits.destroy()
      chosen.destroy()
    },
  }
}
