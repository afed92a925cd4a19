/** What a permit changes in the city once it is built: its buildings, and the ground that they raise. */
import type { Edit, PlannedBuilding } from '../edit.ts'
import type { XY } from '../frame.ts'
import { ringArea } from '../geometry.ts'
import { stableId } from '../ids.ts'
import { type Bilingual, both } from '../text.ts'
import type { Application, Procedure } from './application.ts'

/** Procedures of a permit that puts up a building; the others change a permit that has its own, or mend what stands. */
const builds: ReadonlySet<Procedure> = new Set(['new', 'temporary'])

/** Rings of edits do not repeat their first corner. */
const open = (ring: readonly XY[]): XY[] => {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return ring.slice(0, first[0] === last[0] && first[1] === last[1] ? -1 : undefined).map(([x, y]) => [x, y])
}

/**
 * Edits that an application stands for, in the order in which they are made. Coordinates are the city's own (VN-2000).
 * @param key of the case: the same one gives the same targets
 */
export function buildingEdits({ procedure, check }: Application, key: string): Edit[] {
  if (!builds.has(procedure)) return []
  const { parts, groundLevelMetres, dwellings } = check.building
  const main = parts.reduce((most, one) =>
    Math.abs(ringArea(one.footprint)) > Math.abs(ringArea(most.footprint)) ? one : most,
  )
  const households = dwellings ?? (check.work.kind === 'house' ? 1 : 0)
  const buildings = parts.map((part, i): Edit => {
    const to: PlannedBuilding = {
      name: null,
      use: check.work.kind,
      heightMetres: Math.max(0.1, part.heightMetres),
      storeys: part.storeys,
      heightProvenance: 'imported',
      year: null,
      // Counted once, however many parts there are.
      households: part === main ? households : 0,
      parcelId: null,
      addressId: null,
      rings: [open(part.footprint)],
    }
    return { kind: 'building.new', target: stableId('building', `${key}\n${i}`), from: null, to }
  })
  if (groundLevelMetres === null) return buildings
  const raised = parts
    .filter(({ kind }) => kind !== 'tower')
    .map((part, i): Edit => {
      const to = { ring: open(part.footprint), levelMetres: groundLevelMetres }
      return { kind: 'ground.level', target: stableId('ground', `${key}\n${i}`), from: null, to }
    })
  return [...raised, ...buildings]
}

/** Why a case changes nothing in the city; null: it does. */
export function noEditsWhy({ procedure }: Application, specimen: boolean): Bilingual | null {
  if (specimen)
    return both(
      'Hồ sơ mẫu dựa trên dữ liệu sinh tự động: không đưa vào mô hình thành phố.',
      'A specimen rests on generated data: it never reaches the city’s model.',
    )
  return builds.has(procedure)
    ? null
    : both(
        'Thủ tục này không dựng công trình mới: mô hình thành phố giữ nguyên.',
        'This procedure puts up no building: the city’s model stays as it is.',
      )
}
