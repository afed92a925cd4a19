/**
 * Tables of a traffic run: links, the worst of them, zones, what changed; and the same as cells of CSV and as GeoJSON that
 * carry provenance, source, licence and their marks in themselves.
 */
import type { City } from './city/city.ts'
import type { CityManifest } from './city/dataset.ts'
import { projection, type XY } from './frame.ts'
import {
  type LevelOfService,
  type TrafficComparison,
  type TrafficModel,
  type TrafficOutcome,
  type UserClass,
  userClasses,
} from './traffic.ts'
import { matchLinks } from './traffic-links.ts'
import { pcuAt } from './traffic-speed.ts'
import { levelOfService, shareOf } from './traffic-summary.ts'
import type { Metres, MetresPerSecond, Seconds } from './units.ts'

/** What the tables know of the city, with its edits. */
export interface TableCity {
  readonly manifest: CityManifest
  readonly nameOf: (road: string) => string | null
}
export const tableCity = ({ manifest, layers }: City): TableCity => ({
  manifest,
  nameOf: (road) => layers.roads.get(road)?.properties.name ?? null,
})

export interface LinkRow {
  readonly link: number
  readonly road: string
  readonly name: string | null
  readonly backward: boolean
  readonly metres: Metres
  /** Vehicles/h */
  readonly volumes: Readonly<Record<UserClass, number>>
  /** Motorcycle units/h, what the engine counts. */
  readonly units: number
  readonly capacity: number
  /** PCU/h, by class and by the speed on the loaded link (TCXDVN 104:2007). */
  readonly pcu: number
  readonly capacityPcu: number
  /** Volume / capacity in motorcycle units. */
  readonly share: number
  readonly level: LevelOfService
  readonly speed: MetresPerSecond
  /** Against the empty link. */
  readonly delay: Seconds
  /** Predicted water; null where no flood was given. */
  readonly depth: Metres | null
  readonly closed: boolean
}

/** Every street link, by its number. */
export function linkRows({ nameOf }: TableCity, { model, result }: TrafficOutcome): LinkRow[] {
  const { network, links, classes } = model
  const rows: LinkRow[] = []
  for (const [link, index] of links.road.entries()) {
    if (index < 0) continue
    const road = links.roads[index]!
    const time = result.time[link]!
    const speed = time > 0 ? network.length[link]! / time : 0
    const volumes = Object.fromEntries(
      classes.map(({ id }, c) => [id, result.classVolume[c]![link]!]),
    ) as LinkRow['volumes']
    const share = shareOf(model, result, link)
    rows.push({
      link,
      road,
      name: nameOf(road),
      backward: links.backward[link] === 1,
      metres: network.length[link]!,
      volumes,
      units: result.volume[link]!,
      capacity: network.capacity[link]!,
      pcu: userClasses.reduce((sum, id) => sum + (volumes[id] ?? 0) * pcuAt(id, speed), 0),
      capacityPcu: links.capacityPcu[link]!,
      share,
      level: levelOfService(share),
      speed,
      delay: time - network.freeTime[link]!,
      depth: model.depth ? model.depth[link]! : null,
      closed: classes.every(({ fixedCost }) => fixedCost[link] === Infinity),
    })
  }
  return rows
}

/** The fullest first; of equals the one with more vehicles. */
export const worstLinks = (rows: readonly LinkRow[], count: number): LinkRow[] =>
  rows
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.share - a.share || b.units - a.units || a.link - b.link)
    .slice(0, count)

/** Scenario minus baseline, motorcycle units/h, by link of the scenario; NaN on connectors, turns and what is new. */
export function unitChanges({ baseline, scenario }: TrafficComparison): Float64Array {
  const match = matchLinks(baseline.model, scenario.model)
  return scenario.result.volume.map((units, link) =>
    match[link]! < 0 ? Number.NaN : units - baseline.result.volume[match[link]!]!,
  )
}

/** Links as cells, header first. @param changes of `unitChanges`; left out where nothing is compared */
export function linkCells(city: TableCity, outcome: TrafficOutcome, changes?: Float64Array): unknown[][] {
  const rows = linkRows(city, outcome).map((row) => fieldsOf(row, changes))
  const about = aboutOf(city, outcome)
  const header = Object.keys(rows[0] ?? {})
  return [[...header, ...Object.keys(about)], ...rows.map((row) => [...Object.values(row), ...Object.values(about)])]
}

/** Zones as cells, header first. */
export function zoneCells(city: TableCity, outcome: TrafficOutcome): unknown[][] {
  const { toWgs84 } = projection(city.manifest.frame)
  const about = aboutOf(city, outcome)
  const header = ['id', 'name', 'kind', 'lon', 'lat', 'produced', 'attracted', 'households', 'inhabitants']
  return [
    [...header, ...Object.keys(about)],
    ...outcome.model.zones.map(({ id, name, kind, at, produced, attracted, households, inhabitants }) => {
      const place = toWgs84(...at).map(degrees)
      const figures = [produced, attracted, households, inhabitants].map((value) => rounded(value, 1))
      return [id, name, kind, ...place, ...figures, ...Object.values(about)]
    }),
  ]
}

/** Links as GeoJSON in WGS 84 (RFC 7946). */
export function linkGeoJson(city: TableCity, outcome: TrafficOutcome, changes?: Float64Array): string {
  const { toWgs84 } = projection(city.manifest.frame)
  const features = linkRows(city, outcome).map((row) => {
    const coordinates = courseOf(outcome.model, row.link).map(([x, y]) => toWgs84(x, y).map(degrees))
    const geometry = { type: 'LineString', coordinates }
    return JSON.stringify({ type: 'Feature', id: row.link, geometry, properties: fieldsOf(row, changes) })
  })
  const { inputs } = outcome.model
  const vithanh = JSON.stringify({ ...aboutOf(city, outcome), inputs, frame: city.manifest.frame.crs })
  return `{"type":"FeatureCollection","name":"traffic","vithanh":${vithanh},"features":[\n${features.join(',\n')}\n]}\n`
}

function fieldsOf(row: LinkRow, changes: Float64Array | undefined): Record<string, unknown> {
  const { volumes } = row
  return {
    road: row.road,
    name: row.name,
    direction: row.backward ? 'backward' : 'forward',
    metres: rounded(row.metres, 1),
    ...Object.fromEntries(userClasses.map((id) => [`${id}PerHour`, rounded(volumes[id] ?? 0, 1)])),
    unitsPerHour: rounded(row.units, 1),
    unitCapacity: rounded(row.capacity, 0),
    pcuPerHour: rounded(row.pcu, 1),
    pcuCapacity: rounded(row.capacityPcu, 0),
    share: rounded(row.share, 3),
    levelOfService: row.level,
    kmPerHour: rounded(row.speed * 3.6, 1),
    delaySeconds: rounded(row.delay, 1),
    depthMetres: row.depth === null ? null : rounded(row.depth, 2),
    closed: row.closed,
    ...(changes ? { changeInUnits: rounded(changes[row.link]!, 1) } : {}),
  }
}

/** What a file says of itself, in each of its rows or once. */
function aboutOf({ manifest }: TableCity, { model, summary, result }: TrafficOutcome): Record<string, string> {
  const sources = manifest.layers.filter(({ id }) => id === 'roads').flatMap((layer) => layer.sources)
  return {
    provenance: model.inputs.some((input) => input.provenance === 'planned') ? 'computed, planned' : 'computed',
    illustrative: summary.illustrative ? 'minh họa / illustrative' : '',
    calibrated: summary.indicators.calibrated ? '' : 'chưa hiệu chỉnh / not calibrated',
    source: sources.map(({ title }) => title).join('; '),
    licence: [...new Set(sources.map(({ licence }) => licence))].join('; '),
    digest: result.digest,
  }
}

/** Course of a link in the direction of travel, local metres. */
export function courseOf({ links: { start, points } }: TrafficModel, link: number): XY[] {
  const course: XY[] = []
  for (let i = start[link]!; i < start[link + 1]!; i += 2) course.push([points[i]!, points[i + 1]!])
  return course
}

/** Null where there is no number. */
const rounded = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 10 ** digits) / 10 ** digits : null
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7
