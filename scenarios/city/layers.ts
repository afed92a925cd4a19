/**
 * The layers of a city: what each holds, by its standard name, with the titles and units that screens, tables and exports
 * show. One table: importers map onto it, tiles carry it, the inspector reads it aloud.
 */
import { z } from 'zod'
import { type Bilingual, both } from '../text.ts'

export const layerIds = [
  'units',
  'subunits',
  'gridcells',
  'landcover',
  'water',
  'waterways',
  'dykes',
  'zones',
  'roads',
  'redlines',
  'blocks',
  'parcels',
  'parcelhistory',
  'buildings',
  'addresses',
  'landmarks',
  'trees',
  'drains',
  'drainnodes',
  'hydraulics',
  'watermains',
  'waternodes',
  'powerlines',
  'powernodes',
  'lamps',
  'cabinets',
  'sensors',
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
  /** Least distance of a building from the red line (khoảng lùi), m; left out where the plan does not say. */
  setbackMetres: z.number().min(0).max(100).optional(),
})
export type Zoning = z.infer<typeof zoningSchema>

export const roadClasses = ['trunk', 'arterial', 'collector', 'local', 'alley', 'path'] as const

const parcelSchema = z.object({
  sheet: z.string(),
  number: z.string(),
  areaSquareMetres: z.number(),
  /** Land-use code (mã loại đất) as it stands. */
  landUse: z.string(),
  unitCode: z.string().nullable(),
  blockId: z.string().nullable(),
  zoning: zoningSchema,
  /** Counts the changes of its boundary: 1 as first surveyed. */
  version: z.number().int().positive().optional(),
  /** Date of this version. */
  validFrom: z.string().optional(),
  /** What it was made from (tách thửa, hợp thửa): ids in `parcelhistory`. */
  predecessors: z.array(z.string()).optional(),
})

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
  /** Quarters (khu vực) of a ward, hamlets (ấp) of a commune. */
  subunits: z.object({
    name: z.string(),
    kind: z.enum(['khu vực', 'ấp']),
    number: z.number().int().nullable(),
    unitCode: z.string(),
    oldUnitCode: z.string().nullable(),
    households: z.number().nullable(),
  }),
  /** Address grid: cells of 0.0025° (Open Location Code, eight digits) with the postcode that holds there. */
  gridcells: z.object({
    /** e.g. `6PX7QFJC+` */
    code: z.string(),
    postcode: z.string().nullable(),
    unitCode: z.string().nullable(),
    addresses: z.number().int(),
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
  /** Dykes and embankments (đê bao, bờ kè). */
  dykes: z.object({
    name: z.string().nullable(),
    kind: z.enum(['dyke', 'embankment', 'quay']),
    crestMetres: z.number(),
    crestWidthMetres: z.number(),
  }),
  /** Functional areas of the general plan (khu chức năng): what the zoning plan allows there. */
  zones: z.object({ name: z.string().nullable(), zoning: zoningSchema, plan: z.string(), note: z.string().nullable() }),
  /** Road centre lines (tim đường) with carriageway and red-line widths (lộ giới). */
  roads: z.object({
    name: z.string().nullable(),
    class: z.enum(roadClasses),
    widthMetres: z.number(),
    redLineWidthMetres: z.number().nullable(),
    lanes: z.number(),
    oneWay: z.boolean(),
    /** True where a one-way road runs against its line. */
    against: z.boolean().optional(),
    bridge: z.boolean(),
    tunnel: z.boolean(),
    state: z.enum(['open', 'closed']),
    /** Cross-section (mặt cắt ngang): width of each sidewalk (vỉa hè) and of the median (dải phân cách), m. */
    sidewalkMetres: z.number().optional(),
    medianMetres: z.number().optional(),
  }),
  /** Red lines (chỉ giới đường đỏ) and building lines (chỉ giới xây dựng) on both sides of a street. */
  redlines: z.object({
    kind: z.enum(['red', 'building']),
    street: z.string().nullable(),
    roadClass: z.enum(roadClasses),
    /** Between the two red lines. */
    widthMetres: z.number(),
    /** From red line to building line; 0 on the red line itself. */
    setbackMetres: z.number(),
  }),
  /** Street blocks (ô phố). */
  blocks: z.object({ name: z.string().nullable(), areaSquareMetres: z.number() }),
  /** Cadastral parcels (thửa đất), by map sheet (tờ) and number (thửa). */
  parcels: parcelSchema,
  /** Parcels that are no more: each names what came of it, so that splits and merges can be followed both ways. */
  parcelhistory: parcelSchema.extend({
    validTo: z.string(),
    /** Split (tách thửa), merged (hợp thửa), redrawn (đo vẽ lại), several into several (dồn điền đổi thửa), dropped without heir. */
    change: z.enum(['split', 'merge', 'redraw', 'reparcel', 'drop']),
    successors: z.array(z.string()),
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
    /** Form of the roof; where it is left out, drawn by use and height. */
    roof: z.enum(['flat', 'gabled', 'hipped']).optional(),
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
  trees: z.object({
    species: z.string().nullable(),
    heightMetres: z.number(),
    crownMetres: z.number(),
    place: z.enum(['street', 'park', 'bank', 'garden']),
  }),
  /** Storm drains (cống thoát nước mưa) between two nodes, downhill from `fromNode` to `toNode`. */
  drains: z.object({
    kind: z.enum(['pipe', 'box', 'channel', 'connector']),
    fromNode: z.string(),
    toNode: z.string(),
    lengthMetres: z.number().positive(),
    /** Inner diameter of a pipe, height of a box. */
    heightMetres: z.number().positive(),
    widthMetres: z.number().positive(),
    material: z.string().nullable(),
    /** Manning's n. */
    roughness: z.number().positive(),
    /** Invert (đáy cống) at either end, above datum. */
    fromInvertMetres: z.number(),
    toInvertMetres: z.number(),
    year: z.number().nullable(),
  }),
  /** Manholes (hố ga), inlets (cửa thu), outfalls (cửa xả), with flap valves (van một chiều) where tide would enter. */
  drainnodes: z.object({
    kind: z.enum(['manhole', 'inlet', 'outfall', 'pump']),
    groundMetres: z.number(),
    invertMetres: z.number(),
    flapGate: z.boolean(),
    /** Water that an outfall gives to. */
    waterwayId: z.string().nullable(),
    /** Of a pump, m³/s. */
    capacityCubicMetresPerSecond: z.number().nullable(),
  }),
  /** Works on the water: sluice gates (cống ngăn triều), pumping stations (trạm bơm), weirs. */
  hydraulics: z.object({
    name: z.string().nullable(),
    kind: z.enum(['sluice', 'pump', 'weir']),
    widthMetres: z.number().nullable(),
    sillMetres: z.number().nullable(),
    crestMetres: z.number().nullable(),
    capacityCubicMetresPerSecond: z.number().nullable(),
    waterwayId: z.string().nullable(),
    state: z.enum(['open', 'closed', 'automatic']),
  }),
  /** Water mains (ống cấp nước) between two nodes. */
  watermains: z.object({
    fromNode: z.string(),
    toNode: z.string(),
    lengthMetres: z.number().positive(),
    diameterMetres: z.number().positive(),
    material: z.string().nullable(),
    /** Hazen–Williams C. */
    roughness: z.number().positive(),
    year: z.number().nullable(),
  }),
  /** Nodes of the water network: junctions, sources, tanks, hydrants (trụ cứu hỏa). */
  waternodes: z.object({
    name: z.string().nullable(),
    kind: z.enum(['junction', 'hydrant', 'reservoir', 'tank', 'pump']),
    elevationMetres: z.number(),
    /** Mean demand, m³/s. */
    demandCubicMetresPerSecond: z.number().nonnegative(),
    /** Head that a source holds, m above datum; of a pump its rated lift, m. */
    headMetres: z.number().nullable(),
    /** Rated flow of a pump, m³/s. */
    capacityCubicMetresPerSecond: z.number().nullable(),
  }),
  powerlines: z.object({
    name: z.string().nullable(),
    voltageVolts: z.number().positive(),
    circuits: z.number().int().positive(),
    kind: z.enum(['overhead', 'cable']),
  }),
  /** Substations (trạm biến áp), towers and poles (trụ điện). */
  powernodes: z.object({
    name: z.string().nullable(),
    kind: z.enum(['substation', 'transformer', 'tower', 'pole']),
    voltageVolts: z.number().positive(),
    heightMetres: z.number(),
    capacityVoltAmperes: z.number().nullable(),
  }),
  /** Street lamps (đèn chiếu sáng): one luminaire each. */
  lamps: z.object({
    /** As painted on the pole. */
    number: z.string(),
    cabinetId: z.string().nullable(),
    circuit: z.number().int().nullable(),
    street: z.string().nullable(),
    roadClass: z.enum(roadClasses).nullable(),
    source: z.enum(['LED', 'HPS']),
    powerWatts: z.number().positive(),
    fluxLumens: z.number().positive(),
    /** Photometry by its id; left out where it goes by source and power. */
    luminaire: z.string().min(1).max(200).optional(),
    /** Light centre above the road. */
    heightMetres: z.number().positive(),
    overhangMetres: z.number(),
    tiltDegrees: z.number(),
    /** Direction that the luminaire looks in, degrees from north, clockwise. */
    headingDegrees: z.number(),
    arrangement: z.enum(['one-side', 'staggered', 'opposite', 'median']),
    state: z.enum(['on', 'out']),
  }),
  /** Lighting cabinets (tủ điều khiển chiếu sáng). */
  cabinets: z.object({ name: z.string(), circuits: z.number().int().positive(), lamps: z.number().int() }),
  /** Measuring stations (trạm quan trắc, cảm biến). */
  sensors: z.object({
    name: z.string(),
    measures: z.enum(['rain', 'level', 'salinity', 'air', 'traffic', 'power', 'pump', 'gate', 'lamp']),
    unit: z.string(),
    /** Zero of a level gauge, m above datum. */
    zeroMetres: z.number().nullable(),
    /** Object that it watches: a gate, a pump, a cabinet, a waterway. */
    watches: z.string().nullable(),
  }),
} as const satisfies Record<LayerId, z.ZodType>

export type Properties = { [L in LayerId]: z.infer<(typeof propertySchemas)[L]> }

export interface FieldTitle {
  readonly title: Bilingual
  readonly unit?: string
}

/** Headings of the list of layers, in its order. */
export const layerGroups = {
  planning: both('Quy hoạch, đất đai', 'Planning and land'),
  built: both('Công trình', 'Buildings and places'),
  transport: both('Giao thông', 'Transport'),
  water: both('Sông, kênh, đê', 'Waters and dykes'),
  drainage: both('Thoát nước', 'Drainage'),
  supply: both('Cấp nước', 'Water supply'),
  energy: both('Điện, chiếu sáng', 'Power and lighting'),
  address: both('Hành chính, địa chỉ', 'Administration and addresses'),
  observation: both('Quan trắc', 'Observation'),
} as const
export type LayerGroup = keyof typeof layerGroups

export interface LayerAbout {
  readonly title: Bilingual
  readonly group: LayerGroup
  readonly geometry: 'point' | 'line' | 'polygon'
  /** Screen colour, `#rrggbb`. */
  readonly colour: string
}

export const layerAbout: Record<LayerId, LayerAbout> = {
  units: {
    title: both('Đơn vị hành chính', 'Administrative units'),
    group: 'address',
    geometry: 'polygon',
    colour: '#b0413e',
  },
  subunits: {
    title: both('Khu vực, ấp', 'Quarters and hamlets'),
    group: 'address',
    geometry: 'polygon',
    colour: '#c77b58',
  },
  gridcells: {
    title: both('Lưới địa chỉ, mã bưu chính', 'Address and postcode grid'),
    group: 'address',
    geometry: 'polygon',
    colour: '#6b5b95',
  },
  landcover: {
    title: both('Lớp phủ mặt đất', 'Land cover'),
    group: 'planning',
    geometry: 'polygon',
    colour: '#9bbf6a',
  },
  water: {
    title: both('Mặt nước', 'Water'),
    group: 'water',
    geometry: 'polygon',
    colour: '#4f9bd1',
  },
  waterways: {
    title: both('Tim sông, kênh, rạch', 'Waterway centre lines'),
    group: 'water',
    geometry: 'line',
    colour: '#2f78b7',
  },
  dykes: {
    title: both('Đê bao, bờ kè', 'Dykes and embankments'),
    group: 'water',
    geometry: 'line',
    colour: '#8a6d3b',
  },
  zones: {
    title: both('Khu chức năng quy hoạch', 'Zoning plan'),
    group: 'planning',
    geometry: 'polygon',
    colour: '#ffbf00',
  },
  roads: {
    title: both('Đường giao thông', 'Roads'),
    group: 'transport',
    geometry: 'line',
    colour: '#f2a33a',
  },
  redlines: {
    title: both('Chỉ giới đường đỏ, chỉ giới xây dựng', 'Red lines and building lines'),
    group: 'transport',
    geometry: 'line',
    colour: '#d50000',
  },
  blocks: {
    title: both('Ô phố', 'Street blocks'),
    group: 'planning',
    geometry: 'polygon',
    colour: '#8c8c8c',
  },
  parcels: {
    title: both('Thửa đất và quy hoạch', 'Parcels and zoning'),
    group: 'planning',
    geometry: 'polygon',
    colour: '#ffa0ff',
  },
  parcelhistory: {
    title: both('Thửa đất cũ (đã tách, hợp)', 'Former parcels (split, merged)'),
    group: 'planning',
    geometry: 'polygon',
    colour: '#9e7fa8',
  },
  buildings: {
    title: both('Công trình', 'Buildings'),
    group: 'built',
    geometry: 'polygon',
    colour: '#d9d2c5',
  },
  addresses: {
    title: both('Địa chỉ', 'Addresses'),
    group: 'address',
    geometry: 'point',
    colour: '#7a4fbf',
  },
  landmarks: {
    title: both('Địa danh', 'Landmarks'),
    group: 'built',
    geometry: 'point',
    colour: '#c2185b',
  },
  trees: {
    title: both('Cây xanh', 'Trees'),
    group: 'built',
    geometry: 'point',
    colour: '#3d8b37',
  },
  drains: {
    title: both('Cống thoát nước', 'Storm drains'),
    group: 'drainage',
    geometry: 'line',
    colour: '#0b7a75',
  },
  drainnodes: {
    title: both('Hố ga, cửa thu, cửa xả', 'Manholes, inlets, outfalls'),
    group: 'drainage',
    geometry: 'point',
    colour: '#075e5a',
  },
  hydraulics: {
    title: both('Cống ngăn triều, trạm bơm', 'Sluice gates and pumping stations'),
    group: 'drainage',
    geometry: 'point',
    colour: '#0d47a1',
  },
  watermains: {
    title: both('Ống cấp nước', 'Water mains'),
    group: 'supply',
    geometry: 'line',
    colour: '#1e88e5',
  },
  waternodes: {
    title: both('Nút cấp nước, trụ cứu hỏa', 'Water nodes and hydrants'),
    group: 'supply',
    geometry: 'point',
    colour: '#1565c0',
  },
  powerlines: {
    title: both('Đường dây điện', 'Power lines'),
    group: 'energy',
    geometry: 'line',
    colour: '#6d4c41',
  },
  powernodes: {
    title: both('Trạm biến áp, trụ điện', 'Substations and poles'),
    group: 'energy',
    geometry: 'point',
    colour: '#4e342e',
  },
  lamps: {
    title: both('Đèn chiếu sáng', 'Street lamps'),
    group: 'energy',
    geometry: 'point',
    colour: '#f9a825',
  },
  cabinets: {
    title: both('Tủ chiếu sáng', 'Lighting cabinets'),
    group: 'energy',
    geometry: 'point',
    colour: '#ef6c00',
  },
  sensors: {
    title: both('Trạm quan trắc, cảm biến', 'Sensors'),
    group: 'observation',
    geometry: 'point',
    colour: '#00897b',
  },
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
  against: { title: both('Ngược chiều vẽ', 'Against its line') },
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
  setbackMetres: { title: both('Khoảng lùi', 'Setback'), unit: 'm' },
  version: { title: both('Lần biến động', 'Version') },
  predecessors: { title: both('Thửa gốc', 'Made from') },
  successors: { title: both('Thửa mới', 'Became') },
  change: { title: both('Biến động', 'Change') },
  crestMetres: { title: both('Cao trình đỉnh', 'Crest level'), unit: 'm' },
  crestWidthMetres: { title: both('Bề rộng đỉnh', 'Crest width'), unit: 'm' },
  plan: { title: both('Đồ án quy hoạch', 'Plan') },
  sidewalkMetres: { title: both('Bề rộng vỉa hè mỗi bên', 'Sidewalk width, each side'), unit: 'm' },
  medianMetres: { title: both('Bề rộng dải phân cách', 'Median width'), unit: 'm' },
  roadClass: { title: both('Cấp đường', 'Road class') },
  roof: { title: both('Mái', 'Roof') },
  addresses: { title: both('Số địa chỉ', 'Addresses') },
  species: { title: both('Loài', 'Species') },
  crownMetres: { title: both('Đường kính tán', 'Crown'), unit: 'm' },
  place: { title: both('Vị trí', 'Place') },
  fromNode: { title: both('Nút đầu', 'From node') },
  toNode: { title: both('Nút cuối', 'To node') },
  lengthMetres: { title: both('Chiều dài', 'Length'), unit: 'm' },
  material: { title: both('Vật liệu', 'Material') },
  roughness: { title: both('Hệ số nhám', 'Roughness') },
  fromInvertMetres: { title: both('Cao độ đáy đầu', 'Invert at the start'), unit: 'm' },
  toInvertMetres: { title: both('Cao độ đáy cuối', 'Invert at the end'), unit: 'm' },
  groundMetres: { title: both('Cao độ mặt đất', 'Ground level'), unit: 'm' },
  invertMetres: { title: both('Cao độ đáy', 'Invert'), unit: 'm' },
  flapGate: { title: both('Van một chiều', 'Flap valve') },
  waterwayId: { title: both('Kênh, rạch', 'Waterway') },
  capacityCubicMetresPerSecond: { title: both('Công suất', 'Capacity'), unit: 'm³/s' },
  sillMetres: { title: both('Cao trình ngưỡng', 'Sill level'), unit: 'm' },
  diameterMetres: { title: both('Đường kính', 'Diameter'), unit: 'm' },
  elevationMetres: { title: both('Cao độ', 'Elevation'), unit: 'm' },
  demandCubicMetresPerSecond: { title: both('Nhu cầu trung bình', 'Mean demand'), unit: 'm³/s' },
  headMetres: { title: both('Cột áp', 'Head'), unit: 'm' },
  voltageVolts: { title: both('Điện áp', 'Voltage'), unit: 'V' },
  circuits: { title: both('Số mạch, lộ', 'Circuits') },
  capacityVoltAmperes: { title: both('Công suất', 'Rating'), unit: 'VA' },
  cabinetId: { title: both('Tủ chiếu sáng', 'Cabinet') },
  circuit: { title: both('Lộ', 'Circuit') },
  source: { title: both('Nguồn sáng', 'Light source') },
  powerWatts: { title: both('Công suất', 'Power'), unit: 'W' },
  fluxLumens: { title: both('Quang thông', 'Luminous flux'), unit: 'lm' },
  luminaire: { title: both('Bộ đèn', 'Luminaire') },
  overhangMetres: { title: both('Độ vươn', 'Overhang'), unit: 'm' },
  tiltDegrees: { title: both('Góc nghiêng', 'Tilt'), unit: '°' },
  headingDegrees: { title: both('Hướng', 'Heading'), unit: '°' },
  arrangement: { title: both('Bố trí', 'Arrangement') },
  lamps: { title: both('Số đèn', 'Lamps') },
  measures: { title: both('Đại lượng đo', 'Measures') },
  unit: { title: both('Đơn vị đo', 'Unit') },
  zeroMetres: { title: both('Cao độ số 0', 'Gauge zero'), unit: 'm' },
  watches: { title: both('Đối tượng theo dõi', 'Watches') },
}
