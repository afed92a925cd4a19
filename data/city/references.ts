/** Objects that name objects of another layer: where those are no more, the name is moved to what came of them, or taken off. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { centroid, linesOf, pointInGeometry, polygonsOf } from '../../scenarios/geometry.ts'

export interface Reference {
  readonly layer: LayerId
  readonly path: string
  readonly to: LayerId
}

/** Lines that name the node where they begin (`fromNode`) and end (`toNode`); these may not be empty. */
export const networks = [
  { layer: 'drains', to: 'drainnodes' },
  { layer: 'watermains', to: 'waternodes' },
] as const satisfies readonly { layer: LayerId; to: LayerId }[]

/** Those that may be empty. */
export const references: readonly Reference[] = [
  { layer: 'buildings', path: 'parcelId', to: 'parcels' },
  { layer: 'buildings', path: 'addressId', to: 'addresses' },
  { layer: 'addresses', path: 'parcelId', to: 'parcels' },
  { layer: 'parcels', path: 'blockId', to: 'blocks' },
  { layer: 'lamps', path: 'cabinetId', to: 'cabinets' },
  { layer: 'drainnodes', path: 'waterwayId', to: 'waterways' },
  { layer: 'hydraulics', path: 'waterwayId', to: 'waterways' },
]

export interface Mended {
  readonly features: readonly Feature[]
  readonly moved: number
  readonly cleared: number
}

/** @param heirs by the id of an object that is no more: those that may take its place; the one around the middle does */
export function mendReferences(
  features: readonly Feature[],
  path: string,
  standing: ReadonlyMap<string, Feature>,
  heirs: ReadonlyMap<string, readonly Feature[]>,
): Mended {
  let [moved, cleared] = [0, 0]
  const mended = features.map((feature) => {
    const properties = feature.properties as Record<string, unknown>
    const id = properties[path]
    if (typeof id !== 'string' || standing.has(id)) return feature
    const heir = heirs.get(id)?.find(({ geometry }) => pointInGeometry(middleOf(feature), geometry))
    if (heir) moved++
    else cleared++
    return { ...feature, properties: { ...properties, [path]: heir?.id ?? null } } as Feature
  })
  return { features: moved + cleared > 0 ? mended : features, moved, cleared }
}

function middleOf({ geometry }: Feature): XY {
  if (geometry.type === 'Point') return geometry.coordinates
  return centroid(polygonsOf(geometry)[0]?.[0] ?? linesOf(geometry)[0]!)
}
