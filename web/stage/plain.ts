/** What of the stage needs no engine: colours, legends, filters, distances. A page that imports these is there before the engine has come. */
export { landUseColours, planningColours, zoneColour } from '../shared/colours.ts'
export {
  attribute,
  type FieldFilter,
  type Filters,
  type LayerFilter,
  matches,
  type Value as FilterValue,
} from './filter.ts'
export {
  knownValues,
  type LegendRow,
  layerLegend,
  rasterLegend,
  unbuiltRow,
} from './legends.ts'
export { isoluxLevels, lightLegend, luxColour } from './light-ramp.ts'
export { distanceToSegment } from './pick.ts'
