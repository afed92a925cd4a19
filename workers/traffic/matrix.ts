/** An imported matrix of trips in place of the modelled one. */
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { UserClass } from '../../scenarios/traffic.ts'
import type { MatrixRow } from '../../scenarios/traffic-matrix.ts'
import { mapClasses } from '../../scenarios/trip-rates.ts'
import type { Demand } from './demand.ts'
import type { Zone } from './zones.ts'

/**
 * Rows of the same pair and class add up; a pair that is not named has no trips.
 * @throws Problem `traffic/matrix-zone` naming file and line where a zone is unknown or its name means several
 */
export function matrixDemand(zones: readonly Pick<Zone, 'id' | 'name'>[], rows: readonly MatrixRow[]): Demand {
  const n = zones.length
  const byId = new Map(zones.map(({ id }, z) => [id, z]))
  const byName = new Map<string, number>()
  for (const [z, { name }] of zones.entries()) byName.set(name, byName.has(name) ? -1 : z)
  const zoneOf = (given: string | number, { file, place }: MatrixRow): number => {
    const word = String(given)
    const z = typeof given === 'number' ? (given <= n ? given - 1 : -1) : (byId.get(word) ?? byName.get(word) ?? -1)
    if (z >= 0) return z
    throw new Problem({
      code: 'traffic/matrix-zone',
      message: byName.has(word)
        ? both(`có nhiều vùng tên “${word}”: hãy dùng mã vùng`, `several zones are named “${word}”: use the id`)
        : both(`không có vùng “${word.slice(0, 80)}”`, `there is no zone “${word.slice(0, 80)}”`),
      file,
      place,
      expected: `an id or name of one of the ${n} zones, e.g. ${zones[0]?.id ?? 'none'}`,
    })
  }
  const matrices: Record<UserClass, Float64Array> = mapClasses(() => new Float64Array(n * n))
  const [produced, attracted, within] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  for (const row of rows) {
    const [i, j] = [zoneOf(row.origin, row), zoneOf(row.destination, row)]
    produced[i]! += row.vehiclesPerHour
    attracted[j]! += row.vehiclesPerHour
    if (i === j) within[i]! += row.vehiclesPerHour
    else matrices[row.class][i * n + j]! += row.vehiclesPerHour
  }
  return { matrices, produced, attracted, within }
}
