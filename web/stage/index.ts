/** The stage: the 3D engine wrapped once. A component and its types; the engine itself never leaves this room. */
export type { ImportedLine } from './imported.ts'
export { Stage } from './Stage.tsx'
export type {
  KerbTool,
  Picked,
  StageBuilding,
  StageDesires,
  StageFlows,
  StageHandle,
  StageKerb,
  StageLamps,
  StageLight,
  StageProps,
  StageRaster,
  StageSun,
  StageTool,
  StageVehicles,
  StageView,
} from './types.ts'
