/** Lighting of one street by rule, with what stands around it: an existing street, or one of the plan with its planned lamps. */
import type { City } from '../../scenarios/city/city.ts'
import type { LightingSettings } from '../../scenarios/lighting.ts'
import { type StreetLighting, streetLighting } from '../../scenarios/lighting-street.ts'
import type { Metres } from '../../scenarios/units.ts'
import { createComparison } from './compare.ts'
import type { LightingFiles } from './prepare.ts'

/** Lamps farther than this from a street give it no light: five heights of the tallest that are made. */
export const STREET_MARGIN_METRES: Metres = 100

/**
 * @param city with its edits applied; at least the street and `STREET_MARGIN_METRES` around it, of `lightingLayers`
 * @returns null where no such street stands there
 */
export function lightingOfStreet(
  city: City,
  road: string,
  settings: LightingSettings,
  files: LightingFiles = {},
): StreetLighting | null {
  if (!city.layers.roads.has(road)) return null
  // The rule asks for full output.
  const comparison = createComparison(city, { ...settings, hour: null }, [], { clock: () => 0, files })
  while (!comparison.done) comparison.step()
  return streetLighting(comparison.result().scenario, road, settings)
}
