/** The camera: where it starts, how it flies, and the keys that move it. Distances in metres, angles in radians. */
import {
  Cartesian2,
  Cartesian3,
  Cartographic,
  Math as CesiumMath,
  HeadingPitchRange,
  Matrix4,
  type Scene,
  sampleTerrainMostDetailed,
} from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { Place } from './place.ts'

const HOME_RANGE = 1600
const HOME_PITCH = CesiumMath.toRadians(-38)
const NEAREST = 30
const FARTHEST = 60_000

export interface StageCamera {
  /** @param leastMetres from which bounds are looked at */
  flyTo(target: Bounds | XY, leastMetres?: number): void
  /** Distance to what is in the middle of the view times `factor`. */
  zoom(factor: number): void
  /** Shift by shares of the height above ground: right, forward. */
  pan(right: number, forward: number): void
  topDown(): void
  home(): void
}

export function createCamera(scene: Scene, place: Place, tiles: TilesManifest): StageCamera {
  const { camera } = scene
  /** Where it was sent last: what is meant while it looks at the sky. */
  let last: { at: XY; range: number } = { at: [tiles.city.home.x, tiles.city.home.y], range: HOME_RANGE }
  const look = (
    x: number,
    y: number,
    range: number,
    pitch: number,
    heading = 0,
    ground = place.groundAt(x, y) ?? 0,
  ) => {
    last = { at: [x, y], range }
    const clamped = Math.min(FARTHEST, Math.max(NEAREST, range))
    camera.lookAt(place.toCartesian(x, y, ground), new HeadingPitchRange(heading, pitch, clamped))
    camera.lookAtTransform(Matrix4.IDENTITY)
    scene.requestRender()
  }
  /** Far from where the view was, the ground is known by tiles so coarse that their chords are kilometres off: looked at again. */
  const lookOnGround = (x: number, y: number, range: number) => {
    const { pitch, heading } = camera
    const told = place.groundAt(x, y) ?? 0
    look(x, y, range, pitch, heading, told)
    const { terrainProvider } = scene.globe
    if (!terrainProvider.availability) return
    const there = Cartesian3.clone(camera.positionWC)
    const [lon, lat] = place.toWgs84(x, y)
    void sampleTerrainMostDetailed(terrainProvider, [Cartographic.fromDegrees(lon, lat)], true).then(
      ([spot]) => {
        if (scene.isDestroyed() || spot?.height === undefined) return
        const ground = spot.height - place.ellipsoidHeight(0)
        const moved = Cartesian3.distance(there, camera.positionWC) > 1
        if (!moved && Math.abs(ground - told) > 1) look(x, y, range, pitch, heading, ground)
      },
      () => {}, // what cannot be read is looked at as it is known
    )
  }
  /** The ground point in the middle of the view, and how far it is. */
  const aim = (): { at: XY; range: number } => {
    const { clientWidth, clientHeight } = scene.canvas
    const hit = place.groundUnder(clientWidth / 2, clientHeight / 2)
    if (hit) return { at: hit.at, range: Cartesian3.distance(camera.positionWC, hit.position) }
    const far = camera.pickEllipsoid(new Cartesian2(clientWidth / 2, clientHeight / 2))
    return far ? { at: place.toLocal(far), range: Cartesian3.distance(camera.positionWC, far) } : last
  }
  const home = () => look(tiles.city.home.x, tiles.city.home.y, HOME_RANGE, HOME_PITCH)
  return {
    home,
    flyTo: (target, leastMetres = 200) => {
      if (target.length === 2) return lookOnGround(target[0], target[1], Math.min(aim().range, 500))
      const [x0, y0, x1, y1] = target
      lookOnGround((x0 + x1) / 2, (y0 + y1) / 2, Math.max(leastMetres, 1.5 * Math.hypot(x1 - x0, y1 - y0)))
    },
    zoom: (factor) => {
      const { at, range } = aim()
      look(at[0], at[1], range * factor, camera.pitch, camera.heading)
    },
    pan: (right, forward) => {
      const { at, range } = aim()
      const [sin, cos] = [Math.sin(camera.heading), Math.cos(camera.heading)]
      const [dx, dy] = [range * (right * cos + forward * sin), range * (forward * cos - right * sin)]
      look(at[0] + dx, at[1] + dy, range, camera.pitch, camera.heading)
    },
    topDown: () => {
      const { at, range } = aim()
      look(at[0], at[1], range, -Math.PI / 2)
    },
  }
}

/** Height of the camera above the ground, m. */
export const heightAboveGround = (scene: Scene): number => {
  const here = Cartographic.fromCartesian(scene.camera.positionWC)
  return here.height - (scene.globe.getHeight(here) ?? 0)
}
