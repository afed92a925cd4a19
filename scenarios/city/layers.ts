/**
 * The layers of a city: what each holds, by its standard name, with the titles and units that screens, tables and exports
 * show. One table: importers map onto it, tiles carry it, the inspector reads it aloud.
 */
import { z } from 'zod'
import { type Bilingual, both } from '../text.ts'

export const layerIds = [
  'units',
  'landcover',
  'water',
  'waterways',
  'roads',
  'blocks',
  'parcels',
  'buildings',
  'addresses',
  'landmarks',
] as const
export const layerIdSchema = z.enum(layerIds)
export type LayerId = z.infer<typeof layerIdSchema>

/** Zoning of a parcel (quy hoạch sử dụng đất của lô): what the plan asks of it. */
export const zoningSchema = z.object({
  /** Planning class, e.g. `ODT`, `CX`, `TMD`; the table of colours is data, not law. */
  code: z.string().min(1).max(12),
  /** Share of the parcel that sheds rain (mặt phủ không thấm), 0 … 1. */
  imperviousShare: z.number().min(0).max(1),
  /** Net building density (mật độ xây dựng thuần), 0 … 1. */
  density: z.number().min(0).max(1),
  /** Floor area ratio (hệ số sử dụng đất). */
  floorAreaRatio: z.number().min(0).max(20),
  /** Building height (chiều cao công trình), m. */
  heightMetres: z.number().min(0).max(300),
})
export type Zoning = z.infer<typeof zoningSchema>

export const roadClasses = ['trunk', 'arterial', 'collector', 'local', 'alley', 'path'] as const

/** The attributes of each layer's objects. */
export const propertySchemas = {
  /** Administrative units (đơn vị hành chính), keyed by (code, validFrom). */
  units: z.object({
    code: z.string(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    name: z.string(),
    postcode: z.string().nullable(),
    population: z.number().nullable(),
    areaSquareKilometres: z.number().nullable(),
  }),
  /** Ground that is neither parcel nor road: `paddy`, `orchard`, `grass`, `forest`, `sand`, `rock`, `paved` … */
  landcover: z.object({ cover: z.string(), name: z.string().nullable(), imperviousShare: z.number().min(0).max(1) }),
  /** Water surfaces (mặt nước): rivers, canals, lakes, the sea. */
  water: z.object({
    name: z.string().nullable(),
    kind: z.enum(['river', 'canal', 'lake', 'pond', 'sea']),
    /** True where the tide stands in it. */
    tidal: z.boolean(),
    bedMetres: z.number().nullable(),
  }),
  /** Centre lines of waterways. */
  waterways: z.object({
    name: z.string().nullable(),
    kind: z.enum(['river', 'canal', 'stream', 'ditch', 'drain']),
    widthMetres: z.number(),
    bedMetres: z.number().nullable(),
  }),
  /** Road centre lines (tim đường) with carriageway and red-line widths (lộ giới). */
  roads: z.object({
    name: z.string().nullable(),
    class: z.enum(roadClasses),
    widthMetres: z.number(),
    redLineWidthMetres: z.number().nullable(),
    lanes: z.number(),
    oneWay: z.boolean(),
    bridge: z.boolean(),
    tunnel: z.boolean(),
    state: z.enum(['open', 'closed']),
  }),
  /** Street blocks (ô phố). */
  blocks: z.object({ name: z.string().nullable(), areaSquareMetres: z.number() }),
  /** Cadastral parcels (thửa đất), by map sheet (tờ) and number (thửa). */
  parcels: z.object({
    sheet: z.string(),
    number: z.string(),
    areaSquareMetres: z.number(),
    /** Land-use code (mã loại đất) as it stands. */
    landUse: z.string(),
    unitCode: z.string().nullable(),
    blockId: z.string().nullable(),
    zoning: zoningSchema,
  }),
  /** Buildings (công trình). */
  buildings: z.object({
    name: z.string().nullable(),
    use: z.string(),
    heightMetres: z.number(),
    storeys: z.number(),
    /** Whether the height was measured or guessed. */
    heightProvenance: z.enum(['imported', 'generated', 'observed']),
    year: z.number().nullable(),
    households: z.number(),
    parcelId: z.string().nullable(),
    addressId: z.string().nullable(),
  }),
  /** Address points (điểm địa chỉ). */
  addresses: z.object({
    number: z.string().nullable(),
    street: z.string().nullable(),
    label: z.string(),
    oldLabel: z.string().nullable(),
    unitCode: z.string().nullable(),
    oldUnitCode: z.string().nullable(),
    postcode: z.string().nullable(),
    parcelId: z.string().nullable(),
  }),
  /** Named places (địa danh, công trình công cộng). */
  landmarks: z.object({ name: z.string(), category: z.string(), note: z.string().nullable() }),
} as const satisfies Record<LayerId, z.ZodType>

export type Properties = { [L in LayerId]: z.infer<(typeof propertySchemas)[L]> }

export interface FieldTitle {
  readonly title: Bilingual
  readonly unit?: string
}

export interface LayerAbout {
  readonly title: Bilingual
  readonly geometry: 'point' | 'line' | 'polygon'
  /** Screen colour, `#rrggbb`. */
  readonly colour: string
}

export const layerAbout: Record<LayerId, LayerAbout> = {
  units: { title: both('Đơn vị hành chính', 'Administrative units'), geometry: 'polygon', colour: '#b0413e' },
  landcover: { title: both('Lớp phủ mặt đất', 'Land cover'), geometry: 'polygon', colour: '#9bbf6a' },
  water: { title: both('Mặt nước', 'Water'), geometry: 'polygon', colour: '#4f9bd1' },
  waterways: { title: both('Tim sông, kênh, rạch', 'Waterway centre lines'), geometry: 'line', colour: '#2f78b7' },
  roads: { title: both('Đường giao thông', 'Roads'), geometry: 'line', colour: '#f2a33a' },
  blocks: { title: both('Ô phố', 'Street blocks'), geometry: 'polygon', colour: '#8c8c8c' },
  parcels: { title: both('Thửa đất và quy hoạch', 'Parcels and zoning'), geometry: 'polygon', colour: '#ffa0ff' },
  buildings: { title: both('Công trình', 'Buildings'), geometry: 'polygon', colour: '#d9d2c5' },
  addresses: { title: both('Địa chỉ', 'Addresses'), geometry: 'point', colour: '#7a4fbf' },
  landmarks: { title: both('Địa danh', 'Landmarks'), geometry: 'point', colour: '#c2185b' },
}

/** Titles of attributes, shared by all layers that have them. */
export const fieldTitles: Record<string, FieldTitle> = {
  code: { title: both('Mã', 'Code') },
  validFrom: { title: both('Hiệu lực từ', 'Valid from') },
  validTo: { title: both('Hiệu lực đến', 'Valid to') },
  name: { title: both('Tên', 'Name') },
  postcode: { title: both('Mã bưu chính', 'Postcode') },
  population: { title: both('Dân số', 'Population'), unit: 'người / people' },
  areaSquareKilometres: { title: both('Diện tích', 'Area'), unit: 'km²' },
  areaSquareMetres: { title: both('Diện tích', 'Area'), unit: 'm²' },
  cover: { title: both('Lớp phủ', 'Cover') },
  imperviousShare: { title: both('Tỷ lệ không thấm', 'Impervious share') },
  kind: { title: both('Loại', 'Kind') },
  tidal: { title: both('Chịu ảnh hưởng triều', 'Tidal') },
  bedMetres: { title: both('Cao độ đáy', 'Bed level'), unit: 'm' },
  widthMetres: { title: both('Bề rộng', 'Width'), unit: 'm' },
  class: { title: both('Cấp đường', 'Road class') },
  redLineWidthMetres: { title: both('Lộ giới (chỉ giới đường đỏ)', 'Red-line width'), unit: 'm' },
  lanes: { title: both('Số làn', 'Lanes') },
  oneWay: { title: both('Một chiều', 'One-way') },
  bridge: { title: both('Cầu', 'Bridge') },
  tunnel: { title: both('Hầm', 'Tunnel') },
  state: { title: both('Trạng thái', 'State') },
  sheet: { title: both('Tờ bản đồ', 'Map sheet') },
  number: { title: both('Số', 'Number') },
  landUse: { title: both('Mã loại đất', 'Land-use code') },
  unitCode: { title: both('Mã đơn vị hành chính', 'Unit code') },
  oldUnitCode: { title: both('Mã đơn vị cũ', 'Former unit code') },
  blockId: { title: both('Ô phố', 'Block') },
  zoning: { title: both('Quy hoạch', 'Zoning') },
  density: { title: both('Mật độ xây dựng thuần', 'Net building density') },
  floorAreaRatio: { title: both('Hệ số sử dụng đất', 'Floor area ratio') },
  heightMetres: { title: both('Chiều cao', 'Height'), unit: 'm' },
  storeys: { title: both('Số tầng', 'Storeys') },
  heightProvenance: { title: both('Nguồn chiều cao', 'Height comes from') },
  use: { title: both('Công năng', 'Use') },
  year: { title: both('Năm xây dựng', 'Year built') },
  households: { title: both('Số hộ', 'Households') },
  parcelId: { title: both('Thửa đất', 'Parcel') },
  addressId: { title: both('Địa chỉ', 'Address') },
  street: { title: both('Đường', 'Street') },
  label: { title: both('Địa chỉ', 'Address') },
  oldLabel: { title: both('Địa chỉ cũ', 'Former address') },
  category: { title: both('Nhóm', 'Category') },
  note: { title: both('Ghi chú', 'Note') },
}
