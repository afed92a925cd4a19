/** Water surfaces, the sea, and the centre lines of waterways. */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { Properties } from '../../../scenarios/city/layers.ts'
import { stableId } from '../../../scenarios/ids.ts'
import type { Tags } from '../../readers/osm/model.ts'
import { lineOf } from './geometry.ts'
import type { Place } from './place.ts'
import { readSea } from './sea.ts'
import { readSurfaces } from './surfaces.ts'
import { metres, nameOf, says } from './tags.ts'

/** Bed of the sea where no sounding is known, m above the datum: an assumption. */
export const SEA_BED_METRES = -2

export const isWater = (tags: Tags): boolean =>
  tags.natural === 'water' ||
  tags.waterway === 'riverbank' ||
  tags.waterway === 'dock' ||
  tags.landuse === 'reservoir' ||
  tags.landuse === 'basin'

export function readWater(place: Place): Feature<'water'>[] {
  const water = readSurfaces(place, isWater).map(({ id, tags, geometry }): Feature<'water'> => {
    const tidal = tags.tidal === 'yes'
    const properties = { name: nameOf(tags), kind: kindOf(tags), tidal, bedMetres: null }
    return { type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }
  })
  const sea = readSea(place)
  if (!sea) return water
  return [
    ...water,
    {
      type: 'Feature',
      id: stableId('water', 'sea'),
      geometry: sea,
      provenance: 'computed',
      buildState: 'as-built',
      properties: { name: null, kind: 'sea', tidal: true, bedMetres: SEA_BED_METRES },
    },
  ]
}

function kindOf(tags: Tags): Properties['water']['kind'] {
  if (tags.waterway === 'riverbank' || tags.water === 'river') return 'river'
  if (tags.waterway === 'dock' || tags.water === 'canal') return 'canal'
  return tags.water === 'pond' || tags.water === 'basin' || tags.landuse === 'basin' ? 'pond' : 'lake'
}

/** Width, m, where nothing is said. */
const usualWidth = { river: 20, canal: 12, stream: 2, ditch: 1.5, drain: 1 } as const

export function readWaterways(place: Place): Feature<'waterways'>[] {
  return [...place.osm.ways.values()].flatMap((way): Feature<'waterways'>[] => {
    const kind = way.tags.waterway as keyof typeof usualWidth
    if (!Object.hasOwn(usualWidth, kind ?? '')) return []
    const id = `osm:way/${way.id}`
    if (says(way.tags.tunnel)) {
      place.reporter.skip('waterway-covered', 'dòng chảy đi ngầm', 'a waterway under ground', id)
      return []
    }
    const geometry = lineOf(place, way)
    if (!geometry) return []
    const widthMetres = metres(way.tags.width) || usualWidth[kind]
    const properties = { name: nameOf(way.tags), kind, widthMetres, bedMetres: null }
    return [{ type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }]
  })
}
