/** Buildings as 3D Tiles: coloured by use, the chosen one highlighted, few kept in memory. */
import {
  Cesium3DTileColorBlendMode,
  Cesium3DTileStyle,
  Cesium3DTileset,
  CustomShader,
  LightingModel,
  type Scene,
} from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { both } from '../../scenarios/text.ts'
import { buildingColour, buildingColours, selectionColour } from './colours.ts'
import { type LayerFilter, showExpression } from './filter.ts'
import { reason } from './reason.ts'
import type { Part } from './scene.ts'
import type { StageProps } from './types.ts'

const MEGABYTE = 1024 * 1024

export function createBuildings(scene: Scene, tiles: TilesManifest, baseUrl: string, now: () => StageProps): Part {
  let tileset: Cesium3DTileset | null = null
  let gone = false
  let style = ''

  const load = async (path: string) => {
    try {
      const loaded = await Cesium3DTileset.fromUrl(baseUrl + path, {
        maximumScreenSpaceError: 16,
        cacheBytes: 96 * MEGABYTE,
        maximumCacheOverflowBytes: 64 * MEGABYTE,
        skipLevelOfDetail: false,
        dynamicScreenSpaceError: true,
        environmentMapOptions: { enabled: false },
      })
      if (gone) return loaded.destroy()
      loaded.customShader = shading()
      loaded.colorBlendMode = Cesium3DTileColorBlendMode.REPLACE
      tileset = loaded
      scene.primitives.add(loaded)
      update(now())
      scene.requestRender()
    } catch (error) {
      now().onProblem({
        code: 'stage/buildings',
        message: both(`Không đọc được công trình${reason(error)}`, `The buildings could not be read${reason(error)}`),
        file: baseUrl + path,
      })
    }
  }

  const update = ({ layers, filters, selection }: StageProps) => {
    if (!tileset) return
    const { visible, opacity } = layers.buildings ?? { visible: false, opacity: 1 }
    tileset.show = visible
    const next = styleOf(selection, opacity, filters?.buildings)
    if (next !== style) tileset.style = new Cesium3DTileStyle(JSON.parse(next))
    style = next
  }

  if (tiles.buildings) void load(tiles.buildings.path)
  return {
    update,
    destroy: () => {
      gone = true
      if (tileset && !scene.isDestroyed()) scene.primitives.remove(tileset)
    },
  }
}

/** Even light and a little from one side: far cheaper than the engine's physical shading, and the same at every hour. */
const shading = () =>
  new CustomShader({
    lightingModel: LightingModel.UNLIT,
    fragmentShaderText: `void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
      float side = dot(normalize(fsInput.attributes.normalEC), czm_lightDirectionEC);
      material.diffuse *= 0.78 + 0.22 * side;
    }`,
  })

/** A style of 3D Tiles as JSON: by use, the chosen building in the accent colour. */
function styleOf(selection: string | null, opacity: number, filter: LayerFilter | undefined): string {
  const paint = (colour: string) => `color('${colour}', ${opacity})`
  const chosen = selection
    ? [[`\${feature['id']} === ${JSON.stringify(selection)}`, `color('${selectionColour}')`]]
    : []
  const uses = Object.entries(buildingColours).map(([use, colour]) => [
    `\${feature['use']} === '${use}'`,
    paint(colour),
  ])
  return JSON.stringify({
    show: showExpression(filter),
    color: { conditions: [...chosen, ...uses, ['true', paint(buildingColour)]] },
  })
}
