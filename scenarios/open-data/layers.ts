/**
 * Which layers are for everyone, decided here and nowhere else: one that is not named open is for people with an account alone, in every
 * form that it has (files, tiles, models, windows). What is open but whose source forbids to pass it on is seen on the map and not given
 * out as data. No layer knows people; what carries private or protective facts stays with who runs it.
 */
import { type LayerId, layerIds } from '../city/layers.ts'
import type { TilesManifest } from '../city/tiles.ts'
import type { Source } from '../provenance.ts'
import { type Bilingual, both } from '../text.ts'

export type LayerOpenness =
  | {
      readonly open: true
      /** What it is, for somebody who has never seen it. */
      readonly about: Bilingual
      /** Attributes that say when a feature holds, both ends included. */
      readonly period?: { readonly from: string; readonly to: string }
    }
  | { readonly open: false; readonly why: Bilingual }

const open = (vi: string, en: string, period?: { from: string; to: string }): LayerOpenness => ({
  open: true,
  about: both(vi, en),
  ...(period ? { period } : {}),
})
const lifeline: LayerOpenness = {
  open: false,
  why: both(
    'Chỉ dành cho người có tài khoản: mạng cấp nước, điện do đơn vị vận hành quản lý và công bố',
    'For people with an account alone: who runs the water and power networks decides what is published of them',
  ),
}

export const layerOpenness: Record<LayerId, LayerOpenness> = {
  units: open(
    'Phường, xã từ 1/7/2025 và các đơn vị cũ trước đó, với mã, dân số, diện tích, mã bưu chính',
    'Wards and communes since 1 July 2025 and those before, with codes, population, area, postcode',
    { from: 'validFrom', to: 'validTo' },
  ),
  subunits: open('Khu vực và ấp, số cũ và số mới', 'Quarters and hamlets, old numbers and new'),
  gridcells: open(
    'Ô lưới địa chỉ (Open Location Code) và mã bưu chính',
    'Cells of the address grid and their postcodes',
  ),
  landcover: open('Ruộng, vườn, rừng, cỏ và mặt phủ khác', 'Paddies, orchards, woods, grass and other cover'),
  water: open('Mặt nước sông, kênh, hồ', 'Surfaces of rivers, canals and lakes'),
  waterways: open(
    'Tim sông, kênh, rạch với bề rộng và cao trình đáy',
    'Centre lines of waterways with width and bed level',
  ),
  dykes: open('Đê bao, bờ kè với cao trình đỉnh', 'Dykes and embankments with their crest levels'),
  zones: open('Khu chức năng của quy hoạch chung', 'Functional areas of the general plan'),
  roads: open('Tim đường, bề rộng, số làn, lộ giới', 'Road centre lines, widths, lanes, red-line widths'),
  redlines: open('Chỉ giới đường đỏ và chỉ giới xây dựng', 'Red lines and building lines'),
  blocks: open('Ô phố', 'Street blocks'),
  parcels: open(
    'Ranh thửa đất theo tờ, thửa, loại đất, chỉ tiêu quy hoạch; không có chủ sử dụng',
    'Outlines of parcels by sheet and number, land use and zoning; without owners',
  ),
  parcelhistory: {
    open: false,
    why: both(
      'Lịch sử tách, hợp thửa gắn với giao dịch của từng người',
      'How parcels were split and merged follows what single people bought and sold',
    ),
  },
  buildings: open(
    'Mặt bằng công trình, chiều cao, số tầng, công năng',
    'Footprints of buildings, height, storeys, use',
  ),
  addresses: open(
    'Điểm địa chỉ với tên cũ, tên mới, mã bưu chính',
    'Address points with old and new names and postcodes',
  ),
  landmarks: open('Địa danh, công trình công cộng', 'Named places and public buildings'),
  trees: open('Cây đường phố, công viên, bờ kênh', 'Trees of streets, parks and banks'),
  drains: open('Cống thoát nước mưa: cỡ, vật liệu, cao độ đáy', 'Storm drains: size, material, inverts'),
  drainnodes: open('Hố ga, cửa thu, cửa xả', 'Manholes, inlets, outfalls'),
  hydraulics: open('Cống ngăn triều, trạm bơm, đập tràn', 'Sluice gates, pumping stations, weirs'),
  watermains: lifeline,
  waternodes: lifeline,
  powerlines: lifeline,
  powernodes: lifeline,
  cabinets: open(
    'Tủ điều khiển đèn đường: tên, số lộ, số đèn',
    'Cabinets of street lamps: name, circuits, number of lamps',
  ),
  lamps: open('Đèn đường: nguồn sáng, công suất, chiều cao', 'Street lamps: source, power, height'),
  sensors: open('Vị trí trạm quan trắc và đại lượng đo', 'Measuring stations and what they measure'),
}

/** Layers that visitors may read. */
export const visitorLayers: readonly LayerId[] = layerIds.filter((id) => layerOpenness[id].open)
const forVisitors: ReadonlySet<string> = new Set(visitorLayers)

/** @param path below the folder of `tiles.json`. What is not known here is not for visitors. */
export function isTileForVisitors(path: string): boolean {
  const [, name] = /^(?:window|vector|models)\/([a-z]+)-[0-9a-f]+[./]/.exec(path) ?? []
  if (name !== undefined) return forVisitors.has(name) || path.startsWith('window/ground-')
  return path === 'tiles.json' || /^(versions|buildings|terrain|raster|address)\//.test(path)
}

/** The manifest as a visitor sees it. Its hash stays that of the whole: it names the city. */
export function manifestForVisitors(manifest: TilesManifest): TilesManifest {
  const { city, window, vector, models } = manifest
  const seen = ({ layer }: { readonly layer: LayerId }) => forVisitors.has(layer)
  return {
    ...manifest,
    city: { ...city, layers: city.layers.filter(({ id }) => forVisitors.has(id)) },
    window: { ...window, layers: window.layers.filter(seen) },
    vector: vector.filter(seen),
    models: models.filter(seen),
  }
}

export interface Licence {
  readonly title: string
  readonly url: string | null
}

/** Under these a file may be passed on; anything else that a source says keeps its layer in the house. */
const licences: readonly (readonly [said: RegExp, licence: Licence])[] = [
  [/^apache(-| )?2\.0$/i, { title: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' }],
  [/^mit$/i, { title: 'MIT', url: 'https://opensource.org/license/mit' }],
  [/^odbl( |-)?(1\.0)?$/i, { title: 'ODbL 1.0', url: 'https://opendatacommons.org/licenses/odbl/1-0/' }],
  [/^cc0(-1\.0)?$/i, { title: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' }],
  [/^cc[- ]by[- ]4\.0$/i, { title: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' }],
  [/^cc[- ]by-sa[- ]4\.0$/i, { title: 'CC BY-SA 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' }],
  [/^public domain$/i, { title: 'public domain', url: null }],
  // Figures of laws and decisions, which no one owns.
  [/^facts$/i, { title: 'facts', url: null }],
  [/^none$/i, { title: 'none', url: null }],
]

/** Of every source, each licence once; null where one of them does not let the data be passed on. */
export function licencesOf(sources: readonly Source[]): Licence[] | null {
  const found = new Map<string, Licence>()
  for (const said of sources.flatMap(({ licence }) => licence.split(';').map((part) => part.trim()))) {
    const known = licences.find(([form]) => form.test(said))?.[1]
    if (!known) return null
    found.set(known.title, known)
  }
  return [...found.values()]
}
