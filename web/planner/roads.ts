/** Streets by their ids, for their names: a link of the network knows its street's id alone. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { layerParts, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'

type Road = Pick<Feature<'roads'>['properties'], 'name' | 'class'>
export type Roads = ReadonlyMap<string, Road>

/** @throws Problem `tiles/damaged`, Cancelled, or what the source throws */
export async function readRoads(tiles: Tiles, signal: AbortSignal): Promise<Roads> {
  const roads = new Map<string, Road>()
  for await (const { features } of layerParts(await withLayerAtHand(tiles, 'roads', signal), 'roads', null, signal)) {
    for (const feature of features) roads.set(feature.id, (feature as Feature<'roads'>).properties)
  }
  return roads
}

/** With the streets that the scenario adds. */
export function withNewRoads(roads: Roads | null, edits: readonly Edit[]): Roads | null {
  const added = edits.flatMap((edit) => (edit.kind === 'road.new' && edit.to ? [[edit.target, edit.to] as const] : []))
  return roads && added.length > 0 ? new Map([...roads, ...added]) : roads
}
