/** Land cover and administrative units. */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { polygonArea } from '../../../scenarios/geometry.ts'
import type { Tags } from '../../readers/osm/model.ts'
import { surfaceOfRelation } from './geometry.ts'
import type { Place } from './place.ts'
import { readSurfaces } from './surfaces.ts'
import { nameOf } from './tags.ts'
import { isWater } from './water.ts'

type Cover = readonly [cover: string, imperviousShare: number]

/** What a tag says of the ground, and the share of it that sheds rain: common values, an assumption. */
const covers: Record<string, Cover> = {
  'landuse=residential': ['residential', 0.6],
  'landuse=commercial': ['commercial', 0.8],
  'landuse=retail': ['commercial', 0.8],
  'landuse=industrial': ['industrial', 0.8],
  'landuse=railway': ['industrial', 0.4],
  'landuse=construction': ['bare', 0.4],
  'landuse=brownfield': ['bare', 0.4],
  'landuse=cemetery': ['grass', 0.3],
  'landuse=grass': ['grass', 0.1],
  'landuse=meadow': ['grass', 0.05],
  'landuse=village_green': ['grass', 0.1],
  'landuse=recreation_ground': ['grass', 0.15],
  'landuse=forest': ['forest', 0.05],
  'landuse=farmland': ['farmland', 0.1],
  'landuse=orchard': ['orchard', 0.05],
  'landuse=vineyard': ['orchard', 0.05],
  'landuse=paddy': ['paddy', 0],
  'landuse=quarry': ['rock', 0.7],
  'natural=wood': ['forest', 0.05],
  'natural=scrub': ['scrub', 0.05],
  'natural=heath': ['scrub', 0.05],
  'natural=grassland': ['grass', 0.05],
  'natural=wetland': ['wetland', 0],
  'natural=sand': ['sand', 0],
  'natural=beach': ['sand', 0],
  'natural=shingle': ['sand', 0],
  'natural=bare_rock': ['rock', 0.9],
  'natural=scree': ['rock', 0.5],
  'leisure=park': ['grass', 0.15],
  'leisure=garden': ['grass', 0.1],
  'leisure=golf_course': ['grass', 0.05],
  'leisure=pitch': ['grass', 0.3],
  'leisure=playground': ['grass', 0.3],
  'leisure=stadium': ['paved', 0.9],
  'amenity=parking': ['paved', 0.95],
}

function coverOf(tags: Tags): Cover | undefined {
  if (isWater(tags) || tags.building) return undefined
  for (const key of ['natural', 'leisure', 'landuse', 'amenity']) {
    const cover = covers[`${key}=${tags[key]}`]
    if (cover) return cover
  }
  return undefined
}

export function readLandcover(place: Place): Feature<'landcover'>[] {
  const surfaces = readSurfaces(place, (tags) => coverOf(tags) !== undefined)
  return surfaces.map(({ id, tags, geometry }) => {
    const [cover, imperviousShare] = coverOf(tags)!
    const properties = { cover, name: nameOf(tags), imperviousShare }
    return { type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }
  })
}

/** The finest administrative level whose units are whole in the file. */
export function readUnits(place: Place, date: string): Feature<'units'>[] {
  const boundaries = place.osm.relations.filter(
    (r) => r.tags.boundary === 'administrative' && /^\d+$/.test(r.tags.admin_level ?? ''),
  )
  const units = boundaries.flatMap((relation) => {
    const geometry = surfaceOfRelation(place, relation)
    return geometry ? [{ relation, geometry, level: Number(relation.tags.admin_level) }] : []
  })
  const finest = Math.max(...units.map(({ level }) => level))
  return units.flatMap(({ relation, geometry, level }): Feature<'units'>[] => {
    const { tags } = relation
    const id = `osm:relation/${relation.id}`
    if (level !== finest) {
      place.reporter.skip(
        'unit-coarser',
        'đơn vị hành chính cấp cao hơn',
        'an administrative unit of a coarser level',
        id,
      )
      return []
    }
    const properties = {
      code: tags.ref ?? tags['ref:INSEE'] ?? tags['ISO3166-2'] ?? `osm-${relation.id}`,
      validFrom: /^\d{4}-\d\d-\d\d$/.test(tags.start_date ?? '') ? tags.start_date! : date,
      validTo: null,
      name: nameOf(tags) ?? id,
      postcode: tags.postal_code ?? tags['addr:postcode'] ?? null,
      population: Number(tags.population) || null,
      areaSquareKilometres: polygonArea(geometry) / 1e6,
    }
    return [{ type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }]
  })
}
