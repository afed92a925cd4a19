/**
 * The Vietnamese lunar calendar, from the sky: a month begins on the day (UTC+7) of the new moon; the month that holds the winter
 * solstice is the eleventh; where 13 months lie between two solstices, the first without a principal term is leap. Since 1968
 * it may differ from the Chinese one, which counts days in UTC+8 (1985, 2007, 2030).
 *
 * J. Meeus, Astronomical Algorithms, 2nd ed.: new moons ch. 49 (error < 1 min for 1900–2100), sun ch. 25 (0.01°, about
 * 15 min in the time of a term). The rules of the calendar: Hồ Ngọc Đức, Thuật toán tính âm lịch.
 */

/** Days since 1970-01-01, counted at midnight in Vietnam. */
export type Day = number

const DAY_ZERO = 2440587.5
const HANOI = 7 / 24
/** Terrestrial less universal time, s: 55–93 over 1985–2050; a constant is as good as the series here. */
const DELTA_T = 69 / 86_400
const MONTH = 29.530588861

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const sin = (degrees: number): number => Math.sin(radians(degrees))

/** Day of the k-th new moon; k = 0 is that of 6 January 2000. */
function newMoonDay(k: number): Day {
  const t = k / 1236.85
  const e = 1 - 0.002516 * t - 0.0000074 * t * t
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t * t
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t ** 3
  const node = 160.7108 + 390.67050284 * k - 0.0016118 * t * t - 0.00000227 * t ** 3
  const ascending = 124.7746 - 1.56375588 * k + 0.0020672 * t * t
  const periodic =
    -0.4072 * sin(moon) +
    0.17241 * e * sin(sun) +
    0.01608 * sin(2 * moon) +
    0.01039 * sin(2 * node) +
    0.00739 * e * sin(moon - sun) -
    0.00514 * e * sin(moon + sun) +
    0.00208 * e * e * sin(2 * sun) -
    0.00111 * sin(moon - 2 * node) -
    0.00057 * sin(moon + 2 * node) +
    0.00056 * e * sin(2 * moon + sun) -
    0.00042 * sin(3 * moon) +
    0.00042 * e * sin(sun + 2 * node) +
    0.00038 * e * sin(sun - 2 * node) -
    0.00024 * e * sin(2 * moon - sun) -
    0.00017 * sin(ascending)
  const planets =
    0.000325 * sin(299.77 + 0.107408 * k - 0.009173 * t * t) +
    0.000165 * sin(251.88 + 0.016321 * k) +
    0.000164 * sin(251.83 + 26.651886 * k) +
    0.000126 * sin(349.42 + 36.412478 * k) +
    0.00011 * sin(84.66 + 18.206239 * k)
  const mean = 2451550.09766 + MONTH * k + 0.00015437 * t * t - 0.00000015 * t ** 3
  return Math.floor(mean + periodic + planets - DELTA_T - DAY_ZERO + HANOI)
}

/** The last principal term before the midnight that begins a day: 0 at the spring equinox, 9 at the winter solstice, of 12. */
function termBefore(day: Day): number {
  const t = (day + DAY_ZERO - HANOI + DELTA_T - 2451545) / 36525
  const anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t * t
  const centre =
    (1.914602 - 0.004817 * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly)
  const apparent = -0.00569 - 0.00478 * sin(125.04 - 1934.136 * t)
  const longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre + apparent
  return Math.floor((((longitude % 360) + 360) % 360) / 30)
}

/** The new moon that begins the eleventh month, which holds the winter solstice of the year. */
function eleventhMonth(year: number): number {
  const lastOfYear = Date.UTC(year, 11, 31) / 86_400_000
  let k = Math.floor((lastOfYear + DAY_ZERO - 2451550) / MONTH) + 1
  while (newMoonDay(k) > lastOfYear) k--
  return termBefore(newMoonDay(k)) >= 9 ? k - 1 : k
}

/** The day of the lunar year, whose first month falls in the solar year of the same number. @param month 1 … 10, not leap */
export function lunarDay(year: number, month: number, day: number): Day {
  const before = eleventhMonth(year - 1)
  let place = month + 1
  if (eleventhMonth(year) - before === 13) {
    let leap = 1
    while (termBefore(newMoonDay(before + leap)) !== termBefore(newMoonDay(before + leap + 1))) leap++
    if (leap <= place) place++
  }
  return newMoonDay(before + place) + day - 1
}
