/**
 * Water levels that are known at Vị Thanh (kênh xáng Xà No), m above Hòn Dấu: peaks as bulletins told them, and the alarm levels. No hourly
 * record was found; what was forecast or worked out from a difference is marked so.
 */
import { type Bilingual, both } from './text.ts'

export interface KnownLevel {
  readonly when: string
  /** m; the two ends of what was told. */
  readonly from: number
  readonly to: number
  readonly kind: 'observed' | 'derived' | 'forecast'
  readonly source: string
  readonly confidence: Bilingual
}

/** Newest first. */
export const knownPeaks: readonly KnownLevel[] = [
  {
    when: '15–18/11/2024',
    ...{ from: 0.9, to: 0.95, kind: 'forecast' },
    source: 'Báo Hậu Giang, bản tin triều cường 11/2024 (BĐ III + 0,15…0,20 m)',
    confidence: both('dự báo trong bản tin, không phải số đo', 'forecast of a bulletin, not a reading'),
  },
  {
    when: '4–7/10/2024',
    ...{ from: 0.83, to: 0.88, kind: 'forecast' },
    source: 'Báo Hậu Giang 136170 (BĐ III + 0,08…0,13 m)',
    confidence: both('dự báo trong bản tin, không phải số đo', 'forecast of a bulletin, not a reading'),
  },
  {
    when: '30–31/10/2023',
    ...{ from: 0.78, to: 0.85, kind: 'forecast' },
    source: 'Báo Hậu Giang 126963',
    confidence: both('dự báo trong bản tin, không phải số đo', 'forecast of a bulletin, not a reading'),
  },
  {
    when: '10/2022',
    ...{ from: 0.87, to: 0.88, kind: 'derived' },
    source: 'Báo Hậu Giang (đỉnh năm 2022, suy ra từ chênh lệch với năm 2023)',
    confidence: both('suy ra từ chênh lệch trong tin, vừa', 'worked out from a difference in the news, medium'),
  },
  {
    when: '19/01/2022',
    ...{ from: 0.65, to: 0.65, kind: 'observed' },
    source: 'Báo Hậu Giang 104051',
    confidence: both('số đo được đăng', 'a reading that was published'),
  },
]

/** The highest that came, and the highest that was ever announced. */
export const highestKnown = knownPeaks.filter(({ kind }) => kind !== 'forecast').reduce((a, b) => (b.to > a.to ? b : a))
export const highestForecast = knownPeaks.reduce((a, b) => (b.to > a.to ? b : a))

/** A level that was read or told is surer than the ground, m. */
export const LEVEL_ERROR_METRES = 0.05

/** WGS 84 of the gauge; levels of the Xà No say little of what lies farther than so, km. */
export const gauge = { lon: 105.4667, lat: 9.784, reachKilometres: 25 } as const

export const nearGauge = (lon: number, lat: number): boolean =>
  Math.hypot((lon - gauge.lon) * Math.cos((lat * Math.PI) / 180), lat - gauge.lat) * 111.2 <= gauge.reachKilometres
