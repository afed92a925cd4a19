/** Legends as data: what the planner's layer list shows beside each layer and under the raster. */
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { buildingColour, landcoverColours, roadColours, waterColour, zoneColour } from './colours.ts'
import { type RampMode, rampClasses } from './ramp.ts'

export interface LegendRow {
  /** CSS colour */
  readonly colour: string
  readonly title: Bilingual
}

/** Zoning classes shown in the legend of parcels; the inspector names any other. */
const zones = [
  'ODT',
  'ONT',
  'TMD',
  'SKC',
  'SKN',
  'TSC',
  'DGD',
  'DYT',
  'DCH',
  'TON',
  'CX',
  'DKV',
  'CLN',
  'LUC',
  'NTS',
  'NTD',
  'DGT',
]

const coverTitles: Record<string, Bilingual> = {
  paddy: both('Ruộng lúa', 'Paddy'),
  orchard: both('Vườn cây', 'Orchard'),
  grass: both('Cỏ', 'Grass'),
  forest: both('Rừng, cây', 'Trees'),
  sand: both('Cát', 'Sand'),
  rock: both('Đá', 'Rock'),
  paved: both('Lát cứng', 'Paved'),
}

const roadTitles: Record<string, Bilingual> = {
  trunk: both('Quốc lộ', 'Trunk road'),
  arterial: both('Đường chính', 'Arterial'),
  collector: both('Đường gom', 'Collector'),
  local: both('Đường nội bộ', 'Local street'),
  alley: both('Hẻm', 'Alley'),
  path: both('Lối đi', 'Path'),
}

export function layerLegend(id: LayerId): readonly LegendRow[] {
  switch (id) {
    case 'parcels':
      return zones.map(zoneColour)
    case 'landcover':
      return Object.entries(coverTitles).map(([cover, title]) => ({ colour: landcoverColours[cover]!, title }))
    case 'roads':
      return Object.entries(roadTitles).map(([name, title]) => ({ colour: roadColours[name]!.fill, title }))
    case 'water':
      return [{ colour: waterColour, title: layerAbout.water.title }]
    case 'buildings':
      return [{ colour: buildingColour, title: layerAbout.buildings.title }]
    default:
      return [{ colour: layerAbout[id].colour, title: layerAbout[id].title }]
  }
}

/** Classes of the draped raster, from little to much. */
export const rasterLegend = (mode: RampMode): readonly LegendRow[] =>
  rampClasses(mode)
    .filter(({ colour }) => colour[3] > 0)
    .map(({ colour: [r, g, b, a], title }) => ({
      colour: `rgb(${r} ${g} ${b} / ${Math.round((a / 255) * 100)}%)`,
      title,
    }))
