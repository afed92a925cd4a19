/** Reading tiles: a window of the city, by range, from HTTP or memory; from a folder with `file.ts` (Node). */
export { type Archive, openArchive } from './archive.ts'
export { readCity } from './city.ts'
export { type LayerPart, layerBounds, layerParts, withLayerAtHand } from './layer.ts'
export { openTiles, type Tiles } from './open.ts'
export { httpSource, memorySource } from './sources.ts'
