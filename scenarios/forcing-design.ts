/**
 * Design forcing: storms from intensity–duration–frequency curves (TCVN 7957, q = A (1 + C lg P) / (t + b)^n) and a tide
 * for the Xà No canal. Both end as rounded series, so that no machine's `pow` decides a digest.
 */
import type { Rain, Series } from './forcing.ts'
import { Problem } from './problem.ts'
import { type Bilingual, both } from './text.ts'
import { mmPerHourFromLitresPerSecondHectare } from './units.ts'

export interface IdfStation {
  readonly id: string
  readonly title: Bilingual
  /** L/(s·ha) · min^n */
  readonly a: number
  readonly c: number
  /** minutes */
  readonly b: number
  readonly n: number
  readonly confidence: string
  readonly source: string
}

const appendixB = 'TCVN 7957:2008, phụ lục B'

/** The first is the default for Vị Thanh; Cà Mau is the conservative choice. */
export const idfStations: readonly IdfStation[] = [
  {
    id: 'can-tho-2022',
    title: both('Cần Thơ (nghiên cứu 2022)', 'Cần Thơ (2022 study)'),
    a: 9594,
    c: 0.5,
    b: 26,
    n: 0.96,
    confidence: 'found',
    source: 'Huynh Vuong Thu Minh et al., Earth 2022, 3(3), 866',
  },
  {
    id: 'ca-mau',
    title: both('Cà Mau', 'Cà Mau'),
    a: 9210,
    c: 0.48,
    b: 25,
    n: 0.92,
    confidence: 'memory: high',
    source: appendixB,
  },
  {
    id: 'soc-trang',
    title: both('Sóc Trăng (Ba Xuyên)', 'Sóc Trăng (Ba Xuyên)'),
    a: 9430,
    c: 0.55,
    b: 30,
    n: 0.95,
    confidence: 'memory: high',
    source: appendixB,
  },
  {
    id: 'tra-vinh',
    title: both('Trà Vinh', 'Trà Vinh'),
    a: 9150,
    c: 0.53,
    b: 28,
    n: 0.97,
    confidence: 'memory: medium',
    source: appendixB,
  },
  {
    id: 'tp-hcm',
    title: both('TP. Hồ Chí Minh', 'Hồ Chí Minh City'),
    a: 11650,
    c: 0.58,
    b: 32,
    n: 0.95,
    confidence: 'memory: high',
    source: appendixB,
  },
]

/** Beyond this the curve saturates: 24 h at P = 50 gives hardly more than 3 h. */
export const IDF_LONGEST_MINUTES = 180
const STEP_MINUTES = 5
/** Where in the storm its peak stands, 0 … 1. */
const PEAK_POSITION = 0.4

function stationOf(id: string): IdfStation {
  const station = idfStations.find((s) => s.id === id)
  if (station) return station
  throw new Problem({
    code: 'forcing/station',
    message: both('không có trạm mưa này', 'there is no such rain station'),
    place: id,
    expected: idfStations.map((s) => s.id).join(', '),
  })
}

/**
 * Mean intensity over a duration, mm/h.
 * @param returnPeriodYears P, years
 * @param minutes duration t, 0 < t ≤ 180
 */
export function idfIntensity(stationId: string, returnPeriodYears: number, minutes: number): number {
  const { a, c, b, n } = stationOf(stationId)
  if (!(minutes > 0 && minutes <= IDF_LONGEST_MINUTES)) {
    throw new Problem({
      code: 'forcing/duration',
      message: both(
        'công thức cường độ mưa chỉ dùng đến 180 phút: dài hơn thì nó bão hòa và cho lượng mưa thấp hơn thực tế; hãy dùng mưa ngày lớn nhất hoặc chuỗi quan trắc',
        'the intensity formula holds up to 180 minutes only: beyond, it saturates and gives less rain than really falls; use daily maxima or an observed series',
      ),
      place: `durationMinutes = ${minutes}`,
      expected: '0 < t ≤ 180',
    })
  }
  return mmPerHourFromLitresPerSecondHectare((a * (1 + c * Math.log10(returnPeriodYears))) / (minutes + b) ** n)
}

export interface StormParameters {
  readonly station: string
  readonly returnPeriodYears: number
  readonly durationMinutes: number
  readonly pattern: 'chicago' | 'alternating-block' | 'uniform'
  readonly startSeconds: number
}

/** A design storm in equal steps of at most 5 minutes; its depth is the curve's depth of its duration. */
export function designStorm(storm: StormParameters): Rain {
  const { durationMinutes, startSeconds } = storm
  const depthOf = (minutes: number) =>
    minutes <= 0 ? 0 : (idfIntensity(storm.station, storm.returnPeriodYears, minutes) * minutes) / 60
  depthOf(durationMinutes)
  const steps = Math.ceil(durationMinutes / STEP_MINUTES)
  const step = durationMinutes / steps
  const depths = patterns[storm.pattern](depthOf, durationMinutes, steps)
  const series: Series = startSeconds > 0 ? [[0, 0]] : []
  for (const [i, depth] of depths.entries())
    series.push([startSeconds + i * step * 60, toThousandths((depth * 60) / step)])
  series.push([startSeconds + durationMinutes * 60, 0])
  return { design: { kind: 'idf', ...storm }, series }
}

type Pattern = (depthOf: (minutes: number) => number, duration: number, steps: number) => number[]

const patterns: Record<StormParameters['pattern'], Pattern> = {
  uniform: (depthOf, duration, steps) => Array.from({ length: steps }, () => depthOf(duration) / steps),

  /** Keifer and Chu (1957), each step the exact difference of the running depth. */
  chicago: (depthOf, duration, steps) => {
    const peak = PEAK_POSITION * duration
    const total = depthOf(duration)
    const running = (t: number) =>
      t <= peak
        ? PEAK_POSITION * (total - depthOf((peak - t) / PEAK_POSITION))
        : PEAK_POSITION * total + (1 - PEAK_POSITION) * depthOf(Math.min(duration, (t - peak) / (1 - PEAK_POSITION)))
    return Array.from(
      { length: steps },
      (_, i) => running(((i + 1) * duration) / steps) - running((i * duration) / steps),
    )
  },

  /** Falling blocks of the curve laid right and left of the peak in turn. */
  'alternating-block': (depthOf, duration, steps) => {
    const blocks = Array.from(
      { length: steps },
      (_, i) => depthOf(((i + 1) * duration) / steps) - depthOf((i * duration) / steps),
    )
    const out = new Array<number>(steps).fill(0)
    let [left, right] = [Math.floor(PEAK_POSITION * (steps - 1)), Math.floor(PEAK_POSITION * (steps - 1)) + 1]
    for (const [i, block] of blocks.entries()) {
      const toLeft = right >= steps || (left >= 0 && i % 2 === 0)
      out[toLeft ? left-- : right++] = block
    }
    return out
  },
}

/** Mean level of the Xà No canal at Vị Thanh by month, m (Hòn Dấu): an engineering estimate, low confidence. */
export const monthlyMeanLevels: readonly number[] = [0.5, 0.5, 0.48, 0.45, 0.47, 0.5, 0.52, 0.57, 0.63, 0.7, 0.7, 0.6]

/** Amplitude (m) and period (s) of what moves the level: two thirds of the first estimate, after the bulletins' daily range of 0.25 m. */
const tides = [
  { amplitude: 0.08, period: 12.42 * 3600 },
  { amplitude: 0.067, period: 24.84 * 3600 },
  { amplitude: 0.04, period: 14.77 * 86_400 },
] as const
const TIDE_STEP_SECONDS = 600

export interface TideParameters {
  /** Mean level, m above the datum; see `monthlyMeanLevels`. */
  readonly meanMetres: number
  readonly durationSeconds: number
  /** Raises or lowers the whole curve so that its highest point stands here, e.g. 0.9 m on a spring tide of November. */
  readonly peakMetres?: number
  /** Second of the highest point; 0 unless said otherwise. */
  readonly peakSeconds?: number
}

/** The level at the edge every 10 minutes, rounded to 1 mm, linear between. An engineering estimate, not a record. */
export function tideSeries({ meanMetres, durationSeconds, peakMetres, peakSeconds = 0 }: TideParameters): {
  title: string
  series: Series
} {
  const height = tides.reduce((sum, tide) => sum + tide.amplitude, 0)
  const mean = peakMetres === undefined ? meanMetres : peakMetres - height
  const series: Series = []
  for (let t = 0; t < durationSeconds + TIDE_STEP_SECONDS; t += TIDE_STEP_SECONDS) {
    const level = tides.reduce(
      (sum, { amplitude, period }) => sum + amplitude * Math.cos((2 * Math.PI * (t - peakSeconds)) / period),
      mean,
    )
    series.push([t, toThousandths(level)])
  }
  const peak = peakMetres === undefined ? '' : `, đỉnh ${peakMetres.toFixed(2)} m`
  return {
    title: `Triều ước tính tại Vị Thanh (ước tính kỹ thuật, không phải số đo)${peak} / estimated tide, not a record`,
    series,
  }
}

const toThousandths = (value: number): number => Math.round(value * 1000) / 1000 + 0
