/** Named places and addresses, from nodes and from the middle of ways; addresses from relations too. */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { centroid, contains } from '../../../scenarios/geometry.ts'
import type { Tags } from '../../readers/osm/model.ts'
import { polygonsOfRelation } from './geometry.ts'
import type { Place } from './place.ts'
import { nameOf } from './tags.ts'

interface Spot {
  readonly id: string
  readonly tags: Tags
  readonly point: XY
}

/** Tagged nodes and closed ways within the extent. */
function spots(place: Place): Spot[] {
  const nodes = place.osm.nodes.map(({ id, tags }) => ({ id: `osm:node/${id}`, tags, point: place.at(id)! }))
  const ways = [...place.osm.ways.values()].flatMap(({ id, tags, refs }): Spot[] => {
    if (refs[0] !== refs.at(-1)) return []
    const ring = refs.map((ref) => place.at(ref)).filter((point) => point !== undefined)
    return ring.length >= 3 ? [{ id: `osm:way/${id}`, tags, point: centroid(ring) }] : []
  })
  return [...nodes, ...ways].filter(({ point }) => contains(place.extent, point))
}

const categories = [
  'amenity',
  'tourism',
  'historic',
  'leisure',
  'shop',
  'office',
  'railway',
  'place',
  'man_made',
  'healthcare',
]

export function readLandmarks(place: Place): Feature<'landmarks'>[] {
  return spots(place).flatMap(({ id, tags, point }): Feature<'landmarks'>[] => {
    const key = categories.find((k) => tags[k] !== undefined && tags[k] !== 'no')
    const name = nameOf(tags)
    if (!key || !name) return []
    const properties = { name, category: `${key}=${tags[key]}`, note: tags.description ?? null }
    const geometry = { type: 'Point', coordinates: point } as const
    return [{ type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }]
  })
}

/** Surfaces of several parts, at the middle of their first outline. */
function numberedRelations(place: Place): Spot[] {
  return place.osm.relations.flatMap((relation): Spot[] => {
    const { id, tags } = relation
    if (tags.type !== 'multipolygon' || !tags['addr:housenumber']) return []
    const ring = polygonsOfRelation(place, relation)?.[0]?.[0]
    if (!ring || ring.length < 3) return []
    const point = centroid(ring)
    return contains(place.extent, point) ? [{ id: `osm:relation/${id}`, tags, point }] : []
  })
}

export function readAddresses(place: Place): Feature<'addresses'>[] {
  return [...spots(place), ...numberedRelations(place)].flatMap(({ id, tags, point }): Feature<'addresses'>[] => {
    const number = tags['addr:housenumber']
    if (!number) return []
    const street = tags['addr:street'] ?? tags['addr:place'] ?? null
    const properties = {
      number,
      street,
      label: [street ? `${number} ${street}` : number, tags['addr:city']].filter(Boolean).join(', '),
      oldLabel: null,
      unitCode: null,
      oldUnitCode: null,
      postcode: tags['addr:postcode'] ?? null,
      parcelId: null,
    }
    const geometry = { type: 'Point', coordinates: point } as const
    return [{ type: 'Feature', id, geometry, provenance: 'imported', buildState: 'as-built', properties }]
  })
}
