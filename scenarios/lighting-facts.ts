/**
 * Figures of street lighting with their source and confidence: one table for the engine and for the screens. What is marked
 * `assumed` is our own and says so wherever it is shown; what is marked `memory` was not read again in a printed text.
 */
import type { LightingClass, LightingFigure, LightingSettings } from './lighting.ts'
import { both } from './text.ts'

const OWN = 'Giả định của Vị Thanh Twin / assumption of Vị Thanh Twin'

/** What a class asks of the carriageway: `L` cd/m², uniformities, `TI` at most %, `SR`. */
export interface ClassLimits {
  readonly L: number
  readonly Uo: number
  readonly Ud: number
  readonly TI: number
  readonly SR: number
}
export const TABLE_1 = 'QCVN 07-7:2023/BXD, Bảng 1'
export const TABLE_8 = 'QCVN 07-7:2023/BXD, Bảng 8'
export const TABLE_10 = 'QCVN 07-7:2023/BXD, Bảng 10'

const limits = (L: number, Uo: number, Ud: number, TI: number): ClassLimits => ({ L, Uo, Ud, TI, SR: 0.5 })
/** QCVN 07-7:2023/BXD, table 1 (found). */
export function classLimits(
  lightingClass: LightingClass,
  hasMedian: boolean,
  surroundings: LightingSettings['surroundings'],
): ClassLimits {
  switch (lightingClass) {
    case 'A':
      return limits(2, 0.4, 0.7, 10)
    case 'B':
      return limits(hasMedian ? 1.5 : 2, 0.4, 0.7, 10)
    case 'C':
      return limits(hasMedian ? 1 : 1.5, 0.4, 0.6, 15)
    case 'D':
      return limits(surroundings === 'bright' ? 0.7 : 0.5, 0.3, 0.4, 20)
    case 'E':
      return limits(0.3, 0.3, 0.4, 20)
  }
}

/** QCVN 07-7:2023/BXD, table 8, paths in parks that are used little (found): lx on the ground and semi-cylindrical. */
export const pathLimits = { average: 5, minimum: 2, semicylindrical: 2 } as const
/**
 * QCVN 07-7:2023/BXD, table 10 (found): lx, Uo(E) and semi-cylindrical lx (Ebt) where streets meet; the road there a step of
 * luminance brighter than the brightest approach, cd/m².
 */
export const conflictLimits = (lightingClass: LightingClass) =>
  lightingClass === 'D' || lightingClass === 'E'
    ? ({ average: 20, uniformity: 0.4, semicylindrical: 5, step: 0.5 } as const)
    : ({ average: 30, uniformity: 0.4, semicylindrical: 10, step: 0.5 } as const)

export const lightingFacts = {
  maintenanceFactor: {
    title: both('Hệ số duy trì', 'Maintenance factor'),
    unit: '1',
    value: 0.8,
    source: 'TCXDVN 259:2001; thực hành 0,75–0,8 / practice 0.75–0.8',
    confidence: 'memory: high',
  },
  dimming: {
    title: both('Lịch bật, tiết giảm', 'Switching and dimming'),
    unit: 'giờ / h',
    value: [
      { fromHour: 5.5, output: 0 },
      { fromHour: 18, output: 1 },
      { fromHour: 22.5, output: 0.5 },
    ],
    source: 'TCXDVN 333:2005; 18:00–05:30, giảm 50 % sau 22–23 h / dimmed to 50 % after 22–23 h',
    confidence: 'memory: high',
    note: both(
      'Công suất coi như tỷ lệ với quang thông. Đèn natri cũng theo lịch này, dù bộ điện cũ có thể không tiết giảm được.',
      'Power is taken to go with flux. Sodium lamps follow the same hours, though old gear may not dim.',
    ),
  },
  tariff: {
    title: both('Giá điện chiếu sáng công cộng', 'Electricity for public lighting'),
    unit: 'đ/kWh / VND/kWh',
    value: 2226,
    source: 'QĐ 1279/QĐ-BCT (9/5/2025), dưới 6 kV, chưa thuế / below 6 kV, without tax',
    confidence: 'memory: medium',
  },
  co2Factor: {
    title: both('Hệ số phát thải lưới điện', 'Emission factor of the grid'),
    unit: 'kg CO₂/kWh',
    value: 0.6592,
    source: 'Cục Biến đổi khí hậu, lưới điện Việt Nam 2023 / Viet Nam’s grid of 2023',
    confidence: 'memory: medium',
  },
  darkLux: {
    title: both('Coi là tối khi độ rọi trung bình mặt đường dưới', 'Dark below this average on the carriageway'),
    unit: 'lx',
    value: 1,
    source: OWN,
    confidence: 'assumed',
  },
  treeTransmission: {
    title: both('Phần ánh sáng qua tán cây', 'Light that passes a crown'),
    unit: '1',
    value: 0.3,
    source: OWN,
    confidence: 'assumed',
  },
  ledEfficacy: {
    title: both('Hiệu suất bộ đèn LED', 'Efficacy of LED luminaires'),
    unit: 'lm/W',
    value: 135,
    source: 'Thực hành 120–150 lm/W / practice 120–150 lm/W',
    confidence: 'memory: high',
    note: both('Chỉ dùng khi không có quang thông.', 'Only where no flux is given.'),
  },
  sodiumOutputRatio: {
    title: both(
      'Hiệu suất bộ đèn natri (quang thông ra / quang thông bóng)',
      'Light output ratio of sodium luminaires',
    ),
    unit: '1',
    value: 0.75,
    source: OWN,
    confidence: 'assumed',
    note: both(
      'Quang thông của đèn natri trong dữ liệu là của bóng.',
      'The flux of a sodium lamp is that of the bare lamp.',
    ),
  },
  sodiumGear: {
    title: both(
      'Công suất cả bộ điện của đèn natri / công suất bóng',
      'Power of a sodium lamp with its gear / of the lamp',
    ),
    unit: '1',
    value: 1.13,
    source: '70, 150, 250 W → 83, 169, 276 W',
    confidence: 'memory: high',
  },
} as const satisfies Record<string, LightingFigure<unknown>>

export const classAssumptions = {
  collector: both(
    'Đường khu vực: cấp C (có cửa hàng) hoặc D theo thiết lập của kịch bản.',
    'Collector streets: class C (with shops) or D, as the scenario is set.',
  ),
  local: both('Đường phố và hẻm: coi là đường nội bộ, cấp E.', 'Streets and alleys: taken as internal, class E.'),
  path: both(
    'Lối đi bộ: đối chiếu theo lối đi công viên ít người (Bảng 8).',
    'Paths: checked as paths in parks that are used little (table 8).',
  ),
  trunk: both(
    'Quốc lộ, trục chính trong đô thị: coi là đường chính, cấp B.',
    'Trunk roads and arterials in town: taken as main roads, class B.',
  ),
} as const

export const defaultLighting: LightingSettings = {
  maintenanceFactor: lightingFacts.maintenanceFactor.value,
  dimming: lightingFacts.dimming.value.map((step) => ({ ...step })),
  hour: null,
  tariff: lightingFacts.tariff.value,
  co2Factor: lightingFacts.co2Factor.value,
  collectorClass: 'C',
  surroundings: 'bright',
  buildings: false,
  trees: false,
  treeTransmission: lightingFacts.treeTransmission.value,
  darkLux: lightingFacts.darkLux.value,
}
