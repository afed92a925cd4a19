/** Legends as data: what the planner's layer list shows beside each layer and under the raster. */
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import { type RampMode, rampClasses } from '../../scenarios/depth-ramp.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { buildingColours, landcoverColours, zoneColour } from '../shared/colours.ts'
import { type ClassLook, looks } from './looks.ts'
import { type MapSymbol, symbols } from './symbols.ts'

export interface LegendRow {
  /** CSS colour */
  readonly colour: string
  readonly title: Bilingual
  readonly shape: 'surface' | 'outline' | 'line' | 'sign'
  readonly width?: number
  readonly dash?: readonly number[]
  readonly casing?: string
  readonly symbol?: MapSymbol
}

/** Codes shown in the legends of zones and parcels; the inspector names any other. */
const planningCodes = 'OHT OM BT CC NXH HH CCDV CQ TH YT TMDV CX TDTT CXCL MN CN KT HTKT GT P TG NT NN DT'.split(' ')
const parcelCodes = 'ODT ONT TMD TSC DGD DYT DCH DDT TON CX DKV CLN LUC NTS DGT'.split(' ')

/** Values that an attribute in words commonly has: what a filter offers. */
export function knownValues(layer: LayerId, field: string): readonly string[] {
  if (field === 'zoningCode') return layer === 'zones' ? planningCodes : parcelCodes
  if (field === 'landUse') return parcelCodes
  if (layer === 'buildings' && field === 'use') return Object.keys(buildingColours)
  if (layer === 'landcover' && field === 'cover') return Object.keys(landcoverColours)
  return []
}

export function layerLegend(id: LayerId): readonly LegendRow[] {
  if (id === 'zones' || id === 'parcels') {
    return (id === 'zones' ? planningCodes : parcelCodes).map(zoneColour).map(({ code, colour, title }) => ({
      colour,
      title: both(`${code} – ${title.vi}`, `${code} – ${title.en}`),
      shape: 'surface',
    }))
  }
  const known = looks[id]
  const { geometry } = layerAbout[id]
  return known ? Object.values(known.classes).map((look) => rowOf(look, geometry)) : []
}

function rowOf(look: ClassLook, geometry: 'point' | 'line' | 'polygon'): LegendRow {
  const { title, colour, width = 2, dash = [], casing, symbol, hollow } = look
  if (symbol) return { title, colour, shape: 'sign', symbol: symbols[symbol] }
  if (geometry === 'polygon') return { title, colour, shape: hollow ? 'outline' : 'surface', width, dash }
  return { title, colour, shape: 'line', width, dash, ...(casing ? { casing } : {}) }
}

/** One row for all layers: what is not built yet. */
export const unbuiltRow: LegendRow = {
  title: both(
    'Nét đứt, nhạt: chưa xây (đề xuất, đã duyệt, đang xây)',
    'Dashed, pale: not built (proposed, approved, under construction)',
  ),
  colour: '#6b6b6b',
  shape: 'line',
  width: 2,
  dash: [5, 3],
}

/** Classes of the draped raster, from little to much. */
export const rasterLegend = (mode: RampMode): readonly LegendRow[] =>
  rampClasses(mode)
    .filter(({ colour }) => colour[3] > 0)
    .map(({ colour: [r, g, b, a], title }) => ({
      colour: `rgb(${r} ${g} ${b} / ${Math.round((a / 255) * 100)}%)`,
      title,
      shape: 'surface',
    }))
