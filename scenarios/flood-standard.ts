/**
 * The floods that are worked out of the city as it stands without anyone asking: a design storm, and the highest tide that is known.
 * They are scenarios like any other: anyone can run them again and get the same digest. Not forecasts.
 */
import type { CityManifest } from './city/dataset.ts'
import { highestKnown, nearGauge } from './flood-levels.ts'
import { designStorm, monthlyMeanLevels, tideSeries } from './forcing-design.ts'
import { projection } from './frame.ts'
import { gridBounds } from './grid.ts'
import { AREA_MARGIN_METRES, MAX_AREA_SIDE_METRES, type ScenarioBody } from './scenario.ts'
import { type Bilingual, both } from './text.ts'

export interface StandardFlood {
  readonly key: 'rain-10-years' | 'tide-2022'
  readonly title: Bilingual
  /** What falls and stands, and where the figures are from. */
  readonly says: Bilingual
  readonly body: ScenarioBody
}

/** Coarse: it is done in seconds, and the ground is no better. */
const CELL_METRES = 10
const HOURS = 4
const horizonSeconds = HOURS * 3600
const YEARS = 10
/** Of July, a month of storms without high water. */
const LOW_CANAL_METRES = monthlyMeanLevels[6]!

/** Of the middle of a city on the Xà No; none of any other. @param city hash of its tiles */
export function standardFloods(manifest: CityManifest, city: string): StandardFlood[] {
  const { x, y } = manifest.home
  const ground = manifest.grids.find(({ id }) => id === 'ground')
  if (!ground || !nearGauge(...projection(manifest.frame).toWgs84(x, y))) return []
  const { cellSize } = ground.spec
  const cellSizeMetres = cellSize * Math.max(1, Math.round(CELL_METRES / cellSize))
  const side = MAX_AREA_SIDE_METRES / 2
  const [west, south, east, north] = gridBounds(ground.spec)
  const whole = (metres: number) => Math.round(metres / cellSizeMetres) * cellSizeMetres
  const area: ScenarioBody['area'] = [
    whole(Math.max(x - side, west + AREA_MARGIN_METRES)),
    whole(Math.max(y - side, south + AREA_MARGIN_METRES)),
    whole(Math.min(x + side, east - AREA_MARGIN_METRES)),
    whole(Math.min(y + side, north - AREA_MARGIN_METRES)),
  ]
  const common = {
    ...{ city, area, cellSizeMetres, edits: [], horizonSeconds, outputEverySeconds: 3600, seed: 1 },
    start: '2026-10-01T00:00:00Z',
  }
  const storm = { station: 'can-tho-2022', returnPeriodYears: YEARS, durationMinutes: 180, startSeconds: 0 }
  const peak = highestKnown.to
  const low = tideSeries({ meanMetres: LOW_CANAL_METRES, durationSeconds: horizonSeconds, peakSeconds: horizonSeconds })
  const high = tideSeries({
    meanMetres: 0,
    durationSeconds: horizonSeconds,
    peakMetres: peak,
    peakSeconds: horizonSeconds / 2,
  })
  const metres = (value: number, language: keyof Bilingual) =>
    language === 'vi' ? value.toFixed(2).replace('.', ',') : value.toFixed(2)
  return [
    {
      key: 'rain-10-years',
      title: both(`Mưa lớn 3 giờ, chu kỳ ${YEARS} năm`, `Heavy rain of 3 hours, once in ${YEARS} years`),
      says: both(
        `Mưa thiết kế theo đường cường độ Cần Thơ (Earth 2022, 3(3), 866), kênh Xà No ở mức trung bình tháng 7 (${metres(LOW_CANAL_METRES, 'vi')} m, ước tính). Chưa xét cống ngầm.`,
        `Design storm of the Cần Thơ curve (Earth 2022, 3(3), 866), the Xà No canal at its mean of July (${metres(LOW_CANAL_METRES, 'en')} m, an estimate). Buried drains carry nothing in it.`,
      ),
      body: { ...common, forcing: { rain: designStorm({ ...storm, pattern: 'chicago' }), tide: low } },
    },
    {
      key: 'tide-2022',
      title: both(`Triều cường ${metres(peak, 'vi')} m, không mưa`, `Spring tide of ${metres(peak, 'en')} m, no rain`),
      says: both(
        `Đỉnh cao nhất đã biết tại Vị Thanh (${highestKnown.when}; ${highestKnown.source}), giữ trong ${HOURS} giờ quanh đỉnh.`,
        `The highest peak known at Vị Thanh (${highestKnown.when}; ${highestKnown.source}), ${HOURS} hours about the peak.`,
      ),
      body: { ...common, forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: high } },
    },
  ]
}
