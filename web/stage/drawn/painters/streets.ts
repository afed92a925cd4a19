/** Painters of streets and buildings: casing, carriageway, and near enough sidewalks, median, lanes and direction. */

import type { TileFeature } from '../../../../tiles/read/mvt.ts'
import { lookOf, looks } from '../../looks.ts'
import { groups, number, type Pen, word } from '../pen.ts'
import { inClasses, type Painter } from './classes.ts'

const layer = looks.roads!
/** From the least to the greatest: greater roads lie on top. */
const ranks = Object.keys(layer.classes).reverse()
const leastWidths = [0.8, 1, 1.6, 2.4, 3.2, 4]
const rankOf = (feature: TileFeature): number => Math.max(0, ranks.indexOf(word(feature, 'class')))

/** The cross-section shows from here on, m per pixel. */
const SECTION = 0.65

interface Band {
  readonly rank: number
  readonly width: number
  readonly bridge: boolean
}

export const roads: Painter = (pen, features, labels) => {
  const { metresPerPixel } = pen.view
  const pixels = (metres: number) => Math.round((metres / metresPerPixel) * 2) / 2
  // Roads of one class and width are one stroke; bridges over roads.
  const bands = new Map<string, Band & { features: TileFeature[] }>()
  for (const feature of features) {
    const rank = rankOf(feature)
    const width = Math.max(leastWidths[rank]!, pixels(number(feature, 'widthMetres', 4)))
    const bridge = feature.properties.bridge === true
    const key = `${rank} ${width} ${bridge}`
    const band = bands.get(key)
    if (band) band.features.push(feature)
    else bands.set(key, { rank, width, bridge, features: [feature] })
  }
  const sorted = [...bands.values()].sort((a, b) => Number(a.bridge) - Number(b.bridge) || a.rank - b.rank)
  const near = metresPerPixel < SECTION
  if (near) sidewalks(pen, features, pixels)
  for (const { features: some, width, bridge } of sorted) {
    const casing = bridge ? '#5c4a32' : lookOf(layer, some[0]!.properties).casing!
    pen.stroke(some, casing, width + (bridge ? 3.4 : 1.8))
  }
  for (const { features: some, width } of sorted) pen.stroke(some, lookOf(layer, some[0]!.properties).colour, width)
  if (near) markings(pen, features, pixels)
  for (const [width, some] of groups(
    features.filter((f) => f.properties.state === 'closed'),
    (f) => Math.max(2, pixels(number(f, 'widthMetres', 4))),
  )) {
    pen.stroke(some, '#c62828', width, [6, 6])
  }
  if (metresPerPixel > 5) return
  const named = features.filter((f) => f.properties.name)
  for (const [rank, some] of groups(named, rankOf)) {
    if (rank < 2 && metresPerPixel > 1.3) continue
    const size = (rank > 2 ? 16 : 14) + (near ? 2 : 0)
    labels.lines(
      pen.view,
      some,
      (f) => word(f, 'name'),
      { colour: '#3b3b3b', size, weight: rank > 3 ? 600 : 500 },
      5 + rank / 10,
    )
  }
}

function sidewalks(pen: Pen, features: readonly TileFeature[], pixels: (metres: number) => number): void {
  const withWalk = features.filter((f) => number(f, 'sidewalkMetres', 0) > 0)
  const wide = (f: TileFeature) => pixels(number(f, 'widthMetres', 4) + 2 * number(f, 'sidewalkMetres', 0))
  const byWidth = groups(withWalk, wide)
  for (const [width, some] of byWidth) pen.stroke(some, '#b3aca0', width + 1.6)
  for (const [width, some] of byWidth) pen.stroke(some, '#e4ded3', width)
}

/** Median, centre line of two-way streets, arrows of one-way streets. */
function markings(pen: Pen, features: readonly TileFeature[], pixels: (metres: number) => number): void {
  const divided = features.filter((f) => number(f, 'medianMetres', 0) > 0)
  for (const [width, some] of groups(divided, (f) => Math.max(1.5, pixels(number(f, 'medianMetres', 0))))) {
    pen.stroke(some, '#8aa873', width)
  }
  const laned = features.filter(
    (f) =>
      number(f, 'medianMetres', 0) === 0 &&
      number(f, 'lanes', 1) > 1 &&
      f.properties.oneWay !== true &&
      rankOf(f) >= 2 &&
      pixels(number(f, 'widthMetres', 4)) > 12,
  )
  pen.stroke(laned, 'rgba(120,110,90,.55)', 1.2, [10, 8])
  arrows(
    pen,
    features.filter((f) => f.properties.oneWay === true),
    '#5d6b7a',
    90,
  )
}

/** Arrow heads along lines, in their direction, one each `every` pixels and at least one where a line has room for it. */
export function arrows({ brush, view }: Pen, features: readonly TileFeature[], colour: string, every: number): void {
  const { offsetX, offsetY, scale } = view
  brush.setLineDash([])
  brush.strokeStyle = colour
  brush.lineWidth = 2
  brush.beginPath()
  for (const { parts } of features) {
    for (const part of parts) {
      let length = 0
      for (let i = 2; i < part.length; i += 2) {
        length += scale * Math.hypot(part[i]! - part[i - 2]!, part[i + 1]! - part[i - 1]!)
      }
      const count = Math.floor(length / every) || (length > 26 ? 1 : 0)
      let next = length / count / 2
      let gone = 0
      for (let i = 2; i < part.length && count > 0; i += 2) {
        const [x0, y0] = [offsetX + part[i - 2]! * scale, offsetY + part[i - 1]! * scale]
        const [dx, dy] = [scale * (part[i]! - part[i - 2]!), scale * (part[i + 1]! - part[i - 1]!)]
        const step = Math.hypot(dx, dy)
        for (; next <= gone + step && step > 0; next += length / count) {
          const t = (next - gone) / step
          const [ux, uy] = [dx / step, dy / step]
          const [x, y] = [x0 + dx * t + ux * 4, y0 + dy * t + uy * 4]
          brush.moveTo(x - ux * 8 - uy * 5, y - uy * 8 + ux * 5)
          brush.lineTo(x, y)
          brush.lineTo(x - ux * 8 + uy * 5, y - uy * 8 - ux * 5)
        }
        gone += step
      }
    }
  }
  brush.stroke()
}

export const buildings: Painter = (pen, features) => {
  for (const [look, some] of inClasses(looks.buildings!, features)) pen.fill(some, look.colour)
  if (pen.view.metresPerPixel < 1.3) pen.stroke(features, '#8f8676', 0.8)
}
