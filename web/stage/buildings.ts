/** Buildings as 3D Tiles: coloured by use, the chosen one highlighted. */
import { Cesium3DTileColorBlendMode, CustomShader, LightingModel, type Scene } from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { buildingColour, buildingColours, selectionColour } from '../shared/colours.ts'
import type { Part } from './scene.ts'
import { chosen, createTileset, type Look } from './tileset.ts'
import type { StageProps } from './types.ts'

export const createBuildings = (scene: Scene, tiles: TilesManifest, baseUrl: string, now: () => StageProps): Part[] =>
  tiles.buildings ? [createTileset(scene, 'buildings', baseUrl + tiles.buildings.path, look, now)] : []

/**
 * Even light and a little from one side: far cheaper than the engine's physical shading, and the same at every hour. The
 * files carry no normals: each face has that of its triangle.
 */
const shader = () =>
  new CustomShader({
    lightingModel: LightingModel.UNLIT,
    fragmentShaderText: `void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
      vec3 place = fsInput.attributes.positionEC;
      float side = dot(normalize(cross(dFdx(place), dFdy(place))), czm_lightDirectionEC);
      material.diffuse *= 0.78 + 0.22 * side;
    }`,
  })

const look: Look = {
  plan: ({ building = null }) => ({ gone: building?.replaces ?? [], dark: [] }),
  blend: Cesium3DTileColorBlendMode.REPLACE,
  cacheMegabytes: 96,
  shader,
  colours: (selection, opacity) => {
    const paint = (colour: string) => `color('${colour}', ${opacity})`
    const uses = Object.entries(buildingColours).map(([use, colour]) => [
      `\${feature['use']} === '${use}'`,
      paint(colour),
    ])
    return [...chosen(selection, selectionColour), ...uses, ['true', paint(buildingColour)]]
  },
}
