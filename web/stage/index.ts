/** The stage: the 3D engine wrapped once. A component and its types; the engine itself never leaves this room. */
export { landUseColours, planningColours, zoneColour } from './colours.ts'
export type { ImportedLine } from './imported.ts'
export { type LegendRow, layerLegend, rasterLegend } from './legends.ts'
export { Stage } from './Stage.tsx'
export type { Picked, StageHandle, StageProps, StageRaster, StageTool, StageView } from './types.ts'
