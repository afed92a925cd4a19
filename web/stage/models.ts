/** Trees, lamps, poles, pipes and wires as 3D Tiles in their own colours, each layer read when it is first shown. */
import { Cesium3DTileColorBlendMode, type Scene } from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { selectionColour } from '../shared/colours.ts'
import { lampChanges } from './lamp-changes.ts'
import type { Part } from './scene.ts'
import { chosen, createTileset, type Look } from './tileset.ts'
import type { StageProps } from './types.ts'

export const createModels = (scene: Scene, tiles: TilesManifest, baseUrl: string, now: () => StageProps): Part[] =>
  tiles.models.map(({ layer, path }) =>
    createTileset(scene, layer, baseUrl + path, layer === 'lamps' ? lampLook : look, now),
  )

const look: Look = {
  blend: Cesium3DTileColorBlendMode.MIX,
  cacheMegabytes: 24,
  fields: ['id', 'provenance', 'buildState'],
  colours: (selection, opacity) => [...chosen(selection, selectionColour), ['true', `color('white', ${opacity})`]],
}

const lampLook: Look = {
  ...look,
  plan: ({ city, base = null }) => {
    const { replaced, out } = lampChanges(city, base)
    return { gone: replaced, dark: out.map(({ id }) => id) }
  },
}
