/**
 * A layer that stands in space as 3D Tiles: read when it is first shown, styled, the chosen object highlighted, few tiles
 * kept in memory. Buildings and models differ in their style alone.
 */
import {
  type Cesium3DTileColorBlendMode,
  Cesium3DTileStyle,
  Cesium3DTileset,
  type CustomShader,
  type Scene,
} from 'cesium'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { both } from '../../scenarios/text.ts'
import { isOneOf, showExpression } from './filter.ts'
import { reason } from './reason.ts'
import type { Part } from './scene.ts'
import type { StageProps } from './types.ts'

const MEGABYTE = 1024 * 1024
/** Of what the plan puts out. */
const DARK = '#263238'

export interface Look {
  readonly blend: Cesium3DTileColorBlendMode
  readonly cacheMegabytes: number
  readonly shader?: () => CustomShader
  /** Attributes that its objects carry, where not all of the layer's. */
  readonly fields?: readonly string[]
  /** Ids of objects that the plan takes away, and of those that it puts out. */
  plan?(props: StageProps): { readonly gone: readonly string[]; readonly dark: readonly string[] }
  /** Colours of 3D Tiles by condition, the first that holds. */
  colours(selection: string | null, opacity: number): string[][]
}

const layers = new WeakMap<Cesium3DTileset, LayerId>()

/** The layer that a tileset of ours shows. */
export const layerOfTileset = (tileset: Cesium3DTileset): LayerId | undefined => layers.get(tileset)

/** @param url of its `tileset.json` */
export function createTileset(scene: Scene, layer: LayerId, url: string, look: Look, now: () => StageProps): Part {
  let tileset: Cesium3DTileset | null = null
  let asked = false
  let gone = false
  let style = ''

  const load = async () => {
    try {
      const loaded = await Cesium3DTileset.fromUrl(url, {
        maximumScreenSpaceError: 16,
        cacheBytes: look.cacheMegabytes * MEGABYTE,
        maximumCacheOverflowBytes: (look.cacheMegabytes / 2) * MEGABYTE,
        skipLevelOfDetail: false,
        dynamicScreenSpaceError: true,
        environmentMapOptions: { enabled: false },
      })
      if (gone) return loaded.destroy()
      if (look.shader) loaded.customShader = look.shader()
      loaded.colorBlendMode = look.blend
      layers.set(loaded, layer)
      tileset = loaded
      scene.primitives.add(loaded)
      update(now())
      scene.requestRender()
    } catch (error) {
      const { title } = layerAbout[layer]
      now().onProblem({
        code: 'stage/tileset',
        message: both(
          `Không đọc được lớp “${title.vi}”${reason(error)}`,
          `The layer “${title.en}” could not be read${reason(error)}`,
        ),
        file: url,
      })
    }
  }

  const update = (props: StageProps) => {
    const { layers, filters, selection } = props
    const { visible, opacity } = layers[layer] ?? { visible: false, opacity: 1 }
    if (!tileset) {
      if (visible && !asked) void load()
      asked ||= visible
      return
    }
    tileset.show = visible
    const { gone: absent = [], dark = [] } = look.plan?.(props) ?? {}
    const conditions = [
      ...(dark.length > 0 ? [[isOneOf(dark), `color('${DARK}')`]] : []),
      ...look.colours(selection, opacity),
    ]
    const shown = showExpression(filters?.[layer], look.fields)
    const show = absent.length > 0 ? `(${shown}) && !${isOneOf(absent)}` : shown
    const next = JSON.stringify({ show, color: { conditions } })
    if (next !== style) tileset.style = new Cesium3DTileStyle(JSON.parse(next))
    style = next
  }

  return {
    update,
    destroy: () => {
      gone = true
      if (tileset && !scene.isDestroyed()) scene.primitives.remove(tileset)
    },
  }
}

/** The condition under which the chosen object has its colour. */
export const chosen = (selection: string | null, colour: string): string[][] =>
  selection ? [[`\${feature['id']} === ${JSON.stringify(selection)}`, `color('${colour}')`]] : []
