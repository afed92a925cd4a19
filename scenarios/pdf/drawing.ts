/** A drawing for a document, as SVG of the kind that the PDF writer knows; lengths in pt, y downwards, text in our fonts. */
import { runsOf } from './written.ts'

export interface Drawing {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** pt of a metre on paper. */
export const POINTS_A_METRE = 72 / 0.0254

type Attributes = Readonly<Record<string, string | number>>
export type Point = readonly [x: number, y: number]

/** The same number is the same text everywhere; no −0. */
export const written = (value: number): string => String(Math.round(value * 100) / 100 + 0)
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one]!)
const attributes = (all: Attributes): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? written(value) : escaped(value)}"`)
    .join('')

export const path = (points: readonly Point[], closed: boolean, style: Attributes): string =>
  points.length < 2
    ? ''
    : `<path d="M${points.map(([x, y]) => `${written(x)} ${written(y)}`).join('L')}${closed ? 'Z' : ''}"${attributes({ fill: 'none', ...style })}/>`

export const dot = ([x, y]: Point, radius: number, fill: string): string =>
  `<circle${attributes({ cx: x, cy: y, r: radius, fill })}/>`

/** A space of our font, of its size. */
const SPACE = 0.23

/**
 * The writer prints what is nested on lines of its own: a line's end is a space, those at the ends of a run are lost. So the former are
 * made too small to be seen, and the latter are told as a way to go.
 * @param anchor where `at` lies in the text
 */
export function label(
  [x, y]: Point,
  text: string,
  size: number,
  anchor: 'start' | 'middle' | 'end',
  fill = '#222',
): string {
  let gap = 0
  const runs = runsOf(text.trim()).map(({ text: own, font }) => {
    const dx = gap + (own.length - own.trimStart().length)
    if (own.trim() === '') {
      gap = dx
      return ''
    }
    gap = own.length - own.trimEnd().length
    return `<tspan${attributes({ 'font-family': font, 'font-size': size, dx: dx * SPACE * size })}>${escaped(own.trim())}</tspan>`
  })
  return `<text${attributes({ x, y, 'font-size': 0.01, 'text-anchor': anchor, fill })}>${runs.join('')}</text>`
}

export const rectangle = (x: number, y: number, width: number, height: number, style: Attributes): string =>
  `<rect${attributes({ x, y, width, height, ...style })}/>`

/** What lies outside of the frame is not seen. */
export function drawing(width: number, height: number, inside: readonly string[], over: readonly string[]): Drawing {
  const frame = { width: width - 1, height: height - 1 }
  return {
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${written(width)}" height="${written(height)}" viewBox="0 0 ${written(width)} ${written(height)}">` +
      `<defs><clipPath id="frame">${rectangle(0.5, 0.5, frame.width, frame.height, {})}</clipPath></defs>` +
      `<g clip-path="url(#frame)">${inside.join('')}</g>` +
      `${rectangle(0.5, 0.5, frame.width, frame.height, { fill: 'none', stroke: '#555', 'stroke-width': 0.6 })}${over.join('')}</svg>`,
    width,
    height,
  }
}
