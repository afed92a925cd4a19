/**
 * How each class of a layer looks, as data: painters draw by it, the legend shows it. Colours of land-use and planning codes
 * are in `colours.ts`. Widths in pixels of a picture tile.
 */
import type { LayerId } from '../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { buildingColour, buildingColours, landcoverColour, roadColours, waterColour } from '../shared/colours.ts'
import type { SymbolName } from './symbols.ts'

export interface ClassLook {
  readonly title: Bilingual
  /** `#rrggbb` */
  readonly colour: string
  /** Of a line; of the outline of a surface. */
  readonly width?: number
  readonly dash?: readonly number[]
  /** Drawn under the line, a little wider. */
  readonly casing?: string
  readonly symbol?: SymbolName
  /** A surface whose outline alone is drawn. */
  readonly hollow?: boolean
}

type Properties = Readonly<Record<string, unknown>>

export interface LayerLook {
  readonly classes: Readonly<Record<string, ClassLook>>
  classOf(properties: Properties): string
}

const by =
  (key: string, otherwise: string) =>
  (properties: Properties): string =>
    String(properties[key] ?? otherwise)

/** The first class whose least value is reached. */
const from =
  (key: string, steps: readonly (readonly [least: number, name: string])[]) =>
  (properties: Properties): string => {
    const value = Number(properties[key] ?? 0)
    return (steps.find(([least]) => value >= least) ?? steps.at(-1)!)[1]
  }

const look = (title: Bilingual, colour: string, rest: Omit<ClassLook, 'title' | 'colour'> = {}): ClassLook => ({
  title,
  colour,
  ...rest,
})

const road = (name: keyof typeof roadColours, title: Bilingual, width: number): ClassLook =>
  look(title, roadColours[name]!.fill, { casing: roadColours[name]!.casing, width })

const cover = (name: string, title: Bilingual): ClassLook => look(title, landcoverColour(name))
const use = (name: string, title: Bilingual): ClassLook => look(title, buildingColours[name] ?? buildingColour)

/** Uses of OpenStreetMap buildings under the class of the legend that they are shown in. */
const sameUse: Record<string, string> = {
  house: 'residential',
  apartments: 'residential',
  retail: 'commercial',
  market: 'commercial',
  hotel: 'commercial',
  public: 'office',
  school: 'education',
  hospital: 'health',
  warehouse: 'industrial',
}

/** Words in the category of a landmark, Vietnamese without diacritics or English, and its class. */
const places: readonly (readonly [words: RegExp, name: string])[] = [
  [/school|college|university|education|kindergarten|truong|giao duc/, 'school'],
  [/hospital|clinic|health|pharmacy|y te|benh vien/, 'clinic'],
  [/market|shop|mall|commerc|cho\b/, 'market'],
  [/pagoda|temple|church|worship|relig|dinh|chua|ton giao/, 'worship'],
  [/office|hall|government|public|admin|police|post|tru so|uy ban|co quan/, 'office'],
  [/heritage|monument|memorial|museum|historic|di tich|tourism|attraction/, 'heritage'],
]

export const looks: Partial<Record<LayerId, LayerLook>> = {
  landcover: {
    classOf: by('cover', 'grass'),
    classes: {
      paddy: cover('paddy', both('Ruộng lúa', 'Paddy')),
      orchard: cover('orchard', both('Vườn cây', 'Orchard')),
      grass: cover('grass', both('Cỏ', 'Grass')),
      forest: cover('forest', both('Rừng, cây', 'Trees')),
      sand: cover('sand', both('Cát', 'Sand')),
      rock: cover('rock', both('Đá', 'Rock')),
      paved: cover('paved', both('Lát cứng', 'Paved')),
    },
  },
  water: {
    classOf: by('kind', 'canal'),
    classes: {
      river: look(both('Sông', 'River'), waterColour),
      canal: look(both('Kênh, rạch', 'Canal'), waterColour),
      lake: look(both('Hồ', 'Lake'), '#a9d0ea'),
      pond: look(both('Ao', 'Pond'), '#b4d7ec'),
      sea: look(both('Biển', 'Sea'), '#8fbfe0'),
    },
  },
  waterways: {
    classOf: by('kind', 'canal'),
    classes: {
      river: look(both('Tim sông', 'River'), '#4f9bd1', { width: 3 }),
      canal: look(both('Tim kênh', 'Canal'), '#5fa6d6', { width: 2.2 }),
      stream: look(both('Rạch', 'Stream'), '#7db4da', { width: 1.6 }),
      ditch: look(both('Mương', 'Ditch'), '#8fc0e0', { width: 1.2 }),
      drain: look(both('Mương tiêu', 'Field drain'), '#8fc0e0', { width: 1.2, dash: [6, 3] }),
    },
  },
  dykes: {
    classOf: by('kind', 'dyke'),
    classes: {
      dyke: look(both('Đê bao', 'Dyke'), '#8a6d3b', { width: 2.4 }),
      embankment: look(both('Bờ bao', 'Embankment'), '#a5834b', { width: 1.8 }),
      quay: look(both('Bờ kè', 'Quay wall'), '#5d5d5d', { width: 2.4 }),
    },
  },
  roads: {
    classOf: by('class', 'local'),
    classes: {
      trunk: road('trunk', both('Quốc lộ', 'Trunk road'), 6),
      arterial: road('arterial', both('Đường chính', 'Arterial'), 5),
      collector: road('collector', both('Đường gom', 'Collector'), 4),
      local: road('local', both('Đường nội bộ', 'Local street'), 3.4),
      alley: road('alley', both('Hẻm', 'Alley'), 2.4),
      path: road('path', both('Lối đi', 'Path'), 1.8),
    },
  },
  redlines: {
    classOf: by('kind', 'red'),
    classes: {
      red: look(both('Chỉ giới đường đỏ', 'Red line'), '#d50000', { width: 2 }),
      building: look(both('Chỉ giới xây dựng', 'Building line'), '#d50000', { width: 1.4, dash: [7, 4] }),
    },
  },
  units: {
    classOf: (properties) => (properties.validTo ? 'former' : 'now'),
    classes: {
      now: look(both('Ranh giới phường, xã', 'Ward or commune'), '#a03633', {
        width: 2.6,
        dash: [12, 5, 2.5, 5],
        hollow: true,
      }),
      former: look(both('Ranh giới cũ (trước 1/7/2025)', 'Former boundary (before 1 July 2025)'), '#b98684', {
        width: 1.8,
        dash: [3, 5],
        hollow: true,
      }),
    },
  },
  subunits: {
    classOf: by('kind', 'khu vực'),
    classes: {
      'khu vực': look(both('Khu vực', 'Quarter'), '#c77b58', { width: 1.6, dash: [8, 4], hollow: true }),
      ấp: look(both('Ấp', 'Hamlet'), '#a0855f', { width: 1.6, dash: [4, 4], hollow: true }),
    },
  },
  gridcells: {
    classOf: () => 'cell',
    classes: {
      cell: look(both('Ô lưới, mã bưu chính', 'Cell, postcode'), '#6b5b95', { width: 1.2, dash: [5, 5], hollow: true }),
    },
  },
  blocks: {
    classOf: () => 'block',
    classes: { block: look(both('Ô phố', 'Street block'), '#9a9a9a', { width: 1.2, hollow: true }) },
  },
  parcelhistory: {
    classOf: by('change', 'redraw'),
    classes: {
      split: look(both('Đã tách thửa', 'Split'), '#9e7fa8', { width: 1.4, dash: [5, 4], hollow: true }),
      merge: look(both('Đã hợp thửa', 'Merged'), '#7f8fa8', { width: 1.4, dash: [5, 4], hollow: true }),
      redraw: look(both('Đo vẽ lại', 'Redrawn'), '#a8987f', { width: 1.4, dash: [5, 4], hollow: true }),
      reparcel: look(both('Dồn điền đổi thửa', 'Re-parcelled'), '#9e7fa8', { width: 1.4, dash: [5, 4], hollow: true }),
      drop: look(both('Không còn', 'Dropped'), '#8c8c8c', { width: 1.4, dash: [5, 4], hollow: true }),
    },
  },
  buildings: {
    classOf: ({ use: name = '' }) => sameUse[String(name)] ?? String(name),
    classes: {
      residential: use('residential', both('Nhà ở', 'Housing')),
      commercial: use('commercial', both('Thương mại, dịch vụ', 'Trade and services')),
      office: use('office', both('Trụ sở, văn phòng', 'Offices')),
      education: use('education', both('Giáo dục', 'Education')),
      health: use('health', both('Y tế', 'Health')),
      religious: use('religious', both('Tôn giáo', 'Religion')),
      industrial: use('industrial', both('Công nghiệp', 'Industry')),
      other: look(both('Khác', 'Other'), buildingColour),
    },
  },
  addresses: {
    classOf: () => 'point',
    classes: { point: look(both('Điểm địa chỉ, số nhà', 'Address point, number'), '#7a4fbf', { symbol: 'dot' }) },
  },
  landmarks: {
    classOf: ({ category }) => placeOf(String(category ?? '')),
    classes: {
      school: look(both('Trường học', 'School'), '#b0357f', { symbol: 'school' }),
      clinic: look(both('Y tế', 'Health'), '#c62828', { symbol: 'clinic' }),
      market: look(both('Chợ, thương mại', 'Market, trade'), '#b35c00', { symbol: 'market' }),
      office: look(both('Cơ quan', 'Public office'), '#5e35b1', { symbol: 'office' }),
      worship: look(both('Tôn giáo, tín ngưỡng', 'Worship'), '#9a7400', { symbol: 'worship' }),
      heritage: look(both('Di tích', 'Heritage'), '#8e2430', { symbol: 'star' }),
      other: look(both('Địa danh khác', 'Other place'), '#c2185b', { symbol: 'disc' }),
    },
  },
  trees: {
    classOf: by('place', 'street'),
    classes: {
      street: look(both('Cây đường phố', 'Street tree'), '#3d8b37', { symbol: 'disc' }),
      park: look(both('Cây công viên', 'Park tree'), '#2e7d4f', { symbol: 'disc' }),
      bank: look(both('Cây bờ kênh', 'Tree on a bank'), '#5a8f3c', { symbol: 'disc' }),
      garden: look(both('Cây trong vườn', 'Garden tree'), '#6b9b4a', { symbol: 'disc' }),
    },
  },
  drains: {
    classOf: by('kind', 'pipe'),
    classes: {
      pipe: look(both('Cống tròn', 'Pipe'), '#0b7a75', { width: 2.4 }),
      box: look(both('Cống hộp', 'Box culvert'), '#075e5a', { width: 3.6 }),
      channel: look(both('Mương hở', 'Open channel'), '#2a9d8f', { width: 2.4, dash: [9, 3] }),
      connector: look(both('Cống nối cửa thu', 'Inlet connector'), '#4fb3ac', { width: 1.3 }),
    },
  },
  drainnodes: {
    classOf: (properties) => (properties.kind === 'outfall' && properties.flapGate ? 'flap' : String(properties.kind)),
    classes: {
      manhole: look(both('Hố ga', 'Manhole'), '#075e5a', { symbol: 'manhole' }),
      inlet: look(both('Cửa thu', 'Inlet'), '#2a9d8f', { symbol: 'inlet' }),
      outfall: look(both('Cửa xả', 'Outfall'), '#b8420f', { symbol: 'outfall' }),
      flap: look(both('Cửa xả có van một chiều', 'Outfall with flap valve'), '#b8420f', { symbol: 'flap' }),
      pump: look(both('Máy bơm', 'Pump'), '#0d47a1', { symbol: 'pump' }),
    },
  },
  hydraulics: {
    classOf: by('kind', 'sluice'),
    classes: {
      sluice: look(both('Cống ngăn triều', 'Sluice gate'), '#0d47a1', { symbol: 'sluice' }),
      pump: look(both('Trạm bơm', 'Pumping station'), '#0d47a1', { symbol: 'pump' }),
      weir: look(both('Đập tràn', 'Weir'), '#31519a', { symbol: 'weir' }),
    },
  },
  watermains: {
    classOf: from('diameterMetres', [
      [0.25, 'transmission'],
      [0.1, 'distribution'],
      [0, 'service'],
    ]),
    classes: {
      transmission: look(both('Ống truyền tải, từ D250', 'Transmission main, D250 and more'), '#0d47a1', {
        width: 3.4,
      }),
      distribution: look(both('Ống phân phối, D100–D225', 'Distribution main, D100–D225'), '#1e88e5', { width: 2.2 }),
      service: look(both('Ống dịch vụ, dưới D100', 'Service pipe, below D100'), '#64b5f6', { width: 1.4 }),
    },
  },
  waternodes: {
    classOf: by('kind', 'junction'),
    classes: {
      junction: look(both('Nút', 'Junction'), '#1565c0', { symbol: 'dot' }),
      hydrant: look(both('Trụ cứu hỏa', 'Hydrant'), '#d32f2f', { symbol: 'hydrant' }),
      reservoir: look(both('Nguồn, nhà máy nước', 'Source, waterworks'), '#0d47a1', { symbol: 'reservoir' }),
      tank: look(both('Đài nước, bể chứa', 'Tank'), '#1565c0', { symbol: 'tank' }),
      pump: look(both('Trạm bơm cấp nước', 'Booster pump'), '#1565c0', { symbol: 'pump' }),
    },
  },
  powerlines: {
    classOf: from('voltageVolts', [
      [200_000, 'extra'],
      [66_000, 'high'],
      [1000, 'medium'],
      [0, 'low'],
    ]),
    classes: {
      extra: look(both('Từ 220 kV', '220 kV and more'), '#ad1457', { width: 3.2 }),
      high: look(both('110 kV', '110 kV'), '#c62828', { width: 2.8 }),
      medium: look(both('22 kV (trung thế)', '22 kV (medium voltage)'), '#6a1b9a', { width: 1.8 }),
      low: look(both('0,4 kV (hạ thế)', '0.4 kV (low voltage)'), '#8d6e63', { width: 1.1 }),
    },
  },
  powernodes: {
    classOf: by('kind', 'pole'),
    classes: {
      substation: look(both('Trạm 110 kV', 'Substation'), '#c62828', { symbol: 'substation' }),
      transformer: look(both('Trạm biến áp phân phối', 'Distribution transformer'), '#6a1b9a', {
        symbol: 'transformer',
      }),
      tower: look(both('Cột tháp', 'Tower'), '#4e342e', { symbol: 'tower' }),
      pole: look(both('Trụ điện', 'Pole'), '#4e342e', { symbol: 'dot' }),
    },
  },
  lamps: {
    classOf: (properties) => (properties.state === 'out' ? 'out' : String(properties.source ?? 'LED')),
    classes: {
      LED: look(both('Đèn LED, sáng', 'LED, lit'), '#f9a825', { symbol: 'lamp' }),
      HPS: look(both('Đèn cao áp natri, sáng', 'Sodium lamp, lit'), '#ef6c00', { symbol: 'lamp' }),
      out: look(both('Đèn hỏng', 'Lamp out'), '#616161', { symbol: 'lamp' }),
    },
  },
  cabinets: {
    classOf: () => 'cabinet',
    classes: { cabinet: look(both('Tủ điều khiển', 'Control cabinet'), '#ef6c00', { symbol: 'cabinet' }) },
  },
  sensors: {
    classOf: by('measures', 'level'),
    classes: {
      rain: look(both('Mưa', 'Rain'), '#1565c0', { symbol: 'rain' }),
      level: look(both('Mực nước', 'Water level'), '#00695c', { symbol: 'level' }),
      salinity: look(both('Độ mặn', 'Salinity'), '#6a4c93', { symbol: 'salinity' }),
      air: look(both('Không khí', 'Air'), '#546e7a', { symbol: 'air' }),
      traffic: look(both('Giao thông', 'Traffic'), '#ad6a00', { symbol: 'traffic' }),
      power: look(both('Điện năng', 'Power'), '#c62828', { symbol: 'bolt' }),
      pump: look(both('Máy bơm', 'Pump'), '#0d47a1', { symbol: 'pump' }),
      gate: look(both('Cửa cống', 'Gate'), '#0d47a1', { symbol: 'sluice' }),
      lamp: look(both('Chiếu sáng', 'Lighting'), '#f9a825', { symbol: 'lamp' }),
    },
  },
}

function placeOf(category: string): string {
  const words = category.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
  return places.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
}

/** The look of one object; the last class of the table stands for what it does not know. */
export function lookOf(layer: LayerLook, properties: Properties): ClassLook {
  const name = layer.classOf(properties)
  return Object.hasOwn(layer.classes, name) ? layer.classes[name]! : Object.values(layer.classes).at(-1)!
}
