/** All streets of the city, for their names: a link of the network knows its street's id alone, a planner the name. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { layerParts, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'

type Road = Pick<Feature<'roads'>['properties'], 'name' | 'class'>
export type Roads = ReadonlyMap<string, Road>

/** Every street of the city, in the order of its blocks. @throws Problem `tiles/damaged`, Cancelled, or what the source throws */
export async function readStreets(tiles: Tiles, signal: AbortSignal): Promise<Feature<'roads'>[]> {
  const streets: Feature<'roads'>[] = []
  for await (const { features } of layerParts(await withLayerAtHand(tiles, 'roads', signal), 'roads', null, signal)) {
    streets.push(...(features as Feature<'roads'>[]))
  }
  return streets
}

/** @throws as `readStreets` */
export const readRoads = async (tiles: Tiles, signal: AbortSignal): Promise<Roads> =>
  new Map((await readStreets(tiles, signal)).map(({ id, properties }) => [id, properties]))

/** With the streets that the scenario adds. */
export function withNewRoads(roads: Roads | null, edits: readonly Edit[]): Roads | null {
  const added = edits.flatMap((edit) => (edit.kind === 'road.new' && edit.to ? [[edit.target, edit.to] as const] : []))
  return roads && added.length > 0 ? new Map([...roads, ...added]) : roads
}
