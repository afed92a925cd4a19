/**
 * Figures of travel with their source and confidence: one table for the engine and for the screens. What is marked
 * `assumed` is our own and says so wherever it is shown; what is marked `memory` was not read again in a printed text.
 *
 * The engine counts motorcycle units (xe máy quy đổi; Cao & Sano 2012), the screens show PCU (xe con quy đổi) beside them.
 */
import type { roadClasses } from './city/layers.ts'
import { type Bilingual, both } from './text.ts'
import type { LevelOfService, TrafficSettings, TravelMode, UserClass } from './traffic.ts'

export type RoadClass = (typeof roadClasses)[number]

/** A table of figures: a number or a row of numbers by key. */
export interface TrafficFact<Key extends string = string, Value = unknown> {
  readonly title: Bilingual
  readonly unit: string
  readonly values: Readonly<Record<Key, Value>>
  readonly source: string
  readonly confidence: 'found' | 'memory: high' | 'memory: medium' | 'engineering: medium' | 'derived' | 'assumed'
  readonly note?: Bilingual
}

const CAO_SANO =
  'Cao, N. Y., Sano, K. (2012). Estimating capacity and motorcycle equivalent units on urban roads in Hanoi, Vietnam. ASCE Journal of Transportation Engineering 138(6)'
const OWN = 'Giả định của Vị Thanh Twin / assumption of Vị Thanh Twin'

export const equivalents: TrafficFact<UserClass, number> = {
  title: both('Hệ số quy đổi ra xe máy', 'Motorcycle equivalent units'),
  unit: 'xe máy quy đổi / motorcycle units',
  values: { motorbike: 1, car: 3.4, heavy: 10.5, bicycle: 1.4 },
  source: CAO_SANO,
  confidence: 'found',
  note: both('Xe tải được tính như xe buýt (10,5).', 'A truck counts as the bus of the study (10.5).'),
}

/** Speeds that the bands of `pcu` stand for, km/h: up to 20, 30 to 50, from 60. */
export const pcu: TrafficFact<UserClass, readonly [slow: number, middle: number, fast: number]> = {
  title: both('Hệ số quy đổi ra xe con, theo tốc độ ≤ 20 · 30–50 · ≥ 60 km/h', 'PCU at ≤ 20 · 30–50 · ≥ 60 km/h'),
  unit: 'xcqđ / PCU',
  values: { motorbike: [0.15, 0.25, 0.5], car: [1, 1, 1], heavy: [2.5, 2.5, 2], bicycle: [0.2, 0.3, 0.5] },
  source: 'TCXDVN 104:2007',
  confidence: 'memory: high',
  note: both(
    'Xe nặng: xe tải hai trục, xe buýt dưới 25 chỗ. Giữa các khoảng tốc độ nội suy tuyến tính (giả định). TCXDVN 104:2007 đã được TCVN 13592:2022 kế tục: cần đối chiếu.',
    'Heavy: two-axle truck, bus below 25 seats. Linear between the bands of speed (assumed). TCXDVN 104:2007 is succeeded by TCVN 13592:2022: to be compared.',
  ),
}

/** By lanes in one direction; linear between them, and on by the last step. */
export const motorcycleCapacity: TrafficFact<'0' | '1' | '2' | '3' | '4', number> = {
  title: both('Năng lực thông hành theo số làn mỗi chiều', 'Capacity by lanes in one direction'),
  unit: 'xe máy quy đổi/h / motorcycle units/h',
  values: { 0: 0, 1: 6679, 2: 13_358, 3: 21_725, 4: 24_335 },
  source: CAO_SANO,
  confidence: 'found',
  note: both(
    'Đo cho 2, 3, 4 làn; một làn là một nửa của hai làn (suy ra). Xe máy dùng bề rộng chứ không theo vạch: số làn tính toán = bề rộng mỗi chiều / 3,5 m (giả định).',
    'Measured for 2, 3, 4 lanes; one lane is half of two (derived). Motorbikes use the width, not the marks: lanes counted = width of the direction / 3.5 m (assumed).',
  ),
}
export const CAPACITY_LANE_METRES = 3.5

export const sideFriction: TrafficFact<RoadClass, number> = {
  title: both('Hệ số ảnh hưởng ven đường (đỗ xe, buôn bán)', 'Side friction (parking, trade at the kerb)'),
  unit: '1',
  values: { trunk: 0.75, arterial: 0.75, collector: 0.7, local: 0.6, alley: 1, path: 1 },
  source: 'TCXDVN 104:2007',
  confidence: 'memory: high',
  note: both(
    'Tiêu chuẩn cho khoảng 0,6–0,75; chia theo cấp đường là giả định. Năng lực của hẻm đã gồm ảnh hưởng này.',
    'The range is 0.6–0.75; its spread over road classes is assumed. The capacity of alleys has it in it.',
  ),
}

export const alleyCapacity: TrafficFact<'perMetre', number> = {
  title: both('Năng lực của hẻm theo bề rộng, cả hai chiều', 'Capacity of an alley by its width, both directions'),
  unit: 'xcqđ/h mỗi m / PCU/h per m',
  values: { perMetre: 100 },
  source: 'Hẻm 3–5 m: 300–500 xcqđ/h / alleys of 3–5 m: 300–500 PCU/h',
  confidence: 'engineering: medium',
  note: both('Đổi ra xe máy bằng 3,4 (ô tô con).', 'Turned into motorcycle units by 3.4 (that of a car).'),
}

export const pcuCapacity: TrafficFact<'twoLaneBoth' | 'threeLaneBoth' | 'undividedLane' | 'dividedLane', number> = {
  title: both('Năng lực thông hành tính bằng xe con', 'Capacity in PCU'),
  unit: 'xcqđ/h / PCU/h',
  values: { twoLaneBoth: 2800, threeLaneBoth: 4200, undividedLane: 1600, dividedLane: 1800 },
  source: 'TCXDVN 104:2007, bảng 3',
  confidence: 'memory: high',
  note: both(
    'Đường ba làn: 4000–4400, lấy giữa. Nhân với hệ số ảnh hưởng ven đường.',
    'Three lanes: 4000–4400, the middle is taken. Times side friction.',
  ),
}

export const freeSpeed: TrafficFact<RoadClass, number> = {
  title: both('Tốc độ dòng tự do', 'Free-flow speed'),
  unit: 'km/h',
  values: { trunk: 60, arterial: 50, collector: 40, local: 30, alley: 18, path: 8 },
  source: 'Thực hành quy hoạch giao thông / practice of transport planning; TT 38/2024',
  confidence: 'memory: medium',
  note: both('Hẻm 15–20 km/h; lối đi 8 km/h là giả định.', 'Alleys 15–20 km/h; paths of 8 km/h are assumed.'),
}

/** [α, β] of time = free time · (1 + α (volume / capacity)^β). */
export const volumeDelay: TrafficFact<RoadClass, readonly [alpha: number, beta: number]> = {
  title: both('Hàm thời gian – lưu lượng BPR: α, β', 'Volume–delay function (BPR): α, β'),
  unit: '1',
  values: {
    trunk: [0.48, 2.82],
    arterial: [0.48, 2.82],
    collector: [0.5, 2.5],
    local: [0.6, 2.5],
    alley: [0.8, 2],
    path: [0.8, 2],
  },
  source: 'JICA STRADA (0,48; 2,82); đường nhiều xe máy / motorcycle streets: α 0,5–0,8, β 2–3',
  confidence: 'memory: medium',
  note: both('Chọn theo cấp đường là giả định.', 'Which value holds for which class is assumed.'),
}

/** Volume / capacity up to which a level holds. */
export const losLimits: TrafficFact<LevelOfService, number> = {
  title: both('Mức phục vụ: v/c lớn nhất', 'Level of service: largest v/c'),
  unit: '1',
  values: { A: 0.35, B: 0.5, C: 0.75, D: 0.9, E: 1, F: Number.POSITIVE_INFINITY },
  source: 'Thực hành quy hoạch giao thông Việt Nam / Vietnamese practice',
  confidence: 'memory: medium',
}

export const topSpeed: TrafficFact<TravelMode, number> = {
  title: both('Tốc độ lớn nhất của phương tiện', 'Highest speed by vehicle'),
  unit: 'km/h',
  values: { motorbike: 50, car: 60, heavy: 45, bicycle: 13, ambulance: 70, walk: 4.5 },
  source: OWN,
  confidence: 'assumed',
  note: both(
    'Không nhanh hơn tốc độ dòng tự do của đường, trừ người đi bộ. Giới hạn trong khu dân cư 50–60 km/h (TT 38/2024).',
    'Never faster than the free-flow speed of the road. Limits in built-up areas are 50–60 km/h (TT 38/2024).',
  ),
}

export const leastWidth: TrafficFact<TravelMode, number> = {
  title: both('Bề rộng mặt đường nhỏ nhất để đi được', 'Least carriageway that a vehicle may use'),
  unit: 'm',
  values: { motorbike: 1.5, car: 3, heavy: 3.5, bicycle: 1, ambulance: 3, walk: 0 },
  source: 'TCVN 10380:2014 (đường giao thông nông thôn loại B 3,5 m, C 3 m, D 1,5 m)',
  confidence: 'memory: medium',
  note: both(
    'Xe đạp 1 m, xe cứu thương 3 m là giả định. Lối đi (path) không cho ô tô, xe nặng.',
    'Bicycle 1 m and ambulance 3 m are assumed. Paths are closed to cars and heavy vehicles.',
  ),
}

export const signals: TrafficFact<'cycleSeconds' | 'greenShare' | 'saturation', number> = {
  title: both('Đèn tín hiệu tại nút của đường trục', 'Signals where arterials meet'),
  unit: 's; 1; 1',
  values: { cycleSeconds: 60, greenShare: 0.45, saturation: 0.6 },
  source: OWN,
  confidence: 'assumed',
  note: both(
    'Nút có từ ba nhánh đường trục chính hay quốc lộ. Thời gian chờ đều theo Webster với mức bão hòa cố định: ½ C (1 − g)² / (1 − x g).',
    'At nodes where three arms or more are arterials or trunk roads. Uniform delay of Webster at a fixed saturation: ½ C (1 − g)² / (1 − x g).',
  ),
}

export const fuel: TrafficFact<UserClass, readonly [perHundredKilometres: number, perHourOfDelay: number]> = {
  title: both('Nhiên liệu: lít/100 km, lít mỗi giờ trễ', 'Fuel: litres/100 km, litres per hour of delay'),
  unit: 'l',
  values: { motorbike: [2, 0.3], car: [8, 0.8], heavy: [25, 2.5], bicycle: [0, 0] },
  source: OWN,
  confidence: 'assumed',
  note: both('Xe điện chưa được tách.', 'Electric vehicles are not set apart.'),
}

export const carbon: TrafficFact<UserClass, number> = {
  title: both('CO₂ mỗi lít nhiên liệu', 'CO₂ per litre of fuel'),
  unit: 'kg/l',
  values: { motorbike: 2.31, car: 2.31, heavy: 2.68, bicycle: 0 },
  source: 'IPCC 2006 Guidelines, vol. 2 (xăng 69,3 · dầu 74,1 t/TJ)',
  confidence: 'memory: high',
}

/** Deepest water that a mode passes, m; the depth from which it slows; what it crawls at in the deepest, km/h. */
export const floodLimits: TrafficFact<TravelMode, readonly [limit: number, slowsFrom: number, crawl: number]> = {
  title: both(
    'Ngập: độ sâu không đi được, độ sâu bắt đầu đi chậm, tốc độ thấp nhất',
    'Flood: impassable depth, depth of slowing, lowest speed',
  ),
  unit: 'm; m; km/h',
  values: {
    motorbike: [0.2, 0.05, 5],
    car: [0.3, 0, 2.07],
    heavy: [0.5, 0.1, 5],
    bicycle: [0.2, 0.05, 4],
    ambulance: [0.35, 0.1, 5],
    walk: [0.3, 0.05, 1.5],
  },
  source:
    'Pregnolato, M. et al. (2017). The impact of flooding on road transport: a depth–disruption function. Transportation Research Part D 55, 67–81 (ô tô / cars)',
  confidence: 'assumed',
  note: both(
    'Ô tô theo Pregnolato: v = min(tốc độ tự do, 0,0009 w² − 0,5529 w + 86,9448) km/h, w mm, 0 từ 300 mm. Các loại khác là giả định: tốc độ giảm đều từ độ sâu bắt đầu đi chậm xuống tốc độ thấp nhất.',
    'Cars by Pregnolato: v = min(free speed, 0.0009 w² − 0.5529 w + 86.9448) km/h, w in mm, 0 from 300 mm. All others are assumed: speed falls evenly to the lowest.',
  ),
}

export const connectorSpeed: TrafficFact<'speed', number> = {
  title: both('Tốc độ từ tâm vùng ra đường', 'Speed between a zone’s centre and the streets'),
  unit: 'km/h',
  values: { speed: 15 },
  source: OWN,
  confidence: 'assumed',
}

/** Every table, in the order in which a screen shows them. */
export const trafficFacts: readonly TrafficFact[] = [
  equivalents,
  pcu,
  motorcycleCapacity,
  alleyCapacity,
  sideFriction,
  pcuCapacity,
  freeSpeed,
  volumeDelay,
  losLimits,
  topSpeed,
  leastWidth,
  signals,
  floodLimits,
  fuel,
  carbon,
  connectorSpeed,
]

export const modeTitles: Record<TravelMode, Bilingual> = {
  motorbike: both('xe máy', 'motorbike'),
  car: both('ô tô con', 'car'),
  heavy: both('xe tải, xe buýt', 'truck, bus'),
  bicycle: both('xe đạp', 'bicycle'),
  ambulance: both('xe cứu thương', 'ambulance'),
  walk: both('đi bộ', 'on foot'),
}

/** Defaults of every setting. */
export const defaultTraffic: TrafficSettings = {
  hour: 'am',
  objective: 'user',
  relativeGap: 1e-6,
  tripsPerHousehold: 8,
  hourShare: 0.1,
  growth: 1,
  shares: { motorbike: 0.84, car: 0.07, heavy: 0.04, bicycle: 0.05 },
  meanTripSeconds: 540,
  throughTraffic: 800,
  secondsPerKilometre: 0,
  flood: false,
  counts: [],
}
