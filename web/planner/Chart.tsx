/** A chart over time by uPlot, in the page's colours; its name says what a reader of the picture would take from it. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { locales, useWords } from '../shared/language.tsx'
import { useTheme } from '../shared/theme.tsx'

export interface Line {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** A custom property of the style sheet, e.g. `--accent`. */
  readonly colour: string
  readonly dash?: boolean
  readonly stepped?: boolean
  readonly filled?: boolean
}

export interface ChartProps {
  /** Read aloud in place of the picture. */
  readonly label: string
  /** Seconds */
  readonly times: ArrayLike<number>
  readonly lines: readonly Line[]
  /** Pairs of line numbers (from 0) with the space between them tinted: [upper, lower, colour]. */
  readonly bands?: readonly (readonly [number, number, string])[]
  readonly unit: string
  readonly digits?: number
  readonly height?: number
}

export function Chart({ label, times, lines, bands = [], unit, digits = 0, height = 150 }: ChartProps) {
  const { language, number } = useWords()
  const { theme } = useTheme()
  const box = useRef<HTMLDivElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read here
  useEffect(() => {
    const element = box.current
    if (!element) return
    const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
    const axis = {
      stroke: colour('--soft'),
      grid: { stroke: colour('--line'), width: 1 },
      font: '11px "Be Vietnam Pro"',
    }
    const chart = new uPlot(
      {
        width: element.clientWidth || 300,
        height,
        cursor: { points: { size: 6 }, drag: { x: false, y: false } },
        legend: { live: true },
        scales: { x: { time: false } },
        axes: [
          {
            ...axis,
            values: (_, ticks) => ticks.map((s) => number(s / 3600, s % 3600 === 0 ? 0 : 1)),
            incrs: [900, 1800, 3600, 7200, 14_400, 21_600, 43_200],
            label: language === 'vi' ? 'giờ' : 'hours',
            labelSize: 18,
            labelFont: axis.font,
            size: 26,
          },
          {
            ...axis,
            values: (_, ticks) => ticks.map((v) => number(v, ticks.some((t) => t % 1 !== 0) ? Math.max(1, digits) : 0)),
            size: 56,
            label: unit,
            labelSize: 16,
            labelFont: axis.font,
          },
        ],
        series: [
          { label: language === 'vi' ? 'Thời điểm' : 'Time', value: (_, v) => (v === null ? '–' : clock(v)) },
          ...lines.map((line) => ({
            label: line.label,
            stroke: colour(line.colour),
            width: 2,
            points: { show: false },
            ...(line.dash ? { dash: [5, 4] } : {}),
            ...(line.filled ? { fill: `${colour(line.colour)}44` } : {}),
            ...(line.stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
            value: (_: uPlot, v: number | null) => (v === null ? '–' : `${number(v, digits)} ${unit}`),
          })),
        ],
        bands: bands.map(([upper, lower, tint]) => ({ series: [upper + 1, lower + 1], fill: `${colour(tint)}44` })),
      },
      [Array.from(times), ...lines.map((line) => [...line.values])],
      element,
    )
    const watch = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height })
    })
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.destroy()
    }
  }, [times, lines, bands, unit, digits, height, language, number, theme])

  return <div ref={box} className="chart" role="img" aria-label={label} lang={locales[language]} />
}

const clock = (s: number) => `${Math.floor(s / 3600)}:${String(Math.round((s % 3600) / 60)).padStart(2, '0')}`
