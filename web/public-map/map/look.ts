/** What of the city is drawn: the layers a person can switch, and the tiles that each needs. */
import type { LayerId } from '../../../scenarios/city/layers.ts'

export type Shown = 'buildings' | 'houses' | 'landmarks' | 'units' | 'subunits' | 'zones' | 'parcels' | 'gridcells'

export interface Look {
  readonly dark: boolean
  readonly shown: readonly Shown[]
}

/** A layer of tiles, from which zoom of the picture it is wanted, and by which switch (none: always). */
export interface Wanted {
  readonly layer: LayerId
  readonly from: number
  readonly by?: Shown
}

export const wanted: readonly Wanted[] = [
  { layer: 'landcover', from: 0 },
  { layer: 'water', from: 0 },
  { layer: 'waterways', from: 0 },
  { layer: 'zones', from: 0 },
  { layer: 'roads', from: 0 },
  { layer: 'units', from: 0, by: 'units' },
  { layer: 'landmarks', from: 13, by: 'landmarks' },
  { layer: 'buildings', from: 15, by: 'buildings' },
  { layer: 'addresses', from: 16, by: 'houses' },
  { layer: 'subunits', from: 12, by: 'subunits' },
  { layer: 'parcels', from: 14, by: 'parcels' },
  { layer: 'gridcells', from: 13, by: 'gridcells' },
]

export const layersOf = ({ shown }: Look, zoom: number): LayerId[] =>
  wanted.filter(({ from, by }) => zoom >= from && (!by || shown.includes(by))).map(({ layer }) => layer)
