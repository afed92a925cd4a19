/** Lines of the norms as the planner reads them: by subject, today beside the scenario. Pure. */

import type { XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { IndicatorAnswer } from './indicators-task.ts'

export interface IndicatorRow {
  readonly today: RuleLine
  /** Null where the scenario changes nothing that it feels. */
  readonly scenario: RuleLine | null
}

export const subjects = ['green', 'reach', 'parking', 'density', 'roads'] as const
export type Subject = (typeof subjects)[number]
export const subjectTitles: Record<Subject, Bilingual> = {
  green: both('Cây xanh, công viên', 'Green and parks'),
  reach: both('Trường học, y tế trong bán kính', 'Schools and health within reach'),
  parking: both('Bãi đỗ xe', 'Parking'),
  density: both('Mật độ xây dựng gộp theo khu', 'Gross density by zone'),
  roads: both('Đất giao thông', 'Road land'),
}

const subjectOf = ({ id }: RuleLine): Subject => {
  const name = id.slice('indicator.'.length)
  return name === 'park' ? 'green' : (subjects.find((subject) => name.startsWith(subject)) ?? 'density')
}

/** Subjects that have lines, in their order. */
export function rowsOf({ today, scenario }: IndicatorAnswer): { subject: Subject; rows: IndicatorRow[] }[] {
  const after = new Map(scenario?.lines.map((line) => [line.id, line]))
  return subjects.flatMap((subject) => {
    const rows = today.lines
      .filter((line) => subjectOf(line) === subject)
      .map((line) => ({ today: line, scenario: after.get(line.id) ?? null }))
    return rows.length > 0 ? [{ subject, rows }] : []
  })
}

/** What the scenario adds; null where one of the two has no figure, or there is no scenario. */
export function changeOf({ today, scenario }: IndicatorRow): number | null {
  const [was, is] = [today.actual, scenario?.actual]
  return typeof was === 'number' && typeof is === 'number' ? is - was : null
}

/** Shares of a bar’s width; null where there is no figure to draw. */
export function barOf({
  today,
  scenario,
}: IndicatorRow): { today: number; scenario: number | null; norm: number | null } | null {
  if (typeof today.actual !== 'number') return null
  const is = typeof scenario?.actual === 'number' ? scenario.actual : null
  const norm = typeof today.limit === 'number' ? today.limit : null
  const most = Math.max(today.actual, is ?? 0, norm ?? 0) * 1.1
  if (most === 0) return null
  return {
    today: today.actual / most,
    scenario: is === null ? null : is / most,
    norm: norm === null ? null : norm / most,
  }
}

/** The geometry of a line as geometries that can be drawn; empty where it concerns no place. */
export function placesOf({ geometry }: RuleLine): Geometry[] {
  if (!geometry) return []
  if (geometry.type !== 'MultiPoint') return [geometry as Geometry]
  return (geometry.coordinates as XY[]).map((coordinates) => ({ type: 'Point', coordinates }))
}
