/** Legends as data: what the planner's layer list shows beside each layer and under the raster. */
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { buildingColour, buildingColours, landcoverColours, roadColours, waterColour, zoneColour } from './colours.ts'
import { type RampMode, rampClasses } from './ramp.ts'

export interface LegendRow {
  /** CSS colour */
  readonly colour: string
  readonly title: Bilingual
}

/** Zoning classes shown in the legend of parcels; the inspector names any other. */
const zones = 'ODT ONT TMD TSC DGD DYT DCH DDT TON CX DKV CLN LUC NTS DGT'.split(' ')

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

const useTitles: Record<string, Bilingual> = {
  residential: both('Nhà ở', 'Housing'),
  commercial: both('Thương mại, dịch vụ', 'Trade and services'),
  office: both('Trụ sở, văn phòng', 'Offices'),
  education: both('Giáo dục', 'Education'),
  health: both('Y tế', 'Health'),
  religious: both('Tôn giáo', 'Religion'),
  industrial: both('Công nghiệp', 'Industry'),
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
      return [
        ...Object.entries(useTitles).map(([use, title]) => ({ colour: buildingColours[use]!, title })),
        { colour: buildingColour, title: both('Khác', 'Other') },
      ]
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
