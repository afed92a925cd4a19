/** The stage: the 3D engine wrapped once. A component and its types; the engine itself never leaves this room. */
export { landUseColours, planningColours, zoneColour } from './colours.ts'
export {
  attribute,
  type FieldFilter,
  type Filters,
  type LayerFilter,
  matches,
  type Value as FilterValue,
} from './filter.ts'
export type { ImportedLine } from './imported.ts'
export {
  knownValues,
  type LegendRow,
  layerLegend,
  rasterLegend,
  unbuiltRow,
} from './legends.ts'
export { Stage } from './Stage.tsx'
export type { Picked, StageHandle, StageProps, StageRaster, StageTool, StageView } from './types.ts'
