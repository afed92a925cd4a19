/** Ways with `highway` → roads. Widths by tag, then by lanes, then by class. */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { roadClasses } from '../../../scenarios/city/layers.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import type { OsmWay, Tags } from '../../readers/osm/model.ts'
import { lineOf } from './geometry.ts'
import type { Place } from './place.ts'
import { count, lookUp, metres, nameOf, says } from './tags.ts'

type RoadClass = (typeof roadClasses)[number]

const classOf: Record<string, RoadClass> = {
  motorway: 'trunk',
  trunk: 'trunk',
  primary: 'arterial',
  secondary: 'arterial',
  tertiary: 'collector',
  unclassified: 'local',
  residential: 'local',
  living_street: 'local',
  road: 'local',
  service: 'alley',
  track: 'alley',
}
/** Carriageway, m, and lanes where nothing is said. */
const usual: Record<RoadClass, { width: number; lanes: number }> = {
  trunk: { width: 14, lanes: 4 },
  arterial: { width: 10.5, lanes: 3 },
  collector: { width: 7, lanes: 2 },
  local: { width: 6, lanes: 2 },
  alley: { width: 3.5, lanes: 1 },
  path: { width: 2, lanes: 1 },
}
const notBuilt: Record<string, BuildState> = {
  construction: 'under-construction',
  proposed: 'proposed',
  planned: 'proposed',
}
const LANE_METRES = 3.25

export function readRoads(place: Place): Feature<'roads'>[] {
  return [...place.osm.ways.values()].filter((way) => way.tags.highway).flatMap((way) => roadOf(place, way) ?? [])
}

function roadOf(place: Place, way: OsmWay): Feature<'roads'> | null {
  const { tags } = way
  const id = `osm:way/${way.id}`
  const line = lineOf(place, way)
  if (!line) return null
  const highway = tags.highway!
  const buildState = lookUp(notBuilt, highway) ?? 'as-built'
  const kind = (buildState === 'as-built' ? highway : (tags[highway] ?? 'path')).replace(/_link$/, '')
  const roadClass = lookUp(classOf, kind) ?? 'path'
  const { lanes, widthMetres } = sizeOf(place, tags, roadClass, id)
  const backwards = tags.oneway === '-1' || tags.oneway === 'reverse'
  return {
    type: 'Feature',
    id,
    geometry: backwards ? reversed(line) : line,
    provenance: 'imported',
    buildState,
    properties: {
      name: nameOf(tags) ?? tags.ref ?? null,
      class: roadClass,
      widthMetres,
      redLineWidthMetres: null,
      lanes,
      oneWay: backwards || isOneWay(tags, kind),
      bridge: says(tags.bridge),
      tunnel: says(tags.tunnel),
      state: 'open',
    },
  }
}

function isOneWay(tags: Tags, kind: string): boolean {
  if (tags.oneway !== undefined) return ['yes', 'true', '1'].includes(tags.oneway)
  return kind === 'motorway' || tags.junction === 'roundabout'
}

function sizeOf(place: Place, tags: Tags, roadClass: RoadClass, id: string) {
  const said = count(tags.lanes)
  const lanes = said !== null && said >= 1 && said <= 20 ? Math.round(said) : usual[roadClass].lanes
  const width = metres(tags.width) ?? metres(tags['width:carriageway'])
  if (width !== null && width >= 0.5 && width <= 100) return { lanes, widthMetres: width }
  if (tags.width !== undefined) {
    place.reporter.repair(
      'width',
      'bề rộng không hợp lệ, thay bằng bề rộng thường gặp',
      'a width that cannot be, replaced by the usual one',
      id,
    )
  }
  return { lanes, widthMetres: said !== null && lanes === said ? lanes * LANE_METRES : usual[roadClass].width }
}

const reversed = (line: Geometry): Geometry =>
  line.type === 'LineString'
    ? { ...line, coordinates: line.coordinates.toReversed() }
    : line.type === 'MultiLineString'
      ? { ...line, coordinates: line.coordinates.map((part) => part.toReversed()).reverse() }
      : line
