/** The ground: our terrain, or flat; shown only within the city's extent; no picture from outside on it. */
import {
  CesiumTerrainProvider,
  Color,
  CustomHeightmapTerrainProvider,
  GeographicTilingScheme,
  type Scene,
} from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { both } from '../../scenarios/text.ts'
import type { Place } from './place.ts'
import { reason } from './reason.ts'
import type { Part } from './scene.ts'
import type { StageProps } from './types.ts'

/** Tiles of ground kept in memory beyond those on the screen. */
const TILES_KEPT = 40

export function createGround(
  scene: Scene,
  place: Place,
  tiles: TilesManifest,
  baseUrl: string,
  now: () => StageProps,
): Part {
  const { globe } = scene
  globe.cartographicLimitRectangle = place.rectangle(tiles.city.bounds)
  globe.showGroundAtmosphere = false
  globe.enableLighting = false
  globe.showWaterEffect = false
  globe.tileCacheSize = TILES_KEPT
  globe.maximumScreenSpaceError = 4
  globe.depthTestAgainstTerrain = true

  let shown: boolean | undefined
  let gone = false
  const show = async (terrain: boolean) => {
    if (!terrain) {
      globe.terrainProvider = flat(tiles.city.frame.ellipsoidMinusHeight)
      return
    }
    try {
      const folder = baseUrl + tiles.terrain.path.replace(/\/?layer\.json$/, '')
      const provider = await CesiumTerrainProvider.fromUrl(folder, { requestVertexNormals: false })
      if (!gone && shown) globe.terrainProvider = provider
      scene.requestRender()
    } catch (error) {
      globe.terrainProvider = flat(tiles.city.frame.ellipsoidMinusHeight)
      now().onProblem({
        code: 'stage/terrain',
        message: both(
          `Không đọc được địa hình: mặt đất vẽ phẳng${reason(error)}`,
          `The terrain could not be read: the ground is drawn flat${reason(error)}`,
        ),
        file: baseUrl + tiles.terrain.path,
      })
    }
  }
  return {
    update: ({ terrain, dark }) => {
      globe.baseColor = Color.fromCssColorString(dark ? '#2b3138' : '#eef0ea')
      if (terrain === shown) return
      shown = terrain
      void show(terrain)
    },
    destroy: () => {
      gone = true
    },
  }
}

/** Ground at 0 m of the vertical datum everywhere. */
function flat(ellipsoidMinusHeight: number): CustomHeightmapTerrainProvider {
  const heights = new Float32Array(4).fill(ellipsoidMinusHeight)
  return new CustomHeightmapTerrainProvider({
    width: 2,
    height: 2,
    tilingScheme: new GeographicTilingScheme(),
    callback: () => heights,
  })
}
