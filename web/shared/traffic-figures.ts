/** The rows in which the indicators of a traffic run are read: on the screen, in the records and in the report. */

import { both } from '../../scenarios/text.ts'
import { losLevels, type TrafficIndicators, type UserClass, userClasses } from '../../scenarios/traffic.ts'
import { modeTitles } from '../../scenarios/traffic-facts.ts'
import type { FigureGroup, FigureRow } from './FigureTable.tsx'
import type { Words } from './language.tsx'

export const trafficFigureText = {
  caption: both('Chỉ tiêu giao thông trong giờ tính toán', 'Traffic in the hour computed'),
  trips: both('Chuyến đi trong giờ', 'Trips in the hour'),
  hours: both('Thời gian đi lại (giờ xe)', 'Time spent travelling (vehicle-hours)'),
  kilometres: both('Quãng đường (xe·km)', 'Distance travelled (vehicle-km)'),
  all: both('tất cả', 'all'),
  flow: both('Lưu thông', 'Flow'),
  delay: both('Giờ xe bị trễ do đông', 'Vehicle-hours lost to congestion'),
  speed: both('Tốc độ trung bình', 'Mean speed'),
  levels: both('Chiều dài đường theo mức phục vụ', 'Street length by level of service'),
  level: both('mức {level}', 'level {level}'),
  energy: both('Nhiên liệu và khí thải (ước tính)', 'Fuel and emissions (estimate)'),
  fuel: both('Nhiên liệu', 'Fuel'),
  carbon: both('CO₂', 'CO₂'),
  access: both('Tiếp cận', 'Accessibility'),
  unserved: both('Chuyến không có đường đi', 'Trips without a way'),
  cutOff: both('Hộ không tới được bệnh viện bằng ô tô', 'Households that cannot reach a hospital by car'),
  hospitalMedian: both('Xe cứu thương: nửa số hộ trong', 'Ambulance: half of the households within'),
  hospitalNinetieth: both('Xe cứu thương: chín phần mười số hộ trong', 'Ambulance: nine tenths within'),
} as const

export function trafficGroups({ t, number, length }: Words): FigureGroup<TrafficIndicators>[] {
  const words = trafficFigureText
  const whole = (value: number) => number(value)
  const tenth = (value: number) => number(value, 1)
  const byClass = (key: 'trips' | 'vehicleHours' | 'vehicleKilometres', write: (value: number) => string) => [
    [t(words.all), write, (i: TrafficIndicators) => sum(i[key])] as const,
    ...userClasses.map(
      (one): FigureRow<TrafficIndicators> => [t(modeTitles[one]), write, (indicators) => indicators[key][one]],
    ),
  ]
  const minutes = (seconds: number) => `${number(seconds / 60, 1)} ${t(both('phút', 'min'))}`
  return [
    { group: t(words.trips), rows: byClass('trips', whole) },
    { group: t(words.hours), rows: byClass('vehicleHours', tenth) },
    { group: t(words.kilometres), rows: byClass('vehicleKilometres', whole) },
    {
      group: t(words.flow),
      rows: [
        [t(words.delay), tenth, (i) => i.delayHours],
        [t(words.speed), (speed) => `${number(speed * 3.6, 1)} km/h`, (i) => i.meanSpeedMetresPerSecond],
      ],
    },
    {
      group: t(words.levels),
      rows: losLevels.map((level, k) => [t(words.level, { level }), length, (i) => i.metresByLevel[k]!]),
    },
    {
      group: t(words.energy),
      rows: [
        [t(words.fuel), (litres) => `${number(litres)} l`, (i) => i.fuelLitres],
        [t(words.carbon), (kilograms) => `${number(kilograms)} kg`, (i) => i.co2Kilograms],
      ],
    },
    {
      group: t(words.access),
      rows: [
        [t(words.unserved), whole, (i) => i.unservedTrips],
        [t(words.cutOff), whole, (i) => i.householdsCutOff],
        [t(words.hospitalMedian), minutes, (i) => i.hospitalSeconds.median],
        [t(words.hospitalNinetieth), minutes, (i) => i.hospitalSeconds.ninetieth],
      ],
    },
  ]
}

const sum = (of: Readonly<Record<UserClass, number>>): number => userClasses.reduce((all, one) => all + of[one], 0)
