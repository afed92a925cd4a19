/** Rows of the traffic tables: links with what flows over them, and how they are called. Pure. */
import { valueTitles } from '../../scenarios/city/values.ts'
import type { XY } from '../../scenarios/frame.ts'
import type {
  LevelOfService,
  TrafficComparison,
  TrafficModel,
  TrafficOutcome,
  TrafficZone,
} from '../../scenarios/traffic.ts'
import { levelOfService, shareOf } from '../../scenarios/traffic-summary.ts'
import type { Words } from '../shared/language.tsx'
import type { Roads } from './roads.ts'
import { matchLinks, middleOf, NOISE_UNITS, speedOf } from './TrafficMap.ts'
import { trafficText as text } from './traffic-text.ts'

export interface LinkRow {
  readonly id: string
  readonly link: number
  readonly road: string
  readonly name: string
  readonly backward: boolean
  readonly at: XY
  readonly share: number
  readonly level: LevelOfService
  /** m/s */
  readonly speed: number
  /** s lost to traffic over the link */
  readonly delay: number
  /** Motorcycle units/h */
  readonly volume: number
  readonly pcu: number
  /** Vehicles/h by class */
  readonly vehicles: readonly number[]
}

/** Links of streets with traffic on them, the fullest first. */
export function linkRows(outcome: TrafficOutcome, roads: Roads | null, words: Words, ofRoad?: string): LinkRow[] {
  const { model, result } = outcome
  const rows: LinkRow[] = []
  const only = ofRoad === undefined ? -1 : model.links.roads.indexOf(ofRoad)
  if (ofRoad !== undefined && only < 0) return rows
  model.links.road.forEach((road, link) => {
    if (road < 0 || (ofRoad === undefined ? result.volume[link]! <= 0 : road !== only)) return
    const share = shareOf(model, result, link)
    const at = middleOf(model, link)
    rows.push({
      id: String(link),
      link,
      road: model.links.roads[road]!,
      name: '',
      backward: model.links.backward[link] === 1,
      at,
      share,
      level: levelOfService(share),
      speed: speedOf(outcome, link),
      delay: result.time[link]! - model.network.freeTime[link]!,
      volume: result.volume[link]!,
      pcu: share * model.links.capacityPcu[link]!,
      vehicles: result.classVolume.map((volume) => volume[link]!),
    })
  })
  return rows.sort((a, b) => b.share - a.share).map((row) => named(row, model, roads, words))
}

export interface ChangeRow extends LinkRow {
  /** Motorcycle units/h; null where the link is new. */
  readonly before: number | null
  readonly change: number
}

/** Links whose volume changes measurably, the most changed first. */
export function changeRows({ baseline, scenario }: TrafficComparison, roads: Roads | null, words: Words): ChangeRow[] {
  if (baseline === scenario) return []
  const match = matchLinks(baseline.model, scenario.model)
  const rows = linkRows(scenario, null, words).map((row): ChangeRow => {
    const was = match[row.link]!
    const before = was < 0 ? null : baseline.result.volume[was]!
    return { ...row, before, change: row.volume - (before ?? 0) }
  })
  // A street that nobody uses any more has no row of its own there.
  const seen = new Set(rows.map((row) => match[row.link]!))
  const gone = linkRows(baseline, null, words)
    .filter((row) => !seen.has(row.link))
    .map(
      (row): ChangeRow => ({
        ...row,
        id: `gone ${row.id}`,
        before: row.volume,
        change: -row.volume,
        volume: 0,
        pcu: 0,
        share: 0,
        vehicles: row.vehicles.map(() => 0),
      }),
    )
  return [...rows, ...gone]
    .filter((row) => Math.abs(row.change) >= NOISE_UNITS)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .map((row) => named(row, scenario.model, roads, words))
}

const named = <R extends LinkRow>(row: R, { zones }: TrafficModel, roads: Roads | null, words: Words): R => ({
  ...row,
  name: streetName(row.road, row.at, zones, roads, words),
})

/** The street's name, else its class and the quarter around it. */
export function streetName(
  road: string,
  at: XY,
  zones: readonly TrafficZone[],
  roads: Roads | null,
  { t }: Words,
): string {
  const known = roads?.get(road)
  if (known?.name) return known.name
  const kind = known ? t(valueTitles[known.class] ?? text.road) : t(text.road).toLowerCase()
  return t(text.unnamed, { kind, quarter: quarterOf(at, zones)?.name ?? t(text.noQuarter) })
}

/** The zone of the city whose middle is nearest. */
function quarterOf([x, y]: XY, zones: readonly TrafficZone[]): TrafficZone | null {
  let [best, found] = [Number.POSITIVE_INFINITY, null as TrafficZone | null]
  for (const zone of zones) {
    if (zone.kind === 'external') continue
    const away = (zone.at[0] - x) ** 2 + (zone.at[1] - y) ** 2
    if (away < best) [best, found] = [away, zone]
  }
  return found
}
