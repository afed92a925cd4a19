/** A dark lamp is reported on its own number: the lamps nearest to a place, and what the report of an outage says of one. */
import { type City, stands } from './city/city.ts'
import type { XY } from './frame.ts'
import { pointsOf } from './geometry.ts'
import type { Provenance } from './provenance.ts'
import { type Bilingual, both } from './text.ts'
import type { Metres } from './units.ts'

export interface NearLamp {
  readonly id: string
  /** As painted on the pole. */
  readonly number: string
  readonly street: string | null
  /** Name of its cabinet, as people call it; its circuit there. */
  readonly cabinet: string | null
  readonly circuit: number | null
  /** `out`: the city knows already that it is. */
  readonly state: 'on' | 'out'
  readonly provenance: Provenance
  /** Foot of the pole, local metres. */
  readonly at: XY
  readonly distanceMetres: Metres
}

/** Nearest first; lamps that stand, no farther than `withinMetres`. */
export function nearestLamps(
  { layers }: { readonly layers: Pick<City['layers'], 'lamps' | 'cabinets'> },
  [x, y]: XY,
  { count, withinMetres }: { readonly count: number; readonly withinMetres: Metres },
): NearLamp[] {
  const near: NearLamp[] = []
  for (const lamp of layers.lamps.values()) {
    if (!stands(lamp)) continue
    const { id, geometry, provenance, properties: p } = lamp
    const [at] = [...pointsOf(geometry)]
    const distanceMetres = at ? Math.sqrt((at[0] - x) ** 2 + (at[1] - y) ** 2) : Infinity
    if (!at || distanceMetres > withinMetres) continue
    const { number, street, circuit, state } = p
    const cabinet = p.cabinetId === null ? null : (layers.cabinets.get(p.cabinetId)?.properties.name ?? p.cabinetId)
    near.push({ id, number, street, cabinet, circuit, state, provenance, at, distanceMetres })
  }
  return near.sort((a, b) => a.distanceMetres - b.distanceMetres || (a.id < b.id ? -1 : 1)).slice(0, count)
}

/** What is written to those who keep the lamps, without who writes it. */
export function outageReport({
  number,
  street,
  cabinet,
  circuit,
  state,
}: Pick<NearLamp, 'number' | 'street' | 'cabinet' | 'circuit' | 'state'>): Bilingual {
  const parts = (given: readonly (string | null)[]) => given.filter((part) => part !== null).join(', ')
  const vi = parts([
    `Đèn số ${number}`,
    street,
    cabinet === null ? null : `tủ ${cabinet}`,
    circuit === null ? null : `lộ ${circuit}`,
  ])
  const en = parts([
    `Lamp ${number}`,
    street,
    cabinet === null ? null : `cabinet ${cabinet}`,
    circuit === null ? null : `circuit ${circuit}`,
  ])
  return state === 'out'
    ? both(
        `${vi}: không sáng. Thành phố đã ghi nhận đèn này hỏng.`,
        `${en}: dark. The city knows of this outage already.`,
      )
    : both(`${vi}: không sáng.`, `${en}: dark.`)
}
