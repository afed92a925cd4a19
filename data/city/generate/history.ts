/**
 * Parcels that were split or joined after the first survey: each former one keeps its outline and its tờ/thửa, names what came
 * of it, and is named by it. All generated; the date of the first survey is assumed.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { Properties } from '../../../scenarios/city/layers.ts'
import { centroid, ringArea } from '../../../scenarios/geometry.ts'
import { hash32, random } from '../../../scenarios/random.ts'
import { feature, placeKey, surface } from './features.ts'
import { zoningOf } from './homes.ts'
import type { Lot } from './land.ts'
import type { OpenRing } from './plane.ts'

export const SURVEY_DATE = '1998-07-01'
type Version = Pick<Properties['parcels'], 'version' | 'validFrom' | 'predecessors'>
type Former = Feature<'parcelhistory'>

export class ParcelHistory {
  readonly #former = new Map<string, Former>()
  readonly #numberOf: (ring: OpenRing) => { sheet: string; number: string }

  constructor(numberOf: (ring: OpenRing) => { sheet: string; number: string }) {
    this.#numberOf = numberOf
  }

  /** What a parcel's version is; the parcels before it are remembered. */
  trace(lot: Lot, parcel: { id: string; landUse: string; blockId: string | null }): Version {
    if (!lot.from) return { version: 1, validFrom: SURVEY_DATE }
    const { change, rings } = lot.from
    const former = rings.map((ring) => this.#of(ring, lot, change, rings[0]!, parcel))
    for (const { properties } of former) (properties.successors as string[]).push(parcel.id)
    return { version: 2, validFrom: former[0]!.properties.validTo, predecessors: former.map((f) => f.id) }
  }

  features(): Former[] {
    return [...this.#former.values()]
  }

  #of(
    ring: OpenRing,
    lot: Lot,
    change: 'split' | 'merge',
    dated: OpenRing,
    { landUse, blockId }: { landUse: string; blockId: string | null },
  ): Former {
    const key = placeKey(centroid(ring))
    const known = this.#former.get(key)
    if (known) return known
    const area = Math.abs(ringArea(ring))
    const made = feature('parcelhistory', key, surface([ring]), {
      ...this.#numberOf(ring),
      areaSquareMetres: Math.round(area * 10) / 10,
      landUse,
      unitCode: lot.unitCode,
      blockId,
      zoning: zoningOf(landUse, lot.zone, area),
      version: 1,
      validFrom: SURVEY_DATE,
      validTo: changeDate(placeKey(centroid(dated))),
      change,
      successors: [],
    })
    this.#former.set(key, made)
    return made
  }
}

/** A day between the first survey and the date of the data. */
function changeDate(key: string): string {
  const chance = random(hash32(`change/${key}`))
  const day = Date.UTC(1999, 0, 1) + Math.floor(chance() * 26 * 365) * 86_400_000
  return new Date(day).toISOString().slice(0, 10)
}
