/**
 * What covers each cell of the ground, as classes: land cover below, parcels by their land use, water, roads and buildings
 * over them. Classes stand for what is seen from above, not for what the law calls the land.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import { cellsInPolygon, cellsOnLine, type GridSpec } from '../../scenarios/grid.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import { both } from '../../scenarios/text.ts'

/** Layers in the order in which they cover each other. */
export const coverLayers = ['landcover', 'parcels', 'water', 'roads', 'buildings'] as const satisfies readonly LayerId[]

export interface CoverClass {
  readonly id: string
  readonly title: Bilingual
  readonly colour: string
}

/** Values of the raster are places in this list; 0 is not known. Screen colours in the families of land-use maps. */
export const coverClasses: readonly CoverClass[] = [
  { id: 'unknown', title: both('Chưa rõ', 'Unknown'), colour: '#ffffff' },
  { id: 'water', title: both('Mặt nước', 'Water'), colour: '#9cc8e6' },
  { id: 'paddy', title: both('Lúa', 'Rice'), colour: '#fffc82' },
  { id: 'crops', title: both('Cây hàng năm khác', 'Other crops'), colour: '#fff0b4' },
  { id: 'orchard', title: both('Vườn, cây lâu năm', 'Orchards, perennial crops'), colour: '#ffd2a0' },
  { id: 'forest', title: both('Rừng, cây bụi', 'Forest, scrub'), colour: '#aaff32' },
  { id: 'grass', title: both('Cỏ, công viên', 'Grass, parks'), colour: '#b9dba8' },
  { id: 'wetland', title: both('Đất ngập nước, nuôi thủy sản', 'Wetland, aquaculture'), colour: '#aaffff' },
  { id: 'residential', title: both('Đất ở', 'Residential land'), colour: '#ffa0ff' },
  { id: 'public', title: both('Công cộng, dịch vụ', 'Public use, services'), colour: '#ffaaa0' },
  { id: 'industrial', title: both('Sản xuất, kho', 'Industry, storage'), colour: '#bdb5c9' },
  { id: 'bare', title: both('Đất trống, cát, đá', 'Bare ground, sand, rock'), colour: '#d9cdb8' },
  { id: 'paved', title: both('Sân, bãi lát', 'Paved ground'), colour: '#c9ccd1' },
  { id: 'road', title: both('Đường', 'Roads'), colour: '#ffaa32' },
  { id: 'building', title: both('Công trình', 'Buildings'), colour: '#8f7f6f' },
]

const numberOf = (id: string): number => coverClasses.findIndex((known) => known.id === id)

/** Values of `landcover.cover` that are not class names themselves. */
const covers = new Map<string, string>(
  Object.entries({
    farmland: 'crops',
    scrub: 'forest',
    sand: 'bare',
    rock: 'bare',
    commercial: 'public',
    garden: 'orchard',
    park: 'grass',
    aquaculture: 'wetland',
  }),
)

/** Land-use codes (Thông tư 08/2024/TT-BTNMT) by what is seen; codes left out are public use. */
const landUses = new Map([
  ...ofAll('paddy', 'LUA LUC LUK LUN'),
  ...ofAll('crops', 'NNP SXN CHN HNK BHK NHK NKH'),
  ...ofAll('orchard', 'CLN'),
  ...ofAll('forest', 'LNP RSX RPH RDD'),
  ...ofAll('wetland', 'NTS MNC'),
  ...ofAll('water', 'SON DTL'),
  ...ofAll('residential', 'OCT ODT ONT'),
  ...ofAll('grass', 'DKV CX NTD'),
  ...ofAll('industrial', 'SKK SKN SKC SKS SKX'),
  ...ofAll('road', 'DGT'),
  ...ofAll('bare', 'CSD BCS DCS'),
])

function ofAll(id: string, codes: string): [code: string, id: string][] {
  return codes.split(' ').map((code) => [code, id])
}

/** Paints a feature of one of `coverLayers` over what is there. */
export function paintCover(cells: Uint8Array, spec: GridSpec, layer: LayerId, feature: Feature): void {
  const value = classOf(layer, feature.properties)
  const set = (index: number) => {
    cells[index] = value
  }
  if (layer === 'roads') {
    const { widthMetres, tunnel } = feature.properties as Feature<'roads'>['properties']
    if (!tunnel) for (const line of linesOf(feature.geometry)) paintRoad(spec, line, widthMetres / 2, set)
    return
  }
  for (const rings of polygonsOf(feature.geometry)) cellsInPolygon(spec, rings, set)
}

function classOf(layer: LayerId, properties: Feature['properties']): number {
  if (layer === 'landcover') {
    const { cover } = properties as Feature<'landcover'>['properties']
    return Math.max(0, numberOf(covers.get(cover) ?? cover))
  }
  if (layer === 'parcels') {
    // Of several uses (`ODT+CLN`) the first is the main one.
    const [code] = (properties as Feature<'parcels'>['properties']).landUse.split(/[^A-Z]/i, 1)
    return numberOf(landUses.get(code!) ?? 'public')
  }
  return numberOf({ water: 'water', roads: 'road', buildings: 'building' }[layer as string] ?? 'unknown')
}

/** Cells whose centres lie on the carriageway, and those under the centre line of one that is narrower than a cell. */
function paintRoad(spec: GridSpec, line: readonly XY[], half: number, set: (index: number) => void): void {
  const { west, north, cellSize, columns, rows } = spec
  cellsOnLine(spec, line, set)
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!]
    const [dx, dy] = [x1 - x0, y1 - y0]
    const length = dx * dx + dy * dy
    const first = (cells: number) => Math.max(0, Math.ceil(cells - 0.5))
    const last = (cells: number, most: number) => Math.min(most - 1, Math.floor(cells - 0.5))
    const [left, right] = [Math.min(x0, x1) - half - west, Math.max(x0, x1) + half - west]
    const [top, bottom] = [north - Math.max(y0, y1) - half, north - Math.min(y0, y1) + half]
    for (let row = first(top / cellSize); row <= last(bottom / cellSize, rows); row++) {
      const y = north - (row + 0.5) * cellSize - y0
      for (let column = first(left / cellSize); column <= last(right / cellSize, columns); column++) {
        const x = west + (column + 0.5) * cellSize - x0
        const t = length === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length))
        if ((x - t * dx) ** 2 + (y - t * dy) ** 2 <= half * half) set(row * columns + column)
      }
    }
  }
}
