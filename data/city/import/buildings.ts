/**
 * Surfaces with `building` → buildings. Height by `height`, then `building:levels` × 3 m; else a guess by kind and footprint that is
 * marked as generated, while the building itself stays imported.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { polygonArea } from '../../../scenarios/geometry.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import type { Tags } from '../../readers/osm/model.ts'
import type { Place } from './place.ts'
import { readSurfaces, type Surface } from './surfaces.ts'
import { count, lookUp, metres, nameOf, says } from './tags.ts'

export const STOREY_METRES = 3
const MAX_HEIGHT_METRES = 600

const notBuilt: Record<string, BuildState> = { construction: 'under-construction', proposed: 'proposed' }

export const isBuilding = (tags: Tags): boolean => says(tags.building)

/** @param addresses ids of those that there are */
export const readBuildings = (place: Place, addresses: ReadonlySet<string>): Feature<'buildings'>[] =>
  readSurfaces(place, isBuilding).map((surface) => buildingOf(place, surface, addresses))

function buildingOf(
  place: Place,
  { id, tags, geometry }: Surface,
  addresses: ReadonlySet<string>,
): Feature<'buildings'> {
  const { heightMetres, storeys, imported } = heightOf(place, tags, polygonArea(geometry), id)
  const year = /^(\d{4})/.exec(tags.start_date ?? '')?.[1]
  return {
    type: 'Feature',
    id,
    geometry,
    provenance: 'imported',
    buildState: lookUp(notBuilt, tags.building!) ?? 'as-built',
    properties: {
      name: nameOf(tags),
      use: purposeOf(tags),
      heightMetres,
      storeys,
      heightProvenance: imported ? 'imported' : 'generated',
      year: year ? Number(year) : null,
      households: 0,
      parcelId: null,
      addressId: addresses.has(id) ? id : null,
    },
  }
}

function purposeOf(tags: Tags): string {
  if (tags.building && tags.building !== 'yes') return tags.building
  return tags.amenity ?? (tags.shop ? 'retail' : tags.tourism ? 'tourism' : tags.office ? 'office' : 'unknown')
}

function heightOf(place: Place, tags: Tags, footprint: number, id: string) {
  const levels = count(tags['building:levels'] ?? tags.levels)
  const said = metres(tags.height) ?? metres(tags['building:height'])
  const height = said ?? (levels === null ? null : levels * STOREY_METRES)
  if (height !== null && height > 0 && height <= MAX_HEIGHT_METRES) {
    const storeys = Math.max(1, Math.round(levels ?? height / STOREY_METRES))
    return { heightMetres: height, storeys, imported: true }
  }
  if (tags.height !== undefined || tags['building:levels'] !== undefined) {
    place.reporter.repair(
      'height',
      'chiều cao không hợp lệ, thay bằng ước đoán',
      'a height that cannot be, replaced by a guess',
      id,
    )
  }
  const storeys = guessedStoreys(tags.building ?? '', footprint)
  return { heightMetres: storeys * STOREY_METRES, storeys, imported: false }
}

const low = new Set([
  'garage',
  'garages',
  'shed',
  'hut',
  'roof',
  'carport',
  'greenhouse',
  'kiosk',
  'service',
  'toilets',
])

/** A guess for want of anything better: sheds one storey, houses two, apartments five, the rest by the size of the footprint. */
function guessedStoreys(kind: string, footprint: number): number {
  if (low.has(kind) || footprint < 30) return 1
  if (['house', 'detached', 'terrace', 'bungalow', 'farm'].includes(kind)) return 2
  if (['apartments', 'hotel', 'dormitory'].includes(kind)) return 5
  return footprint < 120 ? 2 : footprint < 400 ? 3 : 4
}
