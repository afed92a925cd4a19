/** The rows in which the indicators of a lighting run are read: on the screen, in the records and in the report. */
import { type LightingIndicators, lightingVerdicts } from '../../scenarios/lighting.ts'
import { both } from '../../scenarios/text.ts'
import type { FigureGroup } from './FigureTable.tsx'
import type { Words } from './language.tsx'

export const lightingFigureText = {
  lamps: both('Số đèn', 'Lamps'),
  lampsOut: both('Đèn hỏng, tắt', 'Lamps out'),
  power: both('Công suất', 'Power'),
  energy: both('Điện năng mỗi năm', 'Energy a year'),
  cost: both('Tiền điện mỗi năm', 'Cost a year'),
  co2: both('CO₂ mỗi năm (ước tính)', 'CO₂ a year (estimate)'),
  average: both('Độ rọi trung bình mặt đường', 'Average illuminance of carriageways'),
  dark: both('Đường bị tối', 'Street left dark'),
  powerDensity: both('Mật độ công suất D_P', 'Power density D_P'),
  annualDensity: both('Điện năng D_E', 'Energy D_E'),
  powerDensityUnit: both('mW/(lx·m²)', 'mW/(lx·m²)'),
  densityUnit: both('kWh/(m²·năm)', 'kWh/(m²·a)'),
  verdicts: both('Chiều dài đường theo QCVN 07-7:2023', 'Street length by QCVN 07-7:2023'),
  met: both('đạt', 'met'),
  unmet: both('chưa đạt', 'not met'),
  verdict: {
    pass: both('Đạt', 'Pass'),
    fail: both('Không đạt', 'Fail'),
    person: both('Cần người xem', 'A person decides'),
  },
} as const

const own = {
  lamps: both('Đèn và điện năng', 'Lamps and energy'),
  money: both('{n} đ', 'VND {n}'),
  performance: both('Hiệu quả năng lượng (EN 13201-5)', 'Energy performance (EN 13201-5)'),
  light: both('Ánh sáng trên các đường có đèn', 'Light on the streets that have lamps'),
  streets: both('Chiều dài đường có đèn', 'Street length with lamps'),
  byFigures: both('Chiều dài đường theo con số', 'Street length by the figures'),
} as const

export const dong = (value: number, { t, number }: Words): string => t(own.money, { n: number(value) })

export function lightingGroups(words: Words): FigureGroup<LightingIndicators>[] {
  const { t, number, length } = words
  const whole = (value: number) => number(value)
  const unit = (name: string, digits: number) => (value: number) => `${number(value, digits)} ${name}`
  return [
    {
      group: t(own.lamps),
      rows: [
        [t(lightingFigureText.lamps), whole, (i) => i.energy.lamps],
        [t(lightingFigureText.lampsOut), whole, (i) => i.energy.lampsOut],
        [t(lightingFigureText.power), unit('kW', 1), (i) => i.energy.powerWatts / 1000],
        [t(lightingFigureText.energy), unit('kWh', 0), (i) => i.energy.kilowattHours],
        [t(lightingFigureText.cost), (value) => dong(value, words), (i) => i.energy.cost],
        [t(lightingFigureText.co2), unit('kg', 0), (i) => i.energy.co2Kilograms],
      ],
    },
    {
      group: t(own.performance),
      rows: [
        [
          t(lightingFigureText.powerDensity),
          unit(t(lightingFigureText.powerDensityUnit), 1),
          (i) => i.powerDensity * 1000,
        ],
        [
          t(lightingFigureText.annualDensity),
          unit(t(lightingFigureText.densityUnit), 2),
          (i) => i.annualEnergyPerSquareMetre,
        ],
      ],
    },
    {
      group: t(own.light),
      rows: [
        [t(own.streets), length, (i) => i.streetMetres],
        [t(lightingFigureText.average), unit('lx', 1), (i) => i.averageIlluminance],
        [t(lightingFigureText.dark), length, (i) => i.darkMetres],
      ],
    },
    {
      group: t(lightingFigureText.verdicts),
      rows: lightingVerdicts.map((one) => [t(lightingFigureText.verdict[one]), length, (i) => i.metresByVerdict[one]]),
    },
    {
      group: t(own.byFigures),
      rows: [
        [t(lightingFigureText.met), length, (i) => i.metresMet],
        [t(lightingFigureText.unmet), length, (i) => i.metresUnmet],
      ],
    },
  ]
}
