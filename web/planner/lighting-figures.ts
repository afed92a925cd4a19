/** The rows in which the indicators of a lighting run are read: on the screen, in the records and in the report. */
import { type LightingIndicators, lightingVerdicts } from '../../scenarios/lighting.ts'
import { both } from '../../scenarios/text.ts'
import type { Words } from '../shared/language.tsx'
import type { FigureGroup } from './FigureTable.tsx'
import { lightingText as text } from './lighting-text.ts'

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
        [t(text.lamps), whole, (i) => i.energy.lamps],
        [t(text.lampsOut), whole, (i) => i.energy.lampsOut],
        [t(text.power), unit('kW', 1), (i) => i.energy.powerWatts / 1000],
        [t(text.energy), unit('kWh', 0), (i) => i.energy.kilowattHours],
        [t(text.cost), (value) => dong(value, words), (i) => i.energy.cost],
        [t(text.co2), unit('kg', 0), (i) => i.energy.co2Kilograms],
      ],
    },
    {
      group: t(own.performance),
      rows: [
        [t(text.powerDensity), unit(t(text.powerDensityUnit), 1), (i) => i.powerDensity * 1000],
        [t(text.annualDensity), unit(t(text.densityUnit), 2), (i) => i.annualEnergyPerSquareMetre],
      ],
    },
    {
      group: t(own.light),
      rows: [
        [t(own.streets), length, (i) => i.streetMetres],
        [t(text.average), unit('lx', 1), (i) => i.averageIlluminance],
        [t(text.dark), length, (i) => i.darkMetres],
      ],
    },
    {
      group: t(text.verdicts),
      rows: lightingVerdicts.map((one) => [t(text.verdict[one]), length, (i) => i.metresByVerdict[one]]),
    },
    {
      group: t(own.byFigures),
      rows: [
        [t(text.met), length, (i) => i.metresMet],
        [t(text.unmet), length, (i) => i.metresUnmet],
      ],
    },
  ]
}
