/** Streets by their ids, for their names: a link of the network knows its street's id alone. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import { layerParts, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'

export type Roads = ReadonlyMap<string, Feature<'roads'>['properties']>

/** @throws Problem `tiles/damaged`, Cancelled, or what the source throws */
export async function readRoads(tiles: Tiles, signal: AbortSignal): Promise<Roads> {
  const roads = new Map<string, Feature<'roads'>['properties']>()
  for await (const { features } of layerParts(await withLayerAtHand(tiles, 'roads', signal), 'roads', null, signal)) {
    for (const feature of features) roads.set(feature.id, (feature as Feature<'roads'>).properties)
  }
  return roads
}
