/**
 * Every surface of the map with the tags that say what it is: closed ways and multipolygon relations. In the old style of
 * multipolygons the outer way carries the tags and the relation only its holes: the way then gets them.
 */
import type { XY } from '../../../scenarios/frame.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import type { OsmRelation, Tags } from '../../readers/osm/model.ts'
import { polygonsOfRelation, surfaceOfRelation, surfaceOfWay } from './geometry.ts'
import type { Place } from './place.ts'

export interface Surface {
  readonly id: string
  readonly tags: Tags
  readonly geometry: Extract<Geometry, { type: 'Polygon' | 'MultiPolygon' }>
}

/** Tags of a relation that say nothing about what the surface is. */
const plain = new Set(['type', 'source', 'created_by', 'name', 'note'])

/** @param wanted whether tags make the kind of surface asked for; others are not even assembled */
export function readSurfaces(place: Place, wanted: (tags: Tags) => boolean): Surface[] {
  const holesOf = holesByOuterWay(place)
  const surfaces: Surface[] = []
  for (const way of place.osm.ways.values()) {
    if (!wanted(way.tags)) continue
    const geometry = surfaceOfWay(place, way, holesOf.get(way.id))
    if (geometry) surfaces.push({ id: `osm:way/${way.id}`, tags: way.tags, geometry })
  }
  for (const relation of place.osm.relations) {
    if (relation.tags.type !== 'multipolygon' || !wanted(relation.tags)) continue
    const geometry = surfaceOfRelation(place, relation, true)
    if (geometry) surfaces.push({ id: `osm:relation/${relation.id}`, tags: relation.tags, geometry })
  }
  return surfaces
}

function holesByOuterWay(place: Place): Map<number, XY[][]> {
  const holes = new Map<number, XY[][]>()
  for (const relation of place.osm.relations) {
    if (!isOldStyle(relation)) continue
    const outer = relation.members.filter((m) => m.type === 'way' && m.role !== 'inner')
    const polygons = outer.length === 1 ? polygonsOfRelation(place, relation) : null
    if (polygons)
      holes.set(
        outer[0]!.ref,
        polygons.flatMap(([, ...rings]) => rings),
      )
  }
  return holes
}

const isOldStyle = (relation: OsmRelation) =>
  relation.tags.type === 'multipolygon' && Object.keys(relation.tags).every((key) => plain.has(key))
