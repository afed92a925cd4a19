/**
 * What lies on the ground, as the flow feels it: roughness and soil by cover. One table; values without a national source
 * are marked and are the same for baseline and scenario.
 *
 * Manning's n: channels, concrete and asphalt after TCVN 7957 (lined 0.013–0.017, earth canals 0.025–0.030, with weeds
 * 0.030–0.035); flood plains after Chow (1959), Open-Channel Hydraulics, table 5-6: pasture 0.030–0.035, crops
 * 0.035–0.050, light brush and trees 0.050–0.080, forest 0.100–0.120.
 * Soil: silty clay of the delta, K 0.5 mm/h and ψ 292 mm (Rawls, Brakensiek & Miller 1983), moisture deficit 0.10 in the
 * wet season (assumed); flooded paddy leaks 2 mm/day through its plough pan (assumed).
 */
import type { InfiltrationClass } from '../../scenarios/drainage.ts'
import { rainfallFromMmPerHour } from '../../scenarios/units.ts'

/** s/m^(1/3) */
export const MANNING = {
  /** Rivers, canals, lakes: earth channels. */
  water: 0.028,
  /** Retention ponds (hồ điều hòa). */
  pond: 0.03,
  /** Streets: asphalt and concrete with kerbs, cars and rubbish. */
  road: 0.018,
  /** What is left of a built parcel around its house: yards, walls, garden (assumed). */
  parcel: 0.04,
  /** Ground of which nothing is known. */
  unknown: 0.04,
} as const

/** By the `cover` of the layer of land cover. */
export const COVER_MANNING: Readonly<Record<string, number>> = {
  paddy: 0.05,
  orchard: 0.08,
  grass: 0.035,
  forest: 0.1,
  sand: 0.025,
  rock: 0.04,
  paved: 0.018,
  // What imported maps have beside these: built-up kinds as parcels are, crops and brush after Chow.
  residential: 0.04,
  commercial: 0.03,
  industrial: 0.03,
  farmland: 0.04,
  scrub: 0.06,
  wetland: 0.06,
  bare: 0.03,
}

/** Classes of soil by the share of the ground that sheds rain; 0 is none. */
export const SOIL = { none: 0, paddy: 1 } as const
const PERVIOUS = [0.9, 0.7, 0.5, 0.3, 0.1]

export const SOIL_CLASSES: readonly InfiltrationClass[] = [
  { kind: 'constant', rate: 0.002 / 86_400 },
  // A cell of which a share p is open soil takes p · K (1 + ψ Δθ p / F), F counted over the whole cell.
  ...PERVIOUS.map(
    (share): InfiltrationClass => ({
      kind: 'green-ampt',
      conductivity: rainfallFromMmPerHour(0.5) * share,
      suction: 0.292,
      deficit: 0.1 * share,
    }),
  ),
]

/** Class of ground with an impervious share of 0 … 1: five steps; none from 0.98 on. */
export function soilOf(imperviousShare: number): number {
  if (imperviousShare >= 0.98) return SOIL.none
  return 2 + Math.min(PERVIOUS.length - 1, Math.max(0, Math.floor(imperviousShare * PERVIOUS.length)))
}
