/**
 * Cross-sections (mặt cắt ngang): how the width between the red lines is shared by carriageway, median and sidewalks. A median
 * where four lanes are (QCVN 07-4:2023); sidewalks up to the width asked for by class, where the reserve has room; none in the
 * country and in lanes.
 */
import type { Zone } from './land.ts'
import type { RoadPiece } from './network.ts'

/** Sidewalk asked for on each side (QCVN 07-4:2023 Bảng 6), m. */
const sidewalks = { trunk: 6, arterial: 6, collector: 4.5, local: 3, alley: 0, path: 0 } as const
const MEDIAN_METRES = 2
const ON_BRIDGE_METRES = 1.5
/** Narrower ones are a shoulder. */
const LEAST_SIDEWALK_METRES = 1

export interface CrossSection {
  readonly sidewalkMetres: number
  readonly medianMetres: number
}

export function crossSection(road: Omit<RoadPiece, 'line'>, zone: Zone): CrossSection {
  const { lanes, widthMetres, redLineWidthMetres } = road
  const medianMetres = zone !== 'rural' && lanes >= 4 ? MEDIAN_METRES : 0
  const room = ((redLineWidthMetres ?? widthMetres) - widthMetres - medianMetres) / 2
  const asked =
    zone === 'rural' ? 0 : road.bridge ? Math.min(ON_BRIDGE_METRES, sidewalks[road.class]) : sidewalks[road.class]
  const sidewalkMetres = Math.floor(Math.min(asked, room) * 4) / 4
  return { sidewalkMetres: sidewalkMetres < LEAST_SIDEWALK_METRES ? 0 : sidewalkMetres, medianMetres }
}
