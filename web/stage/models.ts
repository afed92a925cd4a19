/** Trees, lamps, poles, pipes and wires as 3D Tiles in their own colours, each layer read when it is first shown. */
import { Cesium3DTileColorBlendMode, type Scene } from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { selectionColour } from './colours.ts'
import type { Part } from './scene.ts'
import { chosen, createTileset, type Look } from './tileset.ts'
import type { StageProps } from './types.ts'

export const createModels = (scene: Scene, tiles: TilesManifest, baseUrl: string, now: () => StageProps): Part[] =>
  tiles.models.map(({ layer, path }) => createTileset(scene, layer, baseUrl + path, look, now))

const look: Look = {
  blend: Cesium3DTileColorBlendMode.MIX,
  cacheMegabytes: 24,
  colours: (selection, opacity) => [...chosen(selection, selectionColour), ['true', `color('white', ${opacity})`]],
}
