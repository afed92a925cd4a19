/** The picture of a place that goes with a link: a map of what lies around it, the place marked, its names below. */
import type { Candidate } from '../../scenarios/address/candidate.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import type { FontSet, Weight } from './fonts.ts'

/** What Facebook, Zalo and X show whole, px. */
export const [WIDTH, HEIGHT] = [1200, 630]
const CAPTION = 214
/** Of the map. */
const METRES_WIDE = 560
const SCALE = WIDTH / METRES_WIDE
const MARGIN = 40

export const previewLayers = ['water', 'waterways', 'roads', 'buildings', 'landcover'] as const satisfies LayerId[]

/** Local metres; the place stands in the middle of what the caption leaves free. */
export function previewArea([x, y]: XY): Bounds {
  const high = (HEIGHT - CAPTION) / SCALE
  return [x - METRES_WIDE / 2, y - high / 2 - CAPTION / SCALE, x + METRES_WIDE / 2, y + high / 2]
}

const colours = {
  ground: '#f2efe9',
  water: '#a9d3ea',
  building: '#ddd3c6',
  casing: '#d9cfc0',
  road: '#ffffff',
  main: '#fbe3a4',
  mark: '#c8321f',
  text: '#14211d',
  soft: '#51605a',
}

export interface Caption {
  readonly name: string
  readonly lines: readonly string[]
}

export function previewSvg({ layers }: City, at: XY, { name, lines }: Caption, fonts: FontSet): string {
  const [west, , , north] = previewArea(at)
  const spot = ([x, y]: readonly [number, number]) =>
    `${((x - west) * SCALE).toFixed(1)} ${((north - y) * SCALE).toFixed(1)}`
  const ring = (points: readonly XY[]) => `M${points.map(spot).join('L')}Z`
  const surface = (features: Iterable<Feature>, fill: string) =>
    `<path fill="${fill}" fill-rule="evenodd" d="${[...features].flatMap(({ geometry }) => polygonsOf(geometry).flatMap((rings) => rings.map(ring))).join('')}"/>`
  const stroke = (points: readonly XY[], width: number, colour: string) =>
    `<path d="M${points.map(spot).join('L')}" stroke="${colour}" stroke-width="${width.toFixed(1)}"/>`
  const roads = [...layers.roads.values()].sort((a, b) => a.properties.widthMetres - b.properties.widthMetres)
  const road = (more: number, colour: (main: boolean) => string) =>
    roads.flatMap(({ geometry, properties: { widthMetres, class: kind } }) =>
      linesOf(geometry).map((line) =>
        stroke(line, Math.max(2, widthMetres * SCALE) + more, colour(/^(trunk|arterial)/.test(kind))),
      ),
    )
  const waterways = [...layers.waterways.values()].flatMap(({ geometry, properties }) =>
    linesOf(geometry).map((line) => stroke(line, Math.max(2, properties.widthMetres * SCALE), colours.water)),
  )
  const [cx, cy] = [WIDTH / 2, (HEIGHT - CAPTION) / 2]
  const top = HEIGHT - CAPTION
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.ground}"/>`,
    surface(layers.water.values(), colours.water),
    '<g fill="none" stroke-linejoin="round" stroke-linecap="round">',
    ...waterways,
    ...road(4, () => colours.casing),
    ...road(0, (main) => (main ? colours.main : colours.road)),
    '</g>',
    surface(layers.buildings.values(), colours.building),
    `<path d="M${cx} ${cy}l-22 -36a26 26 0 1 1 44 0Z" fill="${colours.mark}" stroke="#fff" stroke-width="3"/>`,
    `<circle cx="${cx}" cy="${cy - 50}" r="9" fill="#fff"/>`,
    `<rect y="${top}" width="${WIDTH}" height="${CAPTION}" fill="#fff"/>`,
    `<rect y="${top}" width="${WIDTH}" height="6" fill="#0b6576"/>`,
    ...captionOf(name, lines, top, fonts),
    '</svg>',
  ].join('')
}

function captionOf(name: string, lines: readonly string[], top: number, fonts: FontSet): string[] {
  const wide = WIDTH - 2 * MARGIN
  const heads = wrapped(name, wide, 38, 600, 2, fonts)
  const out = heads.map((text, i) => fonts.line(text, MARGIN, top + 56 + 46 * i, 38, 600, colours.text))
  let y = top + 56 + 46 * (heads.length - 1) + 42
  for (const line of lines) {
    for (const text of wrapped(line, wide, 25, 400, 1, fonts)) {
      if (y > HEIGHT - 16) break
      out.push(fonts.line(text, MARGIN, y, 25, 400, colours.soft))
      y += 35
    }
  }
  return out
}

/** At most so many lines; what does not fit ends in an ellipsis. */
function wrapped(text: string, wide: number, size: number, weight: Weight, most: number, fonts: FontSet): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fonts.width(longer, size, weight) <= wide) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  lines.push(line)
  const kept = lines.filter((one) => one !== '')
  if (kept.length <= most) return kept
  let last = kept[most - 1]!
  while (last !== '' && fonts.width(`${last}…`, size, weight) > wide) last = last.slice(0, -1)
  return [...kept.slice(0, most - 1), `${last}…`]
}

/** What a picture says below the map. */
export const captionOfPlace = (
  { label, oldLabel, postcode, gridCode }: Candidate,
  vi: boolean,
  generated: boolean,
): Caption => ({
  name: label,
  lines: [
    ...(oldLabel ? [`${vi ? 'Trước 1/7/2025' : 'Before 1 July 2025'}: ${oldLabel}`] : []),
    [postcode, gridCode, 'Vị Thanh Twin', ...(generated ? [vi ? 'dữ liệu minh họa' : 'illustrative data'] : [])]
      .filter(Boolean)
      .join(' · '),
  ],
})
