/** Buildings as 3D Tiles: coloured by use, the chosen one highlighted, few kept in memory. */
import { Cartesian3, Cesium3DTileStyle, Cesium3DTileset, type Scene } from 'cesium'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { both } from '../../scenarios/text.ts'
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
      loaded.imageBasedLighting.sphericalHarmonicCoefficients = ambient
      tileset = loaded
      scene.primitives.add(loaded)
      update(now())
      scene.requestRender()
    } catch (error) {
      now().onProblem({
        code: 'stage/buildings',
        message: both('Không đọc được công trình', 'The buildings could not be read'),
        file: baseUrl + path,
        expected: String(error),
      })
    }
  }

  const update = ({ layers, selection }: StageProps) => {
    if (!tileset) return
    const { visible, opacity } = layers.buildings ?? { visible: false, opacity: 1 }
    tileset.show = visible
    const next = styleOf(selection, opacity)
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

/** Even light from everywhere, as spherical harmonics: the first is the mean, the rest vary with direction. */
const ambient = [new Cartesian3(0.75, 0.76, 0.8), ...Array.from({ length: 8 }, () => new Cartesian3())]

/** A style of 3D Tiles as JSON: by use, the chosen building in the accent colour. */
function styleOf(selection: string | null, opacity: number): string {
  const paint = (colour: string) => `color('${colour}', ${opacity})`
  const rules = [['true', paint('#d9d2c5')]]
  if (selection) rules.unshift([`\${feature['id']} === ${JSON.stringify(selection)}`, `color('#ff7a1a', 1)`])
  return JSON.stringify({ color: { conditions: rules } })
}
