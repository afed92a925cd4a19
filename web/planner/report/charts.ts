/** Charts of the report, as vectors. Their words are plain Latin: the font of the rest stands beside them. */
import type { Content } from 'pdfmake/interfaces'
import { say } from '../../../scenarios/pdf/written.ts'
import { losLevels } from '../../../scenarios/traffic.ts'
import { levelColours } from '../TrafficMap.ts'
import { WIDTH } from './parts.ts'

/** As older readers of SVG write them, the PDF's among them. */
export const levelParts: readonly Part[] = losLevels.map((label, k) => ({
  label,
  colour: levelColours[k]!.replaceAll(' ', ','),
  dark: [0, 4, 5].includes(k),
}))

interface Part {
  /** Plain Latin; empty where the key says it. */
  readonly label: string
  readonly colour: string
  /** White is read on it. */
  readonly dark: boolean
}

/** Shares of a whole, one bar a row. @param rows each with its figures in the order of the parts */
export function shareBars(parts: readonly Part[], rows: readonly (readonly number[])[]): Content {
  const [height, gap] = [20, 6]
  const bars = rows.map((figures, row) => {
    const whole = figures.reduce((a, b) => a + b, 0) || 1
    let x = 0
    return figures.map((figure, k) => {
      const [width, y] = [(WIDTH * figure) / whole, row * (height + gap)]
      const { label: title, colour, dark } = parts[k]!
      const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`
      const words = `${title} ${Math.round((100 * figure) / whole)} %`.trim()
      const label =
        width < 40
          ? ''
          : `<text x="${x + width / 2}" y="${y + 14}" text-anchor="middle" font-size="9" font-family="latin" fill="${dark ? '#ffffff' : '#1a1a1a'}">${words}</text>`
      x += width
      return box + label
    })
  })
  return { svg: svg(rows.length * (height + gap), bars.flat().join('')), margin: [0, 2, 0, 6] }
}

/** Which colour says what. */
export const key = (rows: readonly (readonly [title: string, colour: string])[]): Content => ({
  columns: rows.flatMap(([title, colour]) => [
    { svg: `<svg width="9" height="9"><rect width="9" height="9" fill="${colour}"/></svg>`, width: 9 },
    { ...say(title, { fontSize: 8 }), width: 'auto' },
  ]),
  columnGap: 6,
  margin: [0, 0, 0, 6],
})

/** Gaps on a log scale, one line an outcome: the first dashed where there are two. */
export function gapChart(lines: readonly ArrayLike<number>[]): Content {
  const [height, left] = [110, 34]
  const drawn = lines.map((gaps) => Array.from(gaps, (gap) => Math.log10(Math.max(gap, 1e-14))))
  const all = drawn.flat()
  if (all.length === 0) return ''
  const [low, high] = [
    Math.floor(Math.min(...all)),
    Math.max(Math.floor(Math.min(...all)) + 1, Math.ceil(Math.max(...all))),
  ]
  const most = Math.max(2, ...drawn.map((line) => line.length))
  const x = (i: number) => left + ((WIDTH - left - 4) * i) / (most - 1)
  const y = (value: number) => 6 + ((height - 12) * (high - value)) / (high - low)
  const step = Math.max(1, Math.ceil((high - low) / 6))
  const grid: string[] = []
  for (let power = low; power <= high; power += step) {
    grid.push(
      `<line x1="${left}" x2="${WIDTH}" y1="${y(power)}" y2="${y(power)}" stroke="#d5dce0" stroke-width="0.5"/>`,
      `<text x="0" y="${y(power) + 3}" font-size="8" font-family="latin" fill="#5b6770">1e${power}</text>`,
    )
  }
  const paths = drawn.map((line, k) => {
    const points = line.map((value, i) => `${x(i)},${y(value)}`).join(' ')
    const dash = drawn.length > 1 && k === 0 ? ' stroke-dasharray="4 3"' : ''
    return `<polyline points="${points}" fill="none" stroke="#0b6576" stroke-width="1.4"${dash}/>`
  })
  return { svg: svg(height, [...grid, ...paths].join('')), margin: [0, 2, 0, 6] }
}

const svg = (height: number, inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${inner}</svg>`
