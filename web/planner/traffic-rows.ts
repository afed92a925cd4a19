/** Rows of the traffic tables as people read them: with a street's name, else its class and the quarter around it. Pure. */
import { valueTitles } from '../../scenarios/city/values.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficComparison, TrafficModel, TrafficOutcome, TrafficZone } from '../../scenarios/traffic.ts'
import { matchLinks } from '../../scenarios/traffic-links.ts'
import { NOISE_UNITS } from '../../scenarios/traffic-summary.ts'
import { courseOf, type LinkRow, linkRows, type TableCity } from '../../scenarios/traffic-tables.ts'
import type { Words } from '../shared/language.tsx'
import type { Roads } from './roads.ts'
import { trafficText as text } from './traffic-text.ts'

export interface StreetRow extends LinkRow {
  readonly id: string
  readonly title: string
  readonly at: XY
}

export interface Naming {
  readonly city: TableCity
  readonly roads: Roads | null
  readonly words: Words
}

/** Links with traffic on them, the fullest first. */
export const fullRows = (outcome: TrafficOutcome, naming: Naming): StreetRow[] =>
  linkRows(naming.city, outcome)
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.share - a.share)
    .map((row) => named(row, outcome.model, naming))

/** The fullest link of a street each way. */
export function rowsOfRoad(outcome: TrafficOutcome, road: string, naming: Naming): StreetRow[] {
  const rows = linkRows(naming.city, outcome).filter((row) => row.road === road)
  return [false, true].flatMap((backward) => {
    const [fullest] = rows.filter((row) => row.backward === backward).sort((a, b) => b.share - a.share)
    return fullest ? [named(fullest, outcome.model, naming)] : []
  })
}

export interface ChangeRow extends StreetRow {
  /** Motorcycle units/h; null where the link is new. */
  readonly before: number | null
  readonly change: number
}

/** Links whose volume changes measurably, the most changed first; closed ones too. */
export function changeRows({ baseline, scenario }: TrafficComparison, naming: Naming): ChangeRow[] {
  if (baseline === scenario) return []
  const match = matchLinks(baseline.model, scenario.model)
  const rows = linkRows(naming.city, scenario).map((row): Omit<ChangeRow, 'title' | 'at' | 'id'> => {
    const was = match[row.link]!
    const before = was < 0 ? null : baseline.result.volume[was]!
    return { ...row, before, change: row.units - (before ?? 0) }
  })
  const kept = new Set(match)
  const gone = linkRows(naming.city, baseline).filter(({ link }) => !kept.has(link))
  return [
    ...rows.filter(isMeasurable).map((row) => named(row, scenario.model, naming)),
    ...gone
      .map((row) => ({ ...row, before: row.units, change: -row.units, units: 0, pcu: 0, share: 0 }))
      .filter(isMeasurable)
      .map((row) => ({ ...named(row, baseline.model, naming), id: `gone ${row.link}` })),
  ].sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
}

const isMeasurable = ({ change }: { change: number }): boolean => Math.abs(change) >= NOISE_UNITS

function named<R extends LinkRow>(row: R, model: TrafficModel, naming: Naming): R & StreetRow {
  const course = courseOf(model, row.link)
  const at = course[Math.floor(course.length / 2)]!
  return { ...row, id: String(row.link), at, title: streetName(row.road, at, model.zones, naming) }
}

export function streetName(road: string, at: XY, zones: readonly TrafficZone[], { roads, words }: Naming): string {
  const { t } = words
  const known = roads?.get(road)
  if (known?.name) return known.name
  const kind = known ? t(valueTitles[known.class] ?? text.road) : t(text.road).toLowerCase()
  return t(text.unnamed, { kind, quarter: quarterOf(at, zones) ?? t(text.noQuarter) })
}

/** The quarter whose middle is nearest, without what its name says of its former ward. */
function quarterOf([x, y]: XY, zones: readonly TrafficZone[]): string | null {
  let [best, found] = [Number.POSITIVE_INFINITY, null as string | null]
  for (const { kind, at, name } of zones) {
    const away = (at[0] - x) ** 2 + (at[1] - y) ** 2
    if (kind !== 'external' && away < best) [best, found] = [away, name]
  }
  return found?.replace(/ [(–].*$/, '') ?? null
}
