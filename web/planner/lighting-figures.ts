/** The rows in which the indicators of a lighting run are read: on the screen, in the records and in the report. */
import { type LightingIndicators, lightingVerdicts } from '../../scenarios/lighting.ts'
import { both } from '../../scenarios/text.ts'
import type { Words } from '../shared/language.tsx'
import type { FigureGroup } from './FigureTable.tsx'

export const lightingFigureText = {
  caption: both('Chỉ tiêu chiếu sáng đường phố', 'Street lighting'),
  energy: both('Đèn và điện năng', 'Lamps and energy'),
  lamps: both('Số đèn', 'Lamps'),
  out: both('Đèn không sáng', 'Lamps that are out'),
  power: both('Công suất khi sáng hết mức', 'Power at full output'),
  kilowattHours: both('Điện năng một năm', 'Energy a year'),
  cost: both('Tiền điện một năm', 'Electricity bill a year'),
  money: both('{n} đ', 'VND {n}'),
  carbon: both('CO₂ một năm', 'CO₂ a year'),
  performance: both('Hiệu quả năng lượng (EN 13201-5)', 'Energy performance (EN 13201-5)'),
  powerDensity: both('Mật độ công suất D_P', 'Power density D_P'),
  annualEnergy: both('Điện năng hằng năm trên diện tích D_E', 'Annual energy consumption D_E'),
  perSquareMetre: both('kWh/(m²·năm)', 'kWh/(m²·a)'),
  light: both('Ánh sáng trên các đường có đèn', 'Light on the streets that have lamps'),
  streets: both('Chiều dài đường có đèn', 'Street length with lamps'),
  average: both('Độ rọi trung bình mặt đường', 'Average illuminance of the carriageways'),
  dark: both('Chiều dài đường tối', 'Street length that is dark'),
  byVerdict: both('Chiều dài đường theo kết luận', 'Street length by verdict'),
  byFigures: both(
    'Chiều dài đường theo số liệu (QCVN 07-7:2023/BXD)',
    'Street length by the figures (QCVN 07-7:2023/BXD)',
  ),
  met: both('đủ mọi giới hạn', 'every limit met'),
  unmet: both('thiếu ít nhất một giới hạn', 'a limit not met'),
} as const

/** What may be said of a street. */
export const verdictTitles = {
  pass: both('đạt', 'pass'),
  fail: both('không đạt', 'fail'),
  person: both('do người quyết định', 'a person decides'),
} as const

export function lightingGroups({ t, number, length }: Words): FigureGroup<LightingIndicators>[] {
  const words = lightingFigureText
  const whole = (value: number) => number(value)
  const unit = (name: string, digits: number) => (value: number) => `${number(value, digits)} ${name}`
  return [
    {
      group: t(words.energy),
      rows: [
        [t(words.lamps), whole, (i) => i.energy.lamps],
        [t(words.out), whole, (i) => i.energy.lampsOut],
        [t(words.power), unit('kW', 1), (i) => i.energy.powerWatts / 1000],
        [t(words.kilowattHours), unit('kWh', 0), (i) => i.energy.kilowattHours],
        [t(words.cost), (value) => t(words.money, { n: number(value) }), (i) => i.energy.cost],
        [t(words.carbon), unit('kg', 0), (i) => i.energy.co2Kilograms],
      ],
    },
    {
      group: t(words.performance),
      rows: [
        [t(words.powerDensity), unit('mW/(lx·m²)', 1), (i) => i.powerDensity * 1000],
        [t(words.annualEnergy), unit(t(words.perSquareMetre), 2), (i) => i.annualEnergyPerSquareMetre],
      ],
    },
    {
      group: t(words.light),
      rows: [
        [t(words.streets), length, (i) => i.streetMetres],
        [t(words.average), unit('lx', 1), (i) => i.averageIlluminance],
        [t(words.dark), length, (i) => i.darkMetres],
      ],
    },
    {
      group: t(words.byVerdict),
      rows: lightingVerdicts.map((one) => [t(verdictTitles[one]), length, (i) => i.metresByVerdict[one]]),
    },
    {
      group: t(words.byFigures),
      rows: [
        [t(words.met), length, (i) => i.metresMet],
        [t(words.unmet), length, (i) => i.metresUnmet],
      ],
    },
  ]
}
