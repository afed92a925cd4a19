/** Sets of layers for a kind of work, each seen with one press; layers that the city does not have are passed over. */
import type { LayerId } from '../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export interface Preset {
  readonly id: string
  readonly title: Bilingual
  readonly opacity: Partial<Record<LayerId, number>>
}

export const presets: readonly Preset[] = [
  {
    id: 'planning',
    title: both('Quy hoạch', 'Planning'),
    opacity: { landcover: 0.5, water: 1, zones: 0.7, blocks: 0.8, roads: 1, redlines: 1, units: 1, landmarks: 1 },
  },
  {
    id: 'infrastructure',
    title: both('Hạ tầng', 'Infrastructure'),
    opacity: {
      ...{ landcover: 0.3, water: 1, roads: 0.8, drains: 1, drainnodes: 1, hydraulics: 1 },
      ...{ watermains: 1, waternodes: 1, powerlines: 1, powernodes: 1, lamps: 1, cabinets: 1 },
    },
  },
  {
    id: 'flood',
    title: both('Ngập', 'Flood'),
    opacity: {
      ...{ landcover: 0.4, water: 1, waterways: 0.8, dykes: 1, roads: 0.8, buildings: 0.8 },
      ...{ drains: 0.9, drainnodes: 0.9, hydraulics: 1, sensors: 1 },
    },
  },
  {
    id: 'address',
    title: both('Địa chỉ', 'Addresses'),
    opacity: {
      ...{ landcover: 0.4, water: 1, roads: 1, buildings: 1, parcels: 0.3, addresses: 1 },
      ...{ gridcells: 0.9, units: 1, subunits: 1, landmarks: 1 },
    },
  },
]
