/**
 * The scene: create, update, destroy. Every object in it is a small part of its own with the same three verbs; the widget draws
 * only when something has changed.
 */
import { Cartesian3, type CesiumWidget, Color, DirectionalLight, Matrix4, Transforms } from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { createBuildings } from './buildings.ts'
import { createCamera, heightAboveGround, type StageCamera } from './camera.ts'
import { createCaseBuilding, createSunlight } from './case-building.ts'
import { createChooser } from './choose.ts'
import { createDesires } from './desires.ts'
import { createDrawnLayers } from './drawn/layers.ts'
import { createFinder } from './finder.ts'
import { createFlows } from './flows.ts'
import { createGround } from './ground.ts'
import { createImported } from './imported.ts'
import { createLight } from './light.ts'
import { createModels } from './models.ts'
import { createOverlays } from './overlays.ts'
import { createPlace, type Place, seenGround } from './place.ts'
import { createPlanned } from './planned.ts'
import { createPlannedLamps } from './planned-lamps.ts'
import { adaptQuality } from './quality.ts'
import { createRaster } from './raster.ts'
import { createSurface } from './surface.ts'
import { createTool } from './tool.ts'
import type { StageProps } from './types.ts'
import { createUnderground } from './underground.ts'
import { createVehicles } from './vehicles.ts'

/** One kind of object in the scene. */
export interface Part {
  /** What it lays over the engine's picture, hidden while it is empty. */
  readonly over?: HTMLCanvasElement
  update(props: StageProps): void
  destroy(): void
}

export interface StageScene extends Part {
  readonly camera: StageCamera
  capture(): Promise<Blob>
}

/** Set once when the widget is made: nothing that a machine without a graphics card would pay for. */
export const widgetOptions = {
  baseLayer: false,
  skyBox: false,
  skyAtmosphere: false,
  scene3DOnly: true,
  msaaSamples: 1,
  shadows: false,
  orderIndependentTranslucency: false,
  requestRenderMode: true,
  maximumRenderTimeChange: Number.POSITIVE_INFINITY,
  showRenderLoopErrors: false,
  contextOptions: { webgl: { alpha: false } },
} as const

/** Light falls from the north-west, as on a relief map, whatever the hour. */
function fromNorthWest(place: Place, { city: { home } }: TilesManifest): Cartesian3 {
  const frame = Transforms.eastNorthUpToFixedFrame(place.toCartesian(home.x, home.y, 0))
  return Matrix4.multiplyByPointAsVector(frame, new Cartesian3(0.5, -0.6, -0.75), new Cartesian3())
}

/** @param now the properties as they stand when something happens later */
export function createScene(
  widget: CesiumWidget,
  tiles: TilesManifest,
  baseUrl: string,
  now: () => StageProps,
): StageScene {
  const { scene } = widget
  scene.highDynamicRange = false
  scene.fog.enabled = false
  scene.postProcessStages.fxaa.enabled = false
  if (scene.sun) scene.sun.show = false
  if (scene.moon) scene.moon.show = false
  widget.creditDisplay.container.style.display = 'none'

  const place = createPlace(scene, tiles.city.frame)
  const even = new DirectionalLight({ direction: fromNorthWest(place, tiles), intensity: 2 })
  scene.light = even
  const camera = createCamera(scene, place, tiles)
  const finder = createFinder(tiles, baseUrl, () => now().city)
  const surface = createSurface(place, [tiles.city.home.x, tiles.city.home.y])
  const parts: Part[] = [
    createGround(scene, place, tiles, baseUrl, now),
    createDrawnLayers(scene, place, tiles, baseUrl, now),
    ...createBuildings(scene, tiles, baseUrl, now),
    ...createModels(scene, tiles, baseUrl, now),
    createUnderground(scene, place, camera),
    createRaster(scene, place),
    createOverlays(scene, place, finder),
    createCaseBuilding(scene, place),
    createSunlight(scene, place, even),
    createPlanned(scene, place),
    createPlannedLamps(scene, place),
    createImported(scene, place),
    createLight(scene, place, surface),
    createFlows(scene, surface),
    createVehicles(scene, surface, now),
    createDesires(scene, surface),
    createTool(scene, place, camera, createChooser(scene, place, finder, now), finder, now),
  ]
  camera.home()
  const ordinary = adaptQuality(widget)

  const moved = scene.camera.moveEnd.addEventListener(() => {
    const { clientWidth, clientHeight } = scene.canvas
    const middle = place.groundUnder(clientWidth / 2, clientHeight / 2)
    const bounds = seenGround(scene, place)
    if (!middle || !bounds) return
    now().onView?.({ x: middle.at[0], y: middle.at[1], height: heightAboveGround(scene), bounds })
  })
  const firstSeen = scene.postRender.addEventListener(() => {
    if (!place.groundUnder(scene.canvas.clientWidth / 2, scene.canvas.clientHeight / 2)) return
    firstSeen()
    now().onReady()
  })
  /** Tiles still to come, for whoever waits for a whole picture. */
  const counted = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    scene.canvas.dataset.waiting = String(left)
  })
  const failed = scene.renderError.addEventListener((_scene: unknown, error: unknown) => {
    now().onProblem({
      code: 'stage/render',
      message: {
        vi: 'Bản đồ 3D đã dừng vì lỗi vẽ. Hãy tải lại trang.',
        en: 'The 3D map stopped on a drawing error. Reload the page.',
      },
      place: String(error).split('\n')[0] ?? '',
    })
  })

  return {
    camera,
    update: (props) => {
      scene.backgroundColor = Color.fromCssColorString(props.dark ? '#11161c' : '#dfe7ee')
      for (const part of parts) part.update(props)
      scene.requestRender()
    },
    capture: () => {
      scene.render()
      const { canvas } = scene
      const whole = document.createElement('canvas')
      whole.width = canvas.width
      whole.height = canvas.height
      const brush = whole.getContext('2d')!
      const over = parts.flatMap((part) => part.over ?? []).filter(({ style }) => style.display !== 'none')
      for (const layer of [canvas, ...over]) brush.drawImage(layer, 0, 0, whole.width, whole.height)
      return new Promise((resolve, reject) =>
        whole.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('Expected a picture, got none'))), 'image/png'),
      )
    },
    destroy: () => {
      ordinary()
      moved()
      firstSeen()
      counted()
      failed()
      for (const part of parts) part.destroy()
    },
  }
}
