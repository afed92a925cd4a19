/**
 * The view into the ground: the earth's surface, with all that is drawn on it, is seen through, more so from near, and the
 * camera may go below it, though no deeper than anything lies. Where the graphics cannot look through the surface, what lies in it is drawn over it instead.
 */
import { Cartesian3, Color, NearFarScalar, type Scene } from 'cesium'
import { heightAboveGround, type StageCamera } from './camera.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'

/** How much of the surface stays, by distance, m. */
const SURFACE = new NearFarScalar(100, 0.15, 4000, 0.6)
const EARTH = Color.fromCssColorString('#6b6157')
/** Lower than this above the ground, the camera is lifted out when the view ends, m. */
const LEAST_METRES = 2
/** Nothing lies deeper: the camera stays above that, m below the ground. */
const DEEPEST_METRES = 20

export function createUnderground(scene: Scene, place: Place, camera: StageCamera): Part {
  const { globe, screenSpaceCameraController: controller } = scene
  globe.undergroundColor = EARTH
  let shown = false
  const held = scene.preUpdate.addEventListener(() => {
    const height = shown ? heightAboveGround(scene) : 0
    if (height >= -DEEPEST_METRES) return
    const { longitude, latitude, height: at } = scene.camera.positionCartographic
    scene.camera.position = Cartesian3.fromRadians(longitude, latitude, at - height - DEEPEST_METRES)
  })
  return {
    update: ({ underground = false }) => {
      if (underground === shown) return
      shown = underground
      // without depth textures the engine cannot tell what lies before the surface from what lies behind it
      const translucent = underground && scene.pickPositionSupported
      globe.translucency.frontFaceAlphaByDistance = SURFACE
      globe.translucency.enabled = translucent
      globe.depthTestAgainstTerrain = !underground || translucent
      controller.enableCollisionDetection = !underground
      if (!underground && heightAboveGround(scene) < LEAST_METRES) camera.flyTo(place.toLocal(scene.camera.positionWC))
    },
    destroy: held,
  }
}
