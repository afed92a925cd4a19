/** Plates of address codes on A4, with marks to cut along. Sizes in mm; drawn in pt. */
import type { PdfContent, PdfDocument } from '../pdf/document.ts'
import { label, path, rectangle, written } from '../pdf/drawing.ts'
import { say } from '../pdf/written.ts'

export interface Plate {
  /** `K7M-4P2X` */
  readonly printed: string
  readonly label: string
  /** What the QR leads to. */
  readonly url: string
}

/** Modules along a side without the quiet zone, and the dark ones as a path of unit squares. */
export interface QrShape {
  readonly size: number
  readonly path: string
}

const POINTS_A_MM = 72 / 25.4
const PAGE = { width: 210, height: 297 } as const
/** White around, as the standard asks, modules. */
const QUIET = 4
const BLUE = '#0b3d78'
const MARK_MM = 4

const millimetres = (mm: number): number => mm * POINTS_A_MM

/** How many of a size lie on a page: `[across, down]`. */
export function platesOnPage(width: number, height: number): readonly [number, number] {
  const count = (page: number, side: number) => Math.max(1, Math.floor((page - 2 * MARK_MM) / side))
  return [count(PAGE.width, width), count(PAGE.height, height)]
}

/**
 * @param size `150x100`, mm @param at the instant that the file says it was made
 * @param specimen the addresses are generated: no plate for a real door
 */
export function platesDocument(
  plates: readonly Plate[],
  size: string,
  at: string,
  qrOf: (text: string) => QrShape,
  specimen: boolean,
): PdfDocument {
  const [width, height] = size.split('x').map(Number) as [number, number]
  const [across, down] = platesOnPage(width, height)
  const pages: PdfContent[] = []
  for (let i = 0; i < plates.length; i += across * down) {
    const parts = plates.slice(i, i + across * down).map((plate, k): string => {
      const x = (PAGE.width - across * width) / 2 + (k % across) * width
      const y = (PAGE.height - down * height) / 2 + Math.floor(k / across) * height
      return plateAt(plate, x, y, width, height, qrOf(plate.url), specimen)
    })
    pages.push({ svg: page(parts.join('')), fit: [millimetres(PAGE.width), millimetres(PAGE.height)] })
  }
  return {
    pageSize: 'A4',
    version: '1.7',
    pageMargins: [0, 0, 0, 0],
    info: { title: `Biển mã địa chỉ (${plates.length})`, creator: 'Vị Thanh Twin', creationDate: new Date(at) },
    content: pages,
    defaultStyle: { font: 'latin', fontSize: 10, lineHeight: 1 },
    footer: () => say(''),
  }
}

function page(inside: string): string {
  // A hair less than the sheet, so that the next begins a page of its own.
  const [width, height] = [written(millimetres(PAGE.width)), written(millimetres(PAGE.height) - 0.5)]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`
}

/** Of our font, a letter's width on average and at most, as a share of its size. */
const LETTER = 0.58
const CAPITAL = 0.7
const fitted = (text: string, room: number, most: number, letter: number): number =>
  Math.min(most, room / Math.max(1, text.length * letter))

function plateAt(
  { printed, label: address, url }: Plate,
  left: number,
  top: number,
  width: number,
  height: number,
  qr: QrShape,
  specimen: boolean,
): string {
  const [x, y, w, h] = [left, top, width, height].map(millimetres) as [number, number, number, number]
  const edge = h * 0.03
  const side = h * 0.5
  const inner = { x: x + 3 * edge, width: w - 6 * edge }
  const module = side / (qr.size + 2 * QUIET)
  const qrAt = { x: x + w - 2 * edge - side, y: y + h - 2 * edge - side }
  const room = inner.width - side
  const codeSize = fitted(printed, inner.width, h * 0.24, CAPITAL)
  const [first, ...rest] = address.split(', ')
  const line = (text: string, at: number, size: number, fill: string) =>
    label([inner.x, at], text, fitted(text, room, size, LETTER), 'start', fill)
  const below = qrAt.y + h * 0.1
  const large = fitted(first ?? '', room, h * 0.09, LETTER)
  return [
    cutMarks(x, y, w, h),
    rectangle(x + edge, y + edge, w - 2 * edge, h - 2 * edge, { fill: BLUE, rx: edge, ry: edge }),
    rectangle(x + 1.5 * edge, y + 1.5 * edge, w - 3 * edge, h - 3 * edge, {
      ...{ fill: 'none', stroke: '#ffffff', 'stroke-width': edge * 0.3, rx: edge * 0.8, ry: edge * 0.8 },
    }),
    label([x + w / 2, y + h * 0.12 + codeSize * 0.85], printed, codeSize, 'middle', '#ffffff'),
    line(first ?? '', below, large, '#ffffff'),
    line(rest.slice(0, -2).join(', '), below + h * 0.11, large * 0.75, '#ffffff'),
    line(rest.slice(-2).join(', '), below + h * 0.19, large * 0.75, '#ffffff'),
    line(url.replace(/^https?:\/\//, ''), y + h - 3.2 * edge, h * 0.045, '#cfe0f5'),
    specimen ? line('MINH HỌA – không gắn lên nhà', y + h - 5.8 * edge, h * 0.05, '#ffd479') : '',
    rectangle(qrAt.x, qrAt.y, side, side, { fill: '#ffffff' }),
    `<g transform="translate(${written(qrAt.x + QUIET * module)} ${written(qrAt.y + QUIET * module)}) scale(${module.toFixed(5)})"><path d="${qr.path}" fill="#000000"/></g>`,
  ].join('')
}

/** Outside of the corners, where the plate is cut from its neighbours. */
function cutMarks(x: number, y: number, w: number, h: number): string {
  const long = millimetres(MARK_MM)
  const style = { stroke: '#888888', 'stroke-width': 0.3 }
  return [
    [x, y, -1, -1],
    [x + w, y, 1, -1],
    [x, y + h, -1, 1],
    [x + w, y + h, 1, 1],
  ]
    .map(([cx, cy, dx, dy]) =>
      [
        path(
          [
            [cx!, cy!],
            [cx! + dx! * long, cy!],
          ],
          false,
          style,
        ),
        path(
          [
            [cx!, cy!],
            [cx!, cy! + dy! * long],
          ],
          false,
          style,
        ),
      ].join(''),
    )
    .join('')
}
