/** Sơ đồ vị trí: the lot from above, true to a round scale on paper: lot with its corners, footprints, lines, neighbours. */
import type { XY } from '../../frame.ts'
import { boundsOf, centroid } from '../../geometry.ts'
import { type Drawing, dot, drawing, label, POINTS_A_METRE, type Point, path, rectangle } from '../../pdf/drawing.ts'
import type { PermitCheck } from '../../rules/case.ts'
import { number } from './paper.ts'

/** Tỷ lệ 1:n, the largest that shows the lot with what lies about it. */
const SCALES = [50, 100, 200, 250, 300, 400, 500, 1000, 2000, 2500, 5000, 10_000, 25_000, 50_000]
/** Of the picture's side, kept clear about the lot. */
const AROUND = 0.16
const BARS_METRES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
const LEGEND_POINTS = 128

export const colours = {
  lot: '#b8860b',
  lotFill: '#f7edd2',
  building: '#0b6576',
  buildingFill: '#a9d3da',
  red: '#d32f2f',
  neighbour: '#8a857c',
  neighbourFill: '#e4e1da',
  registered: '#8a5cc2',
} as const

/** Without the corner that closes it. */
export const corners = (ring: readonly XY[]): readonly XY[] => {
  const [first, last] = [ring[0], ring.at(-1)]
  return first && last && ring.length > 1 && Math.hypot(first[0] - last[0], first[1] - last[1]) < 5e-4
    ? ring.slice(0, -1)
    : ring
}

export interface SitePlan extends Drawing {
  /** 1:n */
  readonly scale: number
}

export function sitePlan({ site, building, roads, neighbours }: PermitCheck, width: number, height: number): SitePlan {
  const lot = corners(site.ring)
  const [minX, minY, maxX, maxY] = boundsOf(lot)
  const mapWidth = width - LEGEND_POINTS
  const points = (metres: number, scale: number) => (metres * POINTS_A_METRE) / scale
  const fits = (scale: number) =>
    points(maxX - minX, scale) <= mapWidth * (1 - 2 * AROUND) && points(maxY - minY, scale) <= height * (1 - 2 * AROUND)
  const scale = SCALES.find(fits) ?? SCALES.at(-1)!
  const at = ([x, y]: readonly [number, number]): Point => [
    mapWidth / 2 + points(x - (minX + maxX) / 2, scale),
    height / 2 - points(y - (minY + maxY) / 2, scale),
  ]
  const ring = (one: readonly XY[], style: Record<string, string | number>) => path(one.map(at), true, style)
  const line = (one: readonly XY[], style: Record<string, string | number>) => path(one.map(at), false, style)
  const middle = at(centroid(lot))
  const outward = ([x, y]: Point, by: number): Point => {
    const [dx, dy] = [x - middle[0], y - middle[1]]
    const length = Math.hypot(dx, dy) || 1
    return [x + (dx / length) * by, y + (dy / length) * by]
  }
  const low = ([x, y]: Point): Point => [x, y + 2.4]
  const inside = [
    ...(neighbours ?? []).map(({ footprint }) =>
      ring(footprint, { fill: colours.neighbourFill, stroke: colours.neighbour, 'stroke-width': 0.5 }),
    ),
    ring(lot, { fill: colours.lotFill, stroke: 'none' }),
    ...(site.registered
      ? [ring(corners(site.registered), { stroke: colours.registered, 'stroke-width': 0.6, 'stroke-dasharray': '3 2' })]
      : []),
    ...building.parts.flatMap(({ footprint, projections }) => [
      ...projections.map((one) =>
        ring(one, { stroke: colours.building, 'stroke-width': 0.5, 'stroke-dasharray': '2 2' }),
      ),
      ring(footprint, { fill: colours.buildingFill, stroke: colours.building, 'stroke-width': 0.9 }),
    ]),
    ring(lot, { stroke: colours.lot, 'stroke-width': 1.1 }),
    ...roads.flatMap(({ buildingLine, redLine }) => [
      ...(buildingLine
        ? [line(buildingLine, { stroke: colours.red, 'stroke-width': 0.8, 'stroke-dasharray': '5 3' })]
        : []),
      ...(redLine ? [line(redLine, { stroke: colours.red, 'stroke-width': 1.3 })] : []),
    ]),
    ...lot.map((corner, i) => {
      const next = lot[(i + 1) % lot.length]!
      const length = Math.hypot(next[0] - corner[0], next[1] - corner[1])
      const [a, b] = [at(corner), at(next)]
      // Sides too short for their figure have it in the table of corners alone.
      if (Math.hypot(a[0] - b[0], a[1] - b[1]) < 22) return ''
      return label(low(outward([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], -9)), number(length), 6, 'middle', '#555')
    }),
    ...lot.flatMap((corner, i) => [
      dot(at(corner), 1.5, '#222'),
      label(low(outward(at(corner), 8)), String(i + 1), 7, 'middle'),
    ]),
    ...(neighbours ?? []).map(({ footprint, name }) =>
      label(low(at(centroid(corners(footprint)))), name.slice(0, 24), 5.5, 'middle', '#555'),
    ),
    ...roads.flatMap(({ redLine, name, widthMetres }) => {
      if (!redLine) return []
      const [first, last] = [at(redLine[0]!), at(redLine.at(-1)!)]
      const [x, y] = outward([(first[0] + last[0]) / 2, (first[1] + last[1]) / 2], 18)
      const words = `${name}${widthMetres === null ? '' : ` – lộ giới ${number(widthMetres)} m`}`
      return [
        label(
          low([Math.max(60, Math.min(mapWidth - 60, x)), Math.max(8, Math.min(height - 8, y))]),
          words,
          6.5,
          'middle',
          colours.red,
        ),
      ]
    }),
  ]
  return {
    ...drawing(width, height, inside, legendOf(mapWidth, width, height, scale, site.registered !== null)),
    scale,
  }
}

/** To the right of the plan: north, the scale in words and as a bar, what the lines are. */
function legendOf(left: number, width: number, height: number, scale: number, registered: boolean): string[] {
  const x = left + 10
  const middle = (left + width) / 2
  const bar = BARS_METRES.findLast((metres) => (metres * POINTS_A_METRE) / scale <= LEGEND_POINTS - 40) ?? 1
  const length = (bar * POINTS_A_METRE) / scale
  const entries: [string, Record<string, string | number>, boolean][] = [
    ['Ranh lô đất, số mốc', { stroke: colours.lot, 'stroke-width': 1.1 }, false],
    ...(registered
      ? [
          [
            'Thửa đất đăng ký',
            { stroke: colours.registered, 'stroke-width': 0.6, 'stroke-dasharray': '3 2' },
            false,
          ] as [string, Record<string, string | number>, boolean],
        ]
      : []),
    ['Công trình', { fill: colours.buildingFill, stroke: colours.building, 'stroke-width': 0.9 }, true],
    ['Nhà lân cận', { fill: colours.neighbourFill, stroke: colours.neighbour, 'stroke-width': 0.5 }, true],
    ['Chỉ giới đường đỏ', { stroke: colours.red, 'stroke-width': 1.3 }, false],
    ['Chỉ giới xây dựng', { stroke: colours.red, 'stroke-width': 0.8, 'stroke-dasharray': '5 3' }, false],
  ]
  return [
    rectangle(left, 0.5, width - left - 0.5, height - 1, { fill: '#fff', stroke: '#555', 'stroke-width': 0.6 }),
    label([middle, 16], 'B', 8, 'middle'),
    path(
      [
        [middle, 48],
        [middle, 20],
      ],
      false,
      { stroke: '#222', 'stroke-width': 1 },
    ),
    path(
      [
        [middle - 4, 29],
        [middle, 19],
        [middle + 4, 29],
      ],
      true,
      { fill: '#222' },
    ),
    label([middle, 64], `Tỷ lệ 1:${scale.toLocaleString('vi-VN')}`, 8, 'middle'),
    path(
      [
        [middle - length / 2, 70],
        [middle - length / 2, 74],
        [middle + length / 2, 74],
        [middle + length / 2, 70],
      ],
      false,
      { stroke: '#222', 'stroke-width': 0.8 },
    ),
    label([middle, 83], `${bar} m`, 7, 'middle'),
    ...entries.flatMap(([words, style, area], i) => {
      const y = 98 + i * 14
      return [
        area
          ? rectangle(x, y - 4, 18, 8, style)
          : path(
              [
                [x, y],
                [x + 18, y],
              ],
              false,
              style,
            ),
        label([x + 24, y + 2.4], words, 7, 'start'),
      ]
    }),
    label([middle, height - 7], 'VN-2000, kinh tuyến trục 105°00’', 5.5, 'middle', '#555'),
  ]
}
